//! Consent: read, answered, signed; declined, withdrawn, expired; the guardian of a minor; the gate before hands.
use crate::clients;
use crate::site::{Browser, Reply, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

/// The sheet as the API gives it.
fn sheet(site: &Site, who: &Browser, client: &str, also: &[&str]) -> Value {
    let body = serde_json::json!({ "also": also }).to_string();
    let reply = site.json(who, &format!("/api/clients/{client}/consent/new"), &body);
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    serde_json::from_str::<Value>(&reply.body).unwrap()["sheet"].clone()
}

/// Answers the sheet as it stands; `fields` after what everybody sends.
fn answer(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> Reply {
    let also: Vec<&str> = fields.iter().filter(|(name, _)| *name == "also").map(|(_, value)| *value).collect();
    let digest = sheet(site, who, client, &also)["digest"].as_str().unwrap().to_string();
    let mut all = vec![("digest", digest.as_str())];
    for one in [("signer", "client"), ("signer_name", "Amara Obi"), ("until", "2027-05-24")] {
        if !fields.iter().any(|(name, _)| *name == one.0) {
            all.push(one);
        }
    }
    all.extend(fields);
    site.post(who, &format!("/clients/{client}/consent"), &all)
}

fn given(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) {
    let reply = answer(site, who, client, fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
}

const YES: [(&str, &str); 2] = [("answer-general", "yes"), ("typed", "Amara Obi")];

fn consent_page(site: &Site, who: &Browser, client: &str) -> String {
    site.get(who, &format!("/clients/{client}/consent")).body
}

fn begun(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> String {
    let checked = site.post(who, &format!("/clients/{client}/check"), &[("rest", "no")]);
    assert_eq!(checked.status, StatusCode::SEE_OTHER, "{}", checked.body);
    let reply = site.post(who, &format!("/clients/{client}/sessions"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.location
}

fn applied(site: &Site, who: &Browser, session: &str, technique: &str, place: &str) {
    let fields = [("technique", technique), ("site", place), ("pressure", "2")];
    let reply = site.post(who, &format!("{session}/applications"), &fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
}

fn marks(site: &Site) -> Vec<String> {
    site.texts("select marks as text from application where id = of order by at, id")
}

#[test]
fn a_yes_is_kept_with_the_whole_text_its_digest_and_the_signature() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &YES);
        let page = consent_page(site, &marta, &client);
        assert!(page.contains("until 24 May 2027") && page.contains("stands"), "{page}");
        assert!(
            page.contains("24 Nov 2026–") && page.contains("whole body"),
            "the header says from when, until when, where"
        );
        let text = site.texts("select text from consent").remove(0);
        assert!(text.contains("What we plan") && text.contains("stop or end the session at any time"), "{text}");
        let digest = site.texts("select digest as text from consent").remove(0);
        let sha = app::door::hex(<sha2::Sha256 as sha2::Digest>::digest(&text));
        assert_eq!(digest, sha);
        let of = site.texts("select of as text from consent").remove(0);
        let read = site.get(&marta, &format!("/clients/{client}/consent/{of}")).body;
        assert!(read.contains("Amara Obi") && read.contains(&digest) && read.contains("What we plan"), "{read}");
        assert!(site.verified());
    });
}

#[test]
fn a_drawn_signature_is_kept_as_numbers_and_never_as_markup() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let drawn = [("answer-general", "yes"), ("signature", "100,100 700,900 1300,100")];
        given(site, &marta, &client, &drawn);
        let of = site.texts("select of as text from consent").remove(0);
        let read = site.get(&marta, &format!("/clients/{client}/consent/{of}")).body;
        assert!(read.contains(r#"<path d="M10 10Q70 90 100.00 50.00L130 10"/>"#), "{read}");
        for wrong in ["<svg onload=alert(1)>", "1,1", "99999,1 2,2"] {
            let reply = answer(site, &marta, &client, &[("answer-general", "yes"), ("signature", wrong)]);
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(!reply.body.contains("<svg onload"), "{wrong}");
        }
        assert_eq!(site.texts("select id as text from consent").len(), 1);
    });
}

#[test]
fn everything_is_asked_and_a_yes_is_signed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let silent = answer(site, &marta, &client, &[]);
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.body.contains("Choose yes, no, or a question."));
        let unsigned = answer(site, &marta, &client, &[("answer-general", "yes")]);
        assert!(unsigned.body.contains("Sign by drawing or by typing"), "{}", unsigned.body);
        for until in ["2026-11-23", "2027-11-25", "soon"] {
            let fields = [YES[0], YES[1], ("until", until)];
            assert_eq!(answer(site, &marta, &client, &fields).status, StatusCode::UNPROCESSABLE_ENTITY, "{until}");
        }
        given(site, &marta, &client, &[YES[0], YES[1], ("until", "2027-11-24")]);
    });
}

