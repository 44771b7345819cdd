//! Which knowledge is in force and which was; what a practice lays over it; the reference.
use crate::site::{Site, each_engine, knowledge};
use app::upkeep::{Loading, Tried};
use axum::http::StatusCode;

/// A rule of the practice's own, with the question that it reads and its source.
const OURS: [(&str, &str); 3] = [
    (
        "facts/ours.toml",
        "as_of = \"2026-11\"\nsource = [\"OURS\"]\nconfidence = \"L\"\n[[group]]\nkey = \"skin\"\n[[group.fact]]\nkey = \"allergy_arnica\"\nis = \"Allergy to arnica\"\nask = \"Are you allergic to arnica?\"\n",
    ),
    (
        "safety/ours.toml",
        "as_of = \"2026-11\"\n[[rule]]\nkey = \"OURS1\"\ntitle = \"Arnica\"\nsource = [\"OURS\"]\nconfidence = \"L\"\nwhen = \"allergy_arnica\"\nwhy = \"Rash.\"\naction = \"Use the other oil.\"\n[[rule.effect]]\nhands = \"precaution\"\ntext = \"No arnica oil.\"\n",
    ),
    ("sources.toml", "[[source]]\nkey = \"OURS\"\ncitation = \"This practice, 2026\"\nconfidence = \"L\"\n"),
];

/// Takes out a rule that is not urgent.
const LOOSER: [(&str, &str); 1] = [(
    "retire.toml",
    "[[retire]]\nkind = \"rule\"\nkey = \"S041\"\nreason = \"Nobody with diabetes is treated here\"\nsource = [\"CONVENTION\"]\n",
)];

fn load(site: &Site, name: &str, files: &[(&str, &str)], by: &str, reason: &str) -> Tried {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let loading = Loading { name: name.into(), files, by: by.into(), reason: reason.into() };
    site.terminal().load_knowledge(&knowledge(), &loading).unwrap()
}

#[test]
fn what_was_judged_over_is_kept_with_what_was_recorded_and_can_be_read_after_everything_moved_on() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        assert_eq!(site.texts("select digest as text from knowledge_text"), [app::knowledge_digest()]);
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        site.post(&marta, &format!("/clients/{client}/seen"), &[]);
        site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]);
        assert!(matches!(load(site, "ours", &OURS, "", ""), Tried::Loaded(_)));
        site.post(&marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
        let then = site.texts("select knowledge as text from checked order by at, id");
        assert_eq!(then.len(), 2);
        assert_eq!(then[0], app::knowledge_digest());
        assert_ne!(then[0], then[1], "the second check was judged over the overlay too");
        assert_eq!(site.texts("select knowledge as text from session"), [app::knowledge_digest()]);
        site.terminal().unload_knowledge(&knowledge(), "ours", "marta", "no longer used").unwrap();
        let kept = site.terminal().kept_knowledge(&then[1][..12]).unwrap();
        assert_eq!(kept.digest, then[1]);
        assert!(kept.files.iter().any(|(_, text)| text.contains("OURS1")), "the rule of then can be read");
        assert!(!site.terminal().kept_knowledge(&then[0][..12]).unwrap().files.iter().any(|f| f.1.contains("OURS1")));
        assert!(site.terminal().kept_knowledge("ffffff").is_err());
        assert!(site.verified());
    });
}

#[test]
fn an_overlay_holds_in_every_process_with_its_next_request_and_goes_as_it_came() {
    each_engine(|site| {
        let marta = site.founded();
        let (db, house, other) = site.beside();
        let rule = "/reference/rule/OURS1";
        assert_eq!(site.get_beside(&other, &marta, rule).status, StatusCode::NOT_FOUND);
        assert!(matches!(load(site, "ours", &OURS, "", ""), Tried::Loaded(changes) if changes.len() == 3));
        for page in [site.get(&marta, rule), site.get_beside(&other, &marta, rule)] {
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains("No arnica oil.") && page.body.contains("This practice, 2026"));
            assert!(!page.body.contains("has loosened"), "it only adds");
        }
        let shown = site.get(&marta, "/practice/knowledge").body;
        assert!(shown.contains("Arnica") && shown.contains("os:root"), "{shown}");
        site.terminal().unload_knowledge(&knowledge(), "ours", "marta", "no longer used").unwrap();
        assert_eq!(site.get_beside(&other, &marta, rule).status, StatusCode::NOT_FOUND);
        assert_eq!(site.get(&marta, rule).status, StatusCode::NOT_FOUND);
        let shown = site.get(&marta, "/practice/knowledge").body;
        assert!(shown.contains("taken out") && shown.contains("no longer used"));
        house.close();
        db.close();
    });
}

