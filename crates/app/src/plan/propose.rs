//! What the judgement proposes for a client today: techniques with their reasons, what is left out and why, goals, home care.
use super::store;
use crate::complaint::Lasting;
use crate::consent::{gate, plain};
use crate::door::{Ask, Chart, Result};
use crate::intake::today;
use crate::ui::{Choice, Said};
use clinical::consent::Given;
use clinical::facts::Facts;
use clinical::goal::Goal;
use clinical::knowledge::Knowledge;
use clinical::knowledge::evidence::{Direction, Statement, Strength};
use clinical::knowledge::professions::{Profession, Words as Reads};
use clinical::measure::MeasureId;
use clinical::plan::{self, Case, Followed, LeftOut, Proposed, Reason, Tried, Why};
use clinical::scope::{self, Practitioner, Standpoint};
use clinical::screen::Screen;
use clinical::site::Side;
use clinical::taking::Subject;
use clinical::what_followed::{self, Pair, Span, what_followed};
use db::Reader;
use serde::Serialize;

/// A technique that can be chosen.
#[derive(Serialize)]
pub(super) struct Offer {
    /// `technique-condition`: names its fields.
    pub(super) id: String,
    pub(super) technique: String,
    pub(super) condition: String,
    pub(super) name: String,
    pub(super) for_what: String,
    /// Keys of the places, comma-separated, and their names.
    pub(super) sites: String,
    pub(super) places: String,
    /// Usual pressure within the cap of today, least and most.
    pub(super) pressure: Option<(u8, u8)>,
    pub(super) dose: String,
    pub(super) why: Vec<Said>,
    pub(super) evidence: Evidence,
    /// What is minded today: rules that lower it without forbidding it.
    pub(super) mind: Vec<String>,
    pub(super) check_scope: bool,
    /// Consents that are missing, each with why.
    pub(super) lacks: Vec<(Said, Said)>,
}

/// What a proposal or its absence rests on.
#[derive(Serialize)]
pub(super) struct Evidence {
    pub(super) outcome: String,
    pub(super) direction: Said,
    pub(super) certainty: Said,
    pub(super) year: u16,
    pub(super) note: String,
    pub(super) source: String,
}

/// A technique that was considered and left out.
#[derive(Serialize)]
pub(super) struct Left {
    pub(super) name: String,
    pub(super) for_what: String,
    /// avoid, scope, evidence, tried: the group it stands in.
    pub(super) kind: &'static str,
    pub(super) reason: Said,
    pub(super) more: Vec<String>,
    pub(super) evidence: Evidence,
}

/// A measure that a goal can be set by.
pub(super) struct Aim {
    pub(super) measure: MeasureId,
    pub(super) id: String,
    pub(super) name: Vec<Said>,
    pub(super) unit: String,
    pub(super) from: f64,
    pub(super) target: Option<f64>,
}

/// Something to do at home.
#[derive(Serialize)]
pub(super) struct Home {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) dose: String,
    pub(super) mind: Vec<String>,
    pub(super) source: String,
}

/// What is proposed.
pub(super) struct Judged {
    pub(super) about: Vec<String>,
    pub(super) offers: Vec<Offer>,
    pub(super) left: Vec<Left>,
    pub(super) aims: Vec<Aim>,
    pub(super) home: Vec<Home>,
    pub(super) not_home: Vec<Home>,
    pub(super) visits: Option<(u8, u8, u8)>,
    pub(super) review_on: Option<jiff::civil::Date>,
    pub(super) course: String,
    /// Everything that would be started is stopped today.
    pub(super) stops: bool,
}

/// The side of the complaints; both where they differ or none is said.
pub(super) fn side(complaints: &[Lasting]) -> Side {
    let mut sides = complaints.iter().flat_map(|one| &one.sites).filter_map(|(_, side)| Side::parse(side));
    let first = sides.next();
    first.filter(|first| sides.all(|side| side == *first)).unwrap_or(Side::Both)
}

/// What could be meant: suggested by the words and places of the complaints, nearest first.
pub(super) fn suggested(knowledge: &Knowledge, complaints: &[Lasting]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut add = |key: &str| {
        if !keys.iter().any(|known| known == key) {
            keys.push(key.into());
        }
    };
    for one in complaints {
        for condition in knowledge.conditions.suggest(&one.words).into_iter().take(3) {
            add(&condition.key);
        }
    }
    for (site, _) in complaints.iter().flat_map(|one| &one.sites) {
        let Some(place) = knowledge.regions.covering(site) else { continue };
        let here = knowledge.conditions.list().iter().filter(|one| {
            let areas = one.areas.iter().filter(|key| *key != "whole");
            areas.filter_map(|key| knowledge.regions.covering(key)).any(|area| area.meets(place))
        });
        for condition in here.take(5) {
            add(&condition.key);
        }
    }
    keys.truncate(8);
    keys
}

