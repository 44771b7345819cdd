//! What each person sets for themselves: password, PIN, language, where they are signed in, tokens for programs.
use super::{languages, store};
use crate::door::{Ask, Done, Error, Mine, Page, Result, Right, Routes, Shown, digest, hex, random};
use crate::signin::secret;
use crate::ui::{Filled, Locale, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/me", "me.show", Right::Own, show)
        .act("/me/password", "me.password", Right::Own, prepare_password, set_password)
        .act("/me/pin", "me.pin", Right::Own, prepare_pin, set_pin)
        .act("/me/language", "me.language", Right::Own, prepare_language, set_language)
        .act("/me/sign-out-others", "me.leave-others", Right::Own, nothing, leave_others)
        .act("/me/tokens", "me.token", Right::Own, prepare_token, make_token)
        .act("/me/tokens/{token}/revoke", "me.revoke", Right::Own, prepare_revoke, revoke)
}

#[derive(Template, Serialize)]
#[template(path = "people/me.html")]
struct Me {
    name: String,
    roles: Vec<&'static str>,
    form: Filled,
    languages: Vec<(&'static str, &'static str)>,
    browsers: Vec<(Timestamp, bool, bool)>,
    tokens: Vec<(String, String, String, Timestamp)>,
    /// What a token made from this page would be: shown once, kept nowhere but as its digest.
    #[serde(skip)]
    secret: String,
    /// Was the screen to be locked, without a PIN to open it again?
    needs_pin: bool,
}

impl Page for Me {
    fn title(&self, words: &Words) -> String {
        words.t("me-title")
    }
}

