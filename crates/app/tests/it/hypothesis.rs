//! The map of hypotheses: suggested by sourced links, confirmed, refuted, ranked; never called a cause.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;
use serde_json::Value;

fn mark(site: &Site, who: &Browser, client: &str, place: &str, fields: &[(&str, &str)]) {
    let reply = site.post(who, &format!("/clients/{client}/body/{place}"), fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{place}: {}", reply.body);
}

fn map(site: &Site, who: &Browser, client: &str) -> Value {
    let reply = site.get(who, &format!("/api/clients/{client}/hypotheses"));
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn judge(site: &Site, who: &Browser, client: &str, link: &str, fields: &[(&str, &str)]) -> StatusCode {
    site.post(who, &format!("/clients/{client}/hypotheses/{link}"), fields).status
}

fn stands(map: &Value) -> Vec<(String, String)> {
    let links = map["links"].as_array().unwrap().iter();
    let text = |link: &Value, name: &str| link[name].as_str().unwrap().to_owned();
    links.map(|link| (text(link, "key"), text(link, "stand"))).collect()
}

#[test]
fn what_is_found_is_linked_by_sourced_rows_and_called_a_hypothesis() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let empty = site.get(&marta, &format!("/clients/{client}/hypotheses")).body;
        assert!(empty.contains("No link is suggested"), "{empty}");
        mark(site, &marta, &client, "trapezius_upper_r", &[("pain", "6")]);
        mark(site, &marta, &client, "temple_r", &[("pain", "4")]);
        let complaint = [("words", "tension headache"), ("site1", "temple"), ("side1", "right")];
        site.post(&marta, &format!("/clients/{client}/complaints"), &complaint);
        let life = [("stress", "yes"), ("poor_sleep", "unsure")];
        site.post(&marta, &format!("/clients/{client}/assessment/lifestyle"), &life);
        let map = map(site, &marta, &client);
        let keys: Vec<String> = stands(&map).into_iter().map(|(key, _)| key).collect();
        for key in
            ["trapezius_upper_contributes_to_hf_tth", "stress_aggravates_hf_tth", "referral_trapezius_upper_temple"]
        {
            assert!(keys.iter().any(|one| one == key), "{key}: {keys:?}");
        }
        assert!(keys.iter().all(|key| !key.starts_with("poor_sleep")), "not sure is no finding");
        assert!(map["links"].as_array().unwrap().iter().all(|link| !link["source"].as_str().unwrap().is_empty()));
        assert!(!map["picture"]["links"].as_array().unwrap().is_empty());
        let html = site.get(&marta, &format!("/clients/{client}/hypotheses")).body;
        assert!(html.contains("may contribute to") && html.contains("nothing here is a cause found"));
        assert_eq!(html.matches("</svg>hypothesis").count().max(html.matches(">hypothesis<").count()), keys.len());
    });
}

#[test]
fn the_practitioner_confirms_ranks_and_refutes_and_may_change_their_mind() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Leo", &marta);
        mark(site, &marta, &client, "trapezius_upper_r", &[("pain", "6")]);
        mark(site, &marta, &client, "temple_r", &[("pain", "4")]);
        mark(site, &marta, &client, "suboccipitals_r", &[("pain", "4")]);
        let (first, second) = ("referral_trapezius_upper_temple", "referral_suboccipitals_temple");
        let why = [("stand", "confirmed"), ("rank", "1"), ("why", "pressing it brings on the headache")];
        assert_eq!(judge(site, &marta, &client, first, &why), StatusCode::SEE_OTHER);
        assert_eq!(judge(site, &marta, &client, second, &[("stand", "refuted")]), StatusCode::SEE_OTHER);
        let all = stands(&map(site, &marta, &client));
        assert_eq!(all.first().unwrap(), &(first.to_owned(), "confirmed".to_owned()));
        assert_eq!(all.last().unwrap(), &(second.to_owned(), "refuted".to_owned()), "refuted stays in sight");
        assert_eq!(judge(site, &marta, &client, second, &[("stand", "suggested")]), StatusCode::SEE_OTHER);
        assert!(stands(&map(site, &marta, &client)).iter().all(|(_, stand)| stand != "refuted"));
        assert_eq!(site.texts("select distinct of as text from opinion").len(), 2, "one entry a link, in versions");
        mark(site, &marta, &client, "temple_r", &[("nothing", "yes")]);
        let after = map(site, &marta, &client);
        assert_eq!(after["former"].as_array().unwrap().len(), 1, "what was confirmed is not forgotten");
        assert!(site.verified());
    });
}

#[test]
fn a_rank_without_a_confirmation_and_an_unknown_link_are_refused() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Ruth", &marta);
        let link = "referral_trapezius_upper_temple";
        let ranked = [("stand", "refuted"), ("rank", "1")];
        assert_eq!(judge(site, &marta, &client, link, &ranked), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(judge(site, &marta, &client, link, &[("stand", "proven")]), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(judge(site, &marta, &client, "no_such_link", &[("stand", "confirmed")]), StatusCode::NOT_FOUND);
        let desk = site.person("desk", &[app::door::Role::Desk]);
        assert_eq!(site.get(&desk, &format!("/clients/{client}/hypotheses")).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_practitioner_links_two_findings_and_takes_it_back() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Iris", &marta);
        for place in ["trapezius_upper_r", "rhomboids_r"] {
            site.post(&marta, &format!("/clients/{client}/body/{place}"), &[("pain", "5")]);
        }
        let map = format!("/clients/{client}/hypotheses");
        let own = format!("{map}/own");
        let (from, to) = ("region:rhomboids:right", "region:trapezius_upper:right");
        let fields = [("from", from), ("to", to), ("kind", "compensates_for"), ("why_own", "Since the fall")];
        let drawn = site.post(&marta, &own, &fields);
        assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.body);
        let page = site.get(&marta, &map).body;
        assert!(page.contains("Drawn by the practitioner") && page.contains("Since the fall"), "{page}");
        for wrong in [
            [("from", from), ("to", from), ("kind", "aggravates")],
            [("from", from), ("to", "region:calf:left"), ("kind", "aggravates")],
            [("from", from), ("to", to), ("kind", "causes")],
        ] {
            assert_eq!(site.post(&marta, &own, &wrong).status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        }
        let of = site.texts("select of as text from own_link").remove(0);
        let back = format!("{own}/{of}/withdraw");
        assert_eq!(site.post(&marta, &back, &[]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&marta, &map).body.contains("Drawn by the practitioner"));
        assert_eq!(site.post(&marta, &back, &[]).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}
