//! May this practitioner do this here today?
//!
//! The answer is advice with its reason and to whom to refer. Old or unknown rows warn and never block; blocked are only
//! an own licence that has run out, and a thrust by a massage therapist.

use jiff::civil::Date;

use crate::knowledge::Provenance;
use crate::knowledge::professions::{Activity, May, Profession, Professions, Standing, Words};

/// After so many months a row is called old.
pub const STALE_MONTHS: i32 = 12;

/// So many days before a licence runs out the verdict says so.
pub const EXPIRES_SOON_DAYS: i64 = 60;

/// Whoever wants to do something.
#[derive(Clone, Copy, Debug)]
pub struct Practitioner<'a> {
    /// Key of the profession.
    pub profession: &'a str,
    /// Key of the place, such as `US-WA`.
    pub jurisdiction: &'a str,
    /// The last day of the licence, if it is on file.
    pub licence_until: Option<Date>,
    /// Certificates on file.
    pub certificates: &'a [Held],
}

/// A certificate on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Key of the certificate.
    pub certificate: String,
    /// Its last day; none: it does not run out.
    pub until: Option<Date>,
}

/// How an activity stands to a practitioner's scope, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standpoint {
    /// Usual, nothing to check.
    Within,
    /// Probably; something is unknown, old or left to the place.
    Check,
    /// Asks for a certificate that is not on file.
    NeedsCertificate,
    /// Outside; the practitioner is told and refers.
    Outside,
    /// Not offered.
    Blocked,
}

/// One reason, as the key of a sentence with what fills it.
#[derive(Clone, Debug)]
pub struct Reason<'k> {
    /// How far this reason alone goes.
    pub standpoint: Standpoint,
    /// The key of the sentence.
    pub key: &'static str,
    /// What fills its places.
    pub args: Vec<(&'static str, String)>,
    /// The words of the row, where it has any.
    pub why: Option<&'k str>,
    /// Where the row comes from.
    pub provenance: Option<&'k Provenance>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Verdict<'k> {
    /// The gravest of the reasons; within, when there is none.
    pub standpoint: Standpoint,
    /// Why, gravest first.
    pub reasons: Vec<Reason<'k>>,
    /// To whom to refer, when it is outside or lacks a certificate.
    pub refer_to: Vec<&'k Profession>,
}

impl Verdict<'_> {
    /// Whether it is not to be offered at all.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.standpoint == Standpoint::Blocked
    }
}

/// May this practitioner do this here today?
#[must_use]
pub fn may<'k>(
    professions: &'k Professions,
    who: &Practitioner<'_>,
    activity: &'k Activity,
    today: Date,
) -> Verdict<'k> {
    let mut reasons = Vec::new();
    own_licence(professions, who, today, &mut reasons);
    if activity.block_for.iter().any(|profession| profession == who.profession) {
        reasons.push(of_row(Standpoint::Blocked, "scope-blocked", activity.why.as_deref(), &activity.provenance));
    }
    if professions.profession(who.profession).is_none() {
        reasons.push(plain(Standpoint::Check, "scope-profession-unknown", vec![]));
    }
    if professions.jurisdiction(who.jurisdiction).is_none() {
        reasons.push(plain(Standpoint::Check, "scope-place-unknown", vec![]));
    }
    by_rule(professions, who, activity, today, &mut reasons);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.standpoint));
    let standpoint = reasons.first().map_or(Standpoint::Within, |reason| reason.standpoint);
    let outside = reasons.iter().any(|reason| reason.key != "scope-licence-expired" && beyond(reason.standpoint));
    let refer_to = if outside {
        let others = activity.refer_to.iter().filter(|key| *key != who.profession);
        others.filter_map(|key| professions.profession(key)).collect()
    } else {
        Vec::new()
    };
    Verdict { standpoint, reasons, refer_to }
}

fn beyond(standpoint: Standpoint) -> bool {
    standpoint >= Standpoint::NeedsCertificate
}

fn own_licence<'k>(professions: &'k Professions, who: &Practitioner<'_>, today: Date, reasons: &mut Vec<Reason<'k>>) {
    let row = professions.licence(who.profession, who.jurisdiction);
    let asked = row.is_some_and(|row| matches!(row.standing, Standing::Licence | Standing::Registration));
    match who.licence_until {
        Some(until) if until < today => {
            reasons.push(plain(Standpoint::Blocked, "scope-licence-expired", vec![("on", until.to_string())]));
        }
        Some(until) if days_between(today, until) <= EXPIRES_SOON_DAYS => {
            reasons.push(plain(Standpoint::Within, "scope-licence-expires", vec![("on", until.to_string())]));
        }
        Some(_) => {}
        None if asked => reasons.push(plain(Standpoint::Check, "scope-licence-not-on-file", vec![])),
        None => {}
    }
}

