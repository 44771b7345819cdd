//! What the demo's clients come with: for each level of the screen at least one of them, and much that is ordinary.

/// Where a date of a story is the day of the first visit: the demo is always told of the last six weeks.
pub(super) const FIRST_VISIT: &str = "first visit";

/// A statement of intake: its key, and the form's fields.
pub(super) type Stated = (&'static str, &'static [(&'static str, &'static str)]);

/// One technique at one place: technique, site, side, pressure 1 to 5, minutes.
pub(super) type Applied = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// A measure, with what is filled in at the first and at the fourth visit.
pub(super) struct Asked {
    pub(super) measure: &'static str,
    pub(super) first: &'static [(&'static str, &'static str)],
    pub(super) fourth: &'static [(&'static str, &'static str)],
}

/// What a client brings along and how it goes on.
pub(super) struct Story {
    pub(super) stated: &'static [Stated],
    pub(super) medicines: &'static [&'static str],
    /// What the check of the first visit answers with yes.
    pub(super) today: &'static [(&'static str, &'static str)],
    pub(super) course: Course,
}

/// How it goes on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Course {
    /// Comes to unwind, without a complaint.
    Wellness,
    /// Comes with this complaint, by its place in [`COMPLAINTS`].
    Complaint(usize),
    /// Is seen, not treated, and sent on.
    SentOn(&'static str),
    /// Is not treated at the first visit, and is at the next, when it has passed.
    Passed(usize, &'static str),
    /// Is not treated until somebody entitled to it clears this rule.
    Cleared(usize, &'static str),
}

const YES: &[(&str, &str)] = &[("answer", "yes")];

const fn plain(course: Course) -> Story {
    Story { stated: &[], medicines: &[], today: &[], course }
}

/// The stories that must be in it; who has none of these comes for wellness or with a complaint.
pub(super) const STORIES: [Story; 16] = [
    plain(Course::Complaint(0)),
    Story { medicines: &["Eliquis 5 mg"], ..plain(Course::Complaint(1)) },
    Story {
        stated: &[(
            "vte_confirmed",
            &[
                ("answer", "yes"),
                ("since", FIRST_VISIT),
                ("region", "calf"),
                ("side", "left"),
                ("detail", "told at hospital"),
            ],
        )],
        ..plain(Course::Cleared(4, "S011"))
    },
    Story { today: &[("fever", "yes")], ..plain(Course::Passed(2, "fever")) },
    Story {
        stated: &[("back_pain", YES), ("saddle_numbness", YES), ("urinary_retention", YES)],
        ..plain(Course::SentOn(
            "Numb between the legs and cannot pass water since this morning. Not touched. Ambulance called, partner told.",
        ))
    },
    Story {
        stated: &[("calf_thigh_pain_new", YES), ("limb_warm_red", YES), ("long_travel", YES)],
        ..plain(Course::SentOn(
            "Right calf painful, warm and red four days after a long flight. Not touched. Seen by the doctor the same day.",
        ))
    },
    Story {
        stated: &[(
            "open_wound",
            &[("answer", "yes"), ("region", "knee"), ("side", "right"), ("detail", "graze, dressed")],
        )],
        ..plain(Course::Complaint(3))
    },
    Story { stated: &[("osteoporosis", YES)], medicines: &["alendronate 70 mg"], ..plain(Course::Complaint(4)) },
    Story {
        stated: &[("hypertension", YES)],
        medicines: &["ramipril 5 mg", "Blorptastat"],
        ..plain(Course::Complaint(1))
    },
    Story { today: &[("cold_mild", "yes")], ..plain(Course::Wellness) },
    Story {
        stated: &[("varicose_veins", &[("answer", "yes"), ("region", "calf"), ("side", "both")])],
        ..plain(Course::Wellness)
    },
    Story { stated: &[("headache_usual_pattern", YES)], ..plain(Course::Complaint(0)) },
    Story {
        stated: &[("epilepsy", &[("answer", "unsure"), ("detail", "one fit as a child, never told the name")])],
        ..plain(Course::Wellness)
    },
    Story { stated: &[("hypermobility", YES)], ..plain(Course::Complaint(2)) },
    Story { stated: &[("blood_borne_infection", &[("answer", "declined")])], ..plain(Course::Wellness) },
    Story { medicines: &["sertraline 50 mg", "ibuprofen 400 mg now and then"], ..plain(Course::Complaint(5)) },
];

/// What brings people here, and what is usually done about it.
pub(super) struct Complaint {
    pub(super) words: &'static str,
    /// The key of the condition that the plan is about.
    pub(super) about: &'static str,
    pub(super) site: &'static str,
    /// Where hands find it: places of the body chart.
    pub(super) found: &'static [&'static str],
    /// Questionnaires at the first and the fourth visit: measure, then the fields of each time.
    pub(super) asked: &'static [Asked],
    pub(super) subjective: [&'static str; 3],
    pub(super) applied: &'static [Applied],
    pub(super) assessment: [&'static str; 3],
    pub(super) plan: &'static str,
}

/// The complaints of the demo.
pub(super) const COMPLAINTS: [Complaint; 6] = [
    Complaint {
        words: "Neck and shoulders tight, worse on the right",
        about: "neck_pain",
        site: "neck",
        found: &["trapezius_upper_r", "levator_scapulae_r"],
        asked: &[Asked {
            measure: "psfs",
            first: &[("a1", "Turning the head in the car"), ("i1", "4"), ("a2", "A day at the screen"), ("i2", "3")],
            fourth: &[("a1", "Turning the head in the car"), ("i1", "8"), ("a2", "A day at the screen"), ("i2", "7")],
        }],
        subjective: [
            "Neck and shoulders tight after long days at the screen, worse on the right since spring. Wants to turn the head in the car without thinking of it.",
            "Looser for two days after last time, then back at the desk.",
            "Turns the head in the car without noticing. Tight only at the end of the week.",
        ],
        applied: &[
            ("mfr", "trapezius_upper", "right", "3", "8"),
            ("trp", "levator_scapulae", "right", "3", "6"),
            ("swedish", "neck_post", "both", "2", "10"),
            ("stretch_static", "trapezius_upper", "right", "", "4"),
        ],
        assessment: [
            "Tender in the right upper trapezius; turning right stops short of left.",
            "Turning right a little freer.",
            "Turning even on both sides.",
        ],
        plan: "Break at the screen every half hour; stretch twice a day. Again in a week.",
    },
    Complaint {
        words: "Low back aches after standing",
        about: "lbp_chronic",
        site: "low_back",
        found: &["erector_lumbar_l", "quadratus_lumborum_l"],
        asked: &[Asked {
            measure: "rmdq",
            first: &[
                ("i1", "1"),
                ("i2", "1"),
                ("i3", "1"),
                ("i4", "1"),
                ("i6", "1"),
                ("i8", "1"),
                ("i9", "1"),
                ("i11", "1"),
                ("i12", "1"),
                ("i21", "1"),
            ],
            fourth: &[("i2", "1"), ("i21", "1")],
        }],
        subjective: [
            "Low back aches after standing in the shop. Nothing down the legs.",
            "Stood a whole Saturday with one break.",
            "Aches only after lifting.",
        ],
        applied: &[
            ("swedish", "low_back", "both", "2", "12"),
            ("mfr", "low_back", "both", "2", "10"),
            ("stretch_static", "hamstrings", "both", "", "6"),
        ],
        assessment: [
            "Stiff in the low back on both sides; bends to the knees.",
            "Bends to mid shin.",
            "Bends to the ankles without pulling.",
        ],
        plan: "Walk twenty minutes a day; heat in the evening if it is liked. Again in a week.",
    },
    Complaint {
        words: "Left shoulder sore on reaching up",
        about: "shoulder_pain",
        site: "shoulder",
        found: &["infraspinatus_l", "deltoid_lateral_l"],
        asked: &[Asked {
            measure: "shoulder_flexion",
            first: &[("value", "120"), ("side", "left"), ("way", "active"), ("tool", "goniometer")],
            fourth: &[("value", "165"), ("side", "left"), ("way", "active"), ("tool", "goniometer")],
        }],
        subjective: [
            "Shoulder sore when reaching overhead since painting a ceiling.",
            "Sleeps on that side again.",
            "Reaches the top shelf; sore only with weight.",
        ],
        applied: &[
            ("stm", "infraspinatus", "left", "3", "8"),
            ("mfr", "deltoid_posterior", "left", "2", "6"),
            ("joint_mob", "shoulder", "left", "", "6"),
        ],
        assessment: [
            "Painful through the middle of lifting the arm.",
            "Painful only at the top.",
            "Lifts without pain.",
        ],
        plan: "Slow lifting in the pain-free part, three times ten. Again in ten days.",
    },
    Complaint {
        words: "Heavy calves and thighs from training",
        about: "wellness",
        site: "leg",
        found: &["gastrocnemius_medial_r", "hamstrings_medial_r"],
        asked: &[],
        subjective: [
            "Calves and thighs heavy after marathon training.",
            "Ran the long one on Sunday; heavy for a day.",
            "Race done; tired and pleased.",
        ],
        applied: &[
            ("sports", "calf", "both", "3", "10"),
            ("sports", "hamstrings", "both", "3", "10"),
            ("stretch_static", "calf", "both", "", "6"),
        ],
        assessment: ["Both calves firm, no tender spot.", "Left calf firmer than right.", "Soft again."],
        plan: "Easy week. Again after the next long run.",
    },
    Complaint {
        words: "Stiff between the shoulder blades in the morning",
        about: "thoracic_pain",
        site: "upper_back",
        found: &["rhomboids_r", "rhomboids_l"],
        asked: &[],
        subjective: [
            "Stiff between the shoulder blades in the morning, better once moving.",
            "Less stiff; the new pillow helps.",
            "Stiff only after travelling.",
        ],
        applied: &[("swedish", "upper_back", "both", "2", "14"), ("mfr", "rhomboids", "both", "2", "8")],
        assessment: ["Moves in the upper back less than expected.", "Moves more freely.", "Moves freely."],
        plan: "Turning exercise lying down, morning and evening. Again in two weeks.",
    },
    Complaint {
        words: "Jaw clicks and aches on waking",
        about: "tmd",
        site: "jaw",
        found: &["jaw_tmj_r", "temple_r"],
        asked: &[Asked { measure: "jaw_opening", first: &[("value", "34")], fourth: &[("value", "41")] }],
        subjective: [
            "Jaw clicks and aches on waking; a guard was made by the dentist.",
            "Wears the guard; aches every other morning.",
            "Aches once a week.",
        ],
        applied: &[
            ("stm", "jaw_tmj", "both", "1", "8"),
            ("swedish", "neck_post", "both", "2", "10"),
            ("cst", "head", "", "1", "10"),
        ],
        assessment: ["Tender over both masseters.", "Tender on the left only.", "Not tender."],
        plan: "Jaw rest position through the day. Again in a week.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_technique_and_site_of_the_stories_is_known() {
        let knowledge = app::knowledge().unwrap();
        for story in &STORIES {
            let today = story.today.iter().map(|(fact, _)| *fact);
            for fact in story.stated.iter().map(|(fact, _)| *fact).chain(today) {
                assert!(knowledge.facts.find(fact).is_some(), "{fact}");
            }
        }
        for site in COMPLAINTS.iter().map(|complaint| complaint.site) {
            assert!(clinical::application::spot(&knowledge, site).is_some(), "{site}");
        }
        for about in COMPLAINTS.iter().map(|complaint| complaint.about) {
            assert!(knowledge.conditions.get(about).is_some(), "{about}");
        }
        for (technique, site, ..) in COMPLAINTS.iter().flat_map(|complaint| complaint.applied) {
            assert!(knowledge.techniques.get(technique).is_some(), "{technique}");
            assert!(clinical::application::spot(&knowledge, site).is_some(), "{site}");
        }
    }
}
