//! What goes back: a page that is also JSON, bytes, or where to go next.
use crate::ui::Words;
use askama::{Template, Values};
use serde::Serialize;

/// One page: a struct of words and numbers. Its template makes the HTML, its fields the JSON, so the two cannot drift.
pub trait Page: Template + Serialize + Send + 'static {
    /// The page's name, for the title and the history.
    fn title(&self, words: &Words) -> String;

    /// The tab of the chart that this page belongs to, by its key; empty outside a chart.
    fn tab(&self) -> &'static str {
        ""
    }
}

/// A page whose type is forgotten.
pub struct Shown(Box<dyn Face>);

trait Face: Send {
    fn title(&self, words: &Words) -> String;
    fn tab(&self) -> &'static str;
    fn html(&self, values: &dyn Values) -> askama::Result<String>;
    fn json(&self) -> serde_json::Result<String>;
}

impl<P: Page> Face for P {
    fn title(&self, words: &Words) -> String {
        Page::title(self, words)
    }
    fn tab(&self) -> &'static str {
        Page::tab(self)
    }
    fn html(&self, values: &dyn Values) -> askama::Result<String> {
        self.render_with_values(values)
    }
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Shown {
    /// Any page.
    pub fn new(page: impl Page) -> Shown {
        Shown(Box::new(page))
    }
    pub(crate) fn title(&self, words: &Words) -> String {
        self.0.title(words)
    }
    pub(crate) fn tab(&self) -> &'static str {
        self.0.tab()
    }
    pub(crate) fn html(&self, values: &dyn Values) -> askama::Result<String> {
        self.0.html(values)
    }
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        self.0.json()
    }
}

/// A file rather than a page.
pub struct Bytes {
    /// Its media type.
    pub kind: &'static str,
    /// The name it is saved under; without one it is shown in the browser.
    pub name: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The answer to a look.
pub enum Answer {
    /// A page, and its JSON twin.
    Page(Shown),
    /// A file.
    Bytes(Bytes),
    /// Somewhere else.
    SeeOther(String),
}

impl<P: Page> From<P> for Answer {
    fn from(page: P) -> Answer {
        Answer::Page(Shown::new(page))
    }
}

impl From<Bytes> for Answer {
    fn from(bytes: Bytes) -> Answer {
        Answer::Bytes(bytes)
    }
}

/// What an act gives back once it is done: where to go, and what the trail says of it.
#[derive(Clone, Debug, Default)]
pub struct Done {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) reason: String,
    pub(crate) chart: Option<String>,
    pub(crate) who: Option<String>,
    pub(crate) cookie: Option<Cookie>,
    pub(crate) refused: bool,
}

/// What happens to the sign-in cookie.
#[derive(Clone, Debug)]
pub(crate) enum Cookie {
    /// The token of a new sign-in.
    Set(String),
    /// Signed out: the browser forgets everything it kept, but for what others could not send yet, where anything is.
    Clear {
        /// Does something of others wait there, encrypted?
        others_wait: bool,
    },
}

impl Done {
    /// Done; the person goes on at `url`.
    pub fn to(url: impl Into<String>) -> Done {
        Done { to: url.into(), ..Done::default() }
    }
    /// What was made or changed, by id, for the trail.
    pub fn about(mut self, id: impl Into<String>) -> Done {
        self.subject = id.into();
        self
    }
    /// Why, for the trail: an override's reason, a withdrawal's.
    pub fn because(mut self, reason: impl Into<String>) -> Done {
        self.reason = reason.into();
        self
    }
    /// The chart it concerns, where the route itself names none.
    pub fn chart(mut self, client: impl Into<String>) -> Done {
        self.chart = Some(client.into());
        self
    }
    /// Nothing was taken; what had to be counted is kept.
    pub(crate) fn refused(mut self) -> Done {
        self.refused = true;
        self
    }
    /// Signs this person in on this browser.
    pub(crate) fn sign_in(mut self, person: &str, token: String) -> Done {
        self.who = Some(person.into());
        self.cookie = Some(Cookie::Set(token));
        self
    }
    /// Signs this browser out; what others could not send yet may wait there.
    pub(crate) fn sign_out(mut self, others_wait: bool) -> Done {
        self.cookie = Some(Cookie::Clear { others_wait });
        self
    }
}
