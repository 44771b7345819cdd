use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use db::{Db, Error, Kind, Place, Settings, verify};

use crate::ground::*;

const PLACE: &str = "PALPATE_TEST_PLACE";

/// Acts on the place until killed, and says each act's id once it was answered.
fn act_until_killed(place: &str, run: u32) {
    let place = match place.split_once('|') {
        Some((url, schema)) => Place::Postgres { url: url.into(), schema: schema.into() },
        None => Place::File(place.into()),
    };
    let db = Db::open(&place, &MIGRATIONS, &Settings::default()).unwrap();
    let threads: Vec<_> = (0..4)
        .map(|t| {
            let db = db.clone();
            std::thread::spawn(move || {
                for i in 0.. {
                    let id = format!("run{run}t{t}i{i}");
                    keep(&db, &id, "cli_1", 3).unwrap();
                    println!("kept {id}");
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
}

/// Starts this very test as a process of its own, reads what it says it kept, and kills it after so many acts.
fn kept_until_killed(ground: &Ground, run: u32, acts: usize) -> Vec<String> {
    let place = match &ground.place {
        Place::File(path) => path.to_string_lossy().into_owned(),
        Place::Postgres { url, schema } => format!("{url}|{schema}"),
    };
    let this = ["killed::a_killed_process_loses_nothing_that_was_answered", "--exact", "--nocapture"];
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(this).env(PLACE, format!("{run} {place}")).stdout(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = lines.filter_map(|line| line.strip_prefix("kept ").map(str::to_owned));
    let mut kept: Vec<String> = said.by_ref().take(acts).collect();
    process.kill().unwrap();
    process.wait().unwrap();
    kept.extend(said);
    kept
}

/// A killed process leaves what the operating system holds in memory, so this shows that acts are whole and answered
/// after their commit; that a commit is on disk is SQLite's `synchronous=full` and PostgreSQL's default, tried below.
#[test]
fn a_killed_process_loses_nothing_that_was_answered() {
    if let Ok(told) = std::env::var(PLACE) {
        let (run, place) = told.split_once(' ').unwrap();
        return act_until_killed(place, run.parse().unwrap());
    }
    on_both(|ground| {
        client(&ground.open(), "cli_1");
        let mut kept = Vec::new();
        for run in 0..4 {
            kept.extend(kept_until_killed(ground, run, 30 + 7 * run as usize));
        }
        let db = ground.open();
        assert!(kept.len() >= 160, "{}", kept.len());
        for id in &kept {
            let again = keep(&db, id, "cli_1", 3);
            assert_eq!(again, Err(Error::Constraint { name: "seal_act".into(), kind: Kind::Unique }), "{id}");
        }
        let report = db.look(|r| verify(r, &[])).wait().unwrap();
        assert_eq!(report.faults, []);
        assert!(report.seals >= kept.len() as u64);
    });
}

#[test]
fn a_commit_waits_for_the_disk() {
    let ground = Ground::sqlite();
    let db = ground.open();
    let settings = db.act(act("a", &[]), |w| {
        let sql = "select synchronous, (select journal_mode from pragma_journal_mode) as mode, \
                   (select fullfsync from pragma_fullfsync) as full from pragma_synchronous";
        w.row(sql, &[], |row| Ok::<_, Error>((row.int("synchronous")?, row.text("mode")?.to_owned(), row.int("full")?)))
    });
    assert_eq!(settings.wait(), Ok(Some((2, "wal".to_owned(), 1))));
    let Some(ground) = Ground::postgres() else { return };
    let db = ground.open();
    let sql = "select setting from pg_settings where name = 'synchronous_commit'";
    let setting =
        db.act(act("a", &[]), move |w| w.row(sql, &[], |row| Ok::<_, Error>(row.text("setting")?.to_owned())));
    assert_eq!(setting.wait(), Ok(Some("on".to_owned())));
}
