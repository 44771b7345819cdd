//! What is typed about a client, and what it means.
use crate::ui::{Choice, Filled, Said, say};
use clinical::{Refusal, birth, name};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The form as typed. `another` says of likely duplicates that this is another person.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct ClientForm {
    pub(super) legal_name: String,
    pub(super) used_name: String,
    pub(super) reading: String,
    pub(super) pronouns: String,
    pub(super) birth_on: String,
    pub(super) clinical_sex: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) address: String,
    pub(super) contact_by: Vec<String>,
    pub(super) emergency_name: String,
    pub(super) emergency_phone: String,
    pub(super) locale: String,
    pub(super) guardian_name: String,
    pub(super) guardian_phone: String,
    pub(super) identifier: String,
    pub(super) insurer: String,
    pub(super) pref_pressure: String,
    pub(super) pref_table: String,
    pub(super) pref_oil: String,
    pub(super) pref_talk: String,
    pub(super) another: String,
}

/// A directory entry that can be written down.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Client {
    pub(super) legal_name: String,
    /// The name they go by; the legal one where they gave no other.
    pub(super) used_name: String,
    pub(super) reading: String,
    pub(super) pronouns: String,
    pub(super) birth_on: Option<Date>,
    pub(super) clinical_sex: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) address: String,
    /// The ways by which they agreed to be reached: `phone`, `sms`, `email`, `post`.
    pub(super) contact_by: Vec<String>,
    pub(super) emergency_name: String,
    pub(super) emergency_phone: String,
    /// The language they wish to be written to in.
    pub(super) locale: String,
    pub(super) guardian_name: String,
    pub(super) guardian_phone: String,
    pub(super) identifier: String,
    pub(super) insurer: String,
    pub(super) pref_pressure: String,
    pub(super) pref_table: String,
    pub(super) pref_oil: String,
    pub(super) pref_talk: String,
}

/// What a choice offers: its value and the key of its words; the empty value first where nothing may be recorded.
type Offered = [(&'static str, &'static str)];

pub(super) const SEX: &Offered = &[
    ("unknown", "clients-sex-unknown"),
    ("female", "clients-sex-female"),
    ("male", "clients-sex-male"),
    ("intersex", "clients-sex-intersex"),
];
pub(super) const WAYS: &Offered = &[
    ("phone", "clients-way-phone"),
    ("sms", "clients-way-sms"),
    ("email", "clients-way-email"),
    ("post", "clients-way-post"),
];
pub(super) const LANGUAGES: &Offered = &[
    ("", "clients-not-recorded"),
    ("en", "clients-language-en"),
    ("es", "clients-language-es"),
    ("other", "clients-language-other"),
];
pub(super) const PRESSURE: &Offered = &[
    ("", "clients-not-recorded"),
    ("light", "clients-pressure-light"),
    ("medium", "clients-pressure-medium"),
    ("firm", "clients-pressure-firm"),
];
pub(super) const TALK: &Offered = &[
    ("", "clients-not-recorded"),
    ("quiet", "clients-talk-quiet"),
    ("some", "clients-talk-some"),
    ("chat", "clients-talk-chat"),
];

/// The choices of a control.
pub(super) fn choices(offered: &Offered) -> Vec<Choice> {
    offered.iter().map(|(value, key)| Choice::new(*value, Said::key(*key))).collect()
}

/// The words of a choice that was made.
pub(super) fn said(offered: &Offered, value: &str) -> Said {
    let found = offered.iter().find(|(one, _)| *one == value);
    found.map_or_else(|| Said::plain(value), |(_, key)| Said::key(*key))
}

/// The fields of a struct of texts by name; a list gives its name as often as it has values.
fn fields(form: &impl Serialize) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(object)) = serde_json::to_value(form) else { return Vec::new() };
    let mut fields = Vec::new();
    for (name, value) in object {
        let many = match value {
            serde_json::Value::Array(many) => many,
            one => vec![one],
        };
        fields.extend(many.iter().map(|one| (name.clone(), one.as_str().unwrap_or_default().to_string())));
    }
    fields
}

impl ClientForm {
    /// The form again, as typed.
    pub(super) fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        Filled::sent(fields(self), refusals)
    }
}

impl Client {
    /// The form of an entry as it stands.
    pub(super) fn filled(&self) -> Filled {
        Filled::sent(fields(self), vec![])
    }

    /// Where two versions differ: the key of the field's label, and what stands in this one.
    pub(super) fn differences(&self, other: &Client) -> Vec<(&'static str, String)> {
        let (mine, theirs) = (joined(self), joined(other));
        let pairs = LABELS.iter().zip(mine.into_iter().zip(theirs));
        pairs.filter(|(_, (mine, theirs))| mine != theirs).map(|(label, (mine, _))| (*label, mine)).collect()
    }
}

/// The values in the order of the fields, lists as one text.
fn joined(client: &Client) -> Vec<String> {
    let Ok(serde_json::Value::Object(object)) = serde_json::to_value(client) else { return Vec::new() };
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    let all = |many: &Vec<serde_json::Value>| many.iter().map(text).collect::<Vec<_>>().join(", ");
    object.values().map(|value| value.as_array().map_or_else(|| text(value), all)).collect()
}

/// The labels of the fields, in the order of [`Client`].
const LABELS: [&str; 21] = [
    "clients-legal-name",
    "clients-used-name",
    "clients-reading",
    "clients-pronouns",
    "clients-born",
    "clients-sex",
    "clients-phone",
    "clients-email",
    "clients-address",
    "clients-contact-by",
    "clients-emergency-name",
    "clients-emergency-phone",
    "clients-language",
    "clients-guardian-name",
    "clients-guardian-phone",
    "clients-identifier",
    "clients-insurer",
    "clients-pref-pressure",
    "clients-pref-table",
    "clients-pref-oil",
    "clients-pref-talk",
];

