//! Signing in and out, locking and unlocking. A password opens a browser for a day's work; a PIN opens it again after
//! it was locked. Wrong tries slow down, by account and by address, and never lock anybody out for good.
pub(crate) mod secret;
mod store;

use crate::door::{
    Ask, Done, Error, Mine, Nothing, Page, Result, Right, Routes, Shown, Tick, digest, has_pin, hex, random,
};
use crate::ui::{Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/sign-in", "signin.show", Right::Everyone, show)
        .act("/sign-in", "signin.enter", Right::Everyone, prepare, enter)
        .look("/unlock", "signin.locked", Right::Everyone, show_unlock)
        .act("/unlock", "signin.unlock", Right::Everyone, prepare_unlock, unlock)
        .act("/lock", "signin.lock", Right::Own, keep, lock)
        .act("/sign-out", "signin.leave", Right::Everyone, leave_any, leave)
        .tick("signin.clear", 3_600, clear)
}

/// Sign-ins that have ended go, and what was counted of failed ones a day after the last wait.
fn clear(db: &mut Writer<'_>, tick: &Tick) -> Result<u64> {
    store::clear(db, tick.at)
}

/// A wrong name or password is told by the same words, whichever was wrong.
const WRONG: &str = "signin-wrong";

#[derive(Template, Serialize)]
#[template(path = "signin/page.html")]
struct SignIn {
    form: Filled,
    demo: bool,
}

