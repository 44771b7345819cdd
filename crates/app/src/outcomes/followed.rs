//! What was followed by change for this client: technique by technique, measure by measure, never as a cause.
use super::pairs::{Held, Taken, between, within};
use super::summed::{Summed, summed};
use super::{Techniques, store};
use crate::door::{Ask, Chart};
use crate::measures::{Known, Series};
use crate::naming;
use crate::ui::Said;
use clinical::what_followed::{Followed, Span, what_followed};
use serde::Serialize;
use std::collections::BTreeMap;

/// What followed one technique, by one measure.
#[derive(Serialize)]
pub(super) struct FollowedView {
    pub(super) technique: String,
    pub(super) name: Said,
    pub(super) parts: Vec<Said>,
    pub(super) span: Said,
    pub(super) summed: Summed,
}

/// All that can be said, and of how many nothing can.
pub(super) struct AllFollowed {
    pub(super) said: Vec<FollowedView>,
    pub(super) too_few: usize,
}

/// For every technique that was applied and every measure that was taken.
pub(super) fn of_chart(
    ask: &Ask<Chart>,
    measured: &[Series],
    known: &[Known],
    held: &[store::Visit],
    done: &Techniques,
) -> AllFollowed {
    let mut visits: BTreeMap<&str, Vec<Held<'_>>> = BTreeMap::new();
    for visit in held {
        for technique in done.get(&visit.of).into_iter().flatten() {
            visits.entry(technique).or_default().push(Held { of: &visit.of, on: ask.date(visit.at) });
        }
    }
    let mut all = AllFollowed { said: Vec::new(), too_few: 0 };
    for (technique, visits) in &visits {
        let before = all.said.len();
        for series in measured.iter().filter(|one| one.history.dated) {
            let readings = readings(ask, series, known);
            for (span, word, pairs) in [
                (Span::WithinSession, "outcome-within", within(&readings, visits)),
                (Span::BetweenVisits, "outcome-between", between(&readings, visits)),
            ] {
                let lines = &series.history.trend.lines;
                let followed = what_followed(lines, span, &pairs);
                if matches!(followed, Followed::TooFew { .. }) {
                    continue;
                }
                all.said.push(FollowedView {
                    technique: naming::technique(&ask.house.knowledge, technique),
                    name: series.name.clone(),
                    parts: series.parts.clone(),
                    span: Said::key(word),
                    summed: summed(lines, &pairs, &followed, &series.unit),
                });
            }
        }
        all.too_few += usize::from(all.said.len() == before);
    }
    all
}

/// The firm readings of a measure that have a day, in the order of time.
fn readings<'k>(ask: &Ask<Chart>, series: &Series, known: &'k [Known]) -> Vec<Taken<'k>> {
    let own = known.iter().filter(|one| one.measure == series.history.trend.measure && one.dated && one.reading.firm);
    let taken = |one: &'k Known| Taken {
        on: ask.date(one.reading.at.as_microsecond()),
        value: one.reading.value,
        session: &one.session,
        moment: &one.moment,
    };
    own.map(taken).collect()
}
