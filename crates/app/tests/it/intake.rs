//! Intake: facts, medicines, the check of today, the screen, clearance.
use crate::site::{Browser, each_engine};
use axum::http::StatusCode;

#[test]
fn hands_wait_for_the_check_of_today_and_seeing_does_not() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let sessions = format!("/clients/{client}/sessions");
        let early = site.post(&marta, &sessions, &[("kind", "treatment")]);
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.body.contains("First the check of today"));
        assert_eq!(site.post(&marta, &sessions, &[("kind", "seen")]).status, StatusCode::SEE_OTHER);
        let late = site.post(&marta, &sessions, &[("kind", "treatment"), ("on", "2026-11-02")]);
        assert_eq!(late.status, StatusCode::SEE_OTHER, "what took place can be entered");
        assert_eq!(
            site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]).status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(site.post(&marta, &sessions, &[("kind", "treatment")]).status, StatusCode::SEE_OTHER);
        site.tick(24 * 3_600 - 600);
        let marta = site.again("marta");
        assert_eq!(
            site.post(&marta, &sessions, &[("kind", "treatment")]).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a new day"
        );
    });
}

#[test]
fn nothing_new_affirms_what_was_denied_at_an_earlier_visit() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ana", &marta);
        let check = format!("/clients/{client}/check");
        let not_asked = |who: &Browser| {
            let page: serde_json::Value =
                serde_json::from_str(&site.get(who, &format!("/api/clients/{client}/screen")).body).unwrap();
            page["not_asked"].as_u64().unwrap()
        };
        site.post(&marta, &check, &[("rest", "no")]);
        let first = not_asked(&marta);
        site.tick(7 * 24 * 3600);
        let marta = site.again("marta");
        site.post(&marta, &check, &[("rest", "no")]);
        assert_eq!(not_asked(&marta), first, "a week later nothing more is open");
    });
}

#[test]
fn a_fever_stops_hands_and_no_letter_clears_it() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let fever = site.post(&marta, &format!("/clients/{client}/check"), &[("fever", "yes"), ("rest", "no")]);
        assert_eq!(fever.location, format!("/clients/{client}/screen"), "what stops is shown at once");
        let page = site.get(&marta, &fever.location).body;
        assert!(page.contains("S021") && page.contains("Source"), "{page}");
        let sessions = format!("/clients/{client}/sessions");
        let blocked = site.post(&marta, &sessions, &[("kind", "treatment")]);
        assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blocked.body.contains("stands against hands-on work"));
        site.post(&marta, &format!("/clients/{client}/clearances"), &cleared("S021"));
        assert_eq!(site.post(&marta, &sessions, &[("kind", "treatment")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &sessions, &[("kind", "seen")]).status, StatusCode::SEE_OTHER);
    });
}

/// A clearance of a rule, given this morning.
fn cleared(rule: &str) -> [(&str, &str); 5] {
    [("rule", rule), ("kind", "cleared"), ("given_by", "Dr Hale"), ("profession", "GP"), ("given_on", "2026-11-24")]
}

#[test]
fn a_clot_stops_hands_until_somebody_entitled_clears_it_and_again_when_that_is_taken_back() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jonas", &marta);
        let sessions = format!("/clients/{client}/sessions");
        let clot = [("answer", "yes"), ("since", "2026-10-12"), ("region", "calf"), ("side", "left")];
        let stated = site.post(&marta, &format!("/clients/{client}/facts/vte_confirmed"), &clot);
        assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.body);
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        assert_eq!(site.post(&marta, &sessions, &[("kind", "treatment")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        let clearances = format!("/clients/{client}/clearances");
        let unsigned =
            site.post(&marta, &clearances, &[("rule", "S011"), ("kind", "cleared"), ("given_on", "2031-01-01")]);
        assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &clearances, &cleared("S011")).status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&marta, &sessions, &[("kind", "treatment")]).status, StatusCode::SEE_OTHER);
        assert!(
            site.get(&marta, &format!("/clients/{client}/screen")).body.contains("S011"),
            "the precaution stays in sight"
        );
        let of = site.texts("select of as text from clearance").remove(0);
        let back = site.post(&marta, &format!("{clearances}/{of}/withdraw"), &[("reason", "meant for another client")]);
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&marta, &sessions, &[("kind", "treatment")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(site.verified());
    });
}

#[test]
fn a_medicine_by_its_brand_caps_pressure_and_going_past_is_marked() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let medicines = format!("/clients/{client}/medicines");
        assert_eq!(site.post(&marta, &medicines, &[("name", "Eliquis 5 mg")]).status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&marta, &medicines, &[("name", "Blorptastat")]).status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &medicines).body;
        assert!(page.contains("apixaban") && page.contains("ask what it is for"), "{page}");
        let screen = site.get(&marta, &format!("/clients/{client}/screen")).body;
        assert!(screen.contains("S013"), "{screen}");
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        let session = site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]).location;
        site.post(&marta, &format!("/clients/{client}/consent/spoken"), &[("item", "general")]);
        let apply = |technique: &str, pressure: &str| {
            let fields = [("technique", technique), ("site", "thigh"), ("pressure", pressure)];
            site.post(&marta, &format!("{session}/applications"), &fields).status
        };
        assert_eq!(apply("swedish", "2"), StatusCode::SEE_OTHER);
        assert_eq!(apply("deep_tissue", "5"), StatusCode::SEE_OTHER, "what was done can always be recorded");
        let marks = site.texts("select marks as text from application order by at, id");
        assert_eq!(marks, ["", "consent,block"], "what was said yes to aloud names relaxation massage only");
    });
}

#[test]
fn none_of_these_writes_a_no_for_each_and_a_changed_answer_supersedes() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let group =
            site.house.knowledge.facts.groups.iter().find(|group| group.key.contains("heart")).unwrap().key.clone();
        let url = format!("/clients/{client}/intake/{group}");
        assert_eq!(site.post(&marta, &url, &[("rest", "no")]).status, StatusCode::SEE_OTHER);
        let answers = site.texts("select answer as text from fact");
        assert!(answers.len() > 3 && answers.iter().all(|answer| answer == "no"), "{answers:?}");
        let fact = site.texts("select fact as text from fact order by fact").remove(0);
        let one = format!("/clients/{client}/facts/{fact}");
        let wrong = site.post(&marta, &one, &[("answer", "yes"), ("since", "someday")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = site.post(&marta, &one, &[("answer", "yes"), ("since", "2024"), ("detail", "told at hospital")]);
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
        let page = site.get(&marta, &one).body;
        assert!(page.contains("told at hospital") && page.contains("2024-01-01"), "{page}");
        assert_eq!(site.texts("select answer as text from fact").len(), answers.len() + 1, "both answers stay");
    });
}

#[test]
fn what_was_seen_is_not_asked_again_until_it_changes() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        site.post(&marta, &format!("/clients/{client}/medicines"), &[("name", "warfarin")]);
        let screen = format!("/clients/{client}/screen");
        assert!(!site.get(&marta, &screen).body.contains("known since"));
        site.post(&marta, &format!("{screen}/seen"), &[]);
        assert!(site.get(&marta, &screen).body.contains("known since"));
        site.post(&marta, &format!("/clients/{client}/check"), &[("fever", "yes")]);
        assert!(!site.get(&marta, &screen).body.contains("known since"), "something changed");
    });
}
