//! What is booked in another program: read into Today, told apart from what is booked here, and replaced by the next reading.
use crate::papers::upload;
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::{Reach, Role, Unreached};
use axum::http::StatusCode;

/// A calendar of these events, as a booking tool writes it.
fn calendar(events: &[&str]) -> String {
    let events: String = events.iter().map(|one| format!("BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn read(site: &Site, by: &Browser, person: &str, text: &str) -> Reply {
    upload(site, by, "/today/outside", &[("person", person)], ("bookings.ics", text.as_bytes()))
}

fn marta(site: &Site) -> String {
    site.texts("select id as text from person where login = 'marta'").remove(0)
}

#[test]
fn a_calendar_of_another_program_stands_in_today_between_what_is_booked_here() {
    each_engine(|site| {
        let who = site.founded();
        let made = site.post(&who, "/clients", &[("legal_name", "Ana Ruiz"), ("birth_on", "1980-03-17")]);
        let client = made.location.trim_start_matches("/clients/").to_string();
        let text = calendar(&[
            "DTSTART:20261124T110000Z\r\nDTEND:20261124T120000Z\r\nSUMMARY:Ana Ruiz - massage\\, 60 min",
            "DTSTART:20261125T110000Z\r\nDURATION:PT30M\r\nSUMMARY:Somebody new",
            "DTSTART:20201125T110000Z\r\nSUMMARY:Long ago",
            "DTSTART;VALUE=DATE:20261126\r\nSUMMARY:Closed",
        ]);
        let reply = read(site, &who, &marta(site), &text);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let today = site.get(&who, "/today").body;
        assert!(today.contains("Ana Ruiz - massage, 60 min") && today.contains("elsewhere"), "{today}");
        assert!(today.contains("12:00"), "on the clock of the practice");
        assert!(today.contains(&format!("/clients/{client}/details")), "the one client of that name is known");
        assert!(!today.contains("Somebody new"));
        assert!(site.get(&who, "/today?on=2026-11-25&by=all").body.contains("Somebody new"));
        let page = site.get(&who, "/today/outside").body;
        for words in ["2 bookings lie ahead", "takes whole days", "Closed", "Line 17"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    });
}

#[test]
fn a_new_reading_takes_the_place_of_the_one_before_and_can_be_forgotten() {
    each_engine(|site| {
        let who = site.founded();
        let person = marta(site);
        for name in ["First", "Second"] {
            let event = format!("DTSTART:20261124T110000Z\r\nSUMMARY:{name} booking");
            assert_eq!(read(site, &who, &person, &calendar(&[&event])).status, StatusCode::SEE_OTHER);
        }
        let today = site.get(&who, "/today").body;
        assert!(today.contains("Second booking") && !today.contains("First booking"));
        let forgotten = site.post(&who, &format!("/today/outside/{person}/forget"), &[]);
        assert_eq!(forgotten.status, StatusCode::SEE_OTHER);
        assert!(!site.get(&who, "/today").body.contains("Second booking"));
        assert_eq!(site.post(&who, &format!("/today/outside/{person}/forget"), &[]).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_no_calendar_is_refused_and_nothing_that_was_read_is_lost() {
    each_engine(|site| {
        let who = site.founded();
        let person = marta(site);
        read(site, &who, &person, &calendar(&["DTSTART:20261124T110000Z\r\nSUMMARY:Still here"]));
        for (text, why) in
            [("", "Choose the file"), ("<html>", "no calendar file"), ("name,phone\n", "no calendar file")]
        {
            let reply = read(site, &who, &person, text);
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(reply.body.contains(why), "{}", reply.body);
        }
        let nobody = read(site, &who, "per_nobody", &calendar(&[]));
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(site.get(&who, "/today").body.contains("Still here"));
    });
}

#[test]
fn the_desk_reads_a_calendar_for_who_treats_and_whatever_it_holds_is_shown_as_words() {
    each_engine(|site| {
        site.founded();
        let desk = site.person("desk", &[Role::Desk]);
        let text = calendar(&["DTSTART:20261124T110000Z\r\nSUMMARY:<script>alert(1)</script>"]);
        assert_eq!(read(site, &desk, &marta(site), &text).status, StatusCode::SEE_OTHER);
        let today = site.get(&desk, "/today").body;
        assert!(today.contains("alert(1)") && !today.contains("<script>alert"), "{today}");
        let auditor = site.person("auditor", &[Role::Auditor]);
        assert_eq!(read(site, &auditor, &marta(site), &text).status, StatusCode::FORBIDDEN);
    });
}

/// A way out that answers as it is told to.
struct Tells(std::cell::RefCell<Vec<Result<String, Unreached>>>);

impl Reach for Tells {
    fn fetch(&self, url: &str, most: usize) -> Result<Vec<u8>, Unreached> {
        assert!(url.starts_with("https://cal.example/") && most > 0);
        self.0.borrow_mut().pop().expect("asked as often as was told").map(String::into_bytes)
    }
}

/// A quarter of an hour on, the address answers so; gives how many acts were done.
fn asked(site: &Site, told: Result<String, Unreached>) -> usize {
    site.tick(16 * 60);
    let tells = Tells(std::cell::RefCell::new(vec![told]));
    site.house.tick_reaching(&app::routes(), Some(&tells))
}

/// A page as it is after so long that one has to sign in again.
fn seen(site: &Site, url: &str) -> String {
    site.get(&site.again("marta"), url).body
}

fn one(name: &str) -> Result<String, Unreached> {
    Ok(calendar(&[&format!("DTSTART:20261124T110000Z\r\nDURATION:PT1H\r\nSUMMARY:{name}")]))
}

#[test]
fn a_calendar_is_read_again_by_its_address_and_a_failure_leaves_what_was_read() {
    each_engine(|site| {
        let who = site.founded();
        let person = marta(site);
        let address = "https://cal.example/private-7f3a/basic.ics";
        let fields = [("person", person.as_str()), ("address", address)];
        let followed = site.post(&who, "/today/outside/address", &fields);
        assert_eq!(followed.status, StatusCode::SEE_OTHER, "{}", followed.body);
        let page = site.get(&who, "/today/outside").body;
        assert!(page.contains("cal.example") && page.contains("within a minute"), "{page}");
        assert!(!page.contains("private-7f3a"), "who knows the address can read the calendar");
        assert!(asked(site, one("Early bird")) > 0);
        assert!(seen(site, "/today").contains("Early bird"));
        let before = site.texts("select id as text from outside_booking");
        asked(site, one("Early bird"));
        assert_eq!(site.texts("select id as text from outside_booking"), before, "the same is not read twice");
        for (why, words) in [
            (Unreached::NoAnswer, "Nobody answered"),
            (Unreached::Elsewhere, "leads on to another host"),
            (Unreached::Private, "lies in the own network"),
            (Unreached::TooLarge, "larger than 2 MB"),
        ] {
            asked(site, Err(why));
            let page = seen(site, "/today/outside");
            assert!(page.contains(words) && page.contains("What was read before stands"), "{page}");
        }
        asked(site, Ok("<html>".into()));
        assert!(seen(site, "/today/outside").contains("is no calendar"));
        assert!(seen(site, "/today").contains("Early bird"), "the old reading stands");
        asked(site, one("Late riser"));
        let today = seen(site, "/today");
        assert!(today.contains("Late riser") && !today.contains("Early bird"));
        assert!(!seen(site, "/today/outside").contains("What was read before stands"));
        assert!(site.trail().iter().any(|line| line == "system outside.refresh done"));
        site.post(&site.again("marta"), &format!("/today/outside/{person}/forget"), &[]);
        site.tick(16 * 60);
        let nobody = Tells(std::cell::RefCell::new(Vec::new()));
        site.house.tick_reaching(&app::routes(), Some(&nobody));
        assert!(site.texts("select url as text from outside_feed").is_empty(), "and it is asked no longer");
        assert!(site.verified());
    });
}

#[test]
fn an_address_that_could_not_be_asked_safely_is_refused() {
    each_engine(|site| {
        let who = site.founded();
        let person = marta(site);
        for address in ["http://cal.example/a.ics", "https://me:word@cal.example/a.ics", "cal.example", ""] {
            let fields = [("person", person.as_str()), ("address", address)];
            let reply = site.post(&who, "/today/outside/address", &fields);
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(reply.body.contains("begins with https://"), "{}", reply.body);
        }
        let desk = site.person("auditor", &[Role::Auditor]);
        let fields = [("person", person.as_str()), ("address", "https://cal.example/a.ics")];
        assert_eq!(site.post(&desk, "/today/outside/address", &fields).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn nothing_is_booked_over_what_stands_in_another_programs_calendar() {
    each_engine(|site| {
        let who = site.founded();
        let person = marta(site);
        let client = site.client("Ana", &who);
        read(site, &who, &person, &calendar(&["DTSTART:20261124T110000Z\r\nDURATION:PT1H\r\nSUMMARY:Held"]));
        let book = |at: &str, minutes: &str| {
            let fields = [("on", "2026-11-24"), ("at", at), ("minutes", minutes), ("person", person.as_str())];
            site.post(&who, &format!("/clients/{client}/appointments"), &fields)
        };
        // 12:00 to 13:00 on the clock of Madrid.
        for (at, minutes) in [("12:00", "60"), ("12:30", "15"), ("11:30", "45"), ("11:00", "180")] {
            let over = book(at, minutes);
            assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY, "{at}");
            assert!(over.body.contains("is booked elsewhere at") && over.body.contains("12:00"), "{}", over.body);
        }
        let pause = [("on", "2026-11-24"), ("at", "12:15"), ("minutes", "30"), ("person", person.as_str())];
        assert_eq!(site.post(&who, "/appointments/pause", &pause).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(book("11:00", "60").status, StatusCode::SEE_OTHER, "up to its beginning");
        assert_eq!(book("13:00", "60").status, StatusCode::SEE_OTHER, "from its end on");
        let moved = site.texts("select id as text from appointment order by starts_at desc").remove(0);
        let fields = [("on", "2026-11-24"), ("at", "12:30"), ("minutes", "30"), ("person", &person), ("_version", "1")];
        assert_eq!(
            site.post(&who, &format!("/appointments/{moved}"), &fields).status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        site.post(&who, &format!("/today/outside/{person}/forget"), &[]);
        assert_eq!(book("12:00", "60").status, StatusCode::SEE_OTHER, "what is forgotten holds nothing");
    });
}
