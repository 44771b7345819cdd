//! Letters onto PDF pages: tagged (PDF/UA-1), fonts embedded, black on white so that a fax keeps them.
//!
//! A leaf. It knows no client and no table: a [`Sheet`] of words and numbers goes in, bytes come out. It has no clock and no
//! chance of its own, so the same sheet gives the same bytes, and a digest of them can be kept and compared.
//!
//! Read [`paper`] for what can stand on a sheet; `line` turns text into lines, `flow` lines into pages, `paint` pages into PDF.
mod face;
mod figure;
mod flow;
mod line;
mod paint;
pub mod paper;
mod table;

pub use paper::{Block, Drawing, Instant, Paper, Point, Run, Sheet, Table, Trend};

/// Why a sheet could not be made. Always our fault, never the writer's: every text can be set.
#[derive(Debug)]
pub enum Fault {
    /// An embedded font cannot be read.
    Font(&'static str),
    /// The paper has no size.
    Paper,
    /// The finished document breaks a rule of PDF/UA-1 or of the format; which one.
    Refused(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Font(name) => write!(f, "the font {name} cannot be read"),
            Fault::Paper => f.write_str("the paper has no size"),
            Fault::Refused(why) => write!(f, "the document breaks a rule: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Sets the sheet and gives the bytes of its PDF. It was checked against PDF/UA-1 as it was written.
///
/// # Errors
/// [`Fault`]; what breaks the standard is never given out.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let faces = face::Faces::embedded()?;
    paint::paint(faces, sheet, flow::Flow::set(faces, sheet))
}

/// Has the paper's typefaces every letter of this text? What they lack is written in Latin letters instead, and a letter
/// should then say so.
pub fn can_be_set(text: &str) -> bool {
    face::Faces::embedded().is_ok_and(|faces| text.chars().all(|c| c.is_control() || faces.has(c)))
}
