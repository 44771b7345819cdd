//! Drawings of what is done at home: a figure of lines in the proportions of the body drawing, what it leans on, where it goes to
//! (dotted), and an arrow. Our own; each is a row of angles, so a pose is changed without drawing it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;

static FIGURES: LazyLock<BTreeMap<String, Figure>> = LazyLock::new(|| {
    // The text is part of the program and tested to be whole; a fault would leave the pages without drawings, not the program.
    serde_json::from_str(include_str!("figures.json")).unwrap_or_default()
});

/// One drawing.
#[derive(Debug, Deserialize)]
struct Figure {
    /// What stands around: the kind, then its numbers.
    props: Vec<Prop>,
    from: Pose,
    /// Where it goes to.
    to: Option<Pose>,
    /// From a point to a point, and how far it bends to the side.
    arrow: Option<([f64; 2], [f64; 2], f64)>,
}

/// What a figure leans on, in units of the drawing from the floor up.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Prop {
    Plain((String,)),
    At((String, f64)),
    Placed((String, f64, f64)),
    Round((String, f64, f64, f64)),
}

/// How a body stands: the hip, and the angle of each part, in degrees; 0 points to the right, 90 up.
#[derive(Debug, Deserialize)]
struct Pose {
    hip: [f64; 2],
    trunk: f64,
    head: f64,
    /// Upper arm and forearm with the hand.
    arms: Vec<[f64; 2]>,
    /// Thigh, shin, foot.
    legs: Vec<[f64; 3]>,
}

/// The lengths of the parts, where the whole body is about a hundred: as in the body drawing.
const TRUNK: f64 = 31.0;
const NECK: f64 = 11.0;
const HEAD: f64 = 6.5;
const ARM: [f64; 2] = [17.0, 18.0];
const LEG: [f64; 3] = [24.0, 23.0, 8.0];

/// Width and height of a drawing at most.
const WIDTH: f64 = 150.0;
const HEIGHT: f64 = 112.0;
/// Where its floor lies above the lower edge.
const FLOOR: f64 = 6.0;

/// Is there a drawing of this name?
#[must_use]
pub fn is_drawn(name: &str) -> bool {
    FIGURES.contains_key(name)
}

/// The names of all drawings.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.keys().map(String::as_str)
}

/// The drawing as SVG; nothing where there is none of this name. The steps beside it say the same in words, so it is hidden from
/// screen readers.
#[must_use]
pub fn drawn(name: &str) -> Option<String> {
    let figure = FIGURES.get(name)?;
    let top = down(figure.crown());
    let mut out = format!(r#"<svg class="pose" viewBox="0 {top:.0} {WIDTH} {:.0}" aria-hidden="true">"#, HEIGHT - top);
    out.push_str(&svg("prop", &figure.props.iter().flat_map(prop).collect::<Vec<_>>()));
    if let Some(to) = &figure.to {
        out.push_str(&svg("ghost", &body(to)));
    }
    out.push_str(&svg("man", &body(&figure.from)));
    if let Some((from, to, bend)) = figure.arrow {
        out.push_str(&svg("arrow", &arrow(from, to, bend)));
    }
    out.push_str("</svg>");
    Some(out)
}

/// The same as strokes of a pen, for paper, and the width and height of the box that they stand in: where it goes to is dashed.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the drawing is some hundred units wide and high")]
pub fn strokes(name: &str) -> Option<Strokes> {
    let figure = FIGURES.get(name)?;
    let top = down(figure.crown());
    let mut solid: Vec<Shape> = figure.props.iter().flat_map(prop).chain(body(&figure.from)).collect();
    if let Some((from, to, bend)) = figure.arrow {
        solid.extend(arrow(from, to, bend));
    }
    let dashed = figure.to.iter().flat_map(body).flat_map(|shape| dashes(&points(&shape)));
    // Each piece by itself, so that a pen which rounds its way leaves the corners as they are.
    let pieces = solid.iter().flat_map(|shape| points(shape).windows(2).map(<[_]>::to_vec).collect::<Vec<_>>());
    let on_paper =
        |stroke: Vec<[f64; 2]>| stroke.into_iter().map(|[x, y]| (x as f32, (down(y) - top) as f32)).collect();
    Some(((WIDTH as f32, (HEIGHT - top) as f32), pieces.chain(dashed).map(on_paper).collect()))
}

/// The width and height of a box, and the strokes in it.
pub type Strokes = ((f32, f32), Vec<Vec<(f32, f32)>>);

impl Figure {
    /// How high it reaches, with a little air.
    fn crown(&self) -> f64 {
        let poses = std::iter::once(&self.from).chain(&self.to).flat_map(body);
        let shapes = self.props.iter().flat_map(prop).chain(poses);
        let highest = shapes.flat_map(|shape| points(&shape)).map(|[_, y]| y).fold(0.0, f64::max);
        let arrow = self.arrow.map_or(0.0, |(from, to, _)| from[1].max(to[1]));
        (highest.max(arrow) + 6.0).clamp(34.0, HEIGHT - FLOOR)
    }
}

/// Something to draw, in units from the floor up.
enum Shape {
    Line(Vec<[f64; 2]>),
    Round([f64; 2], f64),
}

/// The points along a shape; a circle as so many that its corners are not seen.
fn points(shape: &Shape) -> Vec<[f64; 2]> {
    match shape {
        Shape::Line(points) => points.clone(),
        Shape::Round(middle, radius) => (0..=24).map(|turn| reach(*middle, f64::from(turn) * 15.0, *radius)).collect(),
    }
}

/// A line as dashes of two units, with as much between them.
fn dashes(points: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
    let mut dashes = Vec::new();
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let (across, along) = (to[0] - from[0], to[1] - from[1]);
        let length = across.hypot(along);
        let at = |way: f64| [from[0] + across * way / length, from[1] + along * way / length];
        let mut way = 0.0;
        while way < length {
            dashes.push(vec![at(way), at((way + 2.0).min(length))]);
            way += 4.0;
        }
    }
    dashes
}

