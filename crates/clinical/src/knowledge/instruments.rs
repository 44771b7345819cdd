//! Instruments: `knowledge/instruments/*.toml`, one `[[instrument]]` each, with its `[[instrument.scale]]`s.

mod pack;
mod wire;

pub(super) use wire::{Threshold as ThresholdWire, better};

use super::{Defaults, Knowledge, Place, Problem, Source};
use crate::change::CourseRule;
use crate::score::{Alarm, Instrument, Items, Kind, Licence, Missing, Recode, Scale, Texts};

/// All instruments, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Instruments {
    all: Vec<Instrument>,
    /// How a course of care is judged; none where the folder does not say.
    pub course: Option<CourseRule>,
}

impl Instruments {
    /// The instrument of that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Instrument> {
        self.all.iter().find(|instrument| instrument.key == key)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Instrument> {
        self.all.iter()
    }

    /// Reads the instruments of the folder; what is wrong goes to `problems`.
    pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Instruments {
        let mut all = Vec::new();
        let mut course = None;
        let mut packs = Vec::new();
        for source in Source::of_kind(files, "instruments") {
            let Some(file) = source.wire::<wire::File>(problems) else { continue };
            let defaults = Defaults { source: file.source, confidence: file.confidence, as_of: file.as_of };
            if let Some(rule) = file.course {
                let provenance = defaults.settle(Defaults::default(), &Place::new(source.path, 0), problems);
                course = Some(rule.meaning(provenance.sources, source.path, problems));
            }
            for entry in file.instrument {
                let place = source.place(&entry.key);
                all.push(entry.meaning(&defaults, place, problems));
            }
            packs.extend(file.texts.into_iter().map(|pack| pack.placed(&source)));
        }
        pack::give(packs, &mut all, problems);
        Instruments { all, course }
    }

    /// What only the whole can tell: keys used twice, sources and instruments named that are not there.
    pub(super) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let all = &knowledge.instruments;
        for (i, instrument) in all.iter().enumerate() {
            if all.all[..i].iter().any(|earlier| earlier.key == instrument.key) {
                problems.push(instrument.place.problem(format!("instrument `{}` stands twice", instrument.key)));
            }
            for key in instrument.instead.iter().filter(|key| all.get(key).is_none()) {
                problems.push(instrument.place.problem(format!("`instead` names `{key}`, which is no instrument")));
            }
            check_one(instrument, problems);
        }
        for (key, place) in all.cited().filter(|(key, _)| knowledge.sources.get(key).is_none()) {
            problems.push(place.problem(format!("`{key}` is no source of sources.toml")));
        }
    }

    /// Every source named by an instrument, with its place.
    fn cited(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.all.iter().flat_map(|instrument| {
            let thresholds = instrument.scales.iter().flat_map(|s| s.mdc.iter().chain(&s.mdc_item).chain(&s.mcid));
            let of_thresholds = thresholds.flat_map(|threshold| &threshold.sources);
            let keys = instrument.provenance.sources.iter().chain(of_thresholds);
            keys.map(|key| (key.as_str(), &instrument.place))
        })
    }
}

fn check_one(instrument: &Instrument, problems: &mut Vec<Problem>) {
    let mut say = |what: String| problems.push(instrument.place.problem(format!("`{}`: {what}", instrument.key)));
    let items = &instrument.items;
    if instrument.scales.is_empty() {
        say("no scale".into());
    }
    if instrument.texts.is_some() && instrument.permission.is_none() && !instrument.licence.ships() {
        say(format!("texts stand here though the licence is `{}`", instrument.licence.word()));
    }
    if let Some(texts) = &instrument.texts
        && !items.up_to
        && texts.items.len() != items.count
    {
        say(format!("{} texts for {} items", texts.items.len(), items.count));
    }
    if items.ranges.len() != 1 && items.ranges.len() != items.count {
        say(format!("{} item ranges for {} items", items.ranges.len(), items.count));
    }
    if !items.weights.is_empty() && items.weights.len() != items.count {
        say(format!("{} weights for {} items", items.weights.len(), items.count));
    }
    for scale in &instrument.scales {
        if scale.items.iter().chain(&items.reversed).any(|item| *item == 0 || *item > items.count) {
            say(format!("scale `{}` names an item that is not there", scale.key));
        }
        if scale.range.0 >= scale.range.1 {
            say(format!("scale `{}`: its range is empty", scale.key));
        }
        if scale.unit.is_empty() {
            say(format!("scale `{}`: a number without unit", scale.key));
        }
        let lines: Vec<f64> = scale.bands.iter().map(|band| band.edge.line()).collect();
        if !lines.is_sorted() {
            say(format!("scale `{}`: bands out of order", scale.key));
        }
    }
}

