use std::collections::BTreeSet;

use clinical::ce::{Category, Credit, Cycle, Hours, account, expiring};
use clinical::knowledge::professions::{Signature, Words};
use clinical::scope::{Held, Practitioner, Standpoint, Verdict, activities, is_stale, may, words};
use jiff::civil::{Date, date};

use super::FOLDER;

const TODAY: Date = date(2026, 11, 22);

fn who<'a>(profession: &'a str, jurisdiction: &'a str, certificates: &'a [Held]) -> Practitioner<'a> {
    Practitioner { profession, jurisdiction, licence_until: Some(date(2028, 1, 31)), certificates }
}

fn asked(activity: &str, who: &Practitioner<'_>) -> Verdict<'static> {
    let professions = &FOLDER.professions;
    may(professions, who, professions.activity(activity).expect("an activity"), TODAY)
}

fn keys(verdict: &Verdict<'_>) -> Vec<&'static str> {
    verdict.reasons.iter().map(|reason| reason.key).collect()
}

#[test]
fn the_folder_holds_what_it_promises() {
    let professions = &FOLDER.professions;
    assert_eq!(professions.list.len(), 12);
    assert_eq!(professions.activities.len(), 32);
    assert_eq!(professions.activities.iter().map(|activity| activity.may.len()).sum::<usize>(), 233);
    assert_eq!(professions.jurisdictions.len(), 86);
    assert_eq!(professions.licences.len(), 81);
    assert_eq!(professions.ethics.len(), 16);
    assert_eq!(professions.consent_elements.len(), 17);
    assert_eq!(professions.separate_consents.len(), 9);
    assert_eq!(professions.consent_rules.len(), 6);
    assert_eq!(professions.retention.len(), 12);
}

#[test]
fn a_thrust_is_blocked_for_massage_therapists_and_nobody_else() {
    for profession in ["lmt", "rmt"] {
        let verdict = asked("thrust", &who(profession, "US-FL", &[]));
        assert!(verdict.blocks(), "{profession}");
        assert!(verdict.refer_to.iter().any(|other| other.key == "dc"));
    }
    assert_eq!(asked("thrust", &who("dc", "US-FL", &[])).standpoint, Standpoint::Within);
    assert_eq!(asked("thrust", &who("pt", "US-FL", &[])).standpoint, Standpoint::Check);
}

#[test]
fn only_thrust_and_an_expired_licence_ever_block() {
    let professions = &FOLDER.professions;
    for activity in professions.activities.iter().filter(|activity| activity.key != "thrust") {
        for profession in &professions.list {
            let verdict = may(professions, &who(&profession.key, "US-TX", &[]), activity, TODAY);
            assert!(!verdict.blocks(), "{} {}", activity.key, profession.key);
        }
    }
}

#[test]
fn an_own_licence_blocks_the_day_after_its_last() {
    let on_last_day = Practitioner { licence_until: Some(TODAY), ..who("lmt", "US-WA", &[]) };
    assert_eq!(asked("swedish", &on_last_day).standpoint, Standpoint::Within);
    assert_eq!(keys(&asked("swedish", &on_last_day)), ["scope-licence-expires"]);
    let day_after = Practitioner { licence_until: Some(date(2026, 11, 21)), ..on_last_day };
    assert!(asked("swedish", &day_after).blocks());
    assert_eq!(keys(&asked("swedish", &day_after)), ["scope-licence-expired"]);
}

#[test]
fn washington_asks_a_physiotherapist_for_the_endorsement() {
    let without = asked("thrust", &who("pt", "US-WA", &[]));
    assert_eq!(without.standpoint, Standpoint::NeedsCertificate);
    assert!(!without.blocks());
    let held = |until| [Held { certificate: "spinal_manipulation_endorsement".into(), until }];
    assert_eq!(asked("thrust", &who("pt", "US-WA", &held(None))).standpoint, Standpoint::Within);
    assert_eq!(asked("thrust", &who("pt", "US-WA", &held(Some(TODAY)))).standpoint, Standpoint::Within);
    let expired = held(Some(date(2026, 11, 21)));
    assert_eq!(keys(&asked("thrust", &who("pt", "US-WA", &expired))), ["scope-certificate-expired"]);
}

#[test]
fn lymphoedema_is_for_who_is_certified_and_others_refer() {
    let verdict = asked("lymphoedema", &who("lmt", "US-FL", &[]));
    assert_eq!(verdict.standpoint, Standpoint::NeedsCertificate);
    assert_eq!(verdict.refer_to.iter().map(|other| other.key.as_str()).collect::<Vec<_>>(), ["clt"]);
    let clt = [Held { certificate: "clt".into(), until: None }];
    assert_eq!(asked("lymphoedema", &who("lmt", "US-FL", &clt)).standpoint, Standpoint::Within);
}

#[test]
fn what_nobody_looked_up_is_to_be_checked_and_not_refused() {
    let verdict = asked("heat_cold", &who("reflex", "US-FL", &[]));
    assert_eq!((verdict.standpoint, keys(&verdict)), (Standpoint::Check, vec!["scope-unknown"]));
    let elsewhere = asked("swedish", &who("lmt", "XX", &[]));
    assert_eq!(keys(&elsewhere), ["scope-place-unknown"]);
}

#[test]
fn a_row_is_old_after_twelve_months_and_not_before() {
    assert!(!is_stale("2025-11", TODAY));
    assert!(is_stale("2025-10", TODAY));
    assert!(is_stale("soon", TODAY));
}

#[test]
fn a_massage_therapist_reads_findings_and_a_physiotherapist_diagnoses() {
    assert_eq!(words(&FOLDER.professions, "lmt"), Words::Findings);
    assert_eq!(words(&FOLDER.professions, "pt"), Words::Diagnosis);
    assert_eq!(words(&FOLDER.professions, "somebody"), Words::Findings);
}

#[test]
fn breast_and_thrust_are_activities_of_their_own() {
    let found = |technique, region, thrust| -> Vec<&str> {
        activities(&FOLDER.professions, technique, region, thrust)
            .iter()
            .map(|activity| activity.key.as_str())
            .collect()
    };
    assert_eq!(found("swedish", "breast", false), ["breast", "swedish"]);
    assert_eq!(found("hvla", "spine_lumbar", true), ["thrust"]);
    assert_eq!(found("joint_mob", "spine_lumbar", true), ["thrust", "joint_mobilisation"]);
}

#[test]
fn texas_wants_both_signatures_and_seven_statements() {
    let rules: Vec<_> = FOLDER.professions.consent_for("lmt", "US-TX", None).collect();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0].signatures, [Signature::Client, Signature::Practitioner]);
    assert_eq!(rules[0].must_say.en.len(), 7);
    assert_eq!(rules[0].must_say.es.as_ref().map(Vec::len), Some(7));
    assert_eq!(FOLDER.professions.consent_for("lmt", "US-TX", Some("breast")).count(), 2);
}

