use super::*;
use crate::knowledge::folder;

#[test]
fn every_region_of_the_drawing_is_there_with_the_added_ones() {
    let regions = &folder().regions;
    let drawn = regions.list().iter().filter(|r| !r.views.is_empty()).count();
    assert_eq!(drawn, 87, "the body drawing has 87 region names, the soles among them");
    for added in ["axilla", "coccyx", "ischium", "scalp", "ear", "breast", "gluteal_cleft", "intraoral"] {
        assert!(regions.get(added).is_some_and(|r| r.views.is_empty()), "{added}");
    }
    assert!(regions.get("supraspinatus").is_some());
    assert!(regions.structure("subscapularis").is_some());
    assert!((34..=37).contains(&regions.client_areas().len()), "about 35 plain areas");
}

#[test]
fn every_safety_area_of_the_rules_has_members_and_the_whole_body_has_all() {
    let regions = &folder().regions;
    let tokens = "head jaw neck_ant neck_post shoulder arm elbow forearm_hand thorax breast upper_back low_back abdomen \
                  pelvis sacrum hip thigh thigh_medial calf achilles foot spine ribs whole";
    for token in tokens.split_whitespace() {
        assert!(!regions.members(token).is_empty(), "{token}");
    }
    assert_eq!(regions.members("whole").len(), regions.list().len());
}

#[test]
fn every_region_is_in_a_limb_a_quadrant_or_the_head_and_neck() {
    let regions = &folder().regions;
    for region in regions.list() {
        let head_or_neck = region.areas.iter().any(|a| ["head", "neck_ant", "neck_post"].contains(&a.as_str()));
        assert!(region.limb.is_some() || region.quadrant.is_some() || head_or_neck, "{}", region.key);
        assert!(region.limb.is_none() || region.quadrant.is_none(), "{}", region.key);
    }
}

#[test]
fn a_word_names_one_place_however_it_is_spelt() {
    let regions = &folder().regions;
    let region = |key: &str| Some(Spot::Region(key.to_owned()));
    assert_eq!(regions.named("UT").cloned(), region("trapezius_upper"));
    assert_eq!(regions.named("upper trap").cloned(), region("trapezius_upper"));
    assert_eq!(regions.named("QL").cloned(), region("quadratus_lumborum"));
    assert_eq!(regions.named("C5-6").cloned(), Some(Spot::Structure("c5_c6".into())));
    assert_eq!(regions.named("AC joint").cloned(), Some(Spot::Structure("ac_joint".into())));
    assert_eq!(regions.named("full body").cloned(), Some(Spot::Area("whole".into())));
    assert_eq!(regions.named("neck_post").cloned(), Some(Spot::Area("neck_post".into())));
    assert!(regions.named("flibber").is_none());
}

#[test]
fn an_unknown_word_offers_the_nearest() {
    let regions = &folder().regions;
    assert!(regions.near("upper tra", 3).contains(&"upper trap"));
    assert!(regions.near("zzz", 3).is_empty());
}

#[test]
fn the_neighbours_of_a_segment_are_the_next_above_and_below() {
    let regions = &folder().regions;
    let keys: Vec<_> = regions.adjacent_levels("l4_l5").iter().map(|s| s.key.as_str()).collect();
    assert_eq!(keys, ["l3_l4", "l5_s1"]);
    assert_eq!(regions.adjacent_levels("l5_s1").len(), 1);
}

#[test]
fn an_alias_that_means_two_things_is_named() {
    let one = |key: &str, adjacent: &str| {
        format!(
            "[[region]]\nkey = \"{key}\"\nname = \"{key}\"\nplain = \"x\"\ngroup = \"x\"\nsides = \"paired\"\nareas = []\n\
             client_area = \"x\"\naliases = [\"TA\"]\nadjacent = [\"{adjacent}\"]\n"
        )
    };
    let head =
        "as_of = \"2026-11\"\nconfidence = \"H\"\nsource = [\"A\"]\n[[client_area]]\nkey = \"x\"\nplain = \"x\"\n";
    let text = format!("{head}{}{}", one("a", "b"), one("b", "a"));
    let mut problems = Vec::new();
    Regions::read(&[("regions/x.toml", &text)], &mut problems);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].what.contains("means two things"));
}
