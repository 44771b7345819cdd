//! Beginning: the check of today and the session in one step, what stops it, and what is taken over from the last time.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;

const PASSWORD: &str = "linen and spruce";

/// How many rows of each kind there are: checks, sessions, applications.
fn counts(site: &Site) -> (usize, usize, usize) {
    let checks = site.texts("select id as text from checked").len();
    let sessions = site.texts("select id as text from session").len();
    (checks, sessions, site.texts("select id as text from application").len())
}

fn begin(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> crate::site::Reply {
    site.post(who, &format!("/clients/{client}/begin"), fields)
}

#[test]
fn a_preset_says_that_nothing_is_new_and_opens_the_visit_at_once() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        let page = site.get(&marta, &format!("/clients/{client}/begin"));
        assert!(page.body.contains("Not checked yet"), "{}", page.body);
        let begun = begin(site, &marta, &client, &[("begin", "back_neck_30")]);
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        assert!(begun.location.contains("/sessions/ses_"), "{}", begun.location);
        assert_eq!(counts(site), (1, 1, 4));
        assert!(!site.texts("select fact as text from fact where answer = 'no'").is_empty(), "each no is kept");
        // Once checked, a second visit of the day asks nothing twice.
        assert_eq!(begin(site, &marta, &client, &[("begin", "treatment")]).status, StatusCode::SEE_OTHER);
        assert_eq!(counts(site), (1, 2, 4));
        assert!(site.verified());
    });
}

#[test]
fn what_stops_is_kept_and_nothing_is_opened_whatever_button_is_pressed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let begun = begin(site, &marta, &client, &[("fever", "yes"), ("begin", "full_body_60")]);
        assert_eq!(begun.location, format!("/clients/{client}/screen"), "what stops is shown at once");
        assert_eq!(counts(site), (1, 0, 0));
        let page = site.get(&marta, &format!("/clients/{client}/begin")).body;
        assert!(!page.contains("value=\"full_body_60\""), "nothing is offered that could not begin");
        let again = begin(site, &marta, &client, &[("begin", "full_body_60")]);
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
        let seen = begin(site, &marta, &client, &[("begin", "seen")]);
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
        assert_eq!(counts(site), (1, 1, 0));
        let over = begin(site, &marta, &client, &[("fever", "no"), ("begin", "treatment")]);
        assert!(over.location.contains("/sessions/ses_"), "{} {}", over.location, over.body);
        assert_eq!(counts(site), (2, 2, 0));
    });
}

#[test]
fn a_preset_beyond_a_cap_is_marked_as_one_that_was_tapped() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let fields = [("answer", "yes"), ("since", "2026-10"), ("region", "calf"), ("side", "left")];
        site.post(&marta, &format!("/clients/{client}/facts/crps"), &fields);
        let begun = begin(site, &marta, &client, &[("begin", "full_body_60")]);
        assert!(begun.location.contains("/sessions/ses_"), "{} {}", begun.location, begun.body);
        let marks = site.texts("select site || ' ' || marks as text from application order by site");
        assert!(
            marks.contains(&"calf consent,block".to_string()) && marks.contains(&"upper_back consent".to_string()),
            "{marks:?}"
        );
    });
}

#[test]
fn last_time_is_offered_line_by_line_and_nothing_of_it_counts_before_it_is_tapped() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        let first = begin(site, &marta, &client, &[("begin", "treatment")]).location;
        let fields =
            [("technique", "mfr"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", "3"), ("minutes", "4")];
        site.post(&marta, &format!("{first}/applications"), &fields);
        site.post(&marta, &format!("{first}/sign"), &[("objective", "Done."), ("secret", PASSWORD)]);
        let second = begin(site, &marta, &client, &[("begin", "treatment")]).location;
        let page = site.get(&marta, &second).body;
        assert!(page.contains("Last time") && page.contains("Nothing recorded yet"), "{page}");
        assert_eq!(counts(site).2, 1);
        let offered = "name=\"technique\" value=\"mfr\"><input type=\"hidden\" name=\"site\" value=\"trapezius_upper\"";
        assert!(page.contains(offered) && page.contains("name=\"minutes\" value=\"4\""), "{page}");
        site.post(&marta, &format!("{second}/applications"), &fields);
        assert!(!site.get(&marta, &second).body.contains(offered), "it is not offered twice");
        assert_eq!(counts(site).2, 2);
    });
}

#[test]
fn pain_by_one_tap_is_of_the_place_of_the_last_time() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jonas", &marta);
        let session = begin(site, &marta, &client, &[("begin", "treatment")]).location;
        let id = session.rsplit('/').next().unwrap();
        let pain = format!("/clients/{client}/measures/nprs");
        site.post(&marta, &pain, &[("i3", "6"), ("site", "neck_post"), ("session", id), ("moment", "before")]);
        let tap = [("i3", "3"), ("place", "last"), ("session", id), ("moment", "after")];
        assert_eq!(site.post(&marta, &pain, &tap).location, session);
        let kept = site.texts("select moment || ' ' || site || ' ' || scale as text from measure order by moment");
        assert_eq!(kept, ["after neck_post now", "before neck_post now"]);
        assert!(site.get(&marta, &session).body.contains("Measured"));
    });
}

