//! Answers packed with gzip, where the browser can unpack them.
//!
//! The length of a packed answer can tell somebody who watches the wire whether a text of their choosing stands in it too
//! (BREACH). No page holds a secret that opens anything: the sign-in is a cookie, writes are refused by where they come
//! from, and the `_act` of a form only names it. What a page does hold is about a client; so an answer is packed only
//! where the request came from a page of ours or from the person's own hand, which a foreign site cannot bring about.
use axum::http::{HeaderMap, header};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Below this many bytes it is not worth the work: the answer fits into one packet as it is.
const WORTH: usize = 1_200;

/// May the answer to this request be packed?
pub(crate) fn may_be(heads: &HeaderMap) -> bool {
    let text = |name: &str| heads.get(name).and_then(|value| value.to_str().ok());
    unpacks(heads) && matches!(text("sec-fetch-site"), Some("same-origin" | "none"))
}

/// Can the browser unpack gzip?
pub(crate) fn unpacks(heads: &HeaderMap) -> bool {
    let accepted = heads.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0")
    })
}

/// The body packed, where its kind and length make that worth while.
pub(crate) fn packed(kind: &str, body: &[u8]) -> Option<Vec<u8>> {
    let text = kind.starts_with("text/") || kind.starts_with("application/json");
    if !text || body.len() < WORTH {
        return None;
    }
    let mut packer = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::new(3));
    packer.write_all(body).ok()?;
    packer.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_a_foreign_site_brings_about_is_not_packed() {
        assert!(may_be(&asked(&[("accept-encoding", "gzip, br"), ("sec-fetch-site", "same-origin")])));
        assert!(may_be(&asked(&[("accept-encoding", "br;q=1.0, gzip;q=0.8"), ("sec-fetch-site", "none")])));
        assert!(!may_be(&asked(&[("accept-encoding", "gzip"), ("sec-fetch-site", "cross-site")])));
        assert!(!may_be(&asked(&[("accept-encoding", "gzip"), ("sec-fetch-site", "same-site")])));
        assert!(!may_be(&asked(&[("accept-encoding", "gzip")])));
    }

    #[test]
    fn who_cannot_unpack_gets_it_as_it_is() {
        assert!(!unpacks(&asked(&[("accept-encoding", "br, gzip;q=0")])));
        assert!(!unpacks(&asked(&[])));
    }

    #[test]
    fn long_text_becomes_shorter_and_pictures_stay() {
        let text = "left shoulder ".repeat(200);
        assert!(packed("text/html; charset=utf-8", text.as_bytes()).unwrap().len() < text.len() / 10);
        assert_eq!(packed("image/png", text.as_bytes()), None);
        assert_eq!(packed("text/html", b"short"), None);
    }
}
