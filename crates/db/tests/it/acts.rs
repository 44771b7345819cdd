use db::{Chain, Error, Kind, Settings, Value};

use crate::ground::*;

#[test]
fn what_an_act_records_is_there_with_its_author_time_act_and_salt() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "act-1", "cli_1", 7).unwrap();
        let found = db
            .look(|r| {
                r.row::<_, Error>("select * from pain where id = :id", &[("id", "pai_act-1".into())], |row| {
                    assert_eq!(row.text("by")?, "usr_1");
                    assert_eq!(row.text("act")?, "act-1");
                    assert_eq!(row.blob("salt")?.len(), 16);
                    assert_eq!((row.int("score")?, row.opt_real("depth")?), (7, Some(7.0 / 3.0)));
                    assert_eq!(row.text("words")?, "tira, Ñandú 痛み");
                    assert!(matches!(row.int("words"), Err(Error::Column { .. })));
                    assert!(matches!(row.int("nothing"), Err(Error::Column { .. })));
                    row.int("at")
                })
            })
            .wait();
        assert_eq!(found, Ok(Some(1_700_000_000_000_000)));
    });
}

#[test]
fn an_act_that_comes_twice_is_refused_by_name_and_changes_nothing() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "act-1", "cli_1", 3).unwrap();
        let again = keep(&db, "act-1", "cli_1", 3);
        assert_eq!(again, Err(Error::Constraint { name: "seal_act".into(), kind: Kind::Unique }));
        assert_eq!(count(&db, "pain"), 1);
    });
}

#[test]
fn a_failing_act_in_a_batch_hurts_no_other() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let acts: Vec<_> = (0..40)
            .map(|i| {
                let row = format!("pai_{i}");
                // Every third breaks a check after having written a row.
                db.act(act(&format!("act-{i}"), &[Chain::chart("cli_1")]), move |w| {
                    score(w, &row, "cli_1", 5)?;
                    if i % 3 == 0 { score(w, "pai_bad", "cli_1", 11) } else { Ok::<_, Error>(()) }
                })
            })
            .collect();
        for (i, act) in acts.into_iter().enumerate() {
            let expected = Err(Error::Constraint { name: "pain_score".into(), kind: Kind::Check });
            assert_eq!(act.wait(), if i % 3 == 0 { expected } else { Ok(()) });
        }
        assert_eq!(count(&db, "pain"), 26);
        assert_eq!(count(&db, "seal"), 26);
    });
}

#[test]
fn a_panic_is_a_fault_of_its_act_alone() {
    on_both(|ground| {
        let db = ground.open_with(&Settings { readers: 1, writers: 1, ..Settings::default() });
        client(&db, "cli_1");
        let before = db.act(act("act-1", &[Chain::chart("cli_1")]), |w| score(w, "pai_1", "cli_1", 1));
        let panics = db.act(act("act-2", &[Chain::chart("cli_1")]), |w| -> Result<(), Error> {
            score(w, "pai_2", "cli_1", 2)?;
            panic!("in the work of an act, as the test wants");
        });
        let after = db.act(act("act-3", &[Chain::chart("cli_1")]), |w| score(w, "pai_3", "cli_1", 3));
        assert_eq!(before.wait(), Ok(()));
        assert!(matches!(panics.wait(), Err(Error::Fault(_))));
        assert_eq!(after.wait(), Ok(()));
        let looked = db.look(|_| -> Result<(), Error> { panic!("in the work of a look, as the test wants") });
        assert!(matches!(looked.wait(), Err(Error::Fault(_))));
        assert_eq!(count(&db, "pain"), 2);
    });
}

#[test]
fn a_value_that_no_engine_keeps_is_an_error_and_no_panic() {
    on_both(|ground| {
        let db = ground.open();
        for value in [Value::Text("a\0b".into()), Value::Real(f64::NAN)] {
            let kept = db.act(act("act-1", &[]), move |w| {
                w.run("update client set name = :v where id = :v", &[("v", value.clone())])
            });
            assert!(matches!(kept.wait(), Err(Error::Statement(_))));
        }
    });
}