#[test]
fn a_no_and_a_question_are_answers_and_need_no_signature() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &[("answer-general", "no"), ("words", "Not today, thank you")]);
        let page = consent_page(site, &marta, &client);
        assert!(page.contains("declined"), "{page}");
        given(site, &marta, &client, &[("answer-general", "question")]);
        assert!(consent_page(site, &marta, &client).contains("the client has a question"));
        let session = begun(site, &marta, &client, &[("kind", "treatment")]);
        assert!(site.get(&marta, &session).body.contains("the client has a question"));
        applied(site, &marta, &session, "swedish", "neck");
        assert_eq!(marks(site), ["consent"], "what was done is recorded, and marked");
        assert!(site.get(&marta, &session).body.contains("No consent recorded"));
    });
}

#[test]
fn a_sensitive_place_is_asked_by_itself_and_the_rest_goes_on_without_it() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let asked = sheet(site, &marta, &client, &["chest_wall"]);
        let keys: Vec<&str> =
            asked["asked"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["general", "chest_wall"]);
        let fields = [YES[0], YES[1], ("also", "chest_wall"), ("answer-chest_wall", "no")];
        given(site, &marta, &client, &fields);
        let session = begun(site, &marta, &client, &[("kind", "treatment")]);
        applied(site, &marta, &session, "swedish", "neck");
        applied(site, &marta, &session, "swedish", "pectoralis_sternal");
        assert_eq!(marks(site), ["", "consent"]);
        let spoken = [("item", "chest_wall"), ("spoken_at", "09:00")];
        let reply = site.post(&marta, &format!("/clients/{client}/consent/spoken"), &spoken);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        applied(site, &marta, &session, "swedish", "pectoralis_sternal");
        assert_eq!(marks(site), ["", "consent", ""]);
        assert!(site.texts("select text from consent where form = 'spoken'")[0].contains("9:00"));
        assert!(site.verified());
    });
}

#[test]
fn a_spoken_yes_holds_for_the_day_and_not_for_an_hour_that_has_not_come() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let url = format!("/clients/{client}/consent/spoken");
        let session = begun(site, &marta, &client, &[("kind", "treatment")]);
        applied(site, &marta, &session, "swedish", "neck");
        let none = site.post(&marta, &url, &[("spoken_at", "09:00")]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let later = site.post(&marta, &url, &[("item", "general"), ("spoken_at", "23:59")]);
        assert!(later.body.contains("This hour has not come yet."), "{}", later.body);
        let name = session.rsplit('/').next().unwrap();
        let said = site.post(&marta, &url, &[("item", "general"), ("session", name)]);
        assert_eq!((said.status, said.location.as_str()), (StatusCode::SEE_OTHER, session.as_str()), "{}", said.body);
        applied(site, &marta, &session, "swedish", "neck");
        assert_eq!(marks(site), ["consent", ""]);
        site.tick(24 * 3600);
        let marta = site.again("marta");
        assert!(consent_page(site, &marta, &client).contains("no longer holds"));
    });
}

#[test]
fn it_holds_to_the_end_of_its_last_day() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &[YES[0], YES[1], ("until", "2026-11-25")]);
        // 24 November 09:00; to 25 November 23:00.
        site.tick(38 * 3600);
        let marta = site.again("marta");
        let session = begun(site, &marta, &client, &[("kind", "treatment")]);
        applied(site, &marta, &session, "swedish", "neck");
        // To 26 November 01:00.
        site.tick(2 * 3600);
        let marta = site.again("marta");
        let next = begun(site, &marta, &client, &[("kind", "treatment")]);
        applied(site, &marta, &next, "swedish", "neck");
        assert_eq!(marks(site), ["", "consent"]);
        assert!(site.get(&marta, &next).body.contains("no longer holds"));
    });
}

#[test]
fn it_is_taken_back_at_any_time_and_what_was_done_before_stays() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &YES);
        let session = begun(site, &marta, &client, &[("kind", "treatment")]);
        applied(site, &marta, &session, "swedish", "neck");
        let of = site.texts("select of as text from consent").remove(0);
        let url = format!("/clients/{client}/consent/{of}/withdraw");
        let fields = [("item", "general"), ("words", "I changed my mind")];
        assert_eq!(site.post(&marta, &url, &fields).status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&marta, &url, &fields).status, StatusCode::NOT_FOUND, "once");
        applied(site, &marta, &session, "swedish", "neck");
        assert_eq!(marks(site), ["", "consent"]);
        let page = consent_page(site, &marta, &client);
        assert!(page.contains("withdrawn") && page.contains("I changed my mind"), "{page}");
        assert_eq!(site.texts("select answer as text from consent_item").len(), 2, "the record keeps both");
        assert!(site.verified());
    });
}

