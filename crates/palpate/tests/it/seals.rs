use crate::{
    form_one::{hex, row, seal},
    program::{Place, mode, w},
};
use rusqlite::{Connection, types::Value};
use std::collections::BTreeMap;

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

/// Puts another word into the first row of the trail that the practice's chain seals, and recomputes everything that
/// covers it, up to the head: the digest, its seal, and every seal after.
fn recompute_with_another_word(file: &Connection) {
    let id: String = file
        .query_row(
            "select row from sealed where chain = 'practice' and tbl = 'trail' order by n, place limit 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(file.execute("update trail set reason = 'nobody saw' where id = ?1", [&id]).unwrap(), 1);
    let mut statement = file.prepare("select * from trail where id = ?1").unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let columns: BTreeMap<String, serde_json::Value> = statement
        .query_row([&id], |row| {
            let cell = |(at, name): (usize, &String)| {
                let value = match row.get(at).unwrap() {
                    Value::Null => serde_json::Value::Null,
                    Value::Integer(number) => number.into(),
                    Value::Real(real) => real.into(),
                    Value::Text(text) => text.into(),
                    Value::Blob(bytes) => hex(&bytes).into(),
                };
                (name.clone(), value)
            };
            Ok(names.iter().enumerate().map(cell).collect())
        })
        .unwrap();
    let digest = row("trail", &columns);
    file.execute("update sealed set digest = ?1 where tbl = 'trail' and row = ?2", (&digest[..], &id)).unwrap();
    let last: i64 = file.query_row("select n from chain where name = 'practice'", [], |row| row.get(0)).unwrap();
    let mut previous = vec![0u8; 32];
    for n in 1..=last {
        let mut covered = file
            .prepare("select tbl, row, digest from sealed where chain = 'practice' and n = ?1 order by place")
            .unwrap();
        let rows: Vec<(String, String, Vec<u8>)> = covered
            .query_map([n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let (act, at): (String, i64) = file
            .query_row("select act, at from seal where chain = 'practice' and n = ?1", [n], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        let hash = seal("practice", n, &previous, &act, at, &rows).to_vec();
        file.execute(
            "update seal set previous = ?1, hash = ?2 where chain = 'practice' and n = ?3",
            (&previous, &hash, n),
        )
        .unwrap();
        previous = hash;
    }
    file.execute("update chain set head = ?1 where name = 'practice'", [&previous]).unwrap();
}

#[test]
fn a_chain_recomputed_wholesale_shows_only_against_the_checkpoint() {
    let place = Place::file().founded();
    let checkpoint = place.path("heads");
    let with = [w("verify"), w("--checkpoint"), w(&checkpoint)];
    place.run([w("user"), w("password"), w("marta")]).ends(0);
    place.run(with).ends(0).says("is written");
    behind(&place, recompute_with_another_word);
    place.run([w("verify")]).ends(0).says("against the seals alone");
    place.run(with).ends(2).says("practice").says("earlier head");
    let file = Connection::open(place.data()).unwrap();
    let left: i64 =
        file.query_row("select count(*) from trail where reason = 'nobody saw'", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 1);
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
