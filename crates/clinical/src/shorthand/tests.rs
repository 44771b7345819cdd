use proptest::prelude::*;

use super::*;
use crate::knowledge::folder;
use crate::site::Spot;

fn one(typed: &str) -> Item {
    let mut items = parse(folder(), typed);
    assert_eq!(items.len(), 1, "{typed}: {items:?}");
    items.remove(0)
}

fn work(typed: &str) -> Work {
    match one(typed) {
        Item::Read(Entry::Work(work)) => work,
        other => panic!("{typed}: {other:?}"),
    }
}

fn unclear(typed: &str) -> Unclear {
    match one(typed) {
        Item::Unclear(unclear) => unclear,
        other => panic!("{typed}: {other:?}"),
    }
}

fn dosed(technique: &str) -> Dosed {
    Dosed { technique: technique.to_owned(), pressure: None, time_s: None, sets: None }
}

#[test]
fn a_session_typed_beside_the_table_is_read_whole() {
    let typed = "R upper trap MFR 4m p3 TrP 6>3\nB erector DT 10m p4 · C5-6 mob II 3x30s · nprs 6>3 · rom cerv rotR 55>68 · ! bruise R calf";
    let items = parse(folder(), typed);
    assert_eq!(items.len(), 6, "{items:?}");
    assert!(items.iter().all(|item| matches!(item, Item::Read(_))), "{items:?}");
    let trap = work("R upper trap MFR 4m p3 TrP 6>3");
    assert_eq!(
        trap.site,
        Site { side: Some(Side::Right), spot: Spot::Region("trapezius_upper".into()), structure: None }
    );
    assert_eq!(trap.done, [Dosed { pressure: Some(3), time_s: Some(240), ..dosed("mfr") }, dosed("trp")]);
    assert_eq!(trap.pain, Some(Level { before: 6, after: Some(3) }));
    let neck = work("C5-6 mob II 3x30s");
    assert_eq!(neck.site.spot, Spot::Structure("c5_c6".into()));
    assert_eq!(neck.done, [Dosed { sets: Some(Sets { count: 3, each: Each::Seconds(30) }), ..dosed("mob_2") }]);
    let rom = Entry::Range(RangeEntry {
        motion: "cervical_rotation".into(),
        side: Some(Side::Right),
        before: 55.0,
        after: Some(68.0),
    });
    assert_eq!(one("rom cerv rotR 55>68"), Item::Read(rom));
    let calf = Site { side: Some(Side::Right), spot: Spot::Area("calf".into()), structure: None };
    let bruise = AdverseEntry { what: "bruise".into(), site: Some(calf) };
    assert_eq!(one("! bruise R calf"), Item::Read(Entry::Adverse(bruise)));
}

#[test]
fn trp_is_the_technique_tp_the_finding_and_t_the_tenderness() {
    let found = work("L UT tp t3>1");
    assert_eq!(found.done, []);
    assert_eq!(found.findings, [Palpated::TenderPoint]);
    assert_eq!(found.tenderness, Some(Level { before: 3, after: Some(1) }));
    assert_eq!(found.pain, None);
    assert_eq!(work("L UT TrP").done, [dosed("trp")]);
    assert_eq!(work("T3 mob I").site.spot, Spot::Structure("t3".into()), "alone it is a vertebra");
}

#[test]
fn a_structure_belongs_to_the_place_it_lies_in_whichever_comes_first() {
    for typed in ["R shoulder AC joint mob II", "AC joint R shoulder mob II"] {
        let site = work(typed).site;
        assert_eq!(site.spot, Spot::Area("shoulder".into()), "{typed}");
        assert_eq!(site.structure.as_deref(), Some("ac_joint"), "{typed}");
        assert_eq!(site.side, Some(Side::Right), "{typed}");
    }
    assert_eq!(unclear("R calf UT MFR 4m").why, Why::TwoPlaces);
}

#[test]
fn an_unknown_word_offers_its_readings_and_is_not_guessed() {
    let glut = unclear("R glut MFR 4m");
    assert_eq!((glut.why, glut.word.as_str()), (Why::Place, "glut"));
    assert!(glut.readings.len() > 1 && glut.readings.iter().any(|r| r == "glut med"), "{:?}", glut.readings);
    assert_eq!(glut.text, "R glut MFR 4m");
    assert_eq!(unclear("full body 60m p3").why, Why::Technique, "which technique is not said");
    assert_eq!(unclear("R calf swedish p9").why, Why::Number);
    assert_eq!(unclear("R calf swedish 12>3").why, Why::Number);
    assert_eq!(unclear("rom cerv wiggle 50").why, Why::Motion);
}

