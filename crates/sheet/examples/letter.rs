//! Writes sample sheets into a folder and says how long each took: `cargo run -p sheet --example letter -- FOLDER`.
use sheet::{Block, Instant, Paper, Point, Run, Sheet, Table, Trend};
use std::{path::PathBuf, time::Duration};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    for (name, sheet) in [("letter", letter()), ("arabic", arabic()), ("long", long())] {
        let bytes = sheet::write(&sheet)?;
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..9 {
            let before = std::time::Instant::now();
            sheet::write(&sheet)?;
            times.push(before.elapsed());
        }
        times.sort();
        let middle = times.get(times.len() / 2).copied().unwrap_or_default();
        say(&format!("{name}.pdf  {} bytes  {:.1} ms", bytes.len(), middle.as_secs_f64() * 1e3));
        std::fs::write(folder.join(format!("{name}.pdf")), bytes)?;
    }
    Ok(())
}

#[allow(clippy::print_stdout)]
fn say(line: &str) {
    println!("{line}");
}

fn made() -> Instant {
    Instant { year: 2026, month: 11, day: 22, hour: 10, minute: 30, second: 0 }
}

fn letter() -> Sheet {
    let point = |day, on: &str, value: f64| Point { day, on: on.into(), value, shown: format!("{value}/10") };
    let trend = Trend {
        caption: "Worst pain of the last 24 hours, 0 to 10".into(),
        alt: "Worst pain fell from 7 to 3 in five weeks; the error of the scale is 2.".into(),
        head: ["Date".into(), "Worst pain".into()],
        points: vec![
            point(0, "6 Oct 2026", 7.0),
            point(14, "20 Oct 2026", 6.0),
            point(28, "3 Nov 2026", 4.0),
            point(42, "17 Nov 2026", 3.0),
        ],
        scale: (0.0, 10.0),
        error: Some((2.0, "within the dashed lines: error of the scale (2)".into())),
    };
    Sheet {
        title: "Progress report: Jana Nováková".into(),
        author: "Amara Obi, LMT".into(),
        language: "en".into(),
        paper: Paper::A4,
        right_to_left: false,
        made: made(),
        foot: "Jana Nováková · born 3 May 1974 · letter let_01JF · version 1 · chart head 9f86d081884c7d65 (41)".into(),
        numbering: "Page {page} of {pages}".into(),
        blocks: vec![
            Block::Lines(vec!["River Street Practice".into(), "12 River Street, Springfield".into()]),
            Block::Rule,
            Block::Lines(vec!["Dr Helena Straße".into(), "General practice".into(), "22 November 2026".into()]),
            Block::heading(1, "Progress report: Jana Nováková"),
            Block::Facts(vec![
                ("Who".into(), "Jana Nováková, born 3 May 1974 (52 years), seen since 6 October 2026.".into()),
                ("Asked".into(), "Neck pain after desk work; your letter of 2 October 2026.".into()),
                (
                    "Found".into(),
                    "Neck rotation right 48°. Red flags asked and negative: cord signs, fever, weight loss.".into(),
                ),
                ("Changed".into(), "Worst pain 7 to 3 (−4; error of the scale 2).".into()),
                ("My question".into(), "May she go on with work on the neck while taking apixaban?".into()),
            ]),
            trend.into(),
            Block::heading(2, "Treatment"),
            Block::Text(vec![
                Run::bold("Given: "),
                Run::plain(
                    "eight sessions of myofascial release and contract-relax to the neck and shoulders, pressure at most 3 of 5 because of apixaban. No adverse effects were reported.",
                ),
            ]),
            Block::List {
                numbered: false,
                items: vec![
                    "Chin tucks, ten times, twice a day.".into(),
                    "Break from the screen every 40 minutes; fi ffi 0O 1lI.".into(),
                ],
            },
            Block::Table(Table {
                caption: "Neck movement".into(),
                head: vec!["Movement".into(), "6 Oct 2026".into(), "17 Nov 2026".into(), "Change (error)".into()],
                rows: vec![
                    vec!["Rotation right".into(), "48°".into(), "66°".into(), "+18° (error 9°)".into()],
                    vec![
                        "Rotation left".into(),
                        "62°".into(),
                        "68°".into(),
                        "+6° (error 9°): not known to have changed".into(),
                    ],
                ],
                named_rows: true,
            }),
            Block::Space(30.0),
            Block::Lines(vec!["Amara Obi, LMT".into(), "Signed 22 November 2026, 10:30".into()]),
        ],
    }
}

fn arabic() -> Sheet {
    Sheet {
        title: "تقرير".into(),
        language: "ar".into(),
        right_to_left: true,
        made: made(),
        foot: "محمد عبد الله · 3 May 1974".into(),
        numbering: "{page} / {pages}".into(),
        blocks: vec![
            Block::heading(1, "تقرير عن محمد عبد الله"),
            Block::Facts(vec![
                ("الاسم".into(), "محمد عبد الله (Mohammed, 52)".into()),
                ("الألم".into(), "من 7 إلى 3".into()),
            ]),
            Block::text(
                "السلام عليكم. هذا نص طويل يكفي ليملأ أكثر من سطر واحد في الصفحة ويحتوي على كلمة English في الوسط وعلى أرقام مثل 2026 حتى نرى ترتيب الكلمات من اليمين إلى اليسار، لا إله إلا الله.",
            ),
            Block::List {
                numbered: true, items: vec!["שלום עולם".into(), "Γειά σου, Привет, 山田".into()]
            },
            Block::Table(Table {
                caption: "جدول".into(),
                head: vec!["يوم".into(), "ألم".into()],
                rows: vec![vec!["6 Oct".into(), "7".into()]],
                named_rows: true,
            }),
        ],
        ..Sheet::default()
    }
}

fn long() -> Sheet {
    let words = "Treated the neck and shoulders with light pressure; the client found it comfortable. ".repeat(6);
    let rows = (0..40).map(|n| vec![format!("Visit {n}"), words.clone(), "3/10".into()]).collect();
    Sheet {
        title: "Full chart".into(),
        language: "en".into(),
        paper: Paper::Letter,
        made: made(),
        numbering: "Page {page} of {pages}".into(),
        blocks: vec![
            Block::heading(1, "Full chart"),
            Block::Table(Table {
                caption: "Sessions".into(),
                head: vec!["Visit".into(), "Note".into(), "Pain".into()],
                rows,
                named_rows: true,
            }),
        ],
        ..Sheet::default()
    }
}
