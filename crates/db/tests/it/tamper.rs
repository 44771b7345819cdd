use db::{Chain, Db, Error, Fault, Flaw, Head, Report, heads, verify};

use crate::ground::*;

fn check(db: &Db, earlier: Vec<Head>) -> Report {
    db.look(move |r| verify(r, &earlier)).wait().unwrap()
}

fn flaws(db: &Db) -> Vec<(String, i64, Flaw)> {
    check(db, Vec::new()).faults.into_iter().map(|f| (f.chain, f.n, f.flaw)).collect()
}

/// Two charts with five scores each, one act a score.
fn kept(ground: &Ground) -> Db {
    let db = ground.open();
    client(&db, "cli_1");
    client(&db, "cli_2");
    for i in 1..=5 {
        keep(&db, &format!("a{i}"), "cli_1", i).unwrap();
        keep(&db, &format!("b{i}"), "cli_2", i).unwrap();
    }
    db
}

/// Tampers with a fresh record and says what `verify` then finds.
fn after(sql: &str, expected: &[(&str, i64, Flaw)]) {
    on_both(|ground| {
        let db = kept(ground);
        assert_eq!(flaws(&db), []);
        db.close();
        ground.tamper(sql);
        let found = flaws(&ground.open());
        let found: Vec<_> = found.iter().map(|(chain, n, flaw)| (chain.as_str(), *n, *flaw)).collect();
        assert_eq!(found, expected, "{:?}: {sql}", ground.place);
    });
}

#[test]
fn an_untouched_record_fits_its_seals() {
    on_both(|ground| {
        let db = kept(ground);
        let report = check(&db, Vec::new());
        assert_eq!(report, Report { chains: 2, seals: 10, rows: 10, ..Report::default() });
    });
}

#[test]
fn an_altered_row_is_named() {
    after("update pain set score = 9 where id = 'pai_a3'", &[("chart:cli_1", 3, Flaw::RowAltered)]);
    after("update pain set words = 'x' where id = 'pai_a2'", &[("chart:cli_1", 2, Flaw::RowAltered)]);
    after("update pain set words = null where id = 'pai_b1'", &[("chart:cli_2", 1, Flaw::RowAltered)]);
    after("update pain set depth = depth + 0.0000001 where id = 'pai_b5'", &[("chart:cli_2", 5, Flaw::RowAltered)]);
    after("update pain set at = at + 1 where id = 'pai_b5'", &[("chart:cli_2", 5, Flaw::RowAltered)]);
    on_both(|ground| {
        drop(kept(ground));
        ground.tamper("update pain set score = 9 where id = 'pai_a3'");
        let fault = check(&ground.open(), Vec::new()).faults.remove(0);
        let row = Some(("pain".to_owned(), "pai_a3".to_owned()));
        assert_eq!(fault, Fault { chain: "chart:cli_1".into(), n: 3, flaw: Flaw::RowAltered, row });
        assert_eq!(fault.to_string(), "chart:cli_1, seal 3: row pai_a3 of pain was altered");
    });
}

#[test]
fn rows_that_changed_places_are_named_at_the_first() {
    after(
        "update pain set id = 'x' where id = 'pai_a2'; update pain set id = 'pai_a2' where id = 'pai_a4'; \
         update pain set id = 'pai_a4' where id = 'x'",
        &[("chart:cli_1", 2, Flaw::RowAltered)],
    );
}

#[test]
fn a_removed_row_is_missing_and_its_removed_digest_too() {
    after("delete from pain where id = 'pai_b2'", &[("chart:cli_2", 2, Flaw::RowMissing)]);
    after(
        "delete from pain where id = 'pai_b2'; delete from sealed where \"row\" = 'pai_b2'",
        &[("chart:cli_2", 2, Flaw::SealAltered)],
    );
    after(
        "delete from pain where id = 'pai_b2'; delete from sealed where \"row\" = 'pai_b2'; \
         delete from seal where chain = 'chart:cli_2' and n = 2",
        &[("chart:cli_2", 3, Flaw::Gap)],
    );
    after(
        "delete from pain where id = 'pai_b5'; delete from sealed where \"row\" = 'pai_b5'; \
         delete from seal where chain = 'chart:cli_2' and n = 5",
        &[("chart:cli_2", 4, Flaw::Head)],
    );
}

#[test]
fn an_inserted_row_stands_outside_any_seal() {
    after(
        "insert into pain (id, of, by, at, effective_at, act, salt, client, score) \
         select 'pai_new', 'pai_new', by, at, effective_at, act, salt, client, score from pain where id = 'pai_a1'",
        &[("", 0, Flaw::RowUnsealed)],
    );
}

