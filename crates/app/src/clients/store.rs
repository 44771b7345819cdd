//! The directory in the database. All its SQL is here.
use super::form::Client;
use crate::door::{Ask, Error, Listed, Result, Whole};
use clinical::{
    name::{self, Range},
    same_person::Identity,
};
use db::{Reader, Row, Value, Writer};
use serde::Serialize;

/// One line of a list of clients.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Entry {
    /// `cli_…`.
    pub(crate) id: String,
    /// The name they go by.
    pub(crate) name: String,
    /// The name on papers, where it is another one.
    pub(crate) legal_name: Option<String>,
    /// Their birth date, where it is known.
    pub(crate) birth_on: Option<jiff::civil::Date>,
    /// Their number, as typed.
    pub(crate) phone: String,
}

fn entry(row: &Row) -> Result<Entry> {
    let (name, legal) = (row.text("used_name")?, row.text("legal_name")?);
    Ok(Entry {
        id: row.text("id")?.into(),
        name: name.into(),
        legal_name: (name != legal).then(|| legal.into()),
        birth_on: row.opt_text("birth_on")?.and_then(|day| day.parse().ok()),
        phone: row.text("phone")?.into(),
    })
}

/// How many lines a page of the list holds.
pub(super) const PAGE: usize = 50;

/// A page of all clients by name, after the one with the id `after`; one line more than fits tells that there are more.
pub(super) fn all(db: &mut Reader<'_>, after: &str) -> Result<Vec<Entry>> {
    let start = place(db, after)?;
    db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone from client c
         where (c.name_key, c.id) > (:key, :after)
           and exists (select 1 from chart_of o where o.client = c.id and o.chart = c.id)
         order by c.name_key, c.id limit :most",
        &[("key", start.into()), ("after", after.into()), ("most", most())],
        entry,
    )
}

/// A page of the clients that this person treats, by name.
pub(super) fn own(db: &mut Reader<'_>, person: &str, after: &str) -> Result<Vec<Entry>> {
    let start = place(db, after)?;
    db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone from client c
         where (c.name_key, c.id) > (:key, :after)
           and c.id in (select o.chart from circle t join chart_of o on o.client = t.client where t.person = :person)
         order by c.name_key, c.id limit :most",
        &[("person", person.into()), ("key", start.into()), ("after", after.into()), ("most", most())],
        entry,
    )
}

fn most() -> Value {
    Value::Int(PAGE as i64 + 1)
}

/// Where the client with this id stands in the order of names.
fn place(db: &mut Reader<'_>, client: &str) -> Result<String> {
    let key = db.row("select name_key from client where id = :id", &[("id", client.into())], |row| {
        Ok::<_, Error>(row.text("name_key")?.to_string())
    })?;
    Ok(key.unwrap_or_default())
}

/// The clients whom this person looked at last, the latest first.
pub(super) fn recent(db: &mut Reader<'_>, person: &str) -> Result<Vec<Entry>> {
    db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone
         from (select o.chart, max(l.seen_at) as last from
                 (select chart, seen_at from trail where who = :person and outcome = 'done'
                  order by seen_at desc, id desc limit 200) l
               join chart_of o on o.client = l.chart group by o.chart) r
         join client c on c.id = r.chart order by r.last desc, c.id limit 8",
        &[("person", person.into())],
        entry,
    )
}

/// The clients one of whose names has, for each of the words, a part that begins with it.
pub(super) fn named(db: &mut Reader<'_>, words: &[String]) -> Result<Vec<Entry>> {
    let range = |n: usize| Range::of(words.get(n).map_or("", String::as_str));
    let (first, second, third, fourth) = (range(0), range(1), range(2), range(3));
    let found = db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone
         from client_key k join chart_of o on o.client = k.client join client c on c.id = o.chart
         where k.key >= :from1 and k.key < :to1
           and (:from2 = '' or exists
             (select 1 from client_key a where a.client = k.client and a.key >= :from2 and a.key < :to2))
           and (:from3 = '' or exists
             (select 1 from client_key a where a.client = k.client and a.key >= :from3 and a.key < :to3))
           and (:from4 = '' or exists
             (select 1 from client_key a where a.client = k.client and a.key >= :from4 and a.key < :to4))
         order by k.key, k.client limit :most",
        &[
            ("from1", first.from.into()),
            ("to1", first.to.into()),
            ("from2", second.from.into()),
            ("to2", second.to.into()),
            ("from3", third.from.into()),
            ("to3", third.to.into()),
            ("from4", fourth.from.into()),
            ("to4", fourth.to.into()),
            ("most", Value::Int(PAGE as i64 * 3)),
        ],
        entry,
    )?;
    Ok(once(found))
}

/// The clients whose phone begins or ends with these digits.
pub(super) fn phoned(db: &mut Reader<'_>, digits: &str) -> Result<Vec<Entry>> {
    let (begins, ends) = (Range::of(digits), Range::of(&phone_key(digits)));
    let found = db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone
         from (select client from client_key where key >= :ends and key < :ends_to
               union select id as client from client where phone_digits >= :begins and phone_digits < :begins_to) f
         join chart_of o on o.client = f.client join client c on c.id = o.chart
         order by c.name_key, c.id limit :most",
        &[
            ("ends", ends.from.into()),
            ("ends_to", ends.to.into()),
            ("begins", begins.from.into()),
            ("begins_to", begins.to.into()),
            ("most", most()),
        ],
        entry,
    )?;
    Ok(once(found))
}