#[test]
fn entered_in_error_leaves_no_consent_behind() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &YES);
        let of = site.texts("select of as text from consent").remove(0);
        let url = format!("/clients/{client}/consent/{of}/error");
        assert_eq!(site.post(&marta, &url, &[("reason", "")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &url, &[("reason", "another client")]).status, StatusCode::SEE_OTHER);
        let page = consent_page(site, &marta, &client);
        assert!(page.contains("No general consent: not asked") && page.contains("Entered in error"), "{page}");
    });
}

#[test]
fn a_guardian_signs_for_a_minor() {
    each_engine(|site| {
        let marta = site.founded();
        let minor = [("legal_name", "Leo Marsh"), ("birth_on", "2014-02-03"), ("guardian_name", "Ruth Marsh")];
        let client = clients::client(site, &marta, &minor);
        let own = answer(site, &marta, &client, &[YES[0], YES[1]]);
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(own.body.contains("a parent or guardian signs"));
        let fields = [
            ("answer-general", "yes"),
            ("typed", "Ruth Marsh"),
            ("signer", "guardian"),
            ("signer_name", "Ruth Marsh"),
            ("assent", "yes"),
        ];
        given(site, &marta, &client, &fields);
        let of = site.texts("select of as text from consent").remove(0);
        let read = site.get(&marta, &format!("/clients/{client}/consent/{of}")).body;
        assert!(read.contains("Parent or guardian") && read.contains("The child agrees."), "{read}");
    });
}

#[test]
fn what_was_read_must_be_what_is_kept() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let old = sheet(site, &marta, &client, &[])["digest"].as_str().unwrap().to_string();
        let plan = [("about", "neck_pain"), ("use", "swedish-neck_pain"), ("review_on", "2026-12-24")];
        let made = site.post(&marta, &format!("/clients/{client}/plan"), &plan);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let fields = [
            ("digest", old.as_str()),
            ("signer", "client"),
            ("signer_name", "Amara Obi"),
            ("until", "2027-05-24"),
            YES[0],
            YES[1],
        ];
        let stale = site.post(&marta, &format!("/clients/{client}/consent"), &fields);
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("The text has changed since it was read"));
        given(site, &marta, &client, &YES);
        assert!(consent_page(site, &marta, &client).contains("neck"));
    });
}

#[test]
fn the_sheet_is_read_in_the_clients_language() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let page = site.get(&marta, &format!("/clients/{client}/consent/new?language=es")).body;
        for part in ["Consentimiento para el tratamiento", "Usted decide", "Tengo una pregunta", "lang=\"es\""] {
            assert!(page.contains(part), "{part}: {page}");
        }
    });
}

#[test]
fn starting_with_something_sensitive_in_the_plan_asks_and_seeing_never_does() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        given(site, &marta, &client, &YES);
        let plan = [
            ("about", "wellness"),
            ("own1-technique", "swedish"),
            ("own1-site", "pectoralis_sternal"),
            ("own1-pressure", "2"),
        ];
        let made = site.post(&marta, &format!("/clients/{client}/plan"), &plan);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        let base = format!("/clients/{client}/sessions");
        let begin = format!("/clients/{client}/begin");
        assert!(site.get(&marta, &begin).body.contains("Left out today"));
        let asked = site.post(&marta, &begin, &[("begin", "treatment")]);
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        let left_out = site.post(&marta, &begin, &[("begin", "treatment"), ("consent", "left_out")]);
        assert!(left_out.location.contains("/sessions/ses_"), "{} {}", left_out.location, left_out.body);
        let asked = site.post(&marta, &base, &[("kind", "treatment")]);
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("Say whether the client agreed just now"), "{}", asked.body);
        assert_eq!(site.post(&marta, &base, &[("kind", "seen")]).status, StatusCode::SEE_OTHER);
        let without = site.post(&marta, &base, &[("kind", "treatment"), ("consent", "left_out")]);
        assert_eq!(without.status, StatusCode::SEE_OTHER);
        let spoken = [("kind", "treatment"), ("consent", "spoken"), ("spoken_at", "09:00")];
        let session = site.post(&marta, &base, &spoken);
        assert_eq!(session.status, StatusCode::SEE_OTHER, "{}", session.body);
        applied(site, &marta, &session.location, "swedish", "pectoralis_sternal");
        assert_eq!(marks(site), [""]);
    });
}
