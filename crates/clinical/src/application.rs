//! One technique on one site at one dose: what an application may be.
use crate::Refusal;
use crate::knowledge::{Knowledge, techniques::Position};
use crate::site::{Side, Spot};

/// What was typed or tapped for an application.
#[derive(Clone, Debug, Default)]
pub struct Typed<'a> {
    /// Name, key or alias of a technique.
    pub technique: &'a str,
    /// Name, key or alias of a region, an area or a structure.
    pub site: &'a str,
    /// `left`, `right`, `both`, or empty.
    pub side: &'a str,
    /// 1 to 5, or empty.
    pub pressure: &'a str,
    /// I to V, or empty.
    pub grade: &'a str,
    /// Minutes, or empty.
    pub minutes: &'a str,
    /// How the client lies or sits, by its word, or empty.
    pub position: &'a str,
    /// Anything else, in words.
    pub detail: &'a str,
}

/// One technique on one site at one dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// Key of the technique.
    pub technique: String,
    /// Key of the region, area or structure.
    pub site: String,
    /// The client's side, where the site has one.
    pub side: Option<Side>,
    /// Pressure, 1 (light lotion) to 5 (deep), where it was noted.
    pub pressure: Option<u8>,
    /// Grade of a mobilisation, I to V, where it was noted.
    pub grade: Option<&'static str>,
    /// How long, in minutes, where it was noted: more than 0, at most 240.
    pub minutes: Option<f64>,
    /// How the client lay or sat, where it was noted.
    pub position: Option<Position>,
    /// Anything else.
    pub detail: String,
}

impl Application {
    /// A technique on a place by their keys, with nothing else said of it.
    #[must_use]
    pub fn of(technique: &str, site: &str) -> Application {
        Application {
            technique: technique.into(),
            site: site.into(),
            side: None,
            pressure: None,
            grade: None,
            minutes: None,
            position: None,
            detail: String::new(),
        }
    }
}

/// The grades of a mobilisation; V is the thrust.
pub const GRADES: [&str; 5] = ["I", "II", "III", "IV", "V"];
/// The longest that one application can be, in minutes.
pub const LONGEST_MIN: f64 = 240.0;

/// Takes what was typed, or says everything that is wrong with it.
///
/// # Errors
/// A refusal for each field that cannot be taken.
pub fn parse(knowledge: &Knowledge, typed: &Typed<'_>) -> Result<Application, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let techniques = &knowledge.techniques;
    let word = typed.technique.trim();
    let technique = techniques.get(word).or_else(|| techniques.named(word));
    if technique.is_none() {
        refusals.push(Refusal::new("technique", "application-technique"));
    }
    let site = spot(knowledge, typed.site.trim());
    if site.is_none() {
        refusals.push(Refusal::new("site", "application-site"));
    }
    let side = optional(typed.side, Side::parse, "side", "application-side", &mut refusals);
    let pressure = optional(typed.pressure, pressure, "pressure", "application-pressure", &mut refusals);
    let grade = optional(typed.grade, grade, "grade", "application-grade", &mut refusals);
    let minutes = optional(typed.minutes, minutes, "minutes", "application-minutes", &mut refusals);
    let position = optional(typed.position, Position::parse, "position", "application-position", &mut refusals);
    let detail = typed.detail.trim();
    if detail.chars().count() > 2_000 {
        refusals.push(Refusal::new("detail", "ui-text-2000"));
    }
    match (technique, site) {
        (Some(technique), Some(site)) if refusals.is_empty() => Ok(Application {
            technique: technique.key.clone(),
            site: site.key().to_string(),
            side,
            pressure,
            grade,
            minutes,
            position,
            detail: detail.into(),
        }),
        _ => Err(refusals),
    }
}

/// What a word for a place means: by key first, then by any of its names.
#[must_use]
pub fn spot(knowledge: &Knowledge, word: &str) -> Option<Spot> {
    let regions = &knowledge.regions;
    if regions.get(word).is_some() {
        return Some(Spot::Region(word.into()));
    }
    if regions.area(word).is_some() {
        return Some(Spot::Area(word.into()));
    }
    if regions.structure(word).is_some() {
        return Some(Spot::Structure(word.into()));
    }
    regions.named(word).cloned()
}

/// Empty is not noted; anything else has to be understood.
fn optional<T>(
    typed: &str,
    read: impl Fn(&str) -> Option<T>,
    field: &'static str,
    key: &'static str,
    refusals: &mut Vec<Refusal>,
) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = read(typed);
    if value.is_none() {
        refusals.push(Refusal::new(field, key));
    }
    value
}

fn pressure(typed: &str) -> Option<u8> {
    typed.trim_start_matches(['P', 'p']).parse().ok().filter(|level| (1..=5).contains(level))
}

fn grade(typed: &str) -> Option<&'static str> {
    let upper = typed.to_uppercase();
    GRADES.into_iter().enumerate().find(|(n, grade)| upper == **grade || upper == (n + 1).to_string()).map(|(_, g)| g)
}

fn minutes(typed: &str) -> Option<f64> {
    let value: f64 = typed.replace(',', ".").parse().ok()?;
    (value > 0.0 && value <= LONGEST_MIN).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::folder;

    #[test]
    fn names_and_aliases_become_keys() {
        let typed =
            Typed { technique: "MFR", site: "upper trap", side: "R", pressure: "p3", minutes: "4", ..Typed::default() };
        let application = parse(folder(), &typed).unwrap();
        assert_eq!(application.technique, "mfr");
        assert_eq!(application.site, "trapezius_upper");
        assert_eq!(
            (application.side, application.pressure, application.minutes),
            (Some(Side::Right), Some(3), Some(4.0))
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let typed = Typed {
            technique: "abracadabra",
            site: "nowhere",
            side: "up",
            pressure: "6",
            grade: "VI",
            minutes: "0",
            position: "upside down",
            ..Typed::default()
        };
        let fields: Vec<_> = parse(folder(), &typed).unwrap_err().into_iter().map(|r| r.field.into_owned()).collect();
        assert_eq!(fields, ["technique", "site", "side", "pressure", "grade", "minutes", "position"]);
    }

    #[test]
    fn what_is_not_noted_stays_empty() {
        let typed = Typed { technique: "swedish", site: "low_back", ..Typed::default() };
        let application = parse(folder(), &typed).unwrap();
        assert_eq!(
            (application.side, application.pressure, application.grade, application.minutes),
            (None, None, None, None)
        );
    }
}