impl wire::Course {
    fn meaning(self, sources: Vec<String>, path: &str, problems: &mut Vec<Problem>) -> CourseRule {
        if self.plateau_readings < 2 || self.worsening_readings == 0 {
            problems.push(
                Place::new(path, 0).problem("a course needs at least 2 readings for a plateau and 1 for a worsening"),
            );
        }
        CourseRule {
            plateau_readings: self.plateau_readings,
            worsening_readings: self.worsening_readings,
            response_sessions: self.response_sessions,
            sources,
        }
    }
}

impl wire::Instrument {
    fn meaning(self, defaults: &Defaults, place: Place, problems: &mut Vec<Problem>) -> Instrument {
        let own = Defaults { source: self.source, confidence: self.confidence, as_of: self.as_of };
        let provenance = defaults.settle(own, &place, problems);
        let licence = licence(&self.licence).unwrap_or_else(|| {
            problems.push(place.problem(format!("unknown licence `{}`", self.licence)));
            Licence::No
        });
        let ranges = if self.item_ranges.is_empty() { vec![self.item] } else { self.item_ranges };
        let recodes = self.recode.into_iter().map(|r| Recode { item: r.item, steps: r.steps }).collect();
        let items = Items {
            count: self.items,
            up_to: self.up_to,
            ranges,
            values: self.values,
            decimals: self.decimals,
            reversed: self.reversed,
            weights: self.weights,
            recodes,
        };
        let about = Whole { count: self.items, better: &self.better, sources: &provenance.sources, place: &place };
        let scales = self.scale.into_iter().map(|scale| scale.meaning(&about, problems)).collect();
        let texts = |t: wire::Texts| Texts { stem: t.stem, items: t.items, choices: t.choices, notice: t.notice };
        Instrument {
            key: self.key.into_inner(),
            name: self.name,
            version: self.version,
            about: self.about,
            items,
            scales,
            recall: self.recall,
            alarm: self.alarm.map(|a| Alarm { key: a.key, item: a.item, from: a.from }),
            licence,
            licence_note: self.licence_note,
            loinc: self.loinc,
            instead: self.instead,
            texts: self.texts.map(texts),
            permission: None,
            provenance,
            place,
        }
    }
}

/// What a scale takes from its instrument.
struct Whole<'a> {
    count: usize,
    better: &'a str,
    sources: &'a [String],
    place: &'a Place,
}

impl wire::Scale {
    fn meaning(self, whole: &Whole<'_>, problems: &mut Vec<Problem>) -> Scale {
        let mut say = |what: String| problems.push(whole.place.problem(format!("scale `{}`: {what}", self.key)));
        let items = match self.items {
            Some(wire::Which::Each(items)) => items,
            Some(wire::Which::FromTo { from, to }) => (from..=to).collect(),
            None => (1..=whole.count).collect(),
        };
        let kind = kind(&self.kind, self.split_after, self.table).unwrap_or_else(|| {
            say(format!("unknown scoring kind `{}`", self.kind));
            Kind::Entered
        });
        let missing = missing(&self.missing, self.at_least, self.firm_from).unwrap_or_else(|| {
            say(format!("unknown missing-answer rule `{}`, or a rule without `at_least`", self.missing));
            Missing::Complete
        });
        let better = better(self.better.as_deref().unwrap_or(whole.better)).unwrap_or_else(|word| {
            say(format!("`better` is `{word}`, neither lower nor higher"));
            crate::measure::Better::Lower
        });
        let mut threshold = |t: wire::Threshold| t.meaning(whole.sources).map_err(&mut say).ok();
        let mdc = self.mdc.and_then(&mut threshold);
        let mdc_item = self.mdc_item.and_then(&mut threshold);
        let mcid = self.mcid.into_iter().filter_map(&mut threshold).collect();
        let bands = self.bands.into_iter().filter_map(|band| band.meaning().map_err(&mut say).ok()).collect();
        let grouping = wire::grouping(self.grouping.as_deref()).unwrap_or_else(|word| {
            say(format!("unknown grouping `{word}`"));
            crate::score::Grouping::Score
        });
        Scale {
            name: self.name.unwrap_or_else(|| self.key.clone()),
            key: self.key,
            items,
            kind,
            missing,
            range: self.range,
            unit: self.unit,
            better,
            recall: self.recall,
            bands,
            grouping,
            positive_from: self.positive_from,
            mdc,
            mdc_item,
            mcid,
        }
    }
}

fn licence(word: &str) -> Option<Licence> {
    [Licence::Free, Licence::Attribution, Licence::Ask, Licence::No, Licence::Own]
        .into_iter()
        .find(|l| l.word() == word)
}

