//! Measures: recorded, judged with error first, never compared across recalls, taken back, read after a merge.
use crate::site::{Browser, Reply, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

/// Records a measure and expects it to be taken.
fn record(site: &Site, who: &Browser, client: &str, key: &str, fields: &[(&str, &str)]) -> Reply {
    let reply = site.post(who, &format!("/clients/{client}/measures/{key}"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{key}: {}", reply.body);
    reply
}

/// The measures of a chart as the API gives them.
fn series(site: &Site, who: &Browser, client: &str) -> Vec<Value> {
    let reply = site.get(who, &format!("/api/clients/{client}/measures"));
    let page: Value = serde_json::from_str(&reply.body).unwrap();
    page["series"].as_array().unwrap().clone()
}

fn refused(site: &Site, who: &Browser, client: &str, key: &str, fields: &[(&str, &str)]) -> String {
    let reply = site.post(who, &format!("/clients/{client}/measures/{key}"), fields);
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
    reply.body
}

#[test]
fn the_jaw_case_shows_a_meaningful_change_with_its_source() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jaw", &marta);
        let not_stated = ("not_stated", "yes");
        record(site, &marta, &client, "nprs", &[("i2", "7"), ("site", "jaw"), not_stated]);
        record(site, &marta, &client, "jaw_opening", &[("value", "31"), not_stated]);
        record(site, &marta, &client, "nprs", &[("i2", "3"), ("site", "jaw"), not_stated]);
        record(site, &marta, &client, "jaw_opening", &[("value", "38"), not_stated]);
        let page = site.get(&marta, &format!("/clients/{client}/measures")).body;
        for part in [
            "better: beyond error, and a meaningful change",
            "Ostelo",
            "Childs",
            "day not stated",
            "better: beyond error",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let all = series(site, &marta, &client);
        let of = |key: &str| all.iter().find(|one| one["key"] == key).unwrap()["change"].clone();
        assert_eq!((of("nprs")["from"].as_f64(), of("nprs")["to"].as_f64()), (Some(7.0), Some(3.0)));
        assert_eq!(of("nprs")["percent"].as_f64().map(|percent| (percent * 10.0).round()), Some(-571.0));
        assert_eq!(of("jaw_opening")["difference"].as_f64(), Some(7.0));
        assert_eq!(
            (of("nprs")["verdict"].as_str(), of("jaw_opening")["verdict"].as_str()),
            (Some("better"), Some("better"))
        );
        assert!(site.verified());
    });
}

#[test]
fn a_third_less_pain_is_no_more_than_error_when_the_error_is_larger() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        record(site, &marta, &client, "nprs", &[("i1", "3"), ("on", "2026-11-02")]);
        record(site, &marta, &client, "nprs", &[("i1", "2"), ("on", "2026-11-16")]);
        let page = site.get(&marta, &format!("/clients/{client}/measures/nprs")).body;
        assert!(page.contains("no more than error") && !page.contains("better:"), "{page}");
        assert!(page.contains("<svg class=\"trend\"") && page.contains("2 Nov 2026"));
    });
}

#[test]
fn pain_now_worst_and_elsewhere_are_never_one_trend() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        record(site, &marta, &client, "nprs", &[("i1", "8"), ("i3", "2")]);
        record(site, &marta, &client, "nprs", &[("i1", "5"), ("site", "low_back")]);
        let all = series(site, &marta, &client);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|one| one["change"].is_null() && one["count"] == 1));
    });
}

#[test]
fn none_of_these_is_zero_and_a_blank_page_is_not_done() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let blank = refused(site, &marta, &client, "rmdq", &[]);
        assert!(blank.contains("Nothing is marked"), "{blank}");
        let both = refused(site, &marta, &client, "rmdq", &[("i4", "1"), ("none", "yes")]);
        assert!(both.contains("cannot stand beside"));
        record(site, &marta, &client, "rmdq", &[("i1", "1"), ("i4", "1"), ("i9", "1"), ("on", "2026-11-01")]);
        record(site, &marta, &client, "rmdq", &[("none", "yes")]);
        let all = series(site, &marta, &client);
        assert_eq!((all[0]["change"]["from"].as_f64(), all[0]["latest"].as_f64()), (Some(3.0), Some(0.0)));
        assert_eq!(all[0]["change"]["verdict"], "within_error", "3 points are less than the error of 5");
    });
}

