use clinical::knowledge::education::{About, Urgency};

use super::FOLDER;

#[test]
fn every_condition_and_technique_of_the_reference_has_its_page() {
    let count = |about| FOLDER.education.pages.iter().filter(|page| page.about == about).count();
    assert_eq!(count(About::Condition), 43);
    assert_eq!(count(About::Technique), 22);
}

#[test]
fn every_text_stands_in_spanish_too_and_is_marked_unreviewed() {
    let education = &FOLDER.education;
    for page in &education.pages {
        let (_, english_beneath) = page.text.spanish();
        assert!(page.text.es.is_some() && english_beneath, "{}", page.key);
        let (en, es) = (&page.text.en, page.text.es.as_ref().expect("just seen"));
        assert_eq!(en.helps.len(), es.helps.len(), "{}", page.key);
    }
    assert!(education.warnings.iter().all(|warning| warning.say.es.is_some()));
    assert!(education.texts.iter().all(|text| text.say.es.is_some()));
    assert!(education.aftercare.iter().all(|care| care.text.es.is_some()));
    assert!(education.aftercare_areas.iter().all(|area| area.name.es.is_some()));
}

#[test]
fn a_page_is_read_easily_by_a_child_of_twelve() {
    for page in &FOLDER.education.pages {
        assert!(page.reading_age <= 12, "{} {}", page.key, page.reading_age);
    }
}

#[test]
fn every_family_has_its_card() {
    assert_eq!(FOLDER.education.aftercare.len(), 18);
    assert_eq!(FOLDER.education.warnings.len(), 32);
}

#[test]
fn after_work_on_the_neck_the_card_names_the_artery_signs_first() {
    let card = FOLDER.education.card(&["DEEP", "MFR"], &["neck"]);
    let keys: Vec<_> = card.warnings.iter().map(|warning| warning.key.as_str()).collect();
    assert!(keys.contains(&"neck_artery") && keys.contains(&"stroke") && keys.contains(&"clot"));
    assert_eq!(card.warnings[0].level, Urgency::Emergency);
    assert!(card.areas[0].say.is_some());
    assert_eq!(card.lasts_h, Some(48));
}

#[test]
fn without_the_neck_the_card_does_not_speak_of_it() {
    let card = FOLDER.education.card(&["SWED"], &["foot"]);
    assert_eq!(card.warnings.iter().map(|warning| warning.key.as_str()).collect::<Vec<_>>(), ["clot"]);
    assert_eq!(card.lasts_h, None);
}

#[test]
fn numbers_are_those_of_the_country() {
    let emergency = |place| FOLDER.education.numbers(place).map(|row| row.emergency.as_str());
    let found = ["US-WA", "GB-SCT", "ES", "AU-NSW", "CA-ON", "NZ", "EU"].map(emergency);
    assert_eq!(found, [Some("911"), Some("999"), Some("112"), Some("000"), Some("911"), Some("111"), Some("112")]);
    let crisis = |place| FOLDER.education.numbers(place).and_then(|row| row.crisis.first()).map(|l| l.number.as_str());
    let found = ["US", "GB", "ES", "AU", "CA"].map(crisis);
    assert_eq!(found, [Some("988"), Some("116 123"), Some("024"), Some("13 11 14"), Some("988")]);
}

#[test]
fn an_emergency_sentence_fills_its_numbers_in_both_languages() {
    let education = &FOLDER.education;
    let english = education.sentence("call_now", "ES", false).expect("a sentence");
    assert!(english.starts_with("Call 112 now."));
    let spanish = education.sentence("crisis", "ES", true).expect("a sentence");
    assert!(spanish.contains("Línea 024.") && spanish.contains("112"), "{spanish}");
}

#[test]
fn where_a_number_is_unknown_the_sentence_says_so() {
    let education = &FOLDER.education;
    let nowhere = education.sentence("call_now", "XX", false).expect("a sentence");
    assert!(nowhere.contains("your local emergency number") && !nowhere.contains('{'));
    let italy = education.sentence("crisis", "IT", false).expect("a sentence");
    assert!(!italy.contains('{') && italy.contains("local emergency number"));
}