#[test]
fn records_are_kept_as_the_place_says_and_unknown_stays_unknown() {
    let years = |place| FOLDER.professions.keep_records(place).and_then(|row| row.years);
    assert_eq!(years("US-MT"), Some(4));
    assert_eq!(years("CA-ON"), Some(10));
    assert_eq!(years("US-FL"), None);
    assert_eq!(years("GB-SCT"), Some(8));
}

fn credit(on: Date, hours: u32, topics: &[&str], modes: &[&str]) -> Credit {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    Credit { on, hours: Hours::whole(hours), topics: set(topics), modes: set(modes) }
}

#[test]
fn florida_counts_hours_by_category() {
    let licence = FOLDER.professions.licence("lmt", "US-FL").expect("a row");
    let cycle = Cycle { from: date(2025, 9, 1), to: date(2027, 8, 31), first: false };
    let credits = [
        credit(date(2026, 1, 10), 12, &["general"], &["in_person"]),
        credit(date(2026, 2, 10), 2, &["ethics"], &["distance"]),
        credit(date(2025, 8, 31), 10, &["general"], &["in_person"]),
    ];
    let account = account(licence, &credits, cycle);
    let owed = |category: Category| account.needs.iter().find(|need| need.category == category).and_then(|n| n.owed());
    assert_eq!(owed(Category::Total), Some(Hours::whole(10)));
    assert_eq!(owed(Category::Ethics), Some(Hours::whole(0)));
    assert_eq!(owed(Category::Mode("in_person".into())), Some(Hours::whole(0)));
    assert_eq!(owed(Category::Topic("human_trafficking".into())), Some(Hours::whole(1)));
    assert_eq!(account.settled(), Some(false));
}

#[test]
fn hours_beyond_a_bound_do_not_count() {
    let licence = FOLDER.professions.licence("lmt", "US-NC").expect("a row");
    let cycle = Cycle { from: date(2026, 1, 1), to: date(2027, 12, 31), first: false };
    let credits =
        [credit(date(2026, 3, 1), 20, &[], &["distance"]), credit(date(2026, 4, 1), 12, &["ethics"], &["in_person"])];
    let account = account(licence, &credits, cycle);
    assert_eq!(account.needs[0].counted, Hours::whole(24));
    assert_eq!(account.beyond_bounds, Hours::whole(8));
    assert_eq!(account.settled(), Some(true));
}

#[test]
fn what_is_asked_in_addition_does_not_fill_the_total_and_once_counts_from_before() {
    let licence = FOLDER.professions.licence("lmt", "US-MI").expect("a row");
    let cycle = Cycle { from: date(2026, 1, 1), to: date(2028, 12, 31), first: false };
    let credits = [
        credit(date(2026, 3, 1), 3, &["implicit_bias"], &[]),
        credit(date(2020, 3, 1), 1, &["human_trafficking"], &[]),
    ];
    let account = account(licence, &credits, cycle);
    assert_eq!(account.needs[0].counted, Hours::whole(0));
    let trafficking = account.needs.iter().find(|need| need.category == Category::Topic("human_trafficking".into()));
    let trafficking = trafficking.expect("asked once");
    assert_eq!((trafficking.counted, trafficking.owed()), (Hours::whole(1), None));
}

#[test]
fn a_first_renewal_may_be_exempt() {
    let licence = FOLDER.professions.licence("lmt", "US-NY").expect("a row");
    let cycle = Cycle { from: date(2026, 1, 1), to: date(2028, 12, 31), first: true };
    assert_eq!(account(licence, &[], cycle).settled(), Some(true));
    assert_eq!(account(licence, &[], Cycle { first: false, ..cycle }).settled(), Some(false));
}

#[test]
fn where_hours_are_unknown_so_is_what_is_owed() {
    let licence = FOLDER.professions.licence("lmt", "US-GA").expect("a row");
    let cycle = Cycle { from: date(2026, 1, 1), to: date(2027, 12, 31), first: false };
    assert_eq!(account(licence, &[], cycle).settled(), None);
}

#[test]
fn what_runs_out_comes_soonest_first() {
    let held = [
        Held { certificate: "cpr".into(), until: Some(date(2026, 12, 1)) },
        Held { certificate: "clt".into(), until: None },
    ];
    let soon = expiring(Some(date(2026, 11, 20)), &held, TODAY, 30);
    let soon: Vec<_> = soon.iter().map(|expiry| (expiry.what.as_str(), expiry.days_left)).collect();
    assert_eq!(soon, [("licence", -2), ("cpr", 9)]);
}
