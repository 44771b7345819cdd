//! The drawing that a client marks: each plain area stands once, as a circle for a finger, on the figure where it is seen best.
//! It works without script, because each circle is a box to tick.
use super::store::Told;
use crate::naming;
use crate::ui::{Said, body};
use clinical::knowledge::Knowledge;
use clinical::knowledge::regions::View;
use serde::Serialize;

/// Columns and rows of the grid that lies over a figure, each 20 units of the drawing wide and high.
const GRID: (u8, u8) = (23, 48);

/// An area on the grid: column and row of its circle, and whether it is marked on each side by itself. Of those the circle given is
/// that on the left of the page; its other side is its mirror.
type Spot = (&'static str, u8, u8, bool);

const FRONT: [Spot; 23] = [
    ("forehead_temples", 16, 2, false),
    ("face", 12, 4, false),
    ("jaw", 8, 6, false),
    ("front_of_neck", 12, 8, false),
    ("shoulder", 7, 10, true),
    ("chest", 12, 12, false),
    ("upper_arm", 5, 13, true),
    ("ribs", 9, 14, true),
    ("upper_belly", 12, 16, false),
    ("elbow", 5, 17, true),
    ("side_of_waist", 9, 18, true),
    ("lower_belly", 12, 20, false),
    ("forearm", 5, 21, true),
    ("hip", 8, 23, true),
    ("wrist", 3, 24, true),
    ("groin", 12, 24, false),
    ("hand_fingers", 2, 28, true),
    ("inner_thigh", 12, 28, false),
    ("front_of_thigh", 8, 29, true),
    ("knee", 9, 34, true),
    ("shin", 9, 39, true),
    ("ankle", 9, 43, true),
    ("foot_toes", 9, 47, true),
];

const BACK: [Spot; 13] = [
    ("top_of_head", 12, 2, false),
    ("back_of_head", 16, 5, false),
    ("back_of_neck", 12, 7, false),
    ("top_of_shoulder", 9, 9, true),
    ("shoulder_blade", 8, 13, true),
    ("upper_back", 12, 13, false),
    ("low_back", 12, 19, false),
    ("tailbone", 12, 23, false),
    ("buttock", 8, 24, true),
    ("outer_thigh", 7, 28, true),
    ("back_of_thigh", 10, 30, true),
    ("calf", 9, 38, true),
    ("heel", 9, 46, true),
];

/// Where a circle stands beside the figure, the line from it to what it means: from x, y to x, y in units of the drawing.
const FRONT_LINES: [[i16; 4]; 2] = [[292, 24, 262, 34], [168, 98, 198, 97]];
const BACK_LINES: [[i16; 4]; 1] = [[292, 78, 258, 72]];

/// One circle.
#[derive(Serialize)]
pub(super) struct Circle {
    /// As it is sent: the area, and the side where it is marked by side.
    pub(super) value: String,
    pub(super) name: Said,
    pub(super) side: Option<Said>,
    pub(super) column: u8,
    pub(super) row: u8,
}

/// One figure with its circles.
#[derive(Serialize)]
pub(super) struct Figure {
    pub(super) title: &'static str,
    #[serde(skip)]
    pub(super) outline: &'static str,
    #[serde(skip)]
    pub(super) detail: &'static str,
    #[serde(skip)]
    pub(super) lines: &'static [[i16; 4]],
    /// What stands at the left of the page, and at its right.
    pub(super) edges: [&'static str; 2],
    pub(super) circles: Vec<Circle>,
}

/// The two figures, from before and from behind.
pub(super) fn figures(knowledge: &Knowledge) -> Vec<Figure> {
    let (right, left) = (("right", "my-side-right"), ("left", "my-side-left"));
    let front = (View::Anterior, "body-front", FRONT.as_slice(), FRONT_LINES.as_slice(), [right, left]);
    let back = (View::Posterior, "body-back", BACK.as_slice(), BACK_LINES.as_slice(), [left, right]);
    let figure = |(view, title, spots, lines, sides): (_, _, &[Spot], _, [(&str, &'static str); 2])| {
        let (outline, detail) = body::silhouette(view);
        let circles = spots.iter().flat_map(|spot| circles(knowledge, *spot, [sides[0].0, sides[1].0]));
        Figure { title, outline, detail, lines, edges: [sides[0].1, sides[1].1], circles: circles.collect() }
    };
    vec![figure(front), figure(back)]
}

fn circles(knowledge: &Knowledge, (area, column, row, sided): Spot, sides: [&str; 2]) -> Vec<Circle> {
    let known = knowledge.regions.client_areas().iter().find(|one| one.key == area);
    let name = known.map_or(area, |one| one.plain.as_str());
    let circle = |side: &str, column| Circle {
        value: if side.is_empty() { area.into() } else { format!("{area}:{side}") },
        name: Said::known(name),
        side: naming::side(side),
        column,
        row,
    };
    if sided { vec![circle(sides[0], column), circle(sides[1], GRID.0 + 1 - column)] } else { vec![circle("", column)] }
}

fn is_sided(area: &str) -> bool {
    FRONT.iter().chain(&BACK).any(|(key, .., sided)| *key == area && *sided)
}

/// The values of the circles that what was told fills.
pub(super) fn filled(told: &Told) -> Vec<String> {
    let values = told.areas.iter().flat_map(|(area, side)| match (is_sided(area), side.as_str()) {
        (true, "both") => vec![format!("{area}:left"), format!("{area}:right")],
        (true, "left" | "right") => vec![format!("{area}:{side}")],
        (true, _) => Vec::new(),
        (false, _) => vec![area.clone()],
    });
    values.collect()
}

/// The areas that were told without the side that their circles have: they stay beside the drawing.
pub(super) fn loose(told: &Told) -> Vec<&str> {
    let loose = told.areas.iter().filter(|(area, side)| is_sided(area) && side.is_empty());
    loose.map(|(area, _)| area.as_str()).collect()
}

/// What was ticked, as areas with their sides: one side, both, or as it was known before.
pub(super) fn read(values: &[String], told: &Told) -> Vec<(String, String)> {
    let mut areas: Vec<(String, Vec<&str>)> = Vec::new();
    for value in values {
        let (area, side) = value.split_once(':').unwrap_or((value, ""));
        match areas.iter_mut().find(|(known, _)| known == area) {
            Some((_, sides)) => sides.push(side),
            None => areas.push((area.into(), vec![side])),
        }
    }
    let known = |area: &str| told.areas.iter().find(|(one, _)| one == area).map_or("", |(_, side)| side.as_str());
    let side = |(area, sides): (String, Vec<&str>)| {
        let side = match (sides.contains(&"left"), sides.contains(&"right")) {
            (true, true) => "both",
            (true, false) => "left",
            (false, true) => "right",
            (false, false) => known(&area),
        };
        let side = side.to_string();
        (area, side)
    };
    areas.into_iter().map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The narrowest that a figure is shown, in CSS pixels: a phone of 360 less the margins of page and card.
    const NARROWEST: f64 = 300.0;

    #[test]
    fn every_plain_area_is_drawn_once() {
        let knowledge = crate::knowledge().unwrap();
        let known: BTreeSet<&str> = knowledge.regions.client_areas().iter().map(|area| area.key.as_str()).collect();
        let drawn: Vec<&str> = FRONT.iter().chain(&BACK).map(|(key, ..)| *key).collect();
        assert_eq!(drawn.iter().copied().collect::<BTreeSet<_>>(), known);
        assert_eq!(drawn.len(), known.len());
    }

    #[test]
    fn no_two_circles_are_nearer_than_a_finger() {
        let knowledge = crate::knowledge().unwrap();
        let cell = NARROWEST / f64::from(GRID.0);
        for figure in figures(&knowledge) {
            for (at, one) in figure.circles.iter().enumerate() {
                assert!((1..=GRID.0).contains(&one.column) && (1..=GRID.1).contains(&one.row), "{}", one.value);
                for other in &figure.circles[at + 1..] {
                    let (x, y) =
                        (f64::from(one.column) - f64::from(other.column), f64::from(one.row) - f64::from(other.row));
                    let apart = (x * x + y * y).sqrt() * cell;
                    assert!(apart >= 44.0, "{} and {}: {apart}", one.value, other.value);
                }
            }
        }
    }

    #[test]
    fn the_clients_right_is_on_the_left_from_before_and_on_the_right_from_behind() {
        let knowledge = crate::knowledge().unwrap();
        let figures = figures(&knowledge);
        let column =
            |figure: &Figure, value: &str| figure.circles.iter().find(|one| one.value == value).unwrap().column;
        assert!(column(&figures[0], "knee:right") < column(&figures[0], "knee:left"));
        assert!(column(&figures[1], "calf:right") > column(&figures[1], "calf:left"));
    }

    #[test]
    fn what_is_read_is_what_was_filled() {
        let areas = [("knee", "both"), ("calf", "left"), ("jaw", "right"), ("hip", "")];
        let areas = areas.map(|(area, side)| (area.to_string(), side.to_string())).to_vec();
        let told = Told { areas: areas.clone(), ..Told::default() };
        let mut values = filled(&told);
        values.extend(loose(&told).into_iter().map(str::to_string));
        assert_eq!(read(&values, &told), areas);
    }
}
