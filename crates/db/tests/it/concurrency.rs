use std::sync::mpsc::channel;
use std::time::Duration;

use db::{Chain, Db, Error, Settings, verify};

use crate::ground::*;

/// The numbers on the chain, in order.
fn numbers(db: &Db, chain: &str) -> Vec<i64> {
    let chain = chain.to_owned();
    db.look(move |r| {
        r.rows("select n from seal where chain = :c order by n", &[("c", chain.as_str().into())], |row| row.int("n"))
    })
    .wait()
    .unwrap_or_else(|e: Error| panic!("{e}"))
}

#[test]
fn acts_at_once_on_one_chain_leave_no_gap_and_no_number_twice() {
    on_both(|ground| {
        // Two handles that know nothing of each other, as two processes would have.
        let dbs = [ground.open(), ground.open()];
        client(&dbs[0], "cli_1");
        let threads: Vec<_> = (0..8)
            .map(|t| {
                let db = dbs[t % 2].clone();
                std::thread::spawn(move || (0..20).for_each(|i| keep(&db, &format!("t{t}i{i}"), "cli_1", 5).unwrap()))
            })
            .collect();
        threads.into_iter().for_each(|t| t.join().unwrap());
        assert_eq!(numbers(&dbs[0], "chart:cli_1"), (1..=160).collect::<Vec<_>>());
        assert_eq!(dbs[1].look(|r| verify(r, &[])).wait().unwrap().faults, []);
    });
}

#[test]
fn an_act_on_two_chains_is_sealed_on_those_it_recorded_on() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let chains = [Chain::practice(), Chain::chart("cli_1"), Chain::process("p1")];
        db.act(act("a", &chains), |w| score(w, "pai_1", "cli_1", 1)).wait().unwrap();
        let both = |w: &mut db::Writer<'_>| {
            let columns =
                [("of", "x".into()), ("effective_at", 1i64.into()), ("client", "cli_1".into()), ("score", 2i64.into())];
            w.record(&Chain::practice(), "pain", "pai_2", &columns)?;
            score(w, "pai_3", "cli_1", 3)
        };
        db.act(act("b", &chains), both).wait().unwrap();
        assert_eq!(numbers(&db, "practice"), [1]);
        assert_eq!(numbers(&db, "chart:cli_1"), [1, 2]);
        assert_eq!(numbers(&db, "process:p1"), Vec::<i64>::new());
        let report = db.look(|r| verify(r, &[])).wait().unwrap();
        assert_eq!((report.chains, report.rows, report.faults), (2, 3, Vec::new()));
    });
}

#[test]
fn acts_that_lock_each_other_out_are_run_again() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        client(&db, "cli_2");
        let touch = |id: &'static str, first: &'static str, second: &'static str| {
            db.act(act(id, &[]), move |w| {
                w.run("update client set version = version + 1 where id = :id", &[("id", first.into())])?;
                std::thread::sleep(Duration::from_millis(300));
                w.run("update client set version = version + 1 where id = :id", &[("id", second.into())])
            })
        };
        let (one, other) = (touch("a", "cli_1", "cli_2"), touch("b", "cli_2", "cli_1"));
        assert_eq!((one.wait(), other.wait()), (Ok(1), Ok::<_, Error>(1)));
        let sum = "select cast(sum(version) as bigint) as n from client";
        assert_eq!(db.look(|r| r.row::<_, Error>(sum, &[], |row| row.int("n"))).wait(), Ok(Some(4)));
    });
}

