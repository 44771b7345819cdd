//! How a client comes in: a link that the practice hands over, good once and for a week, and a sign-in of their own.
mod join;
mod kiosk;
mod store;

use crate::door::{Ask, Done, Error, Listed, Page, Result, Right, Routes, Shown, digest, hex, random};
use crate::ui::{Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/phone", "phone.show", Right::EditDirectory, show)
        .act("/clients/{client}/phone/invite", "phone.invite", Right::EditDirectory, prepare, invite)
        .act("/clients/{client}/phone/end", "phone.end", Right::EditDirectory, prepare_end, end)
        .join(kiosk::routes())
        .join(join::routes())
}

/// How long a link waits: a week, in microseconds.
const WEEK: i64 = 7 * 24 * 3_600_000_000;

/// The client's way in, as the practice sees it.
#[derive(Template, Serialize)]
#[template(path = "phone/entry/page.html")]
struct Access {
    name: String,
    /// Of this entry of the directory.
    url: String,
    details: String,
    /// Since when the client has a sign-in of their own.
    since: Option<Timestamp>,
    /// When they were last here.
    seen: Option<Timestamp>,
    /// Until when a link that was made waits to be taken.
    waits: Option<Timestamp>,
    /// A new link's secret. It opens nothing before it is made to.
    secret: String,
    form: Filled,
}

impl Page for Access {
    fn title(&self, words: &Words) -> String {
        words.t("phone-title")
    }
}

impl Access {
    /// The address to hand over, after that of this program.
    fn link(&self) -> String {
        format!("/care/{}", self.secret)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    secret: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Listed>, _: Form) -> Result<Access> {
    page(db, ask, vec![])
}

fn page(db: &mut Reader<'_>, ask: &Ask<Listed>, refusals: Vec<Refusal>) -> Result<Access> {
    let client = ask.scope.client();
    let at = |micros: Option<i64>| micros.and_then(|at| Timestamp::from_microsecond(at).ok());
    let own = store::own(db, client)?;
    Ok(Access {
        name: ask.scope.name.clone(),
        url: ask.scope.url("phone"),
        details: ask.scope.url("details"),
        since: at(own.as_ref().map(|own| own.since_at)),
        seen: at(own.and_then(|own| own.seen_at)),
        waits: at(store::waits(db, client, ask.micros())?),
        secret: hex(random::<20>()?),
        form: Filled::sent::<&str, &str>([], refusals),
    })
}

/// Takes the secret that the page drew; only its digest goes further.
fn prepare(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Form) -> Result<String> {
    if form.secret.len() == 40 && form.secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(digest(&form.secret));
    }
    let shown = page(db, ask, vec![Refusal::new("secret", "phone-link-anew")])?;
    Err(Error::Refused(Shown::new(shown)))
}

fn invite(db: &mut Writer<'_>, ask: &Ask<Listed>, token: &String) -> Result<Done> {
    store::invite(db, ask, token, ask.micros() + WEEK)?;
    Ok(Done::to(ask.scope.url("phone")).about(ask.scope.client()))
}

fn prepare_end(_: &mut Reader<'_>, _: &Ask<Listed>, _: Form) -> Result<()> {
    Ok(())
}

/// The client's sign-in, and every link that waits, open nothing any more.
fn end(db: &mut Writer<'_>, ask: &Ask<Listed>, (): &()) -> Result<Done> {
    store::end(db, ask)?;
    Ok(Done::to(ask.scope.url("phone")).about(ask.scope.client()))
}
