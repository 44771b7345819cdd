//! A measure over time, drawn as SVG: time-scaled, with the band of meaningful change from the first reading, spoken
//! title and description, the visits on the same line of time, and the same numbers as a table.

mod plot;

use std::fmt::Write as _;

use jiff::civil::Date;
use plot::Plot;
use serde::Serialize;

use super::{Arg, Frame, Said, escape, say};

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

/// A visit on the line of time below the readings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Visit {
    /// The day it took place.
    pub on: Date,
    /// Its number among the visits of the chart, from 1.
    pub n: usize,
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
    /// How far a reading may lie from the first by measurement error alone, where a source says so.
    pub error: Option<Meaningful>,
    /// The visits of the same months, in the order of time; empty where they are not drawn.
    pub visits: Vec<Visit>,
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
            r#"<figure class="trend-figure"><svg class="trend" viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            plot::WIDTH,
            plot::HEIGHT,
            escape(&title),
            escape(&self.description(frame, first, last)),
            id = escape(&self.id),
        );
        let plot = Plot::new(self, frame.rtl);
        plot.error(&mut out);
        plot.band(&mut out, frame);
        plot.lines(&mut out, frame);
        plot.line(&mut out);
        plot.visits(&mut out);
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

    /// Each band in words, with who says so.
    fn caption(&self, out: &mut String, frame: &Frame) {
        let mut say = |text: &str| {
            let _ = write!(out, r#"<figcaption class="sm muted">{}</figcaption>"#, escape(text));
        };
        let sourced = |key: &str, line: &Meaningful| {
            let by = say::number(frame.locale, line.by, 1);
            frame.words().t_args(key, &[("by", by.into()), ("source", line.source.as_str().into())])
        };
        if let Some(error) = &self.error {
            say(&sourced("trend-error", error));
        }
        match &self.meaningful {
            Some(meaningful) => say(&sourced("trend-source", meaningful)),
            None => say(&frame.words().t("trend-no-threshold")),
        }
        if !self.visits.is_empty() {
            say(&frame.words().t("trend-visits"));
        }
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
            error: None,
            visits: Vec::new(),
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

    #[test]
    fn the_band_of_error_lies_around_the_first_reading_and_names_its_source() {
        let mut trend = pain(&[(10, 6, 7.0), (11, 24, 3.0)]);
        trend.error = Some(Meaningful { by: 2.0, source: "another source".to_owned() });
        let plot = Plot::new(&trend, false);
        let svg = trend.figure(&frame(Locale::En));
        let height = plot.y(5.0) - plot.y(9.0);
        assert!(svg.contains(&format!(r#"<rect class="error" x="30" y="{:.1}""#, plot.y(9.0))), "{svg}");
        assert!(svg.contains(&format!(r#"height="{height:.1}""#)) && svg.contains("another source"));
    }

    #[test]
    fn visits_share_the_line_of_time_and_stretch_it_where_they_reach_further() {
        let mut trend = pain(&[(10, 6, 7.0), (10, 20, 3.0)]);
        let visit = |month, day, n| Visit { on: civil::date(2026, month, day), n };
        trend.visits = vec![visit(10, 6, 1), visit(10, 13, 2), visit(11, 3, 3)];
        let plot = Plot::new(&trend, false);
        assert_eq!(plot.x(trend.visits[0].on), plot.x(trend.readings[0].on));
        assert!(plot.x(trend.visits[2].on) > plot.x(trend.readings[1].on));
        let svg = trend.figure(&frame(Locale::En));
        assert_eq!(svg.matches(r#"class="visit""#).count(), 3);
    }
}
