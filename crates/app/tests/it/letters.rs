//! Letters: composed, mended, signed with the bytes that were printed, logged when they leave; referrals until answered.
use crate::site::{Browser, Site, each_engine};
use app::door::{Role, hex};
use axum::http::StatusCode;
use sha2::{Digest, Sha256};

const PASSWORD: &str = "linen and spruce";

/// A chart with a complaint and pain measured twice.
fn charted(site: &Site, who: &Browser) -> String {
    let client = site.client("Jana", who);
    let made = site.post(who, &format!("/clients/{client}/complaints"), &[("words", "A stiff neck at the desk")]);
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    for (on, worst) in [("2026-10-06", "7"), ("2026-11-17", "3")] {
        let taken = site.post(who, &format!("/clients/{client}/measures/nprs"), &[("i3", worst), ("on", on)]);
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    }
    client
}

/// Begins a letter and gives its address.
fn begun(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> String {
    let reply = site.post(who, &format!("/clients/{client}/letters"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

fn to_ruiz(kind: &str) -> [(&'static str, String); 4] {
    [("kind", kind.into()), ("to", "other".into()), ("name", "Dr Ruiz".into()), ("role", "General practice".into())]
}

fn begun_to_ruiz(site: &Site, who: &Browser, client: &str, kind: &str) -> String {
    let fields = to_ruiz(kind);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    begun(site, who, client, &fields)
}

fn signed(site: &Site, who: &Browser, letter: &str, body: &str) -> String {
    let reply = site.post(who, &format!("{letter}/sign"), &[("body", body), ("secret", PASSWORD)]);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

#[test]
fn a_letter_is_composed_from_the_record_and_signed_with_the_bytes_that_were_printed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let letter = begun_to_ruiz(site, &marta, &client, "referral");
        let page = site.get(&marta, &letter).body;
        for part in [
            "A stiff neck at the desk",
            "7 points to 3 points",
            "error",
            "Warning signs of the complaint were not asked",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let draft = site.get(&marta, &format!("{letter}/pdf"));
        assert_eq!(draft.status, StatusCode::OK);
        assert!(draft.body.starts_with("%PDF-1.7"));
        assert_eq!(draft.heads["content-type"], "application/pdf");
        assert!(draft.heads["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let wrong = site.post(&marta, &format!("{letter}/sign"), &[("body", "Please see her."), ("secret", "no")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Please see her."), "what was typed is kept");
        let page = signed(site, &marta, &letter, "Please see her.");
        let shown = site.get(&marta, &page).body;
        assert!(shown.contains("Please see her.") && shown.contains("SHA-256"), "{shown}");
        assert!(site.get(&marta, &format!("{page}/pdf")).body.starts_with("%PDF-1.7"));
        let bytes = site
            .db
            .look(|db| db.rows("select pdf from letter", &[], |row| Ok::<_, db::Error>(row.blob("pdf")?.to_vec())));
        let digests = site.texts("select digest as text from letter");
        assert_eq!(digests, [hex(Sha256::digest(&bytes.wait().unwrap()[0]))]);
        let head = site.texts("select head as text from letter").remove(0);
        assert!(head.len() > 18 && head.ends_with(')'), "the chart's head and its number: {head}");
        assert!(site.get(&marta, &format!("/clients/{client}/letters")).body.contains("Dr Ruiz"));
        assert!(site.verified());
    });
}

#[test]
fn every_kind_of_letter_can_be_begun_printed_and_signed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        for kind in ["referral", "reply", "discharge", "programme", "receipt", "handover", "chart"] {
            let letter = begun(site, &marta, &client, &[("kind", kind), ("to", "client")]);
            assert!(site.get(&marta, &format!("{letter}/pdf")).body.starts_with("%PDF-1.7"), "{kind}");
            signed(site, &marta, &letter, "# Words\n- one\n- two");
        }
        let wrong = site.post(&marta, &format!("/clients/{client}/letters"), &[("kind", "poem"), ("to", "other")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("r-kind") && wrong.body.contains("r-name"));
        assert!(site.verified());
    });
}

#[test]
fn a_letter_leaves_past_the_clients_hands_only_with_their_consent_and_the_trail_says_how() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let page = signed(site, &marta, &begun_to_ruiz(site, &marta, &client, "reply"), "All well.");
        let sent = format!("{page}/sent");
        let faxed = site.post(&marta, &sent, &[("how", "faxed"), ("whom", "Dr Ruiz")]);
        assert_eq!(faxed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(faxed.body.contains("consent to this contact is not recorded"));
        let handed = site.post(&marta, &sent, &[("how", "handed"), ("whom", "Jana")]);
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.body);
        assert!(site.get(&marta, &page).body.contains("Handed to the client"));
        let member = [("name", "Dr Sol"), ("role", "Rheumatology"), ("may_contact", "yes")];
        assert_eq!(site.post(&marta, &format!("/clients/{client}/team"), &member).status, StatusCode::SEE_OTHER);
        let id = site.texts("select id as text from care_member").remove(0);
        let letter = begun(site, &marta, &client, &[("kind", "reply"), ("to", &id)]);
        let page = signed(site, &marta, &letter, "All well.");
        let faxed = site.post(&marta, &format!("{page}/sent"), &[("how", "faxed"), ("whom", "Dr Sol")]);
        assert_eq!(faxed.status, StatusCode::SEE_OTHER, "{}", faxed.body);
        assert!(site.trail().iter().any(|line| line.ends_with("letter.send done")));
        assert!(site.verified());
    });
}

