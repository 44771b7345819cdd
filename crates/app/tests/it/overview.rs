//! The overview of a chart: everything about a client at a glance, in one order.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;

fn kept(site: &Site, who: &Browser, url: &str, fields: &[(&str, &str)]) {
    let reply = site.post(who, url, fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{url}: {}", reply.body);
}

/// The panels of the overview, by name, as the API gives them.
fn panels(site: &Site, who: &Browser, client: &str) -> Vec<String> {
    let reply = site.get(who, &format!("/api/clients/{client}"));
    let page: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    page["panels"].as_array().unwrap().iter().map(|panel| panel["key"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_overview_tells_what_is_unsafe_then_the_complaint_the_goals_the_sessions_and_the_trends() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let base = format!("/clients/{client}");
        kept(site, &marta, &format!("{base}/complaints"), &[("words", "It clicks when I chew"), ("site1", "jaw")]);
        for (value, on) in [("7", "2026-10-06"), ("6", "2026-10-20"), ("3", "2026-11-10")] {
            kept(site, &marta, &format!("{base}/measures/nprs"), &[("i2", value), ("on", on)]);
        }
        kept(site, &marta, &format!("{base}/measures/jaw_opening"), &[("value", "31"), ("on", "2026-10-06")]);
        let order = panels(site, &marta, &client);
        let wished = ["screen-title", "complaint-list-title", "plan-title", "session-list-title", "measure-trends"];
        let shown: Vec<&str> = order.iter().map(String::as_str).filter(|key| wished.contains(key)).collect();
        assert_eq!(shown, wished, "{order:?}");
        let page = site.get(&marta, &base).body;
        assert!(page.contains("It clicks when I chew"));
        assert!(page.contains("3 readings: 7 on 6 Oct 2026, 3 on 10 Nov 2026."), "the drawn trend speaks its numbers");
        assert!(page.contains("better: beyond error, and a meaningful change"), "{page}");
    });
}

#[test]
fn a_client_who_comes_for_wellness_has_neither_complaint_nor_trend_on_the_overview() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Kai", &marta);
        let shown = panels(site, &marta, &client);
        assert!(!shown.iter().any(|key| key == "complaint-list-title" || key == "measure-trends"), "{shown:?}");
    });
}

#[test]
fn an_answer_about_self_harm_stands_on_the_overview() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        let names: Vec<String> = (1..=9).map(|n| format!("i{n}")).collect();
        let answers: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        kept(site, &marta, &format!("/clients/{client}/measures/phq9"), &answers);
        let page = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(page.contains("talk about it now") && page.contains("024"));
    });
}
