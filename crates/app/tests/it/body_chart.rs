//! The body chart: a finding by form, "nothing found", correction, withdrawal, search, two days compared.
use crate::site::{Browser, Reply, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

/// Records a finding and expects it to be taken.
fn found(site: &Site, who: &Browser, client: &str, place: &str, fields: &[(&str, &str)]) -> Reply {
    let reply = site.post(who, &format!("/clients/{client}/body/{place}"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{place}: {}", reply.body);
    reply
}

fn page(site: &Site, who: &Browser, client: &str, tail: &str) -> String {
    let reply = site.get(who, &format!("/clients/{client}/body{tail}"));
    assert_eq!(reply.status, StatusCode::OK, "{tail}");
    reply.body
}

fn json(site: &Site, who: &Browser, client: &str, tail: &str) -> Value {
    serde_json::from_str(&site.get(who, &format!("/api/clients/{client}/body{tail}")).body).unwrap()
}

#[test]
fn what_hands_find_is_marked_today_worst_first_and_drawn() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        found(site, &marta, &client, "rhomboids_r", &[("pain", "3"), ("quality", "aching"), ("tone", "2")]);
        let all =
            [("pain", "6"), ("tenderness", "3"), ("trigger", "active"), ("refers", "temple_r"), ("note", "firm band")];
        found(site, &marta, &client, "trapezius_upper_r", &all);
        found(site, &marta, &client, "temple_l", &[("nothing", "yes")]);
        let body = page(site, &marta, &client, "");
        let spoken =
            "aria-label=\"Upper trapezius, right, pain 6 of 10, tenderness 3 withdraws, active trigger point, felt in";
        assert!(body.contains(spoken), "{body}");
        let chart = json(site, &marta, &client, "");
        let names: Vec<&str> =
            chart["today"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names.len(), 2);
        assert!(names[0].starts_with("Upper trapezius"), "{names:?}");
        assert_eq!(chart["clear"].as_array().unwrap().len(), 1, "nothing found is a finding of its own");
        let overview = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(overview.contains("Marked today") && overview.contains("pain 6 of 10"));
        assert!(site.verified());
    });
}

#[test]
fn a_blank_form_is_refused_and_what_was_typed_is_kept() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let at = format!("/clients/{client}/body/heel_l");
        let blank = site.post(&marta, &at, &[]);
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.body.contains("If you looked and found nothing"));
        let wrong =
            site.post(&marta, &at, &[("pain", "11"), ("tone", "7"), ("note", "kept words"), ("on", "2030-01-01")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["from 0 to 10", "kept words", "has not come yet"] {
            assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
        }
        let both = site.post(&marta, &at, &[("nothing", "yes"), ("pain", "4")]);
        assert!(both.body.contains("cannot stand beside a finding"));
        for nowhere in ["heel", "sternum_r", "nowhere"] {
            let reply = site.get(&marta, &format!("/clients/{client}/body/{nowhere}"));
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{nowhere}");
        }
    });
}

#[test]
fn a_finding_is_corrected_and_taken_out_and_the_record_keeps_both() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ingrid", &marta);
        found(site, &marta, &client, "sole_r", &[("pain", "7"), ("quality", "burning")]);
        let of = site.texts("select of as text from finding order by id").remove(0);
        let form = page(site, &marta, &client, &format!("/sole_r/{of}"));
        assert!(form.contains("value=\"7\" checked") && form.contains("value=\"burning\" checked"), "{form}");
        found(site, &marta, &client, &format!("sole_r/{of}"), &[("pain", "4"), ("quality", "burning")]);
        assert!(page(site, &marta, &client, "").contains("Sole of the foot, right, pain 4 of 10"));
        let elsewhere = site.get(&marta, &format!("/clients/{client}/body/sole_l/{of}"));
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "a finding is of its own place only");
        let out = format!("/clients/{client}/body/sole_r/{of}/withdraw");
        let unsaid = site.post(&marta, &out, &[("reason", "")]);
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("Give a reason") && unsaid.body.contains("value=\"4\" checked"));
        assert_eq!(site.post(&marta, &out, &[("reason", "wrong client")]).status, StatusCode::SEE_OTHER);
        assert!(page(site, &marta, &client, "").contains("Nothing marked today"));
        assert_eq!(site.texts("select of as text from finding order by id").len(), 3);
        assert_eq!(site.post(&marta, &out, &[("reason", "again")]).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}

