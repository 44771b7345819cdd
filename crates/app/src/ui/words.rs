//! Every word on a page, by key and locale: Fluent messages of `locales/<language>/<room>.ftl`, embedded.
//!
//! A key that English lacks shows itself as `⟦key⟧`. A key that only another language lacks shows itself in a debug
//! build and reads as English in a release: a person is better served by a foreign sentence than by none.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use include_dir::{Dir, include_dir};

use clinical::knowledge::tongue::Tongue;

use super::{Locale, escape};

pub(super) static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");

// Each is read when it is first asked for: a start waits for one language, not for all.
static EN: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::En));
static EN_US: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::EnUs));
static ES: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::Es));

/// What a message is given to say: text, or a number (which also chooses its plural).
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text, set apart from its surroundings where its direction may differ.
    Text(String),
    /// A number, printed as the locale prints it.
    Number(f64),
}

macro_rules! arg_from {
    ($($type:ty),*) => {$(impl From<$type> for Arg {
        fn from(value: $type) -> Self {
            Self::Number(f64::from(value))
        }
    })*};
}
arg_from!(u8, i8, u16, i16, u32, i32, f32, f64);

impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        // Counts on a page are far below 2⁵³, up to which this is exact.
        Self::Number(value as f64)
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        // As above.
        Self::Number(value as f64)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

/// The Spanish of the knowledge that the program carries. Faults in it are named by `palpate knowledge check`.
static SPANISH: LazyLock<Tongue> = LazyLock::new(|| Tongue::read(&crate::knowledge_files(), "es").0);

/// The words of one locale.
pub struct Words {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    /// What the messages say to which nothing is given: nearly all of a page, put together once.
    plain: HashMap<&'static str, String>,
}

/// A text of the knowledge as a person reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known<'a> {
    /// The words.
    pub words: &'a str,
    /// Whether they are English although the page is not.
    pub foreign: bool,
    /// The English, where the words are not reviewed and may stop or send somebody.
    pub original: Option<&'a str>,
}

impl Known<'_> {
    /// The words, marked as English where they are, with the English beneath where it has to be in sight.
    #[must_use]
    pub fn html(&self) -> String {
        let words = escape(self.words);
        match self.original {
            _ if self.foreign => format!(r#"<span lang="en">{words}</span>"#),
            Some(english) => format!(r#"{words}<small class="original" lang="en">{}</small>"#, escape(english)),
            None => words,
        }
    }
}

impl Words {
    /// The words of a locale; loaded once.
    #[must_use]
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &EN,
            Locale::EnUs => &EN_US,
            Locale::Es => &ES,
        }
    }

    /// Which locale these are.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    fn load(locale: Locale) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.identifier()]);
        // People's data is set apart by `<bdi>` in a page and by `isolated` in a message; numbers need no marks.
        bundle.set_use_isolating(false);
        for (_, text) in files(locale) {
            // A file with a fault still gives its sound messages; a test refuses any fault.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(sound, _)| sound);
            bundle.add_resource_overriding(resource);
        }
        let keys = files(locale).flat_map(|(_, text)| text.lines()).filter_map(|line| line.split_once(" = "));
        let plain = keys.filter_map(|(key, _)| {
            let mut faults = Vec::new();
            let pattern = bundle.get_message(key)?.value()?;
            let words = bundle.format_pattern(pattern, None, &mut faults).into_owned();
            faults.is_empty().then_some((key, words))
        });
        Self { locale, plain: plain.collect(), bundle }
    }

    /// Whether this locale has the key itself.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The words of a key.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.plain.get(key).map_or_else(|| self.say(key, None), Clone::clone)
    }

    /// The words of a key with its arguments.
    #[must_use]
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => given.set((*name).to_owned(), isolated(text)),
                Arg::Number(number) => given.set((*name).to_owned(), FluentValue::from(*number)),
            }
        }
        self.say(key, Some(&given))
    }

    /// A text of the knowledge in this language; in English where nobody has said it in this one.
    #[must_use]
    pub fn known<'a>(&self, english: &'a str) -> Known<'a> {
        let as_it_is = Known { words: english, foreign: false, original: None };
        if self.locale.folder() == "en" {
            return as_it_is;
        }
        let said = if self.locale == Locale::Es { SPANISH.of(english) } else { None };
        match said {
            Some(said) => {
                let original = (said.safety && !said.reviewed).then_some(english);
                Known { words: &said.words, foreign: false, original }
            }
            // A number or a sign is of no language.
            None => Known { foreign: english.chars().any(char::is_alphabetic), ..as_it_is },
        }
    }

    fn say(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            let english = Self::of(Locale::En);
            if self.locale.folder() == "en" || cfg!(debug_assertions) || !english.has(key) {
                return format!("⟦{key}⟧");
            }
            return english.say(key, args);
        };
        let mut faults = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut faults).into_owned()
    }
}

/// The Fluent files of a locale: name and text.
pub(super) fn files(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    LOCALES
        .get_dir(locale.folder())
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
}

/// Text between first-strong isolates (U+2068, U+2069) where it holds right-to-left letters, as it is otherwise.
fn isolated(text: &str) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

/// Whether a letter belongs to a script written from right to left (Hebrew to Arabic Extended, their presentation
/// forms, and the right-to-left blocks of plane 1).
pub(super) const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_speaks_each_language() {
        assert_eq!(Words::of(Locale::En).t("nav-today"), "Today");
        assert_eq!(Words::of(Locale::EnUs).t("nav-today"), "Today");
        assert_eq!(Words::of(Locale::Es).t("nav-today"), "Hoy");
    }

    #[test]
    fn a_text_of_the_knowledge_is_said_in_the_language_and_marked_where_it_is_not() {
        let fever = "Have you had a fever in the last 24 hours?";
        assert_eq!(Words::of(Locale::En).known(fever).html(), fever);
        assert_eq!(Words::of(Locale::Es).known(fever).html(), "¿Ha tenido fiebre en las últimas 24 horas?");
        let own = Words::of(Locale::Es).known("Words of a practice & its own");
        assert_eq!(own.html(), r#"<span lang="en">Words of a practice &amp; its own</span>"#);
        assert_eq!(Words::of(Locale::Es).known("38 – 40").html(), "38 – 40");
    }

    #[test]
    fn unreviewed_words_of_safety_stand_over_their_english() {
        let known = Known { words: "Pare.", foreign: false, original: Some("Stop.") };
        assert_eq!(known.html(), r#"Pare.<small class="original" lang="en">Stop.</small>"#);
    }

    #[test]
    fn a_count_chooses_its_plural() {
        let en = Words::of(Locale::En);
        assert_eq!(en.t_args("ui-refusals", &[("count", 1.into())]), "One answer needs another look");
        assert_eq!(en.t_args("ui-refusals", &[("count", 3.into())]), "3 answers need another look");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Words::of(Locale::Es).t("no-such-key"), "⟦no-such-key⟧");
    }

    #[test]
    fn a_right_to_left_name_is_set_apart_and_a_latin_one_is_left_alone() {
        let en = Words::of(Locale::En);
        assert_eq!(en.t_args("ui-signed-in-as", &[("name", "Amara".into())]), "Signed in as Amara");
        assert_eq!(en.t_args("ui-signed-in-as", &[("name", "محمد".into())]), "Signed in as \u{2068}محمد\u{2069}");
    }
}
