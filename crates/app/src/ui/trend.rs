//! A measure over time, drawn as SVG: time-scaled, with the band of meaningful change from the first reading, spoken
//! title and description, and the same numbers as a table.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::{Arg, Frame, Said, escape, say};

/// Size of the drawing and the margins of its plot, in units of the drawing.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 190.0;
const SIDE: f64 = 30.0;
const FAR_SIDE: f64 = 20.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 30.0;
/// Two dates nearer than this would touch.
const DATE_WIDTH: f64 = 52.0;

/// One reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// The day it was taken.
    pub on: Date,
    /// What it was.
    pub value: f64,
}

/// The least change from the first reading that the literature calls meaningful. It never goes without its source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Meaningful {
    /// How much, in points of the scale, above 0.
    pub by: f64,
    /// Who says so, as it is printed under the drawing.
    pub source: String,
}

/// A measure over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Unique in its page; begins the ids inside the drawing.
    pub id: String,
    /// What was measured, with its recall: `Average pain, last 24 hours`.
    pub title: Said,
    /// The lowest and the highest the scale can give.
    pub scale: (f64, f64),
    /// Points of the scale between two lines of the drawing, above 0.
    pub step: f64,
    /// Whether a lower value is the wished one.
    pub lower_is_better: bool,
    /// Readings in the order of time.
    pub readings: Vec<Reading>,
    /// What counts as meaningful, where a source says so.
    pub meaningful: Option<Meaningful>,
}

