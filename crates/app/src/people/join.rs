//! Taking an invitation: by its link, once, with a password of one's own.
use super::{languages, store};
use crate::door::{Ask, Done, Error, Nothing, Page, Result, Right, Routes, Shown, Whole, digest, hex, random};
use crate::signin::{begin, secret};
use crate::ui::{Filled, Locale, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/join/{token}/link", "person.link", Right::Administer, link)
        .look("/join/{token}", "person.invited", Right::Everyone, show)
        .act("/join/{token}", "person.join", Right::Everyone, prepare, join)
}

#[derive(Template, Serialize)]
#[template(path = "people/link.html")]
struct Link {
    name: String,
    path: String,
}

impl Page for Link {
    fn title(&self, words: &Words) -> String {
        words.t("person-link-title")
    }
}

#[derive(Template, Serialize)]
#[template(path = "people/join.html")]
struct Join {
    name: String,
    login: String,
    path: String,
    form: Filled,
    languages: Vec<(&'static str, &'static str)>,
}

impl Page for Join {
    fn title(&self, words: &Words) -> String {
        words.t("join-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    token: String,
    password: String,
    locale: String,
}

/// The link to hand over, shown once to the owner who made it.
fn link(db: &mut Reader<'_>, ask: &Ask<Whole>, form: Form) -> Result<Link> {
    let found = store::invitation(db, &digest(&form.token), ask.micros())?.ok_or(Error::NotFound)?;
    Ok(Link { name: found.name, path: format!("/join/{}", form.token) })
}

fn page(found: &store::Invitation, form: &Form, refusals: Vec<Refusal>) -> Join {
    Join {
        name: found.name.clone(),
        login: found.login.clone(),
        path: format!("/join/{}", form.token),
        form: Filled::sent([("locale", form.locale.as_str())], refusals),
        languages: languages(),
    }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Nothing>, mut form: Form) -> Result<Join> {
    let found = store::invitation(db, &digest(&form.token), ask.micros())?.ok_or(Error::NotFound)?;
    form.locale = ask.by.locale.tag().into();
    Ok(page(&found, &form, vec![]))
}

/// A password that can be taken, as its hash.
struct Chosen {
    token: String,
    locale: String,
    hash: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Form) -> Result<Chosen> {
    let token = digest(&form.token);
    let found = store::invitation(db, &token, ask.micros())?.ok_or(Error::NotFound)?;
    let mut refusals = Vec::new();
    if let Some(key) = secret::refuse_password(&form.password, &found.login) {
        refusals.push(Refusal::new("password", key));
    }
    if Locale::parse(&form.locale).is_none() {
        refusals.push(Refusal::new("locale", "ui-choose"));
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(page(&found, &form, refusals))));
    }
    Ok(Chosen { token, locale: form.locale, hash: secret::hash(&form.password)? })
}

fn join(db: &mut Writer<'_>, ask: &Ask<Nothing>, chosen: &Chosen) -> Result<Done> {
    let found = store::invitation(db, &chosen.token, ask.micros())?.ok_or(Error::NotFound)?;
    let person = ask.id("per");
    store::accept(db, &person, &found, &chosen.token, &chosen.locale, &chosen.hash, ask.micros())?;
    let token = hex(random::<32>()?);
    begin(db, ask, &person, &token)?;
    Ok(Done::to("/").about(&person).sign_in(&person, token))
}
