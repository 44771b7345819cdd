//! Clients from a list of another program: shown first, taken over once, refused by line with what to mend.
use crate::papers::upload;
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;
use serde_json::Value;

const LIST: &str = "First name,Last name,Date of birth,Mobile,Email,Gender
Ana,Ruiz,1980-03-17,600 123 456,ana@example.org,f
Bo,Lind,1999-13-40,12,nowhere,m
Cleo,Vale,1975-01-02,600 999 111,,
Cleo,Vale,1975-01-02,,,
Dan,Moss,1960-05-05,,,,too many
";

/// Reads a list; gives the address of what it holds.
fn read(site: &Site, who: &Browser, text: &str) -> String {
    let reply = upload(site, who, "/clients/import", &[], ("clients.csv", text.as_bytes()));
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

fn held(site: &Site, who: &Browser, url: &str) -> Value {
    let reply = site.get(who, &format!("/api{url}"));
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn names(site: &Site) -> Vec<String> {
    site.texts("select legal_name as text from client order by legal_name")
}

#[test]
fn a_list_is_shown_row_by_row_before_anything_is_kept() {
    each_engine(|site| {
        let marta = site.founded();
        site.post(&marta, "/clients", &[("legal_name", "Ana Ruiz"), ("birth_on", "1980-03-17")]);
        let url = read(site, &marta, LIST);
        let list = held(site, &marta, &url);
        assert_eq!((list["ready"].as_i64(), names(site).len()), (Some(1), 1), "nothing is kept by looking");
        let lines = |what: &str| -> Vec<i64> {
            list[what].as_array().unwrap().iter().map(|row| row["line"].as_i64().unwrap()).collect()
        };
        assert_eq!(lines("refused"), [3, 6]);
        assert_eq!(lines("doubtful"), [2, 5], "one is in the directory, one stands twice in the list");
        let page = site.get(&marta, &url).body;
        for words in ["Line 3", "Birth date", "Line 6", "7 columns", "stand on line 4", "Gender"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    });
}

#[test]
fn what_is_ready_is_taken_over_once_and_who_is_doubtful_only_where_somebody_says_so() {
    each_engine(|site| {
        let marta = site.founded();
        site.post(&marta, "/clients", &[("legal_name", "Ana Ruiz"), ("birth_on", "1980-03-17")]);
        let url = read(site, &marta, LIST);
        let taken = site.post(&marta, &url, &[("another", "2")]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
        assert_eq!(names(site), ["Ana Ruiz", "Ana Ruiz", "Cleo Vale"]);
        let report = held(site, &marta, &url);
        assert_eq!((report["done"].as_bool(), report["ready"].as_i64()), (Some(true), Some(2)));
        assert_eq!(report["refused"].as_array().unwrap().len(), 2, "the report still says what to mend");
        assert_eq!(site.post(&marta, &url, &[]).status, StatusCode::NOT_FOUND, "once");
        assert_eq!(names(site).len(), 3);
        let found = site.json(&marta, "/api/clients/search", r#"{"q":"vale"}"#);
        assert!(found.body.contains("Cleo Vale"), "who was taken over is found: {}", found.body);
    });
}

#[test]
fn a_file_that_is_no_list_is_refused_with_how_to_mend_it() {
    each_engine(|site| {
        let marta = site.founded();
        let refused = |content: &[u8]| {
            let reply = upload(site, &marta, "/clients/import", &[], ("x.csv", content));
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
            reply.body
        };
        assert!(refused(b"").contains("Choose the file"));
        assert!(refused(b"colour,shape\nred,round\n").contains("No heading names the client"));
        assert!(refused(b"PK\x03\x04\x00\x00binary").contains("No heading"));
        assert!(refused("name\n".as_bytes()).contains("no heading with rows"));
        let many = format!("name\n{}", "Ana\n".repeat(2_001));
        assert!(refused(many.as_bytes()).contains("Part the file and import"), "{}", refused(many.as_bytes()));
    });
}

#[test]
fn the_desk_imports_and_nobody_sees_the_list_of_another_and_it_is_forgotten_after_a_week() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("desk", &[Role::Desk]);
        let url = read(site, &desk, LIST);
        assert_eq!(site.get(&marta, &url).status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(&marta, &url, &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(&desk, &url, &[]).status, StatusCode::SEE_OTHER);
        assert!(names(site).contains(&"Cleo Vale".to_string()));
        assert!(site.texts("select person as text from circle").is_empty(), "the desk treats nobody");
        site.tick(8 * 24 * 3_600);
        site.house.tick(&app::routes());
        assert!(site.texts("select id as text from client_list").is_empty());
    });
}