/// What a condition is called for this practitioner: by its name where the profession assesses, in plain words else.
pub(super) fn condition_name(ask: &Ask<Chart>, key: &str) -> String {
    let knowledge = &ask.house.knowledge;
    if scope::words(&knowledge.professions, &ask.by.profession) == Reads::Findings
        || ask.words.locale().folder() != "en"
    {
        return plain::condition_name(knowledge, key, ask.words.locale());
    }
    knowledge.conditions.get(key).map_or_else(|| key.to_string(), |one| one.name.clone())
}

/// Every condition to choose from.
pub(super) fn conditions(ask: &Ask<Chart>) -> Vec<Choice> {
    let all = ask.house.knowledge.conditions.list().iter();
    all.map(|one| Choice::new(one.key.clone(), Said::plain(condition_name(ask, &one.key)))).collect()
}

/// Judges.
pub(super) fn judge(db: &mut Reader<'_>, ask: &Ask<Chart>, about: &[String], side: Side) -> Result<Judged> {
    let knowledge = ask.house.knowledge.clone();
    let today = today::today(db, ask)?;
    let (known, screen) = (&today.known, today.screen());
    let measured = crate::measures::known(db, ask)?;
    let applied = store::applied(db, ask.chart())?;
    let tried = tried(&knowledge, &measured, &applied);
    let tried: Vec<Tried<'_>> =
        tried.iter().map(|(technique, followed)| Tried { technique, followed: *followed }).collect();
    let keys: Vec<&str> = about.iter().map(String::as_str).collect();
    let practitioner = practitioner(ask);
    let case = Case {
        conditions: &keys,
        side,
        facts: &known.facts,
        today: ask.today,
        practitioner,
        tried: &tried,
        measured: &[],
    };
    let plan = plan::plan(&knowledge, &screen, &case);
    let given = gate::given(db, ask)?;
    let frequency = plan.frequency.as_ref();
    let review_on = frequency.map(|frequency| {
        let course = frequency.course;
        let days = 7 * i64::from(course.weeks) * i64::from(frequency.look_after.0) / i64::from(course.visits.max(1));
        ask.today.saturating_add(jiff::Span::new().days(days.max(7)))
    });
    Ok(Judged {
        about: about.to_vec(),
        offers: plan.proposed.iter().map(|one| offer(ask, &knowledge, &screen, &given, one)).collect(),
        left: plan.left_out.iter().map(|one| left(ask, &knowledge, &screen, one)).collect(),
        aims: aims(&knowledge, &measured),
        home: plan.at_home.iter().map(|one| at_home(ask, &knowledge, one.item, &one.mind)).collect(),
        not_home: plan.not_at_home.iter().map(|(item, bars)| at_home(ask, &knowledge, item, bars)).collect(),
        visits: frequency.map(|one| (one.course.visits, one.course.weeks, one.course.minutes)),
        review_on,
        course: frequency.map(|one| course(&knowledge, one)).unwrap_or_default(),
        stops: screen.stops(),
    })
}

/// Who plans, as far as the practice knows them.
pub(super) fn practitioner(ask: &Ask<Chart>) -> Practitioner<'_> {
    Practitioner {
        profession: &ask.by.profession,
        jurisdiction: &ask.practice.jurisdiction,
        licence_until: None,
        certificates: &[],
    }
}

fn course(knowledge: &Knowledge, frequency: &plan::Frequency<'_>) -> String {
    let note = frequency.course.note.clone().unwrap_or_default();
    let source = cited(knowledge, &frequency.course.provenance.sources);
    if note.is_empty() { source } else { format!("{note} ({source})") }
}

/// The citations of these keys.
pub(super) fn cited(knowledge: &Knowledge, sources: &[String]) -> String {
    let citation = |key: &String| knowledge.sources.get(key).map_or_else(|| key.clone(), |one| one.citation.clone());
    sources.iter().map(citation).collect::<Vec<_>>().join("; ")
}