fn kind(word: &str, split_after: Option<usize>, table: Vec<(f64, f64)>) -> Option<Kind> {
    Some(match word {
        "single" => Kind::Single,
        "sum" => Kind::Sum,
        "capped_sum" => Kind::CappedSum,
        "mean" => Kind::Mean,
        "percent" => Kind::Percent,
        "rescaled" => Kind::Rescaled,
        "rescaled_down" => Kind::RescaledDown,
        "mean_of_halves" => Kind::MeanOfHalves { after: split_after? },
        "table" if !table.is_empty() => Kind::Table(table),
        "psqi" => Kind::Psqi,
        "entered" => Kind::Entered,
        _ => return None,
    })
}

fn missing(word: &str, at_least: Option<usize>, firm_from: Option<usize>) -> Option<Missing> {
    Some(match word {
        "complete" => Missing::Complete,
        "blank_is_no" => Missing::BlankIsNo,
        "drop" => Missing::Drop { at_least: at_least?, firm_from: firm_from.or(at_least)? },
        "others_mean" => Missing::OthersMean { at_least: at_least? },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::folder;

    #[test]
    fn every_instrument_of_the_reference_is_there_with_recall_and_source() {
        let named = [
            "nprs",
            "vas",
            "psfs",
            "groc_pgic",
            "rmdq",
            "odi",
            "ndi",
            "quickdash",
            "dash",
            "lefs",
            "womac",
            "koos",
            "hoos",
            "koos_jr",
            "hoos_jr",
            "faam",
            "hit6",
            "midas",
            "phq9",
            "phq2",
            "phq4",
            "gad7",
            "gad2",
            "pss10",
            "pss4",
            "promis_sf",
            "promis10",
            "fabq",
            "pcs",
            "tsk11",
            "startback",
            "ompsq_sf",
            "dn4",
            "s_lanss",
            "paindetect",
            "fiqr",
            "tmd_screener",
            "psqi",
            "isi",
            "eq5d",
            "sf12",
            "sf36",
            "rand36",
            "vr12",
            "hrqol4",
            "csq8",
            "csat_own",
            "spadi",
            "visa_g",
            "cait",
            "worc",
            "haq_di",
            "rapid3",
            "peg",
        ];
        for key in named {
            let instrument = folder().instruments.get(key).unwrap_or_else(|| panic!("{key} is missing"));
            assert!(!instrument.recall.is_empty() && !instrument.provenance.sources.is_empty(), "{key}");
        }
        assert!(folder().instruments.iter().count() >= 60);
    }

    #[test]
    fn pain_now_and_worst_pain_are_two_measures_and_a_threshold_prints_its_citation() {
        let nprs = folder().instruments.get("nprs").expect("nprs");
        let id = |key: &str| nprs.scale(key).map(|scale| nprs.measure(scale)).expect("a scale");
        assert_eq!((id("worst").recall.as_str(), id("now").recall.as_str()), ("24 h", "now"));
        let mdc = nprs.scales[0].mdc.as_ref().expect("an error");
        assert!(mdc.citations(&folder().sources)[0].starts_with("Childs JD"));
    }

    #[test]
    fn a_word_that_hurts_stays_data_and_is_never_a_label() {
        for band in folder().instruments.iter().flat_map(|i| &i.scales).flat_map(|scale| &scale.bands) {
            assert!(!band.label.contains("crippled") && !band.label.contains("bed"), "{}", band.label);
        }
    }

    #[test]
    fn texts_of_a_licensed_form_are_named_as_a_problem_with_their_line() {
        let text = r#"
as_of = "2026-11"
confidence = "H"
source = ["X"]
[[instrument]]
key = "a"
name = "A"
about = "a"
items = 1
item = [0, 1]
better = "lower"
recall = "today"
licence = "no"
texts = { stem = "s", items = ["t"] }
[[instrument.scale]]
key = "total"
kind = "sum"
missing = "complete"
range = [0, 1]
unit = "points"
"#;
        let mut problems = Vec::new();
        let instruments = Instruments::read(&[("instruments/a.toml", text)], &mut problems);
        assert_eq!(problems, []);
        let knowledge = Knowledge { instruments, ..Knowledge::default() };
        Instruments::check(&knowledge, &mut problems);
        let said: Vec<(u32, &str)> = problems.iter().map(|p| (p.line, p.what.as_str())).collect();
        assert!(said.contains(&(6, "`a`: texts stand here though the licence is `no`")), "{said:?}");
        assert!(said.contains(&(6, "`X` is no source of sources.toml")), "{said:?}");
    }
}
