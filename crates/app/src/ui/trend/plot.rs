//! A trend laid out: where each day and each value lies, and what is drawn there.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::Trend;
use crate::ui::{Frame, escape, say};

/// Size of the drawing and the margins of its plot, in units of the drawing.
pub(super) const WIDTH: f64 = 340.0;
pub(super) const HEIGHT: f64 = 190.0;
const SIDE: f64 = 30.0;
const FAR_SIDE: f64 = 20.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 30.0;
/// Two dates nearer than this would touch.
const DATE_WIDTH: f64 = 52.0;

/// A trend laid out on a drawing.
pub(super) struct Plot<'a> {
    trend: &'a Trend,
    rtl: bool,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) near: f64,
    pub(super) far: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl<'a> Plot<'a> {
    pub(super) const fn new(trend: &'a Trend, rtl: bool) -> Self {
        Self { trend, rtl, width: WIDTH, height: HEIGHT, near: SIDE, far: FAR_SIDE, top: TOP, bottom: BOTTOM }
    }

    /// The plot's edges, left and right, whatever the direction.
    const fn edges(&self) -> (f64, f64) {
        if self.rtl { (self.far, self.width - self.near) } else { (self.near, self.width - self.far) }
    }

    /// The first and the last day of the drawing: those of the readings, and of the visits where they reach further.
    fn days(&self) -> Option<(Date, Date)> {
        let readings = self.trend.readings.iter().map(|reading| reading.on);
        let all = readings.chain(self.trend.visits.iter().map(|visit| visit.on));
        all.fold(None, |span, on| {
            Some(span.map_or((on, on), |(first, last): (Date, Date)| (first.min(on), last.max(on))))
        })
    }

    /// Days are as far apart on the drawing as in time; a single day stands in the middle.
    pub(super) fn x(&self, on: Date) -> f64 {
        let between = |from: Date, to: Date| f64::from((to - from).get_days());
        let part = match self.days() {
            Some((first, last)) if first < last => between(first, on) / between(first, last),
            _ => 0.5,
        };
        let part = if self.rtl { 1.0 - part } else { part };
        let (left, right) = self.edges();
        // Room for half a point at either end.
        left + 8.0 + (right - left - 16.0) * part.clamp(0.0, 1.0)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let (least, most) = self.trend.scale;
        let part = if most > least { (value - least) / (most - least) } else { 0.5 };
        self.top + (self.height - self.top - self.bottom) * (1.0 - part.clamp(0.0, 1.0))
    }

    /// Around the first reading: what may be error alone.
    pub(super) fn error(&self, out: &mut String) {
        let (Some(error), Some(first)) = (&self.trend.error, self.trend.readings.first()) else { return };
        let (left, right) = self.edges();
        let (from, to) = (self.y(first.value + error.by), self.y(first.value - error.by));
        let _ = write!(
            out,
            r#"<rect class="error" x="{left}" y="{from:.1}" width="{:.1}" height="{:.1}" rx="4"/>"#,
            right - left,
            (to - from).max(0.0),
        );
    }

    /// A mark on the lower edge for each visit.
    pub(super) fn visits(&self, out: &mut String) {
        let edge = self.height - self.bottom;
        for visit in &self.trend.visits {
            let x = self.x(visit.on);
            let (from, to) = (edge - 5.0, edge + 5.0);
            let _ = write!(out, r#"<path class="visit" d="M{x:.1} {from:.1}V{to:.1}"/>"#);
        }
    }

    pub(super) fn band(&self, out: &mut String, frame: &Frame) {
        let (Some(meaningful), Some(first)) = (&self.trend.meaningful, self.trend.readings.first()) else {
            return;
        };
        let (least, most) = self.trend.scale;
        let down = self.trend.lower_is_better;
        let threshold = if down { first.value - meaningful.by } else { first.value + meaningful.by };
        let (left, right) = self.edges();
        let (line, width) = (self.y(first.value), right - left);
        let _ = write!(out, r#"<line class="base" x1="{left}" x2="{right}" y1="{line:.1}" y2="{line:.1}"/>"#);
        // Beyond the end of the scale no reading could reach it: nothing is drawn, the caption still says how much.
        if !(least..=most).contains(&threshold) {
            return;
        }
        let (from, to) = if down { (self.y(threshold), self.y(least)) } else { (self.y(most), self.y(threshold)) };
        let at = self.y(threshold);
        let key = if down { "trend-band-down" } else { "trend-band-up" };
        let words = frame.words().t_args(key, &[("by", say::number(frame.locale, meaningful.by, 1).into())]);
        let label = if down { to - 8.0 } else { from + 16.0 };
        let _ = write!(
            out,
            r#"<rect class="band" x="{left}" y="{from:.1}" width="{width:.1}" height="{:.1}" rx="4"/><line class="threshold" x1="{left}" x2="{right}" y1="{at:.1}" y2="{at:.1}"/><text class="band-word" x="{:.1}" y="{label:.1}">{}</text>"#,
            (to - from).max(0.0),
            left + 8.0,
            escape(&words),
        );
    }

    pub(super) fn lines(&self, out: &mut String, frame: &Frame) {
        let (least, most) = self.trend.scale;
        let (left, right) = self.edges();
        let (beside, anchor) = if self.rtl { (right + 7.0, "start") } else { (left - 7.0, "end") };
        let step = if self.trend.step > 0.0 { self.trend.step } else { most - least };
        let mut value = least;
        // At most 20 lines, whatever the step: more could not be read.
        for _ in 0..20 {
            if value > most {
                break;
            }
            let y = self.y(value);
            let _ = write!(
                out,
                r#"<line class="ax" x1="{left}" x2="{right}" y1="{y:.1}" y2="{y:.1}"/><text x="{beside:.1}" y="{:.1}" text-anchor="{anchor}">{}</text>"#,
                y + 4.0,
                say::number(frame.locale, value, 1),
            );
            value += step;
        }
    }

    pub(super) fn line(&self, out: &mut String) {
        out.push_str(r#"<path class="tl" d=""#);
        for (index, reading) in self.trend.readings.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { 'L' };
            let _ = write!(out, "{letter}{:.1} {:.1}", self.x(reading.on), self.y(reading.value));
        }
        out.push_str(r#""/>"#);
    }

    pub(super) fn points(&self, out: &mut String, frame: &Frame) {
        let readings = &self.trend.readings;
        let end = readings.last().map_or(0.0, |last| self.x(last.on));
        let mut dated: Option<f64> = None;
        for (index, reading) in readings.iter().enumerate() {
            let last = index + 1 == readings.len();
            let (x, y) = (self.x(reading.on), self.y(reading.value));
            let (class, radius) = if last { ("pt last", 5.5) } else { ("pt", 4.2) };
            let _ = write!(out, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{radius}"/>"#);
            if index == 0 || last {
                let value = say::number(frame.locale, reading.value, 1);
                let above = if y < self.top + 6.0 { y + 20.0 } else { y - 10.0 };
                let _ =
                    write!(out, r#"<text class="lab" x="{x:.1}" y="{above:.1}" text-anchor="middle">{value}</text>"#);
            }
            let free = dated.is_none_or(|before| (x - before).abs() >= DATE_WIDTH);
            if last && index > 0 && !free {
                continue;
            }
            if free && (index == 0 || last || (x - end).abs() >= DATE_WIDTH) {
                dated = Some(x);
                let day = say::date_near(frame.locale, reading.on, frame.today());
                let _ =
                    write!(out, r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{day}</text>"#, self.height - 9.0);
            }
        }
    }
}
