//! Who cares for a client, and two entries that are one person.
use crate::clients::client;
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;

fn status(site: &Site, by: &Browser, url: &str) -> StatusCode {
    site.get(by, url).status
}

#[test]
fn two_entries_are_read_as_one_and_apart_again() {
    each_engine(|site| {
        let marta = site.founded();
        let ids = ["Ana Lind", "Anna Lindt", "A. Lind"].map(|name| client(site, &marta, &[("legal_name", name)]));
        let [ana, anna, short] = &ids;
        let join = |kept: &str, gone: &str| {
            let other = format!("https://palpate.example/clients/{gone}/details");
            let fields = [("other", other.as_str()), ("reason", "same birth date and phone")];
            site.post(&marta, &format!("/clients/{kept}/merge"), &fields)
        };
        let shown = |id: &str| {
            let page = site.get(&marta, &format!("/api/clients/{id}")).body;
            serde_json::from_str::<serde_json::Value>(&page).unwrap()["client"].as_str().unwrap().to_string()
        };
        assert_eq!(join(ana, ana).status, StatusCode::UNPROCESSABLE_ENTITY, "with itself");
        assert_eq!(join(anna, short).status, StatusCode::SEE_OTHER);
        assert_eq!(join(ana, short).status, StatusCode::SEE_OTHER, "the entry that kept the other is meant");
        for id in &ids {
            assert_eq!(shown(id), *ana);
        }
        assert_eq!(join(ana, anna).status, StatusCode::UNPROCESSABLE_ENTITY, "merged already");
        let lines = site.get(&marta, &format!("/api/clients/{anna}/trail?verb=client.create")).body;
        let lines: serde_json::Value = serde_json::from_str(&lines).unwrap();
        assert_eq!(lines["lines"].as_array().unwrap().len(), 3, "three beginnings on one time line");
        let found = site.json(&marta, "/api/clients/search", r#"{"q": "lindt"}"#);
        assert!(found.body.contains(ana.as_str()) && !found.body.contains(anna.as_str()), "found by the other name");
        let list = site.get(&marta, "/api/clients?list=all");
        let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
        assert_eq!(list["clients"].as_array().unwrap().len(), 1);

        let merges = site.texts("select of as text from merge where undone = 0 order by at, id");
        let undo = format!("/clients/{ana}/merge/{}/undo", merges[1]);
        assert_eq!(site.post(&marta, &undo, &[]).status, StatusCode::SEE_OTHER);
        assert_eq!((shown(ana), shown(anna), shown(short)), (ana.clone(), anna.clone(), anna.clone()));
        assert_eq!(site.post(&marta, &undo, &[]).status, StatusCode::NOT_FOUND, "undone already");
        assert!(site.verified());
    });
}

#[test]
fn the_visits_of_a_merged_chart_stand_in_one_order_the_latest_first() {
    each_engine(|site| {
        let marta = site.founded();
        let [ana, anna] = ["Ana Lind", "Anna Lindt"].map(|name| client(site, &marta, &[("legal_name", name)]));
        let visit = |client: &str, when: (&str, &str)| {
            let reply = site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment"), when]);
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            reply.location.rsplit('/').next().unwrap().to_string()
        };
        let first = visit(&ana, ("on", "2026-11-01"));
        let unstated = visit(&anna, ("not_stated", "yes"));
        let third = visit(&ana, ("on", "2026-11-05"));
        let second = visit(&anna, ("on", "2026-11-03"));
        let mistaken = visit(&ana, ("on", "2026-11-06"));
        let taken_back = site.post(
            &marta,
            &format!("/clients/{ana}/sessions/{mistaken}/withdraw"),
            &[("reason", "the wrong client")],
        );
        assert_eq!(taken_back.status, StatusCode::SEE_OTHER, "{}", taken_back.body);
        let fields = [("other", anna.as_str()), ("reason", "the same person")];
        assert_eq!(site.post(&marta, &format!("/clients/{ana}/merge"), &fields).status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &format!("/api/clients/{ana}/sessions")).body;
        let page: serde_json::Value = serde_json::from_str(&page).unwrap();
        let listed: Vec<&str> =
            page["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(listed, [third, second, first, unstated]);
    });
}

#[test]
fn only_the_owner_or_who_treats_both_may_merge() {
    each_engine(|site| {
        let marta = site.founded();
        let tom = site.person("tom", &[Role::Practitioner]);
        let desk = site.person("desk", &[Role::Desk]);
        let martas = client(site, &marta, &[("legal_name", "Ana Lind")]);
        let toms = client(site, &tom, &[("legal_name", "Bo Berg")]);
        let both = client(site, &tom, &[("legal_name", "Bo B. Berg"), ("another", "yes")]);
        let join = |by: &Browser, kept: &str, gone: &str| {
            let fields = [("other", gone), ("reason", "the same person")];
            site.post(by, &format!("/clients/{kept}/merge"), &fields).status
        };
        assert_eq!(join(&desk, &toms, &both), StatusCode::FORBIDDEN);
        assert_eq!(join(&tom, &toms, &martas), StatusCode::FORBIDDEN);
        assert_eq!(status(site, &tom, &format!("/clients/{martas}")), StatusCode::FORBIDDEN, "and nothing was joined");
        assert_eq!(join(&tom, &toms, &both), StatusCode::SEE_OTHER);
        assert_eq!(join(&marta, &martas, &toms), StatusCode::SEE_OTHER);
        assert_eq!(status(site, &tom, &format!("/clients/{martas}")), StatusCode::OK, "each one's circle reads both");
    });
}

#[test]
fn owner_and_desk_say_who_treats_whom_and_a_practitioner_does_not() {
    each_engine(|site| {
        let marta = site.founded();
        let tom = site.person("tom", &[Role::Practitioner]);
        let desk = site.person("desk", &[Role::Desk]);
        let ana = client(site, &marta, &[("legal_name", "Ana Lind")]);
        let (circle, chart) = (format!("/clients/{ana}/circle"), format!("/clients/{ana}"));
        let add = [("person", tom.id.as_str())];
        assert_eq!(site.post(&tom, &circle, &add).status, StatusCode::FORBIDDEN, "not by oneself");
        assert_eq!(site.post(&desk, &circle, &[("person", &desk.id)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&desk, &circle, &add).status, StatusCode::SEE_OTHER);
        assert_eq!(status(site, &tom, &chart), StatusCode::OK);
        let end = format!("{circle}/{}/end", tom.id);
        assert_eq!(site.post(&tom, &end, &[]).status, StatusCode::FORBIDDEN);
        assert_eq!(site.post(&marta, &end, &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(status(site, &tom, &chart), StatusCode::FORBIDDEN);
        assert_eq!(site.post(&marta, &end, &[]).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_care_team_says_whom_we_may_contact_and_an_end_is_kept() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(site, &marta, &[("legal_name", "Ana Lind")]);
        let team = format!("/clients/{ana}/team");
        let refused = site.post(&marta, &team, &[("phone", "1")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["r-name", "r-role", "r-phone"] {
            assert!(refused.body.contains(field), "{field}");
        }
        let doctor = [("name", "Dr Ruiz"), ("role", "GP"), ("phone", "600 111 222"), ("may_contact", "yes")];
        assert_eq!(site.post(&marta, &team, &doctor).status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &team).body.contains("We may contact them"));
        let id = site.texts("select id as text from care_member").remove(0);
        let other = client(site, &marta, &[("legal_name", "Bo Berg")]);
        let elsewhere = site.post(&marta, &format!("/clients/{other}/team/{id}/end"), &[]);
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "another client's");
        assert_eq!(site.post(&marta, &format!("{team}/{id}/end"), &[]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&marta, &team).body.contains("Dr Ruiz"));
        assert_eq!(site.texts("select name as text from care_member where ended = 1"), ["Dr Ruiz"]);
    });
}
