//! The plan: proposed with its reasons, chosen and edited, its goals held to published sizes, told in plain words.
use crate::site::{Browser, Reply, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

fn made(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> Reply {
    site.post(who, &format!("/clients/{client}/plan"), fields)
}

const NECK: [(&str, &str); 3] = [("about", "neck_pain"), ("use", "swedish-neck_pain"), ("review_on", "2026-12-24")];

fn json(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).unwrap()
}

fn proposed(site: &Site, who: &Browser, client: &str, about: &str) -> Value {
    let reply = site.json(who, &format!("/api/clients/{client}/plan/new"), &format!(r#"{{"about":["{about}"]}}"#));
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    json(&reply)
}

#[test]
fn what_is_proposed_says_why_how_surely_and_what_is_left_out() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let page = proposed(site, &marta, &client, "neck_pain");
        let offers = page["offers"].as_array().unwrap();
        assert!(!offers.is_empty());
        for offer in offers {
            assert!(!offer["evidence"]["source"].as_str().unwrap().is_empty(), "{offer}");
            assert!(!offer["places"].as_str().unwrap().is_empty(), "{offer}");
        }
        let left = page["left"].as_array().unwrap();
        assert!(left.iter().any(|one| one["kind"] == "evidence"), "{left:?}");
    });
}

#[test]
fn a_thrust_is_outside_the_scope_of_massage_and_names_who_does_it() {
    each_engine(|site| {
        let marta = site.founded();
        site.write(|db| db.run("update person set profession = 'lmt'", &[]).map(|_| ()));
        let client = site.client("Amara", &marta);
        let page = site.get(&marta, &format!("/clients/{client}/plan/new")).status;
        assert_eq!(page, StatusCode::OK);
        let left = proposed(site, &marta, &client, "lbp_chronic")["left"].clone();
        let thrust = left.as_array().unwrap().iter().find(|one| one["kind"] == "scope");
        assert!(thrust.unwrap()["reason"].to_string().contains("plan-out-scope-refer"), "{left}");
        let own = [
            ("about", "lbp_chronic"),
            ("own1-technique", "hvla"),
            ("own1-site", "low_back"),
            ("review_on", "2026-12-24"),
        ];
        let reply = made(site, &marta, &client, &own);
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.body.contains("Outside your scope. Done by:"), "{}", reply.body);
    });
}

#[test]
fn what_is_known_of_the_client_stands_against_it_here_too() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let taken = site.post(&marta, &format!("/clients/{client}/facts/rx_anticoagulant"), &[("answer", "yes")]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
        let page = proposed(site, &marta, &client, "neck_pain");
        assert!(page["left"].as_array().unwrap().iter().any(|one| one["kind"] == "avoid"), "{page}");
        let hard = [NECK[0], NECK[1], NECK[2], ("p-swedish-neck_pain", "5")];
        let reply = made(site, &marta, &client, &hard);
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
        assert!(reply.body.contains("Not above P"), "{}", reply.body);
        let gone = [NECK[0], ("use", "deep_tissue-neck_pain"), NECK[2]];
        assert!(made(site, &marta, &client, &gone).body.contains("This is no longer proposed"));
    });
}

#[test]
fn a_plan_is_kept_changed_ended_and_each_version_stays() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let empty = made(site, &marta, &client, &[("about", "neck_pain")]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains("looked at again"), "{}", empty.body);
        let fields = [NECK[0], NECK[1], NECK[2], ("visits", "6"), ("weeks", "6"), ("m-swedish-neck_pain", "20")];
        let reply = made(site, &marta, &client, &fields);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let page = site.get(&marta, &format!("/clients/{client}/plan")).body;
        for part in ["20 min", "6 sessions", "24 Dec 2026", "No consent: General consent"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(site.get(&marta, &format!("/clients/{client}")).body.contains("6 sessions"), "on the chart");
        let of = site.texts("select of as text from plan").remove(0);
        let url = format!("/clients/{client}/plan/{of}");
        let form = site.get(&marta, &url);
        assert!(form.body.contains(&format!(r#"name="seen" value="{of}""#)), "{}", form.body);
        let stale = site.post(&marta, &url, &[NECK[0], NECK[1], NECK[2], ("seen", "pla_other")]);
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Somebody changed the plan meanwhile"));
        let change = [NECK[0], NECK[1], NECK[2], ("seen", of.as_str()), ("visits", "4"), ("weeks", "4")];
        assert_eq!(site.post(&marta, &url, &change).status, StatusCode::SEE_OTHER);
        let again = site.post(&marta, &url, &change);
        assert_eq!(again.status, StatusCode::CONFLICT, "the version that was seen is no longer the last");
        let end = format!("{url}/end");
        assert_eq!(site.post(&marta, &end, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &end, &[("reason", "goal reached")]).status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &format!("/clients/{client}/plan")).body;
        assert!(page.contains("goal reached") && page.contains("4 sessions"), "{page}");
        assert_eq!(site.texts("select id as text from plan").len(), 3);
        let gone = site.post(&marta, &format!("{url}/withdraw"), &[("reason", "another client's")]);
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &format!("/clients/{client}/plan")).body.contains("No plan yet"));
        assert!(site.verified());
    });
}

