//! How many visits and how often, as studied or as we propose.

use serde::Deserialize;
use toml::Spanned;

use crate::knowledge::{Defaults, Knowledge, Place, Problem, Provenance, Source};

/// A course of care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudiedCourse {
    /// The condition it was studied in; none for what we propose where nothing is known.
    pub condition: Option<String>,
    /// Visits.
    pub visits: u8,
    /// Weeks they are spread over.
    pub weeks: u8,
    /// Minutes of a visit.
    pub minutes: u8,
    /// What must be said with it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    place: Place,
}

impl StudiedCourse {
    /// The visits at which the course is looked at again: halfway and at the end.
    #[must_use]
    pub fn looked_at_after(&self) -> (u8, u8) {
        (self.visits.div_ceil(2), self.visits)
    }

    pub(super) fn check(&self, knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        knowledge.sources.check(&self.provenance, &self.place, problems);
        if let Some(key) = self.condition.as_deref().filter(|key| knowledge.conditions.get(key).is_none()) {
            problems.push(self.place.problem(format!("`{key}` is no condition")));
        }
        if self.visits == 0 || self.weeks == 0 || self.minutes == 0 {
            problems.push(self.place.problem("a course has visits, weeks and minutes, each at least 1"));
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CourseWire {
    condition: Option<String>,
    visits: Spanned<u8>,
    weeks: u8,
    minutes: u8,
    note: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

impl CourseWire {
    pub(super) fn meaning(self, file: &Source<'_>, defaults: &Defaults, problems: &mut Vec<Problem>) -> StudiedCourse {
        let place = file.place(&self.visits);
        let own = Defaults { source: self.source, confidence: self.confidence, as_of: None };
        StudiedCourse {
            provenance: defaults.settle(own, &place, problems),
            condition: self.condition,
            visits: self.visits.into_inner(),
            weeks: self.weeks,
            minutes: self.minutes,
            note: self.note,
            place,
        }
    }
}
