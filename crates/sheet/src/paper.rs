//! What can stand on a sheet.

/// One letter, programme or chart on paper.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The document's title: what a reader shows in the window's bar and a screen reader says first.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// The language of the text, `en`, `es`, `ar`: in which voice it is read aloud.
    pub language: String,
    /// Does the page begin at the right?
    pub right_to_left: bool,
    /// What it is printed on.
    pub paper: Paper,
    /// When it was made. Handed in: nothing here reads a clock.
    pub made: Instant,
    /// Stands at the foot of each page: whose letter, which version, the chart's head.
    pub foot: String,
    /// The words for the page's number, with `{page}` and `{pages}` in them.
    pub numbering: String,
    /// What stands on it, from above.
    pub blocks: Vec<Block>,
}

/// Sizes that the letter trays of the world hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches: the United States, Canada, Mexico and their neighbours.
    Letter,
}

impl Paper {
    /// The paper of a country, by its ISO 3166 code or a longer one that begins with it (`US-TX`).
    pub fn of(jurisdiction: &str) -> Paper {
        let country = jurisdiction.get(..2).unwrap_or_default();
        if ["US", "CA", "MX", "CL", "CO", "PH"].contains(&country) { Paper::Letter } else { Paper::A4 }
    }
    /// Width and height in points (1/72 inch).
    pub(crate) fn size(self) -> (f32, f32) {
        match self {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        }
    }
}

/// A moment in UTC, as PDF keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instant {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// A part of a sheet.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading. The first of a sheet is of level 1; a level is never left out on the way down.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its words; also the bookmark's.
        text: String,
    },
    /// A paragraph. A newline in it breaks the line.
    Text(Vec<Run>),
    /// Lines close under each other: an address, a signature's name.
    Lines(Vec<String>),
    /// Points of a list, in no order or numbered.
    List {
        /// 1. 2. 3. instead of dots?
        numbered: bool,
        /// One point each.
        items: Vec<String>,
    },
    /// Names and what they hold, side by side: "Date of birth" and the date. A table whose rows have headers.
    Facts(Vec<(String, String)>),
    /// Rows and columns.
    Table(Table),
    /// A measure over time: a drawing, and its numbers as a table behind it.
    Trend(Trend),
    /// Something drawn by hand: a signature.
    Drawing(Drawing),
    /// A line across; says nothing.
    Rule,
    /// White space to write in, in points: a signature by hand.
    Space(f32),
    /// What follows begins on a page of its own.
    Page,
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into() }
    }
    /// A plain paragraph.
    pub fn text(text: impl Into<String>) -> Block {
        Block::Text(vec![Run::plain(text)])
    }
    /// A paragraph that begins with a bold word.
    pub fn labelled(label: impl Into<String>, text: impl Into<String>) -> Block {
        Block::Text(vec![Run { text: format!("{} ", label.into()), bold: true }, Run::plain(text)])
    }
}

/// A stretch of text in one weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Bold?
    pub bold: bool,
}

impl Run {
    /// In the ordinary weight.
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), bold: false }
    }
    /// Bold.
    pub fn bold(text: impl Into<String>) -> Run {
        Run { text: text.into(), bold: true }
    }
}

/// Rows under headers. A row with too few cells is filled with empty ones.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows; stands above it.
    pub caption: String,
    /// The header of each column.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Is the first cell of a row its name?
    pub named_rows: bool,
}

/// Strokes of a pen.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// What was drawn, in words, for who cannot see it.
    pub alt: String,
    /// Width and height of the box that it was drawn in, in any unit.
    pub size: (f32, f32),
    /// How high that box stands on the paper, in points.
    pub height: f32,
    /// Each stroke with its points, from the upper left corner, in the same unit.
    pub strokes: Vec<Vec<(f32, f32)>>,
}

/// A measure over time.
#[derive(Clone, Debug, Default)]
pub struct Trend {
    /// What is measured, and how; stands above it.
    pub caption: String,
    /// What the drawing shows, in words, for who cannot see it.
    pub alt: String,
    /// The names of the two columns of its table: when, and what.
    pub head: [String; 2],
    /// The measurements, oldest first.
    pub points: Vec<Point>,
    /// The ends of the scale.
    pub scale: (f64, f64),
    /// The measurement error around the first value, and the words for it: within the dashed lines nothing is known to have
    /// changed.
    pub error: Option<(f64, String)>,
}

/// One measurement.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// The day, counted from any first day.
    pub day: i64,
    /// The day in words.
    pub on: String,
    /// The value.
    pub value: f64,
    /// The value in words, with its unit.
    pub shown: String,
}
