//! What is known of a client, laid out for reading conditions quickly, and the reading itself.

use jiff::civil::Date;

use super::{Asked, Compare, Predicate};
use crate::area::Areas;
use crate::facts::{Answer, Facts, Occurrence};
use crate::knowledge::{Definition, FactId, Kind, Knowledge};
use crate::time::Since;
use crate::truth::Truth;

/// One client's facts in the order of the table, with what is assumed of those nobody asked.
pub struct Known<'a> {
    knowledge: &'a Knowledge,
    answers: Vec<Option<&'a Answer>>,
    sites: Vec<Vec<Option<Areas>>>,
    today: Date,
    /// Whether what was not asked is taken as "no", and a time or place not stated as speaking for caution.
    closed: bool,
}

/// What made a condition hold: a fact, and where the client has it as far as that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The fact.
    pub fact: FactId,
    /// Where; `None` if the fact has a place and nobody said which. Empty if it has none.
    pub sites: Option<Areas>,
}

impl<'a> Known<'a> {
    /// Lays the facts out. Facts that the table does not know are left aside; so is a "no" that has grown older than its group lets
    /// it, which makes its question open again. A "yes" stands until it is ended.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, facts: &'a Facts, today: Date, closed: bool) -> Known<'a> {
        let count = knowledge.facts.facts.len();
        let mut known = Known { knowledge, answers: vec![None; count], sites: vec![Vec::new(); count], today, closed };
        for (key, answer) in facts.iter() {
            let Some(id) = knowledge.facts.find(key) else { continue };
            if knowledge.facts.aged(id, answer, today) {
                continue;
            }
            if let Answer::Yes(occurrences) = answer
                && let Some(slot) = known.sites.get_mut(id.place())
            {
                *slot = occurrences.iter().map(|o| sites(knowledge, id, o)).collect();
            }
            if let Some(slot) = known.answers.get_mut(id.place()) {
                *slot = Some(answer);
            }
        }
        known
    }

    /// What was answered.
    #[must_use]
    pub fn answer(&self, id: FactId) -> Option<&'a Answer> {
        self.answers.get(id.place()).copied().flatten()
    }

    /// Takes an answer without a place for this fact, or none at all.
    pub(crate) fn assume(&mut self, id: FactId, answer: Option<&'a Answer>) {
        if let (Some(slot), Some(sites)) = (self.answers.get_mut(id.place()), self.sites.get_mut(id.place())) {
            *slot = answer;
            sites.clear();
        }
    }

    /// Whether the condition holds; what made it hold is added to `witnesses`.
    pub fn holds(&self, predicate: &Predicate, witnesses: &mut Vec<Witness>) -> Truth {
        let before = witnesses.len();
        let truth = match predicate {
            Predicate::All(parts) => {
                parts.iter().fold(Truth::Yes, |truth, part| truth.and(self.holds(part, witnesses)))
            }
            Predicate::Any(parts) => parts.iter().fold(Truth::No, |truth, part| truth.or(self.holds(part, witnesses))),
            Predicate::AtLeast(n, parts) => {
                let (yes, unknown) = self.count(parts, witnesses);
                Truth::at_least(*n, yes, unknown)
            }
            // What speaks for all-clear counts only where it is known: nobody having said "imaged and clear" is not all-clear.
            Predicate::Not(part) => Truth::from(self.holds(part, &mut Vec::new()) != Truth::Yes),
            Predicate::Fact(id, asked) => self.fact(*id, asked, witnesses),
        };
        if truth != Truth::Yes {
            witnesses.truncate(before);
        }
        truth
    }

    fn count(&self, parts: &[Predicate], witnesses: &mut Vec<Witness>) -> (usize, usize) {
        let mut counted = (0, 0);
        for part in parts {
            match self.holds(part, witnesses) {
                Truth::Yes => counted.0 += 1,
                Truth::Unknown => counted.1 += 1,
                Truth::No => {}
            }
        }
        counted
    }

    fn fact(&self, id: FactId, asked: &Asked, witnesses: &mut Vec<Witness>) -> Truth {
        let Some(fact) = self.knowledge.facts.get(id) else { return Truth::Unknown };
        let said = match (self.answer(id), asked) {
            (Some(Answer::Yes(occurrences)), _) if fact.kind == Kind::YesNo => {
                self.occurrences(id, occurrences, asked, witnesses)
            }
            (Some(Answer::Number(value)), Asked::Number(compare, wanted)) => {
                let truth = Truth::from(compare.holds(*value, *wanted));
                if truth == Truth::Yes {
                    witnesses.push(Witness { fact: id, sites: Some(Areas::NONE) });
                }
                truth
            }
            (Some(Answer::Choice(word)), Asked::Word(wanted)) => {
                if word == wanted {
                    witnesses.push(Witness { fact: id, sites: Some(Areas::NONE) });
                }
                Truth::from(word == wanted)
            }
            (Some(Answer::No { .. }), _) => Truth::No,
            (Some(_), _) => Truth::Unknown,
            (None, _) if fact.defined.is_some() => return self.defined(id, asked, witnesses),
            (None, _) => return if self.closed { Truth::No } else { Truth::Unknown },
        };
        // What was said of a defined fact does not silence the facts it is defined by.
        match (said, &fact.defined) {
            (Truth::Yes, _) | (_, None) => said,
            (_, Some(_)) => match self.defined(id, asked, witnesses) {
                Truth::Yes => Truth::Yes,
                _ => said,
            },
        }
    }

    fn defined(&self, id: FactId, asked: &Asked, witnesses: &mut Vec<Witness>) -> Truth {
        match (self.knowledge.facts.get(id).and_then(|fact| fact.defined.as_ref()), asked) {
            (Some(Definition::Holds(predicate)), _) => self.holds(predicate, witnesses),
            (Some(Definition::Count(parts)), Asked::Number(compare, wanted)) => {
                let (yes, unknown) = self.count(parts, witnesses);
                between(*compare, yes as f64, (yes + unknown) as f64, *wanted)
            }
            (Some(Definition::WeeksFromDue(due)), Asked::Number(compare, wanted)) => match self.answer(*due) {
                Some(Answer::Date(due)) => {
                    let left = self.today.until(*due).map_or(0, |span| span.get_days());
                    Truth::from(compare.holds(f64::from(280 - left) / 7.0, *wanted))
                }
                None if self.closed => Truth::No,
                _ => Truth::Unknown,
            },
            _ => Truth::Unknown,
        }
    }

    fn occurrences(&self, id: FactId, all: &[Occurrence], asked: &Asked, witnesses: &mut Vec<Witness>) -> Truth {
        let bare = [Occurrence::default()];
        let all = if all.is_empty() { &bare[..] } else { all };
        let mut truth = Truth::No;
        for (number, occurrence) in all.iter().enumerate() {
            let sites = match self.sites.get(id.place()).and_then(|sites| sites.get(number)) {
                Some(sites) => *sites,
                None => sites(self.knowledge, id, occurrence),
            };
            let one = self.occurrence(occurrence, sites, asked);
            if one == Truth::Yes {
                witnesses.push(Witness { fact: id, sites });
            }
            truth = truth.or(one);
        }
        truth
    }

    fn occurrence(&self, occurrence: &Occurrence, sites: Option<Areas>, asked: &Asked) -> Truth {
        let unsaid = if self.closed { Truth::Yes } else { Truth::Unknown };
        let when =
            |since: Option<Since>, reach| since.map_or(unsaid, |s| s.within(reach, self.today).or_unless(self.closed));
        match asked {
            Asked::Ever => Truth::Yes,
            Asked::Holds => match occurrence.ended {
                Some(ended) => Truth::from(ended.to() > self.today),
                None => Truth::Yes,
            },
            Asked::Within(reach) => when(occurrence.since, *reach),
            Asked::Beyond(reach) => when(occurrence.since, *reach).negated(),
            Asked::At(areas) => match (occurrence.ended.is_some_and(|e| e.to() <= self.today), sites) {
                (true, _) => Truth::No,
                (false, Some(sites)) => Truth::from(sites.meets(*areas)),
                (false, None) => unsaid,
            },
            Asked::Number(..) | Asked::Word(_) => Truth::Unknown,
        }
    }

    /// Adds every fact whose answer could still decide the condition, and what is missing of it.
    pub fn open(&self, predicate: &Predicate, missing: &mut Vec<(FactId, Missing)>) {
        if self.holds(predicate, &mut Vec::new()) != Truth::Unknown {
            return;
        }
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
                for part in parts {
                    self.open(part, missing);
                }
            }
            Predicate::Not(_) => {}
            Predicate::Fact(id, asked) => self.open_fact(*id, asked, missing),
        }
    }

    fn open_fact(&self, id: FactId, asked: &Asked, missing: &mut Vec<(FactId, Missing)>) {
        let definition = self.knowledge.facts.get(id).and_then(|fact| fact.defined.as_ref());
        match (definition, asked, self.answer(id)) {
            (Some(Definition::Holds(predicate)), _, _) => self.open(predicate, missing),
            (Some(Definition::Count(parts)), _, _) => {
                for part in parts {
                    self.open(part, missing);
                }
            }
            (Some(Definition::WeeksFromDue(due)), _, _) => missing.push((*due, Missing::Answer)),
            (None, Asked::Within(_) | Asked::Beyond(_), Some(Answer::Yes(_))) => missing.push((id, Missing::Time)),
            (None, Asked::At(_), Some(Answer::Yes(_))) => missing.push((id, Missing::Place)),
            (None, _, _) => missing.push((id, Missing::Answer)),
        }
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }
}

