use db::{Db, Error, Migration, Place, SEAL, Settings};

use crate::ground::*;

const NEXT: Migration = Migration { name: "0003_side", sql: "alter table pain add column side text;" };

fn list() -> [Migration; 3] {
    [SEAL, PAIN, NEXT]
}

fn refused(place: &Place, migrations: &[Migration]) -> String {
    match Db::migrate(place, migrations) {
        Err(Error::Migration(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_migration_is_applied_once_in_order() {
    on_both(|ground| {
        assert_eq!(Db::migrate(&ground.place, &MIGRATIONS).unwrap(), ["0001_seal", "0002_pain"]);
        assert_eq!(Db::migrate(&ground.place, &MIGRATIONS).unwrap(), Vec::<String>::new());
        assert_eq!(Db::migrate(&ground.place, &list()).unwrap(), ["0003_side"]);
    });
}

#[test]
fn a_changed_an_unknown_and_a_misplaced_migration_are_refused() {
    on_both(|ground| {
        Db::migrate(&ground.place, &list()).unwrap();
        let changed = [SEAL, PAIN, Migration { sql: "alter table pain add column side bigint;", ..NEXT }];
        assert!(refused(&ground.place, &changed).contains("0003_side was changed"));
        assert!(refused(&ground.place, &MIGRATIONS).contains("does not know"));
        assert!(refused(&ground.place, &[PAIN, SEAL]).contains("order"));
        assert!(refused(&ground.place, &[PAIN]).contains("0001_seal"));
    });
}

#[test]
fn a_migration_that_fails_leaves_nothing_behind() {
    on_both(|ground| {
        let broken =
            Migration { name: "0003_broken", sql: "create table half (id text); insert into nowhere values (1);" };
        assert!(refused(&ground.place, &[SEAL, PAIN, broken]).contains("0003_broken"));
        Db::migrate(&ground.place, &[SEAL, PAIN, Migration { name: "0003_half", sql: "create table half (id text);" }])
            .unwrap();
    });
}

#[test]
fn what_is_not_portable_is_refused_before_it_is_applied() {
    let ground = Ground::sqlite();
    for (sql, why) in [
        ("create table t (id varchar(10));", "a type is"),
        ("create table t (id text, check (id > 'a'));", "check"),
        ("-- record: t\ncreate table t (id text primary key, by text);", "lacks at"),
        ("-- record: t\ncreate table t (id text, by text, at bigint, act text, salt bytea);", "primary key"),
        ("-- record: misspelt\ncreate table t (id text);", "misspelt"),
        ("alter table pain add column x text not null;", "only grows"),
        ("alter table pain drop column words;", "add column"),
        ("drop table pain;", "only grows"),
    ] {
        let why_not = refused(&ground.place, &[SEAL, PAIN, Migration { name: "0003_t", sql }]);
        assert!(why_not.contains(why), "{sql}: {why_not}");
    }
}

#[test]
fn postgresql_is_opened_only_at_the_programs_version() {
    let Some(ground) = Ground::postgres() else { return };
    let open = |migrations: &[Migration]| Db::open(&ground.place, migrations, &Settings::default()).map(drop);
    assert!(matches!(open(&MIGRATIONS), Err(Error::Migration(_))));
    Db::migrate(&ground.place, &MIGRATIONS).unwrap();
    open(&MIGRATIONS).unwrap();
    assert!(matches!(open(&list()), Err(Error::Migration(_))));
    Db::migrate(&ground.place, &list()).unwrap();
    assert!(matches!(open(&MIGRATIONS), Err(Error::Migration(_))));
}

#[test]
fn several_that_migrate_at_once_do_it_once() {
    on_both(|ground| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let place = ground.place.clone();
                std::thread::spawn(move || Db::migrate(&place, &list()).unwrap())
            })
            .collect();
        let mut done: Vec<String> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
        done.sort();
        assert_eq!(done, ["0001_seal", "0002_pain", "0003_side"]);
    });
}

#[test]
fn a_file_is_private_and_copied_before_it_is_migrated() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    keep(&db, "a", "cli_1", 3).unwrap();
    db.close();
    let Place::File(path) = &ground.place else { return };
    let db = Db::open(&ground.place, &list(), &Settings::default()).unwrap();
    let before = path.with_file_name("practice.db.before-0003_side");
    #[cfg(unix)]
    for file in [path, &before] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let old = Db::open(&Place::File(before), &MIGRATIONS, &Settings::default()).unwrap();
    assert_eq!((count(&old, "pain"), count(&db, "pain")), (1, 1));
}

#[test]
fn an_added_column_changes_no_digest() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "a", "cli_1", 3).unwrap();
        db.close();
        Db::migrate(&ground.place, &list()).unwrap();
        let db = Db::open(&ground.place, &list(), &Settings::default()).unwrap();
        keep(&db, "b", "cli_1", 4).unwrap();
        assert_eq!(db.look(|r| db::verify(r, &[])).wait().unwrap().faults, []);
    });
}