impl Trend {
    /// The whole figure: drawing, source and table.
    #[must_use]
    pub fn figure(&self, frame: &Frame) -> String {
        let words = frame.words();
        let title = self.title.in_words(words);
        let (Some(first), Some(last)) = (self.readings.first(), self.readings.last()) else {
            return format!(r#"<p class="muted sm">{}</p>"#, escape(&words.t("trend-nothing")));
        };
        let mut out = format!(
            r#"<figure class="trend-figure"><svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            escape(&title),
            escape(&self.description(frame, first, last)),
            id = escape(&self.id),
        );
        let plot = Plot::new(self, frame.rtl);
        plot.band(&mut out, frame);
        plot.lines(&mut out, frame);
        plot.line(&mut out);
        plot.points(&mut out, frame);
        out.push_str("</svg>");
        self.caption(&mut out, frame);
        self.table(&mut out, frame, &title, first);
        out.push_str("</figure>");
        out
    }

    /// The line alone, small, for a row of a list; silent, so the row must say the numbers.
    #[must_use]
    pub fn spark(&self, rtl: bool) -> String {
        let mut plot = Plot::new(self, rtl);
        (plot.width, plot.height) = (88.0, 28.0);
        (plot.near, plot.far, plot.top, plot.bottom) = (5.0, 5.0, 5.0, 5.0);
        let mut out = String::from(r#"<svg class="trend spark" viewBox="0 0 88 28" aria-hidden="true">"#);
        plot.line(&mut out);
        if let Some(last) = self.readings.last() {
            let _ = write!(
                out,
                r#"<circle class="pt last" cx="{:.1}" cy="{:.1}" r="3.2"/>"#,
                plot.x(last.on),
                plot.y(last.value)
            );
        }
        out.push_str("</svg>");
        out
    }

    fn description(&self, frame: &Frame, first: &Reading, last: &Reading) -> String {
        let number = |value| Arg::from(say::number(frame.locale, value, 1));
        let mut text = frame.words().t_args(
            "trend-description",
            &[
                ("count", self.readings.len().into()),
                ("first", number(first.value)),
                ("from", say::date(frame.locale, first.on).into()),
                ("last", number(last.value)),
                ("to", say::date(frame.locale, last.on).into()),
            ],
        );
        if let Some(meaningful) = &self.meaningful {
            text.push(' ');
            text.push_str(&frame.words().t_args("trend-meaningful", &[("by", number(meaningful.by))]));
        }
        text
    }

    fn caption(&self, out: &mut String, frame: &Frame) {
        let Some(meaningful) = &self.meaningful else {
            let _ = write!(
                out,
                r#"<figcaption class="sm muted">{}</figcaption>"#,
                escape(&frame.words().t("trend-no-threshold"))
            );
            return;
        };
        let by = say::number(frame.locale, meaningful.by, 1);
        let said =
            frame.words().t_args("trend-source", &[("by", by.into()), ("source", meaningful.source.as_str().into())]);
        let _ = write!(out, r#"<figcaption class="sm muted">{}</figcaption>"#, escape(&said));
    }

    fn table(&self, out: &mut String, frame: &Frame, title: &str, first: &Reading) {
        let words = frame.words();
        let say = |key: &str| escape(&words.t(key));
        let _ = write!(
            out,
            r#"<details><summary>{}</summary><table class="table"><caption class="vh">{}</caption><thead><tr><th scope="col">{}</th><th scope="col" class="n">{}</th><th scope="col" class="n">{}</th></tr></thead><tbody>"#,
            say("trend-numbers"),
            escape(title),
            say("trend-when"),
            say("trend-value"),
            say("trend-change"),
        );
        for (index, reading) in self.readings.iter().enumerate() {
            let change = if index == 0 { String::new() } else { signed(frame, reading.value - first.value) };
            let _ = write!(
                out,
                r#"<tr><th scope="row">{}</th><td class="n">{}</td><td class="n">{change}</td></tr>"#,
                say::date(frame.locale, reading.on),
                say::number(frame.locale, reading.value, 1),
            );
        }
        out.push_str("</tbody></table></details>");
    }
}

/// A change with its sign: `+2`, `−4`, `0`.
fn signed(frame: &Frame, change: f64) -> String {
    let number = say::number(frame.locale, change, 1);
    if change > 0.0 && number != "0" { format!("+{number}") } else { number }
}

/// A trend laid out on a drawing.
struct Plot<'a> {
    trend: &'a Trend,
    rtl: bool,
    width: f64,
    height: f64,
    near: f64,
    far: f64,
    top: f64,
    bottom: f64,
}

impl<'a> Plot<'a> {
    const fn new(trend: &'a Trend, rtl: bool) -> Self {
        Self { trend, rtl, width: WIDTH, height: HEIGHT, near: SIDE, far: FAR_SIDE, top: TOP, bottom: BOTTOM }
    }

    /// The plot's edges, left and right, whatever the direction.
    const fn edges(&self) -> (f64, f64) {
        if self.rtl { (self.far, self.width - self.near) } else { (self.near, self.width - self.far) }
    }

    /// Days are as far apart on the drawing as in time; a single day stands in the middle.
    fn x(&self, on: Date) -> f64 {
        let days = |to: Date| self.trend.readings.first().map_or(0, |first| (to - first.on).get_days());
        let span = self.trend.readings.last().map_or(0, |last| days(last.on));
        let part = if span > 0 { f64::from(days(on)) / f64::from(span) } else { 0.5 };
        let part = if self.rtl { 1.0 - part } else { part };
        let (left, right) = self.edges();
        // Room for half a point at either end.
        left + 8.0 + (right - left - 16.0) * part.clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        let (least, most) = self.trend.scale;
        let part = if most > least { (value - least) / (most - least) } else { 0.5 };
        self.top + (self.height - self.top - self.bottom) * (1.0 - part.clamp(0.0, 1.0))
    }

    fn band(&self, out: &mut String, frame: &Frame) {
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

    fn lines(&self, out: &mut String, frame: &Frame) {
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

    fn line(&self, out: &mut String) {
        out.push_str(r#"<path class="tl" d=""#);
        for (index, reading) in self.trend.readings.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { 'L' };
            let _ = write!(out, "{letter}{:.1} {:.1}", self.x(reading.on), self.y(reading.value));
        }
        out.push_str(r#""/>"#);
    }

    fn points(&self, out: &mut String, frame: &Frame) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Locale;
    use jiff::{civil, tz::TimeZone};

    fn pain(values: &[(i8, i8, f64)]) -> Trend {
        Trend {
            id: "pain".to_owned(),
            title: Said::plain("Pain, last 24 hours"),
            scale: (0.0, 10.0),
            step: 5.0,
            lower_is_better: true,
            readings: values
                .iter()
                .map(|(month, day, value)| Reading { on: civil::date(2026, *month, *day), value: *value })
                .collect(),
            meaningful: Some(Meaningful { by: 2.0, source: "a source".to_owned() }),
        }
    }

    fn frame(locale: Locale) -> Frame {
        Frame::new(locale, "2026-11-24T10:00:00Z".parse().unwrap(), TimeZone::UTC, 0)
    }

    #[test]
    fn days_lie_as_far_apart_as_in_time() {
        let trend = pain(&[(10, 6, 7.0), (10, 13, 6.0), (10, 27, 5.0)]);
        let plot = Plot::new(&trend, false);
        let [first, second, third] = [0, 1, 2].map(|index| plot.x(trend.readings[index].on));
        assert!(((third - second) / (second - first) - 2.0).abs() < 1e-9);
        let turned = Plot::new(&trend, true);
        assert!(turned.x(trend.readings[0].on) > turned.x(trend.readings[2].on));
    }

    #[test]
    fn the_band_begins_at_the_first_reading_less_the_meaningful_change() {
        let trend = pain(&[(10, 6, 7.0), (11, 24, 3.0)]);
        let plot = Plot::new(&trend, false);
        let svg = trend.figure(&frame(Locale::En));
        assert!(svg.contains(&format!(r#"<rect class="band" x="30" y="{:.1}""#, plot.y(5.0))));
        assert!(svg.contains("a source"), "a threshold is never shown without who says so");
    }

    #[test]
    fn a_threshold_beyond_the_scale_is_told_and_not_drawn() {
        let svg = pain(&[(10, 6, 1.0), (11, 24, 0.0)]).figure(&frame(Locale::En));
        assert!(!svg.contains(r#"class="band""#));
        assert!(svg.contains("a source"));
    }

    #[test]
    fn who_cannot_see_the_drawing_hears_and_reads_the_same() {
        let svg = pain(&[(10, 6, 7.0), (11, 24, 3.0)]).figure(&frame(Locale::En));
        assert!(svg.contains("2 readings: 7 on 6 Oct 2026, 3 on 24 Nov 2026."));
        assert!(svg.contains("\u{2212}4</td>"));
    }

    #[test]
    fn one_reading_or_none_is_no_fault() {
        let one = pain(&[(10, 6, 7.0)]).figure(&frame(Locale::Es));
        assert!(one.contains("<circle") && !one.contains("NaN"));
        let none = pain(&[]).figure(&frame(Locale::En));
        assert!(!none.contains("<svg"));
    }

    #[test]
    fn many_readings_do_not_write_dates_over_each_other() {
        let values: Vec<_> = (1..=28).map(|day| (11, day, 5.0)).collect();
        let svg = pain(&values).figure(&frame(Locale::En));
        assert!(svg.matches(" Nov</text>").count() <= 6);
    }

    #[test]
    fn a_title_cannot_break_out_of_the_drawing() {
        let mut trend = pain(&[(10, 6, 7.0)]);
        trend.title = Said::plain("</title><script>");
        assert!(!trend.figure(&frame(Locale::En)).contains("<script>"));
    }
}
