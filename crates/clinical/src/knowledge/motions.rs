//! Motions, functional tests, grades and landmarks: `knowledge/motions/*.toml`.

mod wire;

use super::{Defaults, Knowledge, Place, Problem, Source};
use crate::motion::{FunctionalTest, GradeScale, Joint, Landmark, Motion};

/// What is measured with hands, tape, goniometer and watch, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Motions {
    motions: Vec<Motion>,
    tests: Vec<FunctionalTest>,
    scales: Vec<GradeScale>,
    landmarks: Vec<Landmark>,
    joints: Vec<Joint>,
    places: Vec<(String, Place)>,
}

impl Motions {
    /// The motion of that key.
    #[must_use]
    pub fn motion(&self, key: &str) -> Option<&Motion> {
        self.motions.iter().find(|motion| motion.key == key)
    }

    /// The motion of that joint and movement.
    #[must_use]
    pub fn of_joint(&self, joint: &str, movement: &str) -> Option<&Motion> {
        self.motions.iter().find(|motion| motion.joint == joint && motion.movement == movement)
    }

    /// The functional test of that key.
    #[must_use]
    pub fn test(&self, key: &str) -> Option<&FunctionalTest> {
        self.tests.iter().find(|test| test.key == key)
    }

    /// The scale of grades of that key.
    #[must_use]
    pub fn scale(&self, key: &str) -> Option<&GradeScale> {
        self.scales.iter().find(|scale| scale.key == key)
    }

    /// All motions.
    pub fn motions(&self) -> impl Iterator<Item = &Motion> {
        self.motions.iter()
    }

    /// All functional tests.
    pub fn tests(&self) -> impl Iterator<Item = &FunctionalTest> {
        self.tests.iter()
    }

    /// All scales of grades.
    pub fn scales(&self) -> impl Iterator<Item = &GradeScale> {
        self.scales.iter()
    }

    /// The landmarks of a group, such as `girth` or `plumb_line`.
    pub fn landmarks(&self, group: &str) -> impl Iterator<Item = &Landmark> {
        self.landmarks.iter().filter(move |landmark| landmark.group == group)
    }

    /// The joints, from the jaw down.
    #[must_use]
    pub fn joints(&self) -> &[Joint] {
        &self.joints
    }

    /// The joint of that key.
    #[must_use]
    pub fn joint(&self, key: &str) -> Option<&Joint> {
        self.joints.iter().find(|joint| joint.key == key)
    }

    /// The landmark of that key.
    #[must_use]
    pub fn landmark(&self, key: &str) -> Option<&Landmark> {
        self.landmarks.iter().find(|landmark| landmark.key == key)
    }

    /// Reads the folder; what is wrong goes to `problems`.
    pub(super) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Motions {
        let mut all = Motions::default();
        for source in Source::of_kind(files, "motions") {
            let Some(file) = source.wire::<wire::File>(problems) else { continue };
            let mut reading = wire::Reading {
                defaults: Defaults { source: file.source, confidence: file.confidence, as_of: file.as_of },
                problems,
                places: &mut all.places,
            };
            for entry in file.motion {
                let place = source.place(&entry.key);
                all.motions.push(reading.motion(entry, place));
            }
            for entry in file.test {
                let place = source.place(&entry.key);
                all.tests.push(reading.test(entry, place));
            }
            for entry in file.scale {
                let place = source.place(&entry.key);
                all.scales.push(reading.scale(entry, place));
            }
            for entry in file.landmark {
                let place = source.place(&entry.key);
                all.landmarks.push(reading.landmark(entry, place));
            }
            for entry in file.joint {
                let place = source.place(&entry.key);
                all.joints.push(reading.joint(entry, place));
            }
        }
        all
    }