/// What of a fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Whether it is so, or its value.
    Answer,
    /// When it was.
    Time,
    /// Where it is.
    Place,
}

/// The places of one occurrence: as said, else the fact's own, else `None` for a fact that has a place.
fn sites(knowledge: &Knowledge, id: FactId, occurrence: &Occurrence) -> Option<Areas> {
    let fact = knowledge.facts.get(id)?;
    let usual = fact.usual;
    let mut all = Areas::NONE;
    let mut nowhere = false;
    for site in &occurrence.sites {
        if matches!(site.region.trim(), "nowhere" | "none" | "systemic") {
            nowhere = true;
            continue;
        }
        let named = if site.region.trim().is_empty() { Some(usual) } else { knowledge.regions.covering(&site.region) };
        match named {
            Some(areas) if !areas.is_empty() => all |= areas.on(site.side),
            // A place nobody can find may be anywhere.
            _ if fact.sited => return None,
            _ => {}
        }
    }
    match (fact.sited, all.is_empty()) {
        (false, _) => Some(all),
        (true, false) => Some(all),
        (true, true) if nowhere => Some(Areas::NONE),
        (true, true) => (!usual.is_empty()).then_some(usual),
    }
}

/// Compares a number that lies between `low` and `high`.
fn between(compare: Compare, low: f64, high: f64, wanted: f64) -> Truth {
    match (compare.holds(low, wanted), compare.holds(high, wanted)) {
        (true, true) if compare != Compare::Equal || low >= high => Truth::Yes,
        (false, false) if compare != Compare::Equal || wanted < low || wanted > high => Truth::No,
        _ => Truth::Unknown,
    }
}

impl Truth {
    /// In a closed world a time that is not exact speaks for caution.
    fn or_unless(self, closed: bool) -> Truth {
        if closed && self == Truth::Unknown { Truth::Yes } else { self }
    }
}
