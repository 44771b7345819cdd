//! The first page after signing in, and the page that says what the program is.
use crate::door::{Answer, Ask, Bytes, Error, Mine, Nothing, Page, Result, Right, Routes};
use crate::ui::gallery::Gallery;
use crate::ui::{Words, filters};
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/", "home.show", Right::Own, home)
        .look("/about", "home.about", Right::Everyone, about)
        .look("/health", "home.health", Right::Everyone, health)
        .look("/ui", "home.widgets", Right::Own, widgets)
}

#[derive(Deserialize)]
struct Empty {}

/// Where this person's work begins.
fn home(_: &mut Reader<'_>, ask: &Ask<Mine>, _: Empty) -> Result<Answer> {
    let first = (ask.house.panels.nav)(&ask.by).into_iter().next();
    Ok(Answer::SeeOther(first.map_or_else(|| "/me".into(), |item| item.url)))
}

#[derive(Template, Serialize)]
#[template(path = "home/about.html")]
struct About {
    version: &'static str,
    emergency: String,
    demo: bool,
}

impl Page for About {
    fn title(&self, words: &Words) -> String {
        words.t("about-title")
    }
}

fn about(_: &mut Reader<'_>, ask: &Ask<Nothing>, _: Empty) -> Result<About> {
    let emergency = ask.words.t("about-emergency-local");
    Ok(About { version: env!("CARGO_PKG_VERSION"), emergency, demo: ask.practice.demo })
}

impl Page for Gallery {
    fn title(&self, words: &Words) -> String {
        words.t("about-widgets")
    }
}

/// Every widget in every state: shown in a demonstration only; elsewhere it leads to what the program is.
fn widgets(_: &mut Reader<'_>, ask: &Ask<Mine>, _: Empty) -> Result<Answer> {
    Ok(if ask.practice.demo { Gallery::example().into() } else { Answer::SeeOther("/about".into()) })
}

/// For whoever watches the program: it answers, and its database does.
fn health(db: &mut Reader<'_>, _: &Ask<Nothing>, _: Empty) -> Result<Answer> {
    let one = db.row("select 1 as one", &[], |row| Ok::<_, Error>(row.int("one")?))?;
    let bytes = if one == Some(1) { b"ok\n".to_vec() } else { return Err(Error::Later("no answer".into())) };
    Ok(Answer::Bytes(Bytes { kind: "text/plain; charset=utf-8", name: None, bytes }))
}
