//! Outcomes: courses judged by the rule, what was followed by change, and the practice's groups with the small ones left out.
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;
use serde_json::Value;

fn kept(site: &Site, who: &Browser, url: &str, fields: &[(&str, &str)]) -> Reply {
    let reply = site.post(who, url, fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{url}: {}", reply.body);
    reply
}

/// Pain on a day, average of the last 24 hours.
fn pain(site: &Site, who: &Browser, client: &str, on: &str, value: &str) {
    kept(site, who, &format!("/clients/{client}/measures/nprs"), &[("i2", value), ("on", on)]);
}

/// A visit on a day, with one technique.
fn visit(site: &Site, who: &Browser, client: &str, on: &str) {
    let opened = kept(site, who, &format!("/clients/{client}/sessions"), &[("kind", "treatment"), ("on", on)]);
    let fields = [("technique", "effleurage"), ("site", "neck"), ("minutes", "10"), ("reason", "asked for it")];
    kept(site, who, &format!("{}/applications", opened.location), &fields);
}

fn data(site: &Site, who: &Browser, url: &str) -> Value {
    let reply = site.get(who, url);
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn course(site: &Site, who: &Browser, client: &str) -> Value {
    data(site, who, &format!("/api/clients/{client}/outcomes"))["courses"][0].clone()
}

#[test]
fn a_course_responds_slips_and_stands_still_by_the_rule_and_never_within_error() {
    each_engine(|site| {
        let marta = site.founded();
        let judged = |values: &[&str]| {
            let client = site.client("Amara", &marta);
            for (day, value) in values.iter().enumerate() {
                pain(site, &marta, &client, &format!("2026-10-{:02}", day + 1), value);
            }
            course(site, &marta, &client)["judged"]["key"].as_str().map(str::to_string)
        };
        assert_eq!(judged(&["8", "7", "5"]).as_deref(), Some("responding"));
        assert_eq!(judged(&["8", "7", "7"]).as_deref(), Some("plateaued"), "two points are the error of this scale");
        assert_eq!(judged(&["5", "8"]).as_deref(), Some("worsening"));
        assert_eq!(judged(&["8", "7"]).as_deref(), Some("unknown"));
        assert_eq!(judged(&["8"]), None, "one reading is no course");
    });
}

#[test]
fn trend_error_size_that_matters_visits_and_rule_stand_on_one_page_with_their_sources() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        for (on, value) in [("2026-10-06", "8"), ("2026-10-13", "6"), ("2026-10-20", "3")] {
            pain(site, &marta, &client, on, value);
            visit(site, &marta, &client, on);
        }
        let page = site.get(&marta, &format!("/clients/{client}/outcomes")).body;
        assert_eq!(page.matches(r#"class="visit""#).count(), 3, "the visits stand on the line of time");
        assert!(page.contains(r#"class="error""#) && page.contains(r#"class="band""#));
        for words in
            ["Measurement error: up to", "Meaningful change:", "Effleurage", "3 readings in a row", "low certainty"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let trend = &course(site, &marta, &client)["series"]["trend"];
        assert!(!trend["error"]["source"].as_str().unwrap().is_empty());
        assert!(!trend["meaningful"]["source"].as_str().unwrap().is_empty());
    });
}

#[test]
fn what_was_followed_by_change_needs_three_pairs_and_more_than_error() {
    each_engine(|site| {
        let marta = site.founded();
        let followed = |values: &[&str]| {
            let client = site.client("Noor", &marta);
            for (n, value) in values.iter().enumerate() {
                let on = format!("2026-10-{:02}", n * 2 + 1);
                pain(site, &marta, &client, &on, value);
                visit(site, &marta, &client, &on);
            }
            data(site, &marta, &format!("/api/clients/{client}/outcomes"))
        };
        let two = followed(&["9", "6", "3"]);
        assert_eq!((two["followed"].as_array().unwrap().len(), two["too_few"].as_i64()), (0, Some(1)));
        let three = followed(&["10", "7", "4", "1"]);
        let one = &three["followed"][0]["summed"];
        assert_eq!((one["key"].as_str(), one["n"].as_i64()), (Some("better"), Some(3)));
        let within = followed(&["5", "4", "3", "2"]);
        let one = &within["followed"][0]["summed"];
        assert_eq!(one["key"], "nothing", "one point between visits is within error");
        assert!(one["shares"].as_array().unwrap().is_empty());
    });
}

#[test]
fn the_practice_sees_groups_of_five_clients_and_more_and_no_client() {
    each_engine(|site| {
        let marta = site.founded();
        let outcomes = || data(site, &marta, "/api/practice/outcomes");
        let course = |name: &str| {
            let client = site.client(name, &marta);
            pain(site, &marta, &client, "2026-10-01", "8");
            visit(site, &marta, &client, "2026-10-02");
            pain(site, &marta, &client, "2026-10-20", "4");
        };
        for name in ["Ada", "Bo", "Cleo", "Dan"] {
            course(name);
        }
        let few = outcomes();
        assert!(few["all"].is_null(), "four clients are too few");
        let technique = |page: &Value| page["tables"].as_array().unwrap()[1].clone();
        assert_eq!(
            (technique(&few)["groups"].as_array().unwrap().len(), technique(&few)["hidden"].as_i64()),
            (0, Some(1))
        );
        course("Eve");
        let enough = outcomes();
        assert_eq!(enough["all"]["clients"], 5);
        assert_eq!(enough["all"]["summed"]["key"], "better");
        let group = technique(&enough)["groups"][0].clone();
        assert_eq!((group["clients"].as_i64(), group["summed"]["n"].as_i64()), (Some(5), Some(5)));
        let page = site.get(&marta, "/practice/outcomes").body;
        for words in ["Effleurage", "By practitioner", "Marta Lind", "better beyond error: 5 of 5", "happened anyway"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Ada") && !page.contains("cli_"), "no client is named");
    });
}

#[test]
fn the_practice_claims_nothing_within_error() {
    each_engine(|site| {
        let marta = site.founded();
        for name in ["Ada", "Bo", "Cleo", "Dan", "Eve", "Fay"] {
            let client = site.client(name, &marta);
            pain(site, &marta, &client, "2026-10-01", "6");
            pain(site, &marta, &client, "2026-10-20", "5");
        }
        let all = data(site, &marta, "/api/practice/outcomes")["all"].clone();
        assert_eq!((all["clients"].as_i64(), all["summed"]["key"].as_str()), (Some(6), Some("nothing")));
        let page = site.get(&marta, "/practice/outcomes").body;
        assert!(page.contains("nothing is claimed") && !page.contains("followed by 1"), "{page}");
    });
}

#[test]
fn only_who_runs_the_practice_sees_its_outcomes() {
    each_engine(|site| {
        site.founded();
        for role in [Role::Practitioner, Role::Desk, Role::Supervisor, Role::Auditor] {
            let who = site.person(role.key(), &[role]);
            assert_eq!(site.get(&who, "/practice/outcomes").status, StatusCode::FORBIDDEN, "{role:?}");
        }
        let owner = site.person("owner", &[Role::Owner]);
        assert_eq!(site.get(&owner, "/practice/outcomes").status, StatusCode::OK);
    });
}
