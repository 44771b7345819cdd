//! Session mode: one touch, the palette, something is wrong, and the after-care card at the end.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;

const PASSWORD: &str = "linen and spruce";

/// Begins a treatment on a chart and gives its address.
fn begun(site: &Site, who: &Browser, client: &str) -> String {
    let reply = site.post(who, &format!("/clients/{client}/begin"), &[("begin", "treatment")]);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

fn apply(site: &Site, who: &Browser, session: &str, technique: &str, place: &str, pressure: &str) {
    let fields = [("technique", technique), ("site", place), ("side", "right"), ("pressure", pressure)];
    let reply = site.post(who, &format!("{session}/applications"), &fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
}

#[test]
fn a_touch_is_kept_with_its_time_and_with_what_it_was_said_of_and_shows_next_time() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let session = begun(site, &marta, &client);
        apply(site, &marta, &session, "mfr", "trapezius_upper", "3");
        let of = site.texts("select of as text from application").remove(0);
        let responses = format!("{session}/responses");
        assert_eq!(site.post(&marta, &responses, &[("code", "lighter"), ("about", &of)]).status, StatusCode::SEE_OTHER);
        let comfort = [("code", "comfort"), ("level", "7"), ("about", of.as_str())];
        assert_eq!(site.post(&marta, &responses, &comfort).status, StatusCode::SEE_OTHER);
        let beyond = site.post(&marta, &responses, &[("code", "comfort"), ("level", "11")]);
        assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = site.get(&marta, &session).body;
        assert!(page.contains("Lighter") && page.contains("Comfort 7 of 10"), "{page}");
        assert!(
            page.contains("Undo <span class=\"muted sm\">Comfort 7 of 10"),
            "the last entry is undone in one touch"
        );
        let sign = [("objective", "Neck."), ("secret", PASSWORD)];
        assert_eq!(site.post(&marta, &format!("{session}/sign"), &sign).status, StatusCode::SEE_OTHER);
        let next = begun(site, &marta, &client);
        let page = site.get(&marta, &next).body;
        let again = page.split("id=\"s-again\"").nth(1).expect("what was done last time is offered");
        assert!(again.contains("Lighter"), "with what the client said of it");
        assert!(site.verified());
    });
}

#[test]
fn a_touch_that_waited_on_the_device_keeps_the_time_of_the_tap_where_that_can_be() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let session = begun(site, &marta, &client);
        let opened: i64 = site.texts("select cast(at as text) as text from session").remove(0).parse().unwrap();
        let at = |seconds: i64| jiff::Timestamp::from_microsecond(opened + seconds * 1_000_000).unwrap().to_string();
        site.tick(600);
        let responses = format!("{session}/responses");
        for told_at in [at(120), at(-60), at(86_400), "soon".into()] {
            let reply = site.post(&marta, &responses, &[("code", "deeper"), ("told_at", &told_at)]);
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "a clock that is wrong refuses nothing");
        }
        let told = site.texts("select coalesce(cast(told_at as text), '') as text from response order by at, id");
        assert_eq!(told, [(opened + 120_000_000).to_string().as_str(), "", "", ""]);
    });
}

#[test]
fn the_palette_offers_the_plan_and_what_is_recorded_often_and_asks_why_where_something_stands_against_it() {
    each_engine(|site| {
        let marta = site.founded();
        let (first, client) = (site.client("Ruth", &marta), site.client("Priya", &marta));
        let session = begun(site, &marta, &first);
        for _ in 0..2 {
            apply(site, &marta, &session, "swedish", "calf", "4");
        }
        let other = begun(site, &marta, &client);
        let page = site.get(&marta, &other).body;
        assert!(page.contains("What you record most"), "{page}");
        assert!(!page.contains("Why all the same?"));
        let fields = [("answer", "yes"), ("since", "2026-10"), ("region", "calf"), ("side", "right")];
        site.post(&marta, &format!("/clients/{client}/facts/crps"), &fields);
        let page = site.get(&marta, &other).body;
        assert!(page.contains("Why all the same?") && page.contains("The client asks for it after explanation"));
        let fields = [
            ("technique", "swedish"),
            ("site", "calf"),
            ("side", "right"),
            ("pressure", "4"),
            ("reason", "A small area only"),
        ];
        site.post(&marta, &format!("{other}/applications"), &fields);
        let kept = site.texts("select marks || ': ' || reason as text from application where reason <> ''");
        assert_eq!(kept, ["consent,block: A small area only"], "what was done is recorded, marked, with why");
    });
}

