//! The drawing itself: four figures and the soles, each cut without gaps into regions. Our own work; regions are named by the keys of
//! `knowledge/regions/`, sides are the client's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use clinical::knowledge::regions::View;
use serde::Deserialize;

static DRAWING: LazyLock<BTreeMap<String, Drawn>> = LazyLock::new(|| {
    // The text is part of the program and tested to be whole; a fault would leave the figures empty, not the program.
    serde_json::from_str(include_str!("drawing.json")).unwrap_or_default()
});

static EMPTY: Drawn = Drawn { outline: String::new(), arm: String::new(), regions: Vec::new() };

/// One figure.
#[derive(Debug, Deserialize)]
pub(super) struct Drawn {
    /// The edge of the body.
    pub(super) outline: String,
    /// The edge of the arm that lies over the body, seen from the side; otherwise empty.
    pub(super) arm: String,
    /// Its regions, which cover it without gaps.
    pub(super) regions: Vec<DrawnRegion>,
}

/// One region of one figure.
#[derive(Debug, Deserialize)]
pub(super) struct DrawnRegion {
    /// `trapezius_upper_r`: the region and a letter for its side; a region in the middle has none.
    pub(super) id: String,
    /// The key of the region.
    pub(super) region: String,
    /// The client's side.
    pub(super) side: DrawnSide,
    /// Its path.
    pub(super) d: String,
    /// Where a number in it stands best.
    pub(super) at: [f64; 2],
}

/// The client's side, as the drawing says it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum DrawnSide {
    Left,
    Right,
    Midline,
}

pub(super) fn of(view: View) -> &'static Drawn {
    DRAWING.get(key(view)).unwrap_or(&EMPTY)
}

/// The name of a view in the drawing, in addresses and in ids.
pub(super) const fn key(view: View) -> &'static str {
    match view {
        View::Anterior => "anterior",
        View::Posterior => "posterior",
        View::RightLateral => "right_lateral",
        View::LeftLateral => "left_lateral",
        View::Soles => "soles",
    }
}

/// Fine lines that belong to no region: face, navel, fingers; gluteal cleft.
pub(super) const fn detail(view: View) -> &'static str {
    match view {
        View::Anterior => {
            "M207 57q6-4 12 0M241 57q6-4 12 0M222 96q8 5 16 0M227 62q-2 12 2 16q3 2 6 0M230 377v5\
             M426 576L425 546M419 578L418.5 546M412 572L411 546M34 576L35 546M41 578L41.5 546M48 572L49 546"
        }
        View::Posterior => {
            "M230 474q0 14 0 18\
             M426 576L425 546M419 578L418.5 546M412 572L411 546M34 576L35 546M41 578L41.5 546M48 572L49 546"
        }
        View::RightLateral | View::LeftLateral | View::Soles => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::{collections::BTreeSet, fs};

    const VIEWS: [View; 5] = [View::Anterior, View::Posterior, View::RightLateral, View::LeftLateral, View::Soles];

    #[test]
    fn every_figure_is_whole() {
        for (view, count) in VIEWS.into_iter().zip([81, 81, 43, 43, 6]) {
            let drawn = of(view);
            assert_eq!(drawn.regions.len(), count, "{view:?}");
            assert!(drawn.outline.starts_with('M'));
            let ids: BTreeSet<_> = drawn.regions.iter().map(|region| &region.id).collect();
            assert_eq!(ids.len(), count, "an id stands twice");
        }
    }

    #[test]
    fn every_drawn_region_is_known_to_the_profession() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/regions");
        let mut known = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            known.extend(
                text.lines().filter_map(|line| Some(line.strip_prefix("key = \"")?.trim_end_matches('"').to_owned())),
            );
        }
        for view in VIEWS {
            for region in &of(view).regions {
                assert!(known.contains(&region.region), "{} is drawn and not known", region.region);
            }
        }
    }

    #[test]
    fn an_id_is_the_region_with_the_letter_of_its_side() {
        for view in VIEWS {
            for region in &of(view).regions {
                let letter = match region.side {
                    DrawnSide::Left => "_l",
                    DrawnSide::Right => "_r",
                    DrawnSide::Midline => "",
                };
                assert_eq!(region.id, format!("{}{letter}", region.region));
            }
        }
    }

    #[test]
    fn seen_from_behind_the_client_s_right_is_on_the_right() {
        let x = |view, id: &str| of(view).regions.iter().find(|region| region.id == id).unwrap().at[0];
        assert!(x(View::Posterior, "trapezius_upper_r") > x(View::Posterior, "trapezius_upper_l"));
        assert!(x(View::Anterior, "deltoid_anterior_r") < x(View::Anterior, "deltoid_anterior_l"));
        assert!(x(View::Soles, "sole_r") > x(View::Soles, "sole_l"));
    }
}
