//! The questions as a client answers them, on their phone, on a device of the practice, or told to the desk: group by
//! group, yes or not sure to some and no to the rest.
use super::{answer, check, medicine, store, today};
use crate::door::{Ask, Chart, Result};
use clinical::knowledge::{Fact, Kind, Knowledge, Tier, Who};
use db::{Reader, Writer};

/// A question that a client can answer, with what stands.
pub(crate) struct Question {
    pub(crate) key: String,
    /// In plain words, as the knowledge has it in English.
    pub(crate) ask: String,
    /// `yes`, `no`, `unsure`, `declined`; empty where nobody asked.
    pub(crate) stands: String,
}

/// The questions of a group that are a client's to answer with yes or no.
pub(crate) fn askable(knowledge: &Knowledge, group: usize) -> impl Iterator<Item = &Fact> {
    let theirs = |fact: &&Fact| fact.who == Who::Client && matches!(fact.kind, Kind::YesNo) && fact.ask.len() > 3;
    knowledge.facts.facts.iter().filter(move |fact| fact.group == group).filter(theirs)
}

/// Those questions, with the answers that stand.
///
/// On a device that is kept to the intake, only those given at that sitting.
pub(crate) fn questions(db: &mut Reader<'_>, ask: &Ask<Chart>, group: usize) -> Result<Vec<Question>> {
    let mut current = store::current(db, ask.chart().client())?;
    current.retain(|one| one.at >= since(ask));
    let stands = |key: &str| {
        let mut all = current.iter().filter(|one| one.fact == key);
        let yes = all.clone().find(|one| one.answer == "yes");
        yes.or_else(|| all.next()).map(|one| one.answer.clone()).unwrap_or_default()
    };
    let question = |fact: &Fact| Question { key: fact.key.clone(), ask: fact.ask.clone(), stands: stands(&fact.key) };
    Ok(askable(&ask.house.knowledge, group).map(question).collect())
}

/// From which instant on (µs) answers are shown to whoever answers.
pub(crate) fn since(ask: &Ask<Chart>) -> i64 {
    ask.by.kept_to.as_ref().map_or(i64::MIN, |sitting| sitting.begun_at)
}

/// What was ticked in a group, ready to be kept.
pub(crate) struct Ticked {
    new: Vec<store::New>,
    /// The keys answered with yes, and whether that is new.
    pub(crate) yes: Vec<(String, bool)>,
    /// The keys answered with not sure.
    pub(crate) unsure: Vec<String>,
}

/// Reads what was ticked; every question that was shown and not ticked is answered with no. What is no question of the group
/// is not taken, and a yes that was not shown is not taken back by leaving it unticked.
pub(crate) fn read(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    group: usize,
    (yes, unsure): (&[String], &[String]),
    source: &'static str,
) -> Result<Ticked> {
    let current = store::current(db, ask.chart().client())?;
    let mut ticked = Ticked { new: Vec::new(), yes: Vec::new(), unsure: Vec::new() };
    for fact in askable(&ask.house.knowledge, group) {
        let answered = match (yes.contains(&fact.key), unsure.contains(&fact.key)) {
            (true, _) => answer::Answered::Yes,
            (_, true) => answer::Answered::Unsure,
            _ => answer::Answered::No,
        };
        let unseen = |one: &store::Stated| one.fact == fact.key && one.answer == "yes" && one.at < since(ask);
        let stands = answered != answer::Answered::Yes && current.iter().any(unseen);
        let change = if stands { Vec::new() } else { answer::change(ask, fact, &answered, &current, source) };
        match answered {
            answer::Answered::Yes => ticked.yes.push((fact.key.clone(), !change.is_empty())),
            answer::Answered::Unsure => ticked.unsure.push(fact.key.clone()),
            _ => {}
        }
        ticked.new.extend(change);
    }
    Ok(ticked)
}

/// Keeps it.
pub(crate) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, ticked: &Ticked) -> Result<()> {
    ticked.new.iter().try_for_each(|new| store::state(db, ask, new))
}

/// Keeps that the questions of today were gone through by the client, with what the screen says then.
pub(crate) fn checked(db: &mut Writer<'_>, ask: &Ask<Chart>) -> Result<()> {
    let knowledge = &ask.house.knowledge;
    let keys = today::groups(knowledge, Tier::Today).flat_map(|group| askable(knowledge, group));
    check::gone_through(db, ask, keys.map(|fact| fact.key.as_str()).collect::<Vec<_>>().join(",")).map(drop)
}

/// The medicines taken now, each entry with its name.
pub(crate) fn medicines(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<(String, String)>> {
    let all = store::medications(db, ask.chart().client())?;
    let shown = all.into_iter().filter(|one| one.at >= since(ask));
    Ok(shown.map(|one| (one.of, one.name)).collect())
}

/// Keeps a medicine by the name that the client knows it by.
pub(crate) fn medicate(db: &mut Writer<'_>, ask: &Ask<Chart>, name: &str, source: &str) -> Result<()> {
    let known = medicine::known(ask, name);
    store::medicate(db, ask, None, name, &known, source, false)
}
