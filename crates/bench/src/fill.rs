//! Made-up clients in bulk, each written as one act with its seal. The same on every run but for their times.
use crate::{Result, house::Running};
use db::{Act, Chain, Error, Value, Writer};
use std::{collections::VecDeque, ops::Range};

const FIRST: [&str; 12] =
    ["Ana", "Bo", "Carla", "Dai", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena"];
const LAST: [&str; 12] =
    ["Lind", "Berg", "Ortega", "Evans", "Yilmaz", "Adeyemi", "Holm", "Costa", "Rossi", "Weber", "Mensah", "Novak"];
/// How many clients one practitioner sees.
const EACH: u64 = 1_000;
/// How many acts wait at once.
const WAITING: usize = 500;
const WEEK: i64 = 7 * 24 * 3_600_000_000;
/// The free text of a note, as long as one of two or three sentences.
const WORDS: &str = "Came in with a stiff low back after a week at the desk, worse in the mornings and easier after walking. \
    Worked the paraspinals and the gluteals; turning is easier afterwards and the left side is still short. Home care as before, \
    and a look at the chair. Next time begin with the hips and see how far the rotation has held since today.";

/// The id of the nth client.
pub(crate) fn id(n: u64) -> String {
    format!("cli_{n:026}")
}

/// The nth client's last name, as a search asks for it: twelve share it, however many clients there are.
pub(crate) fn name(n: u64) -> String {
    format!("{}{:06}", LAST[(n / 12 % 12) as usize], n / 144)
}

/// Writes these clients, three sessions each, a thousand to a practitioner.
pub(crate) fn clients(house: &Running, range: Range<u64>) -> Result<()> {
    let mut waiting = VecDeque::new();
    for n in range {
        waiting.push_back(client(house, n, 3));
        if waiting.len() >= WAITING {
            waiting.pop_front().map_or(Ok(()), |act: db::Pending<(), Error>| act.wait())?;
        }
    }
    for act in waiting {
        act.wait()?;
    }
    Ok(())
}

/// A day's work: a dozen visits opened today.
pub(crate) fn day(house: &Running) -> Result<()> {
    let mut wire = crate::wire::Wire::to(house.address, &house.cookie)?;
    for n in 0..12 {
        let url = format!("/clients/{}", id(n));
        for (tail, form) in [("check", "rest=no&complaint_rest=no"), ("sessions", "preset=back_neck_30")] {
            let reply = wire.ask(&(format!("{url}/{tail}"), Some(form.into())), false)?;
            if reply.status != 303 {
                return Err(format!("{tail} was answered {}", reply.status).into());
            }
        }
    }
    Ok(())
}

/// A client of ten sessions and one of a thousand.
pub(crate) fn long(house: &Running) -> Result<[String; 2]> {
    let (ten, thousand) = (u64::MAX - 1, u64::MAX);
    client(house, ten, 10).wait()?;
    client(house, thousand, 1_000).wait()?;
    Ok([id(ten), id(thousand)])
}

/// Who sees the nth client: whoever is signed in sees the first thousand, and those of long standing.
fn seen_by(house: &Running, n: u64) -> String {
    match n / EACH {
        0 => house.person.clone(),
        _ if n > u64::MAX / 2 => house.person.clone(),
        other => format!("per_{other:026}"),
    }
}

fn client(house: &Running, n: u64, sessions: i64) -> db::Pending<(), Error> {
    let client = id(n);
    let chain = Chain::chart(&client);
    // Ten clients a week of each practitioner were last seen in that week, and none within the last one: what is of today is only
    // what the day opens itself.
    let now = crate::house::now().as_microsecond() - WEEK - (n % EACH / 10) as i64 * WEEK;
    let mut secret = [0; 32];
    secret[..8].copy_from_slice(&n.to_be_bytes());
    let person = seen_by(house, n);
    let act = Act { id: format!("fill {n}"), by: person.clone(), at: now, secret, chains: vec![chain.clone()] };
    house.db.act(act, move |db| {
        if n.is_multiple_of(EACH) && n > 0 {
            practitioner(db, &person, now)?;
        }
        directory(db, n, &client, &person, now)?;
        let mut chart = Chart { db, chain: &chain, client: &client, n, drawn: 0, at: now };
        chart.what_is_known()?;
        (1..=sessions).try_for_each(|week| chart.session(now - week * WEEK, &person))
    })
}

/// Their practitioner, once.
fn practitioner(db: &mut Writer<'_>, person: &str, now: i64) -> std::result::Result<(), Error> {
    db.run(
        "insert into person (id, version, login, name, locale, profession, active, changed_at)
         values (:id, 1, :id, 'Somebody', 'en', 'massage_therapist', 1, :now)",
        &[("id", person.into()), ("now", now.into())],
    )
    .map(drop)
}

fn directory(db: &mut Writer<'_>, n: u64, client: &str, person: &str, now: i64) -> std::result::Result<(), Error> {
    let (first, last) = (FIRST[(n % 12) as usize], name(n));
    let name = format!("{first} {last}");
    let birth = format!("{}-{:02}-{:02}", 1940 + n % 70, 1 + n % 12, 1 + n % 28);
    let given = [
        ("id", client.into()),
        ("name", name.as_str().into()),
        ("key", name.to_lowercase().as_str().into()),
        ("birth", birth.as_str().into()),
        ("now", now.into()),
    ];
    db.run(
        "insert into client (id, version, legal_name, used_name, reading, name_key, pronouns, birth_on, clinical_sex, phone,
           phone_digits, email, address, contact_by, emergency_name, emergency_phone, locale, guardian_name,
           guardian_phone, identifier, insurer, pref_pressure, pref_table, pref_oil, pref_talk, made_at, changed_at)
         values (:id, 1, :name, :name, '', :key, '', :birth, 'female', '', '', '', '', '', '', '', 'en', '', '', '', '',
           'firm', '', '', '', :now, :now)",
        &given,
    )?;
    let one = [("id", client.into())];
    db.run("insert into chart_of (client, chart) values (:id, :id)", &one)?;
    let both = [("id", client.into()), ("person", person.into()), ("now", now.into())];
    db.run("insert into circle (client, person, since_at) values (:id, :person, :now)", &both)?;
    for key in [first.to_lowercase(), last.to_lowercase()] {
        let given = [("key", key.as_str().into()), ("id", client.into())];
        db.run("insert into client_key (key, client) values (:key, :id)", &given)?;
    }
    Ok(())
}

