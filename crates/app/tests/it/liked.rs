//! What a client liked is what the next session begins with, with why; and what is marked on the body chart is one tap away.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

const PASSWORD: &str = "linen and spruce";

fn done(site: &Site, who: &Browser, url: &str, fields: &[(&str, &str)]) -> String {
    let reply = site.post(who, url, fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{url}: {}", reply.body);
    reply.location
}

fn begun(site: &Site, who: &Browser, client: &str, how: &str) -> String {
    done(site, who, &format!("/clients/{client}/begin"), &[("begin", how)])
}

/// Work on the right upper trapezius at this pressure, answered so, and signed.
fn answered(site: &Site, who: &Browser, client: &str, pressure: &str, code: &str) {
    let session = begun(site, who, client, "treatment");
    let fields = [("technique", "mfr"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", pressure)];
    done(site, who, &format!("{session}/applications"), &fields);
    let applied = json(site, who, &session)["applications"][0]["of"].as_str().unwrap().to_owned();
    done(site, who, &format!("{session}/responses"), &[("code", code), ("about", &applied)]);
    done(site, who, &format!("{session}/sign"), &[("objective", "Shoulder."), ("secret", PASSWORD)]);
}

fn json(site: &Site, who: &Browser, url: &str) -> Value {
    serde_json::from_str(&site.get(who, &format!("/api{url}")).body).unwrap()
}

/// The pressure that the first line of this part of the palette would record.
fn offered(page: &Value, part: &str) -> String {
    let lines = if part == "again" { &page["palette"]["again"]["lines"] } else { &page["palette"][part] };
    let fields = lines[0]["fields"].as_array().unwrap();
    fields.iter().find(|field| field[0] == "pressure").unwrap()[1].as_str().unwrap().to_owned()
}

#[test]
fn the_next_session_begins_with_the_pressure_that_the_client_settled_on_and_says_why() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        answered(site, &marta, &client, "4", "lighter");
        assert!(site.get(&marta, &format!("/clients/{client}/begin")).body.contains("Lighter last time"));
        let next = begun(site, &marta, &client, "treatment");
        assert_eq!(offered(&json(site, &marta, &next), "again"), "3");
        assert!(site.get(&marta, &next).body.contains("Lighter last time"));
        let fields = [("technique", "mfr"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", "2")];
        done(site, &marta, &format!("{next}/applications"), &fields);
        done(site, &marta, &format!("{next}/sign"), &[("objective", "Shoulder."), ("secret", PASSWORD)]);
        let third = begun(site, &marta, &client, "treatment");
        assert_eq!(offered(&json(site, &marta, &third), "again"), "2", "the practitioner chose another since");
        assert!(!site.get(&marta, &third).body.contains("Lighter last time"));
    });
}

#[test]
fn a_wish_for_more_never_goes_over_the_cap_of_the_screen() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        answered(site, &marta, &client, "3", "deeper");
        let free = begun(site, &marta, &client, "treatment");
        assert_eq!(offered(&json(site, &marta, &free), "again"), "4");
        let capped = [("answer", "yes"), ("since", "2026-10")];
        done(site, &marta, &format!("/clients/{client}/facts/rx_anticoagulant"), &capped);
        let page = json(site, &marta, &free);
        assert!(offered(&page, "again").parse::<u8>().unwrap() <= 3, "{page}");
        assert_eq!(page["palette"]["again"]["lines"][0]["blocked"], false);
    });
}

