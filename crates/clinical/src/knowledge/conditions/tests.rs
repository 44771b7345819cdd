use super::*;
use crate::knowledge::folder;

#[test]
fn every_condition_of_the_catalogue_is_there_and_the_four_that_were_missing() {
    let catalogue = "lbp_acute lbp_chronic lumbar_radic lumbar_spine_disorder neck_pain cervical_spondylosis hf_tth migraine ceh \
                     shoulder_pain rotator_cuff impingement muscle_strain gtps hip_oa knee_oa meniscus plantar_fasciitis \
                     ankle_sprain postural oa_general ra fibromyalgia bursitis sprain_overuse post_surgical tmd \
                     neuropathic_pain chronic_pain lymphoedema anxiety depression stress";
    let conditions = &folder().conditions;
    assert_eq!(catalogue.split_whitespace().count(), 33, "32 sections, one of which holds two");
    for key in catalogue.split_whitespace().chain(["thoracic_pain", "frozen_shoulder", "carpal_tunnel", "wellness"]) {
        assert!(conditions.get(key).is_some(), "{key}");
    }
    for key in ["tka", "tha", "rtc_repair", "spinal_fusion", "acl_meniscus_repair", "scar"] {
        assert_eq!(conditions.get(key).and_then(|c| c.part_of.as_deref()), Some("post_surgical"), "{key}");
    }
    assert_eq!(conditions.list().len(), 43);
    assert_eq!(conditions.red_flags().len(), 15);
    assert_eq!(conditions.further_snomed().len(), 20);
}

#[test]
fn a_complaint_asks_its_red_flags_and_a_wellness_visit_asks_for_nothing() {
    let conditions = &folder().conditions;
    for condition in conditions.list() {
        if condition.key == "wellness" {
            assert!(condition.red_flags.is_empty() && condition.measures.is_empty() && condition.icd.is_empty());
        } else {
            assert!(!condition.red_flags.is_empty() && !condition.measures.is_empty(), "{}", condition.key);
            assert!(!condition.icd.is_empty() && !condition.words.is_empty(), "{}", condition.key);
        }
    }
    let back = conditions.get("lbp_acute").unwrap();
    assert_eq!(back.red_flags.first().map(String::as_str), Some("RF_CES"));
}

#[test]
fn what_a_client_says_suggests_conditions_the_closest_first() {
    let conditions = &folder().conditions;
    let first = |said: &str| conditions.suggest(said).first().map(|c| c.key.as_str());
    assert_eq!(first("tennis elbow"), Some("sprain_overuse"));
    assert_eq!(first("Frozen-Shoulder"), Some("frozen_shoulder"));
    assert_eq!(first("really bad sciatica down my leg"), Some("lumbar_radic"));
    assert_eq!(first("just relax"), Some("wellness"));
    assert!(conditions.suggest("qwerty").is_empty());
    assert!(conditions.suggest("").is_empty());
}

#[test]
fn a_stem_says_that_it_needs_more_characters() {
    let back = folder().conditions.get("lbp_acute").unwrap();
    assert!(back.icd.iter().any(|code| code.code == "S39.012-" && code.is_stem()));
    assert!(back.icd.iter().any(|code| code.code == "M54.50" && !code.is_stem()));
    assert!(back.icd.iter().all(|code| code.code != "M54.5"), "a header is no code");
}

#[test]
fn an_accuracy_above_one_and_a_slip_in_a_concept_id_are_named() {
    let text = "as_of = \"2026-11\"\nconfidence = \"H\"\nsource = [\"A\"]\n[[condition]]\nkey = \"x\"\nname = \"x\"\n\
        plain = \"x\"\ngroup = \"x\"\nicd10cm = [\"M54.50 x\"]\nareas = []\nfindings = []\nred_flags = []\nmeasures = []\n\
        words = []\nsnomed = { code = \"279039008\", name = \"x\", verified = true }\n\
        tests = [{ name = \"x\", sens = 94.0, source = [\"A\"] }]\n";
    let mut problems = Vec::new();
    Conditions::read(&[("conditions/x.toml", text)], &mut problems);
    assert_eq!(problems.len(), 2, "{problems:?}");
}
