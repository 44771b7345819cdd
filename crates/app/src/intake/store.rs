//! Facts, medicines, checks, clearances in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use clinical::facts::{Answer, Facts, Occurrence, Site};
use clinical::knowledge::{Fact, Kind, Knowledge, Tier};
use clinical::screen::Clearance;
use clinical::site::Side;
use clinical::time::Since;
use db::{Reader, Row, Value, Writer};
use jiff::civil::Date;

/// One answer as it stands.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) of: String,
    pub(super) fact: String,
    pub(super) answer: String,
    pub(super) value: Option<f64>,
    pub(super) words: String,
    pub(super) since: Option<(String, String)>,
    pub(super) ended_on: Option<String>,
    pub(super) sites: String,
    pub(super) detail: String,
    pub(super) source: String,
    pub(super) by_name: String,
    pub(super) at: i64,
    pub(super) withdrawn: Option<String>,
}

impl Stated {
    /// Is it a "no" that has grown too old to count? What is asked at every visit is affirmed by the check, not by itself.
    pub(super) fn is_aged(&self, ask: &Ask<Chart>, fact: &Fact) -> bool {
        let table = &ask.house.knowledge.facts;
        let every_visit = table.groups.get(fact.group).is_some_and(|group| group.tier == Tier::Today);
        let no = Answer::No { on: Some(ask.date(self.at)) };
        !every_visit && self.answer == "no" && table.find(&fact.key).is_some_and(|id| table.aged(id, &no, ask.today))
    }
}

fn stated(row: &Row) -> Result<Stated> {
    let since = row.opt_text("since_from_on")?.zip(row.opt_text("since_to_on")?);
    Ok(Stated {
        of: row.text("of")?.into(),
        fact: row.text("fact")?.into(),
        answer: row.text("answer")?.into(),
        value: row.opt_real("value")?,
        words: row.text("words")?.into(),
        since: since.map(|(from, to)| (from.into(), to.into())),
        ended_on: row.opt_text("ended_on")?.map(Into::into),
        sites: row.text("sites")?.into(),
        detail: row.text("detail")?.into(),
        source: row.text("source")?.into(),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        at: row.int("at")?,
        withdrawn: row.opt_text("withdrawn_reason")?.map(Into::into),
    })
}

/// Every answer of a chart as it stands now, by fact.
pub(super) fn current(db: &mut Reader<'_>, client: &str) -> Result<Vec<Stated>> {
    let all = db.rows(
        "select f.of, f.fact, f.answer, f.value, f.words, f.since_from_on, f.since_to_on, f.ended_on, f.sites, f.detail,
           f.source, p.name, f.at, f.withdrawn_reason
         from fact f left join person p on p.id = f.by
         where f.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from fact n where n.of = f.of and (n.at > f.at or (n.at = f.at and n.id > f.id)))
         order by f.fact, f.at, f.id",
        &[("chart", client.into())],
        stated,
    )?;
    Ok(all.into_iter().filter(|one| one.withdrawn.is_none()).collect())
}

/// Everything ever answered to one question, the latest first.
pub(super) fn history(db: &mut Reader<'_>, chart: &Chart, fact: &str) -> Result<Vec<Stated>> {
    db.rows(
        "select f.of, f.fact, f.answer, f.value, f.words, f.since_from_on, f.since_to_on, f.ended_on, f.sites, f.detail,
           f.source, p.name, f.at, f.withdrawn_reason
         from fact f left join person p on p.id = f.by
         where f.client in (select client from chart_of where chart = :chart) and f.fact = :fact
         order by f.at desc, f.id desc",
        &[("chart", chart.client().into()), ("fact", fact.into())],
        stated,
    )
}

/// The answers as the rules read them.
pub(super) fn facts(knowledge: &Knowledge, zone: &jiff::tz::TimeZone, all: &[Stated]) -> Facts {
    let mut facts = Facts::new();
    for one in all {
        match one.answer.as_str() {
            "yes" => facts.add(&one.fact, occurrence(one)),
            _ if facts.get(&one.fact).is_some_and(Answer::is_yes) => {}
            "no" => facts.set(&one.fact, Answer::No { on: day(one.at, zone) }),
            "unsure" => facts.set(&one.fact, Answer::Unsure),
            "declined" => facts.set(&one.fact, Answer::Declined),
            _ => {
                if let Some(answer) = value(knowledge, one) {
                    facts.set(&one.fact, answer);
                }
            }
        }
    }
    facts
}

