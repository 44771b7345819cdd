//! The picture of the map: what is about the person, what was found, what is complained of, in three columns, with the
//! links between them. Places only; the template draws.
use clinical::knowledge::links::Node;
use serde::Serialize;

/// A box of the picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Boxed {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    /// Where the lines of its name have their middle.
    pub(super) middle: i32,
    /// Its name in at most two lines, each with its height.
    pub(super) lines: Vec<(String, i32)>,
    /// Where it leads; empty where nowhere.
    pub(super) url: String,
    /// factor, region, condition
    pub(super) kind: &'static str,
}

/// A link of the picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Drawn {
    /// The number under which the list tells it.
    pub(super) number: usize,
    /// The course of the line.
    pub(super) path: String,
    /// Where its number stands.
    pub(super) x: i32,
    pub(super) y: i32,
    /// confirmed, suggested, refuted
    pub(super) stand: &'static str,
}

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Picture {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) boxes: Vec<Boxed>,
    pub(super) links: Vec<Drawn>,
}

/// A box before it has its place.
pub(super) struct Point<'a> {
    pub(super) node: &'a Node,
    pub(super) name: String,
    pub(super) url: String,
}

/// A link before it has its course: from box to box, by their numbers.
pub(super) struct Course {
    pub(super) number: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) stand: &'static str,
}

/// Width and height of a box, and the room between columns and rows.
const WIDE: i32 = 190;
const HIGH: i32 = 52;
const GAP: i32 = 90;
const ROW: i32 = 70;
const EDGE: i32 = 12;
/// So many letters stand in one line of a box.
const LETTERS: usize = 24;

/// Lays the boxes into their columns, and draws the links between them.
pub(super) fn picture(points: Vec<Point<'_>>, courses: &[Course]) -> Picture {
    let mut rows = [0i32; 3];
    let mut boxes = Vec::new();
    let used = KINDS.map(|kind| points.iter().any(|point| kind_of(point.node) == kind));
    for point in points {
        let kind = kind_of(point.node);
        let column = KINDS.iter().position(|one| *one == kind).unwrap_or_default();
        let Some(row) = rows.get_mut(column) else { continue };
        // A column in which nothing stands takes no room.
        let across = i32::try_from(used.iter().take(column).filter(|used| **used).count()).unwrap_or_default();
        let (x, y) = (EDGE + across * (WIDE + GAP), EDGE + *row * ROW);
        *row += 1;
        let lines = placed(broken(&point.name), y);
        boxes.push(Boxed { x, y, width: WIDE, height: HIGH, middle: x + WIDE / 2, lines, url: point.url, kind });
    }
    let most = rows.into_iter().max().unwrap_or_default();
    let links = courses.iter().filter_map(|course| drawn(&boxes, course)).collect();
    let columns = i32::try_from(used.into_iter().filter(|used| *used).count()).unwrap_or_default();
    Picture { width: columns * (WIDE + GAP) + EDGE, height: most * ROW + EDGE, boxes, links }
}

/// What stands in a column, from the left to the right.
const KINDS: [&str; 3] = ["factor", "region", "condition"];

fn kind_of(node: &Node) -> &'static str {
    match node {
        Node::Factor(_) => "factor",
        Node::Region(_) | Node::Structure(_) => "region",
        Node::Condition(_) => "condition",
    }
}

/// A line from the side of one box to the facing side of the other; within a column, around its right.
fn drawn(boxes: &[Boxed], course: &Course) -> Option<Drawn> {
    let (from, to) = (boxes.get(course.from)?, boxes.get(course.to)?);
    let (y1, y2) = (from.y + HIGH / 2, to.y + HIGH / 2);
    let (path, at) = if from.x == to.x {
        // The further apart, the further out: what spans more goes around what spans less.
        let out = (GAP * (1 + (y2 - y1).abs() / ROW) / 3).min(GAP);
        let x = from.x + WIDE;
        (format!("M{x} {y1}C{0} {y1} {0} {y2} {x} {y2}", x + out), (x + out * 3 / 4, (y1 + y2) / 2))
    } else {
        let forward = to.x > from.x;
        let (x1, x2) = if forward { (from.x + WIDE, to.x) } else { (from.x, to.x + WIDE) };
        let middle = (x1 + x2) / 2;
        // Numbers of crossing lines are set apart along the line.
        let share = i32::try_from(course.number % 3).unwrap_or_default() - 1;
        let at = (middle + share * 18, (y1 + y2) / 2 + share * (y2 - y1) / 6);
        (format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"), at)
    };
    let (x, y) = at;
    Some(Drawn { number: course.number, path, x, y, stand: course.stand })
}

/// Lines of a name one above the other in the middle of a box that begins at `top`.
fn placed(lines: Vec<String>, top: i32) -> Vec<(String, i32)> {
    let first = if lines.len() > 1 { 22 } else { 31 };
    lines.into_iter().zip((0..).map(|i| top + first + i * 18)).collect()
}

/// A name in at most two lines; what does not fit ends in three dots, and the list has it whole.
fn broken(name: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in name.split_whitespace() {
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= LETTERS {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else if lines.is_empty() {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line.push('…');
            break;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(node: &Node) -> Point<'_> {
        Point { node, name: "Upper trapezius, right side of the neck and beyond it".into(), url: String::new() }
    }

    #[test]
    fn three_columns_hold_the_person_the_body_and_the_complaint() {
        let nodes =
            [Node::Factor("stress".into()), Node::Region("trapezius_upper".into()), Node::Condition("hf_tth".into())];
        let courses = [
            Course { number: 1, from: 0, to: 2, stand: "suggested" },
            Course { number: 2, from: 1, to: 2, stand: "confirmed" },
            Course { number: 3, from: 1, to: 9, stand: "suggested" },
        ];
        let picture = picture(nodes.iter().map(point).collect(), &courses);
        let columns: Vec<i32> = picture.boxes.iter().map(|one| one.x).collect();
        assert!(columns[0] < columns[1] && columns[1] < columns[2], "{columns:?}");
        assert_eq!(picture.links.len(), 2, "a link without its box is not drawn");
        assert!(
            picture.boxes.iter().all(|one| one.x + one.width <= picture.width && one.y + one.height <= picture.height)
        );
    }

    #[test]
    fn a_long_name_is_broken_into_two_lines_and_says_that_it_goes_on() {
        let lines = broken("Upper trapezius, right side of the neck and beyond it");
        assert_eq!(lines, ["Upper trapezius, right", "side of the neck and…"]);
        assert_eq!(broken("Stress"), ["Stress"]);
    }
}