#[test]
fn when_something_is_wrong_the_number_of_the_place_stands_there_and_each_thing_done_has_its_time() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jonas", &marta);
        let session = begun(site, &marta, &client);
        let wrong = format!("{session}/wrong");
        let page = site.get(&marta, &wrong).body;
        assert!(page.contains("href=\"tel:112\""), "the number of Spain: {page}");
        assert!(page.contains("Standard first-aid guidance"), "with who says so");
        for code in ["hands_off", "called"] {
            let fields = [("code", code), ("then", "wrong")];
            let reply = site.post(&marta, &format!("{session}/responses"), &fields);
            assert_eq!(reply.location, wrong, "back to the page, for the next thing");
        }
        let page = site.get(&marta, &wrong).body;
        assert!(page.contains("Emergency number called<br>"), "{page}");
        let end = [("outcome", "escalated"), ("detail", "Short of breath, taken to hospital")];
        assert_eq!(site.post(&marta, &format!("{session}/end"), &end).status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &session).body;
        assert!(page.contains("Stopped, escalated") && page.contains("Short of breath"));
        assert!(page.contains("Something was wrong:") && page.contains("Hands off"), "the account tells of it");
        assert!(site.verified());
    });
}

#[test]
fn the_after_care_card_is_of_what_was_done_in_the_language_of_the_client() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        let session = begun(site, &marta, &client);
        let card = format!("{session}/after-care");
        assert!(site.get(&marta, &card).body.contains("Nothing is recorded yet."));
        apply(site, &marta, &session, "swedish", "calf", "2");
        let legs = site.get(&marta, &card).body;
        assert!(legs.contains("newly swollen"), "a clot is told of after work on a leg");
        assert!(!legs.contains("double vision"), "and nothing of the neck");
        apply(site, &marta, &session, "mfr", "neck_post", "4");
        let page = site.get(&marta, &card).body;
        assert!(page.contains("double vision") && page.contains("call 112 now"), "{page}");
        assert!(page.contains("Mostly gone within 48 hours."), "firm work is deep work: {page}");
        assert_eq!(page.matches("A sore feeling, as after sport.").count(), 1, "said by two techniques, read once");
        let spanish = site.get(&marta, &format!("{card}?language=es")).body;
        assert!(spanish.contains("lang=\"es\"") && spanish.contains("llame ahora al 112"), "{spanish}");
        assert!(spanish.contains("call 112 now"), "unreviewed safety text stands over its English");
    });
}

#[test]
fn a_line_of_shorthand_records_what_tapping_would_and_nothing_of_what_it_does_not_understand() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let session = begun(site, &marta, &client);
        let short = format!("{session}/shorthand");
        let line = "R upper trap MFR 4m p3 tp 6>3 · B low back swedish 10m p4";
        assert_eq!(site.post(&marta, &short, &[("short", line)]).status, StatusCode::SEE_OTHER);
        let kept =
            "select technique || ' ' || site || ' ' || side || ' ' || cast(pressure as text) || ' ' || detail as text
                    from application order by at, id";
        let rows = site.texts(kept);
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows[0].starts_with("mfr trapezius_upper right 3 ") && rows[0].contains("6>3"), "{rows:?}");
        assert!(rows[1].starts_with("swedish low_back both 4 "), "{rows:?}");
        for (line, told) in [
            ("R upper trap MFR 4m · B nowhere MFR", "Not understood"),
            ("nprs 6>3", "Record this under Measured"),
            ("! bruise R calf", "Record this under Something adverse"),
            ("", "Nothing in this line"),
        ] {
            let refused = site.post(&marta, &short, &[("short", line)]);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{line}");
            assert!(refused.body.contains(told), "{line}: {}", refused.body);
        }
        assert_eq!(site.texts(kept).len(), 2, "nothing of a line that is not understood is recorded");
        assert!(site.verified());
    });
}