#[test]
fn an_inserted_a_moved_and_an_altered_seal_do_not_fit() {
    let inserted = "insert into seal (chain, n, act, at, previous, hash, form) \
                    select chain, 6, 'act-x', at, hash, previous, form from seal where chain = 'chart:cli_1' and n = 5";
    after(inserted, &[("chart:cli_1", 6, Flaw::SealAltered)]);
    after(
        "update seal set n = 99 where chain = 'chart:cli_1' and n = 2; \
         update seal set n = 2 where chain = 'chart:cli_1' and n = 3; \
         update seal set n = 3 where chain = 'chart:cli_1' and n = 99",
        &[("chart:cli_1", 2, Flaw::Follows)],
    );
    after(
        "update seal set at = at - 1 where chain = 'chart:cli_1' and n = 4",
        &[("chart:cli_1", 4, Flaw::SealAltered)],
    );
    after("update sealed set act = 'a1' where \"row\" = 'pai_a4'", &[("chart:cli_1", 4, Flaw::SealAltered)]);
    after("update seal set form = 2 where act = 'a4'", &[("chart:cli_1", 4, Flaw::UnknownForm)]);
    after("delete from chain where name = 'chart:cli_1'", &[("chart:cli_1", 1, Flaw::Loose)]);
    after("delete from seal where act = 'a1'", &[("chart:cli_1", 1, Flaw::Loose)]);
    after("update chain set n = 4 where name = 'chart:cli_2'", &[("chart:cli_2", 5, Flaw::Head)]);
}

#[test]
fn a_chain_that_was_recomputed_is_found_by_an_earlier_head_alone() {
    on_both(|ground| {
        let db = kept(ground);
        let signed = db.look(heads).wait().unwrap();
        assert_eq!(
            signed.iter().map(|h| (h.chain.as_str(), h.n)).collect::<Vec<_>>(),
            [("chart:cli_1", 5), ("chart:cli_2", 5)]
        );
        keep(&db, "a6", "cli_1", 6).unwrap();
        let grown = check(&db, signed.clone());
        assert_eq!((grown.faults, grown.earlier), (Vec::new(), 2));
        db.close();
        // The attacker empties the first chart's chain and writes it anew, with every hash right.
        ground.tamper(
            "delete from pain where client = 'cli_1'; delete from sealed where chain = 'chart:cli_1'; \
             delete from seal where chain = 'chart:cli_1'; delete from chain where name = 'chart:cli_1'",
        );
        let db = ground.open();
        for i in 1..=5 {
            keep(&db, &format!("forged{i}"), "cli_1", 0).unwrap();
        }
        assert_eq!(flaws(&db), []);
        let found = check(&db, signed.clone()).faults;
        assert_eq!(found.iter().map(|f| (f.n, f.flaw)).collect::<Vec<_>>(), [(5, Flaw::Rewritten)]);
        // Cut off at the end, the head moved back.
        let third = db.look(|r| {
            r.row::<_, Error>("select hash from seal where chain = 'chart:cli_2' and n = 3", &[], |row| {
                Ok(row.blob("hash")?.to_vec())
            })
        });
        let third: String = third.wait().unwrap().unwrap().iter().map(|b| format!("{b:02x}")).collect();
        let head = if is_sqlite(&db) { format!("x'{third}'") } else { format!("'\\x{third}'") };
        db.close();
        ground.tamper(&format!(
            "delete from pain where id in ('pai_b4', 'pai_b5'); delete from sealed where chain = 'chart:cli_2' and n > 3; \
             delete from seal where chain = 'chart:cli_2' and n > 3; \
             update chain set n = 3, head = {head} where name = 'chart:cli_2'"
        ));
        let db = ground.open();
        assert_eq!(flaws(&db), []);
        let found = check(&db, signed).faults;
        let found: Vec<_> = found.iter().map(|f| (f.chain.as_str(), f.n, f.flaw)).collect();
        assert_eq!(found, [("chart:cli_1", 5, Flaw::Rewritten), ("chart:cli_2", 5, Flaw::CutOff)]);
    });
}

#[test]
fn an_erased_row_is_counted_and_is_no_fault() {
    on_both(|ground| {
        let db = kept(ground);
        let by_law = act("erase-1", &[Chain::chart("cli_1")]);
        db.act(by_law, |w| w.erase(&Chain::chart("cli_1"), "era_1", "pain", "pai_a2", "order of the court"))
            .wait()
            .unwrap();
        assert_eq!(count(&db, "pain"), 9);
        let report = check(&db, Vec::new());
        assert_eq!((report.erased, report.rows, report.faults), (1, 10, Vec::new()));
        db.close();
        // An erasure that nobody sealed does not hide a removal.
        ground.tamper(
            "insert into erasure (id, by, at, act, salt, tbl, \"row\", why) \
             select 'era_x', by, at, act, salt, 'pain', 'pai_b4', why from erasure; delete from pain where id = 'pai_b4'",
        );
        assert_eq!(flaws(&ground.open()), [(String::new(), 0, Flaw::RowUnsealed)]);
    });
}
