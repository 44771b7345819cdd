//! The words of the knowledge in the language of whoever reads them.
use crate::site::{Browser, Site, each_engine};
use axum::http::StatusCode;
use clinical::knowledge::Knowledge;
use clinical::knowledge::tongue::Tongue;

fn in_spanish(site: &Site, who: &Browser) {
    assert_eq!(site.post(who, "/me/language", &[("locale", "es")]).status, StatusCode::SEE_OTHER);
}

/// A page without what it marks as English.
fn outside_english(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some(at) = rest.find(" lang=\"en\"") {
        let (before, marked) = rest.split_at(at);
        let tag: String = before.rsplit('<').next().unwrap().chars().take_while(char::is_ascii_alphanumeric).collect();
        out.push_str(before);
        let end = format!("</{tag}>");
        rest = marked.split_once(&end).unwrap_or_else(|| panic!("<{tag}> is not closed")).1;
    }
    out + rest
}

/// Those of the texts that are said in Spanish in other words, long enough to be known again on a page.
fn said<'k>(texts: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
    let (spanish, faults) = Tongue::read(&app::knowledge_files(), "es");
    assert_eq!(faults, []);
    let said = |text: &&str| text.len() > 20 && spanish.of(text).is_some_and(|said| said.words != **text);
    let said: Vec<&str> = texts.filter(said).collect();
    assert!(said.len() > 100, "the texts are said in Spanish");
    said
}

/// Those of the texts that stand on the page in English without being marked so.
fn left_in_english<'k>(page: &str, said: &[&'k str]) -> Vec<&'k str> {
    let page = outside_english(page);
    said.iter().copied().filter(|text| page.contains(&app::ui::escape(text))).collect()
}

fn questions(knowledge: &Knowledge) -> impl Iterator<Item = &str> {
    let facts = knowledge.facts.facts.iter();
    facts.flat_map(|fact| [fact.ask.as_str(), &fact.clinical].into_iter().chain(fact.yes_when.as_deref()))
}

fn rules(knowledge: &Knowledge) -> impl Iterator<Item = &str> {
    let rules = knowledge.safety.rules.iter();
    rules.flat_map(|rule| {
        let effects = rule.effects.iter().map(|effect| effect.text.as_str());
        [rule.title.as_str(), &rule.action].into_iter().chain(effects)
    })
}

#[test]
fn a_spanish_reader_is_asked_in_spanish() {
    let knowledge = app::knowledge_checked().unwrap();
    let said = said(questions(&knowledge));
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Inés", &marta);
        in_spanish(site, &marta);
        let mut pages = vec![format!("/clients/{client}/intake"), format!("/clients/{client}/check")];
        pages.extend(
            knowledge.facts.groups.iter().take(6).map(|group| format!("/clients/{client}/intake/{}", group.key)),
        );
        for url in pages {
            let page = site.get(&marta, &url);
            if page.status == StatusCode::OK {
                assert_eq!(left_in_english(&page.body, &said), Vec::<&str>::new(), "{url}");
            }
        }
        let check = site.get(&marta, &format!("/clients/{client}/check")).body;
        assert!(check.contains("¿Ha tenido fiebre en las últimas 24 horas?"), "{check}");
    });
}

#[test]
fn a_spanish_reader_sees_unreviewed_rules_over_their_english_and_an_english_reader_only_those() {
    let knowledge = app::knowledge().unwrap();
    let said = said(rules(&knowledge).chain(questions(&knowledge)));
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Inés", &marta);
        site.post(&marta, &format!("/clients/{client}/check"), &[("fever", "yes"), ("rest", "no")]);
        let screen = format!("/clients/{client}/screen");
        let english = site.get(&marta, &screen).body;
        assert!(english.contains("Fever or acute infection: rebook after 24 hours without fever."));
        assert!(!english.contains("lang=\"en\"><"), "nothing is foreign to an English reader");
        assert!(!english.contains("class=\"original\""));
        in_spanish(site, &marta);
        let page = site.get(&marta, &screen).body;
        let beneath = "Fiebre o infección aguda: otra cita tras 24 horas sin fiebre.\
                       <small class=\"original\" lang=\"en\">Fever or acute infection: rebook after 24 hours without fever.";
        assert!(page.contains(beneath), "{page}");
        assert_eq!(left_in_english(&page, &said), Vec::<&str>::new());
    });
}
