//! Complaints: taken down, changed, ended, taken back; read in one chart after a merge.
use crate::site::each_engine;
use axum::http::StatusCode;

#[test]
fn a_complaint_is_changed_by_a_new_version_and_ended_without_losing_what_was_said() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let base = format!("/clients/{client}/complaints");
        let fields = [
            ("words", "It clicks when I chew"),
            ("site1", "jaw"),
            ("side1", "right"),
            ("onset", "2026-05"),
            ("aggravating", "hard bread"),
            ("goal", "eat an apple"),
        ];
        let made = site.post(&marta, &base, &fields);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let page = site.get(&marta, &made.location).body;
        for part in ["It clicks when I chew", "2026-05", "hard bread", "eat an apple", "right"] {
            assert!(page.contains(part), "{part}");
        }
        let changed = site.post(&marta, &made.location, &[("words", "It clicks and locks"), ("onset", "2025")]);
        assert_eq!(changed.location, made.location);
        let page = site.get(&marta, &made.location).body;
        assert!(page.contains("It clicks and locks") && page.contains("It clicks when I chew"), "both versions");
        let ended = site.post(&marta, &format!("{}/end", made.location), &[("outcome", "resolved")]);
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        assert!(site.get(&marta, &base).body.contains("24 Nov 2026"));
        let taken = site.post(&marta, &format!("{}/withdraw", made.location), &[("reason", "another client's")]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        assert!(site.get(&marta, &base).body.contains("No complaint recorded"));
        assert_eq!(site.get(&marta, &made.location).status, StatusCode::NOT_FOUND);
        assert_eq!(site.texts("select id as text from complaint").len(), 4, "the record keeps each version");
        assert!(site.verified());
    });
}

#[test]
fn what_cannot_be_taken_is_said_beside_each_field_and_kept() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Jonas", &marta);
        let base = format!("/clients/{client}/complaints");
        let fields = [("words", ""), ("site1", "nowhere at all"), ("onset", "last spring"), ("goal", "to run again")];
        let reply = site.post(&marta, &base, &fields);
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["r-words", "r-site1", "r-onset", "to run again"] {
            assert!(reply.body.contains(part), "{part}");
        }
        let future = site.post(&marta, &base, &[("words", "neck"), ("onset", "2027")]);
        assert!(future.body.contains("This has not come yet."));
        assert!(site.texts("select id as text from complaint").is_empty());
    });
}