fn day(at: i64, zone: &jiff::tz::TimeZone) -> Option<Date> {
    jiff::Timestamp::from_microsecond(at).ok().map(|at| at.to_zoned(zone.clone()).date())
}

fn occurrence(one: &Stated) -> Occurrence {
    let date = |text: &str| text.parse::<Date>().ok();
    let since = one.since.as_ref().and_then(|(from, to)| Some(Since::between(date(from)?, date(to)?)));
    Occurrence {
        since,
        ended: one.ended_on.as_deref().and_then(date).map(Since::on),
        sites: sites(&one.sites),
        detail: Some(one.detail.clone()).filter(|detail| !detail.is_empty()),
    }
}

/// `region:side,region:side`.
pub(super) fn sites(text: &str) -> Vec<Site> {
    let one = |pair: &str| {
        let (region, side) = pair.split_once(':')?;
        Some(Site { region: region.into(), side: Side::parse(side)? })
    };
    text.split(',').filter_map(one).collect()
}

fn value(knowledge: &Knowledge, one: &Stated) -> Option<Answer> {
    let fact = knowledge.facts.get(knowledge.facts.find(&one.fact)?)?;
    match fact.kind {
        Kind::Number { .. } => one.value.map(Answer::Number),
        Kind::Choice(_) => Some(Answer::Choice(one.words.clone())),
        Kind::Date => one.words.parse().ok().map(Answer::Date),
        Kind::List => Some(Answer::List(one.words.lines().map(Into::into).collect())),
        Kind::YesNo => None,
    }
}

/// An answer to be recorded.
#[derive(Clone, Debug, Default)]
pub(super) struct New {
    /// The answer it takes the place of; nothing for a first one.
    pub(super) of: Option<String>,
    pub(super) fact: String,
    pub(super) answer: &'static str,
    pub(super) value: Option<f64>,
    pub(super) words: String,
    pub(super) since: Option<(Date, Date)>,
    pub(super) ended_on: Option<Date>,
    pub(super) sites: String,
    pub(super) detail: String,
    pub(super) source: &'static str,
    pub(super) withdrawn: Option<String>,
}

/// Records it.
pub(super) fn state(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &New) -> Result<()> {
    let id = ask.id("fac");
    let of = new.of.clone().unwrap_or_else(|| id.clone());
    let date = |date: Option<Date>| date.map_or(Value::Null, |date| date.to_string().into());
    let columns = [
        ("fact", new.fact.as_str().into()),
        ("answer", new.answer.into()),
        ("value", new.value.into()),
        ("words", new.words.as_str().into()),
        ("since_from_on", date(new.since.map(|(from, _)| from))),
        ("since_to_on", date(new.since.map(|(_, to)| to))),
        ("ended_on", date(new.ended_on)),
        ("sites", new.sites.as_str().into()),
        ("detail", new.detail.as_str().into()),
        ("source", new.source.into()),
        ("withdrawn_reason", new.withdrawn.as_deref().map_or(Value::Null, Into::into)),
    ];
    ask.record(db, "fact", (&id, &of), ask.micros(), columns)
}

/// A medicine as it was named.
#[derive(Clone, Debug)]
pub(super) struct Medication {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) name: String,
    pub(super) known: String,
    pub(super) source: String,
}

/// The medicines taken now.
pub(super) fn medications(db: &mut Reader<'_>, client: &str) -> Result<Vec<Medication>> {
    db.rows(
        "select m.of, m.at, m.name, m.known, m.source from medication m
         where m.client in (select client from chart_of where chart = :chart) and m.ended = 0
           and not exists (select 1 from medication n where n.of = m.of and n.ended = 1)
         order by m.at, m.id",
        &[("chart", client.into())],
        |row| {
            Ok(Medication {
                of: row.text("of")?.into(),
                at: row.int("at")?,
                name: row.text("name")?.into(),
                known: row.text("known")?.into(),
                source: row.text("source")?.into(),
            })
        },
    )
}

/// Records a medicine, or that one is no longer taken.
pub(super) fn medicate(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    of: Option<&str>,
    name: &str,
    known: &str,
    source: &str,
    ended: bool,
) -> Result<()> {
    let id = ask.id("med");
    let columns = [("name", name.into()), ("known", known.into()), ("source", source.into()), ("ended", ended.into())];
    ask.record(db, "medication", (&id, of.unwrap_or(&id)), ask.micros(), columns)
}

/// When the questions of today were last answered, and which facts were.
pub(super) fn last_check(db: &mut Reader<'_>, client: &str) -> Result<Option<(i64, String)>> {
    db.row(
        "select at, facts from checked where client in (select client from chart_of where chart = :chart)
         order by at desc, id desc limit 1",
        &[("chart", client.into())],
        |row| Ok((row.int("at")?, row.text("facts")?.to_string())),
    )
}

