use super::*;
use crate::change::{Verdict, Why};
use crate::knowledge::folder;

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn take(key: &str, pairs: &[(&str, &str)]) -> Result<Taken, Untaken> {
    let knowledge = folder();
    Subject::find(knowledge, key).unwrap().take(knowledge, &Typed(&fields(pairs)))
}

fn refused(key: &str, pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let refusals = take(key, pairs).unwrap_err().refusals;
    refusals.into_iter().map(|refusal| (refusal.field.into_owned(), refusal.key)).collect()
}

#[test]
fn each_question_of_pain_is_a_measure_with_its_own_recall() {
    let taken = take("nprs", &[("i1", "8"), ("i3", "3"), ("site", "jaw"), ("side", "right")]).unwrap();
    let kept: Vec<_> = taken.values.iter().map(|v| (&*v.measure.scale, &*v.measure.recall, v.value)).collect();
    assert_eq!(kept, [("worst", "24 h", 8.0), ("now", "now", 3.0)]);
    assert_eq!((taken.side.as_str(), taken.items.as_str()), ("right", "1 = 8\n3 = 3"));
    assert!(!taken.site.is_empty());
}

#[test]
fn a_blank_page_is_not_done_and_none_of_these_is_zero() {
    assert_eq!(refused("rmdq", &[]), [(String::new(), "measure-blank")]);
    let none = take("rmdq", &[("none", "yes")]).unwrap();
    assert_eq!(none.values[0].value, 0.0);
    let three = take("rmdq", &[("i1", "1"), ("i9", "1"), ("i24", "1")]).unwrap();
    assert_eq!(three.values[0].value, 3.0);
    assert_eq!(refused("rmdq", &[("i1", "1"), ("none", "yes")]), [("none".to_owned(), "measure-none-and-some")]);
}

#[test]
fn what_is_missing_or_out_of_range_is_said_beside_each_item() {
    let wrong = refused("phq9", &[("i1", "4"), ("i2", "x"), ("i3", "1.5")]);
    let fields: Vec<_> = wrong.iter().map(|(field, key)| (field.as_str(), *key)).collect();
    assert_eq!(fields, [("i1", "measure-range"), ("i2", "measure-number"), ("i3", "measure-not-offered")]);
    assert_eq!(refused("phq9", &[("i1", "1")]).len(), 8);
}

#[test]
fn self_harm_is_raised_though_the_form_is_not_complete() {
    assert_eq!(take("phq9", &[("i9", "1")]).unwrap_err().alarm, "self_harm");
    let all: Vec<(String, &str)> = (1..=9).map(|i| (format!("i{i}"), if i == 9 { "1" } else { "0" })).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(take("phq9", &all).unwrap().alarm, "self_harm");
    assert!(take("phq9", &[("i9", "0")]).unwrap_err().alarm.is_empty());
}

#[test]
fn the_mean_of_activities_is_comparable_with_the_same_activities_only() {
    let two = take("psfs", &[("a1", "Yawning"), ("i1", "3"), ("a2", "chewing  bread"), ("i2", "4")]).unwrap();
    assert_eq!(two.values[0].value, 3.5);
    assert_eq!(two.values[0].measure.version, "chewing bread; Yawning");
    let turned = take("psfs", &[("a1", "chewing bread"), ("i1", "6"), ("a2", "Yawning"), ("i2", "7")]).unwrap();
    assert_eq!(turned.values[0].measure, two.values[0].measure);
    let one = take("psfs", &[("a1", "Yawning"), ("i1", "3")]).unwrap();
    assert_eq!(one.values.len(), 1, "one activity has no mean");
    assert_eq!(refused("psfs", &[("i1", "3")]), [("a1".to_owned(), "measure-activity")]);
    assert_eq!(refused("psfs", &[("a1", "Yawning")]), [("i1".to_owned(), "measure-missing")]);
}

#[test]
fn one_activity_alone_has_the_larger_error() {
    let psfs = Subject::find(folder(), "psfs").unwrap();
    assert_eq!(psfs.lines(ACTIVITY, "").unwrap().change(3.0, 5.0).verdict, Verdict::WithinError);
    assert_eq!(psfs.lines("total", "").unwrap().change(3.0, 5.0).verdict, Verdict::Better);
}

#[test]
fn a_finished_total_is_taken_within_its_scale() {
    assert_eq!(take("odi", &[("total_total", "42")]).unwrap().values[0].value, 42.0);
    assert_eq!(refused("odi", &[("total_total", "101")]), [("total_total".to_owned(), "measure-range")]);
    assert_eq!(refused("odi", &[("total_total", "40"), ("i1", "2")]), [(String::new(), "measure-twice")]);
}

#[test]
fn a_range_is_kept_with_side_way_and_tool_and_judged_by_the_tools_error() {
    let taken = take("jaw_opening", &[("value", "31"), ("way", "active"), ("tool", "ruler")]).unwrap();
    assert_eq!((taken.values[0].measure.method.as_str(), taken.values[0].unit.as_str()), ("active ruler", "mm"));
    let lines = Subject::find(folder(), "jaw_opening").unwrap().lines("", "active ruler").unwrap();
    let change = lines.change(31.0, 38.0);
    assert_eq!((change.verdict, change.why), (Verdict::Better, Why::Error));
    assert_eq!(lines.change(31.0, 36.0).verdict, Verdict::WithinError);
    assert_eq!(refused("jaw_opening", &[("value", "310")]), [("value".to_owned(), "measure-range")]);
    assert_eq!(refused("shoulder_flexion", &[("value", "270")]), [("value".to_owned(), "measure-range")]);
    assert_eq!(refused("shoulder_flexion", &[]), [("value".to_owned(), "measure-missing")]);
}

#[test]
fn a_distance_to_the_floor_is_better_when_it_is_less() {
    let lines = Subject::find(folder(), "fingertip_floor").unwrap().lines("", "tape").unwrap();
    assert_eq!(lines.change(20.0, 10.0).gain, 10.0);
}

#[test]
fn every_subject_of_the_folder_has_lines_for_each_of_its_scales() {
    let knowledge = folder();
    for form in knowledge.instruments.iter() {
        let subject = Subject::Form(form);
        assert!(form.scales.iter().all(|scale| subject.lines(&scale.key, "").is_some()), "{}", form.key);
    }
    for motion in knowledge.motions.motions() {
        let (least, most) = motion.bounds();
        assert!(motion.standard.is_none_or(|standard| (least..=most).contains(&standard)), "{}", motion.key);
    }
}
