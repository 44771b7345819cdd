use clinical::medicine::{Mention, implied, look_up};

use super::FOLDER;

fn found(typed: &str) -> Vec<String> {
    let mentions = look_up(&FOLDER.medicines, typed);
    mentions
        .iter()
        .map(|mention| match mention {
            Mention::Known { medicine, .. } => medicine.key.clone(),
            Mention::Unknown { words, .. } => format!("? {words}"),
        })
        .collect()
}

fn sets(typed: &str) -> Vec<String> {
    implied(&FOLDER.medicines, &look_up(&FOLDER.medicines, typed)).sets.into_keys().collect()
}

fn asks(typed: &str) -> Vec<String> {
    implied(&FOLDER.medicines, &look_up(&FOLDER.medicines, typed)).asks.into_keys().collect()
}

#[test]
fn the_folder_holds_the_medicines_and_names_it_promises() {
    assert!(FOLDER.medicines.list.len() >= 660, "{}", FOLDER.medicines.list.len());
    assert!(FOLDER.medicines.names().count() >= 3000, "{}", FOLDER.medicines.names().count());
    assert!(FOLDER.medicines.classes.len() >= 76, "{}", FOLDER.medicines.classes.len());
}

#[test]
fn a_brand_with_its_dose_is_its_generic() {
    assert_eq!(found("Eliquis 5mg twice daily"), ["apixaban"]);
    assert_eq!(found("ELIQUIS® 2,5 mg cada 12 horas"), ["apixaban"]);
    assert_eq!(sets("Eliquis 5mg twice daily"), ["rx_anticoagulant"]);
}

#[test]
fn each_of_several_medicines_is_found_in_order() {
    assert_eq!(found("Sintrom, Adiro 100 y omeprazol 20 mg"), ["acenocoumarol", "aspirin", "omeprazole"]);
    assert_eq!(found("warfarin 3mg at night and lisinopril\nmetformin"), ["warfarin", "lisinopril", "metformin"]);
}

#[test]
fn the_longer_name_stands_before_the_shorter() {
    assert_eq!(found("fentanyl patch 25"), ["fentanyl_patch"]);
    assert_eq!(sets("fentanyl patch 25"), ["medicine_patch", "rx_opioid"]);
    assert_eq!(found("Voltarol gel"), ["diclofenac_gel"]);
    assert_eq!(found("Voltarol 50mg"), ["diclofenac"]);
}

#[test]
fn what_nobody_knows_is_a_question_with_the_names_it_may_mean() {
    let mentions = look_up(&FOLDER.medicines, "apixiban 5 mg");
    let [Mention::Unknown { words, near }] = mentions.as_slice() else { panic!("{mentions:?}") };
    assert_eq!(words, "apixiban");
    assert_eq!(near[0].key, "apixaban");
    assert_eq!(found("frobnizumab weekly"), ["? frobnizumab"]);
    assert_eq!(found("apixaban and frobnizumab"), ["apixaban", "? frobnizumab"]);
}

#[test]
fn a_misspelt_name_sets_nothing() {
    assert!(sets("apixiban").is_empty());
}

#[test]
fn none_is_no_medicine() {
    for typed in ["", "none", "No", "ninguna", "  ,  ", "5 mg"] {
        assert_eq!(found(typed), Vec::<String>::new(), "{typed}");
    }
}

#[test]
fn a_medicine_raises_its_questions_and_proves_no_illness() {
    assert!(asks("alendronic acid once weekly").contains(&"osteoporosis".to_owned()));
    assert!(asks("GTN spray").contains(&"unstable_angina".to_owned()));
    assert_eq!(sets("GTN spray"), ["rx_nitrate"]);
    assert!(asks("tamoxifeno").contains(&"cancer_active".to_owned()));
    assert!(asks("Sinemet").contains(&"parkinson".to_owned()));
    assert!(sets("gabapentin 300").is_empty());
    assert!(asks("Ozempic").iter().all(|fact| fact != "rx_insulin"));
}

#[test]
fn a_steroid_asks_how_long_and_an_ointment_does_not() {
    assert!(asks("prednisolone 5mg").contains(&"rx_corticosteroid_long".to_owned()));
    assert!(sets("prednisolone 5mg").is_empty());
    assert!(asks("hydrocortisone cream").iter().all(|fact| fact != "rx_corticosteroid_long"));
}
