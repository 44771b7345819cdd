use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use db::{Chain, Db, Error, Kind, Place, verify};

use crate::ground::*;
use crate::server::{Cut, Server, Wire};

fn at(server: &Server, port: u16) -> Ground {
    Ground { place: Place::Postgres { url: server.url(port), schema: unique() }, folder: folder() }
}

/// Acts until told to stop; each act's id and its answer.
fn busy(db: Db, name: usize, stop: Arc<AtomicBool>) -> Vec<(String, Result<(), Error>)> {
    let mut answers = Vec::new();
    for i in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let id = format!("t{name}i{i}");
        let answer = keep(&db, &id, "cli_1", 3);
        if answer.is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        answers.push((id, answer));
    }
    answers
}

#[test]
fn a_server_that_crashes_and_comes_back_keeps_what_was_answered_and_nothing_twice() {
    let Some(server) = Server::start() else { return };
    let ground = at(&server, server.port);
    let db = ground.open();
    client(&db, "cli_1");
    let stop = Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = (0..4)
        .map(|name| {
            let (db, stop) = (db.clone(), stop.clone());
            std::thread::spawn(move || busy(db, name, stop))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(300));
    server.crash();
    let seen = db.look(|r| r.row::<_, Error>("select 1 as n", &[], |row| row.int("n"))).wait();
    assert!(matches!(seen, Err(Error::Down(_))), "{seen:?}");
    assert!(matches!(keep(&db, "meanwhile", "cli_1", 1), Err(Error::Down(_))));
    server.up();
    let patience = Instant::now();
    while keep(&db, &format!("after{}", patience.elapsed().as_micros()), "cli_1", 1).is_err() {
        assert!(patience.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(300));
    stop.store(true, Ordering::SeqCst);
    let answers: Vec<_> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
    let failed = answers.iter().filter(|(_, answer)| answer.is_err()).count();
    assert!(failed > 0 && failed < answers.len(), "{failed} of {}", answers.len());
    for (id, answer) in answers {
        match answer {
            // Kept once, so a second time is refused.
            Ok(()) => {
                let again = keep(&db, &id, "cli_1", 3);
                assert_eq!(again, Err(Error::Constraint { name: "seal_act".into(), kind: Kind::Unique }), "{id}");
            }
            // Not known to be kept: tried again it is kept now, or was.
            Err(Error::Down(_)) => {
                let again = keep(&db, &id, "cli_1", 3);
                assert!(matches!(&again, Ok(()) | Err(Error::Constraint { .. })), "{id}: {again:?}");
            }
            Err(other) => panic!("{id}: {other}"),
        }
    }
    assert_eq!(db.look(|r| verify(r, &[])).wait().unwrap().faults, []);
}

#[test]
fn a_commit_whose_answer_is_lost_is_asked_after_and_not_done_twice() {
    let Some(server) = Server::start() else { return };
    let wire = Wire::to(&server);
    let ground = at(&server, wire.port);
    let db = ground.open_with(&db::Settings { writers: 1, ..db::Settings::default() });
    client(&db, "cli_1");
    for (id, cut, runs) in
        [("a", Cut::Never, 1), ("b", Cut::BeforeTheAnswer, 1), ("c", Cut::BeforeTheServer, 2), ("d", Cut::Never, 1)]
    {
        let ran = Arc::new(AtomicUsize::new(0));
        let count = ran.clone();
        wire.cut(cut);
        let row = format!("pai_{id}");
        let kept = db.act(act(id, &[Chain::chart("cli_1")]), move |w| {
            count.fetch_add(1, Ordering::SeqCst);
            score(w, &row, "cli_1", 2)
        });
        assert_eq!((kept.wait(), ran.load(Ordering::SeqCst)), (Ok(()), runs), "{id}");
    }
    assert_eq!(count(&db, "pain"), 4);
    // Without a seal there is nothing to ask after, and it says so.
    wire.cut(Cut::BeforeTheAnswer);
    let unsealed = db.act(act("e", &[]), |w| w.run("update client set version = 1", &[])).wait();
    assert!(matches!(unsealed, Err(Error::Down(_))), "{unsealed:?}");
    assert_eq!(db.look(|r| verify(r, &[])).wait().unwrap().faults, []);
}

#[test]
fn a_server_that_is_not_there_is_down_and_a_remote_one_wants_tls() {
    let place = |url: &str| Place::Postgres { url: url.to_owned(), schema: unique() };
    let open = |place: &Place| Db::open(place, &MIGRATIONS, &db::Settings::default()).map(drop);
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(matches!(open(&place(&format!("postgres://x@127.0.0.1:{unused}/x"))), Err(Error::Down(_))));
    let Err(Error::Fault(why)) = open(&place("postgres://x:geheim@db.example.org/x")) else { panic!("not refused") };
    assert!(why.contains("sslmode=verify-full") && !why.contains("geheim"), "{why}");
    let Err(Error::Fault(why)) = open(&place("postgres://x:geheim@[/x")) else { panic!("not refused") };
    assert!(!why.contains("geheim"), "{why}");
    let odd = Place::Postgres { url: format!("postgres://x@127.0.0.1:{unused}/x"), schema: "a\"; drop".into() };
    assert!(matches!(open(&odd), Err(Error::Fault(_))));
}
