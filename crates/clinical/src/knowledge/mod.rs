//! What the profession knows, read from the texts of the `knowledge/` folder.
//!
//! One file here per kind of knowledge (`facts.rs` reads `knowledge/facts/*.toml`), each with
//! `read(files, problems) -> Kind`, which says every problem it finds and goes on, and `check(knowledge, problems)` for what
//! only the whole can tell. To add a kind: its file, its field in [`Knowledge`], a line in [`Knowledge::parse`] and one in
//! `check`.

pub mod conditions;
pub mod evidence;
#[cfg(test)]
mod folder;
pub mod homecare;
pub mod instruments;
pub mod links;
pub mod medicines;
pub mod motions;
pub mod points;
mod problem;
pub mod professions;
mod provenance;
pub mod regions;
pub mod sources;
pub mod techniques;
mod text;
mod vocabulary;

#[cfg(test)]
pub(crate) use folder::folder;
pub use problem::{Place, Problem};
pub(crate) use provenance::Defaults;
pub use provenance::{Certainty, Provenance};
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
    /// The bibliography.
    pub sources: sources::Sources,
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
        let mut problems = Vec::new();
        let knowledge = Knowledge::read(files, &mut problems);
        knowledge.check(&mut problems);
        if problems.is_empty() {
            return Ok(knowledge);
        }
        problems.sort();
        problems.dedup();
        Err(problems)
    }

    fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Knowledge {
        Knowledge {
            homecare: homecare::read(files, problems),
            medicines: medicines::read(files, problems),
            professions: professions::read(files, problems),
            instruments: instruments::Instruments::read(files, problems),
            techniques: techniques::Techniques::read(files, problems),
            motions: motions::Motions::read(files, problems),
            conditions: conditions::Conditions::read(files, problems),
            evidence: evidence::Evidence::read(files, problems),
            links: links::Links::read(files, problems),
            points: points::Points::read(files, problems),
            regions: regions::Regions::read(files, problems),
            sources: sources::Sources::read(files, problems),
        }
    }

    /// What only the whole can tell: dangling keys, aliases that mean two things, rules without cases.
    fn check(&self, problems: &mut Vec<Problem>) {
        instruments::Instruments::check(self, problems);
        motions::Motions::check(self, problems);
        regions::Regions::check(self, problems);
        points::Points::check(self, problems);
        links::Links::check(self, problems);
        evidence::Evidence::check(self, problems);
        conditions::Conditions::check(self, problems);
        homecare::check(self, problems);
        techniques::Techniques::check(self, problems);
        medicines::check(self, problems);
        professions::check(self, problems);
    }
}
