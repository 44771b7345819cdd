//! Acupressure points and reflexology zones: charts of their traditions, each with what is known of it.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::vocabulary::vocabulary;
use super::{Defaults, Knowledge, Place, Problem, Provenance, Source};

/// Whether tradition keeps a point off in pregnancy. Harm has not been found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointPregnancy {
    /// No list names it.
    Unlisted,
    /// Some lists name it.
    SomeLists,
    /// The usual lists name it: off before 37 weeks unless agreed.
    Cautioned,
}

/// An acupressure point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The code of the WHO standard, such as `LI4`.
    pub code: String,
    /// Its name in pinyin.
    pub pinyin: String,
    /// Where it is.
    pub location: String,
    /// What tradition uses it for; not shown to work.
    pub claim: String,
    /// The region it is charted in.
    pub region: String,
    /// In pregnancy.
    pub pregnancy: PointPregnancy,
    /// What to mind at the point.
    pub caution: Option<String>,
    /// Whether it is one of the 361 points on channels.
    pub channel_point: bool,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// Which foot a zone is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneFoot {
    /// Both.
    Both,
    /// Both, larger on the left.
    LeftMore,
    /// Left.
    Left,
    /// Right.
    Right,
}

/// A zone of foot reflexology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its code.
    pub code: String,
    /// Where it is.
    pub location: String,
    /// What its practitioners chart there; no correspondence is shown.
    pub charted_as: String,
    /// On which foot.
    pub foot: ZoneFoot,
    /// The region it is charted in.
    pub region: String,
    /// What to mind.
    pub caution: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// What is known of a chart as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartEvidence {
    /// `none` or `weak`.
    pub grade: String,
    /// In words, shown with the chart.
    pub words: String,
}

/// The two charts.
#[derive(Clone, Debug, Default)]
pub struct Points {
    points: Vec<Point>,
    zones: Vec<Zone>,
    point_evidence: ChartEvidence,
    zone_evidence: ChartEvidence,
}

impl Points {
    /// The acupressure points.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The point with this code, in any spelling of case and space.
    #[must_use]
    pub fn point(&self, code: &str) -> Option<&Point> {
        let plain: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        self.points.iter().find(|point| point.code.eq_ignore_ascii_case(&plain))
    }

    /// The reflexology zones.
    #[must_use]
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// What is known of the acupressure points.
    #[must_use]
    pub fn point_evidence(&self) -> &ChartEvidence {
        &self.point_evidence
    }

    /// What is known of the reflexology zones.
    #[must_use]
    pub fn zone_evidence(&self) -> &ChartEvidence {
        &self.zone_evidence
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Points {
        let mut all = Points::default();
        for file in Source::of_kind(files, "points") {
            let Some(wire) = file.wire::<FileWire>(problems) else { continue };
            let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
            let chart = ChartEvidence { grade: wire.evidence, words: wire.evidence_words };
            if !["none", "weak"].contains(&chart.grade.as_str()) {
                problems.push(Place::new(file.path, 0).problem("the evidence of a chart is `none` or `weak`"));
            }
            if !wire.point.is_empty() {
                all.point_evidence = chart.clone();
            }
            if !wire.zone.is_empty() {
                all.zone_evidence = chart;
            }
            for entry in wire.point {
                let place = file.place(&entry.code);
                all.points.push(entry.meaning(&defaults, place, problems));
            }
            for entry in wire.zone {
                let place = file.place(&entry.code);
                all.zones.push(entry.meaning(&defaults, place, problems));
            }
        }
        all
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.points;
        let points = own.points.iter().map(|p| (&p.code, &p.region, &p.provenance, &p.place));
        let zones = own.zones.iter().map(|z| (&z.code, &z.region, &z.provenance, &z.place));
        let mut codes = BTreeSet::new();
        for (code, region, provenance, place) in points.chain(zones) {
            knowledge.sources.check(provenance, place, problems);
            if !codes.insert(code.as_str()) {
                problems.push(place.problem(format!("`{code}` is given twice")));
            }
            if knowledge.regions.get(region).is_none() {
                problems.push(place.problem(format!("`{region}` is no region")));
            }
        }
    }
}

vocabulary!(PregnancyWire => PointPregnancy { "cautioned" = Cautioned, "some_lists" = SomeLists });
vocabulary!(FootWire => ZoneFoot { "both" = Both, "left_more" = LeftMore, "left" = Left, "right" = Right });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    evidence: String,
    evidence_words: String,
    #[serde(default)]
    point: Vec<PointWire>,
    #[serde(default)]
    zone: Vec<ZoneWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointWire {
    code: Spanned<String>,
    pinyin: String,
    location: String,
    claim: String,
    region: String,
    pregnancy: Option<PregnancyWire>,
    caution: Option<String>,
    channel_point: Option<bool>,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneWire {
    code: Spanned<String>,
    location: String,
    charted_as: String,
    foot: FootWire,
    region: String,
    caution: Option<String>,
}

impl PointWire {
    fn meaning(self, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Point {
        let own = Defaults { source: self.source, confidence: self.confidence, as_of: None };
        Point {
            provenance: defaults.settle(own, &place, problems),
            code: self.code.into_inner(),
            pinyin: self.pinyin,
            location: self.location,
            claim: self.claim,
            region: self.region,
            pregnancy: self.pregnancy.map_or(PointPregnancy::Unlisted, PointPregnancy::from),
            caution: self.caution,
            channel_point: self.channel_point.unwrap_or(true),
            place,
        }
    }
}

impl ZoneWire {
    fn meaning(self, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Zone {
        Zone {
            provenance: defaults.settle(Defaults::default(), &place, problems),
            code: self.code.into_inner(),
            location: self.location,
            charted_as: self.charted_as,
            foot: self.foot.into(),
            region: self.region,
            caution: self.caution,
            place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::folder;

    #[test]
    fn both_charts_are_whole_and_say_what_is_known_of_them() {
        let points = &folder().points;
        assert_eq!(points.zones().len(), 24);
        assert_eq!(points.points().len(), 57, "46 of the reference and the rest of the traditional list");
        assert_eq!(points.zone_evidence().grade, "none");
        assert_eq!(points.point_evidence().grade, "weak");
    }

    #[test]
    fn the_traditional_pregnancy_list_is_marked() {
        let points = &folder().points;
        let listed = "LI4 SP6 BL60 BL67 GB21 BL27 BL28 BL29 BL30 BL31 BL32 BL33 BL34 CV2 CV3 CV4 CV5 CV6 CV7";
        for code in listed.split(' ') {
            assert_eq!(points.point(code).map(|p| p.pregnancy), Some(PointPregnancy::Cautioned), "{code}");
        }
        assert_eq!(points.point("pc 6").map(|p| p.pregnancy), Some(PointPregnancy::Unlisted));
        let cautioned = points.points().iter().filter(|p| p.pregnancy == PointPregnancy::Cautioned).count();
        assert_eq!(cautioned, 19);
    }
}
