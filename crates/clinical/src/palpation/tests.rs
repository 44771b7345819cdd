use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::knowledge::folder;

fn typed(fields: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        all.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    all
}

fn at(id: &str) -> Place {
    Place::parse(folder(), id).unwrap()
}

fn take(fields: &[(&str, &str)]) -> Result<Palpation, Vec<Refusal>> {
    Palpation::take(folder(), &at("trapezius_upper_r"), &Typed(&typed(fields)))
}

fn refused(fields: &[(&str, &str)]) -> Vec<String> {
    take(fields).unwrap_err().into_iter().map(|refusal| refusal.key.to_owned()).collect()
}

#[test]
fn a_place_is_a_region_with_the_side_it_needs() {
    let place = at("trapezius_upper_r");
    assert_eq!((place.region.as_str(), place.side), ("trapezius_upper", Some(Side::Right)));
    assert_eq!(place.id(), "trapezius_upper_r");
    assert_eq!(place.across().map(|other| other.id()).as_deref(), Some("trapezius_upper_l"));
    assert_eq!(at("sternum").across(), None);
    for none in ["trapezius_upper", "sternum_r", "nowhere_l", ""] {
        assert_eq!(Place::parse(folder(), none), None, "{none}");
    }
}

#[test]
fn everything_that_was_found_is_taken_and_what_was_not_looked_at_stays_empty() {
    let found = take(&[
        ("pain", "6"),
        ("quality", "aching"),
        ("tenderness", "3"),
        ("trigger", "active"),
        ("refers", "temple_r"),
        ("refers_to", "suboccipitals"),
        ("note", " firm band "),
    ])
    .unwrap();
    assert_eq!((found.pain, found.quality.as_str(), found.mark(Sign::Tenderness)), (Some(6), "aching", "3"));
    assert_eq!(found.refers, [at("suboccipitals_r"), at("temple_r")], "on the same side");
    assert_eq!((found.mark(Sign::Tone), found.note.as_str()), ("", "firm band"));
    assert!(found.found(folder()));
}

#[test]
fn nothing_found_is_a_finding_and_stands_alone() {
    let nothing = take(&[("nothing", "yes")]).unwrap();
    assert!(nothing.nothing && !nothing.found(folder()));
    assert_eq!(refused(&[("nothing", "yes"), ("pain", "3")]), ["finding-nothing-else"]);
    assert!(!take(&[("pain", "0"), ("tenderness", "0")]).unwrap().found(folder()), "least of each is nothing");
    assert!(take(&[("scar", "mobile")]).unwrap().found(folder()), "a scar that moves freely is still a scar");
}

#[test]
fn a_blank_form_is_refused_and_all_faults_are_named_at_once() {
    assert_eq!(refused(&[]), ["finding-blank"]);
    let all = refused(&[("pain", "11"), ("tone", "9"), ("refers", "nowhere"), ("quality", "odd")]);
    assert_eq!(all, ["finding-pain", "ui-choose", "ui-choose", "application-site"]);
    assert_eq!(refused(&[("refers", "temple_r")]), ["finding-refers-trigger"]);
}

#[test]
fn every_sign_has_its_scale_in_the_knowledge() {
    for sign in Sign::ALL {
        assert!(sign.grades(folder()).len() >= 3, "{sign:?}");
    }
}

fn seen(id: &str, day: i8, fields: &[(&str, &str)]) -> Seen {
    let found = Palpation::take(folder(), &at(id), &Typed(&typed(fields))).unwrap();
    Seen { place: at(id), on: date(2026, 11, day), found }
}

fn became(seen: &[Seen]) -> Vec<(String, Became)> {
    let all = between(folder(), seen, date(2026, 11, 3), date(2026, 11, 17), 2.0);
    all.into_iter().map(|one| (one.place.id(), one.became)).collect()
}

#[test]
fn between_two_days_things_appear_go_and_change() {
    let all = [
        seen("temple_r", 2, &[("nothing", "yes")]),
        seen("heel_l", 2, &[("pain", "5")]),
        seen("sole_l", 2, &[("pain", "7")]),
        seen("temple_r", 16, &[("pain", "3")]),
        seen("heel_l", 16, &[("nothing", "yes")]),
        seen("sole_l", 16, &[("pain", "3")]),
    ];
    let expected = [("temple_r", Became::Appeared), ("sole_l", Became::Changed), ("heel_l", Became::Went)];
    assert_eq!(became(&all), expected.map(|(id, became)| (id.to_owned(), became)));
}

#[test]
fn what_nobody_looked_at_neither_appeared_nor_went() {
    let all = [seen("heel_l", 2, &[("pain", "5")]), seen("temple_r", 16, &[("pain", "3")])];
    let expected = [("temple_r", Became::FirstSeen), ("heel_l", Became::NotSeenAgain)];
    assert_eq!(became(&all), expected.map(|(id, became)| (id.to_owned(), became)));
}

#[test]
fn pain_that_differs_by_less_than_error_is_the_same() {
    let all = [seen("heel_l", 2, &[("pain", "5")]), seen("heel_l", 16, &[("pain", "4")])];
    assert_eq!(became(&all), [("heel_l".to_owned(), Became::Same)]);
    let all = [seen("heel_l", 2, &[("pain", "5")]), seen("heel_l", 16, &[("pain", "3")])];
    assert_eq!(became(&all), [("heel_l".to_owned(), Became::Changed)], "2 of 10 is as much as the error");
    let graded = [seen("heel_l", 2, &[("pain", "5")]), seen("heel_l", 16, &[("pain", "5"), ("tone", "3")])];
    assert_eq!(became(&graded), [("heel_l".to_owned(), Became::Same)], "what was graded once did not change");
}