#[test]
fn plain_sentences_stay_text() {
    for sentence in [
        "We discussed massage for the neck",
        "The knee feels better today",
        "Slept well.",
        "client tender about fees",
        "neck",
        "! calf",
        "nprs high",
        "12",
    ] {
        assert_eq!(one(sentence), Item::Text(sentence.to_owned()));
    }
    assert!(parse(folder(), " · ;\n").is_empty());
}

#[test]
fn words_beside_the_work_are_kept_as_its_note() {
    let calf = work("R calf eff 5m p2 very gentle");
    assert_eq!(calf.note, "very gentle");
    assert_eq!(print(folder(), &[Item::Read(Entry::Work(calf.clone()))]), "R calf eff 5m p2 \"very gentle\"");
    assert_eq!(work("R calf eff 5m p2 \"very gentle\""), calf);
    assert_eq!(work("R calf eff 5m \"stop; then again\"").note, "stop; then again");
}

#[test]
fn a_comma_parts_techniques_whose_words_would_make_another() {
    let both = work("R calf isotonic eccentric, stretch");
    assert_eq!(both.done, [dosed("isotonic_eccentric"), dosed("stretch_static")]);
    assert_eq!(print(folder(), &[Item::Read(Entry::Work(both))]), "R calf isotonic eccentric, stretch");
    assert_eq!(work("R calf isotonic eccentric stretch").done, [dosed("isotonic_eccentric")]);
}

#[test]
fn every_pair_of_neighbours_reads_back_as_it_was_printed() {
    let keys: Vec<&str> = folder().techniques.list().iter().map(|technique| technique.key.as_str()).collect();
    let calf = Spot::Area("calf".to_owned());
    let every = folder().regions.list().iter().map(|region| Spot::Region(region.key.clone()));
    let at_each = every.flat_map(|spot| keys.iter().map(move |key| (spot.clone(), vec![dosed(key)])));
    let pairs = keys.iter().flat_map(|first| keys.iter().map(|second| vec![dosed(first), dosed(second)]));
    for (spot, done) in at_each.chain(pairs.map(|done| (calf.clone(), done))) {
        let site = Site { side: Some(Side::Right), spot, structure: None };
        let work = Work { site, done, findings: Vec::new(), pain: None, tenderness: None, note: String::new() };
        let items = [Item::Read(Entry::Work(work))];
        let printed = print(folder(), &items);
        assert_eq!(parse(folder(), &printed), items, "{printed}");
    }
}

#[test]
fn a_measure_has_its_values_and_may_have_a_side() {
    let grip = MeasureEntry { key: "grip".into(), side: Some(Side::Left), before: 30.5, after: Some(34.0) };
    assert_eq!(one("grip L 30.5>34"), Item::Read(Entry::Measure(grip)));
    let phq = MeasureEntry { key: "phq9".into(), side: None, before: 7.0, after: None };
    assert_eq!(one("PHQ-9 7"), Item::Read(Entry::Measure(phq)));
}

