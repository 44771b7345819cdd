//! Reading `homecare/*.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::{Bar, Basis, Dose, Homecare, Item, Kind, NeverClaimed, Position, Then, Universal, spanish};
use crate::knowledge::regions::Regions;
use crate::knowledge::{Defaults, FactTable, Problem, Reading, Source};
use crate::predicate::parse;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    item: Vec<WireItem>,
    #[serde(default)]
    bar: Vec<WireBar>,
    #[serde(default)]
    universal: Vec<WireSentence>,
    #[serde(default)]
    never_claimed: Vec<WireClaim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireItem {
    key: Spanned<String>,
    name: String,
    kind: Kind,
    regions: Vec<String>,
    purpose: String,
    position: Position,
    steps: Vec<String>,
    dose: Dose,
    bars: Vec<String>,
    #[serde(default)]
    cautions: Vec<String>,
    progression: Option<String>,
    figure: Option<String>,
    basis: Basis,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireBar {
    key: Spanned<String>,
    then: Then,
    when: String,
    #[serde(default)]
    here: bool,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSentence {
    key: Spanned<String>,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireClaim {
    key: Spanned<String>,
    phrase: String,
    say: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
}

/// Reads `homecare/*.toml`.
pub(crate) fn read(
    files: &[(&str, &str)],
    facts: &FactTable,
    regions: &Regions,
    problems: &mut Vec<Problem>,
) -> Homecare {
    let mut homecare = Homecare::default();
    for source in Source::of_kind(files, "homecare") {
        let Some(wire) = source.wire::<WireFile>(problems) else { continue };
        let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
        let mut reading = Reading { source, defaults, problems };
        for item in wire.item {
            let (place, provenance) = reading.settle(&item.key, item.source, item.confidence, item.as_of);
            homecare.items.push(Item {
                key: item.key.into_inner(),
                name: item.name,
                kind: item.kind,
                regions: item.regions,
                purpose: item.purpose,
                position: item.position,
                steps: item.steps,
                dose: item.dose,
                bars: item.bars,
                cautions: item.cautions,
                progression: item.progression,
                figure: item.figure,
                basis: item.basis,
                es: None,
                provenance,
                place,
            });
        }
        for bar in wire.bar {
            let (place, provenance) = reading.settle(&bar.key, bar.source, bar.confidence, bar.as_of);
            let when = match parse(&bar.when, facts, regions) {
                Ok(when) => when,
                Err(what) => {
                    reading.problems.push(place.problem(what));
                    continue;
                }
            };
            let (key, then, here, say) = (bar.key.into_inner(), bar.then, bar.here, bar.say);
            homecare.bars.push(Bar { key, then, when, here, say, say_es: None, provenance, place });
        }
        for rule in wire.universal {
            let (place, provenance) = reading.settle(&rule.key, rule.source, rule.confidence, rule.as_of);
            homecare.universal.push(Universal {
                key: rule.key.into_inner(),
                say: rule.say,
                say_es: None,
                provenance,
                place,
            });
        }
        for claim in wire.never_claimed {
            let (place, provenance) = reading.settle(&claim.key, claim.source, claim.confidence, claim.as_of);
            let (key, phrase) = (claim.key.into_inner(), claim.phrase.to_lowercase());
            homecare.never_claimed.push(NeverClaimed { key, phrase, say: claim.say, provenance, place });
        }
    }
    spanish::lay_beside(files, &mut homecare, problems);
    homecare
}
