use std::path::Path;

use db::{Chain, Db, Error, Migration, Place, Report, Row, Settings, heads, verify};

use crate::ground::*;

/// Fifty acts by two charts, an erasure, and mutable rows that refer to each other.
fn filled(ground: &Ground) -> Db {
    let db = ground.open();
    client(&db, "cli_1");
    client(&db, "cli_2");
    for i in 0..25 {
        keep(&db, &format!("a{i}"), "cli_1", i % 11).unwrap();
        keep(&db, &format!("b{i}"), "cli_2", i % 7).unwrap();
    }
    let chain = Chain::chart("cli_1");
    db.act(act("erase", std::slice::from_ref(&chain)), move |w| {
        w.erase(&chain, "era_1", "pain", "pai_a3", "end of keeping")
    })
    .wait()
    .unwrap();
    db.act(act("visit", &[]), |w| w.run("insert into visit (id, client, starts_at) values ('vis_1', 'cli_1', 5)", &[]))
        .wait()
        .unwrap();
    db
}

/// Everything, as text, in order.
fn everything(db: &Db) -> Vec<String> {
    db.look(|r| {
        let line = |row: &Row<'_>| {
            let real = row.opt_real("depth")?.map(f64::to_bits);
            let (salt, picture) = (row.blob("salt")?.to_vec(), row.opt_blob("picture")?.map(<[u8]>::to_vec));
            Ok::<_, Error>(format!(
                "{} {} {real:?} {:?} {salt:?} {picture:?}",
                row.text("id")?,
                row.int("score")?,
                row.opt_text("words")?
            ))
        };
        let mut all = r.rows("select * from pain order by id", &[], line)?;
        all.extend(r.rows("select id, client from visit", &[], |row| {
            Ok::<_, Error>(format!("{} {}", row.text("id")?, row.text("client")?))
        })?);
        all.extend(heads(r)?.iter().map(|head| format!("{head:?}")));
        Ok::<_, Error>(all)
    })
    .wait()
    .unwrap()
}

fn report(db: &Db) -> Report {
    db.look(|r| verify(r, &[])).wait().unwrap()
}

fn restored(place: &Place, from: &Path) -> Db {
    Db::copy_from_sqlite(place, &MIGRATIONS, from).unwrap();
    Db::open(place, &MIGRATIONS, &Settings::default()).unwrap()
}

#[test]
fn a_copy_taken_while_acts_go_on_is_whole_and_verifies() {
    on_both(|ground| {
        let db = filled(ground);
        let more: Vec<_> = (0..200)
            .map(|i| {
                let id = format!("pai_m{i}");
                db.act(act(&format!("m{i}"), &[Chain::chart("cli_2")]), move |w| score(w, &id, "cli_2", 4))
            })
            .collect();
        let file = ground.folder.join("copy.db");
        db.copy_to_sqlite(&file).unwrap();
        for kept in more {
            kept.wait().unwrap();
        }
        let copy = Db::open(&Place::File(file.clone()), &MIGRATIONS, &Settings::default()).unwrap();
        let found = report(&copy);
        assert_eq!((found.faults, found.erased), (Vec::new(), 1));
        assert!((51..=251).contains(&found.seals), "{}", found.seals);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(db.copy_to_sqlite(&file).is_err(), "an older copy is not overwritten");
    });
}

#[test]
fn the_record_moves_between_the_engines_and_back_unchanged() {
    let Some(there) = Ground::postgres() else { return };
    let (here, back) = (Ground::sqlite(), Ground::sqlite());
    let db = filled(&here);
    let (before, found) = (everything(&db), report(&db));
    assert_eq!(found.faults, []);
    let (first, second) = (here.folder.join("first.db"), here.folder.join("second.db"));
    db.copy_to_sqlite(&first).unwrap();
    let moved = restored(&there.place, &first);
    assert_eq!((everything(&moved), report(&moved)), (before.clone(), found.clone()));
    moved.copy_to_sqlite(&second).unwrap();
    let returned = restored(&back.place, &second);
    assert_eq!((everything(&returned), report(&returned)), (before, found));
    // And it goes on from there.
    keep(&returned, "after", "cli_1", 3).unwrap();
    assert_eq!(report(&returned).faults, []);
    assert!(Db::copy_from_sqlite(&there.place, &MIGRATIONS, &first).is_err(), "a place that holds data takes no other");
    assert!(Db::copy_from_sqlite(&back.place, &MIGRATIONS, &first).is_err());
}

#[test]
fn an_older_backup_is_migrated_on_its_way_and_itself_left_alone() {
    const LATER: Migration = Migration { name: "0003_side", sql: "alter table pain add column side text;" };
    let source = Ground::sqlite();
    let db = filled(&source);
    let file = source.folder.join("old.db");
    db.copy_to_sqlite(&file).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let newer = [MIGRATIONS[0], MIGRATIONS[1], LATER];
    on_both(|ground| {
        Db::copy_from_sqlite(&ground.place, &newer, &file).unwrap();
        let db = Db::open(&ground.place, &newer, &Settings::default()).unwrap();
        assert_eq!(report(&db).faults, []);
        assert_eq!(count(&db, "pain"), 49);
    });
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    let mut made: Vec<_> = std::fs::read_dir(&source.folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    made.retain(|name| name.to_string_lossy().contains("old.db"));
    assert_eq!(made, ["old.db"]);
}

#[test]
fn what_is_no_backup_or_a_newer_one_is_refused() {
    let ground = Ground::sqlite();
    let file = ground.folder.join("letter.txt");
    std::fs::write(&file, "dear colleague").unwrap();
    assert!(matches!(Db::copy_from_sqlite(&ground.place, &MIGRATIONS, &file), Err(Error::Fault(_))));
    assert!(matches!(
        Db::copy_from_sqlite(&ground.place, &MIGRATIONS, &ground.folder.join("none")),
        Err(Error::Fault(_))
    ));
    let other = Ground::sqlite();
    other.open().copy_to_sqlite(&ground.folder.join("newer.db")).unwrap();
    let older = &MIGRATIONS[..1];
    let refused = Db::copy_from_sqlite(&ground.place, older, &ground.folder.join("newer.db"));
    assert!(matches!(refused, Err(Error::Migration(_))), "{refused:?}");
}
