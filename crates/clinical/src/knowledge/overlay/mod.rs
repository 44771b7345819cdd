//! A practice's own folder laid over another: entries added, corrected, retired. [`lay`] says what that does to safety, and
//! refuses what may not be done.

mod change;
mod implies;
mod merge;
mod rules;
mod weigh;

pub use change::{Change, What};
use merge::Merge;

use super::{Knowledge, Problem};

/// What came of laying a folder over another.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Every file of the whole, in the order in which they are read.
    pub files: Vec<(String, String)>,
    /// The whole, read.
    pub knowledge: Knowledge,
    /// What the folder does to what it was laid over, in its own order.
    pub changes: Vec<Change>,
}

/// Lays the folder `files`, called `name`, over `base`, whose meaning is `over`.
///
/// The folder has the layout and the words of `knowledge/`. An entry whose key is new is added; one whose key is there
/// stands in its place; `retire.toml` lists what is taken out. In a `[[group]]` that is there, only its key and the facts
/// to be added or corrected are written.
///
/// # Errors
/// Every problem, by the folder's own files and lines: what cannot be read or does not hold together with the rest, what
/// an overlay may not touch, and what loosens or retires a rule at the level of urgent or above.
pub fn lay(over: &Knowledge, base: &[(&str, &str)], name: &str, files: &[(&str, &str)]) -> Result<Laid, Vec<Problem>> {
    let mut problems = Vec::new();
    let merge = Merge::of(base, name, files, &mut problems);
    if problems.is_empty() {
        let whole: Vec<(&str, &str)> = merge.files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
        let mut found = Vec::new();
        let knowledge = Knowledge::read(&whole, &mut found);
        knowledge.check(&mut found);
        problems.extend(found.into_iter().filter_map(|problem| merge.own_place(problem)));
        if problems.is_empty() {
            let changes = weigh::changes(&merge, base, over, &knowledge);
            let refused = |change: &Change| change.refused.as_ref().map(|why| change.place.problem(why));
            problems.extend(changes.iter().filter_map(refused));
            if problems.is_empty() {
                return Ok(Laid { files: merge.files, knowledge, changes });
            }
        }
    }
    problems.sort();
    problems.dedup();
    Err(problems)
}

#[cfg(test)]
mod tests;
