use super::*;
use crate::knowledge::folder::{folder, texts};

/// Lays one file over the project's own folder.
fn over(files: &[(&str, &str)]) -> Result<Laid, Vec<String>> {
    let texts = texts();
    let base: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    lay(folder(), &base, "ours", files).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// What a rule in the place of S041 or another counts as, and why; its problem where it is refused.
fn rule(text: &str) -> Result<(What, Vec<String>), String> {
    let text = format!("as_of = \"2026-11\"\n{text}");
    let before = folder();
    let tables = crate::knowledge::safety::Tables {
        facts: &before.facts,
        regions: &before.regions,
        body: &before.body,
        families: &before.families,
    };
    let mut problems = Vec::new();
    let read = crate::knowledge::safety::read(&[("safety/ours.toml", &text)], tables, &mut problems);
    assert_eq!(problems, []);
    let new = &read.rules[0];
    let weighed = rules::weigh(before, before, before.safety.rule(&new.key).unwrap(), new);
    match (weighed.urgent, weighed.unsaid.first()) {
        (true, _) => Err(weighed.looser.join("; ")),
        (false, Some(words)) => Err(format!("must stay: {words}")),
        (false, None) if weighed.looser.is_empty() => Ok((What::Tightened, Vec::new())),
        _ => Ok((What::Loosened, weighed.looser)),
    }
}

/// S041 as the program carries it, with these replacements.
fn sugar(replace: &[(&str, &str)]) -> String {
    let mut text = String::from(
        r#"[[rule]]
key = "S041"
title = "Sugar-lowering treatment"
source = ["CONVENTION"]
confidence = "M"
when = "any of (rx_insulin, rx_sulfonylurea, insulin_pump, injection_today)"
why = "Sugar may fall; massage over the place may speed the uptake."
action = "Ask last meal and reading; sugar at hand."
[[rule.effect]]
while = "any of (rx_insulin, rx_sulfonylurea, insulin_pump)"
hands = "precaution"
text = "Insulin or tablets that lower sugar."
[[rule.effect]]
at = ["site"]
of = ["injection_today"]
while = "injection_today"
hands = "avoid_here"
ends_by = "time"
text = "Injected today: keep off the place."
"#,
    );
    for (old, new) in replace {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text
}

#[test]
fn the_same_rule_again_with_other_words_is_no_looser() {
    assert_eq!(rule(&sugar(&[])).unwrap().0, What::Tightened);
}

#[test]
fn each_side_of_every_part_of_an_effect() {
    // What is changed, and what it then counts as.
    let cases: &[(&str, &str, What)] = &[
        ("hands = \"precaution\"", "hands = \"avoid_here\"", What::Tightened),
        ("hands = \"avoid_here\"", "hands = \"precaution\"", What::Loosened),
        ("hands = \"precaution\"", "hands = \"precaution\"\nrefer = \"routine\"", What::Tightened),
        ("hands = \"precaution\"", "hands = \"precaution\"\ncap = 2", What::Tightened),
        ("hands = \"precaution\"", "hands = \"precaution\"\nfamilies = [\"DEEP\"]", What::Loosened),
        ("hands = \"precaution\"", "hands = \"precaution\"\nat = [\"thigh\"]", What::Loosened),
        ("hands = \"precaution\"", "hands = \"precaution\"\noverridable = false", What::Tightened),
        ("hands = \"avoid_here\"", "hands = \"avoid_here\"\noverridable = true", What::Tightened),
        ("at = [\"site\"]", "at = [\"whole\"]", What::Tightened),
        ("at = [\"site\"]", "at = [\"adjacent\"]", What::Tightened),
        ("at = [\"site\"]", "at = [\"limb\"]", What::Loosened),
        ("of = [\"injection_today\"]", "of = [\"insulin_pump\"]", What::Loosened),
        ("ends_by = \"time\"", "ends_by = \"clearance\"", What::Tightened),
        ("ends_by = \"time\"", "ends_by = \"self_report\"", What::Loosened),
        ("while = \"injection_today\"\n", "", What::Tightened),
        ("while = \"injection_today\"", "while = \"injection_today and rx_insulin\"", What::Loosened),
        ("hands = \"precaution\"", "hands = \"precaution\"\nforbid = [\"prone\"]", What::Tightened),
        ("hands = \"precaution\"", "hands = \"precaution\"\nrequire = [\"seated\"]", What::Tightened),
        ("insulin_pump, injection_today)", "insulin_pump, injection_today, diabetes)", What::Tightened),
        ("insulin_pump, injection_today)", "injection_today)", What::Loosened),
    ];
    for (old, new, expected) in cases {
        let found = rule(&sugar(&[(old, new)]));
        assert_eq!(found.as_ref().map(|(what, _)| *what), Ok(*expected), "{old} → {new}: {found:?}");
    }
}

#[test]
fn an_effect_left_out_is_looser_and_one_more_is_not() {
    let second = sugar(&[]).split("[[rule.effect]]").nth(2).unwrap().to_owned();
    let fewer = sugar(&[(&format!("[[rule.effect]]{second}"), "")]);
    let (what, why) = rule(&fewer).unwrap();
    assert_eq!(what, What::Loosened);
    assert!(why[0].contains("keep off the place"), "{why:?}");
    let more = format!("{}[[rule.effect]]\nhands = \"no_treatment\"\ntext = \"x\"\n", sugar(&[]));
    assert_eq!(rule(&more).unwrap().0, What::Tightened);
}

const CLOT: &str = r#"[[rule]]
key = "S011"
title = "Clot, confirmed"
source = ["WALTON11"]
confidence = "M"
when = "ever vte_confirmed"
why = "A fresh clot may be loosened."
action = "Written clearance first; never work the limb while the clot is fresh."
[[rule.effect]]
while = "vte_confirmed within 3 months or vte_confirmed within 6 months and rx_anticoagulant"
hands = "no_treatment"
cap = 2
vague = true
text = "Clot within 3 months, or still treated within 6: written clearance first."
[[rule.effect]]
families = ["DEEP", "SPORT", "CUP", "HVLA"]
at = ["limb"]
hands = "avoid_here"
cap = 3
ends_by = "clearance"
text = "Clot in this limb before: no firm work on it."
[[rule.effect]]
at = ["limb"]
hands = "precaution"
text = "Clot before: ask about swelling, light on that limb."
"#;

#[test]
fn a_longer_time_is_tighter_and_a_shorter_one_of_an_urgent_effect_is_refused() {
    let longer = CLOT.replace("vte_confirmed within 3 months or", "vte_confirmed within 4 months or");
    assert_eq!(rule(&longer).unwrap().0, What::Tightened);
    let shorter = CLOT.replace("vte_confirmed within 3 months or", "vte_confirmed within 2 months or");
    let refused = over(&[("safety/ours.toml", &format!("as_of = \"2026-11\"\n{shorter}"))]);
    assert!(refused.unwrap_err()[0].starts_with("safety/ours.toml:2: rule `S011`: loosening or retiring is refused"));
}

#[test]
fn the_lesser_effect_of_an_urgent_rule_may_be_loosened_by_an_owner_and_its_urgent_words_stay() {
    let (what, why) = rule(&CLOT.replace("cap = 3", "cap = 4")).unwrap();
    assert_eq!(what, What::Loosened);
    assert!(why[0].contains("no firm work"), "{why:?}");
    let unsaid = rule(&CLOT.replace("Written clearance first; never", "Never"));
    assert!(unsaid.unwrap_err().contains("must stay"));
    let added = CLOT.replace("while the clot is fresh.\"", "while the clot is fresh. Ring us first.\"");
    assert_eq!(rule(&added).unwrap().0, What::Tightened);
}

#[test]
fn a_rule_is_retired_with_a_reason_and_a_source_and_never_an_urgent_one() {
    let retire = |key: &str, more: &str| {
        over(&[("retire.toml", &format!("[[retire]]\nkind = \"rule\"\nkey = \"{key}\"\n{more}"))])
    };
    let laid = retire("S041", "reason = \"We treat nobody with diabetes\"\nsource = [\"CONVENTION\"]\n").unwrap();
    assert!(laid.knowledge.safety.rule("S041").is_none());
    assert!(laid.changes[0].needs_owner() && laid.changes[0].what == What::Retired);
    let said = retire("S041", "").unwrap_err().join("\n");
    assert!(said.contains("needs its reason") && said.contains("without source"), "{said}");
    let said = retire("S011", "reason = \"x\"\nsource = [\"CONVENTION\"]\n").unwrap_err().join("\n");
    assert!(said.contains("retire.toml:1: rule `S011`: loosening or retiring is refused"), "{said}");
    let said = retire("S999", "reason = \"x\"\nsource = [\"CONVENTION\"]\n").unwrap_err().join("\n");
    assert!(said.contains("no rule is called `S999`"), "{said}");
}

#[test]
fn a_fact_is_added_to_a_group_with_the_rule_that_reads_it_and_the_rest_keeps_its_lines() {
    let laid = over(&[
        ("facts/ours.toml", "as_of = \"2026-11\"\nsource = [\"OURS\"]\nconfidence = \"L\"\n[[group]]\nkey = \"skin\"\n[[group.fact]]\nkey = \"allergy_arnica\"\nis = \"Allergy to arnica\"\nask = \"Are you allergic to arnica?\"\n"),
        ("safety/ours.toml", "as_of = \"2026-11\"\n[[rule]]\nkey = \"OURS1\"\ntitle = \"Arnica\"\nsource = [\"OURS\"]\nconfidence = \"L\"\nwhen = \"allergy_arnica\"\nwhy = \"Rash.\"\naction = \"Use the other oil.\"\n[[rule.effect]]\nhands = \"precaution\"\ntext = \"No arnica oil.\"\n"),
        ("sources.toml", "[[source]]\nkey = \"OURS\"\ncitation = \"This practice, 2026\"\nconfidence = \"L\"\n"),
    ])
    .unwrap();
    assert!(laid.changes.iter().all(|change| change.what == What::Added), "{:?}", laid.changes);
    let id = laid.knowledge.facts.find("allergy_arnica").unwrap();
    let fact = laid.knowledge.facts.get(id).unwrap();
    assert_eq!(laid.knowledge.facts.groups[fact.group].key, "skin");
    let before = &folder().safety.rule("S041").unwrap().place;
    assert_eq!(&laid.knowledge.safety.rule("S041").unwrap().place, before);
}

#[test]
fn a_question_an_urgent_rule_reads_keeps_its_form_and_its_words_need_an_owner() {
    let fact = |more: &str, ask: &str| {
        over(&[(
            "facts/ours.toml",
            &format!(
                "as_of = \"2026-11\"\nsource = [\"CONVENTION\"]\nconfidence = \"M\"\n[[group]]\nkey = \"today_ill\"\n[[group.fact]]\nkey = \"fever\"\nis = \"Fever now, or in the last 24 hours, or masked by medicine that lowers it\"\nask = \"{ask}\"\nyes = \"A measured temperature goes into temp_c as well\"\nalso = [\"febrile\", \"pyrexia\", \"high temperature\", \"took paracetamol for a fever\", \"hot\"]\nstands_for = [\"fever_ge_38C\"]\n{more}"
            ),
        )])
    };
    let same = fact("", "Have you had a fever in the last 24 hours?").unwrap();
    assert_eq!(same.changes[0].what, What::Tightened);
    let asked = fact("", "Fever?").unwrap();
    assert_eq!(asked.changes[0].what, What::Loosened);
    let refused = fact("who = \"practitioner\"\n", "Have you had a fever in the last 24 hours?");
    assert!(refused.unwrap_err()[0].contains("which an urgent rule reads"));
}

#[test]
fn a_medicine_may_be_understood_as_more_and_not_as_less_where_an_urgent_rule_reads_it() {
    let warfarin = texts().into_iter().find(|(path, _)| path == "medicines/blood.toml").unwrap().1;
    let block = crate::knowledge::blocks::blocks(&warfarin)[0].text.to_owned();
    assert!(block.contains("key = \"warfarin\""));
    let head = "source = [\"CONVENTION\"]\nconfidence = \"M\"\nas_of = \"2026-11\"\n";
    let laid = over(&[("medicines/ours.toml", &format!("{head}{block}"))]).unwrap();
    assert_eq!(laid.changes[0].what, What::Tightened);
    let gone = "[[retire]]\nkind = \"medicine\"\nkey = \"warfarin\"\nreason = \"x\"\nsource = [\"CONVENTION\"]\n";
    assert!(over(&[("retire.toml", gone)]).unwrap_err()[0].contains("refused"));
}

#[test]
fn what_every_rule_stands_on_is_not_corrected_and_an_unknown_folder_is_named() {
    let said = over(&[("regions/ours.toml", "[[area]]\nkey = \"calf\"\nname = \"Calf\"\n"), ("herbs/x.toml", "")]);
    let said = said.unwrap_err().join("\n");
    assert!(said.contains("regions/ours.toml:1: area `calf` cannot be corrected"), "{said}");
    assert!(said.contains("herbs/x.toml:0: no knowledge has a folder"), "{said}");
}

#[test]
fn law_needs_an_owner_and_evidence_does_not_though_its_rules_of_display_hold() {
    let statement = |certainty: &str| {
        over(&[(
            "evidence/ours.toml",
            &format!(
                "as_of = \"2026-11\"\n[[evidence]]\nkey = \"lbp_acute_massage\"\ncondition = \"lbp_acute\"\nabout = \"massage\"\noutcome = \"pain\"\ndirection = \"weak_for\"\ncertainty = \"{certainty}\"\nyear = 2026\nsource = [\"FURLAN15\"]\nconfidence = \"M\"\n"
            ),
        )])
    };
    assert_eq!(statement("low").unwrap().changes[0].what, What::Corrected);
    assert!(statement("high").is_err(), "massage is never shown as surer than the reviews have it");
    let law = "as_of = \"2026-11\"\nsource = [\"OUR-POLICY\"]\nconfidence = \"L\"\n[[exception]]\nactivity = \"thrust\"\nprofession = \"pt\"\njurisdiction = \"US-WA\"\nmay = \"no\"\nwhy = \"w\"\n";
    let laid = over(&[("professions/ours.toml", law)]);
    assert!(laid.as_ref().is_ok_and(|laid| laid.changes[0].needs_owner()), "{laid:?}");
}

#[test]
fn a_licensed_practice_loads_the_texts_of_its_questionnaires() {
    let items = ["\"one\""; 10].join(", ");
    let pack = |items: &str| {
        over(&[(
            "instruments/odi.toml",
            &format!(
                "[[texts]]\ninstrument = \"odi\"\npermission = \"Mapi, 4711, 2026\"\nstem = \"s\"\nitems = [{items}]\n"
            ),
        )])
    };
    let laid = pack(&items).unwrap();
    let odi = laid.knowledge.instruments.get("odi").unwrap();
    assert_eq!(odi.texts.as_ref().map(|texts| texts.items.len()), Some(10));
    assert_eq!(odi.permission.as_deref(), Some("Mapi, 4711, 2026"));
    assert_eq!(laid.changes[0].what, What::Added);
    assert!(pack("\"one\"").unwrap_err()[0].contains("1 texts for 10 items"));
}

#[test]
fn a_problem_of_the_whole_is_named_by_the_overlays_own_file_and_line() {
    let said = over(&[(
        "safety/x.toml",
        "as_of = \"2026-11\"\n\n[[rule]]\nkey = \"OURS2\"\ntitle = \"t\"\nsource = [\"NOWHERE9\"]\nconfidence = \"H\"\nwhen = \"no_such_fact\"\nwhy = \"w\"\naction = \"a\"\n[[rule.effect]]\nhands = \"none\"\ntext = \"t\"\n",
    )]);
    let said = said.unwrap_err();
    assert!(said.iter().any(|line| line.starts_with("safety/x.toml:8: ")), "{said:?}");
}
