//! A signature drawn with a finger, a pen or a mouse: strokes in a box, never markup.

use std::fmt::Write as _;

use crate::Refusal;

/// The box that is drawn in, in tenths of a unit: width and height.
const BOX: (u16, u16) = (6_000, 2_000);
/// The most strokes and the most points: far more than anybody signs with.
const MOST: (usize, usize) = (200, 6_000);
/// The least length of all strokes together, in tenths: less is a slip of the finger.
const LEAST: u32 = 400;

/// Strokes of a signature, each a row of points in a box of 600 by 200, kept in tenths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn(Vec<Vec<(u16, u16)>>);

impl Drawn {
    /// Reads `x,y x,y;x,y …` (tenths, strokes parted by semicolons).
    ///
    /// # Errors
    /// A refusal of `field`: nothing of the kind, outside the box, or too little to be a signature.
    pub fn parse(text: &str, field: &'static str) -> Result<Drawn, Refusal> {
        let unreadable = || Refusal::new(field, "consent-signature-unreadable");
        let strokes: Option<Vec<Vec<(u16, u16)>>> = text.trim().split(';').map(stroke).collect();
        let strokes = strokes.ok_or_else(unreadable)?;
        let points: usize = strokes.iter().map(Vec::len).sum();
        if strokes.len() > MOST.0 || points > MOST.1 {
            return Err(unreadable());
        }
        let drawn = Drawn(strokes);
        if drawn.length() < LEAST { Err(Refusal::new(field, "consent-signature-short")) } else { Ok(drawn) }
    }

    /// How far the pen went: across plus along, in tenths.
    fn length(&self) -> u32 {
        let step = |pair: &[(u16, u16)]| match pair {
            [a, b] => u32::from(a.0.abs_diff(b.0)) + u32::from(a.1.abs_diff(b.1)),
            _ => 0,
        };
        self.0.iter().flat_map(|stroke| stroke.windows(2)).map(step).sum()
    }

    /// As it is kept: the form that [`Drawn::parse`] reads.
    #[must_use]
    pub fn text(&self) -> String {
        let point = |(x, y): &(u16, u16)| format!("{x},{y}");
        let stroke = |stroke: &Vec<(u16, u16)>| stroke.iter().map(point).collect::<Vec<_>>().join(" ");
        self.0.iter().map(stroke).collect::<Vec<_>>().join(";")
    }

    /// Width and height of the box that was drawn in, in units.
    pub const SIZE: (f32, f32) = (600.0, 200.0);

    /// Each stroke with its points, in units.
    #[must_use]
    pub fn strokes(&self) -> Vec<Vec<(f32, f32)>> {
        let point = |(x, y): &(u16, u16)| (f32::from(*x) / 10.0, f32::from(*y) / 10.0);
        self.0.iter().map(|stroke| stroke.iter().map(point).collect()).collect()
    }

    /// The data of an SVG path in a box of 600 by 200: digits, points and the letters M, Q and L, nothing else.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.0 {
            let mut points = stroke.iter().map(|(x, y)| (f64::from(*x) / 10.0, f64::from(*y) / 10.0));
            let Some((x, y)) = points.next() else { continue };
            let rest: Vec<(f64, f64)> = points.collect();
            // Writing into a string cannot fail.
            let _ = write!(path, "M{x} {y}");
            for pair in rest.windows(2) {
                if let [(x, y), (next_x, next_y)] = pair {
                    let _ =
                        write!(path, "Q{x} {y} {:.2} {:.2}", f64::midpoint(*x, *next_x), f64::midpoint(*y, *next_y));
                }
            }
            let (x, y) = rest.last().copied().unwrap_or((x + 0.1, y));
            let _ = write!(path, "L{x} {y}");
        }
        path
    }
}

fn stroke(text: &str) -> Option<Vec<(u16, u16)>> {
    let points: Option<Vec<(u16, u16)>> = text.split_ascii_whitespace().map(point).collect();
    points.filter(|points| !points.is_empty())
}

fn point(text: &str) -> Option<(u16, u16)> {
    let (x, y) = text.split_once(',')?;
    let read = |text: &str, most: u16| -> Option<u16> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|value| digits && *value <= most)
    };
    Some((read(x, BOX.0)?, read(y, BOX.1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_become_a_path_of_numbers_and_are_kept_as_they_came() {
        let text = "100,100 700,900 1300,100;2000,500 2600,500";
        let drawn = Drawn::parse(text, "signature").unwrap();
        assert_eq!(drawn.text(), text);
        assert_eq!(drawn.path(), "M10 10Q70 90 100.00 50.00L130 10M200 50L260 50");
    }

    #[test]
    fn what_is_no_stroke_is_refused() {
        let wrong =
            ["", ";", "10", "10,x", "10,10 -5,5", "+10,10", "6001,0 0,0", "0,2001", "<svg/onload=x>,1", "1,2,3"];
        for text in wrong {
            let refusal = Drawn::parse(text, "signature").unwrap_err();
            assert_eq!((refusal.field.as_ref(), refusal.key), ("signature", "consent-signature-unreadable"), "{text}");
        }
        let long = vec!["1,1"; 6_001].join(" ");
        assert_eq!(Drawn::parse(&long, "signature").unwrap_err().key, "consent-signature-unreadable");
    }

    #[test]
    fn a_dot_is_no_signature() {
        for text in ["10,10", "10,10 200,200", "0,0 0,399"] {
            assert_eq!(Drawn::parse(text, "signature").unwrap_err().key, "consent-signature-short", "{text}");
        }
        assert!(Drawn::parse("0,0 0,400", "signature").is_ok());
    }
}
