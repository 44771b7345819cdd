//! Files and functions stay short enough to be read at one sitting.

use super::scan::scan;
use super::{Finding, Tree};

/// Lines at which a file is long, and at which it is too long.
const FILE: (usize, usize) = (400, 500);
/// Lines at which a function is long, and at which it is too long.
const FUNCTION: (usize, usize) = (60, 80);

/// A hint for what is long, a finding for what is too long.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust() {
        let lines = file.text.lines().count();
        found.extend(judge(&file.path, 0, lines, FILE, "a file"));
        for (line, name, lines) in functions(&scan(&file.text).code) {
            found.extend(judge(&file.path, line, lines, FUNCTION, &format!("the function {name}")));
        }
    }
    found
}

fn judge(path: &str, line: usize, lines: usize, (long, too_long): (usize, usize), what: &str) -> Option<Finding> {
    if lines > too_long {
        Some(Finding::at(path, line, format!("{what} of {lines} lines; {too_long} is the limit")))
    } else if lines > long {
        Some(Finding::hint(path, line, format!("{what} of {lines} lines; better below {long}")))
    } else {
        None
    }
}

/// Each function of some code that was freed of comments and literals: its line, its name, its length in lines.
fn functions(code: &str) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code.get(..at).unwrap_or("");
        let rest = code.get(at + 3..).unwrap_or("");
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        if let Some(length) = body(rest) {
            found.push((before.matches('\n').count() + 1, name, length));
        }
    }
    found
}

/// The number of lines from a signature to the brace that closes its body; none when it has no body.
fn body(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut brackets = 0_usize;
    let mut lines = 1;
    for c in rest.chars() {
        match c {
            '\n' => lines += 1,
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            ';' if depth == 0 && brackets == 0 => return None,
            '{' => depth += 1,
            '}' if depth <= 1 => return Some(lines),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_function_is_named_where_it_begins() {
        let long = format!(
            "trait A {{ fn none(&self); }}\nfn short() {{}}\nfn long(\n  a: [u8; 3],\n) {{\n{}}}\n",
            "  x();\n".repeat(90)
        );
        let found = check(&Tree::of(&[("crates/app/src/a.rs", &long)]));
        assert_eq!(found.len(), 1);
        let one = found.first().unwrap();
        assert!(one.line == 3 && !one.hint && one.what.contains("the function long of 94 lines"), "{one}");
    }

    #[test]
    fn a_file_is_hinted_at_first_and_then_refused() {
        let lines = |count| "// a line\n".repeat(count);
        let hints = |count| {
            check(&Tree::of(&[("crates/app/src/a.rs", &lines(count))])).iter().map(|one| one.hint).collect::<Vec<_>>()
        };
        assert!(hints(400).is_empty());
        assert_eq!(hints(401), [true]);
        assert_eq!(hints(501), [false]);
    }
}
