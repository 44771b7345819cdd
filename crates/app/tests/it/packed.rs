//! What goes over the wire packed, and what does not.
use crate::site::{Browser, Site, each_engine};
use axum::{body::Body, http::Method};

/// The encoding of an answer and its length.
fn sent(site: &Site, who: &Browser, url: &str, heads: &[(&str, &str)]) -> (String, usize) {
    let reply = site.send(who, Method::GET, url, heads, Body::empty());
    assert_eq!(reply.status, 200, "{url}");
    let encoding = reply.heads.get("content-encoding").map(|value| value.to_str().unwrap().to_string());
    (encoding.unwrap_or_default(), reply.body.len())
}

#[test]
fn a_page_of_ours_travels_packed_and_one_that_a_foreign_site_opens_does_not() {
    each_engine(|site| {
        let marta = site.founded();
        let chart = format!("/clients/{}", site.client("Tomasz", &marta));
        let ours = [("accept-encoding", "gzip, br"), ("sec-fetch-site", "same-origin")];
        let foreign = [("accept-encoding", "gzip, br"), ("sec-fetch-site", "cross-site")];
        let (encoding, packed) = sent(site, &marta, &chart, &ours);
        let (plain, whole) = sent(site, &marta, &chart, &foreign);
        assert_eq!((encoding.as_str(), plain.as_str()), ("gzip", ""));
        assert!(packed < whole / 2, "{packed} of {whole}");
        assert_eq!(sent(site, &marta, &chart, &[("sec-fetch-site", "none")]).0, "", "who cannot unpack");
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