/// A height above the floor as it stands in the drawing.
fn down(y: f64) -> f64 {
    HEIGHT - FLOOR - y
}

fn svg(class: &str, shapes: &[Shape]) -> String {
    let (mut path, mut rounds) = (String::new(), String::new());
    for shape in shapes {
        // Writing into a string cannot fail.
        match shape {
            Shape::Line(points) => {
                for (at, [x, y]) in points.iter().enumerate() {
                    let _ = write!(path, "{}{x:.1} {:.1}", if at == 0 { "M" } else { "L" }, down(*y));
                }
            }
            Shape::Round([x, y], radius) => {
                let _ = write!(rounds, r#"<circle cx="{x:.1}" cy="{:.1}" r="{radius}"/>"#, down(*y));
            }
        }
    }
    format!(r#"<g class="{class}"><path d="{path}"/>{rounds}</g>"#)
}

fn prop(prop: &Prop) -> Vec<Shape> {
    const GROUND: f64 = -3.0;
    let (right, top) = (WIDTH - 4.0, HEIGHT - FLOOR - 4.0);
    let line = |points: &[[f64; 2]]| Shape::Line(points.to_vec());
    let floor = || line(&[[4.0, GROUND], [right, GROUND]]);
    match prop {
        Prop::Plain((kind,)) if kind == "mat" => {
            vec![line(&[[22.0, 92.0], [128.0, 92.0], [128.0, 8.0], [22.0, 8.0], [22.0, 92.0]])]
        }
        Prop::Plain(_) => vec![floor()],
        Prop::At((kind, x)) if kind == "chair" => {
            let (back, front, seat) = (x - 12.0, x + 12.0, 23.0);
            let own = [[back, seat], [front, seat], [front, GROUND]];
            vec![floor(), line(&[[back, GROUND], [back, 54.0]]), line(&own)]
        }
        Prop::At((_, x)) => vec![line(&[[*x, GROUND], [*x, top]])],
        Prop::Placed((kind, x, y)) if kind == "table" => {
            vec![line(&[[x - 12.0, *y], [x + 24.0, *y]]), line(&[[x + 14.0, *y], [x + 14.0, GROUND]])]
        }
        Prop::Placed((_, x, y)) => {
            let end = WIDTH - 20.0;
            vec![line(&[[*x, GROUND], [*x, *y], [end, *y], [end, GROUND]])]
        }
        Prop::Round((_, x, y, radius)) => vec![Shape::Round([*x, *y], *radius)],
    }
}

/// From a point this far at this angle.
fn reach([x, y]: [f64; 2], degrees: f64, length: f64) -> [f64; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [x + length * cos, y + length * sin]
}

/// The points of a limb, from its joint on.
fn limb<const N: usize>(from: [f64; 2], angles: [f64; N], lengths: [f64; N]) -> Vec<[f64; 2]> {
    let mut points = vec![from];
    let mut at = from;
    for (angle, length) in angles.into_iter().zip(lengths) {
        at = reach(at, angle, length);
        points.push(at);
    }
    points
}

fn body(pose: &Pose) -> Vec<Shape> {
    let shoulder = reach(pose.hip, pose.trunk, TRUNK);
    let mut limbs = vec![limb(pose.hip, [pose.trunk, pose.head], [TRUNK, NECK - HEAD])];
    limbs.extend(pose.arms.iter().map(|angles| limb(shoulder, *angles, ARM)));
    limbs.extend(pose.legs.iter().map(|angles| limb(pose.hip, *angles, LEG)));
    let head = Shape::Round(reach(shoulder, pose.head, NECK), HEAD);
    limbs.into_iter().map(Shape::Line).chain([head]).collect()
}

/// A bent line with a tip.
fn arrow([x, y]: [f64; 2], [to_x, to_y]: [f64; 2], bend: f64) -> Vec<Shape> {
    let (across, along) = (to_x - x, to_y - y);
    let length = across.hypot(along).max(1.0);
    let middle_x = f64::midpoint(x, to_x) - bend * 2.0 * along / length;
    let middle_y = f64::midpoint(y, to_y) + bend * 2.0 * across / length;
    let on = |part: f64| {
        let rest = 1.0 - part;
        let mix = |from: f64, middle: f64, to: f64| rest * rest * from + 2.0 * rest * part * middle + part * part * to;
        [mix(x, middle_x, to_x), mix(y, middle_y, to_y)]
    };
    let angle = (to_y - middle_y).atan2(to_x - middle_x);
    let tip = |turned: f64| {
        let (sin, cos) = (angle + turned).sin_cos();
        [to_x - 5.0 * cos, to_y - 5.0 * sin]
    };
    let way = (0..=8).map(|step| on(f64::from(step) / 8.0)).collect();
    vec![Shape::Line(way), Shape::Line(vec![tip(0.5), [to_x, to_y], tip(-0.5)])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_drawing_that_the_knowledge_names_is_there_and_every_drawing_is_named() {
        let knowledge = crate::knowledge().unwrap();
        let named: BTreeSet<&str> = knowledge.homecare.items.iter().filter_map(|item| item.figure.as_deref()).collect();
        assert_eq!(named, names().collect::<BTreeSet<_>>());
        assert!(named.len() >= 35, "most of what is done at home is drawn: {}", named.len());
    }

    #[test]
    fn nobody_sinks_into_the_floor_or_leaves_the_page() {
        for (name, figure) in FIGURES.iter() {
            for pose in std::iter::once(&figure.from).chain(&figure.to) {
                let shoulder = reach(pose.hip, pose.trunk, TRUNK);
                let arms = pose.arms.iter().flat_map(|angles| limb(shoulder, *angles, ARM));
                let legs = pose.legs.iter().flat_map(|angles| limb(pose.hip, *angles, LEG));
                for [x, y] in arms.chain(legs).chain([shoulder, reach(shoulder, pose.head, NECK)]) {
                    assert!((0.0..=WIDTH).contains(&x) && (-3.0..=HEIGHT - FLOOR).contains(&y), "{name}: {x} {y}");
                }
            }
        }
    }

    #[test]
    fn a_drawing_is_lines_and_no_words() {
        let bridge = drawn("bridge").unwrap();
        assert!(bridge.contains(r#"class="ghost""#) && bridge.contains(r#"class="arrow""#));
        assert!(bridge.contains(r#"aria-hidden="true""#) && !bridge.contains("<text"));
        assert_eq!(drawn("nobody_drew_this"), None);
        let (_, strokes) = strokes("bridge").unwrap();
        assert!(strokes.iter().all(|stroke| stroke.len() == 2), "corners stay corners under a pen that rounds");
    }
}
