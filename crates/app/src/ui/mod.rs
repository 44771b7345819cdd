//! The look and the words: shell, widgets, figures, words in each language, style and type.
//!
//! How a room makes a page is told in `README.md` beside this file. Nothing here knows a client, a database or a route.

pub mod assets;
pub mod body;
pub mod cards;
pub mod filled;
pub mod filters;
pub mod frame;
pub mod gallery;
pub mod locale;
pub mod panel;
pub mod pose;
pub mod say;
pub mod shell;
pub mod trend;
pub mod words;

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod word_keys;

pub use filled::{Choice, Filled, Said};
pub use frame::{Frame, Theme};
pub use locale::Locale;
pub use panel::{Brief, Due, Found, Panel};
pub use shell::{ChartHeader, Flash, Mark, MarkKind, NavItem, Person, Shell, Tab};
pub use words::{Arg, Known, Words};

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Text with the five characters that mean something in HTML written out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Where the signs are.
static SPRITE: LazyLock<String> = LazyLock::new(|| assets::url("icons.svg"));

/// The names of the signs.
static SIGNS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let sprite = assets::find("icons.svg").map_or("", |sprite| std::str::from_utf8(sprite.bytes).unwrap_or_default());
    sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
});

/// A sign of the sprite with further classes, silent to a screen reader. A name that the sprite lacks shows three dots.
fn icon(name: &str, classes: &str) -> String {
    let name = if SIGNS.contains(name) { name } else { "more" };
    format!(
        r#"<svg class="ico{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}#{name}"/></svg>"#,
        *SPRITE
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_was_never_drawn_shows_three_dots() {
        assert!(icon("plus", "").contains("#plus\""));
        assert!(icon("unicorn", "").contains("#more\""));
        assert!(icon("\"><script>", "").contains("#more\""));
    }

    #[test]
    fn what_means_something_in_html_is_written_out() {
        assert_eq!(escape("<a title=\"x\">O'Neil & co"), "&lt;a title=&quot;x&quot;&gt;O&#39;Neil &amp; co");
    }
}
