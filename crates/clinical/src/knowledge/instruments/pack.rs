//! The item texts of an instrument that a practice may use and we may not ship: `[[texts]]`, loaded with an overlay.

use serde::Deserialize;
use toml::Spanned;

use crate::knowledge::{Place, Problem, Source};
use crate::score::{Instrument, Texts};

/// A pack of texts as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    instrument: Spanned<String>,
    /// Who allowed this practice to use the texts, and under which number or on which day.
    permission: String,
    stem: String,
    items: Vec<String>,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    notice: String,
}

/// A pack and where it stands.
pub(super) type Placed = (Pack, Place);

impl Pack {
    pub(super) fn placed(self, source: &Source<'_>) -> Placed {
        let place = source.place(&self.instrument);
        (self, place)
    }
}

/// Gives each instrument the texts that were loaded for it.
pub(super) fn give(packs: Vec<Placed>, instruments: &mut [Instrument], problems: &mut Vec<Problem>) {
    for (pack, place) in packs {
        let key = pack.instrument.into_inner();
        if pack.permission.trim().is_empty() {
            problems.push(place.problem(format!("the texts of `{key}` need the words of the permission to use them")));
        }
        let Some(instrument) = instruments.iter_mut().find(|instrument| instrument.key == key) else {
            problems.push(place.problem(format!("no instrument is called `{key}`")));
            continue;
        };
        if instrument.texts.is_some() {
            problems.push(place.problem(format!("`{key}` has its texts already")));
            continue;
        }
        if !instrument.items.up_to && pack.items.len() != instrument.items.count {
            problems.push(place.problem(format!(
                "`{key}`: {} texts for {} items",
                pack.items.len(),
                instrument.items.count
            )));
        }
        instrument.permission = Some(pack.permission);
        instrument.texts =
            Some(Texts { stem: pack.stem, items: pack.items, choices: pack.choices, notice: pack.notice });
    }
}