    /// What only the whole can tell: keys used twice and sources that are not there.
    pub(super) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let all = &knowledge.motions;
        for (i, (key, place)) in all.places.iter().enumerate() {
            if all.places[..i].iter().any(|(earlier, _)| earlier == key) {
                problems.push(place.problem(format!("`{key}` stands twice")));
            }
        }
        let place_of = |key: &str| all.places.iter().find(|(at, _)| at == key).map(|(_, place)| place.clone());
        let of_joints = all.joints.iter().map(|joint| (&joint.key, &joint.areas));
        for (key, areas) in of_joints.chain(all.tests.iter().map(|test| (&test.key, &test.areas))) {
            for area in areas.iter().filter(|area| knowledge.regions.members(area).is_empty()) {
                let place = place_of(key).unwrap_or_default();
                problems.push(place.problem(format!("`{area}` is no area of the body")));
            }
        }
        for motion in all.motions.iter().filter(|motion| all.joint(&motion.joint).is_none()) {
            let place = place_of(&motion.key).unwrap_or_default();
            problems.push(place.problem(format!("`{}` is no joint", motion.joint)));
        }
        for (key, source) in all.cited().filter(|(_, source)| knowledge.sources.get(source).is_none()) {
            let place = all.places.iter().find(|(at, _)| at == key).map(|(_, place)| place.clone()).unwrap_or_default();
            problems.push(place.problem(format!("`{source}` is no source of sources.toml")));
        }
    }

    /// Every source named, with the key of the entry that names it.
    fn cited(&self) -> impl Iterator<Item = (&str, &str)> {
        let motions = self.motions.iter().flat_map(|m| {
            let norms = m.norms.iter().flat_map(|n| &n.sources);
            let errors = m.errors.iter().flat_map(|e| &e.sources);
            m.provenance.sources.iter().chain(norms).chain(errors).map(|s| (m.key.as_str(), s.as_str()))
        });
        let tests = self.tests.iter().flat_map(|t| {
            let thresholds = t.mdc.iter().chain(&t.mcid).flat_map(|threshold| &threshold.sources);
            t.provenance.sources.iter().chain(thresholds).map(|s| (t.key.as_str(), s.as_str()))
        });
        let scales = self.scales.iter().flat_map(|s| s.provenance.sources.iter().map(|k| (s.key.as_str(), k.as_str())));
        let landmarks =
            self.landmarks.iter().flat_map(|l| l.provenance.sources.iter().map(|k| (l.key.as_str(), k.as_str())));
        let joints = self.joints.iter().flat_map(|j| j.provenance.sources.iter().map(|k| (j.key.as_str(), k.as_str())));
        motions.chain(tests).chain(scales).chain(landmarks).chain(joints)
    }
}

#[cfg(test)]
mod tests {
    use crate::change::Verdict;
    use crate::knowledge::folder;
    use crate::motion::{Against, Angle, Sex};

    #[test]
    fn the_table_by_age_and_sex_has_eleven_motions_of_eight_cells() {
        let with_norms: Vec<usize> =
            folder().motions.motions().map(|motion| motion.norms.len()).filter(|cells| *cells > 0).collect();
        assert_eq!(with_norms, [8; 11]);
    }

    #[test]
    fn a_range_is_held_against_the_other_side_then_the_table_then_the_textbook() {
        let flexion = folder().motions.motion("knee_flexion").expect("knee flexion");
        let at = |degrees| Angle::read(degrees).expect("an angle");
        let compare =
            |other, whom| flexion.compare(at(120.0), other, whom, "goniometer").map(|c| (c.against, c.reference));
        assert_eq!(compare(Some(at(138.0)), Some((30, Sex::Male))), Some((Against::OtherSide, 138.0)));
        assert_eq!(compare(None, Some((30, Sex::Male))), Some((Against::AgeAndSex, 137.7)));
        assert_eq!(compare(None, Some((75, Sex::Male))), Some((Against::Textbook, 135.0)));
    }

    #[test]
    fn sides_differ_only_beyond_the_measurement_error() {
        let flexion = folder().motions.motion("knee_flexion").expect("knee flexion");
        let at = |degrees| Angle::read(degrees).expect("an angle");
        let asymmetric =
            |measured| flexion.compare(at(measured), Some(at(135.0)), None, "goniometer").and_then(|c| c.asymmetric);
        assert_eq!(asymmetric(126.0), Some(false));
        assert_eq!(asymmetric(125.0), Some(true));
    }

    #[test]
    fn a_range_gained_is_judged_by_the_error_of_its_method_and_a_floor_distance_the_other_way() {
        let rotation = folder().motions.motion("cervical_rotation").expect("neck rotation");
        let verdict = |method: &str, to: f64| rotation.lines(method).change(50.0, to).verdict;
        assert_eq!(verdict("CROM", 58.0), Verdict::Better);
        assert_eq!(verdict("smartphone", 58.0), Verdict::WithinError);
        let floor = folder().motions.motion("fingertip_floor").expect("fingertip to floor");
        assert!(floor.lines("tape").change(20.0, 5.0).gain > 0.0);
        assert_ne!(rotation.measure("left", "CROM"), rotation.measure("left", "smartphone"));
    }

    #[test]
    fn motions_tests_scales_and_landmarks_are_all_there() {
        let motions = &folder().motions;
        assert!(motions.motions().count() >= 54);
        assert!(motions.tests().count() >= 14);
        for key in [
            "muscle_strength",
            "end_feel",
            "tenderness",
            "tone_local",
            "spasticity",
            "pitting",
            "foot_posture",
            "beighton",
        ] {
            assert!(motions.scale(key).is_some(), "{key}");
        }
        assert_eq!(motions.landmarks("plumb_line").count(), 10);
        assert_eq!(motions.landmarks("capsular_pattern").count(), 6);
        assert_eq!(motions.landmarks("movement").count(), 7);
        assert_eq!(motions.scale("muscle_strength").map(|scale| scale.grades.len()), Some(13));
    }
}
