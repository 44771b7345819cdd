//! Setting up, signing in and out, locking.
use crate::site::{Browser, CODE, each_engine};
use app::door::Role;
use axum::http::{Method, StatusCode};

#[test]
fn a_practice_begins_with_the_code_from_the_console_and_only_once() {
    each_engine(|site| {
        let nobody = Browser::default();
        assert_eq!(site.get(&nobody, "/").location, "/set-up", "before set-up everything leads there");
        let form = [
            ("code", "wrong"),
            ("practice", "Hands and House"),
            ("zone", "Europe/Madrid"),
            ("jurisdiction", "ES"),
            ("locale", "en"),
            ("name", "Marta"),
            ("login", "marta"),
            ("password", "linen and spruce"),
        ];
        let refused = site.post(&nobody, "/set-up", &form);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Hands and House"), "what was typed is kept");
        assert!(!refused.body.contains("linen and spruce"), "a password is not sent back");
        site.founded();
        let again: Vec<_> = form.iter().map(|&(k, v)| (k, if k == "code" { CODE } else { v })).collect();
        assert_eq!(site.post(&nobody, "/set-up", &again).status, StatusCode::NOT_FOUND);
        assert_eq!(site.get(&nobody, "/").location, "/sign-in");
    });
}

#[test]
fn a_wrong_password_tells_nothing_and_slows_down() {
    each_engine(|site| {
        site.founded();
        let nobody = Browser::default();
        let wrong = site.post(&nobody, "/sign-in", &[("login", "marta"), ("password", "not it at all")]);
        let unknown = site.post(&nobody, "/sign-in", &[("login", "nobody"), ("password", "not it at all")]);
        assert_eq!((wrong.status, &wrong.location), (unknown.status, &unknown.location));
        assert!(wrong.cookie.is_none());
        for _ in 0..6 {
            site.post(&nobody, "/sign-in", &[("login", "marta"), ("password", "not it at all")]);
        }
        let slowed = site.post(&nobody, "/sign-in", &[("login", "marta"), ("password", "linen and spruce")]);
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(slowed.heads.contains_key("retry-after"));
        site.tick(600);
        let right = site.post(&nobody, "/sign-in", &[("login", "Marta"), ("password", "linen and spruce")]);
        assert_eq!((right.status, right.location.as_str()), (StatusCode::SEE_OTHER, "/"));
        let cookie = right.heads["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    });
}

#[test]
fn a_wrong_password_sent_twice_is_answered_as_before_and_with_other_words_is_no_repeat() {
    each_engine(|site| {
        site.founded();
        let form = |password| {
            let act = ("_act", "0199fd3a-0000-7000-8000-00000000a001");
            site.post(&Browser::default(), "/sign-in", &[act, ("login", "marta"), ("password", password)])
        };
        assert_eq!(form("not it at all").location, "/sign-in?again=1");
        assert_eq!(form("not it at all").location, "/sign-in?again=1", "a browser that asked twice");
        let other = form("linen and spruce");
        assert_eq!((other.status, other.cookie), (StatusCode::CONFLICT, None));
    });
}

#[test]
fn an_idle_browser_is_signed_out_and_a_day_is_the_most() {
    each_engine(|site| {
        site.founded();
        let desk = site.person("desk", &[Role::Desk]);
        assert_eq!(site.get(&desk, "/me").status, StatusCode::OK);
        site.tick(31 * 60);
        assert_eq!(site.get(&desk, "/me").location, "/sign-in", "idle for half an hour");
    });
}

#[test]
fn a_locked_screen_opens_with_the_pin_and_shows_nothing_until_then() {
    each_engine(|site| {
        let marta = site.founded();
        let pin = [("pin", "2580"), ("password", "linen and spruce")];
        assert_eq!(site.post(&marta, "/me/pin", &pin).status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&marta, "/lock", &[]).location, "/unlock");
        assert_eq!(site.get(&marta, "/me").location, "/unlock");
        assert_eq!(site.get(&marta, "/unlock").status, StatusCode::OK);
        assert_eq!(site.post(&marta, "/unlock", &[("pin", "2581")]).location, "/unlock?again=1");
        assert_eq!(site.post(&marta, "/unlock", &[("pin", "2580")]).location, "/");
        assert_eq!(site.get(&marta, "/me").status, StatusCode::OK);
        site.tick(31 * 60);
        assert_eq!(site.get(&marta, "/me").location, "/unlock", "with a PIN, idle is locked and not signed out");
    });
}

#[test]
fn a_write_from_another_site_is_refused() {
    each_engine(|site| {
        let marta = site.founded();
        let send =
            |heads: &[(&str, &str)]| site.send(&marta, Method::POST, "/lock", heads, axum::body::Body::from("")).status;
        assert_eq!(send(&[("sec-fetch-site", "cross-site")]), StatusCode::FORBIDDEN);
        assert_eq!(send(&[("sec-fetch-site", "none")]), StatusCode::FORBIDDEN);
        assert_eq!(send(&[("origin", "https://elsewhere.example")]), StatusCode::FORBIDDEN);
        assert_eq!(send(&[]), StatusCode::FORBIDDEN, "neither header");
        assert_eq!(send(&[("origin", "http://localhost")]), StatusCode::SEE_OTHER);
    });
}

#[test]
fn signing_out_ends_it_here_and_now() {
    each_engine(|site| {
        let marta = site.founded();
        let left = site.post(&marta, "/sign-out", &[]);
        assert!(left.heads["clear-site-data"].to_str().unwrap().contains("storage"));
        assert_eq!(site.get(&marta, "/me").location, "/sign-in");
    });
}