#[test]
fn notes_that_wait_are_signed_one_after_the_other_from_today() {
    each_engine(|site| {
        let marta = site.founded();
        let sessions: Vec<String> = ["Ada", "Ben"]
            .iter()
            .map(|name| begin(site, &marta, &site.client(name, &marta), &[("begin", "legs_feet_45")]).location)
            .collect();
        let today = site.get(&marta, "/today").body;
        assert!(today.contains("Review and sign 2 notes") && today.contains(&format!("{}?then=next", sessions[0])));
        assert!(site.get(&marta, &format!("{}?then=next", sessions[0])).body.contains("Sign, then the next"));
        let sign = |session: &str| {
            let fields = [("objective", "Legs."), ("secret", PASSWORD), ("then", "next")];
            site.post(&marta, &format!("{session}/sign"), &fields).location
        };
        let wrong = [("objective", "Legs."), ("secret", "not it"), ("then", "next")];
        let refused = site.post(&marta, &format!("{}/sign", sessions[0]), &wrong);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Sign, then the next"), "the way on is kept");
        assert_eq!(sign(&sessions[0]), format!("{}?then=next", sessions[1]));
        assert_eq!(sign(&sessions[1]), "/today");
        assert!(site.get(&marta, "/today").body.contains("Every session is signed"));
    });
}

#[test]
fn a_complaint_makes_one_answer_what_could_be_an_emergency_before_hands() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ana", &marta);
        let complaint = [("words", "Low back pain since Sunday"), ("site1", "erector_lumbar")];
        assert_eq!(
            site.post(&marta, &format!("/clients/{client}/complaints"), &complaint).status,
            StatusCode::SEE_OTHER
        );
        let page = site.get(&marta, &format!("/clients/{client}/begin")).body;
        assert!(page.contains("name=\"saddle_numbness\"") && page.contains("name=\"complaint_rest\""), "{page}");

        let refused = begin(site, &marta, &client, &[("begin", "treatment")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert_eq!(counts(site), (0, 0, 0), "nothing is kept of a refused step");
        let checked = site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        assert_eq!(checked.status, StatusCode::SEE_OTHER);
        let beside = site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]);
        assert_eq!(beside.status, StatusCode::UNPROCESSABLE_ENTITY, "the check of today does not answer it");

        let begun = begin(site, &marta, &client, &[("complaint_rest", "no"), ("begin", "treatment")]);
        assert!(begun.location.contains("/sessions/ses_"), "{} {}", begun.location, begun.body);
        assert_eq!(site.texts("select answer as text from fact where fact = 'saddle_numbness'"), ["no"]);
        let again = site.get(&marta, &format!("/clients/{client}/begin")).body;
        assert!(!again.contains("complaint_rest"), "asked once");
        assert!(site.verified());
    });
}

#[test]
fn a_red_flag_of_the_complaint_stops_and_not_sure_is_asked_again_the_next_day() {
    each_engine(|site| {
        let marta = site.founded();
        let base = |client: &str| format!("/clients/{client}/complaints");
        let complaint = [("words", "Low back pain"), ("site1", "erector_lumbar")];
        let (flagged, unsure) = (site.client("Noor", &marta), site.client("Ana", &marta));
        for client in [&flagged, &unsure] {
            assert_eq!(site.post(&marta, &base(client), &complaint).status, StatusCode::SEE_OTHER);
        }
        let yes = [("saddle_numbness", "yes"), ("complaint_rest", "no"), ("begin", "treatment")];
        assert_eq!(begin(site, &marta, &flagged, &yes).location, format!("/clients/{flagged}/screen"));
        assert_eq!(counts(site).1, 0, "no session with hands");
        assert_eq!(begin(site, &marta, &flagged, &[("begin", "seen")]).status, StatusCode::SEE_OTHER);

        let not_sure = [("saddle_numbness", "unsure"), ("complaint_rest", "no"), ("begin", "treatment")];
        assert!(begin(site, &marta, &unsure, &not_sure).location.contains("/sessions/ses_"));
        site.tick(24 * 3600);
        let marta = site.again("marta");
        let page = site.get(&marta, &format!("/clients/{unsure}/begin")).body;
        assert!(page.contains("name=\"saddle_numbness\"") && !page.contains("name=\"urinary_retention\""), "{page}");
    });
}

#[test]
fn what_was_denied_for_a_complaint_is_asked_again_when_it_changes() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ana", &marta);
        let complaint = [("words", "Low back pain"), ("site1", "erector_lumbar")];
        let made = site.post(&marta, &format!("/clients/{client}/complaints"), &complaint).location;
        let none = [("complaint_rest", "no"), ("begin", "treatment")];
        assert!(begin(site, &marta, &client, &none).location.contains("/sessions/ses_"));

        site.tick(31 * 24 * 3600);
        let marta = site.again("marta");
        let later = begin(site, &marta, &client, &[("begin", "treatment")]);
        assert!(later.location.contains("/sessions/ses_"), "time alone does not ask again: {}", later.body);
        let changed = [("words", "Low back pain, now down both legs"), ("site1", "erector_lumbar")];
        let kept = site.post(&marta, &made, &changed);
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let refused = begin(site, &marta, &client, &[("begin", "treatment")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        assert!(begin(site, &marta, &client, &none).location.contains("/sessions/ses_"));
    });
}
