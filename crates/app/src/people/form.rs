//! What is typed about the practice and its people, and what it means.
use super::store::{Person, Settings};
use crate::door::Role;
use crate::setup::is_jurisdiction;
use crate::ui::{Filled, Locale};
use clinical::Refusal;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The practice's settings as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SettingsForm {
    name: String,
    zone: String,
    jurisdiction: String,
    locale: String,
    charts: String,
}

impl SettingsForm {
    pub(super) fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("name", &self.name),
            ("zone", &self.zone),
            ("jurisdiction", &self.jurisdiction),
            ("locale", &self.locale),
            ("charts", &self.charts),
        ];
        Filled::sent(fields.map(|(name, value)| (name, value.as_str())), refusals)
    }
}

/// Takes the settings or says everything that is wrong with them.
pub(super) fn parse_settings(form: &SettingsForm) -> Result<Settings, Vec<Refusal>> {
    let name = form.name.trim();
    let checks = [
        (!name.is_empty() && name.chars().count() <= 200, "name", "ui-text-200"),
        (TimeZone::get(&form.zone).is_ok(), "zone", "setup-zone-unknown"),
        (is_jurisdiction(&form.jurisdiction), "jurisdiction", "setup-jurisdiction-form"),
        (Locale::parse(&form.locale).is_some(), "locale", "ui-choose"),
        (matches!(form.charts.as_str(), "own" | "all"), "charts", "ui-choose"),
    ];
    let refusals: Vec<Refusal> =
        checks.into_iter().filter(|(fine, ..)| !fine).map(|(_, field, key)| Refusal::new(field, key)).collect();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(Settings {
        version: 0,
        name: name.into(),
        zone: form.zone.clone(),
        jurisdiction: form.jurisdiction.clone(),
        locale: form.locale.clone(),
        charts: form.charts.clone(),
    })
}

/// An invitation as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct InvitationForm {
    pub(super) name: String,
    pub(super) login: String,
    pub(super) role: Vec<String>,
    pub(super) profession: String,
}

impl InvitationForm {
    pub(super) fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        let one = [("name", &self.name), ("login", &self.login), ("profession", &self.profession)];
        let all = one.into_iter().chain(self.role.iter().map(|role| ("role", role)));
        Filled::sent(all.map(|(name, value)| (name, value.as_str())), refusals)
    }
}

/// A person's roles and standing as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    pub(super) person: String,
    name: String,
    profession: String,
    role: Vec<String>,
    active: Option<String>,
    /// Whose notes they read and co-sign.
    supervises: Vec<String>,
}

impl PersonForm {
    pub(super) fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        let one = [("name", self.name.as_str()), ("profession", &self.profession)];
        let active = self.active.iter().map(|active| ("active", active.as_str()));
        let many = self.role.iter().map(|role| ("role", role.as_str()));
        let supervises = self.supervises.iter().map(|person| ("supervises", person.as_str()));
        Filled::sent(one.into_iter().chain(active).chain(many).chain(supervises), refusals)
    }
}

/// Takes a person or says everything that is wrong.
pub(super) fn parse_person(form: &PersonForm, now: &Person) -> Result<Person, Vec<Refusal>> {
    let (roles, mut refusals) = roles(&form.role);
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        refusals.push(Refusal::new("name", "ui-text-200"));
    }
    if form.profession.chars().count() > 40 {
        refusals.push(Refusal::new("profession", "ui-text-40"));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(Person {
        id: now.id.clone(),
        login: now.login.clone(),
        name: name.into(),
        profession: form.profession.trim().into(),
        active: form.active.is_some(),
        roles,
        supervises: form.supervises.clone(),
        version: now.version,
    })
}

/// The roles that the keys name; at least one.
pub(super) fn roles(keys: &[String]) -> (Vec<Role>, Vec<Refusal>) {
    let roles: Option<Vec<Role>> = keys.iter().map(|key| Role::from_key(key)).collect();
    match roles {
        Some(roles) if !roles.is_empty() && !roles.contains(&Role::Client) => (roles, vec![]),
        _ => (vec![], vec![Refusal::new("role", "person-role-needed")]),
    }
}
