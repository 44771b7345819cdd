//! What the folder knows about medicines, home care, teaching pages and professions, and the judgements over it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod broken;
mod education;
mod faults;
mod homecare;
mod medicines;
mod professions;

#[allow(unreachable_pub, reason = "shared with other test programs")]
#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use clinical::knowledge::Knowledge;

/// The folder as it is shipped, read once.
static FOLDER: LazyLock<Knowledge> = LazyLock::new(|| {
    let texts = support::texts("knowledge", "toml");
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Knowledge::parse(&files).unwrap_or_else(|problems| {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", all.join("\n"))
    })
});
