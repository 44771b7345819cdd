//! The texts of the folder: picking the files of one kind and knowing the line of an entry.

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{Place, Problem};

/// One file of the folder.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    /// Where each line but the last ends, in bytes: every entry asks for its line.
    breaks: Vec<usize>,
}

impl<'a> Source<'a> {
    fn new(path: &'a str, text: &'a str) -> Source<'a> {
        Source { path, text, breaks: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The files of one kind: `facts` gives `facts.toml` and everything in `facts/`.
    pub(crate) fn of_kind(files: &'a [(&'a str, &'a str)], kind: &'a str) -> impl Iterator<Item = Source<'a>> {
        files
            .iter()
            .filter(move |(path, _)| {
                path.strip_prefix(kind)
                    .is_some_and(|rest| rest == ".toml" || (rest.starts_with('/') && rest.ends_with(".toml")))
            })
            .map(|&(path, text)| Source::new(path, text))
    }

    /// The one file at exactly `path`, if it is there.
    pub(crate) fn at(files: &'a [(&'a str, &'a str)], path: &str) -> Option<Source<'a>> {
        files.iter().find(|(p, _)| *p == path).map(|&(path, text)| Source::new(path, text))
    }

    /// The file as its wire form; what cannot be read becomes a problem with its line, and `None`.
    pub(crate) fn wire<T: DeserializeOwned>(&self, problems: &mut Vec<Problem>) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(wire) => Some(wire),
            Err(error) => {
                problems.push(self.unreadable(&error));
                None
            }
        }
    }

    /// What is wrong with the form of the file, at its line.
    pub(crate) fn unreadable(&self, error: &toml::de::Error) -> Problem {
        let line = error.span().map_or(0, |span| self.line(span.start));
        Place::new(self.path, line).problem(error.message())
    }

    /// The place of a value the wire form keeps its span of.
    pub(crate) fn place<T>(&self, spanned: &Spanned<T>) -> Place {
        Place::new(self.path, self.line(spanned.span().start))
    }

    fn line(&self, offset: usize) -> u32 {
        let before = self.breaks.partition_point(|end| *end < offset);
        u32::try_from(before).unwrap_or(u32::MAX - 1) + 1
    }
}

/// An entry's text without the empty lines and the remarks after it, which belong to what follows.
pub(super) fn trimmed(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    while lines.last().is_some_and(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_kind_are_its_own_file_and_its_folder() {
        let files = [
            ("facts.toml", ""),
            ("facts/today.toml", ""),
            ("factset/x.toml", ""),
            ("es/facts.toml", ""),
            ("facts/readme.md", ""),
        ];
        let paths: Vec<_> = Source::of_kind(&files, "facts").map(|s| s.path).collect();
        assert_eq!(paths, ["facts.toml", "facts/today.toml"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        #[derive(serde::Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            #[expect(dead_code, reason = "only its presence is read")]
            a: i64,
        }
        let mut problems = Vec::new();
        let source = Source::new("x/y.toml", "a = 1\nb = 2\n");
        assert!(source.wire::<Wire>(&mut problems).is_none());
        assert_eq!((problems[0].file.as_str(), problems[0].line), ("x/y.toml", 2));
    }
}
