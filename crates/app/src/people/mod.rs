//! The practice and its people: who may sign in, as what; what holds for everybody; and what each person sets for
//! themselves.
mod form;
mod join;
mod me;
mod store;

use crate::door::{Ask, Done, Error, Page, Result, Right, Role, Routes, Shown, Whole, digest, hex, random};
use crate::ui::{Filled, Locale, Words, filters};
use crate::upkeep::{Backup, backup};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use form::{InvitationForm, PersonForm, SettingsForm, parse_person, parse_settings};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/practice", "practice.show", Right::Administer, show)
        .act("/practice", "practice.change", Right::Administer, prepare_settings, change_settings)
        .act("/practice/invitations", "person.invite", Right::Administer, prepare_invitation, invite)
        .look("/practice/people/{person}", "person.show", Right::Administer, show_person)
        .act("/practice/people/{person}", "person.change", Right::Administer, prepare_person, change_person)
        .join(join::routes())
        .join(me::routes())
}

/// How long an invitation waits: a week, in microseconds.
const WEEK: i64 = 7 * 24 * 3_600_000_000;

#[derive(Template, Serialize)]
#[template(path = "people/practice.html")]
struct PracticePage {
    form: Filled,
    invitation: Filled,
    backup: Backup,
    people: Vec<store::Listed>,
    waiting: Vec<store::Waiting>,
    languages: Vec<(&'static str, &'static str)>,
    roles: Vec<&'static str>,
    /// Shown once, right after an invitation was made: the link to hand over.
    link: Option<String>,
    /// What somebody else changed meanwhile, where that is why this was not taken.
    meanwhile: Vec<(&'static str, String)>,
}

impl Page for PracticePage {
    fn title(&self, words: &Words) -> String {
        words.t("practice-title")
    }
}

fn page(db: &mut Reader<'_>, ask: &Ask<Whole>, form: Filled, invitation: Filled) -> Result<PracticePage> {
    Ok(PracticePage {
        form,
        invitation,
        backup: backup(db, ask.at)?,
        people: store::people(db)?,
        waiting: store::waiting(db, ask.micros())?,
        languages: languages(),
        roles: Role::ALL.iter().filter(|role| **role != Role::Client).map(|role| role.key()).collect(),
        link: None,
        meanwhile: Vec::new(),
    })
}

fn languages() -> Vec<(&'static str, &'static str)> {
    Locale::ALL.iter().map(|locale| (locale.tag(), locale.own_name())).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, _: Query) -> Result<PracticePage> {
    let settings = store::settings(db)?;
    let form = settings.filled(vec![]).of_version(settings.version);
    page(db, ask, form, Filled::empty())
}

fn prepare_settings(db: &mut Reader<'_>, ask: &Ask<Whole>, form: SettingsForm) -> Result<store::Settings> {
    let now = store::settings(db)?;
    let refusals = match parse_settings(&form) {
        Ok(parsed) if ask.version == Some(now.version) => {
            return Ok(store::Settings { version: now.version, ..parsed });
        }
        Ok(_) => vec![],
        Err(refusals) => refusals,
    };
    let filled = form.filled(refusals).of_version(now.version);
    let stale = ask.version != Some(now.version);
    let mut shown = page(db, ask, filled, Filled::empty())?;
    if stale {
        shown.meanwhile = now.words();
        return Err(Error::Stale(Shown::new(shown)));
    }
    Err(Error::Refused(Shown::new(shown)))
}

fn change_settings(db: &mut Writer<'_>, ask: &Ask<Whole>, settings: &store::Settings) -> Result<Done> {
    store::change_settings(db, ask, settings)?;
    Ok(Done::to("/practice").about("practice"))
}

/// An invitation that can be written down.
struct Invited {
    form: InvitationForm,
    login: String,
    roles: Vec<Role>,
}

fn prepare_invitation(db: &mut Reader<'_>, ask: &Ask<Whole>, form: InvitationForm) -> Result<Invited> {
    let login = form.login.trim().to_lowercase();
    let (roles, mut refusals) = form::roles(&form.role);
    if form.name.trim().is_empty() || form.name.chars().count() > 200 {
        refusals.push(Refusal::new("name", "ui-text-200"));
    }
    if !crate::setup::is_login(&login) {
        refusals.push(Refusal::new("login", "people-login-form"));
    } else if store::login_is_taken(db, &login)? {
        refusals.push(Refusal::new("login", "people-login-taken"));
    }
    if refusals.is_empty() {
        return Ok(Invited { form, login, roles });
    }
    let settings = store::settings(db)?;
    let settings = settings.filled(vec![]).of_version(settings.version);
    let shown = page(db, ask, settings, form.filled(refusals))?;
    Err(Error::Refused(Shown::new(shown)))
}

fn invite(db: &mut Writer<'_>, ask: &Ask<Whole>, invited: &Invited) -> Result<Done> {
    let token = hex(random::<20>()?);
    store::invite(db, ask, &digest(&token), &invited.login, &invited.form, &invited.roles, ask.micros() + WEEK)?;
    // The link is shown once, by the page it leads to; only its digest is kept.
    Ok(Done::to(format!("/join/{token}/link")).about(&invited.login))
}

#[derive(Template, Serialize)]
#[template(path = "people/person.html")]
struct PersonPage {
    id: String,
    login: String,
    form: Filled,
    roles: Vec<&'static str>,
    others: Vec<store::Listed>,
    stale: bool,
}

impl Page for PersonPage {
    fn title(&self, words: &Words) -> String {
        words.t("person-title")
    }
}

#[derive(Deserialize)]
struct Named {
    person: String,
}

fn person_page(db: &mut Reader<'_>, person: &str, form: Option<(&PersonForm, Vec<Refusal>)>) -> Result<PersonPage> {
    let found = store::person(db, person)?.ok_or(Error::NotFound)?;
    let filled = match form {
        Some((form, refusals)) => form.filled(refusals),
        None => found.filled(),
    };
    Ok(PersonPage {
        id: found.id.clone(),
        login: found.login.clone(),
        form: filled.of_version(found.version),
        roles: Role::ALL.iter().filter(|role| **role != Role::Client).map(|role| role.key()).collect(),
        others: store::people(db)?.into_iter().filter(|other| other.id != found.id).collect(),
        stale: false,
    })
}

fn show_person(db: &mut Reader<'_>, _: &Ask<Whole>, named: Named) -> Result<PersonPage> {
    person_page(db, &named.person, None)
}

fn prepare_person(db: &mut Reader<'_>, ask: &Ask<Whole>, form: PersonForm) -> Result<store::Person> {
    let now = store::person(db, &form.person)?.ok_or(Error::NotFound)?;
    let mut refusals = match parse_person(&form, &now) {
        Ok(parsed) => {
            let last_owner = now.roles.contains(&Role::Owner) && store::owners(db)? == 1;
            if last_owner && !(parsed.active && parsed.roles.contains(&Role::Owner)) {
                vec![Refusal::new("role", "person-last-owner")]
            } else if ask.version == Some(now.version) {
                return Ok(parsed);
            } else {
                vec![]
            }
        }
        Err(refusals) => refusals,
    };
    let stale = ask.version != Some(now.version);
    if stale {
        refusals.clear();
    }
    let shown = PersonPage { stale, ..person_page(db, &form.person, Some((&form, refusals)))? };
    Err(if stale { Error::Stale(Shown::new(shown)) } else { Error::Refused(Shown::new(shown)) })
}

fn change_person(db: &mut Writer<'_>, ask: &Ask<Whole>, person: &store::Person) -> Result<Done> {
    store::change_person(db, ask, person)?;
    Ok(Done::to("/practice").about(&person.id))
}
