use std::sync::mpsc::channel;

use db::{Chain, Db, Error, Pending, Place, Settings, verify};

use crate::ground::*;

/// Queues acts behind one that waits, so that they share a commit.
fn together(db: &Db, acts: impl FnOnce() -> Vec<Pending<(), Error>>) -> Vec<Result<(), Error>> {
    let (go, gate) = channel::<()>();
    let held = db.act(act("gate", &[]), move |_| {
        // Run again, it finds the gate gone and goes on.
        let _ = gate.recv();
        Ok::<_, Error>(())
    });
    let waiting = acts();
    go.send(()).unwrap();
    drop(go);
    held.wait().unwrap();
    waiting.into_iter().map(Pending::wait).collect()
}

fn sound(db: &Db) {
    assert_eq!(db.look(|r| verify(r, &[])).wait().unwrap().faults, []);
}

#[test]
fn an_act_that_takes_the_transaction_with_it_hurts_no_other() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    let Place::File(path) = &ground.place else { return };
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch(
        "create trigger kills before insert on pain when new.score = 10 begin select raise(rollback, 'gone'); end",
    )
    .unwrap();
    let kill = |id: &'static str| {
        db.act(act(id, &[Chain::chart("cli_1")]), move |w| {
            w.run("update client set version = version + 1", &[])?;
            score(w, &format!("pai_{id}"), "cli_1", 10)
        })
    };
    let swallow = || {
        db.act(act("swallows", &[Chain::chart("cli_1")]), |w| {
            let lost = score(w, "pai_s", "cli_1", 10);
            assert!(lost.is_err());
            Ok(())
        })
    };
    let good = |id: &'static str| {
        db.act(act(id, &[Chain::chart("cli_1")]), move |w| score(w, &format!("pai_{id}"), "cli_1", 3))
    };
    let ends = together(&db, || vec![good("a"), kill("k1"), good("b"), kill("k2"), swallow(), good("c")]);
    let kept: Vec<bool> = ends.iter().map(Result::is_ok).collect();
    assert_eq!(kept, [true, false, true, false, false, true], "{ends:?}");
    assert_eq!(count(&db, "pain"), 3);
    let version = db.look(|r| r.row::<_, Error>("select version from client", &[], |row| row.int("version"))).wait();
    assert_eq!(version, Ok(Some(0)));
    sound(&db);
}

#[test]
fn a_full_disk_fails_what_does_not_fit_and_keeps_the_rest() {
    let ground = Ground::sqlite();
    let db = ground.open_with(&Settings { limit_mb: 1, ..Settings::default() });
    client(&db, "cli_1");
    let fill = |id: &'static str, size: usize| {
        db.act(act(id, &[Chain::chart("cli_1")]), move |w| {
            let columns = [
                ("of", "x".into()),
                ("effective_at", 1i64.into()),
                ("client", "cli_1".into()),
                ("score", 1i64.into()),
                ("picture", vec![7u8; size].into()),
            ];
            w.record(&Chain::chart("cli_1"), "pain", &format!("pai_{id}"), &columns)
        })
    };
    let ends = together(&db, || {
        vec![fill("a", 1000), fill("big", 3 << 20), fill("b", 1000), fill("bigger", 4 << 20), fill("c", 1000)]
    });
    assert_eq!(ends, [Ok(()), Err(Error::Full), Ok(()), Err(Error::Full), Ok(())]);
    assert_eq!(count(&db, "pain"), 3);
    // Filled to the brim, it says so; and what is there stays readable and sound.
    let mut kept = 3;
    loop {
        match keep(&db, &format!("n{kept}"), "cli_1", 2) {
            Ok(()) => kept += 1,
            Err(e) => break assert_eq!(e, Error::Full),
        }
    }
    assert_eq!(count(&db, "pain"), kept);
    sound(&db);
}

#[test]
fn a_panic_in_a_batch_hurts_no_other() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    let ends = together(&db, || {
        (0..6)
            .map(|i| {
                db.act(act(&format!("a{i}"), &[Chain::chart("cli_1")]), move |w| {
                    score(w, &format!("pai_{i}"), "cli_1", 3)?;
                    if i % 2 == 1 {
                        panic!("in the work of an act, as the test wants");
                    }
                    Ok(())
                })
            })
            .collect()
    });
    assert_eq!(ends.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, false, true, false]);
    assert_eq!(count(&db, "pain"), 3);
    sound(&db);
}

#[test]
fn no_act_is_answered_before_its_commit_can_be_seen() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let seer = ground.open();
        for i in 0..30 {
            keep(&db, &format!("a{i}"), "cli_1", 1).unwrap();
            assert_eq!(count(&seer, "pain"), i + 1);
        }
    });
}