#[test]
fn more_than_can_wait_is_refused_as_busy_and_the_rest_is_served() {
    on_both(|ground| {
        let db = ground.open_with(&Settings { readers: 1, writers: 1, queue: 2, ..Settings::default() });
        client(&db, "cli_1");
        let (go, gate) = channel::<()>();
        let (started, begun) = channel();
        let held = db.look(move |_| {
            started.send(()).unwrap();
            gate.recv().unwrap();
            Ok::<_, Error>(0)
        });
        begun.recv().unwrap();
        let looks: Vec<_> = (1..=4).map(|i| db.look(move |_| Ok::<_, Error>(i))).collect();
        // What stands in line is answered after the gate opens; what found no room, at once.
        let mut looks = looks.into_iter();
        let (first, second) = (looks.next().unwrap(), looks.next().unwrap());
        for refused in looks {
            assert_eq!(refused.wait(), Err(Error::Busy));
        }
        go.send(()).unwrap();
        assert_eq!((held.wait(), first.wait(), second.wait()), (Ok(0), Ok(1), Ok(2)));

        let (go, gate) = channel::<()>();
        let (started, begun) = channel();
        let held = db.act(act("a", &[]), move |_| {
            started.send(()).unwrap();
            gate.recv().unwrap();
            Ok::<_, Error>(0)
        });
        begun.recv().unwrap();
        let acts: Vec<_> = (1..=3).map(|i| db.act(act(&format!("b{i}"), &[]), move |_| Ok::<_, Error>(i))).collect();
        go.send(()).unwrap();
        assert_eq!(held.wait(), Ok(0));
        assert_eq!(acts.into_iter().map(|a| a.wait()).collect::<Vec<_>>(), [Ok(1), Ok(2), Err(Error::Busy)]);
    });
}

#[test]
fn closing_finishes_what_is_queued_and_takes_nothing_more() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        let other = db.clone();
        let acts: Vec<_> = (0..30)
            .map(|i| {
                let id = format!("pai_{i}");
                db.act(act(&format!("a{i}"), &[Chain::chart("cli_1")]), move |w| score(w, &id, "cli_1", 1))
            })
            .collect();
        db.close();
        for kept in acts {
            assert_eq!(kept.wait(), Ok(()));
        }
        assert!(matches!(keep(&other, "late", "cli_1", 1), Err(Error::Down(_))));
        assert_eq!(count(&ground.open(), "pain"), 30);
    });
}

#[test]
fn a_look_sees_one_moment() {
    on_both(|ground| {
        let db = ground.open();
        client(&db, "cli_1");
        keep(&db, "a", "cli_1", 1).unwrap();
        let (go, gate) = channel::<()>();
        let (started, begun) = channel();
        let looked = db.look(move |r| {
            let sql = "select count(*) as n from pain";
            let before = r.row::<_, Error>(sql, &[], |row| row.int("n"))?;
            started.send(()).unwrap();
            gate.recv().unwrap();
            Ok::<_, Error>((before, r.row::<_, Error>(sql, &[], |row| row.int("n"))?))
        });
        begun.recv().unwrap();
        keep(&db, "b", "cli_1", 2).unwrap();
        go.send(()).unwrap();
        assert_eq!(looked.wait(), Ok((Some(1), Some(1))));
        assert_eq!(count(&db, "pain"), 2);
    });
}

#[test]
fn an_answer_can_be_awaited() {
    let ground = Ground::sqlite();
    let db = ground.open();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answer =
        runtime.block_on(async { db.look(|r| r.row::<_, Error>("select 7 as n", &[], |row| row.int("n"))).await });
    assert_eq!(answer, Ok(Some(7)));
}

#[test]
fn the_threads_end_and_close_the_file_when_the_last_handle_is_gone() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    let log = ground.folder.join("practice.db-wal");
    let other = db.clone();
    drop(db);
    keep(&other, "a", "cli_1", 1).unwrap();
    assert!(log.exists());
    drop(other);
    // SQLite removes the log when the last connection is closed.
    let patience = std::time::Instant::now();
    while log.exists() {
        assert!(patience.elapsed() < Duration::from_secs(10), "a connection is still open");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_log_is_moved_into_the_file_while_acts_go_on() {
    let ground = Ground::sqlite();
    let db = ground.open();
    client(&db, "cli_1");
    let log = ground.folder.join("practice.db-wal");
    let mut longest = 0;
    for i in 0..120 {
        let row = format!("pai_{i}");
        let large = db.act(act(&format!("a{i}"), &[Chain::chart("cli_1")]), move |w| {
            let columns = [
                ("of", "x".into()),
                ("effective_at", 1i64.into()),
                ("client", "cli_1".into()),
                ("score", 1i64.into()),
                ("picture", vec![7u8; 1 << 20].into()),
            ];
            w.record(&Chain::chart("cli_1"), "pain", &row, &columns)
        });
        large.wait().unwrap_or_else(|e: Error| panic!("{e}"));
        longest = longest.max(std::fs::metadata(&log).unwrap().len());
    }
    assert!(longest < 80 << 20, "of 120 MiB written, {longest} bytes stood in the log");
}