fn by_rule<'k>(
    professions: &'k Professions,
    who: &Practitioner<'_>,
    activity: &'k Activity,
    today: Date,
    reasons: &mut Vec<Reason<'k>>,
) {
    let exception = professions.reach(who.jurisdiction).into_iter().find_map(|place| {
        professions
            .exceptions
            .iter()
            .find(|row| row.activity == activity.key && row.profession == who.profession && row.jurisdiction == place)
    });
    let (may, needs, why, provenance) = match exception {
        Some(row) => (Some(row.may), row.needs.as_deref(), Some(row.why.as_str()), &row.provenance),
        None => (
            activity.may.get(who.profession).copied(),
            activity.needs.get(who.profession).map(String::as_str),
            activity.why.as_deref(),
            &activity.provenance,
        ),
    };
    match (may, needs) {
        (Some(May::Yes), _) => {}
        (Some(May::No), _) => reasons.push(of_row(Standpoint::Outside, "scope-outside", why, provenance)),
        (Some(May::Conditional), Some(needs)) => {
            if let Some(reason) = certificate(professions, who, needs, today, why, provenance) {
                reasons.push(reason);
            }
        }
        (Some(May::Conditional), None) => {
            reasons.push(of_row(Standpoint::Check, "scope-place-decides", why, provenance));
        }
        (None, _) => reasons.push(of_row(Standpoint::Check, "scope-unknown", None, provenance)),
    }
    if is_stale(&provenance.as_of, today) {
        let mut reason = of_row(Standpoint::Check, "scope-row-old", None, provenance);
        reason.args.push(("as_of", provenance.as_of.clone()));
        reasons.push(reason);
    }
}

/// What a certificate that is asked for says: nothing when a valid one is on file.
fn certificate<'k>(
    professions: &'k Professions,
    who: &Practitioner<'_>,
    needs: &str,
    today: Date,
    why: Option<&'k str>,
    provenance: &'k Provenance,
) -> Option<Reason<'k>> {
    let held = who.certificates.iter().filter(|held| held.certificate == needs);
    let latest = held.max_by_key(|held| held.until.unwrap_or(Date::MAX));
    let (key, on) = match latest {
        Some(held) => match held.until {
            Some(until) if until < today => ("scope-certificate-expired", Some(until)),
            _ => return None,
        },
        None => ("scope-certificate-missing", None),
    };
    let mut reason = of_row(Standpoint::NeedsCertificate, key, why, provenance);
    let name = professions.certificate(needs).map_or(needs, |certificate| certificate.name.as_str());
    reason.args.push(("certificate", name.to_owned()));
    reason.args.extend(on.map(|on| ("on", on.to_string())));
    Some(reason)
}

fn plain<'k>(standpoint: Standpoint, key: &'static str, args: Vec<(&'static str, String)>) -> Reason<'k> {
    Reason { standpoint, key, args, why: None, provenance: None }
}

fn of_row<'k>(
    standpoint: Standpoint,
    key: &'static str,
    why: Option<&'k str>,
    provenance: &'k Provenance,
) -> Reason<'k> {
    Reason { standpoint, key, args: Vec::new(), why, provenance: Some(provenance) }
}

/// Whether a row last checked in the month `as_of` (`YYYY-MM`) is old on `today`. A month that cannot be read is old.
#[must_use]
pub fn is_stale(as_of: &str, today: Date) -> bool {
    let month = as_of.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    let Some((year, month)): Option<(i32, i32)> = month else { return true };
    let then = year.saturating_mul(12).saturating_add(month);
    i32::from(today.year()) * 12 + i32::from(today.month()) - then > STALE_MONTHS
}

/// Whole days from one date to another; negative when `to` is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// How much of a finding a profession reads as a name. Who is not known reads findings.
#[must_use]
pub fn words(professions: &Professions, profession: &str) -> Words {
    professions.profession(profession).map_or(Words::Findings, |profession| profession.words)
}

/// The activities that a technique on a region is, as far as scope tells them apart.
///
/// A thrust is one whatever technique it is done within; breast, gluteal cleft and the inside of the mouth are activities of
/// their own.
#[must_use]
pub fn activities<'k>(professions: &'k Professions, technique: &str, region: &str, thrust: bool) -> Vec<&'k Activity> {
    let mut keys: Vec<&str> = Vec::new();
    if thrust {
        keys.push("thrust");
    }
    match region {
        "breast" => keys.push("breast"),
        "gluteal_cleft" | "perineum" => keys.push("gluteal_cleft"),
        "intra_oral" | "intraoral" | "mouth" => keys.push("intraoral"),
        _ => {}
    }
    let mut found: Vec<&Activity> = keys.into_iter().filter_map(|key| professions.activity(key)).collect();
    if let Some(own) = professions.activity_of(technique)
        && !found.iter().any(|activity| activity.key == own.key)
    {
        found.push(own);
    }
    found
}