#[test]
fn loosening_needs_an_owner_and_a_reason_is_on_every_page_and_never_of_what_is_urgent() {
    each_engine(|site| {
        let marta = site.founded();
        site.person("paul", &[app::door::Role::Practitioner]);
        assert!(matches!(load(site, "looser", &LOOSER, "", ""), Tried::NeedsOwner(_)));
        assert!(matches!(load(site, "looser", &LOOSER, "marta", " "), Tried::NeedsOwner(_)));
        let paul = Loading {
            name: "looser".into(),
            files: vec![(LOOSER[0].0.into(), LOOSER[0].1.into())],
            by: "paul".into(),
            reason: "x".into(),
        };
        assert!(site.terminal().load_knowledge(&knowledge(), &paul).is_err(), "no owner");
        assert!(matches!(load(site, "looser", &LOOSER, "Marta", "We refer them on"), Tried::Loaded(_)));
        for url in ["/today", "/clients", "/reference", "/practice", "/me"] {
            let page = site.get(&marta, url).body;
            assert!(page.contains("has loosened or retired one statement") && page.contains("Marta Lind"), "{url}");
        }
        let shown = site.get(&marta, "/reference/in-force").body;
        assert!(shown.contains("Sugar-lowering treatment") && shown.contains("We refer them on"), "{shown}");
        assert_eq!(site.get(&marta, "/reference/rule/S041").status, StatusCode::NOT_FOUND);
        let urgent = LOOSER[0].1.replace("S041", "S011");
        let refused = load(site, "worse", &[("retire.toml", &urgent)], "marta", "x");
        assert!(matches!(refused, Tried::Refused(problems) if problems[0].what.contains("refused")));
        let unload = |by: &str, reason: &str| site.terminal().unload_knowledge(&knowledge(), "looser", by, reason);
        assert!(unload("paul", "x").is_err() && unload("marta", "").is_err());
        assert!(site.trail().iter().any(|line| line == "os:root knowledge.load done"));
    });
}

#[test]
fn the_reference_is_browsed_and_searched_and_each_page_leads_to_the_next() {
    each_engine(|site| {
        let marta = site.founded();
        let index = site.get(&marta, "/reference").body;
        assert!(index.contains("/reference/rule") && index.contains("Safety rules"));
        let found = site.post(&marta, "/reference", &[("words", "cauda equina")]).body;
        assert!(found.contains("/reference/rule/S001"), "{found}");
        let rule = site.get(&marta, "/reference/rule/S011").body;
        assert!(rule.contains("/reference/fact/vte_confirmed") && rule.contains("/reference/source/WALTON11"));
        assert!(rule.contains("Certainty: middle") && rule.contains("safety/heart_vessels.toml"));
        let fact = site.get(&marta, "/reference/fact/vte_confirmed").body;
        assert!(fact.contains("/reference/rule/S011"), "what reads it is named");
        let technique = site.get(&marta, "/reference/technique/cst").body;
        assert!(technique.contains("What research says") && technique.contains("certainty"));
        assert!(!technique.to_lowercase().contains("certainty high"), "craniosacral is never shown as sure");
        let twin = site.get(&marta, "/api/reference/rule/S011");
        let twin: serde_json::Value = serde_json::from_str(&twin.body).unwrap();
        assert_eq!(twin["key"], "S011");
        for url in ["/reference/spell", "/reference/rule/S999", "/reference/rule/%3Cb%3E"] {
            assert_eq!(site.get(&marta, url).status, StatusCode::NOT_FOUND, "{url}");
        }
    });
}