/// The clients born on this day.
pub(super) fn born(db: &mut Reader<'_>, day: jiff::civil::Date) -> Result<Vec<Entry>> {
    let found = db.rows(
        "select c.id, c.used_name, c.legal_name, c.birth_on, c.phone
         from client b join chart_of o on o.client = b.id join client c on c.id = o.chart
         where b.birth_on = :day order by c.name_key, c.id limit :most",
        &[("day", day.to_string().into()), ("most", most())],
        entry,
    )?;
    Ok(once(found))
}

/// Somebody of the directory, as far as it tells people apart.
pub(super) struct Known {
    pub(super) entry: Entry,
    pub(super) identity: Identity,
}

/// Those who could be this person: born that day, with that phone, or two of whose words are two of theirs (or the one).
pub(super) fn alike(db: &mut Reader<'_>, client: &Client) -> Result<Vec<Known>> {
    let digits = name::digits(&client.phone);
    let last: String = digits.chars().rev().take(9).collect();
    // Nothing lies between one text and the same: without a phone, none is alike.
    let nobody = Range { from: String::new(), to: String::new() };
    let phone = if digits.len() < 5 { nobody } else { Range::of(&format!("#{last}")) };
    let names = [&client.legal_name, &client.used_name, &client.reading];
    let mut words: Vec<String> = name::keys(names.into_iter().map(String::as_str)).into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let word = |n: usize| Value::from(words.get(n).map_or("", String::as_str));
    db.rows(
        "select c.id, c.used_name, c.legal_name, c.reading, c.birth_on, c.phone
         from (select id as client from client where birth_on = :born
               union select client from client_key where key >= :ends and key < :ends_to
               union select client from (
                 select client from client_key where key in (:word1, :word2, :word3, :word4, :word5, :word6)
                 group by client having count(*) >= :least limit 400) n) f
         join chart_of o on o.client = f.client join client c on c.id = o.chart
         order by c.name_key, c.id limit 1000",
        &[
            ("born", client.birth_on.map(|day| day.to_string()).into()),
            ("ends", phone.from.into()),
            ("ends_to", phone.to.into()),
            ("word1", word(0)),
            ("word2", word(1)),
            ("word3", word(2)),
            ("word4", word(3)),
            ("word5", word(4)),
            ("word6", word(5)),
            ("least", Value::Int(if words.len() > 1 { 2 } else { 1 })),
        ],
        |row| {
            let names = ["legal_name", "used_name", "reading"].map(|column| row.text(column).map(str::to_string));
            let names: std::result::Result<Vec<String>, _> = names.into_iter().collect();
            let entry = entry(row)?;
            let identity = Identity { names: names?, birth_on: entry.birth_on, phone: entry.phone.clone() };
            Ok(Known { entry, identity })
        },
    )
}

/// Each client once, in the order found.
fn once(found: Vec<Entry>) -> Vec<Entry> {
    let mut seen = std::collections::BTreeSet::new();
    found.into_iter().filter(|entry| seen.insert(entry.id.clone())).collect()
}

/// A directory entry as it stands, with its version.
pub(super) fn client(db: &mut Reader<'_>, id: &str) -> Result<(i64, Client)> {
    let found = db.row(
        "select version, legal_name, used_name, reading, pronouns, birth_on, clinical_sex, phone, email, address,
                contact_by, emergency_name, emergency_phone, locale, guardian_name, guardian_phone, identifier, insurer,
                pref_pressure, pref_table, pref_oil, pref_talk
         from client where id = :id",
        &[("id", id.into())],
        |row| {
            let text = |name: &str| row.text(name).map(str::to_string);
            let client = Client {
                legal_name: text("legal_name")?,
                used_name: text("used_name")?,
                reading: text("reading")?,
                pronouns: text("pronouns")?,
                birth_on: row.opt_text("birth_on")?.and_then(|day| day.parse().ok()),
                clinical_sex: text("clinical_sex")?,
                phone: text("phone")?,
                email: text("email")?,
                address: text("address")?,
                contact_by: text("contact_by")?.split(',').filter(|w| !w.is_empty()).map(Into::into).collect(),
                emergency_name: text("emergency_name")?,
                emergency_phone: text("emergency_phone")?,
                locale: text("locale")?,
                guardian_name: text("guardian_name")?,
                guardian_phone: text("guardian_phone")?,
                identifier: text("identifier")?,
                insurer: text("insurer")?,
                pref_pressure: text("pref_pressure")?,
                pref_table: text("pref_table")?,
                pref_oil: text("pref_oil")?,
                pref_talk: text("pref_talk")?,
            };
            Ok::<_, Error>((row.int("version")?, client))
        },
    )?;
    found.ok_or(Error::NotFound)
}

