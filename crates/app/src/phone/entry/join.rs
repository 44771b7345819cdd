//! Taking the link: once, with a sign-in name and a password of one's own.
use super::store;
use crate::door::{Ask, Done, Error, Nothing, Page, Result, Right, Routes, Shown, digest, hex, random};
use crate::setup::is_login;
use crate::signin::{begin, secret};
use crate::ui::{Filled, Locale, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/care/{token}", "phone.invited", Right::Everyone, show).act(
        "/care/{token}",
        "phone.join",
        Right::Everyone,
        prepare,
        join,
    )
}

#[derive(Template, Serialize)]
#[template(path = "phone/entry/join.html")]
struct Join {
    practice: String,
    /// The client's, where they have a sign-in already and choose a new password.
    login: Option<String>,
    path: String,
    form: Filled,
    languages: Vec<(&'static str, &'static str)>,
}

impl Page for Join {
    fn title(&self, words: &Words) -> String {
        words.t("my-join-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    token: String,
    login: String,
    password: String,
    locale: String,
}

fn page(ask: &Ask<Nothing>, found: &store::Invited, form: &Form, refusals: Vec<Refusal>) -> Join {
    Join {
        practice: ask.practice.name.clone(),
        login: found.login.clone(),
        path: format!("/care/{}", form.token),
        form: Filled::sent([("login", form.login.as_str()), ("locale", &form.locale)], refusals),
        languages: Locale::ALL.iter().map(|locale| (locale.tag(), locale.own_name())).collect(),
    }
}

fn invited(db: &mut Reader<'_>, ask: &Ask<Nothing>, token: &str) -> Result<store::Invited> {
    store::invited(db, token, ask.micros())?.ok_or(Error::NotFound)
}

fn show(db: &mut Reader<'_>, ask: &Ask<Nothing>, mut form: Form) -> Result<Join> {
    let found = invited(db, ask, &digest(&form.token))?;
    form.locale = if found.locale.is_empty() { ask.by.locale.tag().into() } else { found.locale.clone() };
    Ok(page(ask, &found, &form, vec![]))
}

/// A sign-in that can be made, the password as its hash.
struct Chosen {
    token: String,
    login: String,
    locale: String,
    hash: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Form) -> Result<Chosen> {
    let token = digest(&form.token);
    let found = invited(db, ask, &token)?;
    let login = found.login.clone().unwrap_or_else(|| form.login.trim().to_lowercase());
    let mut refusals = Vec::new();
    if !is_login(&login) {
        refusals.push(Refusal::new("login", "people-login-form"));
    } else if found.login.is_none() && store::login_is_taken(db, &login)? {
        refusals.push(Refusal::new("login", "people-login-taken"));
    }
    if let Some(key) = secret::refuse_password(&form.password, &login) {
        refusals.push(Refusal::new("password", key));
    }
    if Locale::parse(&form.locale).is_none() {
        refusals.push(Refusal::new("locale", "ui-choose"));
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(page(ask, &found, &form, refusals))));
    }
    Ok(Chosen { token, login, locale: form.locale, hash: secret::hash(&form.password)? })
}

fn join(db: &mut Writer<'_>, ask: &Ask<Nothing>, chosen: &Chosen) -> Result<Done> {
    let found = invited(db, ask, &chosen.token)?;
    let person = found.person.clone().unwrap_or_else(|| ask.id("per"));
    let new = store::SignIn { person: &person, login: &chosen.login, locale: &chosen.locale, hash: &chosen.hash };
    store::accept(db, &found, &chosen.token, &new, ask.micros())?;
    let token = hex(random::<32>()?);
    begin(db, ask, &person, &token)?;
    Ok(Done::to("/my").about(&person).chart(&found.client).sign_in(&person, token))
}
