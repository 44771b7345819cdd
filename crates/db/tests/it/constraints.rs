use db::{Chain, Db, Error, Kind};

use crate::ground::*;

fn refusal(db: &Db, sql: &'static str) -> Result<u64, Error> {
    db.act(act("try", &[]), move |w| w.run(sql, &[])).wait()
}

#[test]
fn a_broken_constraint_has_the_same_name_on_both_engines() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        refusal(&db, "update client set phone = '1'").unwrap();
        refusal(&db, "insert into visit (id, client, starts_at) values ('vis_1', 'cli_1', 1)").unwrap();
        for (sql, name, kind) in [
            ("insert into client (id, name, version) values ('cli_1', 'B', 0)", "client_pkey", Kind::Unique),
            (
                "insert into client (id, name, version, phone) values ('cli_2', 'B', 0, '1')",
                "client_phone",
                Kind::Unique,
            ),
            ("update client set version = -1", "client_version", Kind::Check),
            ("insert into client (id, name) values ('cli_2', 'B')", "client.version", Kind::NotNull),
            (
                "insert into visit (id, client, starts_at) values ('vis_2', 'cli_1', 1)",
                "visit_client_starts_at_key",
                Kind::Unique,
            ),
            ("insert into visit (id, client, starts_at) values ('vis_1', 'cli_1', 2)", "visit_pkey", Kind::Unique),
        ] {
            assert_eq!(refusal(&db, sql), Err(Error::Constraint { name: name.into(), kind }), "{sql}");
        }
        let chart = Chain::chart("cli_9");
        let astray = db.act(act("act-1", &[chart]), |w| score(w, "pai_1", "cli_9", 1)).wait();
        assert_eq!(astray, Err(Error::Constraint { name: "pain_client".into(), kind: Kind::Foreign }));
    });
}

#[test]
fn a_reference_is_named_where_a_record_table_has_several() {
    const LETTER: db::Migration = db::Migration {
        name: "0003_letter",
        sql: "-- record: letter\ncreate table letter (id text primary key, by text not null, at bigint not null, act text not null, \
              salt bytea not null, client text not null references client (id), \
              doctor text constraint letter_doctor references client (id));",
    };
    on_both(|ground| {
        let list = [MIGRATIONS[0], MIGRATIONS[1], LETTER];
        Db::migrate(&ground.place, &list).unwrap();
        let db = Db::open(&ground.place, &list, &db::Settings::default()).unwrap();
        client(&db, "cli_1");
        for (client, doctor, name) in [("cli_1", "none", "letter_doctor"), ("none", "cli_1", "letter_client_fkey")] {
            let went = db
                .act(act("a", &[Chain::practice()]), move |w| {
                    w.record(
                        &Chain::practice(),
                        "letter",
                        "let_1",
                        &[("client", client.into()), ("doctor", doctor.into())],
                    )
                })
                .wait();
            assert_eq!(went, Err(Error::Constraint { name: name.into(), kind: Kind::Foreign }));
        }
    });
}

#[test]
fn a_wrong_statement_is_an_error_that_names_it_and_no_panic() {
    on_both(|ground| {
        let db = ground.open();
        for sql in [
            "select nothing from client",
            "select * from nowhere",
            "selec 1",
            "select :a as a",
            "select '12:30' as t where :a = 1",
            "commit",
            "begin",
            "rollback",
        ] {
            let went = db.look(move |r| r.rows(sql, &[("b", 1i64.into())], |_| Ok::<_, Error>(()))).wait();
            assert!(matches!(went, Err(Error::Statement(_))), "{sql}: {went:?}");
        }
        let text = db
            .look(|r| {
                r.row::<_, Error>("select '12:30' as t, :a as b", &[("a", "x".into())], |row| {
                    Ok(row.text("t")?.to_owned())
                })
            })
            .wait();
        assert_eq!(text, Ok(Some("12:30".to_owned())));
    });
}

#[test]
fn a_value_of_the_wrong_type_never_lies_in_a_column() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let number = db.act(act("a", &[]), |w| w.run("update client set version = :v", &[("v", "abc".into())])).wait();
        assert!(matches!(number, Err(Error::Statement(_))), "{number:?}");
    });
}

#[test]
fn after_a_failed_statement_nothing_of_the_act_is_kept_even_if_it_goes_on() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let went = db
            .act(act("act-1", &[Chain::chart("cli_1")]), |w| {
                score(w, "pai_1", "cli_1", 5)?;
                let swallowed = w.run("update client set version = -1", &[]);
                assert!(matches!(swallowed, Err(Error::Constraint { .. })));
                assert!(matches!(w.run("update client set version = 1", &[]), Err(Error::Statement(_))));
                Ok::<_, Error>(())
            })
            .wait();
        assert!(matches!(went, Err(Error::Statement(_))), "{went:?}");
        assert_eq!((count(&db, "pain"), count(&db, "seal")), (0, 0));
    });
}

#[test]
fn a_look_that_tries_to_change_something_is_refused_by_the_engine() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        for sql in ["update client set version = 5 returning id", "delete from client returning id"] {
            let went = db.look(move |r| r.rows(sql, &[], |_| Ok::<_, Error>(()))).wait();
            assert_eq!(went, Err(Error::ReadOnly), "{sql}");
        }
        assert_eq!(count(&db, "client"), 1);
    });
}

#[test]
fn a_statement_can_be_prepared_to_see_its_parameters_and_columns() {
    on_both(|ground| {
        let db = ground.open();
        let sql = "select id, score as points from pain where client = :client and at < :before and by <> :client";
        let shape = db.look(move |r| r.shape(sql)).wait().unwrap();
        assert_eq!(
            (shape.parameters, shape.columns),
            (vec!["client".into(), "before".into()], vec!["id".into(), "points".into()])
        );
        let wrong: Result<_, Error> = db.look(|r| r.shape("select nothing from pain")).wait();
        assert!(matches!(wrong, Err(Error::Statement(_))), "{wrong:?}");
    });
}