/// Takes the form or says everything that is wrong with it.
pub(super) fn parse(form: &ClientForm, today: Date, month_first: bool) -> Result<Client, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let text = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let birth_on = born(&form.birth_on, today, month_first, &mut refusals);
    let legal_name = text(&form.legal_name);
    let used_name = if form.used_name.trim().is_empty() { legal_name.clone() } else { text(&form.used_name) };
    let client = Client {
        used_name,
        legal_name,
        reading: text(&form.reading),
        pronouns: text(&form.pronouns),
        birth_on,
        clinical_sex: if form.clinical_sex.is_empty() { "unknown".into() } else { form.clinical_sex.clone() },
        phone: text(&form.phone),
        email: form.email.trim().into(),
        address: form.address.trim().into(),
        contact_by: form.contact_by.clone(),
        emergency_name: text(&form.emergency_name),
        emergency_phone: text(&form.emergency_phone),
        locale: form.locale.clone(),
        guardian_name: text(&form.guardian_name),
        guardian_phone: text(&form.guardian_phone),
        identifier: text(&form.identifier),
        insurer: text(&form.insurer),
        pref_pressure: form.pref_pressure.clone(),
        pref_table: text(&form.pref_table),
        pref_oil: text(&form.pref_oil),
        pref_talk: form.pref_talk.clone(),
    };
    refusals.extend(refused_names(&client, today));
    refusals.extend(refused_contact(&client));
    refusals.extend(refused_rest(&client));
    if refusals.is_empty() { Ok(client) } else { Err(refusals) }
}

fn born(text: &str, today: Date, month_first: bool, refusals: &mut Vec<Refusal>) -> Option<Date> {
    if text.trim().is_empty() {
        return None;
    }
    let Some(day) = birth::parse(text, month_first) else {
        refusals.push(Refusal::new("birth_on", "clients-born-unreadable"));
        return None;
    };
    if day > today {
        refusals.push(Refusal::new("birth_on", "clients-born-future"));
    } else if i32::from(today.year()) - i32::from(day.year()) > 130 {
        refusals.push(Refusal::new("birth_on", "clients-born-long-ago"));
    }
    Some(day)
}

fn refused_names(client: &Client, today: Date) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let long = |value: &str| value.chars().count() > 200;
    if name::words(&client.legal_name).is_empty() || long(&client.legal_name) {
        refusals.push(Refusal::new("legal_name", "ui-text-200"));
    }
    let names = [("used_name", &client.used_name), ("reading", &client.reading)];
    refusals.extend(names.iter().filter(|(_, v)| long(v)).map(|(field, _)| Refusal::new(*field, "ui-text-200")));
    let minor = client.birth_on.and_then(|day| say::age(day, today)).is_some_and(|years| years < 18);
    if long(&client.guardian_name) {
        refusals.push(Refusal::new("guardian_name", "ui-text-200"));
    } else if minor && client.guardian_name.is_empty() {
        refusals.push(Refusal::new("guardian_name", "clients-guardian-needed"));
    }
    refusals
}

fn refused_contact(client: &Client) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let phones = [
        ("phone", &client.phone),
        ("emergency_phone", &client.emergency_phone),
        ("guardian_phone", &client.guardian_phone),
    ];
    for (field, phone) in phones {
        let digits = name::digits(phone).len();
        if !phone.is_empty() && (!(5..=15).contains(&digits) || phone.chars().count() > 40) {
            refusals.push(Refusal::new(field, "clients-phone-form"));
        }
    }
    let mail = client.email.split_once('@').is_some_and(|(who, place)| {
        !who.is_empty() && place.contains('.') && !client.email.contains(char::is_whitespace) && !place.contains('@')
    });
    if !client.email.is_empty() && (!mail || client.email.len() > 254) {
        refusals.push(Refusal::new("email", "clients-email-form"));
    }
    let reached = |way: &str| match way {
        "phone" | "sms" => !client.phone.is_empty(),
        "email" => !client.email.is_empty(),
        "post" => !client.address.is_empty(),
        _ => false,
    };
    if !client.contact_by.iter().all(|way| reached(way)) {
        refusals.push(Refusal::new("contact_by", "clients-contact-unreachable"));
    }
    refusals
}

fn refused_rest(client: &Client) -> Vec<Refusal> {
    let long = [
        (&client.pronouns, 40, "pronouns", "ui-text-40"),
        (&client.address, 400, "address", "clients-text-400"),
        (&client.emergency_name, 200, "emergency_name", "ui-text-200"),
        (&client.identifier, 40, "identifier", "ui-text-40"),
        (&client.insurer, 200, "insurer", "ui-text-200"),
        (&client.pref_table, 200, "pref_table", "ui-text-200"),
        (&client.pref_oil, 200, "pref_oil", "ui-text-200"),
    ];
    let chosen = [
        (SEX, &client.clinical_sex, "clinical_sex"),
        (LANGUAGES, &client.locale, "locale"),
        (PRESSURE, &client.pref_pressure, "pref_pressure"),
        (TALK, &client.pref_talk, "pref_talk"),
    ];
    let long = long.into_iter().filter(|(text, most, ..)| text.chars().count() > *most);
    let long = long.map(|(_, _, field, key)| Refusal::new(field, key));
    let unknown = chosen.into_iter().filter(|(offered, value, _)| !offered.iter().any(|(one, _)| one == value));
    long.chain(unknown.map(|(_, _, field)| Refusal::new(field, "ui-choose"))).collect()
}