/// What followed each technique in this client: measures before and after in the sessions in which it was used. Change within
/// one session; fewer than three pairs of a measure say nothing.
fn tried(
    knowledge: &Knowledge,
    measured: &[crate::measures::Known],
    applied: &[(String, String)],
) -> Vec<(String, Followed)> {
    let mut found = Vec::new();
    let mut measures: Vec<&MeasureId> = measured.iter().map(|one| &one.measure).collect();
    measures.sort_unstable();
    measures.dedup();
    let mut techniques: Vec<&str> = applied.iter().map(|(technique, _)| technique.as_str()).collect();
    techniques.dedup();
    for technique in techniques {
        let sessions = applied.iter().filter(|(one, _)| one == technique).map(|(_, session)| session.as_str());
        let sessions: Vec<&str> = sessions.collect();
        let verdicts = measures.iter().filter_map(|measure| {
            let lines = Subject::find(knowledge, &measure.key)?.lines(&measure.scale, &measure.method)?;
            let pairs: Vec<Pair> = sessions.iter().filter_map(|session| pair(measured, measure, session)).collect();
            match what_followed(&lines, Span::WithinSession, &pairs) {
                what_followed::Followed::TooFew { .. } => None,
                what_followed::Followed::NothingToSay { .. } => Some(Followed::NoChange),
                what_followed::Followed::Change(summary) if summary.mean > 0.0 => Some(Followed::Better),
                what_followed::Followed::Change(_) => Some(Followed::Worse),
            }
        });
        let verdicts: Vec<Followed> = verdicts.collect();
        let any = |wanted| verdicts.contains(&wanted).then_some(wanted);
        // One measure for the better is enough; worse weighs more than no change.
        let followed = any(Followed::Better).or_else(|| any(Followed::Worse)).or_else(|| any(Followed::NoChange));
        found.extend(followed.map(|followed| (technique.to_string(), followed)));
    }
    found
}

fn pair(measured: &[crate::measures::Known], measure: &MeasureId, session: &str) -> Option<Pair> {
    let value = |moment: &str| {
        let own = |one: &&crate::measures::Known| {
            one.session == session && one.moment == moment && one.measure == *measure && one.reading.firm
        };
        measured.iter().rfind(own).map(|one| one.reading.value)
    };
    Some(Pair { before: value("before")?, after: value("after")? })
}

fn aims(knowledge: &Knowledge, measured: &[crate::measures::Known]) -> Vec<Aim> {
    let mut aims: Vec<Aim> = Vec::new();
    for one in measured.iter().filter(|one| one.reading.firm) {
        let Some(subject) = Subject::find(knowledge, &one.measure.key) else { continue };
        let Some(lines) = subject.lines(&one.measure.scale, &one.measure.method) else { continue };
        let range = subject.range(&one.measure.scale).unwrap_or((0.0, f64::MAX));
        let from = one.reading.value;
        aims.retain(|known| known.measure != one.measure);
        aims.push(Aim {
            id: measure_id(&one.measure),
            measure: one.measure.clone(),
            name: one.name.clone(),
            unit: one.unit.clone(),
            from,
            target: Goal::propose(&lines, from, range),
        });
    }
    aims
}

/// A measure as a field of a form says it.
pub(super) fn measure_id(measure: &MeasureId) -> String {
    [&measure.key, &measure.scale, &measure.version, &measure.recall, &measure.site, &measure.method]
        .map(String::as_str)
        .join("|")
}

fn evidence(knowledge: &Knowledge, statement: &Statement) -> Evidence {
    Evidence {
        outcome: statement.outcome.clone(),
        direction: Said::key(match statement.direction {
            Direction::For => "plan-for",
            Direction::WeakFor => "plan-weak-for",
            Direction::NoDifference => "plan-no-difference",
            Direction::Unclear => "plan-unclear",
            Direction::WeakAgainst => "plan-weak-against",
            Direction::Against => "plan-against",
        }),
        certainty: Said::key(match statement.certainty {
            Strength::None => "plan-certainty-none",
            Strength::VeryLow => "plan-certainty-very-low",
            Strength::Low => "plan-certainty-low",
            Strength::Moderate => "plan-certainty-moderate",
            Strength::High => "plan-certainty-high",
        }),
        year: statement.year,
        note: statement.note.clone().unwrap_or_default(),
        source: cited(knowledge, &statement.provenance.sources),
    }
}

fn offer(ask: &Ask<Chart>, knowledge: &Knowledge, screen: &Screen<'_>, given: &[Given], one: &Proposed<'_>) -> Offer {
    let technique = one.technique;
    let sites: Vec<&str> =
        one.condition.areas.iter().map(String::as_str).filter(|key| places_meet(knowledge, one, key)).collect();
    let sites = sites.join(",");
    let dose = technique.doses.iter().map(|dose| {
        let range = if (dose.least - dose.most).abs() < f64::EPSILON {
            dose.most.to_string()
        } else {
            format!("{}–{}", dose.least, dose.most)
        };
        format!("{} {range} {}", dose.what, dose.unit.symbol())
    });
    Offer {
        id: format!("{}-{}", technique.key, one.condition.key),
        technique: technique.key.clone(),
        condition: one.condition.key.clone(),
        name: technique_name(ask, &technique.key),
        for_what: condition_name(ask, &one.condition.key),
        places: plain::places(knowledge, ask.words, &sites),
        pressure: one.pressure,
        dose: dose.collect::<Vec<_>>().join(" · "),
        why: one
            .why
            .iter()
            .map(|why| {
                Said::key(match why {
                    Why::Evidence => "plan-why-evidence",
                    Why::FollowedByChange => "plan-why-followed",
                })
            })
            .collect(),
        evidence: evidence(knowledge, one.evidence),
        mind: rules(knowledge, screen, &one.verdict.reasons),
        check_scope: one.scope == Standpoint::Check,
        lacks: gate::lacking(ask, given, &technique.key, &sites),
        sites,
    }
}

