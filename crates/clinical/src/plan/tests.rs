use jiff::civil::date;

use super::*;
use crate::facts::Answer;
use crate::knowledge::evidence::Direction;
use crate::knowledge::folder;
use crate::scope::Standpoint;
use crate::screen::{Context, screen};

const TODAY: Date = date(2026, 11, 22);

fn practitioner(profession: &str) -> Practitioner<'_> {
    Practitioner { profession, jurisdiction: "US-WA", licence_until: Some(date(2027, 12, 31)), certificates: &[] }
}

fn planned(profession: &str, conditions: &[&str], facts: &Facts, tried: &[Tried<'_>]) -> Plan<'static> {
    let knowledge = folder();
    let screen = screen(knowledge, facts, &Context::on(TODAY));
    let measured = [Measured { instrument: "nprs", scale: "average", value: 6.0 }];
    let practitioner = practitioner(profession);
    let case = Case { conditions, side: Side::Both, facts, today: TODAY, practitioner, tried, measured: &measured };
    plan(knowledge, &screen, &case)
}

fn keys<'a>(plan: &'a Plan<'_>) -> Vec<&'a str> {
    plan.proposed.iter().map(|p| p.technique.key.as_str()).collect()
}

fn reason<'a>(plan: &'a Plan<'static>, technique: &str) -> &'a Reason<'static> {
    let found = plan.left_out.iter().find(|l| l.technique.key == technique);
    &found.unwrap_or_else(|| panic!("{technique} was not left out; proposed: {:?}", keys(plan))).reason
}

#[test]
fn a_plan_ranks_by_evidence_and_says_what_it_rests_on() {
    let plan = planned("pt", &["neck_pain"], &Facts::new(), &[]);
    assert!(keys(&plan).contains(&"swedish"), "{:?}", keys(&plan));
    assert_eq!(plan.proposed.first().map(|p| p.evidence.direction), Some(Direction::For));
    assert!(plan.proposed.is_sorted_by_key(|p| std::cmp::Reverse((p.evidence.direction, p.evidence.certainty))));
    for proposed in &plan.proposed {
        assert!(!proposed.evidence.provenance.sources.is_empty() && !proposed.technique.doses.is_empty());
        assert!(!proposed.areas.is_empty());
    }
    assert!(matches!(reason(&plan, "cst"), Reason::EvidenceAgainst));
}

#[test]
fn a_massage_therapist_is_not_offered_a_thrust_and_learns_who_does_it() {
    let plan = planned("lmt", &["lbp_chronic"], &Facts::new(), &[]);
    let Reason::Scope(standpoint, refer_to) = reason(&plan, "hvla") else { panic!("{:?}", reason(&plan, "hvla")) };
    assert!(*standpoint >= Standpoint::Outside);
    assert!(!refer_to.is_empty());
}

#[test]
fn an_anticoagulant_lowers_the_pressure_or_takes_the_technique_out() {
    let facts = Facts::new().with("rx_anticoagulant", Answer::yes());
    let plan = planned("pt", &["neck_pain"], &facts, &[]);
    for proposed in &plan.proposed {
        assert!(proposed.pressure.is_none_or(|(_, most)| most <= 3), "{}", proposed.technique.key);
    }
    assert!(matches!(reason(&plan, "deep_tissue"), Reason::BeyondCap(_) | Reason::Safety(_)));
}

#[test]
fn what_was_followed_by_change_comes_first_and_what_was_not_is_left_out() {
    let tried = [
        Tried { technique: "effleurage", followed: Followed::Better },
        Tried { technique: "mfr", followed: Followed::NoChange },
    ];
    let plan = planned("pt", &["neck_pain"], &Facts::new(), &tried);
    assert_eq!(keys(&plan).first(), Some(&"swedish"));
    assert!(matches!(reason(&plan, "mfr"), Reason::NoResponse(Followed::NoChange)));
}

#[test]
fn a_goal_lies_a_change_that_matters_away_and_ends_with_the_course() {
    let plan = planned("pt", &["lbp_chronic"], &Facts::new(), &[]);
    let goal = plan.goals.first().expect("pain has a goal");
    assert!(goal.from - goal.target >= 2.0 && goal.target >= 0.0, "{goal:?}");
    let frequency = plan.frequency.as_ref().expect("a course");
    assert_eq!((frequency.course.visits, frequency.look_after), (10, (5, 10)));
    assert_eq!(goal.by, frequency.until);
    assert_eq!(frequency.until, date(2027, 1, 31));
}

#[test]
fn home_care_for_the_place_comes_before_habits_and_nothing_for_an_unknown_complaint() {
    let plan = planned("pt", &["neck_pain"], &Facts::new(), &[]);
    assert!(plan.at_home.iter().any(|home| home.item.kind == Kind::Exercise));
    assert!(plan.at_home.is_sorted_by_key(|home| home.item.kind == Kind::Lifestyle));
    let empty = planned("pt", &["no_such"], &Facts::new(), &[]);
    assert!(empty.proposed.is_empty() && empty.left_out.is_empty() && empty.at_home.is_empty());
    assert!(empty.frequency.is_none());
}

#[test]
fn a_wellness_visit_has_no_course_to_be_kept() {
    let plan = planned("lmt", &["wellness"], &Facts::new(), &[]);
    assert!(plan.frequency.is_none());
    assert_eq!(keys(&plan), ["swedish"]);
}
