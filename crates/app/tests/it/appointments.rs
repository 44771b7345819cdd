//! Who comes when: booked, moved, taken a step on, and never two at once.
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;

/// Books an hour on the morning of 24 November 2026 and gives the reply.
fn book(site: &Site, by: &Browser, client: &str, fields: &[(&str, &str)]) -> Reply {
    let mut all = vec![("on", "2026-11-24"), ("minutes", "60")];
    all.extend_from_slice(fields);
    site.post(by, &format!("/clients/{client}/appointments"), &all)
}

fn ids(site: &Site) -> Vec<String> {
    site.texts("select id as text from appointment order by starts_at, id")
}

fn version(page: &str) -> String {
    page.split("name=\"_version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

/// Takes an appointment a step on, as its page would.
fn step(site: &Site, by: &Browser, id: &str, to: &str) -> Reply {
    let url = format!("/appointments/{id}");
    let seen = version(&site.get(by, &url).body);
    site.post(by, &format!("{url}/state"), &[("_version", &seen), ("to", to)])
}

/// The keys of what was refused.
fn refused(reply: &Reply) -> bool {
    reply.status == StatusCode::UNPROCESSABLE_ENTITY
}

#[test]
fn the_desk_books_moves_and_sees_nobody_booked_twice() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("dora", &[Role::Desk]);
        let paul = site.person("paul", &[Role::Practitioner]);
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let (ana, ben) = (site.client("Ana", &marta), site.client("Ben", &marta));
        assert_eq!(site.post(&marta, "/practice/rooms", &[("name", "Blue")]).location, "/practice/rooms");
        assert!(refused(&site.post(&marta, "/practice/rooms", &[("name", "Blue")])), "one name, one room");
        let blue = site.texts("select id as text from treatment_room").remove(0);

        let first = book(
            site,
            &desk,
            &ana,
            &[("at", "10:00"), ("person", &founder), ("room", &blue), ("after_minutes", "15"), ("what", "Hour")],
        );
        assert_eq!(first.location, "/today?on=2026-11-24", "{}", first.body);
        let with = |at, person: &str, room: &str, who: &str| {
            book(site, &desk, who, &[("at", at), ("person", person), ("room", room)])
        };
        // The practitioner is writing until 11:15; the room is aired as long; the client may already be elsewhere at 11:00.
        assert!(with("11:14", &founder, "", &ben).body.contains("Marta Lind"));
        assert!(with("11:14", &paul.id, &blue, &ben).body.contains("Blue is taken"));
        assert!(refused(&with("10:59", &paul.id, "", &ana)));
        assert!(refused(&with("09:01", &founder, "", &ben)), "an hour from 09:01 reaches into it");
        assert_eq!(with("09:00", &founder, &blue, &ben).status, StatusCode::SEE_OTHER, "touching is no overlap");
        assert_eq!(with("11:00", &paul.id, "", &ana).status, StatusCode::SEE_OTHER);
        assert_eq!(with("11:15", &founder, &blue, &ben).status, StatusCode::SEE_OTHER);
        assert_eq!(ids(site).len(), 4);

        // Moved onto another it stays; called off it gives its time away, and cannot take it back.
        let id = ids(site)[1].clone();
        let seen = version(&site.get(&desk, &format!("/appointments/{id}")).body);
        let to = |at, seen: &str| {
            let fields =
                [("_version", seen), ("on", "2026-11-24"), ("at", at), ("minutes", "60"), ("person", founder.as_str())];
            site.post(&desk, &format!("/appointments/{id}"), &fields)
        };
        assert!(refused(&to("11:30", &seen)));
        assert_eq!(to("13:00", &seen).status, StatusCode::SEE_OTHER);
        assert_eq!(to("14:00", &seen).status, StatusCode::CONFLICT, "the page is of another version");
        let kept = site.texts("select was as text from history where tbl = 'appointment'");
        assert!(kept.len() == 1 && kept[0].contains("10:00"), "{kept:?}");
        assert_eq!(step(site, &desk, &id, "cancelled").status, StatusCode::SEE_OTHER);
        assert_eq!(with("13:30", &founder, "", &ben).status, StatusCode::SEE_OTHER);
        assert!(refused(&step(site, &desk, &id, "booked")));
        assert!(site.verified());
    });
}

#[test]
fn an_appointment_goes_step_by_step_and_starting_it_leads_to_the_client() {
    each_engine(|site| {
        let marta = site.founded();
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let ana = site.client("Ana", &marta);
        book(site, &marta, &ana, &[("at", "10:00"), ("person", &founder)]);
        let id = ids(site).remove(0);
        assert!(refused(&step(site, &marta, &id, "finished")), "nobody has come yet");
        assert!(refused(&step(site, &marta, &id, "lost")));
        assert_eq!(step(site, &marta, &id, "arrived").location, "/today?on=2026-11-24");
        assert_eq!(step(site, &marta, &id, "started").location, format!("/clients/{ana}/begin"));
        assert_eq!(step(site, &marta, &id, "finished").status, StatusCode::SEE_OTHER);
        let trailed = site.trail();
        assert_eq!(trailed.iter().filter(|line| line.ends_with("appointment.step done")).count(), 3, "{trailed:#?}");
    });
}

