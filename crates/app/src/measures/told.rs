//! What each measure says, for a letter: the readings, the change, and its error first.
use super::view;
use crate::door::{Ask, Chart, Result};
use db::Reader;
use jiff::civil::Date;

/// One measure over time, in words of the reader's language.
pub(crate) struct Told {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) latest: f64,
    /// The ends of its scale, or of what was measured where it has none.
    pub(crate) scale: (f64, f64),
    /// The readings in the order of time; none where nobody stated their days.
    pub(crate) readings: Vec<(Date, f64)>,
    pub(crate) change: Option<ToldChange>,
}

/// A change since the first reading.
pub(crate) struct ToldChange {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// What may be said of it.
    pub(crate) verdict: String,
    /// The published error in words; empty where none is published.
    pub(crate) error: String,
    /// The same in points of the scale, where it is so given.
    pub(crate) error_points: Option<f64>,
}

/// Every measure of the chart.
pub(crate) fn told(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Told>> {
    let kept = super::all_kept(db, ask)?;
    Ok(view::all(ask, &kept).into_iter().map(|series| one(ask, series)).collect())
}

fn one(ask: &Ask<Chart>, series: view::Series) -> Told {
    let parts = series.parts.iter().map(|part| part.in_words(ask.words));
    let name = std::iter::once(series.name.in_words(ask.words)).chain(parts).collect::<Vec<_>>().join(", ");
    let change = series.change.map(|change| ToldChange {
        from: change.from,
        to: change.to,
        verdict: change.words.in_words(ask.words),
        error: change.error.map(|error| error.in_words(ask.words)).unwrap_or_default(),
        error_points: change.error_points,
    });
    let (scale, readings) = series.trend.map_or(((0.0, 0.0), Vec::new()), |trend| {
        (trend.scale, trend.readings.iter().map(|reading| (reading.on, reading.value)).collect())
    });
    Told { name, unit: series.unit, latest: series.latest, scale, readings, change }
}
