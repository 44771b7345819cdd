//! The directory and the chart's overview, as people use them.
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;

/// Makes a client with these fields and gives their id.
pub fn client(site: &Site, by: &Browser, fields: &[(&str, &str)]) -> String {
    let made = site.post(by, "/clients", fields);
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.location.split('/').nth(2).unwrap().to_string()
}

fn json(reply: &Reply) -> serde_json::Value {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// The names that a search finds.
fn found(site: &Site, by: &Browser, what: &str) -> Vec<String> {
    let reply = site.json(by, "/api/clients/search", &serde_json::json!({ "q": what }).to_string());
    let page = json(&reply);
    let names = page["clients"].as_array().unwrap().iter();
    names.map(|one| one["name"].as_str().unwrap().to_string()).collect()
}

/// The refusals of a reply: field and key.
fn refusals(reply: &Reply) -> Vec<String> {
    let page: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    let all = page["form"]["refusals"].as_array().unwrap();
    all.iter().map(|one| format!("{} {}", one["field"].as_str().unwrap(), one["key"].as_str().unwrap())).collect()
}

/// The version in a form.
fn version(page: &str) -> String {
    page.split("name=\"_version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[test]
fn a_client_is_made_found_changed_and_opened() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(
            site,
            &marta,
            &[
                ("legal_name", "Ana María Ñandú"),
                ("used_name", "Anouk"),
                ("birth_on", "17 Mar 1980"),
                ("phone", "+34 600 123 456"),
                ("contact_by", "phone"),
                ("contact_by", "sms"),
                ("pref_pressure", "firm"),
            ],
        );
        for what in
            ["nandu ana", "ANOUK", "maria", "600123456", "+34 600", "34600123456", "3456", "1980-03-17", "17.3.1980"]
        {
            assert_eq!(found(site, &marta, what), ["Anouk"], "{what}");
        }
        for what in ["andu", "ana lopez", "600999", "1980-03-18"] {
            assert!(found(site, &marta, what).is_empty(), "{what}");
        }
        let page = site.get(&marta, &format!("/clients/{ana}"));
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Anouk") && page.body.contains("Firm"), "{}", page.body);

        let url = format!("/clients/{ana}/edit");
        let edit = site.get(&marta, &url);
        let seen = version(&edit.body);
        let change = [("_version", seen.as_str()), ("legal_name", "Ana María Ñandú"), ("used_name", "Ana")];
        assert_eq!(site.post(&marta, &url, &change).location, format!("/clients/{ana}/details"));
        assert_eq!(found(site, &marta, "ana"), ["Ana"]);
        assert!(found(site, &marta, "600123456").is_empty(), "the phone was taken out");
        let kept = site.texts("select was as text from history where tbl = 'client'");
        assert!(kept[0].contains("Anouk") && kept[0].contains("+34 600 123 456"), "{kept:?}");
    });
}

#[test]
fn a_stale_edit_is_shown_both_versions_and_changes_nothing() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(site, &marta, &[("legal_name", "Ana Lind"), ("insurer", "Blue 7")]);
        let url = format!("/clients/{ana}/edit");
        let first = [("_version", "1"), ("legal_name", "Ana Lind"), ("insurer", "Green 8")];
        assert_eq!(site.post(&marta, &url, &first).status, StatusCode::SEE_OTHER);
        let late = [("_version", "1"), ("legal_name", "Ana Lindt"), ("insurer", "Blue 7")];
        let stale = site.post(&marta, &url, &late);
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Green 8") && stale.body.contains("Ana Lindt"), "both versions");
        assert_eq!(found(site, &marta, "lindt"), Vec::<String>::new());
        let heads = [("content-type", "application/json"), ("sec-fetch-site", "same-origin"), ("if-match", "\"1\"")];
        let body = axum::body::Body::from(r#"{"legal_name": "Ana Lindt"}"#);
        let api = site.send(&marta, axum::http::Method::POST, &format!("/api{url}"), &heads, body);
        assert_eq!(api.status, StatusCode::PRECONDITION_FAILED);
    });
}

#[test]
fn everything_that_cannot_be_taken_is_said_at_once() {
    each_engine(|site| {
        let marta = site.founded();
        let body = serde_json::json!({
            "legal_name": " ", "birth_on": "2020-02-30", "phone": "12", "email": "ana", "contact_by": ["post"],
            "clinical_sex": "other", "pref_talk": "loud", "emergency_phone": "call me"
        });
        let refused = site.json(&marta, "/api/clients", &body.to_string());
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            refusals(&refused),
            [
                "birth_on clients-born-unreadable",
                "legal_name ui-text-200",
                "phone clients-phone-form",
                "emergency_phone clients-phone-form",
                "email clients-email-form",
                "contact_by clients-contact-unreachable",
                "clinical_sex ui-choose",
                "pref_talk ui-choose",
            ]
        );
        for (born, key) in [("2027-01-01", "future"), ("1890-01-01", "long-ago")] {
            let body = serde_json::json!({ "legal_name": "Ana", "birth_on": born });
            let refused = site.json(&marta, "/api/clients", &body.to_string());
            assert_eq!(refusals(&refused), [format!("birth_on clients-born-{key}")]);
        }
    });
}

