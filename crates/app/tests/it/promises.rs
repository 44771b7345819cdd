//! Promises over all routes, whatever rooms there are.
use crate::site::{Browser, each_engine};
use app::door::{Right, Role};
use axum::http::{Method, StatusCode};

/// The JSON twin of a page.
fn twin(url: &str) -> String {
    if url == "/" { "/api".into() } else { format!("/api{url}") }
}

/// A path with every `{…}` filled by an id that is nobody's.
fn fill(path: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('}') {
        match part.split_once('{') {
            Some((before, "client}")) => out.push_str(&format!("{before}cli_00000000000000000000000000")),
            Some((before, _)) => out.push_str(&format!("{before}xxx_00000000000000000000000000")),
            None => out.push_str(part),
        }
    }
    out
}

#[test]
fn every_verb_is_a_room_and_what_is_done_and_stands_once() {
    let mut seen = std::collections::BTreeSet::new();
    for route in app::routes().iter() {
        let (room, verb) = route.verb.split_once('.').unwrap_or_else(|| panic!("{} {:?}", route.path, route.verb));
        assert!(!room.is_empty() && !verb.is_empty());
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {} twice", route.method, route.path);
    }
}

#[test]
fn a_stranger_gets_nothing_from_any_route() {
    each_engine(|site| {
        site.founded();
        let stranger = Browser::default();
        for route in app::routes().iter().filter(|route| route.right != Right::Everyone) {
            let url = fill(route.path);
            let page = match route.method {
                Method::GET => site.get(&stranger, &url),
                _ => site.post(&stranger, &url, &[]),
            };
            assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"), "{url}");
            let twin = match route.method {
                Method::GET => site.get(&stranger, &twin(&url)),
                _ => site.json(&stranger, &twin(&url), "{}"),
            };
            assert_eq!(twin.status, StatusCode::UNAUTHORIZED, "/api{url}");
        }
    });
}

/// The matrix as the practice reads it; `rights.rs` must say the same, both ways.
const MATRIX: &str = "
                owner practitioner desk supervisor auditor client
everyone        x     x            x    x          x       x
own             x     x            x    x          x       x
directory       x     x            x    x          .       .
edit_directory  x     x            x    .          .       .
own_chart       .     .            .    .          .       x
own_intake      .     .            .    .          .       x
read_chart      .     x            .    x          .       .
write_chart     .     x            .    .          .       .
co_sign         .     .            .    x          .       .
administer      x     .            .    .          .       .
read_trail      x     .            .    .          x       .
";

#[test]
fn each_role_has_exactly_the_rights_of_the_matrix() {
    let mut lines = MATRIX.trim_matches('\n').lines();
    let roles: Vec<Role> = lines.next().unwrap().split_whitespace().map(|key| Role::from_key(key).unwrap()).collect();
    let mut rights = 0;
    for (line, right) in lines.zip(Right::ALL) {
        let mut cells = line.split_whitespace();
        let name = serde_json::to_value(right).unwrap();
        assert_eq!(cells.next(), name.as_str());
        for (cell, role) in cells.zip(&roles) {
            assert_eq!(cell == "x", role.may(right), "{role:?} {right:?}");
        }
        rights += 1;
    }
    assert_eq!((rights, roles.len()), (Right::ALL.len(), Role::ALL.len()));
}

#[test]
fn each_role_reaches_exactly_the_routes_that_its_rights_open() {
    each_engine(|site| {
        let marta = site.founded();
        for role in Role::ALL {
            let browser = match role {
                Role::Client => site.patient(role.key(), &site.client("Amara", &marta)),
                _ => site.person(role.key(), &[role]),
            };
            for route in app::routes().iter().filter(|route| route.scope != "nobody" && route.path != "/lock") {
                let url = fill(route.path);
                let page = match route.method {
                    Method::GET => site.get(&browser, &url),
                    _ => site.post(&browser, &url, &[]),
                };
                let denied = matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
                if role.may(route.right) {
                    // What the path names is nobody's, so "not found" is right where it names something.
                    assert!(!denied || url != route.path, "{role:?} {} {url}: {}", route.method, page.status);
                } else {
                    assert!(denied, "{role:?} {} {url}: {}", route.method, page.status);
                }
            }
        }
    });
}

#[test]
fn junk_is_refused_without_a_fault() {
    each_engine(|site| {
        let marta = site.founded();
        let long = format!("a={}", "x".repeat(1_100_000));
        for route in app::routes().iter().filter(|route| !matches!(route.path, "/lock" | "/sign-out")) {
            let url = fill(route.path);
            for junk in ["a=%ff", "=", "%00=1", "_act=7", "_version=x", "score=1&score=2", &long] {
                let heads = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
                let reply = match route.method {
                    Method::GET if junk.len() > 1_000 => continue,
                    Method::GET => site.get(&marta, &format!("{url}?{junk}")),
                    _ => site.send(&marta, Method::POST, &url, &heads, axum::body::Body::from(junk.to_string())),
                };
                assert!(!reply.status.is_server_error(), "{} {url} {:.20}: {}", route.method, junk, reply.status);
            }
            for junk in ["", "[]", "{\"a\":{}}", "nonsense"] {
                let reply = site.json(&marta, &twin(&url), junk);
                assert!(!reply.status.is_server_error(), "/api{url} {junk}: {}", reply.status);
            }
        }
    });
}

#[test]
fn every_answer_carries_what_protects_it() {
    each_engine(|site| {
        let marta = site.founded();
        for route in app::routes().iter().filter(|route| route.method == Method::GET) {
            let reply = site.get(&marta, &fill(route.path));
            let csp = reply.heads["content-security-policy"].to_str().unwrap();
            assert!(csp.contains("default-src 'self'") || csp.contains("sandbox"), "{}", route.path);
            assert!(!csp.contains("unsafe"));
            assert_eq!(reply.heads["x-content-type-options"], "nosniff");
            assert_eq!(reply.heads["cache-control"], "no-store");
            if reply.status == StatusCode::OK && reply.body.contains("<html") {
                for part in ["<title>", "<main", "lang=\"en\"", "<h1"] {
                    assert!(reply.body.contains(part), "{} has no {part}", route.path);
                }
                for inline in ["<script>", "<style", " style=\"", " onclick", "javascript:"] {
                    assert!(!reply.body.contains(inline), "{} has {inline}", route.path);
                }
            }
        }
    });
}