#[test]
fn what_is_wrong_is_said_field_by_field_and_a_time_that_the_clock_leaps_over_is_none() {
    each_engine(|site| {
        let marta = site.founded();
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let ana = site.client("Ana", &marta);
        let typed = [("on", "soon"), ("at", "25:00"), ("minutes", "4"), ("after_minutes", "121"), ("person", "per_x")];
        let body = site.post(&marta, &format!("/clients/{ana}/appointments"), &typed).body;
        for field in ["on", "at", "minutes", "after_minutes", "person"] {
            assert!(body.contains(&format!("href=\"#f-{field}\"")), "{field}: {body}");
        }
        let on = |on, at| {
            let typed = [("on", on), ("at", at), ("minutes", "5"), ("person", founder.as_str())];
            site.post(&marta, &format!("/clients/{ana}/appointments"), &typed)
        };
        assert!(refused(&on("2027-03-28", "02:30")), "Madrid goes from 02:00 to 03:00");
        assert_eq!(on("2027-03-28", "03:00").status, StatusCode::SEE_OTHER);
        assert_eq!(on("2027-10-31", "02:30").status, StatusCode::SEE_OTHER, "it comes twice: the first is meant");
        let at = site.texts("select cast(starts_at / 1000000 as text) as text from appointment order by starts_at");
        assert_eq!(at, ["1806195600", "1824942600"]);
    });
}

#[test]
fn of_twenty_who_book_the_same_hour_at_once_one_gets_it() {
    each_engine(|site| {
        let marta = site.founded();
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let clients: Vec<String> = (0..20).map(|n| site.client(&format!("Client {n}"), &marta)).collect();
        let booked = std::thread::scope(|scope| {
            let all: Vec<_> = clients
                .iter()
                .map(|client| {
                    scope.spawn(|| book(site, &marta, client, &[("at", "10:00"), ("person", &founder)]).status)
                })
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).filter(|status| *status == StatusCode::SEE_OTHER).count()
        });
        assert_eq!((booked, ids(site).len()), (1, 1));
    });
}

#[test]
fn time_is_kept_free_and_no_page_of_the_desk_holds_a_finding() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("dora", &[Role::Desk]);
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let ana = crate::clients::client(site, &marta, &[("legal_name", "Ana López"), ("used_name", "Ana")]);
        let lunch = [("on", "2026-11-24"), ("at", "13:00"), ("minutes", "45"), ("person", founder.as_str())];
        assert_eq!(site.post(&desk, "/appointments/pause", &lunch).status, StatusCode::SEE_OTHER);
        assert!(refused(&book(site, &desk, &ana, &[("at", "12:30"), ("person", &founder)])));
        let found = site.post(&desk, "/appointments/new", &[("on", "2026-11-25"), ("at", "09:00"), ("q", "ana")]);
        assert!(
            found.body.contains(&format!("/clients/{ana}/appointments/new?on=2026-11-25&#38;at=09:00")),
            "{}",
            found.body
        );
        let page = site.get(&desk, &format!("/clients/{ana}/appointments/new?on=2026-11-25&at=09:00"));
        assert!(page.body.contains("value=\"2026-11-25\"") && page.body.contains("value=\"09:00\""), "{}", page.body);
    });
}

#[test]
fn who_comes_next_is_told_with_what_to_remember_to_who_treats_them_alone() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("dora", &[Role::Desk]);
        let founder = site.texts("select id as text from person where login = 'marta'").remove(0);
        let ana = site.client("Ana", &marta);
        let told = |reply: Reply, what: &str| assert_eq!(reply.status, StatusCode::SEE_OTHER, "{what}: {}", reply.body);
        let complaint = [("words", "Can't look over my shoulder"), ("site1", "trapezius_upper")];
        told(site.post(&marta, &format!("/clients/{ana}/complaints"), &complaint), "complaint");
        for value in ["7", "3"] {
            let pain = [("i1", value), ("site", "neck_post"), ("not_stated", "yes")];
            told(site.post(&marta, &format!("/clients/{ana}/measures/nprs"), &pain), "pain");
        }
        let before = [("kind", "treatment"), ("on", "2026-11-02"), ("time", "10:15")];
        let session = site.post(&marta, &format!("/clients/{ana}/sessions"), &before).location;
        let work = [("technique", "mfr"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", "3")];
        told(site.post(&marta, &format!("{session}/applications"), &work), "work");
        let sign = [("objective", "Neck."), ("secret", "linen and spruce")];
        told(site.post(&marta, &format!("{session}/sign"), &sign), "sign");
        told(book(site, &marta, &ana, &[("at", "23:00"), ("person", &founder)]), "visit");

        let day = site.get(&marta, "/today").body;
        assert_eq!(day.matches("Can&#39;t look over my shoulder").count(), 2, "its line and the card: {day}");
        for what in ["Comes with", "Last time", "P3", "No general consent", "Trend"] {
            assert!(day.contains(what), "{what}: {day}");
        }
        assert!(day.contains("7 → 3"), "{day}");
        let everyone = site.get(&desk, "/today").body;
        assert!(everyone.contains("Ana") && !everyone.contains("shoulder"), "the desk reads no complaint: {everyone}");
    });
}
