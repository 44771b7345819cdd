//! What is booked in another program: read into Today, told apart from what is booked here, and replaced by the next reading.
use crate::papers::upload;
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::Role;
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