#[test]
fn every_place_with_every_technique_prints_and_reads_back() {
    let knowledge = folder();
    let regions = &knowledge.regions;
    let places = regions.list().iter().map(|r| Spot::Region(r.key.clone()));
    let places = places.chain(regions.areas().iter().map(|a| Spot::Area(a.key.clone())));
    let places: Vec<Spot> = places.chain(regions.structures().iter().map(|s| Spot::Structure(s.key.clone()))).collect();
    let mut wrong = Vec::new();
    for (n, spot) in places.iter().enumerate() {
        for technique in knowledge.techniques.list().iter().skip(n % 9).step_by(9) {
            let site = Site { side: Some(Side::Left), spot: spot.clone(), structure: None };
            let done = vec![dosed(&technique.key)];
            let work = Work { site, done, findings: vec![], pain: None, tenderness: None, note: String::new() };
            let items = vec![Item::Read(Entry::Work(work))];
            let printed = print(knowledge, &items);
            if parse(knowledge, &printed) != items {
                wrong.push(printed);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_motion_and_every_instrument_prints_and_reads_back() {
    let knowledge = folder();
    let motions = knowledge.motions.motions().map(|m| {
        let motion = m.key.clone();
        Item::Read(Entry::Range(RangeEntry { motion, side: Some(Side::Right), before: 40.0, after: Some(45.5) }))
    });
    let measures = knowledge.instruments.iter().filter(|i| !i.key.contains('-')).map(|i| {
        Item::Read(Entry::Measure(MeasureEntry { key: i.key.clone(), side: None, before: 12.0, after: None }))
    });
    for item in motions.chain(measures) {
        let printed = print(knowledge, std::slice::from_ref(&item));
        assert_eq!(parse(knowledge, &printed), [item], "{printed}");
    }
}

fn any_dosed() -> impl Strategy<Value = Dosed> {
    let count = folder().techniques.list().len();
    let each = prop_oneof![(1..600u16).prop_map(Each::Seconds), (1..200u16).prop_map(Each::Times)];
    let sets = (1..20u8, each).prop_map(|(count, each)| Sets { count, each });
    (0..count, proptest::option::of(1..=5u8), proptest::option::of(1..=14_400u32), proptest::option::of(sets)).prop_map(
        |(n, pressure, time_s, sets)| Dosed {
            technique: folder().techniques.list()[n].key.clone(),
            pressure,
            time_s,
            sets,
        },
    )
}

fn any_level(most: u8) -> impl Strategy<Value = Level> {
    (0..=most, proptest::option::of(0..=most)).prop_map(|(before, after)| Level { before, after })
}

fn any_work() -> impl Strategy<Value = Work> {
    let regions = folder().regions.list().len();
    let side = proptest::option::of(prop_oneof![Just(Side::Left), Just(Side::Right), Just(Side::Both)]);
    let found = prop_oneof![Just(Palpated::TenderPoint), Just(Palpated::Stiff), Just(Palpated::Spasm)];
    let site = (side, 0..regions).prop_map(|(side, n)| Site {
        side,
        spot: Spot::Region(folder().regions.list()[n].key.clone()),
        structure: None,
    });
    (
        site,
        proptest::collection::vec(any_dosed(), 1..4),
        proptest::option::of(found),
        proptest::option::of(any_level(10)),
        proptest::option::of(any_level(4)),
        "([a-z]{1,8}( [a-z]{1,8}){0,3})?",
    )
        .prop_map(|(site, done, found, pain, tenderness, note)| Work {
            site,
            done,
            findings: found.into_iter().collect(),
            pain,
            tenderness,
            note,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_back_the_same(works in proptest::collection::vec(any_work(), 1..4)) {
        let items: Vec<Item> = works.into_iter().map(|work| Item::Read(Entry::Work(work))).collect();
        let printed = print(folder(), &items);
        prop_assert_eq!(parse(folder(), &printed), items, "{}", printed);
    }

    #[test]
    fn anything_typed_is_read_without_panic_and_settles(typed in ".{0,80}") {
        let items = parse(folder(), &typed);
        let printed = print(folder(), &items);
        prop_assert_eq!(parse(folder(), &printed), items, "{} -> {}", typed, printed);
    }

    #[test]
    fn anything_like_shorthand_settles(
        words in proptest::collection::vec(
            prop_oneof![
                Just("R"), Just("L"), Just("B"), Just("UT"), Just("calf"), Just("C5-6"), Just("AC joint"), Just("MFR"),
                Just("TrP"), Just("tp"), Just("4m"), Just("90s"), Just("p3"), Just("p9"), Just("3x30s"), Just("6>3"),
                Just("t3>1"), Just("6/10"), Just("·"), Just(";"), Just("!"), Just("rom"), Just("cerv"), Just("rotR"),
                Just("nprs"), Just("\""), Just("glut"), Just("shoulder"), Just("and"), Just("neck,"), Just("70")
            ],
            0..14,
        )
    ) {
        let typed = words.join(" ");
        let items = parse(folder(), &typed);
        let printed = print(folder(), &items);
        prop_assert_eq!(parse(folder(), &printed), items, "{} -> {}", typed, printed);
    }
}
