//! Instruments as they stand in the files.

use serde::Deserialize;
use toml::Spanned;

use crate::measure::{self, Better, Size};
use crate::score::{self, Edge, Grouping};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) source: Vec<String>,
    pub(super) confidence: Option<String>,
    pub(super) as_of: Option<String>,
    #[serde(default)]
    pub(super) instrument: Vec<Instrument>,
    pub(super) course: Option<Course>,
    /// Item texts that a practice was allowed to use, from an overlay.
    #[serde(default)]
    pub(super) texts: Vec<super::pack::Pack>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Course {
    pub(super) plateau_readings: usize,
    pub(super) worsening_readings: usize,
    pub(super) response_sessions: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instrument {
    pub(super) key: Spanned<String>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    pub(super) about: String,
    pub(super) items: usize,
    #[serde(default)]
    pub(super) up_to: bool,
    pub(super) item: (f64, f64),
    #[serde(default)]
    pub(super) item_ranges: Vec<(f64, f64)>,
    #[serde(default)]
    pub(super) values: Vec<f64>,
    #[serde(default)]
    pub(super) decimals: bool,
    #[serde(default)]
    pub(super) reversed: Vec<usize>,
    #[serde(default)]
    pub(super) weights: Vec<f64>,
    #[serde(default)]
    pub(super) recode: Vec<Recode>,
    pub(super) better: String,
    pub(super) recall: String,
    pub(super) licence: String,
    #[serde(default)]
    pub(super) licence_note: String,
    pub(super) loinc: Option<String>,
    #[serde(default)]
    pub(super) instead: Vec<String>,
    pub(super) alarm: Option<Alarm>,
    pub(super) texts: Option<Texts>,
    #[serde(default)]
    pub(super) source: Vec<String>,
    pub(super) confidence: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) scale: Vec<Scale>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recode {
    pub(super) item: usize,
    pub(super) steps: Vec<(f64, f64, f64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alarm {
    pub(super) key: String,
    pub(super) item: usize,
    pub(super) from: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub(super) stem: String,
    pub(super) items: Vec<String>,
    #[serde(default)]
    pub(super) choices: Vec<String>,
    #[serde(default)]
    pub(super) notice: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scale {
    pub(super) key: String,
    pub(super) name: Option<String>,
    pub(super) items: Option<Which>,
    pub(super) kind: String,
    pub(super) split_after: Option<usize>,
    #[serde(default)]
    pub(super) table: Vec<(f64, f64)>,
    pub(super) missing: String,
    pub(super) at_least: Option<usize>,
    pub(super) firm_from: Option<usize>,
    pub(super) range: (f64, f64),
    pub(super) unit: String,
    pub(super) better: Option<String>,
    #[serde(default)]
    pub(super) recall: String,
    #[serde(default)]
    pub(super) bands: Vec<Band>,
    pub(super) grouping: Option<String>,
    pub(super) positive_from: Option<f64>,
    pub(super) mdc: Option<Threshold>,
    pub(super) mdc_item: Option<Threshold>,
    #[serde(default)]
    pub(super) mcid: Vec<Threshold>,
}

/// Items of a scale: a list, or first and last.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Which {
    Each(Vec<usize>),
    FromTo { from: usize, to: usize },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Band {
    key: String,
    label: String,
    from: Option<f64>,
    above: Option<f64>,
}

impl Band {
    pub(super) fn meaning(self) -> Result<score::Band, String> {
        let edge = match (self.from, self.above) {
            (Some(line), None) => Edge::From(line),
            (None, Some(line)) => Edge::Above(line),
            _ => return Err(format!("band `{}` begins either `from` or `above` a number", self.key)),
        };
        Ok(score::Band { key: self.key, label: self.label, edge })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::knowledge) struct Threshold {
    points: Option<f64>,
    percent: Option<f64>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    source: Vec<String>,
}

impl Threshold {
    pub(in crate::knowledge) fn meaning(self, sources: &[String]) -> Result<measure::Threshold, String> {
        let size = match (self.points, self.percent) {
            (Some(points), None) if points > 0.0 => Size::Points(points),
            (None, Some(percent)) if percent > 0.0 => Size::Percent(percent),
            _ => return Err("a threshold is either `points` or `percent`, above 0".to_owned()),
        };
        let sources = if self.source.is_empty() { sources.to_vec() } else { self.source };
        Ok(measure::Threshold { size, note: self.note, sources })
    }
}

pub(in crate::knowledge) fn better(word: &str) -> Result<Better, String> {
    match word {
        "lower" => Ok(Better::Lower),
        "higher" => Ok(Better::Higher),
        other => Err(other.to_owned()),
    }
}

pub(super) fn grouping(word: Option<&str>) -> Result<Grouping, String> {
    match word {
        None | Some("score") => Ok(Grouping::Score),
        Some("startback") => Ok(Grouping::StartBack),
        Some(other) => Err(other.to_owned()),
    }
}
