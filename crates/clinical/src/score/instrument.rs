//! What an instrument is.

use crate::knowledge::{Place, Provenance};
use crate::measure::{Better, MeasureId, Threshold};

/// A questionnaire, scale or single question, with everything needed to score and judge it.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Its key, such as `odi`.
    pub key: String,
    /// Its full name.
    pub name: String,
    /// The version of the form; empty where there is but one.
    pub version: String,
    /// What it measures, in plain words.
    pub about: String,
    /// The answers it takes.
    pub items: Items,
    /// Its scores, the main one first.
    pub scales: Vec<Scale>,
    /// The time asked about, such as `2 weeks`; part of what makes two readings comparable.
    pub recall: String,
    /// An answer that always needs a conversation.
    pub alarm: Option<Alarm>,
    /// Whether its texts may be shipped.
    pub licence: Licence,
    /// What to know about the licence, and where texts come from.
    pub licence_note: String,
    /// LOINC code of the main score, where we are sure of it.
    pub loinc: Option<String>,
    /// What to offer instead where the texts may not be shipped: keys of instruments.
    pub instead: Vec<String>,
    /// Its texts: where they are free to ship or our own, or where the practice loaded those that it may use.
    pub texts: Option<Texts>,
    /// Who allowed the practice to use texts that do not ship; `None` where the program's own are used, or none.
    pub permission: Option<String>,
    /// Where all this comes from.
    pub provenance: Provenance,
    /// Where the entry stands in the files.
    pub place: Place,
}

impl Instrument {
    /// The scale of that key; an empty key means the main one.
    #[must_use]
    pub fn scale(&self, key: &str) -> Option<&Scale> {
        if key.is_empty() { self.scales.first() } else { self.scales.iter().find(|scale| scale.key == key) }
    }

    /// What makes two readings of that scale comparable: the form, its version and the time it asks about.
    #[must_use]
    pub fn measure(&self, scale: &Scale) -> MeasureId {
        let recall = if scale.recall.is_empty() { &self.recall } else { &scale.recall };
        MeasureId {
            key: self.key.clone(),
            scale: scale.key.clone(),
            version: self.version.clone(),
            recall: recall.clone(),
            ..MeasureId::default()
        }
    }

    /// Is the main score needed for the whole to count? True where the first scale is the total of the form.
    pub(crate) fn needs_main(&self) -> bool {
        self.scales.first().is_some_and(|scale| scale.key == "total")
    }
}

/// The answers a form takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Items {
    /// How many answers; where `up_to` is set, the most.
    pub count: usize,
    /// True where the client names 1 to `count` things (patient-specific activities).
    pub up_to: bool,
    /// Least and most of each answer, one pair for each item.
    pub ranges: Vec<(f64, f64)>,
    /// The only values allowed, where not every whole number between the ends is one.
    pub values: Vec<f64>,
    /// True where decimals are allowed (a line in millimetres, a time).
    pub decimals: bool,
    /// Items counted from the other end (1-based).
    pub reversed: Vec<usize>,
    /// What each answer is multiplied by; empty means once.
    pub weights: Vec<f64>,
    /// Items whose answers are translated before they are counted.
    pub recodes: Vec<Recode>,
}

/// A translation of one item's answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Recode {
    /// The item, from 1.
    pub item: usize,
    /// From, to (both included), becomes.
    pub steps: Vec<(f64, f64, f64)>,
}

/// One score of an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Its key: `total`, or a part such as `pain`.
    pub key: String,
    /// Its name on screen.
    pub name: String,
    /// Its items, from 1.
    pub items: Vec<usize>,
    /// How the answers become the score.
    pub kind: Kind,
    /// What to do about missing answers.
    pub missing: Missing,
    /// Least and most score.
    pub range: (f64, f64),
    /// The unit: `points`, `%`, `T`, `mm`, `days`.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Time asked about, where it differs from the instrument's.
    pub recall: String,
    /// Bands, mildest number first.
    pub bands: Vec<Band>,
    /// How the band is found.
    pub grouping: Grouping,
    /// From this score on the screen is positive.
    pub positive_from: Option<f64>,
    /// The smallest change beyond measurement error, at about 95 %.
    pub mdc: Option<Threshold>,
    /// The same for one item alone, where a source gives it.
    pub mdc_item: Option<Threshold>,
    /// Published sizes of a change that matters; several where sources differ.
    pub mcid: Vec<Threshold>,
}

/// How answers become a score. Reversed items, recodes and weights have been applied before.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The one answer itself.
    Single,
    /// Answers added up; a yes counts 1.
    Sum,
    /// Answers added up, but not beyond the top of the range.
    CappedSum,
    /// The mean of the answers.
    Mean,
    /// The sum in percent of the most that the answered items could give.
    Percent,
    /// The mean moved onto 0–100, 100 at the top of the items.
    Rescaled,
    /// The mean moved onto 0–100, 100 at the bottom of the items.
    RescaledDown,
    /// The mean of the scores of the two halves, each in percent of its most (items split after the given one).
    MeanOfHalves {
        /// The last item of the first half, from 1.
        after: usize,
    },
    /// The sum looked up in a published table (raw sum, score).
    Table(Vec<(f64, f64)>),
    /// The seven components of the Pittsburgh sleep index.
    Psqi,
    /// Worked out elsewhere with licensed weights: only the finished number is entered.
    Entered,
}

/// What to do about answers that are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Every answer is needed.
    Complete,
    /// Not marked means no; a page with nothing on it at all is not a score.
    BlankIsNo,
    /// Left out of the sum and of its most; needs `at_least` answers, and fewer than `firm_from` make the score provisional.
    Drop {
        /// Fewest answers with which there is a score.
        at_least: usize,
        /// Fewest answers with which the score may be compared.
        firm_from: usize,
    },
    /// Each missing answer counts as the mean of the others; needs `at_least` answers.
    OthersMean {
        /// Fewest answers with which there is a score.
        at_least: usize,
    },
}

/// A band of a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The word of the source, used in data only.
    pub key: String,
    /// The words shown to people.
    pub label: String,
    /// Where it begins.
    pub edge: Edge,
}

/// Where a band begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    /// At this score.
    From(f64),
    /// Just above this score.
    Above(f64),
}

/// How a band is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// By the score alone.
    Score,
    /// The risk groups of the Keele tool: the total, and above 3 the psychosocial part.
    StartBack,
}

/// An answer that always opens a conversation, whether or not the form is complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// What it is about, such as `self_harm`.
    pub key: String,
    /// The item, from 1.
    pub item: usize,
    /// From this answer on.
    pub from: f64,
}

/// May the texts be shipped?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Licence {
    /// Free to ship.
    Free,
    /// Free to ship unchanged with its notice.
    Attribution,
    /// Ask first: scoring is here, texts come from a pack that the licensed practice loads.
    Ask,
    /// Not to be shipped: scoring is here, texts come from a pack that the licensed practice loads.
    No,
    /// Our own words.
    Own,
}

impl Licence {
    /// The word of the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Licence::Free => "free",
            Licence::Attribution => "attribution",
            Licence::Ask => "ask",
            Licence::No => "no",
            Licence::Own => "own",
        }
    }

    /// May item texts stand in these files?
    #[must_use]
    pub fn ships(self) -> bool {
        matches!(self, Licence::Free | Licence::Attribution | Licence::Own)
    }
}

/// The words of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What is said before the items.
    pub stem: String,
    /// The items in order.
    pub items: Vec<String>,
    /// The choices from the lowest value up; empty where a number is asked.
    pub choices: Vec<String>,
    /// The notice that must stand with it; may be empty.
    pub notice: String,
}
