//! A measure over time: drawn in black lines, with its numbers as a table behind it.
use crate::{
    flow::{Belongs, Flow, Ink, LEAD, TEXT},
    line,
    paper::{Block, Drawing, Run, Table, Trend},
    table,
};
use krilla::tagging::Tag;

const HEIGHT: f32 = 112.0;
const SIZE: f32 = 8.5;

/// The drawing and the table. Nothing is drawn of a single measurement: the table says it.
pub(crate) fn trend(flow: &mut Flow<'_>, trend: &Trend) {
    if trend.points.len() > 1 {
        flow.need(HEIGHT + 3.0 * LEAD);
        let caption = flow.part(Tag::P, None);
        flow.paragraph(caption, &[Run::bold(&trend.caption)]);
        let tag = Tag::Figure(Some(trend.alt.clone())).with_bbox(flow.bounds(flow.y, HEIGHT));
        let figure = flow.part(tag, None);
        let inks = Frame::new(flow, trend).inks(flow, trend);
        flow.draw(Belongs::Part(figure), inks);
        flow.y += HEIGHT + 4.0;
    }
    table::table(flow, &behind(trend));
}

/// Strokes of a pen, in the proportions in which they were drawn. Nothing where the box has no size or nothing was drawn.
pub(crate) fn drawing(flow: &mut Flow<'_>, drawing: &Drawing) {
    let (width, height) = drawing.size;
    if width <= 0.0 || height <= 0.0 || drawing.height <= 0.0 || drawing.strokes.iter().all(Vec::is_empty) {
        return;
    }
    let scale = (drawing.height / height).min(flow.width() / width);
    let high = height * scale;
    flow.need(high);
    let left = if flow.sheet.right_to_left { flow.left() + flow.width() - width * scale } else { flow.left() };
    let top = flow.y;
    let pen = |stroke: &Vec<(f32, f32)>| Ink::Pen {
        points: stroke.iter().map(|(x, y)| (left + x * scale, top + y * scale)).collect(),
        width: 1.0,
    };
    let inks = drawing.strokes.iter().map(pen).collect();
    let tag = Tag::Figure(Some(drawing.alt.clone())).with_bbox(flow.bounds(top, high));
    let figure = flow.part(tag, None);
    flow.draw(Belongs::Part(figure), inks);
    flow.y += high + 4.0;
}

/// Few measurements stand side by side, which saves lines of a letter; many under each other. Under a drawing the caption
/// is said already.
fn behind(trend: &Trend) -> Table {
    let [when, what] = &trend.head;
    let caption = if trend.points.len() > 1 { String::new() } else { trend.caption.clone() };
    if trend.points.len() <= 6 {
        let first = |name: &String, rest: fn(&crate::Point) -> String| {
            std::iter::once(name.clone()).chain(trend.points.iter().map(rest)).collect::<Vec<_>>()
        };
        let head = first(when, |point| point.on.clone());
        let rows = vec![first(what, |point| point.shown.clone())];
        return Table { caption, head, rows, named_rows: true };
    }
    let rows = trend.points.iter().map(|point| vec![point.on.clone(), point.shown.clone()]).collect();
    Table { caption, head: trend.head.to_vec(), rows, named_rows: true }
}

/// Where on the page a day and a value stand.
struct Frame {
    left: f32,
    width: f32,
    top: f32,
    height: f32,
    days: (i64, i64),
    scale: (f64, f64),
}

impl Frame {
    fn new(flow: &Flow<'_>, trend: &Trend) -> Frame {
        let days = trend.points.iter().map(|point| point.day);
        Frame {
            left: flow.left() + 30.0,
            width: flow.width() - 60.0,
            top: flow.y + 8.0,
            height: HEIGHT - 30.0,
            days: (days.clone().min().unwrap_or(0), days.max().unwrap_or(1)),
            scale: trend.scale,
        }
    }

    fn x(&self, flow: &Flow<'_>, day: i64) -> f32 {
        let (first, last) = self.days;
        let part = (day - first) as f32 / (last - first).max(1) as f32;
        let part = if flow.sheet.right_to_left { 1.0 - part } else { part };
        self.left + self.width * part
    }

    fn y(&self, value: f64) -> f32 {
        let (low, high) = self.scale;
        let part = ((value - low) / (high - low).max(f64::EPSILON)).clamp(0.0, 1.0) as f32;
        self.top + self.height * (1.0 - part)
    }

    fn inks(&self, flow: &Flow<'_>, trend: &Trend) -> Vec<Ink> {
        let (left, right, bottom) = (self.left - 6.0, self.left + self.width + 6.0, self.top + self.height);
        let mut inks = vec![
            Ink::Stroke { from: (left, self.top), to: (left, bottom), width: 0.75, dashed: false },
            Ink::Stroke { from: (left, bottom), to: (right, bottom), width: 0.75, dashed: false },
        ];
        for end in [self.scale.0, self.scale.1] {
            let y = self.y(end);
            let text = flow_text(flow, &format!("{end}"));
            inks.push(Ink::Text { x: left - 6.0 - text.width, y: y + 3.0, size: SIZE, line: text });
            inks.push(Ink::Stroke { from: (left - 3.0, y), to: (left, y), width: 0.75, dashed: false });
        }
        if let (Some((error, words)), Some(first)) = (&trend.error, trend.points.first()) {
            for value in [first.value - error, first.value + error] {
                if value > self.scale.0 && value < self.scale.1 {
                    let y = self.y(value);
                    inks.push(Ink::Stroke { from: (left, y), to: (right, y), width: 0.75, dashed: true });
                }
            }
            let text = flow_text(flow, words);
            let x = if flow.sheet.right_to_left { left + 6.0 } else { right - text.width };
            inks.push(Ink::Text { x, y: self.top - 1.0, size: SIZE, line: text });
        }
        self.points(flow, trend, &mut inks);
        inks
    }

    fn points(&self, flow: &Flow<'_>, trend: &Trend, inks: &mut Vec<Ink>) {
        let at: Vec<(f32, f32)> =
            trend.points.iter().map(|point| (self.x(flow, point.day), self.y(point.value))).collect();
        for pair in at.windows(2) {
            if let [from, to] = pair {
                inks.push(Ink::Stroke { from: *from, to: *to, width: 1.25, dashed: false });
            }
        }
        let ends = [0, trend.points.len() - 1];
        for (index, (point, (x, y))) in trend.points.iter().zip(&at).enumerate() {
            inks.push(Ink::Square { at: (*x, *y), side: 5.0 });
            if ends.contains(&index) {
                let value = flow_text(flow, &point.shown);
                let above = if *y - 7.0 < self.top + SIZE { y + 14.0 } else { y - 6.0 };
                let start = (x - value.width / 2.0).max(self.left - 4.0);
                inks.push(Ink::Text { x: start, y: above, size: SIZE, line: value });
                let day = flow_text(flow, &point.on);
                let start = (x - day.width / 2.0).clamp(flow.left(), flow.left() + flow.width() - day.width);
                inks.push(Ink::Text { x: start, y: self.top + self.height + TEXT + 3.0, size: SIZE, line: day });
            }
        }
    }
}

fn flow_text(flow: &Flow<'_>, text: &str) -> line::Line {
    let set = line::lines(flow.faces, &[Run::plain(text)], flow.setting(SIZE, false), flow.width());
    set.into_iter().next().unwrap_or_default()
}

/// A trend may stand on a sheet.
impl From<Trend> for Block {
    fn from(trend: Trend) -> Block {
        Block::Trend(trend)
    }
}
