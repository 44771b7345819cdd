//! Knowledge as a slip of the hand leaves it: whatever stands in a file, it is read, or each problem is named by file and line.

use clinical::knowledge::Knowledge;
use proptest::prelude::*;

use super::support;

/// One slip in one file.
#[derive(Clone, Debug)]
enum Slip {
    /// So many characters are gone.
    Gone(usize),
    /// This stands there besides.
    Written(String),
    /// The next line stands there twice.
    Twice,
    /// The file ends here.
    Cut,
    /// The whole file is this.
    Replaced(String),
}

fn slip() -> impl Strategy<Value = Slip> {
    let pieces = "(\\[\\[|\\]\\]|=|\"|'|#|\n|,|\\{|\\}|key|source|fact|rule|when|any of|not |9e99|-1|nan|true|\\.|é|\u{202e}|\\PC){1,6}";
    prop_oneof![
        (1..400_usize).prop_map(Slip::Gone),
        pieces.prop_map(Slip::Written),
        Just(Slip::Twice),
        Just(Slip::Cut),
        "(\\PC|\n){0,200}".prop_map(Slip::Replaced),
    ]
}

fn slipped(text: &str, at: usize, slip: &Slip) -> String {
    let at = text.floor_char_boundary(at % (text.len() + 1));
    let (head, tail) = text.split_at(at);
    match slip {
        Slip::Gone(count) => head.chars().chain(tail.chars().skip(*count)).collect(),
        Slip::Written(piece) => format!("{head}{piece}{tail}"),
        Slip::Twice => match tail.split_once('\n') {
            Some((_, rest)) => {
                let line = rest.lines().next().unwrap_or_default();
                format!("{head}{}\n{line}\n{rest}", tail.lines().next().unwrap_or_default())
            }
            None => format!("{head}{tail}{tail}"),
        },
        Slip::Cut => head.into(),
        Slip::Replaced(all) => all.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_slip_in_any_file_is_read_or_named_by_file_and_line(file in any::<usize>(), at in any::<usize>(), slip in slip()) {
        let mut texts = support::texts("knowledge", "toml");
        let file = file % texts.len();
        texts[file].1 = slipped(&texts[file].1, at, &slip);
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let problems = Knowledge::parse(&files).err().unwrap_or_default();
        for problem in &problems {
            let lines = files.iter().find(|(path, _)| *path == problem.file).map(|(_, text)| text.lines().count());
            prop_assert!(lines.is_some_and(|lines| problem.line as usize <= lines + 1), "{problem:?}");
            prop_assert!(!problem.what.is_empty(), "{problem:?}");
        }
    }
}
