use clinical::facts::{Answer, Facts, Occurrence, Site};
use clinical::knowledge::homecare::{Fit, Kind, Then};
use clinical::predicate::Known;
use clinical::site::Side;
use clinical::time::Since;
use jiff::civil::{Date, date};

use super::FOLDER;

const TODAY: Date = date(2026, 11, 22);

fn fit(item: &str, facts: &Facts, unasked_is_no: bool) -> Fit<'static> {
    let homecare = &FOLDER.homecare;
    let known = Known::new(&FOLDER, facts, TODAY, unasked_is_no);
    homecare.fit(homecare.item(item).expect("an item of the folder"), &known, &FOLDER.regions)
}

/// The bars that hold, what nobody said being "no".
fn held(item: &str, facts: &Facts) -> Vec<&'static str> {
    fit(item, facts, true).holding.iter().map(|bar| bar.key.as_str()).collect()
}

fn said(key: &str) -> Facts {
    Facts::new().with(key, Answer::yes())
}

fn on(key: &str, day: Date) -> Facts {
    let occurrence = Occurrence { since: Some(Since::on(day)), ..Occurrence::default() };
    Facts::new().with(key, Answer::Yes(vec![occurrence]))
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
        assert_eq!(held(&item.key, &Facts::new()), [""; 0], "{}", item.key);
    }
}

#[test]
fn from_twenty_weeks_lying_on_the_back_is_adapted_and_before_it_is_not() {
    let week = |week| said("pregnant").with("gestation_weeks", Answer::Number(week));
    assert_eq!(held("bridge", &week(20.0)), ["pregnant_flat"]);
    assert_eq!(held("bridge", &week(19.0)), [""; 0]);
    assert_eq!(FOLDER.homecare.bar("pregnant_flat").expect("a bar").then, Then::Adapt);
    assert!(!fit("bridge", &week(20.0), true).left_out());
}

#[test]
fn the_roller_is_left_out_for_a_fresh_clot_a_blood_thinner_and_around_a_birth() {
    assert_eq!(held("foam_roll_thigh", &on("vte_confirmed", date(2026, 10, 1))), ["blood_clot"]);
    assert_eq!(held("foam_roll_thigh", &on("vte_confirmed", date(2021, 10, 1))), [""; 0]);
    assert_eq!(held("foam_roll_thigh", &said("rx_anticoagulant")), ["blood_thinner"]);
    assert_eq!(held("foam_roll_thigh", &on("gave_birth", date(2026, 10, 20))), ["pregnant_legs"]);
    assert_eq!(held("foam_roll_thigh", &on("gave_birth", date(2026, 10, 1))), [""; 0]);
}

#[test]
fn a_clot_without_its_date_counts_as_fresh() {
    let fit = fit("walking_pacing", &said("vte_confirmed"), false);
    assert!(fit.left_out());
    assert!(fit.holding.iter().any(|bar| bar.key == "blood_clot"));
}

#[test]
fn a_fresh_sprain_of_the_ankle_leaves_the_elbow_alone() {
    let sprain = |region: &str| {
        let site = Site { region: region.to_owned(), side: Side::Left };
        let occurrence = Occurrence { sites: vec![site], ..Occurrence::default() };
        Facts::new().with("acute_sprain", Answer::Yes(vec![occurrence]))
    };
    assert_eq!(held("wrist_ecc", &sprain("ankle")), [""; 0]);
    assert_eq!(held("wrist_ecc", &sprain("elbow")), ["fresh_injury"]);
    assert_eq!(held("wrist_ecc", &said("acute_sprain")), ["fresh_injury"]);
}

#[test]
fn blood_pressure_bars_strain_from_180_or_120_on() {
    let pressure = |sbp, dbp| Facts::new().with("sbp", Answer::Number(sbp)).with("dbp", Answer::Number(dbp));
    assert_eq!(held("walking_pacing", &pressure(180.0, 90.0)), ["high_pressure"]);
    assert_eq!(held("walking_pacing", &pressure(150.0, 120.0)), ["high_pressure"]);
    assert_eq!(held("walking_pacing", &pressure(179.0, 119.0)), [""; 0]);
}

#[test]
fn an_unknown_answer_leaves_nothing_out_and_is_asked() {
    let fit = fit("neck_rotation", &Facts::new(), false);
    assert!(fit.holding.is_empty());
    assert!(!fit.left_out());
    assert!(fit.open.contains(&FOLDER.facts.find("dizziness_new").expect("a fact")));
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

#[test]
fn home_care_stands_in_spanish_too_and_is_marked_unreviewed() {
    let homecare = &FOLDER.homecare;
    assert!(homecare.items.iter().all(|item| item.es.is_some()));
    assert!(homecare.bars.iter().all(|bar| bar.say_es.is_some()));
    assert!(homecare.universal.iter().all(|rule| rule.say_es.is_some()));
    assert_eq!(homecare.es_review, None);
}