#[test]
fn a_new_version_stands_beside_the_old_and_an_error_is_said_and_not_erased() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let page = signed(site, &marta, &begun_to_ruiz(site, &marta, &client, "reply"), "First words.");
        let revised = site.post(&marta, &format!("{page}/revise"), &[]);
        assert!(site.get(&marta, &revised.location).body.contains("First words."));
        assert_eq!(signed(site, &marta, &revised.location, "Second words."), page);
        let shown = site.get(&marta, &page).body;
        assert!(shown.contains("Second words.") && shown.contains("Version 1") && shown.contains("Version 2"));
        let error = site.post(&marta, &format!("{page}/error"), &[("reason", "another client's letter")]);
        assert_eq!(error.status, StatusCode::SEE_OTHER, "{}", error.body);
        assert!(site.get(&marta, &page).body.contains("Entered in error"));
        for (tail, fields) in
            [("sent", [("how", "handed"), ("whom", "Jana")]), ("error", [("reason", "again"), ("", "")])]
        {
            assert_eq!(site.post(&marta, &format!("{page}/{tail}"), &fields).status, StatusCode::CONFLICT, "{tail}");
        }
        assert_eq!(site.texts("select id as text from letter").len(), 3);
        assert!(site.verified());
    });
}

#[test]
fn a_draft_is_its_authors_and_is_never_written_over_unseen() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let letter = begun_to_ruiz(site, &marta, &client, "reply");
        let keep = format!("{letter}/draft");
        let first = site.post(&marta, &keep, &[("body", "one"), ("_version", "1")]);
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let stale = site.post(&marta, &keep, &[("body", "two"), ("_version", "1")]);
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("two") && stale.body.contains("one"), "both are shown");
        let noor = site.person("noor", &[Role::Practitioner]);
        let desk = site.person("desk", &[Role::Desk]);
        assert_ne!(site.get(&noor, &letter).status, StatusCode::OK);
        assert_eq!(site.get(&desk, &format!("/clients/{client}/letters")).status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(&marta, &format!("{letter}/discard"), &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&marta, &letter).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_claim_is_met_with_what_is_known_and_may_be_kept() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let letter = begun_to_ruiz(site, &marta, &client, "reply");
        let body = "The massage lowers cortisol and flushes toxins.";
        site.post(&marta, &format!("{letter}/draft"), &[("body", body)]);
        let page = site.get(&marta, &letter).body;
        assert!(page.contains("very small effect of massage on cortisol"), "{page}");
        assert!(page.contains("No study shows that massage or exercise removes toxins."));
        let kept = signed(site, &marta, &letter, body);
        assert!(site.get(&marta, &kept).body.contains(body));
    });
}

#[test]
fn a_hand_over_sheet_is_one_tap_and_says_what_stops_hands() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Otto", &marta);
        let clot = [("answer", "yes"), ("since", "2026-11-20"), ("region", "calf"), ("side", "left")];
        site.post(&marta, &format!("/clients/{client}/facts/vte_confirmed"), &clot);
        assert!(site.get(&marta, &format!("/clients/{client}/screen")).body.contains("letters/handover"));
        let sheet = site.post(&marta, &format!("/clients/{client}/letters/handover"), &[]);
        assert_eq!(sheet.status, StatusCode::SEE_OTHER, "{}", sheet.body);
        let page = site.get(&marta, &sheet.location).body;
        assert!(page.contains("hands-on work was stopped") && !page.contains("No recorded rule stops"), "{page}");
        assert!(site.get(&marta, &format!("{}/pdf", sheet.location)).body.starts_with("%PDF-1.7"));
    });
}

#[test]
fn a_referral_is_tracked_until_it_is_answered_and_overdue_after_its_day() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        let base = format!("/clients/{client}/referrals");
        let bare = site.post(&marta, &base, &[("direction", "out"), ("whom", "Dr Ruiz")]);
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["r-why", "r-due_on", "Dr Ruiz"] {
            assert!(bare.body.contains(part), "{part}");
        }
        let fields = [("direction", "out"), ("whom", "Dr Ruiz"), ("rule", "scope"), ("due_on", "2026-12-01")];
        assert_eq!(site.post(&marta, &base, &fields).status, StatusCode::SEE_OTHER);
        let page = site.get(&marta, &base).body;
        assert!(page.contains("Awaited") && page.contains("Outside what I may do") && !page.contains("Overdue"));
        site.tick(8 * 86_400);
        let marta = site.again("marta");
        assert!(site.get(&marta, &base).body.contains("Overdue"));
        assert!(site.get(&marta, &format!("/clients/{client}")).body.contains("Overdue"), "on the overview");
        assert!(site.get(&marta, "/today").body.contains("Answer awaited from"), "on Today");
        let of = site.texts("select of as text from referral").remove(0);
        let empty = site.post(&marta, &format!("{base}/{of}/answer"), &[]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answered = site.post(&marta, &format!("{base}/{of}/answer"), &[("answer", "Nothing found on the film.")]);
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
        let page = site.get(&marta, &base).body;
        assert!(page.contains("Nothing found on the film.") && !page.contains("Overdue"));
        assert_eq!(site.post(&marta, &format!("{base}/{of}/close"), &[("answer", "x")]).status, StatusCode::CONFLICT);
        assert!(site.verified());
    });
}

#[test]
fn visits_of_which_nobody_stated_the_day_are_counted_in_a_letter() {
    each_engine(|site| {
        let marta = site.founded();
        let client = charted(site, &marta);
        for _ in 0..2 {
            let fields = [("kind", "treatment"), ("not_stated", "yes"), ("unreported", "yes")];
            let session = site.post(&marta, &format!("/clients/{client}/sessions"), &fields).location;
            let ended = site.post(&marta, &format!("{session}/end"), &[("outcome", "finished")]);
            assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        }
        let letter = begun_to_ruiz(site, &marta, &client, "discharge");
        let page = site.get(&marta, &letter).body;
        assert!(page.contains("2 visits; their days are not stated."), "{page}");
    });
}