#[test]
fn a_new_plan_can_stand_in_place_of_another() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        made(site, &marta, &client, &NECK);
        let of = site.texts("select of as text from plan").remove(0);
        made(site, &marta, &client, &[NECK[0], NECK[1], NECK[2], ("replaces", &of)]);
        let page = site.get(&marta, &format!("/clients/{client}/plan")).body;
        assert!(page.contains("superseded"), "{page}");
        let states = site.texts("select state as text from plan order by at, id");
        assert_eq!(states.iter().filter(|state| *state == "superseded").count(), 1);
    });
}

#[test]
fn a_goal_lies_beyond_error_and_a_published_size_away_and_shows_where_it_stands() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let measure = |value: &str| {
            let reply = site.post(&marta, &format!("/clients/{client}/measures/nprs"), &[("i2", value)]);
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        };
        measure("7");
        let aim = proposed(site, &marta, &client, "neck_pain")["aims"][0].clone();
        let id = aim["id"].as_str().unwrap().to_string();
        assert_eq!(aim["from"].as_f64(), Some(7.0));
        let with = |target: &'static str, by: &'static str| {
            let goal = [("goal0", id.as_str()), ("target0", target), ("by0", by)];
            made(site, &marta, &client, &[&NECK[..], &goal[..]].concat())
        };
        for (target, by, why) in [
            ("8", "2026-12-24", "not better than where the client stands"),
            ("6.5", "2026-12-24", "within the error of the measure"),
            ("x", "2026-12-24", "as a number"),
            ("3", "2026-11-24", "must come after today"),
        ] {
            let reply = with(target, by);
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{target}");
            assert!(reply.body.contains(why), "{why}: {}", reply.body);
        }
        assert_eq!(with("3", "2026-12-24").status, StatusCode::SEE_OTHER);
        let page = || site.get(&marta, &format!("/clients/{client}/plan")).body;
        assert!(page().contains("by 24 Dec 2026") && page().contains(">open<"), "{}", page());
        site.tick(60);
        measure("6");
        assert!(page().contains("no more than error"), "{}", page());
        site.tick(60);
        measure("3");
        assert!(page().contains("reached") && page().contains("better: beyond error"), "{}", page());
    });
}

#[test]
fn the_client_reads_it_in_plain_words_in_their_language() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let fields = [NECK[0], NECK[1], NECK[2], ("p-swedish-neck_pain", "3"), ("words", "Walk every day")];
        made(site, &marta, &client, &fields);
        let of = site.texts("select of as text from plan").remove(0);
        let english = site.get(&marta, &format!("/clients/{client}/plan/{of}/plain")).body;
        for part in ["What we do", "Relaxation massage", "medium", "Walk every day", "It proposes; you decide"] {
            assert!(english.contains(part), "{part}: {english}");
        }
        let spanish = site.get(&marta, &format!("/clients/{client}/plan/{of}/plain?language=es")).body;
        for part in ["Qué hacemos", "cuello, hombro", "usted decide", "lang=\"es\""] {
            assert!(spanish.contains(part), "{part}: {spanish}");
        }
    });
}

#[test]
fn a_plan_may_stand_in_words_alone_but_not_in_numbers_alone() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Lin", &marta);
        let url = format!("/clients/{client}/plan");
        let numbers = [("about", "tmd"), ("visits", "10"), ("weeks", "5"), ("review_on", "2027-01-10")];
        let empty = site.post(&marta, &url, &numbers);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains("or say in words what is planned"), "{}", empty.body);
        let words: Vec<(&str, &str)> = numbers.into_iter().chain([("words", "At home: stretches")]).collect();
        let kept = site.post(&marta, &url, &words);
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        assert!(site.get(&marta, &url).body.contains("At home: stretches"));
    });
}
