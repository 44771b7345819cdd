//! The gate before hands: what stands, what is missing for what is planned, and what was missing for what was done.
use super::{item_name, sheet, store};
use crate::door::{Ask, Chart, Result};
use crate::ui::{Choice, Said, say};
use clinical::application::Application;
use clinical::area::Areas;
use clinical::consent::{self, Answer, GENERAL, Given, Intended, Lack, Why};
use db::{Reader, Writer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Every answer of a chart, as the rules read it.
pub(crate) fn given(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Given>> {
    let knowledge = &ask.house.knowledge;
    let areas = |sites: &str| {
        let found = sites.split(',').filter_map(|site| knowledge.regions.covering(site));
        found.fold(Areas::NONE, |a, b| a | b)
    };
    let read = |item: store::Item| {
        Some(Given {
            answer: Answer::parse(&item.answer)?,
            at: Timestamp::from_microsecond(item.effective_at).ok()?,
            until: item.until_on.parse().ok()?,
            techniques: item.techniques.split(',').filter(|key| !key.is_empty()).map(Into::into).collect(),
            areas: areas(&item.sites),
            item: item.item,
        })
    };
    Ok(store::items(db, ask.chart())?.into_iter().filter_map(read).collect())
}

/// The key of why something is missing.
pub(crate) fn why_word(why: Why) -> &'static str {
    match why {
        Why::NotAsked => "consent-why-not-asked",
        Why::Declined => "consent-why-declined",
        Why::Question => "consent-why-question",
        Why::Withdrawn => "consent-why-withdrawn",
        Why::Expired => "consent-why-expired",
        Why::NotNamed => "consent-why-not-named",
    }
}

/// What is missing for one piece of planned work, in words: the consent, and why.
pub(crate) fn lacking(ask: &Ask<Chart>, given: &[Given], technique: &str, sites: &str) -> Vec<(Said, Said)> {
    let knowledge = &ask.house.knowledge;
    let mut all: Vec<Lack> = Vec::new();
    for site in sites.split(',') {
        let intended = Intended::at(knowledge, technique, site);
        for lack in consent::lacks(knowledge, given, &intended, ask.at, ask.today) {
            if !all.contains(&lack) {
                all.push(lack);
            }
        }
    }
    all.into_iter().map(|lack| (item_name(ask, &lack.item), Said::key(why_word(lack.why)))).collect()
}

/// Was a consent missing among those given, for this application, in a session of this time? For another day than today the whole day counts, and
/// where no time is stated none can be found.
pub(crate) fn is_missing(
    ask: &Ask<Chart>,
    given: &[Given],
    application: &Application,
    session_at: Option<i64>,
) -> bool {
    let Some(session_at) = session_at else { return true };
    let day = ask.date(session_at);
    let at = if day == ask.today { ask.at } else { end_of(ask, day) };
    let intended = Intended::of(&ask.house.knowledge, application);
    !consent::lacks(&ask.house.knowledge, given, &intended, at, day).is_empty()
}

fn end_of(ask: &Ask<Chart>, day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day).to_zoned(ask.practice.zone.clone());
    next.map_or(ask.at, |next| next.timestamp())
}

/// A consent that is missing, as it is read.
#[derive(Clone, Serialize)]
pub(crate) struct Missing {
    pub(crate) item: String,
    pub(crate) name: Said,
    pub(crate) why: Said,
}

/// What stands before hands are laid on.
#[derive(Serialize)]
pub(crate) struct Before {
    pub(crate) url: String,
    pub(crate) ask_url: String,
    pub(crate) spoken_url: String,
    /// What stands, in one line.
    pub(crate) line: Said,
    pub(crate) stands: bool,
    /// What the plan needs and does not have.
    pub(crate) missing: Vec<Missing>,
    /// Everything that can be said yes to aloud, those missing first.
    pub(crate) items: Vec<Choice>,
    /// The hour, for the form.
    pub(crate) time: String,
    /// The session that the page is of; empty on others.
    pub(crate) session: String,
    pub(crate) writes: bool,
}

impl Before {
    /// Consents of their own that the plan needs and does not have.
    pub(crate) fn sensitive(&self) -> Vec<String> {
        self.missing.iter().filter(|one| one.item != GENERAL).map(|one| one.item.clone()).collect()
    }
    /// Whether this one is missing.
    pub(crate) fn lacks(&self, item: &str) -> bool {
        self.missing.iter().any(|one| one.item == item)
    }
}

