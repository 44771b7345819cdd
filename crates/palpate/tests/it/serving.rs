use crate::program::{Place, Served, w};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    thread,
    time::{Duration, Instant},
};

fn each_engine(test: impl Fn(Place)) {
    test(Place::file());
    if let Some(place) = Place::schema() {
        test(place);
    }
}

#[test]
fn it_begins_serves_and_stops_on_both_engines() {
    each_engine(|place| {
        let place = place.made();
        let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
        assert!(served.get("/health").starts_with("HTTP/1.1 200"));
        served.found();
        assert_eq!(served.stop(), Some(0));
        place.run([w("verify")]).ends(0);
    });
}

#[test]
fn a_stop_loses_no_act_that_was_answered() {
    let place = Place::file().founded();
    let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
    let address = served.address.clone();
    let answered = AtomicI64::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let form = "login=marta&password=linen+and+spruce";
                while let Ok(answer) = Served::try_ask(&address, "POST", "/sign-in", form) {
                    if !answer.starts_with("HTTP/1.1 303") {
                        break;
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        thread::sleep(Duration::from_millis(900));
        assert_eq!(served.stop(), Some(0));
    });
    let file = rusqlite::Connection::open(place.data()).unwrap();
    let kept: i64 = file.query_row("select count(*) from sign_in", [], |row| row.get(0)).unwrap();
    let answered = answered.load(Ordering::Relaxed);
    // One more than those counted here: whoever went through set-up was signed in by it.
    assert!(answered > 0 && kept > answered, "{answered} answered, {kept} kept");
    place.run([w("verify")]).ends(0);
}

#[test]
fn it_backs_up_by_itself_signs_at_the_end_and_counts_for_this_machine_alone() {
    let place = Place::file().founded();
    let (heads, backups) = (place.path("heads"), place.path("backups"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let metrics = format!("127.0.0.1:{port}");
    let mut command = place.on([w("serve"), w("--listen"), w("127.0.0.1:0"), w("--metrics"), w(&metrics)]);
    command.arg("--checkpoint").arg(&heads).arg("--backup-dir").arg(&backups);
    let served = Served::start(command);
    served.get("/health");
    let counted = Served::ask(&metrics, "GET", "/metrics", "");
    assert!(counted.contains("palpate_looks_total") && !counted.contains("marta"), "{counted}");
    assert!(!served.get("/metrics").contains("palpate_looks_total"));
    let until = Instant::now() + Duration::from_secs(30);
    let found = || {
        std::fs::read_dir(&backups)
            .unwrap()
            .map(|one| one.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "palpate"))
    };
    while found().is_none() && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
    }
    let backup = found().expect("a first backup is due at once");
    assert_eq!(served.stop(), Some(0));
    place.run([w("verify"), w("--checkpoint"), w(&heads)]).ends(0).says("against the checkpoint of");
    Place::file().run([w("restore"), w(&backup)]).ends(0).says("Every seal holds");
    place.run([w("serve"), w("--metrics"), w("0.0.0.0:0")]).ends(1);
}