impl Page for SignIn {
    fn title(&self, words: &Words) -> String {
        words.t("signin-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    login: String,
    password: String,
    /// Present where the last try failed.
    again: Option<String>,
}

fn page(ask: &Ask<Nothing>, login: &str, refused: bool) -> SignIn {
    let refusals = if refused { vec![Refusal::new("password", WRONG)] } else { vec![] };
    SignIn { form: Filled::sent([("login", login)], refusals), demo: ask.practice.demo }
}

fn show(_: &mut Reader<'_>, ask: &Ask<Nothing>, form: Form) -> Result<SignIn> {
    Ok(page(ask, "", form.again.is_some()))
}

/// What the reader found out: who it is, or that it is nobody.
struct Checked {
    login: String,
    person: Option<String>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Form) -> Result<Checked> {
    let login = form.login.trim().to_lowercase();
    if login.is_empty() || form.password.is_empty() {
        return Err(Error::Refused(Shown::new(page(ask, &login, true))));
    }
    for of in [account(&login), address(ask)] {
        let until = store::wait_until(db, &of)?;
        if until > ask.micros() {
            return Err(Error::TooMany((until - ask.micros()) / 1_000_000 + 1));
        }
    }
    let found = store::password(db, &login)?;
    // Somebody unknown takes as long as somebody known, so that the time tells nothing.
    let hash = found.as_ref().map_or(secret::NOBODY, |(_, hash)| hash);
    let right = secret::matches(&form.password, hash);
    Ok(Checked { login, person: found.filter(|_| right).map(|(person, _)| person) })
}

fn enter(db: &mut Writer<'_>, ask: &Ask<Nothing>, checked: &Checked) -> Result<Done> {
    let Some(person) = &checked.person else {
        store::failed(db, &account(&checked.login), ask.micros(), 5)?;
        store::failed(db, &address(ask), ask.micros(), 20)?;
        return Ok(Done::to("/sign-in?again=1").refused());
    };
    store::forget_failures(db, &account(&checked.login))?;
    let token = hex(random::<32>()?);
    begin(db, ask, person, &token)?;
    Ok(Done::to("/").sign_in(person, token))
}

/// Signs somebody in on the browser that asks; the token goes into its cookie and is kept here only as its digest.
pub(crate) fn begin(db: &mut Writer<'_>, ask: &Ask<Nothing>, person: &str, token: &str) -> Result<()> {
    let ends_at = ask.micros() + ask.house.settings.sign_in_h * 3_600_000_000;
    store::begin(db, (&digest(token), random::<32>()?), person, ask.micros(), ends_at)
}

fn account(login: &str) -> String {
    format!("login {}", digest(login))
}

fn address(ask: &Ask<Nothing>) -> String {
    format!("address {}", ask.address)
}

#[derive(Template, Serialize)]
#[template(path = "signin/unlock.html")]
struct Unlock {
    form: Filled,
    /// Whose screen it is.
    name: String,
}

impl Page for Unlock {
    fn title(&self, words: &Words) -> String {
        words.t("signin-locked-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pin {
    pin: String,
    again: Option<String>,
}

fn show_unlock(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Pin) -> Result<Unlock> {
    let token = ask.token.as_deref().ok_or(Error::SignedOut)?;
    let held = store::held(db, token, ask.micros())?.ok_or(Error::SignedOut)?;
    let refusals = if form.again.is_some() { vec![Refusal::new("pin", "signin-wrong-pin")] } else { vec![] };
    Ok(Unlock { form: Filled::sent::<&str, &str>([], refusals), name: held.name })
}

/// Is it the PIN of the person whose screen this is?
struct Tried {
    token: String,
    right: bool,
}

fn prepare_unlock(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Pin) -> Result<Tried> {
    let token = ask.token.clone().ok_or(Error::SignedOut)?;
    let held = store::held(db, &token, ask.micros())?.ok_or(Error::SignedOut)?;
    let until = store::wait_until(db, &device(&token))?;
    if until > ask.micros() {
        return Err(Error::TooMany((until - ask.micros()) / 1_000_000 + 1));
    }
    let right = held.pin.is_some_and(|hash| secret::matches(form.pin.trim(), &hash));
    Ok(Tried { token, right })
}

fn unlock(db: &mut Writer<'_>, ask: &Ask<Nothing>, tried: &Tried) -> Result<Done> {
    if !tried.right {
        // A PIN is short: after ten wrong ones this browser has to sign in again with the password.
        if store::failed(db, &device(&tried.token), ask.micros(), 3)? >= 10 {
            store::end(db, &tried.token)?;
            return Ok(Done::to("/sign-in").refused());
        }
        return Ok(Done::to("/unlock?again=1").refused());
    }
    store::forget_failures(db, &device(&tried.token))?;
    store::set_locked(db, &tried.token, false, ask.micros())?;
    Ok(Done::to("/"))
}

fn device(token: &str) -> String {
    format!("device {token}")
}

/// A form without fields.
#[derive(Deserialize)]
struct Empty {}

fn keep(db: &mut Reader<'_>, ask: &Ask<Mine>, _: Empty) -> Result<bool> {
    has_pin(db, &ask.by.id)
}

fn lock(db: &mut Writer<'_>, ask: &Ask<Mine>, has_pin: &bool) -> Result<Done> {
    if !has_pin {
        return Ok(Done::to("/me?pin=1"));
    }
    if let Some(token) = &ask.token {
        store::set_locked(db, token, true, ask.micros())?;
    }
    Ok(Done::to("/unlock"))
}

/// How somebody leaves a device.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Leaving {
    /// Present where something that another person could not send yet waits on the device: it outlasts this sign-out.
    others: Option<String>,
}

fn leave_any(_: &mut Reader<'_>, _: &Ask<Nothing>, leaving: Leaving) -> Result<Leaving> {
    Ok(leaving)
}

fn leave(db: &mut Writer<'_>, ask: &Ask<Nothing>, leaving: &Leaving) -> Result<Done> {
    if let Some(token) = &ask.token {
        store::end(db, token)?;
    }
    Ok(Done::to("/sign-in").sign_out(leaving.others.is_some()))
}

/// Is this the person's PIN or password? Asked again where something is signed.
pub(crate) fn knows_secret(db: &mut Reader<'_>, person: &str, typed: &str) -> Result<bool> {
    Ok(store::secrets(db, person)?.iter().any(|hash| secret::matches(typed, hash)))
}
