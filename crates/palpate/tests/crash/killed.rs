//! kill -9 under write load, on both engines.
//!
//! A killed process leaves what the operating system already holds, so this shows that acts are whole and that an
//! answer never runs ahead of its commit. That the commit waits for the disk is shown in `order`.
use crate::{
    ground::{Ground, server},
    server::{Cut, Server, Wire},
    serving::{Serving, verify},
    writing::{Practice, Writing, act, assert_kept, chance},
};
use std::{sync::Arc, time::Duration};

/// How often: 20 kills in a usual run, 200 and more where patience is asked for; shared out over the ways to die.
fn times(usual: usize) -> usize {
    if std::env::var_os("PALPATE_LONG").is_some() { usual * 12 } else { usual }
}

/// A founded practice on this ground.
fn founded(ground: &Ground) -> Arc<Practice> {
    let serving = Serving::start(ground, true);
    Arc::new(Practice::found(&serving))
}

fn killed_while_writing(ground: &Ground, kills: usize) {
    let practice = founded(ground);
    let mut kept = Vec::new();
    for _ in 0..kills {
        let mut serving = Serving::start(ground, false);
        let writing = Writing::start(&practice, serving.address);
        writing.wait_for(5);
        std::thread::sleep(Duration::from_micros(chance(400_000)));
        serving.kill();
        kept.extend(writing.end());
        assert_kept(ground, &kept);
    }
    assert!(kept.len() >= kills * 5);
    println!("{kills} kills, {} answered acts, none lost", kept.len());
}

#[test]
fn a_killed_program_loses_nothing_that_was_answered_on_sqlite() {
    killed_while_writing(&Ground::file(), times(9));
}

#[test]
fn a_killed_program_loses_nothing_that_was_answered_on_postgresql() {
    if let Some(url) = server() {
        killed_while_writing(&Ground::schema(&url), times(6));
    }
}

#[test]
fn a_killed_postgresql_server_loses_nothing_that_was_answered_and_the_program_goes_on() {
    let Some(server) = Server::start() else { return };
    let ground = Ground::schema(&server.url(server.port));
    let practice = founded(&ground);
    let serving = Serving::start(&ground, false);
    let writing = Writing::start(&practice, serving.address);
    let kills = times(3);
    for _ in 0..kills {
        writing.wait_for(10);
        std::thread::sleep(Duration::from_micros(chance(300_000)));
        server.crash();
        server.up();
        writing.wait_for(1);
    }
    let kept = writing.end();
    assert_kept(&ground, &kept);
    println!("{kills} crashes of the server, {} answered acts, none lost", kept.len());
    drop(serving);
    drop(ground);
}

/// The wire lets the server have the COMMIT and keeps its answer back; in that moment the program is killed.
#[test]
fn killed_between_commit_and_reply_on_postgresql_the_act_is_kept_and_a_repeat_finds_it() {
    let Some(server) = Server::start() else { return };
    let ground = Ground::schema(&server.url(server.port));
    let practice = founded(&ground);
    let wire = Wire::to(&server);
    for round in 0..times(1) {
        let mut serving = Serving::start_by(&ground.arguments_by(&server.url(wire.port)));
        let (sent, to) = (act(), serving.address);
        let mut eye = postgres::Client::connect(&server.url(server.port), postgres::NoTls).unwrap();
        let asking = {
            let (practice, sent) = (practice.clone(), sent.clone());
            wire.cut_for(Cut::BeforeTheAnswer, &sent);
            std::thread::spawn(move || practice.session(to, 0, &sent))
        };
        let db::Place::Postgres { schema, .. } = &ground.place else { unreachable!() };
        let sealed = format!("select 1 from {schema}.seal where act = $1");
        while eye.query_opt(&sealed, &[&sent]).unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        serving.kill();
        assert_eq!(asking.join().unwrap(), None, "round {round}: the answer never left");
        kept_though_unanswered(&ground, &practice, &sent);
    }
    drop(ground);
}

/// An act that was committed and not answered: it is there, and sent again it is answered and not done twice.
pub(crate) fn kept_though_unanswered(ground: &Ground, practice: &Practice, sent: &str) {
    let (code, said) = verify(ground);
    assert_eq!(code, Some(0), "{said}");
    let count = || ground.rows("select act, kind as text from session").iter().filter(|(act, _)| act == sent).count();
    assert_eq!(count(), 1);
    let serving = Serving::start(ground, false);
    assert!(practice.session(serving.address, 0, sent).is_some(), "a repeat gets the answer that was lost");
    drop(serving);
    assert_eq!(count(), 1);
}
