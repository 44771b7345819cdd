//! What stands around every page: navigation, the client whose chart is open, what was just done, who is signed in.

use askama::Template;
use serde::Serialize;

use super::{Frame, Said, filters};

/// Everything around a page's content. The door makes one for each page from the person's rights and the chart.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shell {
    /// The title of the page, already in words, without the program's name.
    pub title: String,
    /// The practice, as it calls itself.
    pub practice: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The rooms that this person may enter.
    pub nav: Vec<NavItem>,
    /// The open chart.
    pub chart: Option<ChartHeader>,
    /// What was just done, or what is in the way.
    pub flash: Option<Flash>,
    /// Where the lock screen is, for a device that may be locked.
    pub lock_url: Option<String>,
    /// Whether this is the demonstration, whose clients are invented.
    pub demo: bool,
    /// What the practice loosened or retired of what the program knows; nothing where it did not.
    pub knowledge: Option<Loosened>,
}

/// What a practice's own knowledge lets through that the program's would not.
#[derive(Clone, Debug, Serialize)]
pub struct Loosened {
    /// How many entries are loosened or retired.
    pub loosened: usize,
    /// How many overlays are loaded and do not fit this program.
    pub unread: usize,
    /// The owners who answer for it.
    pub owners: String,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Their id: what waits on this device is theirs by it.
    pub id: String,
    /// Name in full.
    pub name: String,
    /// Where they change their own settings and sign out.
    pub url: String,
}

/// One room in the rail.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// Key of the word.
    pub key: &'static str,
    /// Address.
    pub url: String,
    /// Sign of the sprite.
    pub icon: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
    /// How many things wait there; 0 shows nothing.
    pub waiting: u16,
}

impl NavItem {
    /// A room with nothing waiting.
    pub fn new(key: &'static str, url: impl Into<String>, icon: &'static str) -> Self {
        Self { key, url: url.into(), icon, current: false, waiting: 0 }
    }
}

/// What is said once, above the page.
#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    /// Whether it went well.
    pub tone: Tone,
    /// What is said.
    pub words: Said,
    /// A way to undo or go on: address of a look, and its words.
    pub link: Option<(String, Said)>,
}

/// How a message stands to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Done as asked.
    Done,
    /// Worth knowing.
    Note,
    /// Not done, or not as asked.
    Refused,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Note => "note",
            Self::Refused => "refused",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Done => "check",
            Self::Note => "note",
            Self::Refused => "alert",
        }
    }
}

/// The head of an open chart: two identifiers, what must be known before hands are laid on, where one can go.
#[derive(Clone, Debug, Serialize)]
pub struct ChartHeader {
    /// Name used.
    pub name: String,
    /// Legal name, where it differs.
    pub legal_name: Option<String>,
    /// Day of birth.
    pub born: Option<jiff::civil::Date>,
    /// Pronouns, as the client put them.
    pub pronouns: Option<String>,
    /// A further line: `Visit 5 of 8`, consent with its span and regions.
    pub lines: Vec<Said>,
    /// What stands against or limits the work, gravest first.
    pub marks: Vec<Mark>,
    /// Parts of the chart.
    pub tabs: Vec<Tab>,
    /// What is most likely wanted next.
    pub action: Option<Action>,
}

/// The four marks: word, shape and colour together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// No treatment: octagon, the only red.
    Stop,
    /// Not here or not this: slash.
    Avoid,
    /// Within limits: triangle.
    Care,
    /// To know: square.
    Note,
}

impl MarkKind {
    /// Gravest first.
    pub const ALL: [Self; 4] = [Self::Stop, Self::Avoid, Self::Care, Self::Note];

    /// The name of its shape in the sprite and of its colours in the style.
    #[must_use]
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Avoid => "avoid",
            Self::Care => "care",
            Self::Note => "note",
        }
    }

    /// The key of its word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stop => "mark-stop",
            Self::Avoid => "mark-avoid",
            Self::Care => "mark-care",
            Self::Note => "mark-note",
        }
    }
}

/// One mark with what it says, and where its reasons stand.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// Which of the four.
    pub kind: MarkKind,
    /// What.
    pub words: Said,
    /// Where the reasons are.
    pub url: Option<String>,
}

/// A part of something, as a tab.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// Key of its word.
    pub key: &'static str,
    /// Address.
    pub url: String,
    /// Whether it is open.
    pub current: bool,
}

/// The one thing most likely wanted.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Key of its word.
    pub key: &'static str,
    /// Where a link leads, or a form posts.
    pub url: String,
    /// Sign of the sprite.
    pub icon: &'static str,
    /// Whether it changes something, and so is a form.
    pub posts: bool,
}

#[derive(Template)]
#[template(path = "ui/shell.html")]
struct ShellPage<'a> {
    shell: &'a Shell,
    frame: &'a Frame,
    main: &'a str,
}

#[derive(Template)]
#[template(path = "ui/bare.html")]
struct BarePage<'a> {
    title: &'a str,
    frame: &'a Frame,
    main: &'a str,
}

/// A whole page for a signed-in person: the shell around content that a room's template has already made.
///
/// # Errors
/// When a template fails, which only a fault in it can cause.
pub fn render(shell: &Shell, frame: &Frame, main: &str) -> askama::Result<String> {
    ShellPage { shell, frame, main }.render_with_values(frame)
}

/// A whole page without navigation: sign-in, set-up, lock, and every page that says no.
///
/// # Errors
/// As [`render`].
pub fn render_bare(title: &str, frame: &Frame, main: &str) -> askama::Result<String> {
    BarePage { title, frame, main }.render_with_values(frame)
}
