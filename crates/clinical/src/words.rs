//! How typed words are compared: `Upper-Trap`, `upper trap` and `upper_trap` are one word.

/// Lower case, with hyphens, underscores and runs of spaces as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '_')).filter(|w| !w.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_with_hyphen_underscore_or_capitals_is_one_word() {
        assert_eq!(fold("Upper-Trap"), "upper trap");
        assert_eq!(fold("  upper__trap "), "upper trap");
        assert_eq!(fold("C5–C6"), "c5 c6");
        assert_eq!(fold(" - "), "");
    }
}
