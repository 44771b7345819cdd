//! Pages: nothing inline, layout that turns round with the script's direction, and no claim that nobody can keep.

use super::{Finding, Tree};

/// Templates carry no inline style, script or event handler; the policy of the page forbids them.
pub(crate) fn nothing_inline(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.below("crates/app/", ".html") {
        for (number, line) in file.lines() {
            for what in inline(line) {
                found.push(Finding::at(&file.path, number, format!("{what} inline, which the page's policy forbids")));
            }
        }
    }
    found
}

fn inline(line: &str) -> Vec<&'static str> {
    let lower = line.to_lowercase();
    let mut what = Vec::new();
    if lower.contains("<style") || lower.contains(" style=") {
        what.push("a style");
    }
    if lower.split("<script").skip(1).any(|rest| !rest.split('>').next().unwrap_or("").contains("src=")) {
        what.push("a script");
    }
    let handler = |word: &str| {
        let name = word.split('=').next().unwrap_or("");
        word.contains('=') && name.len() > 4 && name.starts_with("on") && name.chars().all(|c| c.is_ascii_lowercase())
    };
    if lower.split_whitespace().any(handler) {
        what.push("an event handler");
    }
    what
}

/// Properties that don't turn round in a language written from right to left, and what to write instead.
const PHYSICAL: &[(&str, &str)] = &[
    ("margin-left", "margin-inline-start"),
    ("margin-right", "margin-inline-end"),
    ("padding-left", "padding-inline-start"),
    ("padding-right", "padding-inline-end"),
    ("border-left", "border-inline-start"),
    ("border-right", "border-inline-end"),
    ("text-align: left", "text-align: start"),
    ("text-align: right", "text-align: end"),
    ("float: left", "float: inline-start"),
    ("float: right", "float: inline-end"),
];

/// Styles use logical properties.
pub(crate) fn turns_round(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.below("crates/app/", ".css") {
        for (number, line) in file.lines() {
            for (bad, good) in PHYSICAL.iter().filter(|(bad, _)| line.contains(bad)) {
                found.push(Finding::at(
                    &file.path,
                    number,
                    format!("`{bad}` stays put from right to left; `{good}` turns"),
                ));
            }
        }
    }
    found
}

/// Words that claim what docs/decisions/0001-intended-use.md says is never claimed, in English and Spanish.
const CLAIMS: &[&str] = &[
    "safe",
    "validated",
    "compliant",
    "certified",
    "cure",
    "cures",
    "heals",
    "guaranteed",
    "root cause",
    "error occurred",
    "validado",
    "validada",
    "certificado",
    "certificada",
    "cura",
    "garantizado",
    "garantizada",
    "causa raíz",
];
/// Beside one of these the word is denied or asked, not claimed.
const DENIED: &[&str] = &["not", "no", "never", "nor", "nunca", "ni", "unsafe", "without", "sin"];

/// The words of the interface make no claim.
pub(crate) fn no_claims(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let texts = tree.below("crates/app/", ".ftl").chain(tree.below("crates/app/src/", ".html"));
    for file in texts {
        for (number, line) in file.lines().filter(|(_, line)| !line.trim_start().starts_with('#')) {
            if let Some(word) = claim(&spoken(line)) {
                let what = format!("`{word}` is a claim; see docs/decisions/0001-intended-use.md for what to say");
                found.push(Finding::at(&file.path, number, what));
            }
        }
    }
    found
}

/// A line without what the template engine reads of it.
fn spoken(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some((before, code)) = rest.split_once("{{").or_else(|| rest.split_once("{%")) {
        words.push_str(before);
        rest = code.split_once("}}").or_else(|| code.split_once("%}")).map_or("", |(_, after)| after);
    }
    words + rest
}

fn claim(line: &str) -> Option<&'static str> {
    let said = line.split_once('=').map_or(line, |(_, words)| words).to_lowercase();
    let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if said.contains('?') || words.iter().any(|word| DENIED.contains(word)) {
        return None;
    }
    let spaced = format!(" {} ", words.join(" "));
    CLAIMS.iter().copied().find(|claim| spaced.contains(&format!(" {claim} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_inline_code_is_caught_and_a_source_is_not() {
        let found = |line: &str| nothing_inline(&Tree::of(&[("crates/app/src/a/page.html", line)])).len();
        assert_eq!(found("<p style=\"color: red\">"), 1);
        assert_eq!(found("<style>p {}</style>"), 1);
        assert_eq!(found("<script>x()</script>"), 1);
        assert_eq!(found("<button onclick=\"x()\">"), 1);
        assert_eq!(found("<script type=\"module\" src=\"/lock.js\"></script><a href=\"/on?a=b\">"), 0);
    }

    #[test]
    fn a_property_that_stays_put_is_caught() {
        let found = |line: &str| turns_round(&Tree::of(&[("crates/app/assets/app.css", line)])).len();
        assert_eq!(found("p { margin-left: 1rem; text-align: right }"), 2);
        assert_eq!(found("p { margin-inline-start: 1rem; text-align: end }"), 0);
    }

    #[test]
    fn a_claim_is_caught_and_its_denial_is_not() {
        let found = |line: &str| no_claims(&Tree::of(&[("crates/app/locales/en/a.ftl", line)])).len();
        for line in [
            "a = Safe to treat today",
            "a = Clinically validated",
            "a = An error occurred",
            "a = Tratamiento certificado",
        ] {
            assert_eq!(found(line), 1, "{line}");
        }
        for line in [
            "safe = Nothing recorded against it",
            "a = It does not declare treatment safe",
            "a = Do you feel safe at home?",
            "# safe",
            "a = Safety",
        ] {
            assert_eq!(found(line), 0, "{line}");
        }
    }
}
