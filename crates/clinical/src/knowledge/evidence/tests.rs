use super::*;
use crate::knowledge::folder;

fn of(technique: &str, condition: &str) -> &'static Statement {
    let knowledge = folder();
    let technique = knowledge.techniques.get(technique).unwrap();
    knowledge.evidence.of(technique, condition).unwrap_or_else(|| panic!("nothing on {condition}"))
}

#[test]
fn every_row_of_the_reference_is_there() {
    let evidence = &folder().evidence;
    let count = |condition: &str| evidence.on_condition(condition).count();
    // At least as many statements as rows in the tables of the reference.
    let rows = [
        ("lbp_acute", 6),
        ("lbp_chronic", 7),
        ("lumbar_radic", 5),
        ("lumbar_spine_disorder", 3),
        ("neck_pain", 6),
        ("hf_tth", 5),
        ("migraine", 4),
        ("ceh", 4),
        ("shoulder_pain", 2),
        ("rotator_cuff", 3),
        ("impingement", 2),
        ("muscle_strain", 3),
        ("gtps", 2),
        ("hip_oa", 3),
        ("knee_oa", 3),
        ("meniscus", 3),
        ("plantar_fasciitis", 4),
        ("ankle_sprain", 3),
        ("postural", 2),
        ("ra", 3),
        ("fibromyalgia", 7),
        ("bursitis", 2),
        ("sprain_overuse", 3),
        ("tka", 3),
        ("rtc_repair", 1),
        ("spinal_fusion", 3),
        ("scar", 1),
        ("tmd", 7),
        ("neuropathic_pain", 3),
        ("chronic_pain", 4),
        ("lymphoedema", 4),
        ("anxiety", 2),
        ("depression", 1),
        ("stress", 1),
    ];
    for (condition, rows) in rows {
        assert!(count(condition) >= rows, "{condition}: {} of {rows}", count(condition));
    }
    assert_eq!(evidence.list().iter().filter(|s| s.condition.is_none()).count(), 12, "one headline a technique");
    assert_eq!(evidence.list().len(), 181);
}

#[test]
fn massage_never_rests_on_more_than_moderate_certainty() {
    let evidence = &folder().evidence;
    let massage = &evidence.subject("massage").unwrap().techniques;
    for statement in evidence.list().iter().filter(|s| s.about == "massage" || massage.contains(&s.about)) {
        assert!(statement.certainty_to.unwrap_or(statement.certainty) <= Strength::Moderate, "{}", statement.key);
        assert!(
            statement.direction != Direction::For || statement.certainty <= Strength::Moderate,
            "{}",
            statement.key
        );
        assert!(!statement.line().contains("strong"));
    }
}

#[test]
fn craniosacral_visceral_and_reflexology_are_graded_as_the_reviews_have_it() {
    let knowledge = folder();
    let headline = |key: &str| {
        let technique = knowledge.techniques.get(key).unwrap();
        knowledge.evidence.headline(technique).map(|s| s.direction)
    };
    assert_eq!(headline("cst"), Some(Direction::Against));
    assert_eq!(headline("visceral"), Some(Direction::Against));
    assert_eq!(headline("reflexology"), Some(Direction::Unclear));
    for statement in knowledge.evidence.list().iter().filter(|s| ["cst", "visceral"].contains(&s.about.as_str())) {
        assert!(statement.direction <= Direction::Unclear, "{}", statement.key);
    }
}

#[test]
fn the_neck_is_not_thrust_for_tension_type_headache() {
    assert_eq!(of("hvla", "hf_tth").direction, Direction::Against);
    assert_eq!(of("hvla_cervical", "hf_tth").direction, Direction::Against);
}

#[test]
fn acupressure_does_not_borrow_the_evidence_of_needles() {
    for condition in ["lbp_chronic", "hf_tth", "fibromyalgia", "chronic_pain"] {
        assert_eq!(of("acupressure", condition).direction, Direction::Unclear, "{condition}");
    }
}

#[test]
fn the_closest_statement_is_of_the_stroke_then_the_technique_then_its_group() {
    assert_eq!(of("deep_transverse_friction", "sprain_overuse").about, "deep_transverse_friction");
    assert_eq!(of("slider", "lumbar_radic").about, "neurodyn");
    assert_eq!(of("effleurage", "neck_pain").about, "massage");
    let knowledge = folder();
    let mld = knowledge.techniques.get("mld").unwrap();
    assert_eq!(knowledge.evidence.of(mld, "neck_pain"), None, "what is not stated is not made up");
}

#[test]
fn every_statement_has_an_outcome_a_year_and_a_source() {
    for statement in folder().evidence.list() {
        assert!(!statement.outcome.is_empty() && !statement.provenance.sources.is_empty(), "{}", statement.key);
        assert!(statement.line().contains(&statement.year.to_string()));
    }
}