/// A chart being written.
struct Chart<'a, 'w> {
    db: &'a mut Writer<'w>,
    chain: &'a Chain,
    client: &'a str,
    n: u64,
    drawn: u64,
    at: i64,
}

impl Chart<'_, '_> {
    /// Records a row; its id.
    fn record(
        &mut self,
        table: &'static str,
        at: i64,
        own: &[(&'static str, Value)],
    ) -> std::result::Result<String, Error> {
        self.drawn += 1;
        let id = format!("{}_{:018}{:08}", &table[..3], self.n, self.drawn);
        let mut columns = vec![("of", id.as_str().into()), ("effective_at", at.into()), ("client", self.client.into())];
        columns.extend_from_slice(own);
        self.db.record(self.chain, table, &id, &columns)?;
        Ok(id)
    }

    fn what_is_known(&mut self) -> std::result::Result<(), Error> {
        let at = self.at;
        for (fact, answer) in [("pregnant", "no"), ("fever", "no"), ("vte_confirmed", "no"), ("osteoporosis", "yes")] {
            let own = [
                ("fact", fact.into()),
                ("answer", answer.into()),
                ("words", "".into()),
                ("sites", "".into()),
                ("detail", "".into()),
                ("source", "client".into()),
            ];
            self.record("fact", at, &own)?;
        }
        let own =
            [("name", "ibuprofen".into()), ("known", "".into()), ("source", "client".into()), ("ended", 0_i64.into())];
        self.record("medication", at, &own)?;
        let own = [
            ("facts", "".into()),
            ("open_questions", 0_i64.into()),
            ("verdict", "routine".into()),
            ("knowledge", "".into()),
        ];
        self.record("checked", at, &own)?;
        let words = ["sites", "onset", "mechanism", "aggravating", "easing", "day_pattern", "goal", "outcome"];
        let mut own: Vec<(&'static str, Value)> = words.map(|column| (column, "".into())).to_vec();
        own.push(("words", "a stiff low back in the mornings".into()));
        self.record("complaint", at, &own)?;
        for week in 1..=2 {
            self.pain(at - week * WEEK, 3.0 + week as f64)?;
        }
        Ok(())
    }

    fn pain(&mut self, at: i64, value: f64) -> std::result::Result<(), Error> {
        let words =
            ["version", "recall", "site", "side", "method", "unit", "items", "alarm", "loinc", "session", "moment"];
        let mut own: Vec<(&'static str, Value)> = words.map(|column| (column, "".into())).to_vec();
        let form = format!("form {} {at}", self.n);
        own.extend([
            ("form", form.as_str().into()),
            ("key", "nprs".into()),
            ("scale", "now".into()),
            ("value", Value::Real(value)),
            ("firm", 1_i64.into()),
        ]);
        self.record("measure", at, &own).map(drop)
    }

    fn session(&mut self, at: i64, person: &str) -> std::result::Result<(), Error> {
        let own = [
            ("kind", "treatment".into()),
            ("title", "".into()),
            ("complaint", "".into()),
            ("unreported", 0_i64.into()),
        ];
        let session = self.record("session", at, &own)?;
        let of = ("session", Value::from(session.as_str()));
        for (technique, site) in [("swedish", "low_back"), ("mfr", "trapezius_upper"), ("swedish", "thigh_posterior")] {
            let own = [
                of.clone(),
                ("technique", technique.into()),
                ("site", site.into()),
                ("side", "".into()),
                ("pressure", 3_i64.into()),
                ("grade", "".into()),
                ("duration_min", Value::Real(10.0)),
                ("detail", "".into()),
                ("marks", "".into()),
                ("reason", "".into()),
            ];
            self.record("application", at, &own)?;
        }
        let own =
            [of.clone(), ("outcome", "finished".into()), ("duration_min", Value::Real(60.0)), ("detail", "".into())];
        self.record("session_end", at, &own)?;
        let texts = ["subjective", "objective", "assessment", "plan"];
        let mut own: Vec<(&'static str, Value)> = texts.map(|column| (column, WORDS.into())).to_vec();
        own.extend([of, ("covers", "".into()), ("gaps", "".into())]);
        self.record("note", at, &own)?;
        self.line(at, person, "session.open")
    }

    /// A line of the trail.
    fn line(&mut self, at: i64, person: &str, verb: &str) -> std::result::Result<(), Error> {
        self.drawn += 1;
        let id = format!("tra_{:018}{:08}", self.n, self.drawn);
        let columns = [
            ("who", person.into()),
            ("seen_at", at.into()),
            ("verb", verb.into()),
            ("chart", self.client.into()),
            ("subject", "".into()),
            ("outcome", "done".into()),
            ("reason", "".into()),
        ];
        self.db.record(self.chain, "trail", &id, &columns)
    }
}
