use jiff::civil::date;

use super::*;
use crate::knowledge::folder;

const TODAY: Date = date(2026, 11, 24);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_507_200 + second).unwrap()
}

fn needs(technique: &str, place: &str) -> Vec<&'static str> {
    let intended = Intended::at(folder(), technique, place);
    assert!(!intended.areas.is_empty(), "{place}");
    separate(folder(), &intended).into_iter().map(|one| one.key.as_str()).collect()
}

fn given(item: &str, answer: Answer, second: i64) -> Given {
    let areas = folder().regions.covering("neck").unwrap() | folder().regions.covering("upper_back").unwrap();
    Given { item: item.into(), answer, at: at(second), until: TODAY, techniques: vec!["swedish".into()], areas }
}

fn missing(given: &[Given], technique: &str, place: &str, second: i64, today: Date) -> Vec<(String, Why)> {
    let found = lacks(folder(), given, &Intended::at(folder(), technique, place), at(second), today);
    found.into_iter().map(|lack| (lack.item, lack.why)).collect()
}

#[test]
fn draped_work_needs_no_consent_of_its_own() {
    for place in ["neck", "low_back", "thigh", "calf", "upper_back", "sacrum", "shoulder", "whole"] {
        assert!(needs("swedish", place).is_empty(), "{place}");
    }
}

#[test]
fn sensitive_places_need_one_each_and_the_narrower_of_two() {
    assert_eq!(needs("swedish", "pectoralis_sternal"), ["chest_wall"]);
    assert_eq!(needs("swedish", "chest"), ["chest_wall"]);
    assert_eq!(needs("swedish", "breast"), ["breast"]);
    assert_eq!(needs("swedish", "adductors"), ["inner_thigh"]);
    assert_eq!(needs("swedish", "buttocks"), ["gluteal"]);
    assert_eq!(needs("mfr", "gluteus_maximus"), ["gluteal"]);
    assert_eq!(needs("mfr", "gluteal_cleft"), ["gluteal_cleft"]);
    assert_eq!(needs("trp", "intraoral"), ["intraoral"]);
}

#[test]
fn thrust_cupping_and_the_belly_need_one_wherever_they_are_done() {
    assert_eq!(needs("hvla", "neck"), ["thrust"]);
    assert_eq!(needs("cupping", "upper_back"), ["cupping"]);
    assert_eq!(needs("visceral", "abdomen"), ["visceral"]);
    let graded = Intended { thrust: true, ..Intended::at(folder(), "joint_mob", "low_back") };
    let keys: Vec<_> = separate(folder(), &graded).into_iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys, ["thrust"], "grade V is a thrust");
}

#[test]
fn a_general_consent_holds_for_what_it_names_to_the_end_of_its_last_day() {
    let yes = [given(GENERAL, Answer::Yes, 0)];
    assert!(missing(&yes, "swedish", "neck", 1, TODAY).is_empty());
    assert!(missing(&yes, "effleurage", "neck", 1, TODAY).is_empty(), "a stroke of what is named");
    let general = |why| [(GENERAL.to_string(), why)];
    assert_eq!(missing(&yes, "swedish", "calf", 1, TODAY), general(Why::NotNamed));
    assert_eq!(missing(&yes, "mfr", "neck", 1, TODAY), general(Why::NotNamed));
    assert_eq!(missing(&yes, "swedish", "neck", 1, date(2026, 11, 25)), general(Why::Expired));
    assert_eq!(missing(&yes, "swedish", "neck", -1, TODAY), general(Why::NotAsked), "not yet given then");
    assert_eq!(missing(&[], "swedish", "neck", 1, TODAY), general(Why::NotAsked));
}

#[test]
fn the_latest_answer_decides_and_what_was_done_before_it_stays_consented() {
    for (answer, why) in
        [(Answer::No, Why::Declined), (Answer::Question, Why::Question), (Answer::Withdrawn, Why::Withdrawn)]
    {
        let then = [given(GENERAL, answer, 10), given(GENERAL, Answer::Yes, 0)];
        assert_eq!(missing(&then, "swedish", "neck", 11, TODAY), [(GENERAL.to_string(), why)]);
        assert!(missing(&then, "swedish", "neck", 9, TODAY).is_empty());
        let again = [given(GENERAL, Answer::Yes, 20), then[0].clone()];
        assert!(missing(&again, "swedish", "neck", 21, TODAY).is_empty(), "asked again");
    }
}

#[test]
fn a_consent_of_its_own_stands_beside_the_general_one() {
    let general = given(GENERAL, Answer::Yes, 0);
    let own = |why| [("chest_wall".to_string(), why)];
    assert_eq!(missing(std::slice::from_ref(&general), "swedish", "chest", 1, TODAY), own(Why::NotAsked));
    let declined = [general.clone(), given("chest_wall", Answer::No, 0)];
    assert_eq!(missing(&declined, "swedish", "chest", 1, TODAY), own(Why::Declined));
    assert!(missing(&declined, "swedish", "neck", 1, TODAY).is_empty(), "the rest goes on");
    let both = [general, given("chest_wall", Answer::Yes, 0)];
    assert!(missing(&both, "swedish", "chest", 1, TODAY).is_empty());
    let alone = [given("chest_wall", Answer::Yes, 0)];
    assert_eq!(missing(&alone, "swedish", "chest", 1, TODAY), [(GENERAL.to_string(), Why::NotAsked)]);
}

#[test]
fn places_say_who_signs_how_long_it_holds_and_whether_it_is_asked_each_time() {
    let knowledge = folder();
    let own = |key: &str| knowledge.professions.separate_consents.iter().find(|one| one.key == key);
    let texas = terms(knowledge, "lmt", "US-TX", None, TODAY);
    assert!(texas.practitioner_signs && !texas.each_session);
    assert_eq!(texas.rules.len(), 1);
    let breast = terms(knowledge, "lmt", "US-TX", own("breast"), TODAY);
    assert!(breast.each_session);
    assert_eq!(breast.until, TODAY, "asked again before each session");
    assert_eq!(terms(knowledge, "lmt", "US-WA", None, TODAY).until, date(2027, 11, 24));
    let elsewhere = terms(knowledge, "lmt", "ES", own("chest_wall"), TODAY);
    assert!(elsewhere.rules.is_empty() && !elsewhere.each_session && !elsewhere.practitioner_signs);
    assert!(terms(knowledge, "lmt", "ES", own("gluteal_cleft"), TODAY).spoken_too);
}
