//! First run: the practice and its owner. Opened only by the one-time code that the console printed.
mod store;

use crate::door::{Ask, Done, Error, Nothing, Page, Result, Right, Role, Routes, Shown, digest, hex, random};
use crate::signin::{begin, secret};
use crate::ui::{Filled, Locale, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/set-up", "setup.show", Right::Everyone, show).act(
        "/set-up",
        "setup.begin",
        Right::Everyone,
        prepare,
        establish,
    )
}

/// Is there a practice here yet?
///
/// # Errors
/// The database's.
pub fn is_set_up(db: &db::Db) -> Result<bool> {
    db.look(store::is_set_up).wait()
}

#[derive(Template, Serialize)]
#[template(path = "setup/page.html")]
struct SetUp {
    form: Filled,
    languages: Vec<(&'static str, &'static str)>,
}

impl Page for SetUp {
    fn title(&self, words: &Words) -> String {
        words.t("setup-title")
    }
}

/// What was typed.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct Form {
    code: String,
    practice: String,
    zone: String,
    jurisdiction: String,
    locale: String,
    name: String,
    login: String,
    #[serde(skip_serializing)]
    password: String,
    /// Does the owner treat clients too?
    treats: Option<String>,
    profession: String,
}

fn page(form: &Form, refusals: Vec<Refusal>) -> SetUp {
    let fields = [
        ("code", form.code.as_str()),
        ("practice", &form.practice),
        ("zone", &form.zone),
        ("jurisdiction", &form.jurisdiction),
        ("locale", &form.locale),
        ("name", &form.name),
        ("login", &form.login),
        ("treats", form.treats.as_deref().unwrap_or_default()),
        ("profession", &form.profession),
    ];
    let languages = Locale::ALL.iter().map(|locale| (locale.tag(), locale.own_name())).collect();
    SetUp { form: Filled::sent(fields, refusals), languages }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Nothing>, mut form: Form) -> Result<SetUp> {
    closed(db, ask)?;
    if form.locale.is_empty() {
        form.locale = ask.by.locale.tag().into();
    }
    Ok(page(&form, vec![]))
}

/// Set-up is there once, while the console's code is.
fn closed(db: &mut Reader<'_>, ask: &Ask<Nothing>) -> Result<()> {
    if ask.house.settings.set_up_code.is_none() || store::is_set_up(db)? { Err(Error::NotFound) } else { Ok(()) }
}

/// What the practice begins with.
struct Beginning {
    form: Form,
    login: String,
    hash: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Nothing>, form: Form) -> Result<Beginning> {
    closed(db, ask)?;
    let login = form.login.trim().to_lowercase();
    let mut refusals = Vec::new();
    let mut refuse = |wrong: bool, field: &'static str, key: &'static str| {
        if wrong {
            refusals.push(Refusal::new(field, key));
        }
    };
    let code = ask.house.settings.set_up_code.as_deref().unwrap_or_default();
    refuse(digest(form.code.trim()) != digest(code), "code", "setup-code-wrong");
    refuse(form.practice.trim().is_empty() || form.practice.chars().count() > 200, "practice", "ui-text-200");
    refuse(TimeZone::get(&form.zone).is_err(), "zone", "setup-zone-unknown");
    refuse(!is_jurisdiction(&form.jurisdiction), "jurisdiction", "setup-jurisdiction-form");
    refuse(Locale::parse(&form.locale).is_none(), "locale", "ui-choose");
    refuse(form.name.trim().is_empty() || form.name.chars().count() > 200, "name", "ui-text-200");
    refuse(!is_login(&login), "login", "people-login-form");
    if let Some(key) = secret::refuse_password(&form.password, &login) {
        refuse(true, "password", key);
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(page(&form, refusals))));
    }
    let hash = secret::hash(&form.password)?;
    Ok(Beginning { form, login, hash })
}

/// Two letters, or two letters and a subdivision: `ES`, `US-TX`.
pub(crate) fn is_jurisdiction(text: &str) -> bool {
    let (country, rest) = text.split_once('-').map_or((text, None), |(country, rest)| (country, Some(rest)));
    let upper = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    country.len() == 2 && upper(country) && rest.is_none_or(|rest| (1..=3).contains(&rest.len()) && upper(rest))
}

/// Letters, digits, and `. _ - @`, 2 to 100 of them.
pub(crate) fn is_login(login: &str) -> bool {
    (2..=100).contains(&login.chars().count()) && login.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c))
}

fn establish(db: &mut Writer<'_>, ask: &Ask<Nothing>, beginning: &Beginning) -> Result<Done> {
    if store::is_set_up(db)? {
        return Err(Error::NotFound);
    }
    let Beginning { form, login, hash } = beginning;
    let practice = store::Practice {
        id: &ask.id("pra"),
        name: form.practice.trim(),
        zone: &form.zone,
        jurisdiction: &form.jurisdiction,
        locale: &form.locale,
        demo: ask.house.settings.demo,
    };
    store::found(db, &practice, ask.micros())?;
    let mut roles = vec![Role::Owner];
    if form.treats.is_some() {
        roles.push(Role::Practitioner);
    }
    let owner = store::Owner {
        id: &ask.id("per"),
        login,
        name: form.name.trim(),
        locale: &form.locale,
        profession: if form.treats.is_some() { &form.profession } else { "" },
        hash,
    };
    store::enrol(db, &owner, &roles, ask.micros())?;
    let token = hex(random::<32>()?);
    begin(db, ask, owner.id, &token)?;
    Ok(Done::to("/").about(practice.id).sign_in(owner.id, token))
}