/// A technique's name as it is listed, in the page's language.
pub(super) fn technique_name(ask: &Ask<Chart>, key: &str) -> String {
    let knowledge = &ask.house.knowledge;
    if ask.words.locale().folder() == "en" {
        return knowledge.techniques.get(key).map_or_else(|| key.to_string(), |one| one.name.clone());
    }
    plain::technique_name(knowledge, key, ask.words.locale())
}

fn places_meet(knowledge: &Knowledge, one: &Proposed<'_>, key: &str) -> bool {
    knowledge.regions.covering(key).is_some_and(|area| area.meets(one.areas))
}

fn rules(knowledge: &Knowledge, screen: &Screen<'_>, reasons: &[usize]) -> Vec<String> {
    let rule = |at: &usize| {
        let rule = screen.held().get(*at).and_then(|held| knowledge.safety.rules.get(held.rule))?;
        Some(format!("{} ({})", rule.title, cited(knowledge, &rule.provenance.sources)))
    };
    let mut found: Vec<String> = reasons.iter().filter_map(rule).collect();
    found.dedup();
    found
}

fn left(ask: &Ask<Chart>, knowledge: &Knowledge, screen: &Screen<'_>, one: &LeftOut<'_>) -> Left {
    let (kind, reason, more) = match &one.reason {
        Reason::Safety(verdict) => ("avoid", Said::key("plan-out-safety"), rules(knowledge, screen, &verdict.reasons)),
        Reason::NotScreened => ("avoid", Said::key("plan-out-not-screened"), Vec::new()),
        Reason::BeyondCap(cap) => ("avoid", Said::key("plan-out-cap").with("cap", cap), Vec::new()),
        Reason::Scope(standpoint, to) => ("scope", scope_word(*standpoint, to), Vec::new()),
        Reason::EvidenceAgainst => ("evidence", Said::key("plan-out-against"), Vec::new()),
        Reason::NotShown => ("evidence", Said::key("plan-out-not-shown"), Vec::new()),
        Reason::NoResponse(Followed::Worse) => ("tried", Said::key("plan-out-worse"), Vec::new()),
        Reason::NoResponse(_) => ("tried", Said::key("plan-out-no-response"), Vec::new()),
    };
    Left {
        name: technique_name(ask, &one.technique.key),
        for_what: condition_name(ask, &one.condition.key),
        kind,
        reason,
        more,
        evidence: evidence(knowledge, one.evidence),
    }
}

/// Outside the scope, and who does it.
pub(super) fn scope_word(standpoint: Standpoint, to: &[&Profession]) -> Said {
    let names = to.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let key = match (standpoint, to.is_empty()) {
        (Standpoint::NeedsCertificate, _) => "plan-out-certificate",
        (_, true) => "plan-out-scope",
        (_, false) => "plan-out-scope-refer",
    };
    Said::key(key).with("who", names)
}

fn at_home(
    ask: &Ask<Chart>,
    knowledge: &Knowledge,
    item: &clinical::knowledge::homecare::Item,
    bars: &[&clinical::knowledge::homecare::Bar],
) -> Home {
    let spanish = item.es.as_ref().filter(|_| ask.words.locale().folder() == "es");
    let (name, purpose) = spanish.map_or((&item.name, &item.purpose), |es| (&es.name, &es.purpose));
    let say = |bar: &&clinical::knowledge::homecare::Bar| match (&bar.say_es, ask.words.locale().folder()) {
        (Some(es), "es") => es.clone(),
        _ => bar.say.clone(),
    };
    Home {
        key: item.key.clone(),
        name: name.clone(),
        purpose: purpose.clone(),
        dose: item.dose.to_string(),
        mind: bars.iter().map(say).collect(),
        source: cited(knowledge, &item.provenance.sources),
    }
}

/// Is this item of home care open to this client: no fact that is known forbids it?
pub(super) fn home_is_open(knowledge: &Knowledge, facts: &Facts, today: jiff::civil::Date, key: &str) -> Option<bool> {
    let item = knowledge.homecare.item(key)?;
    let known = clinical::predicate::Known::new(knowledge, facts, today, false);
    Some(!knowledge.homecare.fit(item, &known, &knowledge.regions).left_out())
}