#[test]
fn a_region_is_found_by_name_by_alias_and_by_what_lies_beneath() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        let find = |words: &str| {
            let reply = site.post(&marta, &format!("/api/clients/{client}/body"), &[("find", words)]);
            let page: Value = serde_json::from_str(&reply.body).unwrap();
            let ways = page["search"]["ways"].as_array().unwrap().clone();
            ways.iter().filter_map(|way| way["name"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        assert!(find("trapez").iter().any(|name| name == "Upper trapezius, right"), "{:?}", find("trapez"));
        assert!(find("plantar fascia").iter().any(|name| name == "Sole of the foot, left"));
        assert!(find("quadratus plantae").iter().any(|name| name.starts_with("Sole")));
        assert!(find("xyzzy").is_empty());
        assert!(
            site.post(&marta, &format!("/clients/{client}/body"), &[("find", "xyzzy")])
                .body
                .contains("No region is called")
        );
    });
}

#[test]
fn two_days_show_what_came_what_went_and_what_nobody_looked_at() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let (first, second) = (("on", "2026-11-02"), ("on", "2026-11-16"));
        found(site, &marta, &client, "temple_r", &[("nothing", "yes"), first]);
        found(site, &marta, &client, "heel_l", &[("pain", "5"), first]);
        found(site, &marta, &client, "sole_l", &[("pain", "7"), ("tone", "3"), first]);
        found(site, &marta, &client, "patella_r", &[("pain", "4"), first]);
        found(site, &marta, &client, "temple_r", &[("pain", "3"), second]);
        found(site, &marta, &client, "heel_l", &[("nothing", "yes"), second]);
        found(site, &marta, &client, "sole_l", &[("pain", "6"), ("tone", "1"), second]);
        found(site, &marta, &client, "sternum", &[("tenderness", "2"), second]);
        let compared = json(site, &marta, &client, "/compare");
        let rows: Vec<(String, String)> = compared["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["name"].as_str().unwrap().to_owned(), row["became"]["key"].as_str().unwrap().to_owned()))
            .collect();
        let of = |name: &str| rows.iter().find(|(one, _)| one.starts_with(name)).map(|(_, became)| became.as_str());
        assert_eq!(of("Temple"), Some("finding-appeared"), "{rows:?}");
        assert_eq!(of("Heel"), Some("finding-went"));
        assert_eq!(of("Sole"), Some("finding-changed"));
        assert_eq!(of("Sternum"), Some("finding-first-seen"), "not looked at before is not absent before");
        assert_eq!(of("Kneecap"), Some("finding-not-seen-again"));
        let html = page(site, &marta, &client, "/compare");
        for part in ["pain 7 → 6, no more than error", "tone 3 marked → 1 slightly raised", "2 Nov 2026", "16 Nov 2026"]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
    });
}

#[test]
fn the_desk_sees_no_finding_and_spanish_reads_spanish() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ana", &marta);
        found(site, &marta, &client, "heel_l", &[("pain", "5")]);
        let desk = site.person("desk", &[app::door::Role::Desk]);
        assert_eq!(site.get(&desk, &format!("/clients/{client}/body")).status, StatusCode::NOT_FOUND);
        let chosen = site.post(&marta, "/me/language", &[("locale", "es")]);
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        let body = page(site, &marta, &client, "");
        assert!(body.contains("Talón, izquierda, dolor 5 de 10"), "{body}");
        let place = page(site, &marta, &client, "/heel_l");
        assert!(
            place.contains("¿Qué encuentra?") && place.contains("aumentado"),
            "grades are said in Spanish: {place}"
        );
    });
}

#[test]
fn what_is_found_while_a_session_is_open_stands_in_that_session() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        found(site, &marta, &client, "heel_l", &[("pain", "2")]);
        let session = site.post(&marta, &format!("/clients/{client}/begin"), &[("begin", "treatment")]).location;
        assert!(!site.get(&marta, &session).body.contains("Found in this session"), "that was before");
        found(site, &marta, &client, "trapezius_upper_r", &[("pain", "6")]);
        let page = site.get(&marta, &session).body;
        assert!(page.contains("Found in this session") && page.contains("Upper trapezius"), "{page}");
        let end = site.post(&marta, &format!("{session}/end"), &[("outcome", "finished")]);
        assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.body);
        found(site, &marta, &client, "rhomboids_r", &[("pain", "4")]);
        let kept = site.texts("select region || ':' || coalesce(session, '') as text from finding order by at, id");
        let in_it = format!("trapezius_upper:{}", session.rsplit('/').next().unwrap());
        assert_eq!(kept, ["heel:", in_it.as_str(), "rhomboids:"], "and this after it");
        assert!(site.verified());
    });
}
