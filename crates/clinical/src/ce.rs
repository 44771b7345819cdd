//! Continuing education: hours still owed by category, and what runs out when.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::knowledge::professions::Licence;
use crate::scope::{Held, days_between};

/// Hours of education, in hundredths, so that half and quarter hours add up exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours(u32);

impl Hours {
    /// Whole hours.
    #[must_use]
    pub fn whole(hours: u32) -> Hours {
        Hours(hours.saturating_mul(100))
    }

    /// Hundredths of an hour.
    #[must_use]
    pub fn hundredths(hundredths: u32) -> Hours {
        Hours(hundredths)
    }

    /// In hundredths of an hour.
    #[must_use]
    pub fn in_hundredths(self) -> u32 {
        self.0
    }

    fn plus(self, other: Hours) -> Hours {
        Hours(self.0.saturating_add(other.0))
    }

    fn less(self, other: Hours) -> Hours {
        Hours(self.0.saturating_sub(other.0))
    }
}

/// A course that was attended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The day it was completed.
    pub on: Date,
    /// How long, as its certificate says.
    pub hours: Hours,
    /// What it was about: `ethics`, `human_trafficking`…
    pub topics: BTreeSet<String>,
    /// How it was given: `distance`, `in_person`, `hands_on`, `self_study`…
    pub modes: BTreeSet<String>,
}

/// The time between two renewals, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Whether it ends with the first renewal.
    pub first: bool,
}

/// What hours are owed for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// All hours.
    Total,
    /// Ethics.
    Ethics,
    /// One topic.
    Topic(String),
    /// One way of teaching, of which so much must be.
    Mode(String),
}

/// The hours of one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// For what.
    pub category: Category,
    /// Hours asked; none: the row does not say how many.
    pub asked: Option<Hours>,
    /// Hours that count towards it.
    pub counted: Hours,
}

impl Need {
    /// Hours still owed; none: unknown, because it is not known how many are asked.
    #[must_use]
    pub fn owed(&self) -> Option<Hours> {
        self.asked.map(|asked| asked.less(self.counted))
    }
}

/// What a licence row asks of a cycle, against the credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Each category asked for, the total first.
    pub needs: Vec<Need>,
    /// Hours attended beyond what a bound lets count, such as distance learning.
    pub beyond_bounds: Hours,
    /// Whether the row lets the first renewal pass without hours, and this is it.
    pub exempt: bool,
}

impl Account {
    /// Whether nothing is owed; none: unknown.
    #[must_use]
    pub fn settled(&self) -> Option<bool> {
        if self.exempt {
            return Some(true);
        }
        let mut unknown = false;
        for need in &self.needs {
            match need.owed() {
                Some(owed) if owed > Hours::default() => return Some(false),
                Some(_) => {}
                None => unknown = true,
            }
        }
        if unknown { None } else { Some(true) }
    }
}

/// The account of one cycle. Credits outside it count only towards topics that are asked once.
#[must_use]
pub fn account(licence: &Licence, credits: &[Credit], cycle: Cycle) -> Account {
    if licence.first_renewal_exempt && cycle.first {
        return Account { exempt: true, ..Account::default() };
    }
    let within: Vec<&Credit> =
        credits.iter().filter(|credit| cycle.from <= credit.on && credit.on <= cycle.to).collect();
    let extra = |credit: &Credit| {
        let mut topics = licence.topics.iter().filter(|topic| topic.additional);
        topics.any(|topic| credit.topics.contains(&topic.topic))
    };
    let ordinary: Vec<&Credit> = within.iter().copied().filter(|credit| !extra(credit)).collect();
    let (counted, beyond_bounds) = bounded(licence, &ordinary);
    let mut needs = vec![Need { category: Category::Total, asked: licence.ce_hours.map(Hours::whole), counted }];
    if let Some(hours) = licence.ethics_hours.filter(|hours| *hours > 0) {
        let counted = sum(&within, |credit| credit.topics.contains("ethics"));
        needs.push(Need { category: Category::Ethics, asked: Some(Hours::whole(hours)), counted });
    }
    for topic in &licence.topics {
        let about = |credit: &Credit| credit.topics.contains(&topic.topic);
        let counted = if topic.once { sum(&credits.iter().collect::<Vec<_>>(), about) } else { sum(&within, about) };
        let asked = topic.hours.map(Hours::whole);
        needs.push(Need { category: Category::Topic(topic.topic.clone()), asked, counted });
    }
    for limit in &licence.limits {
        let Some(least) = limit.at_least else { continue };
        let counted = sum(&within, |credit| credit.modes.contains(&limit.mode));
        let category = Category::Mode(limit.mode.clone());
        needs.push(Need { category, asked: Some(Hours::whole(least)), counted });
    }
    Account { needs, beyond_bounds, exempt: false }
}

/// Hours that count towards the total under the bounds of the row, and those beyond them.
fn bounded(licence: &Licence, credits: &[&Credit]) -> (Hours, Hours) {
    let mut room: Vec<(&str, Hours)> = Vec::new();
    for limit in &licence.limits {
        if let Some(most) = limit.at_most {
            room.push((&limit.mode, Hours::whole(most)));
        }
    }
    let (mut counted, mut beyond) = (Hours::default(), Hours::default());
    for credit in credits {
        let mut bounds: Vec<&mut (&str, Hours)> =
            room.iter_mut().filter(|(mode, _)| credit.modes.contains(*mode)).collect();
        let allowed = bounds.iter().map(|(_, left)| *left).fold(credit.hours, Ord::min);
        for (_, left) in &mut bounds {
            *left = left.less(allowed);
        }
        counted = counted.plus(allowed);
        beyond = beyond.plus(credit.hours.less(allowed));
    }
    (counted, beyond)
}

fn sum(credits: &[&Credit], which: impl Fn(&Credit) -> bool) -> Hours {
    credits.iter().filter(|credit| which(credit)).fold(Hours::default(), |all, credit| all.plus(credit.hours))
}

/// Something that runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// `licence`, or the key of a certificate.
    pub what: String,
    /// Its last day.
    pub on: Date,
    /// Days left; negative when it has run out.
    pub days_left: i64,
}

/// What has run out or does within so many days, soonest first.
#[must_use]
pub fn expiring(licence_until: Option<Date>, certificates: &[Held], today: Date, within_days: i64) -> Vec<Expiry> {
    let licence = licence_until.map(|on| ("licence", on));
    let held = certificates.iter().filter_map(|held| Some((held.certificate.as_str(), held.until?)));
    let all = licence.into_iter().chain(held);
    let mut expiring: Vec<Expiry> = all
        .map(|(what, on)| Expiry { what: what.to_owned(), on, days_left: days_between(today, on) })
        .filter(|expiry| expiry.days_left <= within_days)
        .collect();
    expiring.sort_by(|a, b| (a.on, &a.what).cmp(&(b.on, &b.what)));
    expiring
}
