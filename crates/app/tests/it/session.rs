//! Sessions: open, record, undo, write up, sign, add.
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;

const PASSWORD: &str = "linen and spruce";

/// Opens a session on a chart and gives its address.
fn opened(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> String {
    let checked = site.post(who, &format!("/clients/{client}/check"), &[("rest", "no")]);
    assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
    let reply = site.post(who, &format!("/clients/{client}/sessions"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

#[test]
fn a_wellness_visit_is_one_tap_and_a_signature() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        let session = opened(site, &marta, &client, &[("preset", "full_body_60")]);
        let page = site.get(&marta, &session);
        assert!(page.body.contains("Swedish") && page.body.contains("P3"), "{}", page.body);
        assert!(page.body.contains("8 min"));
        let objective = "Full body, as usual.";
        let signed = site.post(&marta, &format!("{session}/sign"), &[("objective", objective), ("secret", PASSWORD)]);
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let page = site.get(&marta, &session);
        assert!(page.body.contains(objective) && page.body.contains("Signed by"));
        let covered = site.texts("select covers as text from note");
        assert_eq!(covered[0].lines().filter(|line| line.starts_with("application ")).count(), 8);
        assert!(site.verified());
    });
}

#[test]
fn what_is_tapped_is_a_record_and_undo_takes_it_back_without_erasing() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let session = opened(site, &marta, &client, &[("kind", "treatment")]);
        let apply = format!("{session}/applications");
        let fields =
            [("technique", "mfr"), ("site", "trapezius_upper"), ("side", "right"), ("pressure", "3"), ("minutes", "4")];
        assert_eq!(site.post(&marta, &apply, &fields).status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &session).body.contains("Myofascial release"));
        let wrong = site.post(&marta, &apply, &[("technique", "mfr"), ("site", "trapezius_upper"), ("pressure", "9")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("From 1 to 5."));
        let of = site.texts("select of as text from application").remove(0);
        assert_eq!(site.post(&marta, &format!("{apply}/{of}/undo"), &[]).status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &session).body.contains("Nothing recorded yet"));
        assert_eq!(site.texts("select of as text from application").len(), 2, "the record keeps both");
        assert_eq!(site.post(&marta, &format!("{apply}/{of}/undo"), &[]).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_signed_note_is_locked_everywhere_and_only_added_to() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Priya", &marta);
        let session = opened(site, &marta, &client, &[("kind", "treatment")]);
        let sign = format!("{session}/sign");
        let empty = site.post(&marta, &sign, &[("secret", PASSWORD)]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = site.post(&marta, &sign, &[("objective", "Jaw work."), ("secret", "not it")]);
        assert!(wrong.body.contains("neither your PIN nor your password"));
        assert!(wrong.body.contains("Jaw work."), "what was typed is kept");
        assert_eq!(
            site.post(&marta, &sign, &[("objective", "Jaw work."), ("secret", PASSWORD)]).status,
            StatusCode::SEE_OTHER
        );
        let acts: [(&str, &[(&str, &str)]); 6] = [
            ("applications", &[("technique", "mfr"), ("site", "low_back")]),
            ("responses", &[("code", "lighter")]),
            ("end", &[("outcome", "finished")]),
            ("draft", &[("objective", "other")]),
            ("sign", &[("objective", "other"), ("secret", PASSWORD)]),
            ("withdraw", &[("reason", "no longer wanted")]),
        ];
        for (tail, fields) in acts {
            let page = site.post(&marta, &format!("{session}/{tail}"), fields);
            assert_eq!(page.status, StatusCode::CONFLICT, "{tail}");
            let twin = site.post(&marta, &format!("/api{session}/{tail}"), fields);
            assert_eq!(twin.status, StatusCode::CONFLICT, "/api {tail}");
        }
        let added = site.post(
            &marta,
            &format!("{session}/addenda"),
            &[("words", "Left side, not right."), ("secret", PASSWORD)],
        );
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &session).body;
        assert!(page.contains("Jaw work.") && page.contains("Left side, not right."));
        let error =
            site.post(&marta, &format!("{session}/error"), &[("words", "Another client's note"), ("secret", PASSWORD)]);
        assert_eq!(error.status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &session).body.contains("Entered in error"));
        assert!(site.verified());
    });
}

