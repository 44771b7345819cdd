//! Sheets of an examination: what the complaint calls for first, both sides at once, taken out, names by profession.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

fn json(site: &Site, who: &Browser, client: &str, tail: &str) -> Value {
    let reply = site.get(who, &format!("/api/clients/{client}/assessment{tail}"));
    assert_eq!(reply.status, StatusCode::OK, "{tail}: {}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn record(site: &Site, who: &Browser, client: &str, sheet: &str, fields: &[(&str, &str)]) {
    let reply = site.post(who, &format!("/clients/{client}/assessment/{sheet}"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{sheet}: {}", reply.body);
}

fn complain(site: &Site, who: &Browser, client: &str, words: &str, region: &str) {
    let fields = [("words", words), ("site1", region), ("side1", "right")];
    assert_eq!(site.post(who, &format!("/clients/{client}/complaints"), &fields).status, StatusCode::SEE_OTHER);
}

#[test]
fn the_complaint_brings_its_joints_tests_and_questionnaires_to_the_front() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        assert_eq!(json(site, &marta, &client, "")["first"].as_array().unwrap().len(), 0);
        complain(site, &marta, &client, "It hurts when I lift the arm", "deltoid_lateral");
        let home = json(site, &marta, &client, "");
        let first: Vec<&str> = home["first"].as_array().unwrap().iter().filter_map(|way| way["url"].as_str()).collect();
        assert!(first.iter().any(|url| url.ends_with("/assessment/shoulder")), "{first:?}");
        assert!(first.iter().all(|url| !url.ends_with("/assessment/knee")), "{first:?}");
        let joints = home["joints"].as_array().unwrap();
        assert!(joints.iter().any(|way| way["url"].as_str().unwrap().ends_with("/knee")), "all is reachable");
        let tests = json(site, &marta, &client, "/tests");
        let keys = |part: &str| {
            let lines = tests[part].as_array().unwrap().clone();
            lines.iter().filter_map(|line| line["key"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        assert!(keys("first").contains(&"painful_arc".to_owned()), "{:?}", keys("first"));
        assert!(keys("others").contains(&"mcmurray".to_owned()));
    });
}

#[test]
fn one_sheet_keeps_degrees_end_feel_pain_and_strength_of_both_sides() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let fields = [
            ("way", "active"),
            ("tool", "goniometer"),
            ("shoulder_flexion-right", "120"),
            ("shoulder_flexion-right-pain", "6"),
            ("shoulder_flexion-right-end", "empty"),
            ("shoulder_flexion-right-strength", "4-"),
            ("shoulder_flexion-left", "170"),
        ];
        record(site, &marta, &client, "shoulder", &fields);
        let measures = site.get(&marta, &format!("/clients/{client}/measures/shoulder_flexion")).body;
        assert!(measures.contains("120") && measures.contains("170"), "degrees are measures: {measures}");
        let sheet = site.get(&marta, &format!("/clients/{client}/assessment/shoulder")).body;
        for part in ["last 120 deg 2026-11-24", "end feel: empty", "strength 4- · good -", "pain 6 of 10", "180 deg"] {
            assert!(sheet.contains(part), "{part}: {sheet}");
        }
        assert_eq!(site.texts("select kind as text from observation order by kind"), ["motion", "strength"]);
        assert!(site.verified());
    });
}

#[test]
fn a_sheet_is_refused_whole_with_every_fault_and_what_was_typed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        let url = format!("/clients/{client}/assessment/shoulder");
        assert!(site.post(&marta, &url, &[]).body.contains("Nothing is filled in"));
        let wrong = [
            ("shoulder_flexion-right", "900"),
            ("shoulder_flexion-left", "165"),
            ("shoulder_extension-left-pain", "12"),
        ];
        let reply = site.post(&marta, &url, &wrong);
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.body.contains("value=\"165\"") && reply.body.contains("r-shoulder_flexion-right"));
        assert!(reply.body.contains("r-shoulder_extension-left-pain"));
        assert!(site.texts("select id as text from measure").is_empty(), "nothing of it is kept");
        assert_eq!(site.get(&marta, &format!("/clients/{client}/assessment/tail")).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_was_observed_is_taken_out_with_a_reason() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ingrid", &marta);
        let level = [
            ("view_shoulders", "right"),
            ("view_shoulders-by", "1.5"),
            ("view_shoulders-unit", "cm"),
            ("kyphosis", "2"),
        ];
        record(site, &marta, &client, "posture", &level);
        let page = json(site, &marta, &client, "/posture");
        let form = page["taken"][0]["form"].as_str().unwrap().to_owned();
        assert_eq!(page["taken"][0]["lines"].as_array().unwrap().len(), 2);
        let out = format!("/clients/{client}/assessment/posture/{form}/withdraw");
        assert_eq!(site.post(&marta, &out, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &out, &[("reason", "wrong client")]).status, StatusCode::SEE_OTHER);
        assert!(json(site, &marta, &client, "/posture")["taken"].as_array().unwrap().is_empty());
        assert_eq!(site.post(&marta, &out, &[("reason", "again")]).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}

#[test]
fn a_massage_therapist_reads_a_finding_where_a_physiotherapist_reads_a_name() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let read = |who: &Browser| site.get(who, &format!("/clients/{client}/assessment/tests")).body;
        site.write(|w| w.run("update person set profession = 'lmt'", &[]).map(drop));
        let plain = read(&marta);
        assert!(plain.contains("tell the doctor") && !plain.contains("LR+ 3.7"), "{plain}");
        site.write(|w| w.run("update person set profession = 'pt'", &[]).map(drop));
        let named = read(&marta);
        assert!(named.contains("LR+ 3.7") && named.contains("Rotator cuff"), "{named}");
    });
}

#[test]
fn the_volume_of_an_arm_comes_from_its_girths_and_a_test_past_its_line_says_so() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Rosa", &marta);
        record(
            site,
            &marta,
            &client,
            "girth",
            &[("girth_arm_series-left", "18 20 22"), ("girth_arm_series-right", "17 19 21")],
        );
        let page = json(site, &marta, &client, "/girth");
        let said = page["taken"][0]["lines"].to_string();
        // Cones of 4 cm: (18² + 18·20 + 20² + 20² + 20·22 + 22²)·4 / 12π = 255 ml.
        assert!(said.contains("255") && said.contains("ml"), "{said}");
        record(site, &marta, &client, "function", &[("grip-right", "30"), ("grip-left", "28")]);
        assert_eq!(site.texts("select side as text from measure order by side"), ["left", "right"]);
    });
}

#[test]
fn how_a_client_lives_is_kept_and_a_thought_of_self_harm_comes_before_everything() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noa", &marta);
        let told =
            [("life_sleep_hours", "5"), ("life_work", "Nights at a desk"), ("poor_sleep", "yes"), ("stress", "no")];
        record(site, &marta, &client, "lifestyle", &told);
        let page = json(site, &marta, &client, "/lifestyle");
        assert_eq!(page["taken"][0]["lines"].as_array().unwrap().len(), 4);
        assert!(page["mood"]["alarm"].is_null());
        let phq9: Vec<(String, String)> =
            (1..=9).map(|i| (format!("i{i}"), if i == 9 { "1" } else { "0" }.to_owned())).collect();
        let fields: Vec<(&str, &str)> = phq9.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        site.post(&marta, &format!("/clients/{client}/measures/phq9"), &fields);
        for tail in ["", "/lifestyle"] {
            let page = json(site, &marta, &client, tail);
            assert!(!page["mood"]["alarm"]["words"].as_str().unwrap().is_empty(), "{tail}");
        }
    });
}
