use crate::program::{Place, mode, w};
use rusqlite::Connection;

/// Whoever can write the file: the triggers go first.
fn behind(place: &Place, work: impl FnOnce(&Connection)) {
    let file = Connection::open(place.data()).unwrap();
    let names: Vec<String> = file
        .prepare("select name from sqlite_schema where type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in names {
        file.execute_batch(&format!("drop trigger \"{name}\"")).unwrap();
    }
    file.execute_batch("pragma foreign_keys = off").unwrap();
    work(&file);
}

#[test]
fn an_altered_row_is_named() {
    let place = Place::file().founded();
    place.run([w("verify")]).ends(0);
    behind(&place, |file| {
        let changed =
            file.execute("update trail set who = 'somebody else' where verb like 'setup%' or verb like 'set-up%'", []);
        assert!(changed.unwrap() > 0);
    });
    place.run([w("verify")]).ends(2).says("of trail was altered").says("faults were found");
}

#[test]
fn a_removed_and_an_added_row_are_named() {
    let place = Place::file().founded();
    behind(&place, |file| {
        file.execute(
            "insert into trail (id, by, at, act, salt, who, seen_at, verb, chart, subject, outcome, reason)
             select 'tra_added', by, at, act, salt, who, seen_at, verb, chart, subject, outcome, reason from trail limit 1",
            [],
        )
        .unwrap();
        file.execute("delete from trail where id = (select min(id) from trail where id <> 'tra_added')", []).unwrap();
    });
    place.run([w("verify")]).ends(2).says("is missing").says("stands outside any seal");
}

#[test]
fn what_is_cut_off_at_the_end_with_its_seals_shows_only_against_the_checkpoint() {
    let place = Place::file().founded();
    let checkpoint = place.path("heads");
    let with = [w("verify"), w("--checkpoint"), w(&checkpoint)];
    place.run([w("user"), w("password"), w("marta")]).ends(0);
    place.run(with).ends(0).says("is written");
    assert_eq!((mode(&checkpoint), mode(&place.path("heads.key"))), (0o600, 0o600));
    place.run(with).ends(0).says("against the checkpoint of");

    // The last two acts of the practice go, with their seals; the chain's head is set back: nothing contradicts itself.
    behind(&place, |file| {
        let last: i64 = file.query_row("select n from chain where name = 'practice'", [], |row| row.get(0)).unwrap();
        let to = last - 2;
        file.execute(
            "delete from trail where id in (select row from sealed where chain = 'practice' and n > ?1 and tbl = 'trail')",
            [to],
        )
        .unwrap();
        file.execute("delete from sealed where chain = 'practice' and n > ?1", [to]).unwrap();
        file.execute("delete from seal where chain = 'practice' and n > ?1", [to]).unwrap();
        file.execute(
            "update chain set n = ?1, head = (select hash from seal where chain = 'practice' and n = ?1)
             where name = 'practice'",
            [to],
        )
        .unwrap();
    });
    place.run([w("verify")]).ends(0).says("against the seals alone");
    place.run(with).ends(2).says("earlier head");
}

#[test]
fn a_forged_checkpoint_is_a_no_and_one_without_its_key_says_nothing() {
    let place = Place::file().founded();
    let checkpoint = place.path("heads");
    let with = [w("verify"), w("--checkpoint"), w(&checkpoint)];
    place.run(with).ends(0);
    let text = std::fs::read_to_string(&checkpoint).unwrap();
    std::fs::write(&checkpoint, text.replacen("head 1 ", "head 2 ", 1)).unwrap();
    place.run(with).ends(2).says("was altered");
    std::fs::remove_file(place.path("heads.key")).unwrap();
    place.run(with).ends(1).says("genuine");
}
