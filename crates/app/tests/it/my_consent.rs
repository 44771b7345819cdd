//! Consent on the client's own phone: prepared, read, answered, taken back; who signed and where.
use crate::phone::invited;
use crate::site::{Browser, Reply, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

/// Puts the sheet before the client on their phone; gives the answer.
fn sent(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)]) -> Reply {
    let also: Vec<&str> = fields.iter().filter(|(name, _)| *name == "also").map(|(_, value)| *value).collect();
    let body = serde_json::json!({ "also": also }).to_string();
    let page = site.json(who, &format!("/api/clients/{client}/consent/new"), &body).body;
    let digest = serde_json::from_str::<Value>(&page).unwrap()["sheet"]["digest"].as_str().unwrap().to_string();
    let mut all = vec![("digest", digest.as_str()), ("until", "2027-05-24"), ("practitioner_typed", "Marta Lind")];
    all.extend(fields);
    site.post(who, &format!("/clients/{client}/consent/phone"), &all)
}

/// The address of the sheet that waits, and its digest in this language.
fn asked(site: &Site, phone: &Browser, language: &str) -> (String, String) {
    let id = site.texts("select of as text from consent_request order by at, id").pop().unwrap();
    let url = format!("/my/asked/{id}");
    let page = site.get(phone, &format!("/api{url}?language={language}")).body;
    let page: Value = serde_json::from_str(&page).unwrap();
    (url, page["sheet"]["digest"].as_str().unwrap().to_string())
}

fn answers(site: &Site) -> Vec<String> {
    site.texts("select answer as text from consent_item order by at, id")
}

#[test]
fn a_sheet_is_read_and_signed_on_the_clients_own_phone() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let none = sent(site, &marta, &client, &[]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "the client has no sign-in yet");
        let amara = invited(site, &marta, &client, "amara");
        let reply = sent(site, &marta, &client, &[]);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let list = site.get(&marta, &format!("/clients/{client}/consent")).body;
        assert!(list.contains("waits on the client"), "{list}");
        assert!(site.get(&amara, "/my").body.contains("asks for your consent"));
        let (url, digest) = asked(site, &amara, "es");
        let page = site.get(&amara, &format!("{url}?language=es")).body;
        assert!(page.contains("Usted decide") && page.contains("Marta Lind"), "{page}");
        let yes = [("answer-general", "yes"), ("digest", digest.as_str())];
        let unsigned = site.post(&amara, &url, &yes);
        assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY, "a yes is signed");
        let signed = site.post(&amara, &url, &[yes[0], yes[1], ("signature", "100,100 700,900 1300,100")]);
        assert_eq!(
            (signed.status, signed.location.as_str()),
            (StatusCode::SEE_OTHER, "/my/consent"),
            "{}",
            signed.body
        );
        assert_eq!(answers(site), ["yes"]);
        let kept = "select device || ' ' || locale || ' ' || practitioner_typed || ' ' || digest as text from consent";
        assert_eq!(site.texts(kept), [format!("phone es-ES Marta Lind {digest}").replace("es-ES", "es")]);
        let header = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(header.contains("24 Nov 2026–") && header.contains("whole body"), "the gate has it at once");
        let of = site.texts("select of as text from consent").remove(0);
        let read = site.get(&marta, &format!("/clients/{client}/consent/{of}")).body;
        assert!(read.contains("on the client&#39;s own phone"), "{read}");
        assert!(read.contains("Usted decide") && read.contains("M10 10Q70 90"), "{read}");
        assert!(site.get(&amara, &format!("/my/consent/{of}")).body.contains("Usted decide"));
        assert_eq!(site.get(&amara, &url).location, "/my/consent", "it is answered once");
        assert_eq!(site.post(&amara, &url, &yes).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}

#[test]
fn a_question_and_a_no_from_the_phone_reach_whoever_asked() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        sent(site, &marta, &client, &[("also", "cupping")]);
        let (url, digest) = asked(site, &amara, "en");
        let fields = [
            ("digest", digest.as_str()),
            ("answer-general", "question"),
            ("answer-cupping", "no"),
            ("words", "Do I have to lie on my front?"),
        ];
        let reply = site.post(&amara, &url, &fields);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        let today = site.get(&marta, "/today").body;
        assert!(today.contains("Consent: a question, a no, or taken back"), "{today}");
        let chart = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(chart.contains("A question about the consent") && chart.contains("Do I have to lie on my front?"));
        let named =
            "select n.login || ' ' || a.kind as text from alert a join person n on n.id = a.named order by a.kind";
        assert_eq!(site.texts(named), ["marta consent_declined", "marta consent_question"]);
        let alert = site.texts("select of as text from alert where kind = 'consent_question'").remove(0);
        assert_eq!(site.get(&amara, &format!("/my/help/{alert}")).status, StatusCode::NOT_FOUND);
        let seen = [("words", "Rang her, she may lie on her side")];
        let done = site.post(&marta, &format!("/clients/{client}/alerts/{alert}"), &seen);
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    });
}