/// What stands now, and what is missing for the plan.
pub(crate) fn before(db: &mut Reader<'_>, ask: &Ask<Chart>, session: &str) -> Result<Before> {
    let given = given(db, ask)?;
    let mut items = vec![GENERAL.to_string()];
    items.extend(sheet::needed(db, ask)?);
    let missing: Vec<Missing> = items
        .into_iter()
        .filter_map(|item| {
            let why = consent::standing(&given, &item, ask.at, ask.today).err()?;
            Some(Missing { name: item_name(ask, &item), why: Said::key(why_word(why)), item })
        })
        .collect();
    let own = ask.house.knowledge.professions.separate_consents.iter().map(|one| one.key.clone());
    let mut all: Vec<String> = std::iter::once(GENERAL.to_string()).chain(own).collect();
    all.sort_by_key(|key| !missing.iter().any(|one| one.item == *key));
    let now = ask.at.to_zoned(ask.practice.zone.clone()).time();
    Ok(Before {
        url: ask.chart().url("consent"),
        ask_url: ask.chart().url("consent/new"),
        spoken_url: ask.chart().url("consent/spoken"),
        line: line(db, ask, &given)?,
        stands: missing.is_empty(),
        missing,
        items: all.into_iter().map(|key| Choice::new(key.clone(), item_name(ask, &key))).collect(),
        time: format!("{:02}:{:02}", now.hour(), now.minute()),
        session: session.into(),
        writes: super::writes(ask),
    })
}

/// The line of the header: what the general consent names and until when, or that none stands and why.
fn line(db: &mut Reader<'_>, ask: &Ask<Chart>, given: &[Given]) -> Result<Said> {
    let locale = ask.words.locale();
    let holding = match consent::standing(given, GENERAL, ask.at, ask.today) {
        Ok(holding) => holding,
        Err(why) => {
            let why = ask.words.t(why_word(why));
            return Ok(Said::key("consent-line-none").with("why", why));
        }
    };
    let from = holding.iter().map(|one| one.at).min().unwrap_or(ask.at);
    let until = holding.iter().map(|one| one.until).max().unwrap_or(ask.today);
    let earliest = from.as_microsecond();
    let mut sites: Vec<String> = Vec::new();
    for item in store::items(db, ask.chart())? {
        if item.item == GENERAL && item.answer == "yes" && item.effective_at >= earliest {
            let own = item.sites.split(',').filter(|key| !key.is_empty());
            sites.extend(own.map(|key| super::plain::place(&ask.house.knowledge, ask.words, key)));
        }
    }
    sites.sort_unstable();
    sites.dedup();
    Ok(Said::key("consent-line")
        .with("from", say::date(locale, ask.date(earliest)))
        .with("until", say::date(locale, until))
        .with("places", sites.join(", ")))
}

/// The line of the header.
pub(crate) fn header_line(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Said> {
    let given = given(db, ask)?;
    line(db, ask, &given)
}

/// Keeps a consent that was given aloud: what was said, when, by whom it was heard. It holds for the day.
pub(crate) fn speak(db: &mut Writer<'_>, ask: &Ask<Chart>, items: &[String], at: i64, remark: &str) -> Result<String> {
    let id = ask.id("con");
    let intent = sheet::compose(db, ask, ask.words.locale(), items)?;
    let time = Timestamp::from_microsecond(at).unwrap_or(ask.at).to_zoned(ask.practice.zone.clone()).time();
    let text = sheet::spoken(ask, items, time);
    let consent = store::Consent {
        form: "spoken".into(),
        locale: ask.words.locale().tag().into(),
        digest: crate::door::hex(Sha256::digest(&text)),
        text,
        signer: if super::is_minor(ask) { "guardian" } else { "client" }.into(),
        practitioner_name: ask.by.name.clone(),
        words: remark.into(),
        effective_at: at,
        ..store::Consent::default()
    };
    let answer = |item: &String| {
        let general = item == GENERAL;
        store::Item {
            item: item.clone(),
            answer: "yes".into(),
            effective_at: at,
            techniques: if general { intent.techniques.clone() } else { String::new() },
            sites: if general { intent.sites.clone() } else { String::new() },
            until_on: ask.date(at).to_string(),
            ..store::Item::default()
        }
    };
    let answers: Vec<store::Item> = items.iter().map(answer).collect();
    store::keep(db, ask, &id, &consent, &answers)?;
    Ok(id)
}
