use db::{Chain, Db, Error, Place, verify};

use crate::ground::*;

/// Statements that would change a sealed row, each past the check that stands before the engine.
const CHANGES: [&str; 6] = [
    "update pain set score = 0",
    "delete from pain where id = 'pai_a'",
    "with x as (select 1) update pain set score = 0",
    "with x as (select 1) insert into pain select * from pain where true on conflict (id) do update set score = 0",
    "update seal set at = 0",
    "delete from sealed",
];

fn refused(db: &Db, sql: &'static str) {
    let before = count(db, "pain");
    let went = db.act(act("change", &[]), move |w| w.run(sql, &[])).wait();
    assert!(matches!(went, Err(Error::RecordTable(_))), "{sql}: {went:?}");
    assert_eq!(count(db, "pain"), before);
    assert_eq!(db.look(|r| verify(r, &[])).wait().unwrap().faults, []);
}

#[test]
fn a_record_table_refuses_update_delete_upsert_and_unsealed_insert() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "a", "cli_1", 3).unwrap();
        for sql in CHANGES {
            refused(&db, sql);
        }
        for sql in [
            "insert into pain (id) values ('x')",
            "insert into seal (chain, n) values ('x', 1)",
            "update chain set n = 0",
            "insert into chain (name, n) values ('x', 1)",
        ] {
            refused(&db, sql);
        }
    });
}

#[test]
fn sqlite_refuses_to_replace_a_record_row() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    keep(&db, "a", "cli_1", 3).unwrap();
    refused(&db, "with x as (select 1) insert or replace into pain select * from pain");
    refused(&db, "insert or replace into pain select * from pain");
}

#[test]
fn postgresql_refuses_the_owner_too_and_truncate() {
    let Some(ground) = Ground::postgres() else { return };
    let db = ground.open();
    client(&db, "cli_1");
    keep(&db, "a", "cli_1", 3).unwrap();
    let Place::Postgres { url, schema } = &ground.place else { return };
    let mut owner = postgres::Client::connect(url, postgres::NoTls).unwrap();
    owner.batch_execute(&format!("set search_path to {schema}")).unwrap();
    for sql in
        CHANGES.into_iter().chain(["truncate pain", "truncate seal cascade", "delete from erasure; truncate erasure"])
    {
        let refused = owner.batch_execute(sql).unwrap_err();
        assert_eq!(refused.code().map(|c| c.code()), Some("PLPA1"), "{sql}");
    }
}

#[test]
fn the_practices_role_reaches_no_other_schema() {
    let (Some(ground), Some(other)) = (Ground::postgres(), Ground::postgres()) else { return };
    let (db, there) = (ground.open(), other.open());
    client(&there, "cli_other");
    let Place::Postgres { schema, .. } = &other.place else { return };
    let sql = format!("select id from {schema}.client");
    let seen = db.look(move |r| r.rows(&sql, &[], |row| Ok::<_, Error>(row.text("id")?.to_owned()))).wait();
    assert!(matches!(seen, Err(Error::Statement(_))), "{seen:?}");
}

#[test]
fn an_erasure_demands_its_line_and_stays() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "a", "cli_1", 3).unwrap();
        keep(&db, "b", "cli_1", 4).unwrap();
        let chain = Chain::chart("cli_1");
        db.act(act("erase", std::slice::from_ref(&chain)), move |w| {
            w.erase(&chain, "era_1", "pain", "pai_a", "court order")
        })
        .wait()
        .unwrap();
        assert_eq!(count(&db, "pain"), 1);
        refused(&db, "delete from erasure");
        refused(&db, "update erasure set why = 'x'");
        refused(&db, "delete from pain where id = 'pai_b'");
    });
}

#[test]
fn a_row_is_recorded_only_whole_on_a_held_chain_and_in_its_types() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let held = Chain::chart("cli_1");
        type Try = fn(&mut db::Writer<'_>) -> Result<(), Error>;
        let tries: [Try; 6] = [
            |w| score(w, "pai_1", "cli_2", 1),
            |w| w.record(&Chain::chart("cli_1"), "client", "x", &[]),
            |w| w.record(&Chain::chart("cli_1"), "pain", "x", &[("nothing", 1i64.into())]),
            |w| w.record(&Chain::chart("cli_1"), "pain", "x", &[("depth", 1i64.into())]),
            |w| w.record(&Chain::chart("cli_1"), "pain", "x", &[("by", "another".into())]),
            |w| w.record(&Chain::chart("cli_1"), "pain", "x", &[("salt", vec![0u8].into())]),
        ];
        for attempt in tries {
            let went = db.act(act("try", std::slice::from_ref(&held)), attempt).wait();
            assert!(matches!(went, Err(Error::Statement(_))), "{went:?}");
        }
        assert_eq!(count(&db, "seal"), 0);
    });
}