/// The columns that a person fills, and those that follow from them.
fn columns(client: &Client) -> Vec<(&'static str, Value)> {
    let born = client.birth_on.map(|day| day.to_string());
    vec![
        ("legal_name", client.legal_name.as_str().into()),
        ("used_name", client.used_name.as_str().into()),
        ("reading", client.reading.as_str().into()),
        ("name_key", name::list_key(&client.used_name, &client.reading).into()),
        ("pronouns", client.pronouns.as_str().into()),
        ("birth_on", born.into()),
        ("clinical_sex", client.clinical_sex.as_str().into()),
        ("phone", client.phone.as_str().into()),
        ("phone_digits", name::digits(&client.phone).into()),
        ("email", client.email.as_str().into()),
        ("address", client.address.as_str().into()),
        ("contact_by", client.contact_by.join(",").into()),
        ("emergency_name", client.emergency_name.as_str().into()),
        ("emergency_phone", client.emergency_phone.as_str().into()),
        ("locale", client.locale.as_str().into()),
        ("guardian_name", client.guardian_name.as_str().into()),
        ("guardian_phone", client.guardian_phone.as_str().into()),
        ("identifier", client.identifier.as_str().into()),
        ("insurer", client.insurer.as_str().into()),
        ("pref_pressure", client.pref_pressure.as_str().into()),
        ("pref_table", client.pref_table.as_str().into()),
        ("pref_oil", client.pref_oil.as_str().into()),
        ("pref_talk", client.pref_talk.as_str().into()),
    ]
}

/// Writes a new client down, found by their names, with a chart of their own; in the circle of who treats them.
pub(super) fn create(db: &mut Writer<'_>, ask: &Ask<Whole>, id: &str, client: &Client, treats: bool) -> Result<()> {
    let mut params = columns(client);
    params.extend([("id", id.into()), ("at", ask.micros().into())]);
    db.run(
        "insert into client (id, version, legal_name, used_name, reading, name_key, pronouns, birth_on, clinical_sex,
            phone, phone_digits, email, address, contact_by, emergency_name, emergency_phone, locale, guardian_name,
            guardian_phone, identifier, insurer, pref_pressure, pref_table, pref_oil, pref_talk, made_at, changed_at)
         values (:id, 1, :legal_name, :used_name, :reading, :name_key, :pronouns, :birth_on, :clinical_sex, :phone,
            :phone_digits, :email, :address, :contact_by, :emergency_name, :emergency_phone, :locale, :guardian_name,
            :guardian_phone, :identifier, :insurer, :pref_pressure, :pref_table, :pref_oil, :pref_talk, :at, :at)",
        &params,
    )?;
    db.run("insert into chart_of (client, chart) values (:id, :id)", &[("id", id.into())])?;
    keep_keys(db, id, client)?;
    if treats {
        db.run(
            "insert into circle (client, person, since_at) values (:id, :person, :at)",
            &[("id", id.into()), ("person", ask.by.id.as_str().into()), ("at", ask.micros().into())],
        )?;
    }
    Ok(())
}

/// Changes a client, keeping what they were. [`Error::Moved`] where they changed since `version`.
pub(super) fn change(db: &mut Writer<'_>, ask: &Ask<Listed>, version: i64, to: &Client) -> Result<()> {
    let id = ask.scope.client();
    let (now, was) = client(db, id)?;
    if now != version {
        return Err(Error::Moved);
    }
    ask.keep(db, "client", id, version, &was)?;
    let mut params = columns(to);
    params.extend([("id", id.into()), ("at", ask.micros().into())]);
    db.run(
        "update client set version = version + 1, legal_name = :legal_name, used_name = :used_name, reading = :reading,
            name_key = :name_key, pronouns = :pronouns, birth_on = :birth_on, clinical_sex = :clinical_sex,
            phone = :phone, phone_digits = :phone_digits, email = :email, address = :address,
            contact_by = :contact_by, emergency_name = :emergency_name, emergency_phone = :emergency_phone,
            locale = :locale, guardian_name = :guardian_name, guardian_phone = :guardian_phone,
            identifier = :identifier, insurer = :insurer, pref_pressure = :pref_pressure, pref_table = :pref_table,
            pref_oil = :pref_oil, pref_talk = :pref_talk, changed_at = :at
         where id = :id",
        &params,
    )?;
    db.run("delete from client_key where client = :id", &[("id", id.into())])?;
    keep_keys(db, id, to)
}

/// What the client is found by.
fn keep_keys(db: &mut Writer<'_>, id: &str, client: &Client) -> Result<()> {
    let names = [&client.legal_name, &client.used_name, &client.reading, &client.identifier];
    let mut keys = name::keys(names.into_iter().map(String::as_str));
    let digits = name::digits(&client.phone);
    if !digits.is_empty() {
        keys.insert(phone_key(&digits));
    }
    for key in keys {
        let params = [("key", key.into()), ("id", id.into())];
        db.run("insert into client_key (key, client) values (:key, :id)", &params)?;
    }
    Ok(())
}

/// A phone number from its last digit to its first, so that its end is a beginning.
fn phone_key(digits: &str) -> String {
    let back: String = digits.chars().rev().collect();
    format!("#{back}")
}