#[test]
fn a_minor_has_a_guardian() {
    each_engine(|site| {
        let marta = site.founded();
        let child = serde_json::json!({ "legal_name": "Leo Lind", "birth_on": "2008-11-25" });
        let refused = site.json(&marta, "/api/clients", &child.to_string());
        assert_eq!(refusals(&refused), ["guardian_name clients-guardian-needed"], "17 for one more day");
        client(site, &marta, &[("legal_name", "Leo Lind"), ("birth_on", "2008-11-25"), ("guardian_name", "Eva Lind")]);
        client(site, &marta, &[("legal_name", "Mia Berg"), ("birth_on", "2008-11-24")]);
    });
}

#[test]
fn the_desk_keeps_the_directory_and_opens_no_chart() {
    each_engine(|site| {
        site.founded();
        let desk = site.person("desk", &[Role::Desk]);
        let made = site.post(&desk, "/clients", &[("legal_name", "Ana Lind"), ("phone", "600 123 456")]);
        assert!(made.location.ends_with("/details"), "{}", made.location);
        let ana = made.location.split('/').nth(2).unwrap();
        assert_eq!(site.get(&desk, &made.location).status, StatusCode::OK);
        assert_eq!(site.get(&desk, &format!("/clients/{ana}")).status, StatusCode::NOT_FOUND);
        assert_eq!(found(site, &desk, "lind"), ["Ana Lind"]);
        let auditor = site.person("auditor", &[Role::Auditor]);
        assert_eq!(site.get(&auditor, "/clients").status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_list_is_paged_by_name_and_every_client_stands_in_it_once() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("desk", &[Role::Desk]);
        for n in 0..53 {
            // Twenty share a name, so that a page ends between two of the same.
            let name = if n < 20 { "Mei Tan".to_string() } else { format!("Name{:02} Tan", n) };
            client(site, &desk, &[("legal_name", &name), ("another", "yes")]);
        }
        client(site, &marta, &[("legal_name", "Zoe Own")]);
        let mut seen = Vec::new();
        let mut url = "/api/clients?list=all".to_string();
        while !url.is_empty() {
            let page = json(&site.get(&marta, &url));
            for one in page["clients"].as_array().unwrap() {
                seen.push(one["id"].as_str().unwrap().to_string());
            }
            let later = page["later"].as_str().unwrap();
            url = if later.is_empty() { String::new() } else { format!("/api{later}") };
        }
        assert_eq!(seen.len(), 54);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 54);
        let own = json(&site.get(&marta, "/api/clients"));
        assert_eq!(own["list"], "own");
        assert_eq!(own["clients"][0]["name"], "Zoe Own");
        assert_eq!(own["clients"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_likely_duplicate_is_shown_before_saving_and_saved_when_it_is_another_person() {
    each_engine(|site| {
        let marta = site.founded();
        client(site, &marta, &[("legal_name", "José Pérez"), ("birth_on", "1975-06-02"), ("phone", "600 123 456")]);
        for (name, born, phone) in [
            ("PEREZ JOSE", "1975-06-02", ""),
            ("Jose Perez", "1975-06-12", ""),
            ("Jose Perez", "", "+34600123456"),
            ("José Perezz", "1975-06-02", ""),
        ] {
            let body = serde_json::json!({ "legal_name": name, "birth_on": born, "phone": phone });
            let refused = site.json(&marta, "/api/clients", &body.to_string());
            assert_eq!(refusals(&refused), ["another clients-likely"], "{name} {born}");
            let page: serde_json::Value = serde_json::from_str(&refused.body).unwrap();
            assert_eq!(page["likely"][0]["name"], "José Pérez");
        }
        // A brother on the same phone is another person, and nobody asks.
        client(site, &marta, &[("legal_name", "Luis Pérez"), ("birth_on", "1978-01-02"), ("phone", "600 123 456")]);
        let again = [("legal_name", "José Pérez"), ("birth_on", "1975-06-02")];
        let asked = site.post(&marta, "/clients", &again);
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("name=\"another\""));
        client(site, &marta, &[again[0], again[1], ("another", "yes")]);
        assert_eq!(found(site, &marta, "jose").len(), 2);
    });
}

#[test]
fn a_chart_of_others_opens_with_a_reason_to_read_only_and_for_four_hours() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(site, &marta, &[("legal_name", "Ana Lind")]);
        let tom = site.person("tom", &[Role::Practitioner]);
        let (chart, open) = (format!("/clients/{ana}"), format!("/clients/{ana}/open"));
        let closed = site.get(&tom, &chart);
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        assert!(closed.body.contains(&open), "the way to give a reason");
        let desk = site.person("desk", &[Role::Desk]);
        assert_eq!(site.get(&desk, &open).status, StatusCode::FORBIDDEN);
        let short = site.post(&tom, &open, &[("reason", "because  ")]);
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.get(&tom, &chart).status, StatusCode::FORBIDDEN);
        let opened = site.post(&tom, &open, &[("reason", "covering for Marta, who is ill")]);
        assert_eq!((opened.status, opened.location.as_str()), (StatusCode::SEE_OTHER, chart.as_str()));
        assert_eq!(site.get(&tom, &chart).status, StatusCode::OK);
        assert_eq!(site.get(&tom, &format!("{chart}/trail")).status, StatusCode::OK);

        let trail = site.get(&marta, "/trail");
        assert!(trail.body.contains("covering for Marta, who is ill"), "the owner sees why");
        for half_hour in 0..8 {
            assert_eq!(site.get(&tom, &chart).status, StatusCode::OK, "{half_hour}");
            site.trail();
            site.tick(29 * 60);
        }
        site.get(&tom, "/me");
        site.trail();
        site.tick(9 * 60);
        assert_eq!(site.get(&tom, &chart).status, StatusCode::FORBIDDEN, "after four hours");
    });
}
