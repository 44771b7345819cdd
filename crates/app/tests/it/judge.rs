//! The judgements over HTTP: what their commands say, to whoever works here, with nothing kept but that it was asked.
use crate::site::{Browser, each_engine, knowledge};
use app::door::Role;
use app::judge::{course, plan, score, screen, shorthand, units};
use axum::http::StatusCode;
use jiff::civil::Date;
use serde_json::{Value, json};

/// The day that the site begins with.
const MORNING: Date = jiff::civil::date(2026, 11, 24);

type Judge = Box<dyn Fn(&str) -> Result<String, app::judge::JudgeError>>;

/// Where each judgement is asked, one sound question, and the judgement as its command gives it.
fn judgements(today: Date) -> Vec<(&'static str, Value, Judge)> {
    let k = knowledge;
    let proposal = json!({ "technique": "swedish", "region": "calf", "force": "P3" });
    vec![
        (
            "screen",
            json!({ "facts": { "vte_confirmed": "yes" }, "proposed": [proposal] }),
            Box::new(move |input| screen::screen_json(&k(), input, today)),
        ),
        (
            "plan",
            json!({
                "conditions": ["lbp_chronic"], "facts": { "age": 45 },
                "practitioner": { "profession": "lmt", "jurisdiction": "US-WA" },
            }),
            Box::new(move |input| plan::plan_json(&k(), input, today)),
        ),
        ("score/phq4", json!({ "items": [1, 0, 2, 1] }), Box::new(move |input| score::score_json(&k(), "phq4", input))),
        (
            "change",
            json!({ "instrument": "nprs", "scale": "average", "from": 7, "to": 4 }),
            Box::new(move |input| course::change_json(&k(), input)),
        ),
        (
            "shorthand",
            json!({ "text": "R UT TrP 90s p3 6>3" }),
            Box::new(move |input| shorthand::shorthand_json(&k(), input)),
        ),
        ("units", json!({ "timed": [{ "code": "A", "minutes": 23 }] }), Box::new(units::units_json)),
    ]
}

#[test]
fn a_judgement_over_http_is_the_one_of_its_command() {
    each_engine(|site| {
        let marta = site.founded();
        for (name, input, judge) in judgements(MORNING) {
            let text = judge(&input.to_string()).unwrap_or_else(|error| panic!("{name}: {}", error.json()));
            let reply = site.json(&marta, &format!("/api/judge/{name}"), &input.to_string());
            assert_eq!(reply.status, StatusCode::OK, "{name} {}", reply.body);
            let (said, meant): (Value, Value) =
                (serde_json::from_str(&reply.body).unwrap(), serde_json::from_str(&text).unwrap());
            assert_eq!(said, meant, "{name}");
        }
    });
}

#[test]
fn what_a_judgement_cannot_take_is_named_and_only_who_works_here_may_ask() {
    each_engine(|site| {
        let marta = site.founded();
        let units = |who: &Browser, input: &str| site.json(who, "/api/judge/units", input);
        let refused = units(&marta, r#"{"timed":[{"code":"A","minutes":-1}]}"#);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert!(refused.body.contains("timed[0].minutes"), "{}", refused.body);
        assert_eq!(site.json(&marta, "/api/judge/score/no_such", "{}").status, StatusCode::NOT_FOUND);

        let sound = r#"{"timed":[{"code":"A","minutes":23}]}"#;
        let auditor = site.person("olga", &[Role::Auditor]);
        assert_eq!(units(&auditor, sound).status, StatusCode::FORBIDDEN);
        assert_eq!(units(&Browser::default(), sound).status, StatusCode::UNAUTHORIZED);
        // Who asked for what is trailed; what was asked about is not.
        assert!(site.trail().iter().any(|line| line.ends_with("judge.units refused")), "{:?}", site.trail());
        assert!(site.verified());
    });
}
