//! What the profession knows, read from the texts of the `knowledge/` folder.
//!
//! One file here per kind of knowledge (`facts.rs` reads `knowledge/facts/*.toml`), each with
//! `read(files, problems) -> Kind`, which says every problem it finds and goes on, and `check(knowledge, problems)` for what
//! only the whole can tell. To add a kind: its file, its field in [`Knowledge`], a line in [`Knowledge::parse`] and one in
//! `check`.

#[cfg(test)]
mod bad_samples;
mod blocks;
mod body;
mod check;
pub mod conditions;
pub mod education;
pub mod entries;
pub mod evidence;
mod facts;
mod facts_page;
mod families;
#[cfg(test)]
mod folder;
pub mod homecare;
pub mod instruments;
pub mod links;
pub mod medicines;
pub mod motions;
pub mod overlay;
pub mod points;
mod problem;
pub mod professions;
mod provenance;
pub mod regions;
mod safety;
pub mod sources;
pub mod techniques;
mod text;
pub mod tongue;
mod vocabulary;

pub use body::Body;
pub use facts::{Definition, Fact, FactId, FactTable, Group, Kind, Tier, Who};
pub use families::{Families, Family, Technique};
#[cfg(test)]
pub(crate) use folder::folder;
pub use problem::{Place, Problem};
pub use provenance::{Certainty, Provenance};
pub(crate) use provenance::{Defaults, Reading};
pub use safety::{Effect, EndsBy, Hands, Position, Refer, Rule, Safety, Where};
pub(crate) use text::Source;

/// Everything the profession knows, as far as the folder says it.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// Motions, functional tests, grades and landmarks.
    pub motions: motions::Motions,
    /// Questionnaires and scales.
    pub instruments: instruments::Instruments,
    /// The techniques and their strokes.
    pub techniques: techniques::Techniques,
    /// Conditions and complaints.
    pub conditions: conditions::Conditions,
    /// What research knows of techniques.
    pub evidence: evidence::Evidence,
    /// Sourced links for hypotheses.
    pub links: links::Links,
    /// Acupressure points and reflexology zones.
    pub points: points::Points,
    /// The body.
    pub regions: regions::Regions,
    /// The regions as sets.
    pub body: Body,
    /// The families of techniques that rules speak of, and the words for force.
    pub families: Families,
    /// The statements that rules read.
    pub facts: FactTable,
    /// The safety rules.
    pub safety: Safety,
    /// The bibliography.
    pub sources: sources::Sources,
    /// Teaching pages, after-care, emergency texts.
    pub education: education::Education,
    /// What is done at home.
    pub homecare: homecare::Homecare,
    /// Who may do what where, licences, ethics, consent.
    pub professions: professions::Professions,
    /// Names of medicines, their classes and what they make one ask.
    pub medicines: medicines::Medicines,
}

impl Knowledge {
    /// Reads the whole folder: each file as its path within the folder (`safety/heart.toml`) and its text.
    ///
    /// # Errors
    /// Every problem found, in the order of files and lines; never only the first.
    pub fn parse(files: &[(&str, &str)]) -> Result<Knowledge, Vec<Problem>> {
        Knowledge::whole(files, true)
    }

    /// The same without what only the whole can tell, for a folder that was checked before: the one that a program carries,
    /// which its tests check.
    ///
    /// # Errors
    /// Every problem of a single entry, as from [`Knowledge::parse`].
    pub fn parse_checked_before(files: &[(&str, &str)]) -> Result<Knowledge, Vec<Problem>> {
        Knowledge::whole(files, false)
    }

    fn whole(files: &[(&str, &str)], checks: bool) -> Result<Knowledge, Vec<Problem>> {
        let mut problems = Vec::new();
        let knowledge = Knowledge::read(files, &mut problems);
        if checks {
            knowledge.check(&mut problems);
        }
        if problems.is_empty() {
            return Ok(knowledge);
        }
        problems.sort();
        problems.dedup();
        Err(problems)
    }

    /// What builds on the regions is read here, what stands by itself on a thread beside it: each is about half of the folder.
    fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Knowledge {
        std::thread::scope(|scope| {
            let beside = scope.spawn(|| {
                let mut problems = Vec::new();
                let apart = (
                    education::read(files, &mut problems),
                    medicines::read(files, &mut problems),
                    professions::read(files, &mut problems),
                    instruments::Instruments::read(files, &mut problems),
                    techniques::Techniques::read(files, &mut problems),
                    motions::Motions::read(files, &mut problems),
                );
                (apart, problems)
            });
            let regions = regions::Regions::read(files, problems);
            let body = Body::of(&regions);
            let families = families::read(files, problems);
            let facts = facts::read(files, &regions, &families, problems);
            let tables = safety::Tables { facts: &facts, regions: &regions, body: &body, families: &families };
            let safety = safety::read(files, tables, problems);
            let homecare = homecare::read(files, &facts, &regions, problems);
            let conditions = conditions::Conditions::read(files, problems);
            let evidence = evidence::Evidence::read(files, problems);
            let links = links::Links::read(files, problems);
            let points = points::Points::read(files, problems);
            let sources = sources::Sources::read(files, problems);
            let (apart, others) = beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            problems.extend(others);
            let (education, medicines, professions, instruments, techniques, motions) = apart;
            Knowledge {
                instruments,
                motions,
                techniques,
                conditions,
                evidence,
                links,
                points,
                regions,
                body,
                families,
                facts,
                safety,
                sources,
                education,
                homecare,
                professions,
                medicines,
            }
        })
    }

    /// What only the whole can tell: dangling keys, aliases that mean two things, rules without cases. On two threads, each
    /// with about half of the work.
    fn check(&self, problems: &mut Vec<Problem>) {
        std::thread::scope(|scope| {
            let beside = scope.spawn(|| {
                let mut problems = Vec::new();
                education::check(self, &mut problems);
                techniques::Techniques::check(self, &mut problems);
                medicines::check(self, &mut problems);
                problems
            });
            instruments::Instruments::check(self, problems);
            motions::Motions::check(self, problems);
            regions::Regions::check(self, problems);
            points::Points::check(self, problems);
            links::Links::check(self, problems);
            evidence::Evidence::check(self, problems);
            conditions::Conditions::check(self, problems);
            homecare::check(self, problems);
            professions::check(self, problems);
            check::safety(self, problems);
            problems.extend(beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        });
    }
}
