use super::*;
use crate::knowledge::folder;

fn technique(key: &str) -> &'static Technique {
    folder().techniques.get(key).unwrap_or_else(|| panic!("no technique {key}"))
}

#[test]
fn every_technique_of_the_catalogue_is_there_with_its_strokes() {
    let whole = "stm mfr deep_tissue swedish orthopedic sports joint_mob hvla stretch_static met_pnf nmt trp scs_prt neurodyn \
                 cst visceral mld reflexology acupressure mat_self cupping hydro_thermal";
    let list = folder().techniques.list();
    assert_eq!(list.iter().filter(|t| t.part_of.is_none()).count(), 22);
    for key in whole.split_whitespace() {
        assert!(technique(key).part_of.is_none(), "{key}");
        assert!(list.iter().any(|t| t.part_of.as_deref() == Some(key)), "{key} has no form");
    }
    let strokes = ["effleurage", "petrissage", "friction", "tapotement", "vibration"];
    assert!(strokes.iter().all(|key| technique(key).part_of.as_deref() == Some("swedish")), "the five strokes");
    assert!(list.len() >= 130, "{}", list.len());
}

#[test]
fn the_scales_have_five_pressures_eight_forces_eight_grades_and_one_pain_ceiling() {
    let scales = folder().techniques.scales();
    assert_eq!(scales.pressure.iter().map(|p| p.level).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(scales.force.len(), 8);
    assert_eq!(scales.grades.len(), 8);
    assert_eq!((scales.pain_ceiling.aim_at_most, scales.pain_ceiling.stop_at), (5, 7));
    assert_eq!(scales.endangerment.len(), 16);
    assert!(scales.contra_classes.len() >= 30, "the 30 classes of the reference");
    assert!(scales.endangered("popliteal_fossa").next().is_some());
}

#[test]
fn a_stroke_takes_from_its_technique_what_it_does_not_say() {
    let effleurage = technique("effleurage");
    assert_eq!(effleurage.families, ["SWED"]);
    assert_eq!(effleurage.pressure, Some((1, 3)));
    assert_eq!(effleurage.scope, technique("swedish").scope);
    assert_eq!(technique("tapotement").families, ["SPORT"]);
    assert_eq!(technique("indirect_mfr").force, (ForceClass::F1, ForceClass::F2));
}

#[test]
fn thrust_is_outside_the_scope_of_massage_therapists_and_asks_its_own_consent() {
    let hvla = technique("hvla");
    assert_eq!(hvla.scope.get("lmt"), Some(&UsualScope::Outside));
    assert_eq!(hvla.scope.get("rmt"), Some(&UsualScope::Outside));
    assert!(hvla.separate_consent);
    assert_eq!(hvla.force, (ForceClass::FT, ForceClass::FT));
}

#[test]
fn a_trigger_point_is_the_technique_and_tp_is_left_to_the_finding() {
    let techniques = &folder().techniques;
    assert_eq!(techniques.named("TrP").map(|t| t.key.as_str()), Some("trp"));
    assert_eq!(techniques.named("tp"), None);
    assert_eq!(techniques.named("mob II").map(|t| t.key.as_str()), Some("mob_2"));
    assert_eq!(techniques.named("Deep-Tissue").map(|t| t.key.as_str()), Some("deep_tissue"));
}

#[test]
fn every_technique_says_what_is_known_of_it_in_one_line_and_never_that_it_is_strong() {
    for technique in folder().techniques.list() {
        assert!(!technique.honest.is_empty() && !technique.honest.contains('\n'), "{}", technique.key);
        assert!(!technique.honest.to_lowercase().contains("strong evidence"), "{}", technique.key);
        assert!(!technique.definition.is_empty() && !technique.doses.is_empty(), "{}", technique.key);
    }
}

#[test]
fn a_dose_that_runs_backwards_and_a_family_that_is_none_are_named() {
    let text = "as_of = \"2026-11\"\nconfidence = \"H\"\nsource = [\"A\"]\n[[technique]]\nkey = \"x\"\nname = \"x\"\n\
        group = \"x\"\nfamilies = [\"MAGIC\"]\nforce = [\"F2\", \"F3\"]\nrank = 1\ndefinition = \"x\"\nhonest = \"x\"\n\
        positions = []\nareas = []\ndoses = [{ what = \"hold\", least = 9, most = 3, unit = \"s\" }]\nscope = {}\n\
        expected = []\nusual_reactions = []\ncontra = []\naliases = []\n";
    let mut problems = Vec::new();
    Techniques::read(&[("techniques/x.toml", text)], &mut problems);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().all(|p| p.line == 5));
}