#[test]
fn how_the_client_lay_is_offered_again_unless_the_screen_stands_against_it() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ines", &marta);
        let session = begun(site, &marta, &client, "treatment");
        let work = [("technique", "swedish"), ("site", "low_back"), ("side", "both"), ("pressure", "2")];
        let wrong = [&work[..], &[("position", "upside down")]].concat();
        let refused = site.post(&marta, &format!("{session}/applications"), &wrong);
        assert!(refused.body.contains("Choose one of the positions"), "{}", refused.body);
        done(site, &marta, &format!("{session}/applications"), &[&work[..], &[("position", "prone")]].concat());
        assert!(site.get(&marta, &session).body.contains(", P2, face down"));
        done(site, &marta, &format!("{session}/sign"), &[("objective", "Back."), ("secret", PASSWORD)]);
        let next = begun(site, &marta, &client, "treatment");
        let offered = |page: &Value| {
            let line = &page["palette"]["again"]["lines"][0];
            let fields = line["fields"].as_array().unwrap();
            let position = fields.iter().find(|field| field[0] == "position").unwrap()[1].as_str().unwrap();
            (position.to_owned(), line["blocked"].as_bool().unwrap())
        };
        assert_eq!(offered(&json(site, &marta, &next)), ("prone".to_owned(), false));
        let week = [("answer", "24")];
        done(site, &marta, &format!("/clients/{client}/facts/gestation_weeks"), &week);
        assert_eq!(offered(&json(site, &marta, &next)), (String::new(), false), "not face down from 20 weeks");
        done(site, &marta, &format!("{next}/applications"), &[&work[..], &[("position", "prone")]].concat());
        done(site, &marta, &format!("{next}/applications"), &[&work[..], &[("position", "side_lying")]].concat());
        let marks = site.texts("select position || ':' || marks as text from application order by at, id");
        assert!(marks[1].starts_with("prone:") && marks[1].contains("block"), "{marks:?}");
        assert!(marks[2].starts_with("side_lying:") && !marks[2].contains("block"), "{marks:?}");
        assert!(site.verified());
    });
}

#[test]
fn a_preset_takes_over_what_was_liked_and_the_beginning_says_why() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let first = begun(site, &marta, &client, "back_neck_30");
        let applied = json(site, &marta, &first)["applications"][0].clone();
        assert!(applied["dose"].as_str().unwrap().starts_with("P3"), "{applied}");
        let about = applied["of"].as_str().unwrap();
        done(site, &marta, &format!("{first}/responses"), &[("code", "lighter"), ("about", about)]);
        done(site, &marta, &format!("{first}/sign"), &[("objective", "Back."), ("secret", PASSWORD)]);
        let beginning = site.get(&marta, &format!("/clients/{client}/begin")).body;
        assert!(beginning.contains("What this client liked") && beginning.contains("Lighter last time"), "{beginning}");
        let second = json(site, &marta, &begun(site, &marta, &client, "back_neck_30"));
        let dose = |at: usize| second["applications"][at]["dose"].as_str().unwrap().to_owned();
        assert!(dose(0).starts_with("P2"), "{}", dose(0));
        assert!(dose(1).starts_with("P3"), "nothing was said of the others: {}", dose(1));
        assert!(site.verified());
    });
}

#[test]
fn a_place_marked_today_is_offered_with_what_this_practitioner_usually_does() {
    each_engine(|site| {
        let marta = site.founded();
        let (before, client) = (site.client("Ruth", &marta), site.client("Priya", &marta));
        let session = begun(site, &marta, &before, "treatment");
        for _ in 0..2 {
            let fields = [("technique", "swedish"), ("site", "calf"), ("side", "right"), ("pressure", "3")];
            done(site, &marta, &format!("{session}/applications"), &fields);
        }
        let session = begun(site, &marta, &client, "treatment");
        assert!(!site.get(&marta, &session).body.contains("Marked today"));
        done(site, &marta, &format!("/clients/{client}/body/temple_l"), &[("nothing", "yes")]);
        done(site, &marta, &format!("/clients/{client}/body/trapezius_upper_r"), &[("pain", "6")]);
        let page = site.get(&marta, &session).body;
        assert!(page.contains("Marked today") && page.contains("pain 6 of 10"), "{page}");
        let read = json(site, &marta, &session);
        let marked = read["palette"]["marked"].as_array().unwrap();
        assert_eq!(marked.len(), 1, "where nothing was found, nothing is offered");
        let fields: Vec<(&str, &str)> = marked[0]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| (field[0].as_str().unwrap(), field[1].as_str().unwrap()))
            .collect();
        assert_eq!(
            fields[..4],
            [("technique", "swedish"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", "3")]
        );
        done(site, &marta, &format!("{session}/applications"), &fields);
        assert_eq!(json(site, &marta, &session)["palette"]["marked"][0]["done"], true);
    });
}
