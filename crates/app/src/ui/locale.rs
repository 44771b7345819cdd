//! The languages and habits of writing that pages can be shown in, and how one is chosen.

use serde::Serialize;
use unic_langid::LanguageIdentifier;

/// A language with the habits of a place: words, order of a date, clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Locale {
    /// English, day before month, 24-hour clock.
    #[default]
    #[serde(rename = "en")]
    En,
    /// English of the United States: month before day, 12-hour clock. Same words as [`Locale::En`].
    #[serde(rename = "en-US")]
    EnUs,
    /// Spanish, day before month, 24-hour clock.
    #[serde(rename = "es")]
    Es,
}

impl Locale {
    /// Every locale, in the order in which a chooser lists them.
    pub const ALL: [Self; 3] = [Self::En, Self::EnUs, Self::Es];

    /// The tag as it is written in `lang`, in settings and in `Accept-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::EnUs => "en-US",
            Self::Es => "es",
        }
    }

    /// What the language calls itself, for a chooser.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::EnUs => "English (United States)",
            Self::Es => "Español",
        }
    }

    /// The folder of `locales/` that holds its words.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::En | Self::EnUs => "en",
            Self::Es => "es",
        }
    }

    /// As Fluent knows it, for plurals and numbers.
    pub(super) fn identifier(self) -> LanguageIdentifier {
        // Every tag of ALL parses (tested); the root language is only what the types ask for.
        self.tag().parse().unwrap_or_default()
    }

    /// The locale of a tag: the exact one, else its language's first, else none.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag)).or_else(|| {
            let language = tag.split(['-', '_']).next()?;
            Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
        })
    }

    /// What the person has set, else the best of `Accept-Language` (by its `q`, then by order), else English.
    #[must_use]
    pub fn choose(set: Option<&str>, accept_language: Option<&str>) -> Self {
        if let Some(locale) = set.and_then(Self::parse) {
            return locale;
        }
        let mut best: Option<(f32, Self)> = None;
        for part in accept_language.unwrap_or_default().split(',') {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Self::parse) else {
                continue;
            };
            let weight =
                pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.trim().parse().ok()).unwrap_or(1.0_f32);
            if weight > 0.0 && best.is_none_or(|(so_far, _)| weight > so_far) {
                best = Some((weight, locale));
            }
        }
        best.map_or_else(Self::default, |(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_stands_over_the_browser() {
        assert_eq!(Locale::choose(Some("es"), Some("en-US")), Locale::Es);
        assert_eq!(Locale::choose(Some("tlh"), Some("es")), Locale::Es);
    }

    #[test]
    fn the_browser_is_heard_by_weight_and_then_by_order() {
        assert_eq!(Locale::choose(None, Some("fr, en;q=0.4, es-MX;q=0.8")), Locale::Es);
        assert_eq!(Locale::choose(None, Some("en-US,en;q=0.9")), Locale::EnUs);
        assert_eq!(Locale::choose(None, Some("en-GB,es;q=0.9")), Locale::En);
        assert_eq!(Locale::choose(None, Some("es;q=0, en")), Locale::En);
    }

    #[test]
    fn every_tag_is_a_language() {
        for locale in Locale::ALL {
            assert_eq!(locale.identifier().to_string(), locale.tag());
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
        }
    }

    #[test]
    fn nothing_understood_is_english() {
        for header in [None, Some(""), Some("fr"), Some(";;q=,,"), Some("*")] {
            assert_eq!(Locale::choose(None, header), Locale::En);
        }
    }
}
