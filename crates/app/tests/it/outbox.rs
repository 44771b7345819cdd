//! What waits on a device: its key, and what of it outlasts a sign-out.
use crate::site::{Browser, each_engine};
use app::door::Role;
use axum::http::StatusCode;

#[test]
fn the_key_of_what_waits_is_the_persons_own_and_the_same_at_every_sign_in() {
    each_engine(|site| {
        let marta = site.founded();
        let has_key = |who: &Browser| {
            let reply = site.get(who, "/me/device-key");
            assert_eq!((reply.status, &reply.heads["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
            !reply.body.is_empty()
        };
        assert!(has_key(&marta));
        let kept = || {
            site.texts(
                "select count(*) || ' ' || count(distinct key) || ' ' || min(length(key)) as text from device_key",
            )
        };
        assert_eq!(kept(), ["1 1 32"]);
        let later = site.again("marta");
        assert!(has_key(&later));
        assert_eq!(kept(), ["1 1 32"], "a later sign-in gets the same, so that what waits can be read");
        let joan = site.person("joan", &[Role::Desk]);
        assert!(!has_key(&joan), "who signed in before there were such keys keeps nothing");
        site.password(&joan);
        site.again("joan");
        assert_eq!(kept(), ["2 2 32"], "another's is another");
        assert_eq!(site.get(&Browser::default(), "/me/device-key").location, "/sign-in");
    });
}

#[test]
fn leaving_forgets_what_the_browser_kept_but_for_what_others_could_not_send_yet() {
    each_engine(|site| {
        let marta = site.founded();
        let left = site.post(&marta, "/sign-out", &[("others", "wait")]);
        assert_eq!(left.heads["clear-site-data"], "\"cache\"");
        let later = site.again("marta");
        let left = site.post(&later, "/sign-out", &[]);
        assert_eq!(left.heads["clear-site-data"], "\"cache\", \"storage\"");
        assert_eq!(site.get(&later, "/outbox").location, "/sign-in", "signed out either way");
    });
}

#[test]
fn a_note_is_not_signed_over_a_text_that_its_author_has_not_seen() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        let session = site.post(&marta, &format!("/clients/{client}/begin"), &[("begin", "treatment")]).location;
        let kept = site.post(&marta, &format!("{session}/draft"), &[("plan", "Rest until Friday."), ("_version", "0")]);
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let sign = |version: &str| {
            let fields = [("plan", "Stretch."), ("secret", "linen and spruce"), ("_version", version)];
            site.post(&marta, &format!("{session}/sign"), &fields)
        };
        let stale = sign("0");
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Stretch.") && stale.body.contains("Rest until Friday."), "both are shown");
        assert_eq!(sign("1").status, StatusCode::SEE_OTHER);
    });
}
