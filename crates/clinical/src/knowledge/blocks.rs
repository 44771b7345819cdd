//! The entries of a file as stretches of its text: from one `[[header]]` to the next, so that one can be read, shown or
//! left out by itself while every other keeps its line.

use super::Place;

/// One entry's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// What stands in its brackets: `rule`, `group.fact`.
    pub(super) header: &'a str,
    /// Whether the brackets are double: one of several.
    pub(super) several: bool,
    /// From its header to the header of the next.
    pub(super) text: &'a str,
    /// Where it begins and ends in the file.
    pub(super) span: (usize, usize),
    /// The line of its header, from 1.
    pub(super) line: u32,
}

/// Tables that stand inside an entry and are entries of their own.
const OWN: &[&str] = &["group.fact"];

/// The entries of a text, in order. What stands before the first belongs to none.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut at = 0;
    let mut within = None;
    for (number, line) in (1u32..).zip(text.split_inclusive('\n')) {
        if within.is_none()
            && let Some((header, several)) = header(line)
            && !found.last().is_some_and(|open| part_of(header, open.header))
        {
            found.push(Block { header, several, text: "", span: (at, at), line: number });
        }
        within = quoted(line, within);
        at += line.len();
        if let Some(open) = found.last_mut() {
            open.span.1 = at;
            open.text = text.get(open.span.0..at).unwrap_or_default();
        }
    }
    found
}

/// `rule.effect` belongs to the `rule` above it; a fact does not belong to its group.
fn part_of(header: &str, open: &str) -> bool {
    !OWN.contains(&header) && header.strip_prefix(open).is_some_and(|rest| rest.starts_with('.'))
}

fn header(line: &str) -> Option<(&str, bool)> {
    let line = line.trim();
    let line = line.split_once(" #").map_or(line, |(before, _)| before.trim_end());
    let single = line.strip_prefix('[')?.strip_suffix(']')?;
    let (name, several) = match single.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(name) => (name.trim(), true),
        None => (single.trim(), false),
    };
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    (plain && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((name, several))
}

/// Which text of several lines is open after this line, if any was open before it.
fn quoted(line: &str, open: Option<&'static str>) -> Option<&'static str> {
    let mut open = open;
    let mut rest = line;
    loop {
        let next = match open {
            Some(mark) => rest.find(mark).map(|at| (at, mark)),
            None => ["\"\"\"", "'''"].into_iter().filter_map(|m| rest.find(m).map(|at| (at, m))).min(),
        };
        let Some((at, mark)) = next else { return open };
        rest = rest.get(at + 3..).unwrap_or_default();
        open = if open.is_some() { None } else { Some(mark) };
    }
}

/// The text with these stretches empty: every other line keeps its number.
pub(super) fn without(text: &str, gone: &[(usize, usize)]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to) in gone {
        left.push_str(text.get(at..*from).unwrap_or_default());
        let lines = text.get(*from..*to).unwrap_or_default().matches('\n').count();
        left.extend(std::iter::repeat_n('\n', lines));
        at = *to;
    }
    left.push_str(text.get(at..).unwrap_or_default());
    left
}

impl Block<'_> {
    /// The entry as a table of its own, or why it cannot be read.
    pub(super) fn table(&self) -> Result<toml::Table, String> {
        let mut table: toml::Table = self.text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        for part in self.header.split('.') {
            let inner = match table.remove(part) {
                Some(toml::Value::Array(list)) => list.into_iter().next(),
                other => other,
            };
            match inner {
                Some(toml::Value::Table(inner)) => table = inner,
                _ => return Err("this entry cannot be read by itself".into()),
            }
        }
        Ok(table)
    }

    /// Where it stands in this file.
    pub(super) fn place(&self, file: &str) -> Place {
        Place::new(file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "as_of = \"2026-11\"\n# one\n[[rule]]\nkey = \"A\"\n[[rule.effect]]\nhands = \"none\"\n\n\
        [[rule]]\nkey = \"B\"\nwhy = \"\"\"\n[[rule]]\n\"\"\"\n[[group]]\nkey = \"g\"\n[[group.fact]]\nkey = \"f\"\n";

    #[test]
    fn an_entry_goes_from_its_header_to_the_next_with_its_parts_and_a_fact_is_one_by_itself() {
        let found: Vec<_> = blocks(TEXT).iter().map(|b| (b.header, b.line)).collect();
        assert_eq!(found, [("rule", 3), ("rule", 8), ("group", 13), ("group.fact", 15)]);
    }

    #[test]
    fn what_is_left_out_leaves_every_other_line_where_it_was() {
        let found = blocks(TEXT);
        let left = without(TEXT, &[found[0].span]);
        assert_eq!(left.matches('\n').count(), TEXT.matches('\n').count());
        assert_eq!(blocks(&left)[0].line, 8);
        assert_eq!(blocks(&left)[0].table().unwrap().get("key").and_then(toml::Value::as_str), Some("B"));
    }

    #[test]
    fn every_entry_of_the_folder_can_be_read_by_itself() {
        for (path, text) in super::super::folder::texts() {
            for block in blocks(&text) {
                assert!(block.table().is_ok(), "{path}:{}", block.line);
            }
        }
    }
}