#[test]
fn activities_are_compared_with_the_same_activities() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ingrid", &marta);
        let first = [("a1", "Chewing bread"), ("i1", "3"), ("a2", "Yawning"), ("i2", "4"), ("on", "2026-11-01")];
        record(site, &marta, &client, "psfs", &first);
        let page = site.get(&marta, &format!("/clients/{client}/measures/psfs")).body;
        assert!(page.contains("value=\"Chewing bread\""), "the next form begins with the same activities");
        record(site, &marta, &client, "psfs", &[("a1", "chewing bread"), ("i1", "7"), ("a2", "Yawning"), ("i2", "6")]);
        record(site, &marta, &client, "psfs", &[("a1", "Singing"), ("i1", "9")]);
        let all = series(site, &marta, &client);
        let verdict = |from: f64, to: f64| {
            let found = all.iter().find(|one| one["change"]["from"] == from && one["change"]["to"] == to);
            found.unwrap()["change"]["verdict"].as_str().unwrap().to_string()
        };
        assert_eq!(verdict(3.5, 6.5), "better");
        assert_eq!(verdict(3.0, 7.0), "better");
        assert_eq!(verdict(4.0, 6.0), "within_error", "one activity alone has an error of 3");
        assert_eq!(all.iter().filter(|one| one["change"].is_null()).count(), 1);
    });
}

#[test]
fn a_range_that_no_joint_has_is_refused_and_a_real_one_stands_beside_the_other_side() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let wrong = refused(site, &marta, &client, "shoulder_flexion", &[("value", "270"), ("tool", "laser")]);
        assert!(wrong.contains("From -90 to 200.") && wrong.contains("r-tool"), "{wrong}");
        let way = [("way", "active"), ("tool", "goniometer")];
        record(site, &marta, &client, "shoulder_flexion", &[("value", "170"), ("side", "left"), way[0], way[1]]);
        record(site, &marta, &client, "shoulder_flexion", &[("value", "120,5"), ("side", "right"), way[0], way[1]]);
        let page = site.get(&marta, &format!("/clients/{client}/measures/shoulder_flexion")).body;
        assert!(page.contains("other side: 170 deg; the sides differ by more than error"), "{page}");
        let grip = refused(site, &marta, &client, "grip", &[("value", "-4")]);
        assert!(grip.contains("From 0 to 120."));
    });
}

#[test]
fn an_answer_about_self_harm_is_met_at_once_complete_or_not() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        let incomplete = refused(site, &marta, &client, "phq9", &[("i9", "1")]);
        assert!(incomplete.contains("talk about it now") && incomplete.contains("024"), "{incomplete}");
        let names: Vec<String> = (1..=9).map(|n| format!("i{n}")).collect();
        let answers = |ninth: &'static str| -> Vec<(&str, &str)> {
            names.iter().map(|name| (name.as_str(), if name == "i9" { ninth } else { "1" })).collect()
        };
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        let session = site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]).location;
        let session = session.rsplit('/').next().unwrap();
        let mut within = answers("2");
        within.extend([("session", session), ("moment", "before")]);
        let reply = record(site, &marta, &client, "phq9", &within);
        assert!(reply.location.ends_with("/measures/phq9"), "to the words, not back to the session");
        let page = site.get(&marta, &reply.location).body;
        assert!(page.contains("talk about it now") && page.contains("self-harm answered") && page.contains("112"));
        assert!(site.get(&marta, &format!("/clients/{client}/measures")).body.contains("talk about it now"));
        site.tick(60);
        record(site, &marta, &client, "phq9", &answers("0"));
        let page = site.get(&marta, &format!("/clients/{client}/measures/phq9")).body;
        assert!(
            !page.contains("talk about it now") && page.contains("self-harm answered"),
            "the mark stays in the history"
        );
    });
}