/// What the check of today found.
pub(super) struct Checked<'a> {
    pub(super) facts: String,
    pub(super) open: i64,
    pub(super) verdict: &'a str,
    pub(super) knowledge: &'a str,
}

/// Records that the questions of today were answered.
pub(super) fn check(db: &mut Writer<'_>, ask: &Ask<Chart>, checked: &Checked<'_>) -> Result<()> {
    let id = ask.id("chk");
    let columns = [
        ("facts", checked.facts.as_str().into()),
        ("open_questions", checked.open.into()),
        ("verdict", checked.verdict.into()),
        ("knowledge", checked.knowledge.into()),
    ];
    ask.record(db, "checked", (&id, &id), ask.micros(), columns)
}

/// A clearance as it stands.
#[derive(Clone, Debug)]
pub(super) struct Cleared {
    pub(super) of: String,
    pub(super) rule: String,
    pub(super) given_by: String,
    pub(super) profession: String,
    pub(super) given_on: String,
    pub(super) until_on: Option<String>,
    pub(super) kind: String,
    pub(super) allows: String,
}

impl Cleared {
    /// As the screen reads it.
    pub(super) fn clearance(&self) -> Option<Clearance> {
        Some(Clearance {
            of: self.rule.clone(),
            by: format!("{} ({})", self.given_by, self.profession),
            on: self.given_on.parse().ok()?,
            until: self.until_on.as_deref().and_then(|text| text.parse().ok()),
            families: None,
            areas: None,
        })
    }
}

/// The clearances of a chart that were not taken back.
pub(super) fn clearances(db: &mut Reader<'_>, client: &str) -> Result<Vec<Cleared>> {
    db.rows(
        "select c.of, c.rule, c.given_by, c.profession, c.given_on, c.until_on, c.kind, c.allows from clearance c
         where c.client in (select client from chart_of where chart = :chart) and c.withdrawn_reason is null
           and not exists (select 1 from clearance w where w.of = c.of and w.withdrawn_reason is not null)
         order by c.given_on, c.id",
        &[("chart", client.into())],
        |row| {
            Ok(Cleared {
                of: row.text("of")?.into(),
                rule: row.text("rule")?.into(),
                given_by: row.text("given_by")?.into(),
                profession: row.text("profession")?.into(),
                given_on: row.text("given_on")?.into(),
                until_on: row.opt_text("until_on")?.map(Into::into),
                kind: row.text("kind")?.into(),
                allows: row.text("allows")?.into(),
            })
        },
    )
}

/// Records a clearance, or with a reason that one does not hold.
pub(super) fn clear(db: &mut Writer<'_>, ask: &Ask<Chart>, cleared: &Cleared, withdrawn: Option<&str>) -> Result<()> {
    let id = ask.id("cle");
    let of = if cleared.of.is_empty() { &id } else { &cleared.of };
    let columns = [
        ("rule", cleared.rule.as_str().into()),
        ("given_by", cleared.given_by.as_str().into()),
        ("profession", cleared.profession.as_str().into()),
        ("given_on", cleared.given_on.as_str().into()),
        ("until_on", cleared.until_on.as_deref().map_or(Value::Null, Into::into)),
        ("kind", cleared.kind.as_str().into()),
        ("allows", cleared.allows.as_str().into()),
        ("withdrawn_reason", withdrawn.map_or(Value::Null, Into::into)),
        ("knowledge", ask.house.knowledge_digest().into()),
    ];
    ask.record(db, "clearance", (&id, of), ask.micros(), columns)
}

/// When this practitioner last saw a card of this digest.
pub(super) fn acknowledged(db: &mut Reader<'_>, client: &str, by: &str, digest: &str) -> Result<Option<i64>> {
    db.row(
        "select at from acknowledged where client in (select client from chart_of where chart = :chart)
           and by = :by and digest = :digest order by at desc, id desc limit 1",
        &[("chart", client.into()), ("by", by.into()), ("digest", digest.into())],
        |row| Ok::<_, Error>(row.int("at")?),
    )
}

/// Records that they saw it.
pub(super) fn acknowledge(db: &mut Writer<'_>, ask: &Ask<Chart>, digest: &str) -> Result<()> {
    let id = ask.id("ack");
    let columns = [("digest", digest.into()), ("knowledge", ask.house.knowledge_digest().into())];
    ask.record(db, "acknowledged", (&id, &id), ask.micros(), columns)
}
