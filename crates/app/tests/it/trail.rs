//! The trail as the owner, the auditor and a practitioner read it.
use crate::clients::client;
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;

/// The lines of a page as `name verb outcome`, the oldest first.
fn lines(site: &Site, by: &Browser, url: &str) -> Vec<String> {
    let reply = site.get(by, &format!("/api{url}"));
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let page: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_string();
    let all = page["lines"].as_array().unwrap().iter().rev();
    all.map(|one| format!("{} {} {}", text(one, "name"), text(one, "verb"), text(one, "outcome"))).collect()
}

#[test]
fn the_trail_shows_who_did_what_and_lets_through_what_is_asked_for() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(site, &marta, &[("legal_name", "=Ana Lind")]);
        client(site, &marta, &[("legal_name", "Bo Berg")]);
        let tom = site.person("tom", &[Role::Practitioner]);
        site.get(&tom, &format!("/clients/{ana}"));
        site.get(&marta, &format!("/clients/{ana}"));
        site.trail();

        assert_eq!(lines(site, &marta, "/trail?who=per_tom"), ["tom chart.show denied"]);
        assert_eq!(lines(site, &marta, "/trail?verb=client.create").len(), 2);
        assert_eq!(lines(site, &marta, "/trail?outcome=denied"), ["tom chart.show denied"]);
        let of_ana = ["Marta Lind client.create done", "tom chart.show denied", "Marta Lind chart.show done"];
        assert_eq!(lines(site, &marta, &format!("/trail?chart={ana}")), of_ana);
        assert_eq!(lines(site, &marta, &format!("/clients/{ana}/trail")), of_ana);
        assert_eq!(lines(site, &marta, &format!("/trail?chart={ana}&who=per_tom")), ["tom chart.show denied"]);
        assert_eq!(lines(site, &marta, "/trail?from=2026-11-24&to=2026-11-24&verb=client.create").len(), 2);
        assert!(lines(site, &marta, "/trail?to=2026-11-23").is_empty());
        assert!(lines(site, &marta, "/trail?from=2026-11-25").is_empty());
        assert!(site.get(&marta, "/trail?from=soon").body.contains("r-from"), "what is no day is said");
    });
}

#[test]
fn the_auditor_sees_charts_by_id_and_the_owner_by_name_and_a_file_holds_no_formula() {
    each_engine(|site| {
        let marta = site.founded();
        let ana = client(site, &marta, &[("legal_name", "=Ana Lind")]);
        let auditor = site.person("auditor", &[Role::Auditor]);
        let page = site.get(&auditor, "/trail");
        assert!(page.body.contains(&ana) && !page.body.contains("Ana Lind"));
        assert!(site.get(&marta, "/trail").body.contains("=Ana Lind"));
        let file = site.get(&marta, "/trail/export?format=csv&verb=client.create");
        assert_eq!(file.heads["content-type"], "text/csv; charset=utf-8");
        let rows: Vec<&str> = file.body.lines().collect();
        assert_eq!(rows.len(), 2);
        assert!(rows[1].contains(&format!("{ana},'=Ana Lind,")), "{}", rows[1]);
        let json = site.get(&auditor, "/trail/export?format=json&verb=client.create");
        let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!((json[0]["chart"].as_str(), json[0]["client"].as_str()), (Some(ana.as_str()), None));
        let desk = site.person("desk", &[Role::Desk]);
        assert_eq!(site.get(&desk, "/trail").status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&desk, &format!("/clients/{ana}/trail")).status, StatusCode::NOT_FOUND);
        let tom = site.person("tom", &[Role::Practitioner]);
        assert_eq!(site.get(&tom, &format!("/clients/{ana}/trail")).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_trail_is_paged_and_no_line_is_lost_or_shown_twice() {
    each_engine(|site| {
        let marta = site.founded();
        for _ in 0..230 {
            site.get(&marta, "/about");
        }
        site.trail();
        let (mut seen, mut url) = (Vec::new(), "/trail?verb=home.about".to_string());
        while !url.is_empty() {
            let reply = site.get(&marta, &format!("/api{url}"));
            let page: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
            seen.extend(page["lines"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_string()));
            url = page["earlier"].as_str().unwrap().to_string();
        }
        assert_eq!(seen.len(), 230);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 230);
    });
}
