//! A form as it stands: what was typed into it and what was refused.

use std::collections::BTreeMap;

use clinical::Refusal;
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::{Arg, Words, escape};

/// What the fields of a form hold and which of them were refused. A room makes one from the record (nothing refused) or
/// from what was typed (a 422), and hands it to its page, whose widgets read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Filled {
    values: BTreeMap<String, Vec<String>>,
    #[serde(serialize_with = "refusals_as_data")]
    refusals: Vec<Refusal>,
    version: Option<i64>,
}

impl Filled {
    /// An empty form.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form as it was sent: names with values in their order, and every refusal.
    pub fn sent<N: Into<String>, V: Into<String>>(
        fields: impl IntoIterator<Item = (N, V)>,
        refusals: Vec<Refusal>,
    ) -> Self {
        let mut filled = Self { refusals, ..Self::default() };
        for (name, value) in fields {
            let (name, value) = (name.into(), value.into());
            if name == "_version" {
                filled.version = value.parse().ok();
            } else if !name.starts_with('_') {
                filled.values.entry(name).or_default().push(value);
            }
        }
        filled
    }

    /// The same form with a value more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.entry(name.to_owned()).or_default().push(value.into());
        self
    }

    /// The same form of something that carries a version.
    #[must_use]
    pub const fn of_version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// The version of what is being changed, if it carries one.
    #[must_use]
    pub const fn version(&self) -> &Option<i64> {
        &self.version
    }

    /// The first value of a field, empty where there is none.
    #[must_use]
    pub fn value(&self, name: impl AsRef<str>) -> &str {
        let values = self.values.get(name.as_ref());
        values.and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Whether a field holds this value (of several: whether one of them is it).
    #[must_use]
    pub fn holds(&self, name: impl AsRef<str>, value: impl AsRef<str>) -> bool {
        let values = self.values.get(name.as_ref());
        values.is_some_and(|values| values.iter().any(|one| one == value.as_ref()))
    }

    /// Every refusal, in the order in which they were found.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// The first refusal of a field.
    #[must_use]
    pub fn refusal(&self, name: impl AsRef<str>) -> Option<&Refusal> {
        self.refusals.iter().find(|refusal| refusal.field == name.as_ref())
    }

    pub(super) fn described(&self, field: &str, help: bool) -> String {
        let refused = self.refusal(field).is_some();
        let field = escape(field);
        let mut ids = Vec::new();
        if refused {
            ids.push(format!("r-{field}"));
        }
        if help {
            ids.push(format!("h-{field}"));
        }
        let mut attributes = String::new();
        if refused {
            attributes.push_str(r#" aria-invalid="true""#);
        }
        if !ids.is_empty() {
            attributes.push_str(&format!(r#" aria-describedby="{}""#, ids.join(" ")));
        }
        attributes
    }
}

/// Words that data decides, said when the page is rendered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// A key of the page's words, with what they are given.
    Key {
        /// The key.
        key: String,
        /// Name and value; a value that reads as a number chooses plurals.
        args: Vec<(String, String)>,
    },
    /// Texts of the knowledge, in the reader's language where they are said in it.
    #[serde(serialize_with = "joined")]
    Known(Vec<String>),
    /// Words as they are: the practice's, a person's.
    Plain(String),
}

/// Between texts that stand in one line.
const BETWEEN: &str = " · ";

fn joined<S: Serializer>(texts: &[String], out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&texts.join(BETWEEN))
}

impl Said {
    /// Words of a key, without arguments.
    pub fn key(key: impl Into<String>) -> Self {
        Self::Key { key: key.into(), args: Vec::new() }
    }

    /// A text of the knowledge.
    pub fn known(text: impl Into<String>) -> Self {
        Self::Known(vec![text.into()])
    }

    /// Several texts of the knowledge in one line.
    pub fn all_known<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::Known(texts.into_iter().map(Into::into).collect())
    }

    /// Words as they are.
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Plain(words.into())
    }

    /// The same key with an argument more; words as they are stay so.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        if let Self::Key { args, .. } = &mut self {
            args.push((name.to_owned(), value.to_string()));
        }
        self
    }

    /// The words in a language.
    #[must_use]
    pub fn in_words(&self, words: &Words) -> String {
        match self {
            Self::Key { key, args } => {
                let args = args.iter().map(|(name, value)| (name.as_str(), typed(value)));
                words.t_args(key, &args.collect::<Vec<_>>())
            }
            Self::Known(texts) => texts.iter().map(|text| words.known(text).words).collect::<Vec<_>>().join(BETWEEN),
            Self::Plain(plain) => plain.clone(),
        }
    }

    /// The words in a language, as HTML: English marked as such on a page that is not.
    #[must_use]
    pub fn html(&self, words: &Words) -> String {
        match self {
            Self::Known(texts) => texts.iter().map(|text| words.known(text).html()).collect::<Vec<_>>().join(BETWEEN),
            said => escape(&said.in_words(words)),
        }
    }

    /// The language of the words where it is not the page's, as an attribute; for what can hold no markup.
    #[must_use]
    pub fn lang(&self, words: &Words) -> &'static str {
        match self {
            Self::Known(texts) if texts.iter().all(|text| words.known(text).foreign) => r#" lang="en""#,
            _ => "",
        }
    }
}

