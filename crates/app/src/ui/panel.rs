//! What a room shows on the overview of a chart. The chart room sets panels side by side and knows none of them.
use super::{Said, trend::Trend};
use askama::{Template, Values};
use serde::{Serialize, Serializer, ser::Error as _};

/// One card of the overview: a heading, a body of any type, and where more of it is.
#[derive(Serialize)]
pub struct Panel {
    /// The key of the heading; in the API, the name of the panel.
    pub key: &'static str,
    /// Beside the others rather than among them.
    pub aside: bool,
    /// Where more of it is, and the words for that.
    pub link: Option<(String, Said)>,
    #[serde(serialize_with = "as_data")]
    body: Box<dyn Body>,
}

/// A template whose fields are the API's answer too.
trait Body: Send {
    fn html(&self, values: &dyn Values) -> askama::Result<String>;
    fn data(&self) -> serde_json::Result<serde_json::Value>;
}

impl<B: Template + Serialize + Send> Body for B {
    fn html(&self, values: &dyn Values) -> askama::Result<String> {
        self.render_with_values(values)
    }
    fn data(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }
}

#[allow(clippy::borrowed_box, reason = "what serde hands over is the field as it is")]
fn as_data<S: Serializer>(body: &Box<dyn Body>, out: S) -> Result<S::Ok, S::Error> {
    body.data().map_err(S::Error::custom)?.serialize(out)
}

impl Panel {
    /// A card among the others.
    pub fn new(key: &'static str, body: impl Template + Serialize + Send + 'static) -> Panel {
        Panel { key, aside: false, link: None, body: Box::new(body) }
    }

    /// A card in the narrow column.
    pub fn aside(key: &'static str, body: impl Template + Serialize + Send + 'static) -> Panel {
        Panel { aside: true, ..Panel::new(key, body) }
    }

    /// The same card with a link to more of it.
    #[must_use]
    pub fn link(mut self, url: impl Into<String>, words: impl Into<String>) -> Panel {
        self.link = Some((url.into(), Said::key(words)));
        self
    }

    /// What stands in the card.
    pub(super) fn html(&self, values: &dyn Values) -> askama::Result<String> {
        self.body.html(values)
    }
}

/// What was found at a place, or in an examination, as other rooms' pages tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// What it is called: a place with its side, or a test.
    pub name: Vec<Said>,
    /// What was found, worst first.
    pub said: Vec<Said>,
    /// Key of the region; empty where it is no place of the body.
    pub region: String,
    /// left, right, or empty.
    pub side: String,
}

/// A line about who comes next, as a room tells it on Today: the goal, the last time, the trend.
#[derive(Serialize)]
pub struct Brief {
    /// The name of its symbol.
    pub icon: &'static str,
    /// The key of the word before it; none where what it says begins with it.
    pub key: Option<&'static str>,
    /// What it says, part by part.
    pub parts: Vec<Said>,
    /// A value that changed or is to change: from, to, and the unit.
    pub change: Option<(f64, f64, String)>,
    /// The way there, drawn small.
    pub trend: Option<Trend>,
}

impl Brief {
    /// A line of words.
    pub fn new(icon: &'static str, key: &'static str, parts: Vec<Said>) -> Brief {
        Brief { icon, key: Some(key), parts, change: None, trend: None }
    }
}

/// A line for Today: something that a room awaits of this person, or for them of somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct Due {
    /// Where it is seen to.
    pub url: String,
    /// The client's name.
    pub client: String,
    /// What is awaited.
    pub words: Said,
    /// By which day, where there is one.
    pub on: Option<jiff::civil::Date>,
    /// Is that day over?
    pub overdue: bool,
}