fn page(db: &mut Reader<'_>, ask: &Ask<Mine>, form: Filled) -> Result<Me> {
    let (person, now) = (&ask.by.id, ask.micros());
    let at = |micros: i64| Timestamp::from_microsecond(micros).map_err(Error::fault);
    let browsers = store::browsers(db, person, ask.token.as_deref().unwrap_or_default(), now)?;
    let tokens = store::tokens(db, person, now)?;
    Ok(Me {
        name: ask.by.name.clone(),
        roles: ask.by.roles.iter().map(|role| role.key()).collect(),
        form,
        languages: languages(),
        browsers: browsers.iter().map(|one| Ok((at(one.seen_at)?, one.this, one.locked))).collect::<Result<_>>()?,
        tokens: tokens
            .into_iter()
            .map(|one| Ok((one.id, one.name, one.scope, at(one.ends_at)?)))
            .collect::<Result<_>>()?,
        secret: hex(random::<32>()?),
        needs_pin: false,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    pin: Option<String>,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Mine>, query: Query) -> Result<Me> {
    let form = Filled::empty().with("locale", ask.by.locale.tag());
    Ok(Me { needs_pin: query.pin.is_some(), ..page(db, ask, form)? })
}

fn refuse<T>(db: &mut Reader<'_>, ask: &Ask<Mine>, field: &'static str, key: &'static str) -> Result<T> {
    let form = Filled::sent([("locale", ask.by.locale.tag())], vec![Refusal::new(field, key)]);
    Err(Error::Refused(Shown::new(page(db, ask, form)?)))
}

/// Is this the person's password? Asked again before anything that could lock them out.
fn knows_password(db: &mut Reader<'_>, ask: &Ask<Mine>, password: &str) -> Result<bool> {
    let hash = store::password(db, &ask.by.id)?;
    Ok(hash.is_some_and(|hash| secret::matches(password, &hash)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    now: String,
    new: String,
}

fn prepare_password(db: &mut Reader<'_>, ask: &Ask<Mine>, form: PasswordForm) -> Result<String> {
    if !knows_password(db, ask, &form.now)? {
        return refuse(db, ask, "now", "me-password-wrong");
    }
    if let Some(key) = secret::refuse_password(&form.new, "") {
        return refuse(db, ask, "new", key);
    }
    secret::hash(&form.new)
}

fn set_password(db: &mut Writer<'_>, ask: &Ask<Mine>, hash: &String) -> Result<Done> {
    store::set_credential(db, &ask.by.id, "password", hash, ask.micros())?;
    store::end_others(db, &ask.by.id, ask.token.as_deref().unwrap_or_default())?;
    Ok(Done::to("/me"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PinForm {
    pin: String,
    password: String,
}

fn prepare_pin(db: &mut Reader<'_>, ask: &Ask<Mine>, form: PinForm) -> Result<String> {
    if !knows_password(db, ask, &form.password)? {
        return refuse(db, ask, "password", "me-password-wrong");
    }
    if let Some(key) = secret::refuse_pin(&form.pin) {
        return refuse(db, ask, "pin", key);
    }
    secret::hash(&form.pin)
}

fn set_pin(db: &mut Writer<'_>, ask: &Ask<Mine>, hash: &String) -> Result<Done> {
    store::set_credential(db, &ask.by.id, "pin", hash, ask.micros())?;
    Ok(Done::to("/me"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LanguageForm {
    locale: String,
}

fn prepare_language(db: &mut Reader<'_>, ask: &Ask<Mine>, form: LanguageForm) -> Result<Locale> {
    match Locale::parse(&form.locale) {
        Some(locale) => Ok(locale),
        None => refuse(db, ask, "locale", "ui-choose"),
    }
}

fn set_language(db: &mut Writer<'_>, ask: &Ask<Mine>, locale: &Locale) -> Result<Done> {
    store::set_locale(db, &ask.by.id, locale.tag())?;
    Ok(Done::to("/me"))
}

fn nothing(_: &mut Reader<'_>, _: &Ask<Mine>, _: Query) -> Result<()> {
    Ok(())
}

fn leave_others(db: &mut Writer<'_>, ask: &Ask<Mine>, (): &()) -> Result<Done> {
    store::end_others(db, &ask.by.id, ask.token.as_deref().unwrap_or_default())?;
    Ok(Done::to("/me"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    token_name: String,
    /// look, or act.
    scope: String,
    days: String,
    /// A token's secret is given by who asks for it: it is in the page that made the form, and nowhere kept.
    secret: String,
}

/// A token to be made.
struct NewToken {
    name: String,
    scope: &'static str,
    days: i64,
    hash: String,
}

fn prepare_token(db: &mut Reader<'_>, ask: &Ask<Mine>, form: TokenForm) -> Result<NewToken> {
    let name = form.token_name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return refuse(db, ask, "token_name", "ui-text-40");
    }
    let scope = match form.scope.as_str() {
        "look" => "look",
        "act" => "act",
        _ => return refuse(db, ask, "scope", "ui-choose"),
    };
    let days = form.days.parse().ok().filter(|days| (1..=366).contains(days));
    let Some(days) = days else { return refuse(db, ask, "days", "me-token-days") };
    if form.secret.len() != 64 || !form.secret.bytes().all(|b| b.is_ascii_hexdigit()) {
        return refuse(db, ask, "secret", "me-token-secret");
    }
    Ok(NewToken { name: name.into(), scope, days, hash: digest(&form.secret) })
}

fn make_token(db: &mut Writer<'_>, ask: &Ask<Mine>, new: &NewToken) -> Result<Done> {
    let token = store::Token {
        id: ask.id("tok"),
        name: new.name.clone(),
        scope: new.scope.into(),
        ends_at: ask.micros() + new.days * 86_400_000_000,
    };
    store::make_token(db, &ask.by.id, &token, &new.hash, ask.micros())?;
    Ok(Done::to("/me").about(token.id))
}

#[derive(Deserialize)]
struct Named {
    token: String,
}

fn prepare_revoke(_: &mut Reader<'_>, _: &Ask<Mine>, named: Named) -> Result<String> {
    Ok(named.token)
}

fn revoke(db: &mut Writer<'_>, ask: &Ask<Mine>, token: &String) -> Result<Done> {
    match store::revoke(db, &ask.by.id, token)? {
        0 => Err(Error::NotFound),
        _ => Ok(Done::to("/me").about(token)),
    }
}