#[test]
fn a_client_takes_a_yes_back_from_the_phone_at_any_time() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        sent(site, &marta, &client, &[]);
        let (url, digest) = asked(site, &amara, "en");
        site.post(&amara, &url, &[("digest", &digest), ("answer-general", "yes"), ("typed", "Amara Obi")]);
        let page = site.get(&amara, "/my/consent").body;
        assert!(page.contains("I take it back") && !page.contains("/clients/"), "{page}");
        let of = site.texts("select of as text from consent").remove(0);
        let back =
            site.post(&amara, &format!("/my/consent/{of}/withdraw"), &[("item", "general"), ("words", "Not now")]);
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        assert_eq!(answers(site), ["yes", "withdrawn"]);
        let chart = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(chart.contains("No general consent: ") && chart.contains("Took a consent back"), "{chart}");
        let again = site.post(&amara, &format!("/my/consent/{of}/withdraw"), &[("item", "general")]);
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_minor_reads_and_asks_on_the_phone_and_a_guardian_signs_at_the_practice() {
    each_engine(|site| {
        let marta = site.founded();
        let minor = [("legal_name", "Leo Marsh"), ("birth_on", "2014-02-03"), ("guardian_name", "Ruth Marsh")];
        let client = crate::clients::client(site, &marta, &minor);
        let leo = invited(site, &marta, &client, "leo");
        sent(site, &marta, &client, &[]);
        let (url, digest) = asked(site, &leo, "en");
        assert!(!site.get(&leo, &url).body.contains("value=\"yes\""), "a yes is not offered");
        let yes = [("digest", digest.as_str()), ("answer-general", "yes"), ("typed", "Leo Marsh")];
        let refused = site.post(&leo, &url, &yes);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("a parent or guardian signs"), "{}", refused.body);
        let asks = site.post(&leo, &url, &[("digest", &digest), ("answer-general", "question")]);
        assert_eq!(asks.status, StatusCode::SEE_OTHER, "{}", asks.body);
    });
}

#[test]
fn a_newer_sheet_takes_the_place_of_the_older_and_one_can_be_taken_back() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        sent(site, &marta, &client, &[]);
        let (older, digest) = asked(site, &amara, "en");
        site.tick(60);
        sent(site, &marta, &client, &[("also", "cupping")]);
        let yes = [("digest", digest.as_str()), ("answer-general", "yes"), ("typed", "Amara Obi")];
        assert_eq!(site.post(&amara, &older, &yes).status, StatusCode::NOT_FOUND);
        let (newer, _) = asked(site, &amara, "en");
        let stale = site.post(&amara, &newer, &yes);
        assert_eq!(stale.status, StatusCode::CONFLICT, "what was read is what is kept");
        let id = newer.rsplit('/').next().unwrap().to_string();
        let back = site.post(&marta, &format!("/clients/{client}/consent/phone/{id}/back"), &[]);
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        assert!(!site.get(&amara, "/my").body.contains("asks for your consent"));
        let other = site.client("Noor", &marta);
        let noor = invited(site, &marta, &other, "noor");
        sent(site, &marta, &client, &[]);
        let (theirs, digest) = asked(site, &amara, "en");
        assert_eq!(site.get(&noor, &theirs).location, "/my/consent", "nobody else's sheet opens");
        let yes = [("digest", digest.as_str()), ("answer-general", "yes"), ("typed", "Noor")];
        assert_eq!(site.post(&noor, &theirs, &yes).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_consent_is_taken_away_on_paper_as_it_was_signed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        sent(site, &marta, &client, &[]);
        let (url, digest) = asked(site, &amara, "es");
        let drawn = [("digest", digest.as_str()), ("answer-general", "yes"), ("signature", "100,100 700,900 1300,100")];
        site.post(&amara, &url, &drawn);
        let of = site.texts("select of as text from consent").remove(0);
        let pdf = site.get(&amara, &format!("/my/consent/{of}/pdf"));
        assert_eq!((pdf.status, &pdf.body[..5]), (StatusCode::OK, "%PDF-"));
        assert!(pdf.body.contains("Firma de Amara") && pdf.body.contains("/Figure"), "the drawn signature is a figure");
        let theirs = site.get(&marta, &format!("/clients/{client}/consent/{of}/pdf"));
        assert_eq!(theirs.body, pdf.body, "the same paper for both, whatever language they read");
        site.tick(60);
        site.post(&amara, &format!("/my/consent/{of}/withdraw"), &[("item", "general")]);
        assert_ne!(
            site.get(&amara, &format!("/my/consent/{of}/pdf")).body,
            pdf.body,
            "that it was taken back stands on it"
        );
        let other = site.client("Noor", &marta);
        let noor = invited(site, &marta, &other, "noor");
        assert_eq!(site.get(&noor, &format!("/my/consent/{of}/pdf")).status, StatusCode::NOT_FOUND);
        let record = site.get(&amara, "/my/record/pdf");
        assert_eq!((record.status, &record.body[..5]), (StatusCode::OK, "%PDF-"));
    });
}