#[test]
fn a_late_entry_says_when_it_took_place_or_that_nobody_said() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jonas", &marta);
        let base = format!("/clients/{client}/sessions");
        let future = site.post(&marta, &base, &[("kind", "treatment"), ("on", "2031-01-01")]);
        assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
        opened(site, &marta, &client, &[("kind", "treatment"), ("on", "2026-11-02"), ("time", "10:15")]);
        opened(site, &marta, &client, &[("kind", "treatment"), ("not_stated", "yes"), ("unreported", "yes")]);
        let list = site.get(&marta, &base).body;
        assert!(list.contains("day not stated") && list.contains("late entry") && list.contains("10:15"), "{list}");
    });
}

#[test]
fn a_draft_is_its_authors_and_never_overwrites_another_window() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let session = opened(site, &marta, &client, &[("kind", "treatment")]);
        let draft = format!("{session}/draft");
        assert_eq!(
            site.post(&marta, &draft, &[("subjective", "first"), ("_version", "0")]).status,
            StatusCode::SEE_OTHER
        );
        assert!(site.get(&marta, &session).body.contains("first"));
        let stale = site.post(&marta, &draft, &[("subjective", "second"), ("_version", "0")]);
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("second") && stale.body.contains("first"), "both versions are shown");
        assert_eq!(
            site.post(&marta, &draft, &[("subjective", "second"), ("_version", "1")]).status,
            StatusCode::SEE_OTHER
        );
    });
}

#[test]
fn a_supervisor_reads_and_cosigns_only_those_they_supervise() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ingrid", &marta);
        let session = opened(site, &marta, &client, &[("kind", "treatment")]);
        site.post(&marta, &format!("{session}/sign"), &[("objective", "Hip work."), ("secret", PASSWORD)]);
        let olga = site.person("olga", &[Role::Supervisor]);
        assert_eq!(
            site.get(&olga, &session).status,
            StatusCode::FORBIDDEN,
            "outside the circle, and supervising nobody"
        );
        let marta_id = site.texts("select id as text from person where login = 'marta'").remove(0);
        site.supervise(&olga.id, &marta_id);
        assert_eq!(site.get(&olga, &session).status, StatusCode::OK);
        assert_eq!(
            site.post(&olga, &format!("{session}/addenda"), &[("words", "mine too"), ("secret", "x")]).status,
            StatusCode::NOT_FOUND
        );
        let cosign = format!("{session}/cosign");
        assert_eq!(site.post(&olga, &cosign, &[("secret", PASSWORD)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        site.password(&olga);
        assert_eq!(site.post(&olga, &cosign, &[("secret", PASSWORD)]).status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &session).body.contains("Co-signed"));
    });
}

#[test]
fn an_adverse_effect_needs_how_bad_and_shows_in_the_list() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let session = opened(site, &marta, &client, &[("kind", "treatment")]);
        let responses = format!("{session}/responses");
        assert_eq!(site.post(&marta, &responses, &[("code", "bruise")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            site.post(&marta, &responses, &[("code", "bruise"), ("severity", "mild")]).status,
            StatusCode::SEE_OTHER
        );
        assert!(site.get(&marta, &format!("/clients/{client}/sessions")).body.contains("Adverse effect"));
    });
}

#[test]
fn two_sessions_stand_side_by_side() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        let a = opened(site, &marta, &client, &[("preset", "back_neck_30")]);
        let b = opened(site, &marta, &client, &[("preset", "legs_feet_45")]);
        let id = |url: &str| url.rsplit('/').next().unwrap().to_string();
        let page = site.get(&marta, &format!("/clients/{client}/sessions/beside?a={}&b={}", id(&a), id(&b)));
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.body.contains("Calf") || page.body.contains("calf"));
    });
}

#[test]
fn the_same_act_sent_twice_is_done_once() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Twice", &marta);
        let base = format!("/clients/{client}/sessions");
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        let act = ("_act", "01930000-0000-7000-8000-000000000001");
        let first = site.post(&marta, &base, &[act, ("kind", "treatment")]);
        let again = site.post(&marta, &base, &[act, ("kind", "treatment")]);
        assert_eq!((first.status, &first.location), (again.status, &again.location));
        assert_eq!(site.texts("select id as text from session").len(), 1);
        let other = site.post(&marta, &base, &[act, ("kind", "seen")]);
        assert_eq!(other.status, StatusCode::CONFLICT, "another body under the same id");
    });
}
