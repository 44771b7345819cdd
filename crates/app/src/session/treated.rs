//! Sessions as their client may read them: when, with whom, what was done where and what is usual after it. Only what was
//! signed, and nothing that the practitioner wrote for themselves.
use super::{aftercare, store};
use crate::door::{Answer, Ask, Chart, Error, Result};
use db::Reader;

/// A signed session in which hands were laid on.
pub(crate) struct Treated {
    /// `ses_…`
    pub(crate) of: String,
    /// When it began, in microseconds UTC, where that was stated.
    pub(crate) at: Option<i64>,
    /// The name of who treated.
    pub(crate) by_name: String,
    pub(crate) applied: Vec<Applied>,
    /// Keys of the warnings that belong to what was done, gravest first.
    pub(crate) warnings: Vec<String>,
}

/// What was done at one place.
pub(crate) struct Applied {
    /// Key of the technique.
    pub(crate) technique: String,
    /// Key of the region, area or structure.
    pub(crate) site: String,
    /// left, right, both, or empty.
    pub(crate) side: String,
    pub(crate) minutes: Option<f64>,
}

/// The last of them, the latest first, among at most `most` sessions.
pub(crate) fn treated(db: &mut Reader<'_>, ask: &Ask<Chart>, most: usize) -> Result<Vec<Treated>> {
    let mut all = Vec::new();
    for one in store::list(db, ask.chart(), most)?.into_iter().filter(is_told) {
        let applied = store::applications(db, &one.of)?;
        let card = aftercare::card(&ask.house.knowledge, &applied);
        let warnings = card.warnings.iter().map(|warning| warning.key.clone()).collect();
        let applied = applied.into_iter().map(|one| Applied {
            technique: one.technique,
            site: one.site,
            side: one.side,
            minutes: one.minutes,
        });
        let (applied, by_name) = (applied.collect(), one.by_name);
        all.push(Treated { of: one.of, at: one.effective_at, by_name, applied, warnings });
    }
    Ok(all)
}

fn is_told(session: &store::Listed) -> bool {
    session.state() == "signed" && session.applications > 0
}

/// The after-care card of one of them.
pub(crate) fn after_care(db: &mut Reader<'_>, ask: &Ask<Chart>, query: aftercare::Query) -> Result<Answer> {
    let session = store::one(db, ask.chart(), &query.session)?;
    session.filter(is_told).ok_or(Error::NotFound)?;
    Ok(aftercare::show(db, ask, query)?.into())
}
