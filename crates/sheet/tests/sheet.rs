//! What a sheet promises: checked against the standard as it is written, the same for the same words, and able to hold any.
use proptest::prelude::*;
use sheet::{Block, Drawing, Fault, Instant, Paper, Point, Run, Sheet, Table, Trend};

fn sheet(blocks: Vec<Block>) -> Sheet {
    Sheet {
        title: "Letter".into(),
        language: "en".into(),
        made: Instant { year: 2026, month: 11, day: 22, hour: 9, minute: 0, second: 0 },
        foot: "version 1".into(),
        numbering: "Page {page} of {pages}".into(),
        blocks: [vec![Block::heading(1, "Letter")], blocks].concat(),
        ..Sheet::default()
    }
}

/// How many pages the document says it has.
fn pages(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let tree = text.split("/Type/Pages").nth(1).or_else(|| text.split("/Type /Pages").nth(1));
    let count = tree.and_then(|tree| tree.split("/Count").nth(1));
    let digits: String = count.unwrap_or_default().trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn one_of_each() -> Vec<Block> {
    let point = |day, value: f64| Point { day, on: format!("day {day}"), value, shown: value.to_string() };
    vec![
        Block::Lines(vec!["A practice".into(), "A street".into()]),
        Block::Rule,
        Block::Text(vec![Run::bold("Found"), Run::plain(" less pain.")]),
        Block::List { numbered: true, items: vec!["one".into(), "two".into()] },
        Block::Facts(vec![("Born".into(), "3 May 1974".into())]),
        Block::Trend(Trend {
            caption: "Pain".into(),
            alt: "Pain fell from 7 to 3.".into(),
            head: ["When".into(), "Pain".into()],
            points: vec![point(0, 7.0), point(9, 3.0)],
            scale: (0.0, 10.0),
            error: Some((2.0, "error of the scale: 2".into())),
        }),
        Block::heading(2, "Movement"),
        Block::Table(Table {
            caption: "Neck".into(),
            head: vec!["Movement".into(), "Degrees".into()],
            rows: vec![vec!["Rotation right".into(), "48".into()], vec!["Rotation left".into()]],
            named_rows: true,
        }),
        Block::Page,
        Block::Space(30.0),
        Block::Drawing(Drawing {
            alt: "Signature of Amara Obi".into(),
            size: (600.0, 200.0),
            height: 60.0,
            strokes: vec![vec![(10.0, 10.0), (70.0, 90.0), (130.0, 10.0)], vec![(200.0, 50.0)]],
        }),
        Block::Lines(vec!["Signed".into()]),
    ]
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let first = sheet::write(&sheet(one_of_each())).unwrap();
    assert_eq!(first, sheet::write(&sheet(one_of_each())).unwrap());
    let other = Sheet { foot: "version 2".into(), ..sheet(one_of_each()) };
    assert_ne!(first, sheet::write(&other).unwrap());
}

#[test]
fn a_sheet_says_of_itself_that_it_can_be_read_aloud_and_holds_its_fonts() {
    let bytes = sheet::write(&sheet(one_of_each())).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for promise in ["pdfuaid:part", "/StructTreeRoot", "/MarkInfo", "/Outlines", "/FontFile", "/DisplayDocTitle true"] {
        assert!(text.contains(promise), "{promise}");
    }
    for role in ["/H1", "/H2", "/TH", "/Figure", "/LBody", "/Caption"] {
        assert!(text.contains(role), "{role}");
    }
    assert_eq!(pages(&bytes), 2);
}

#[test]
fn what_breaks_the_standard_is_not_given_out() {
    let untitled = Sheet { title: String::new(), ..sheet(vec![]) };
    assert!(matches!(sheet::write(&untitled), Err(Fault::Refused(_))));
}

#[test]
fn a_row_that_is_longer_than_a_page_goes_on_and_a_long_table_fills_as_many_as_it_needs() {
    let words = "light pressure on both sides of the neck ".repeat(160);
    let table = |rows: Vec<Vec<String>>| {
        sheet(vec![Block::Table(Table {
            caption: "Sessions".into(),
            head: vec!["Visit".into(), "Note".into()],
            rows,
            named_rows: true,
        })])
    };
    let long = sheet::write(&table(vec![vec!["first".into(), words]])).unwrap();
    assert!(pages(&long) >= 2);
    let many = (0..120).map(|n| vec![n.to_string(), "short".into()]).collect();
    assert!(pages(&sheet::write(&table(many)).unwrap()) >= 3);
}

#[test]
fn letters_of_many_scripts_can_be_set_and_what_no_face_has_is_written_in_latin() {
    for text in ["Ñandú Straße", "Γειά σου", "Привет", "שלום", "السلام عليكم", "fi ffi −4 ≤ ° · “”"]
    {
        assert!(sheet::can_be_set(text), "{text}");
    }
    assert!(!sheet::can_be_set("山田"));
    let mixed = "محمد 52 (Mohammed) 山田 שלום\nsecond line\u{202e}\u{feff}\u{0}";
    for right_to_left in [false, true] {
        let blocks = vec![Block::text(mixed), Block::Facts(vec![(mixed.into(), mixed.into())])];
        sheet::write(&Sheet { right_to_left, ..sheet(blocks) }).unwrap();
    }
}

#[test]
fn the_paper_is_that_of_the_country() {
    assert_eq!(Paper::of("US-TX"), Paper::Letter);
    assert_eq!(Paper::of("ES"), Paper::A4);
    assert_eq!(Paper::of(""), Paper::A4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 5, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_can_be_set(text in "\\PC{0,120}", wild in any::<String>(), right_to_left in any::<bool>()) {
        let table = Table { caption: text.clone(), head: vec![wild.clone(), text.clone()], rows: vec![vec![wild.clone()]], named_rows: false };
        let blocks = vec![Block::heading(2, text.clone() + "a"), Block::text(wild), Block::text(text), Block::Table(table)];
        let written = sheet::write(&Sheet { right_to_left, ..sheet(blocks) });
        prop_assert!(written.is_ok(), "{written:?}");
    }
}

#[test]
fn a_signature_is_a_figure_with_its_words_and_nothing_where_nothing_was_drawn() {
    let drawn = |strokes| {
        let drawing = Drawing { alt: "Signature of Amara Obi".into(), size: (600.0, 200.0), height: 60.0, strokes };
        sheet::write(&sheet(vec![Block::Drawing(drawing)])).unwrap()
    };
    let signed = String::from_utf8_lossy(&drawn(vec![vec![(10.0, 10.0), (70.0, 90.0)]])).into_owned();
    assert!(signed.contains("Signature of Amara Obi") && signed.contains("/Figure"));
    let empty = String::from_utf8_lossy(&drawn(vec![])).into_owned();
    assert!(!empty.contains("/Figure"));
    for size in [(0.0, 200.0), (600.0, 0.0), (60_000.0, 1.0)] {
        let odd = Drawing { alt: "x".into(), size, height: 60.0, strokes: vec![vec![(1.0, 1.0)]] };
        assert!(sheet::write(&sheet(vec![Block::Drawing(odd)])).is_ok(), "{size:?}");
    }
}