/// One of the things a control lets one choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub words: Said,
    /// A line beneath, where the words alone could be misread.
    pub help: Option<Said>,
    /// Why it cannot be chosen now; it stays in sight, dimmed, with this reason.
    pub barred: Option<Said>,
}

impl Choice {
    /// A choice that can be made.
    pub fn new(value: impl Into<String>, words: Said) -> Self {
        Self { value: value.into(), words, help: None, barred: None }
    }

    /// The same choice with a line beneath.
    #[must_use]
    pub fn with_help(mut self, help: Said) -> Self {
        self.help = Some(help);
        self
    }

    /// The same choice, not to be made now, and why.
    #[must_use]
    pub fn barred(mut self, why: Said) -> Self {
        self.barred = Some(why);
        self
    }
}

fn typed(value: &str) -> Arg {
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => Arg::Number(number),
        _ => Arg::from(value),
    }
}

/// A refusal in the words of a language.
#[must_use]
pub fn words_of(refusal: &Refusal, words: &Words) -> String {
    let args = refusal.args.iter().map(|(name, value)| (*name, typed(value)));
    words.t_args(refusal.key, &args.collect::<Vec<_>>())
}

/// One refusal as the API shows it: the key and its arguments, words are the page's.
#[derive(Serialize)]
struct RefusalData<'a> {
    field: &'a str,
    key: &'a str,
    args: BTreeMap<&'a str, &'a str>,
}

fn refusals_as_data<S: Serializer>(refusals: &[Refusal], out: S) -> Result<S::Ok, S::Error> {
    let mut list = out.serialize_seq(Some(refusals.len()))?;
    for refusal in refusals {
        list.serialize_element(&RefusalData {
            field: &refusal.field,
            key: refusal.key,
            args: refusal.args.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        })?;
    }
    list.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_never_its_hidden_fields() {
        let fields = [("_act", "x"), ("_version", "7"), ("born", "31 Feb"), ("fact", "a"), ("fact", "b")];
        let form = Filled::sent(fields, vec![Refusal::new("born", "refusal-date")]);
        assert_eq!(form.value("born"), "31 Feb");
        assert_eq!(form.value("_act"), "");
        assert_eq!(form.version(), &Some(7));
        assert!(form.holds("fact", "b") && !form.holds("fact", "c"));
    }

    #[test]
    fn a_control_names_its_refusal_before_its_help() {
        let form = Filled::sent([("born", "?")], vec![Refusal::new("born", "refusal-date")]);
        let attributes = form.described("born", true);
        assert_eq!(attributes, r#" aria-invalid="true" aria-describedby="r-born h-born""#);
        assert_eq!(form.described("given", false), "");
    }

    #[test]
    fn the_api_sees_keys_and_not_sentences() {
        let refusal = Refusal::new("pain", "refusal-number-too-high").with("most", 10);
        let form = Filled::sent([("pain", "12")], vec![refusal]);
        let data = serde_json::to_value(&form).unwrap();
        assert_eq!(
            data["refusals"][0],
            serde_json::json!({"field": "pain", "key": "refusal-number-too-high", "args": {"most": "10"}})
        );
    }
}
