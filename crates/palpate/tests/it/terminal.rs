use crate::program::{Place, Said, palpate, w};
use std::{
    io::Write,
    process::{Command, Stdio},
};

#[test]
fn a_lost_password_is_replaced_and_the_trail_says_by_whom() {
    let place = Place::file().founded();
    let said = place.run([w("user"), w("password"), w("marta")]).ends(0).says("shown this once");
    assert!(!said.out.contains("linen"));
    place.run([w("user"), w("password"), w("nobody")]).ends(2);
    let owner = [w("user"), w("add-owner"), w("olga"), w("--name"), w("Olga Ruiz")];
    place.run(owner).ends(0);
    place.run(owner).ends(1).says("already");
    place.run([w("user"), w("list")]).ends(0).says("olga\tOlga Ruiz\towner");
    let file = rusqlite::Connection::open(place.data()).unwrap();
    let lines: i64 = file
        .query_row(
            "select count(*) from trail where who like 'os:%' and verb in ('person.reset', 'person.owner')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(lines, 2);
}

#[test]
fn a_chart_that_is_not_there_is_a_no() {
    let place = Place::file().founded();
    place.run([w("export-chart"), w("cli_0")]).ends(2).says("no client");
    let absent = Place::file();
    absent.run([w("verify")]).ends(2).says("no data");
}

#[test]
fn a_wrong_flag_is_input_and_help_is_none() {
    for (words, status) in [
        (vec!["serve", "--no-such"], 1),
        (vec!["--help"], 0),
        (vec!["version"], 0),
        (vec!["backup", "--help"], 0),
        (vec!["serve", "--listen", "0.0.0.0:0", "--data", "never-made"], 1),
    ] {
        Said::of(palpate().args(&words).output().unwrap()).ends(status);
    }
    assert!(!std::path::Path::new("never-made").exists());
}

#[test]
fn a_reader_who_goes_away_is_no_reason_to_fall_over() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = palpate().arg("version").stdout(writer).stderr(Stdio::piped()).output().unwrap();
    Said::of(ended).ends(0);
}

fn told(mut command: Command, input: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Said::of(child.wait_with_output().unwrap())
}

#[test]
fn a_score_is_json_and_what_cannot_be_scored_says_so_with_status_2() {
    let score = |id: &str, input: &str| {
        let mut command = palpate();
        command.args(["score", id]);
        told(command, input)
    };
    let said = score("rci", r#"{"sd_baseline": 2, "reliability": 0.9, "before": 7, "after": 3}"#);
    assert!(said.status == 0 || said.out.contains("\"valid\":false"), "{}", said.out);
    score("blood_pressure", "{}").ends(2).says("\"valid\":false");
    score("no_such_thing", "{}").ends(1).says("\"valid\":false");
    score("rci", "not json").ends(1).says("\"valid\":false");
}

#[test]
fn an_entry_of_the_knowledge_is_shown_with_its_source() {
    let know = |words: &[&str]| Said::of(palpate().arg("know").args(words).output().unwrap());
    know(&[]).ends(0).says("  technique\n");
    let listed = know(&["technique"]).ends(0).out;
    let first = listed.split('\t').next().unwrap().to_owned();
    know(&["technique", &first]).ends(0).says(&format!("technique {first} · ")).says("Source ");
    know(&["technique", "no_such"]).ends(2);
    know(&["no_such"]).ends(2);
}
