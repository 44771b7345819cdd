use clinical::knowledge::homecare::{Kind, Pregnancy, Then};

use super::FOLDER;

fn held(item: &str, yes: &[&str], pregnancy: Pregnancy) -> Vec<&'static str> {
    let homecare = &FOLDER.homecare;
    let item = homecare.item(item).expect("an item of the folder");
    let fit = homecare.fit(item, |fact| Some(yes.contains(&fact)), pregnancy);
    fit.holding.iter().map(|bar| bar.key.as_str()).collect()
}

#[test]
fn all_forty_eight_items_are_there_with_steps_and_dose() {
    let count = |kind| FOLDER.homecare.items.iter().filter(|item| item.kind == kind).count();
    assert_eq!(count(Kind::Exercise), 34);
    assert_eq!(count(Kind::SelfMassage), 7);
    assert_eq!(count(Kind::Lifestyle), 7);
    assert_eq!(FOLDER.homecare.bars.len(), 43);
}

#[test]
fn a_healthy_client_may_have_every_item() {
    for item in &FOLDER.homecare.items {
        assert_eq!(held(&item.key, &[], Pregnancy::No), [""; 0], "{}", item.key);
    }
}

#[test]
fn from_twenty_weeks_lying_on_the_back_is_adapted_and_before_it_is_not() {
    assert_eq!(held("bridge", &[], Pregnancy::Week(Some(20))), ["pregnant_flat"]);
    assert_eq!(held("bridge", &[], Pregnancy::Week(Some(19))), [""; 0]);
    assert_eq!(FOLDER.homecare.bar("pregnant_flat").expect("a bar").then, Then::Adapt);
}

#[test]
fn the_roller_is_left_out_for_a_clot_a_blood_thinner_and_around_a_birth() {
    assert_eq!(held("foam_roll_thigh", &["VTE_CONFIRMED"], Pregnancy::No), ["blood_clot"]);
    assert_eq!(held("foam_roll_thigh", &["rx_anticoagulant"], Pregnancy::No), ["blood_thinner"]);
    assert_eq!(held("foam_roll_thigh", &[], Pregnancy::After(6)), ["pregnant_legs"]);
    assert_eq!(held("foam_roll_thigh", &[], Pregnancy::After(7)), [""; 0]);
}

#[test]
fn an_unknown_answer_leaves_nothing_out_and_is_asked() {
    let homecare = &FOLDER.homecare;
    let item = homecare.item("bridge").expect("an item");
    let fit = homecare.fit(item, |_| None, Pregnancy::Unknown);
    assert!(fit.holding.is_empty());
    assert!(!fit.left_out());
    assert!(fit.open.contains("pregnant"));
}

#[test]
fn a_dose_reads_as_on_a_programme() {
    let dose = |key: &str| FOLDER.homecare.item(key).expect("an item").dose.to_string();
    assert_eq!(dose("side_er"), "3 × 10–15, each side, 3 days a week");
    assert_eq!(dose("upper_trap_stretch"), "2–3 times, hold 30 s, each side, 1 × a day");
    assert_eq!(dose("heel_raise"), "3 × 12–15, lower over 3 s, every other day");
}

#[test]
fn no_client_reads_a_rule_code() {
    let words = FOLDER.homecare.bars.iter().map(|bar| &bar.say).chain(FOLDER.homecare.universal.iter().map(|r| &r.say));
    for words in words {
        assert!(!words.contains("S0") && !words.contains("RF_"), "{words}");
    }
}
