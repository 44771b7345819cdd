//! Rust source seen just closely enough: which text is code, and what the string literals say.

/// A string literal: the line on which it begins, and what it says between its quotes, escapes as typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A file's code with comments and literals blanked out, line for line, and its string literals.
pub(crate) struct Scan {
    pub(crate) code: String,
    pub(crate) literals: Vec<Literal>,
}

/// What the next characters begin.
enum Piece {
    Plain,
    LineComment,
    BlockComment,
    /// A string; how many `#` close it when raw.
    Text(Option<usize>),
    Char,
}

/// Reads a file.
pub(crate) fn scan(source: &str) -> Scan {
    let chars: Vec<char> = source.chars().collect();
    let mut scan = Scan { code: String::with_capacity(source.len()), literals: Vec::new() };
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let end = match piece(&chars, at) {
            Piece::Plain => {
                scan.code.extend(chars.get(at));
                at + 1
            }
            Piece::LineComment => until(&chars, at, |rest| rest.first() == Some(&'\n'), 0),
            Piece::BlockComment => block_end(&chars, at),
            Piece::Char => quoted_end(&chars, at + 1, '\''),
            Piece::Text(raw) => {
                let start = until(&chars, at, |rest| rest.first() == Some(&'"'), 1);
                let end = match raw {
                    None => quoted_end(&chars, start, '"'),
                    Some(marks) => until(&chars, start, |rest| closes(rest, marks), marks + 1),
                };
                let close = end.saturating_sub(raw.unwrap_or(0) + 1).max(start);
                let text = chars.get(start..close).unwrap_or_default().iter().collect();
                scan.literals.push(Literal { line, text });
                end
            }
        };
        let passed = chars.get(at..end).unwrap_or_default();
        if end > at + 1 || scan.code.is_empty() {
            scan.code.extend(passed.iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
        }
        line += passed.iter().filter(|&&c| c == '\n').count();
        at = end;
    }
    scan
}

fn piece(chars: &[char], at: usize) -> Piece {
    let rest = chars.get(at..).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    match rest {
        ['/', '/', ..] => Piece::LineComment,
        ['/', '*', ..] => Piece::BlockComment,
        ['"', ..] => Piece::Text(None),
        ['r' | 'b' | 'c', ..] if !(before.is_alphanumeric() || before == '_') => {
            let letters = rest.iter().take_while(|c| matches!(c, 'r' | 'b' | 'c')).count();
            let marks = rest.iter().skip(letters).take_while(|&&c| c == '#').count();
            let raw = rest.get(..letters).unwrap_or_default().contains(&'r');
            match (letters, rest.get(letters + marks)) {
                (..=2, Some('"')) if raw => Piece::Text(Some(marks)),
                (1, Some('"')) if marks == 0 => Piece::Text(None),
                _ => Piece::Plain,
            }
        }
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => Piece::Char,
        _ => Piece::Plain,
    }
}

/// The first place from `at` where `here` holds, and `more` characters further.
fn until(chars: &[char], at: usize, here: impl Fn(&[char]) -> bool, more: usize) -> usize {
    (at..chars.len()).find(|&i| here(chars.get(i..).unwrap_or_default())).map_or(chars.len(), |i| i + more)
}

fn closes(rest: &[char], marks: usize) -> bool {
    rest.first() == Some(&'"') && rest.iter().skip(1).take_while(|&&c| c == '#').count() >= marks
}

fn quoted_end(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start;
    while let Some(&c) = chars.get(at) {
        match c {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

fn block_end(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < chars.len() {
        match chars.get(at..).unwrap_or_default() {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth <= 1 => return at + 2,
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    chars.len()
}

/// The part of a file before its tests at the foot, by lines: the number of the last line that is not a test.
pub(crate) fn before_tests(source: &str) -> usize {
    source.lines().position(|line| line.trim_start().starts_with("#[cfg(test)]")).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_not_code() {
        let source =
            "let a = \"fn b() {\"; // fn c\n/* fn d /* { */ } */ let e = '{'; let f: &'static str = r#\"g \"h\"\"#;\n";
        let seen = scan(source);
        assert_eq!(seen.code.lines().count(), 2);
        assert!(!seen.code.contains('{') && !seen.code.contains("fn"), "{}", seen.code);
        assert!(seen.code.contains("let e =") && seen.code.contains("&'static str"));
        let said: Vec<_> = seen.literals.iter().map(|one| (one.line, one.text.as_str())).collect();
        assert_eq!(said, [(1, "fn b() {"), (2, "g \"h\"")]);
    }

    #[test]
    fn a_literal_over_several_lines_keeps_the_lines_below_it_in_place() {
        let seen = scan("const A: &str = \"one\n  \\\"two\\\"\n\";\nfn b() {}\n");
        assert_eq!(seen.code.lines().nth(3), Some("fn b() {}"));
        assert_eq!(seen.literals.first().map(|one| one.text.as_str()), Some("one\n  \\\"two\\\"\n"));
    }

    #[test]
    fn an_odd_end_of_file_is_read_to_its_end() {
        for source in ["\"open", "/* open", "'\\", "r#\"open\"", "b'", "\\"] {
            scan(source);
        }
    }
}
