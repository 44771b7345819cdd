//! What goes over the wire packed, and what does not.
use crate::site::{Browser, Site, each_engine};
use axum::{body::Body, http::Method};

/// The encoding of an answer, and whether it can be read as it stands.
fn sent(site: &Site, who: &Browser, url: &str, heads: &[(&str, &str)]) -> (String, bool) {
    let reply = site.send(who, Method::GET, url, heads, Body::empty());
    assert_eq!(reply.status, 200, "{url}");
    let encoding = reply.heads.get("content-encoding").map(|value| value.to_str().unwrap().to_string());
    (encoding.unwrap_or_default(), reply.body.contains("</html>"))
}

#[test]
fn a_page_of_ours_travels_packed_and_one_that_a_foreign_site_opens_does_not() {
    each_engine(|site| {
        let marta = site.founded();
        let chart = format!("/clients/{}", site.client("Tomasz", &marta));
        let ours = [("accept-encoding", "gzip, br"), ("sec-fetch-site", "same-origin")];
        let foreign = [("accept-encoding", "gzip, br"), ("sec-fetch-site", "cross-site")];
        assert_eq!(sent(site, &marta, &chart, &ours), ("gzip".into(), false));
        assert_eq!(sent(site, &marta, &chart, &foreign), (String::new(), true));
        let cannot_unpack = [("sec-fetch-site", "none")];
        assert_eq!(sent(site, &marta, &chart, &cannot_unpack), (String::new(), true));
    });
}

#[test]
fn style_travels_packed_and_is_kept_for_as_long_as_it_is_the_same() {
    each_engine(|site| {
        let marta = site.founded();
        let url = app::ui::assets::url("app.css");
        let reply = site.send(&marta, Method::GET, &url, &[("accept-encoding", "gzip")], Body::empty());
        assert_eq!(reply.heads["content-encoding"], "gzip");
        assert!(reply.heads["cache-control"].to_str().unwrap().contains("immutable"));
        let old = site.send(&marta, Method::GET, "/assets/0123456789abcdef/app.css", &[], Body::empty());
        assert_eq!(old.heads["cache-control"], "no-cache", "the address of another version");
    });
}
