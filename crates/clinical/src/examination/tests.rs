use super::*;
use crate::knowledge::folder;
use crate::taking::Typed;
use std::collections::BTreeMap;

fn typed(fields: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn sheet(name: &str) -> Sheet {
    Sheet::parse(folder(), name).unwrap()
}

fn examined(name: &str, fields: &[(&str, &str)]) -> Result<Examined, Vec<String>> {
    let lines = sheet(name).lines(folder());
    let all = take(folder(), &lines, &Typed(&typed(fields)));
    all.map_err(|all| all.into_iter().map(|one| format!("{}: {}", one.field, one.key)).collect())
}

#[test]
fn every_sheet_has_lines_and_no_field_stands_twice() {
    let joints = folder().motions.joints().iter().map(|joint| Sheet::Joint(joint.key.clone()));
    for one in joints.chain(Sheet::others()) {
        let lines = one.lines(folder());
        assert!(!lines.is_empty(), "{one:?}");
        let fields: Vec<String> = lines.iter().flat_map(|l| l.sides().iter().map(|side| l.field(*side, ""))).collect();
        let once: std::collections::BTreeSet<&String> = fields.iter().collect();
        assert_eq!(once.len(), fields.len(), "{one:?}");
        assert!(lines.iter().all(|line| !line.sources.is_empty()), "{one:?}: a line without a source");
        assert_eq!(Sheet::parse(folder(), one.name()), Some(one));
    }
}

#[test]
fn every_motion_stands_on_the_sheet_of_its_joint() {
    let on_sheets: usize =
        folder().motions.joints().iter().map(|j| Sheet::Joint(j.key.clone()).lines(folder()).len()).sum();
    assert_eq!(on_sheets, folder().motions.motions().count());
}

#[test]
fn one_line_gives_degrees_as_a_measure_and_end_feel_pain_and_strength_as_observed() {
    let fields = [
        ("shoulder_flexion-right", "120"),
        ("shoulder_flexion-right-end", "empty"),
        ("shoulder_flexion-right-pain", "6"),
        ("shoulder_flexion-right-strength", "4-"),
        ("shoulder_flexion-left", "170"),
        ("way", "active"),
        ("tool", "goniometer"),
    ];
    let all = examined("shoulder", &fields).unwrap();
    let degrees: Vec<_> = all.measured.iter().map(|taken| (taken.side.as_str(), taken.values[0].value)).collect();
    assert_eq!(degrees, [("right", 120.0), ("left", 170.0)]);
    assert_eq!(all.measured[0].values[0].measure.method, "active goniometer");
    let seen: Vec<_> = all.observed.iter().map(|one| (one.kind, one.grade.as_str(), one.pain)).collect();
    assert_eq!(seen, [(Kind::Motion, "empty", Some(6)), (Kind::Strength, "4-", None)]);
}

#[test]
fn a_sheet_names_every_fault_beside_its_field_and_a_blank_one_is_not_kept() {
    assert_eq!(examined("shoulder", &[]).unwrap_err(), [": examination-blank"]);
    let wrong =
        [("shoulder_flexion-right", "900"), ("shoulder_flexion-left-end", "odd"), ("shoulder_flexion-left-pain", "12")];
    let expected = [
        "shoulder_flexion-right: measure-range",
        "shoulder_flexion-left-end: ui-choose",
        "shoulder_flexion-left-pain: finding-pain",
    ];
    assert_eq!(examined("shoulder", &wrong).unwrap_err(), expected);
    assert_eq!(
        examined("tests", &[("spurling-left-note", "tingles")]).unwrap_err(),
        ["spurling-left: examination-note-alone"]
    );
}

#[test]
fn a_special_test_is_one_line_however_many_conditions_it_speaks_for() {
    let tests = special_tests(folder());
    let arc = tests.iter().find(|(name, _)| *name == "Painful arc").unwrap();
    assert_eq!(
        arc.1.iter().map(|(condition, _)| condition.key.as_str()).collect::<Vec<_>>(),
        ["rotator_cuff", "impingement"]
    );
    let all = examined("tests", &[("painful_arc-right", "positive"), ("prone_instability", "negative")]).unwrap();
    let kept: Vec<_> = all.observed.iter().map(|one| (one.key.as_str(), one.side, one.grade.as_str())).collect();
    assert_eq!(kept, [("prone_instability", None, "negative"), ("painful_arc", Some(Side::Right), "positive")]);
}

#[test]
fn the_volume_of_a_limb_comes_from_its_girths() {
    // Two girths of 2π·3 cm, 4 cm apart, are a cylinder of 3 cm radius: 9π · 4 = 113 ml.
    let girth = format!("{0:.4} {0:.4}", 2.0 * std::f64::consts::PI * 3.0);
    let all = examined("girth", &[("girth_arm_series-left", &girth)]).unwrap();
    assert_eq!((all.observed[0].value, all.observed[0].unit.as_str()), (Some(113.0), "ml"));
    for bad in ["20", "20 x", "20 -3"] {
        let refused = examined("girth", &[("girth_arm_series-left", bad)]).unwrap_err();
        assert_eq!(refused, ["girth_arm_series-left: examination-girths"], "{bad}");
    }
}

#[test]
fn a_level_says_which_side_is_higher_and_by_how_much() {
    let all = examined(
        "posture",
        &[("view_shoulders", "right"), ("view_shoulders-by", "1,5"), ("view_shoulders-unit", "cm")],
    );
    let one = all.unwrap().observed.remove(0);
    assert_eq!((one.grade.as_str(), one.value, one.unit.as_str()), ("right", Some(1.5), "cm"));
    let which = examined("posture", &[("view_shoulders-by", "2")]).unwrap_err();
    assert_eq!(which, ["view_shoulders: examination-which-side"]);
}

#[test]
fn a_complaint_calls_for_its_own_joints_and_tests_first() {
    let knowledge = folder();
    let called = Called::by(knowledge, &[Told { words: "it hurts when I lift the arm", sites: &["deltoid_lateral"] }]);
    let joints: Vec<&str> =
        knowledge.motions.joints().iter().filter(|j| called.joint(knowledge, j)).map(|j| j.key.as_str()).collect();
    assert_eq!(joints, ["cervical", "shoulder"], "the shoulder, and the neck that may refer to it");
    let tests = called.tests(knowledge);
    assert!(tests.contains("painful_arc") && tests.contains("spurling") && !tests.contains("mcmurray"), "{tests:?}");
    let by_words = Called::by(knowledge, &[Told { words: "plantar fasciitis", sites: &[] }]);
    assert!(by_words.tests(knowledge).contains("windlass_standing"));
    assert!(Called::by(knowledge, &[]).is_empty());
}

#[test]
fn how_a_client_lives_is_told_in_numbers_words_and_answers_that_may_be_unsure() {
    let told = [("life_sleep_hours", "5,5"), ("life_work", "At a desk"), ("poor_sleep", "yes"), ("stress", "unsure")];
    let all = examined("lifestyle", &told).unwrap();
    let kinds: Vec<_> = all.observed.iter().map(|one| (one.kind, one.value, one.grade.as_str())).collect();
    let expected = [
        (Kind::Lifestyle, Some(5.5), ""),
        (Kind::Lifestyle, None, ""),
        (Kind::Factor, None, "yes"),
        (Kind::Factor, None, "unsure"),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(examined("lifestyle", &[("life_sleep_hours", "25")]).unwrap_err(), ["life_sleep_hours: measure-range"]);
}
