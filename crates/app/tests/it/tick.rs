//! What is done by itself: once, by whichever process comes first.
use crate::site::{Site, each_engine};
use app::door::{House, Role, SYSTEM, Settings};
use jiff::Timestamp;
use std::sync::{Arc, Barrier};

/// A second process on the same data, its clock standing at this instant.
fn second(site: &Site, at: i64) -> (db::Db, Arc<House>) {
    let small = db::Settings { readers: 2, ..db::Settings::default() };
    let db = db::Db::open(&site.place, &app::migrations(), &small).unwrap();
    let clock = Arc::new(move || Timestamp::from_microsecond(at).unwrap());
    let knowledge = site.house.knowledge.clone();
    let house = House::open(db.clone(), knowledge, Settings::default(), clock, app::panels()).unwrap();
    (db, house)
}

#[test]
fn of_two_processes_one_does_what_is_due_and_does_it_once() {
    each_engine(|site| {
        let routes = app::routes();
        let all = routes.ticks().count();
        assert!(all > 0);
        assert_eq!(site.house.tick(&routes), 0, "nothing is due before there is a practice");
        site.founded();
        let late = site.person("late", &[Role::Desk]);
        let hour = 3_600;
        // Seventeen hours on, both sign-ins have ended.
        let at = site.tick(17 * hour);
        let (db, house) = second(site, at);
        for round in 0..8 {
            let gate = Barrier::new(2);
            let did: usize = std::thread::scope(|scope| {
                let other = scope.spawn(|| {
                    gate.wait();
                    house.tick(&routes)
                });
                gate.wait();
                site.house.tick(&routes) + other.join().unwrap()
            });
            assert_eq!(did, if round == 0 { all } else { 0 }, "round {round}");
        }
        assert!(site.texts("select person as text from sign_in").is_empty());
        assert_eq!(site.get(&late, "/me").status, 303);
        let lines = site.trail();
        let by_itself: Vec<&String> = lines.iter().filter(|line| line.starts_with(SYSTEM)).collect();
        assert_eq!(by_itself, ["system signin.clear done"]);
        site.tick(hour + 1);
        let back = site.again("marta");
        let hourly = routes.ticks().filter(|tick| tick.every_s <= hour).count();
        assert!(hourly > 0);
        assert_eq!(site.house.tick(&routes), hourly, "an hour later what is hourly is due again");
        assert_eq!(site.get(&back, "/me").status, 200, "who is signed in stays");
        house.close();
        db.close();
        assert!(site.verified());
    });
}