#[test]
fn before_and_after_belong_to_a_session_of_this_chart() {
    each_engine(|site| {
        let marta = site.founded();
        let (client, other) = (site.client("Kai", &marta), site.client("Mina", &marta));
        let opened =
            site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment"), ("on", "2026-11-03")]);
        let session = opened.location.rsplit('/').next().unwrap();
        let after = [("i3", "2"), ("session", session), ("moment", "after")];
        assert_eq!(record(site, &marta, &client, "nprs", &after).location, opened.location);
        record(site, &marta, &client, "nprs", &[("i3", "6"), ("session", session), ("moment", "before")]);
        let all = series(site, &marta, &client);
        let change = &all[0]["change"];
        assert_eq!(
            (change["from"].as_f64(), change["to"].as_f64()),
            (Some(6.0), Some(2.0)),
            "before comes before after"
        );
        assert!(refused(site, &marta, &other, "nprs", &after).contains("There is no such session"));
        assert!(
            refused(site, &marta, &client, "nprs", &[("i3", "2"), ("moment", "after")]).contains("within a session")
        );
    });
}

#[test]
fn a_reading_without_a_day_does_not_stand_among_those_that_have_one() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Omar", &marta);
        record(site, &marta, &client, "nprs", &[("i2", "8"), ("not_stated", "yes")]);
        record(site, &marta, &client, "nprs", &[("i2", "6"), ("on", "2026-11-02"), ("time", "10:15")]);
        record(site, &marta, &client, "nprs", &[("i2", "5")]);
        let all = series(site, &marta, &client);
        assert_eq!((all[0]["left_out"].as_i64(), all[0]["change"]["from"].as_f64()), (Some(1), Some(6.0)));
        let late = refused(site, &marta, &client, "nprs", &[("i2", "5"), ("on", "2031-01-01")]);
        assert!(late.contains("This day has not come yet."));
    });
}

#[test]
fn what_was_entered_in_error_leaves_the_lists_and_stays_in_the_record() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Sofía", &marta);
        record(site, &marta, &client, "nprs", &[("i1", "8"), ("i2", "7"), ("i3", "6")]);
        let form = site.texts("select form as text from measure").remove(0);
        let url = format!("/clients/{client}/measures/nprs/{form}/withdraw");
        assert_eq!(site.post(&marta, &url, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &url, &[("reason", "another client")]).status, StatusCode::SEE_OTHER);
        assert!(series(site, &marta, &client).is_empty(), "all that was taken in one go");
        assert_eq!(site.texts("select id as text from measure").len(), 6);
        assert_eq!(site.post(&marta, &url, &[("reason", "again")]).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}

#[test]
fn two_charts_that_are_one_person_are_one_trend() {
    each_engine(|site| {
        let marta = site.founded();
        let (kept, gone) = (site.client("Ana", &marta), site.client("Anna", &marta));
        record(site, &marta, &gone, "nprs", &[("i2", "7"), ("on", "2026-10-06")]);
        record(site, &marta, &kept, "nprs", &[("i2", "3")]);
        let made = site.post(&marta, &format!("/clients/{gone}/complaints"), &[("words", "a stiff jaw")]);
        assert_eq!(made.status, StatusCode::SEE_OTHER);
        let (chart, client) = (kept.clone(), gone.clone());
        site.write(move |db| {
            let params = [("chart", chart.as_str().into()), ("client", client.as_str().into())];
            db.run("update chart_of set chart = :chart where client = :client", &params).map(|_| ())
        });
        for client in [&kept, &gone] {
            let all = series(site, &marta, client);
            assert_eq!((all.len(), all[0]["change"]["from"].as_f64()), (1, Some(7.0)));
            assert!(site.get(&marta, &format!("/clients/{client}/complaints")).body.contains("a stiff jaw"));
        }
    });
}

#[test]
fn a_finished_score_is_taken_where_the_form_may_not_be_shown() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ben", &marta);
        let page = site.get(&marta, &format!("/clients/{client}/measures/odi")).body;
        assert!(page.contains("Item 1") && page.contains("total_total"));
        record(site, &marta, &client, "odi", &[("total_total", "42"), ("on", "2026-11-01")]);
        record(site, &marta, &client, "odi", &[("total_total", "30")]);
        assert_eq!(series(site, &marta, &client)[0]["change"]["verdict"], "better");
        assert_eq!(site.get(&marta, &format!("/clients/{client}/measures/nothing_such")).status, StatusCode::NOT_FOUND);
    });
}
