//! Presets: a whole wellness visit in one tap, as a group of applications that can be mended afterwards.

/// A visit as it is usually done.
pub(super) struct Preset {
    /// Its key, kept with the session.
    pub(super) key: &'static str,
    /// The key of its name.
    pub(super) word: &'static str,
    /// Technique, site, pressure, minutes.
    pub(super) applications: &'static [(&'static str, &'static str, i64, f64)],
}

/// All of them, in the order in which they are offered.
pub(super) const PRESETS: [Preset; 4] = [
    Preset {
        key: "full_body_60",
        word: "preset-full-body-60",
        applications: &[
            ("swedish", "upper_back", 3, 12.0),
            ("swedish", "low_back", 3, 8.0),
            ("swedish", "neck_post", 2, 6.0),
            ("swedish", "shoulder", 3, 6.0),
            ("swedish", "arm", 2, 8.0),
            ("swedish", "thigh", 3, 8.0),
            ("swedish", "calf", 2, 6.0),
            ("swedish", "foot", 2, 6.0),
        ],
    },
    Preset {
        key: "full_body_90",
        word: "preset-full-body-90",
        applications: &[
            ("swedish", "upper_back", 3, 18.0),
            ("swedish", "low_back", 3, 12.0),
            ("swedish", "neck_post", 2, 9.0),
            ("swedish", "shoulder", 3, 9.0),
            ("swedish", "arm", 2, 12.0),
            ("swedish", "thigh", 3, 12.0),
            ("swedish", "calf", 2, 9.0),
            ("swedish", "foot", 2, 9.0),
        ],
    },
    Preset {
        key: "back_neck_30",
        word: "preset-back-neck-30",
        applications: &[
            ("swedish", "upper_back", 3, 12.0),
            ("swedish", "low_back", 3, 8.0),
            ("swedish", "neck_post", 2, 5.0),
            ("swedish", "shoulder", 3, 5.0),
        ],
    },
    Preset {
        key: "legs_feet_45",
        word: "preset-legs-feet-45",
        applications: &[("swedish", "thigh", 3, 18.0), ("swedish", "calf", 2, 12.0), ("swedish", "foot", 2, 15.0)],
    },
];

/// The preset with this key.
pub(super) fn find(key: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.key == key)
}

/// Each key with the key of its name.
pub(super) fn choices() -> Vec<(&'static str, crate::ui::Said)> {
    PRESETS.iter().map(|preset| (preset.key, crate::ui::Said::key(preset.word))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_of_techniques_and_sites_that_are_known_and_fills_its_time() {
        let knowledge = crate::knowledge().unwrap();
        for preset in &PRESETS {
            let minutes: f64 = preset.applications.iter().map(|(.., minutes)| minutes).sum();
            let named: f64 = preset.key.rsplit('_').next().unwrap().parse().unwrap();
            assert!((minutes - named).abs() < f64::EPSILON, "{}: {minutes}", preset.key);
            for (technique, site, ..) in preset.applications {
                assert!(knowledge.techniques.get(technique).is_some(), "{technique}");
                assert!(clinical::application::spot(&knowledge, site).is_some(), "{site}");
            }
        }
    }
}
