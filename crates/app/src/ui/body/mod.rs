//! The body chart: figures on which pain, tension, treatment and limits are marked. Each region is a link with a spoken
//! name, so the chart works without script; nothing is told by colour alone.

mod drawing;

use std::fmt::Write as _;

use clinical::knowledge::regions::View;
use clinical::site::Side;
use serde::Serialize;

use super::{Frame, MarkKind, Said, escape};
use drawing::DrawnSide;

/// Which part of a figure fills its frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// From head to foot.
    #[default]
    Whole,
    /// Head to hips.
    Upper,
    /// Hips to feet.
    Lower,
    /// About a quarter of the figure, around the region that is open.
    Near,
}

impl Part {
    /// Every name by which it stands in an address.
    const NAMES: [(&'static str, Self); 3] = [("whole", Self::Whole), ("upper", Self::Upper), ("lower", Self::Lower)];

    /// The name by which it stands in an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, part)| *part == self).map_or("near", |(name, _)| name)
    }

    /// The part of a name; the whole for any other.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        Self::NAMES.iter().find(|(known, _)| *known == name).map_or(Self::Whole, |(_, part)| *part)
    }

    /// Left edge, top, width, height in units of the drawing.
    const fn frame(self) -> [i16; 4] {
        match self {
            Self::Whole | Self::Near => [0, -10, 460, 928],
            Self::Upper => [46, -8, 368, 398],
            Self::Lower => [46, 380, 368, 530],
        }
    }
}

/// The frame of the soles, whatever part of the figures is shown.
const SOLES: [i16; 4] = [20, 14, 270, 280];

/// Width and height of what is seen around an open region.
const NEAR: [i16; 2] = [230, 270];

/// How pain feels; each has a pattern of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// Dull, sore: dots.
    Aching,
    /// Stabbing: hatching.
    Sharp,
    /// Burning: waves.
    Burning,
    /// Pins and needles: zigzag.
    Tingling,
    /// Little or no feeling: crosses.
    Numb,
    /// Throbbing: rings.
    Throbbing,
    /// Stiff: level lines.
    Stiff,
}

impl Quality {
    /// Every quality, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Aching, Self::Sharp, Self::Burning, Self::Tingling, Self::Numb, Self::Throbbing, Self::Stiff];

    /// The key of its word, which is also how it is sent and kept.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Aching => "quality-aching",
            Self::Sharp => "quality-sharp",
            Self::Burning => "quality-burning",
            Self::Tingling => "quality-tingling",
            Self::Numb => "quality-numb",
            Self::Throbbing => "quality-throbbing",
            Self::Stiff => "quality-stiff",
        }
    }

    /// The name by which it is kept: `aching`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.key().trim_start_matches("quality-")
    }

    /// The quality of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quality| quality.name() == name)
    }

    /// Width, height and content of one tile of its pattern.
    const fn tile(self) -> (u8, u8, &'static str) {
        match self {
            Self::Aching => (
                9,
                9,
                r#"<circle cx="2.5" cy="2.5" r="1.5" class="pat-d"/><circle cx="7" cy="7" r="1.5" class="pat-d"/>"#,
            ),
            Self::Sharp => (8, 8, r#"<path d="M-2 6L6-2M2 10L10 2" class="pat-l"/>"#),
            Self::Burning => (12, 8, r#"<path d="M0 4q3-5 6 0t6 0" class="pat-l"/>"#),
            Self::Tingling => (10, 8, r#"<path d="M0 4l2.5-3 5 6L10 4" class="pat-l"/>"#),
            Self::Numb => (10, 10, r#"<path d="M3 3l4 4M7 3l-4 4" class="pat-l"/>"#),
            Self::Throbbing => (10, 10, r#"<circle cx="5" cy="5" r="3" class="pat-l"/>"#),
            Self::Stiff => (8, 7, r#"<path d="M0 3.5h8" class="pat-l"/>"#),
        }
    }
}

/// What is marked at one region.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RegionMark {
    /// The drawn region: `trapezius_upper_r`.
    pub id: String,
    /// Pain 0–10.
    pub pain: Option<u8>,
    /// How it feels.
    pub quality: Option<Quality>,
    /// Tension 0–4.
    pub tension: Option<u8>,
    /// Whether it was treated today.
    pub treated: bool,
    /// What stands against or limits work here.
    pub limit: Option<MarkKind>,
    /// Whether the client marked it by themselves: told, not examined.
    pub told: bool,
    /// What else was found, which the drawing has no sign for.
    pub also: Vec<Said>,
}

/// One figure with its marks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// From where it is seen.
    #[serde(serialize_with = "view_by_key")]
    pub view: View,
    /// Which part of it.
    pub part: Part,
    /// Where a region's own page is, less the region: `/clients/cli_…/body/`.
    pub url: String,
    /// The region that is open.
    pub selected: Option<String>,
    /// What is marked.
    pub marks: Vec<RegionMark>,
    /// The name of each region of this figure in the reader's language, in the drawing's order.
    names: Vec<String>,
}

impl Figure {
    /// A figure without marks. `name` gives the words for a region and a side (none in the middle).
    pub fn of(view: View, part: Part, url: impl Into<String>, name: impl Fn(&str, Option<Side>) -> String) -> Self {
        let names = drawing::of(view).regions.iter().map(|drawn| {
            let side = match drawn.side {
                DrawnSide::Left => Some(Side::Left),
                DrawnSide::Right => Some(Side::Right),
                DrawnSide::Midline => None,
            };
            name(&drawn.region, side)
        });
        Self { view, part, url: url.into(), selected: None, marks: Vec::new(), names: names.collect() }
    }

    /// The figure as HTML.
    #[must_use]
    pub fn drawn(&self, frame: &Frame) -> String {
        let drawn = drawing::of(self.view);
        let words = frame.words();
        let title = words.t(view_key(self.view));
        let [left, top, width, height] = self.frame();
        let mut out = format!(
            r#"<body-chart data-near="{}"><figure class="fig {}" dir="ltr"><svg viewBox="{left} {top} {width} {height}" role="group" aria-label="{}">"#,
            escape(&words.t("body-near")),
            drawing::key(self.view),
            escape(&words.t_args("body-figure", &[("view", title.as_str().into())]))
        );
        self.patterns(&mut out);
        for (region, name) in drawn.regions.iter().zip(&self.names) {
            let mark = self.mark(&region.id);
            let pain =
                mark.and_then(|mark| mark.pain).map_or_else(String::new, |pain| format!(" p{}", pain_step(pain)));
            let open = if self.selected.as_ref() == Some(&region.id) { r#" aria-current="true""# } else { "" };
            let _ = write!(
                out,
                r#"<a class="rg" href="{}{}" aria-label="{}"{open}><path class="region{pain}" d="{}"/></a>"#,
                escape(&self.url),
                region.id,
                escape(&self.spoken(name, mark, frame)),
                region.d
            );
        }
        let _ = write!(out, r#"<path class="outline" d="{}"/>"#, drawn.outline);
        for line in [drawn.arm.as_str(), drawing::detail(self.view)] {
            if !line.is_empty() {
                let _ = write!(out, r#"<path class="detail" d="{line}"/>"#);
            }
        }
        self.overlay(&mut out);
        self.letters(&mut out);
        let _ = write!(out, "</svg><figcaption>{}</figcaption></figure></body-chart>", escape(&title));
        out
    }

    /// Does this figure show the region?
    #[must_use]
    pub fn shows(view: View, id: &str) -> bool {
        drawing::of(view).regions.iter().any(|region| region.id == id)
    }

    /// Left edge, top, width, height of what is seen.
    fn frame(&self) -> [i16; 4] {
        if self.view == View::Soles {
            return SOLES;
        }
        let open = || drawing::of(self.view).regions.iter().find(|region| Some(&region.id) == self.selected.as_ref());
        match (self.part, open()) {
            (Part::Near, Some(region)) => around(region.at),
            _ => self.part.frame(),
        }
    }

    /// A word for ids inside the drawing, so that two figures of one page do not share them.
    fn place(&self) -> String {
        format!("{}-{}", drawing::key(self.view), self.part.name())
    }

    fn mark(&self, id: &str) -> Option<&RegionMark> {
        self.marks.iter().find(|mark| mark.id == id)
    }

    /// Name, then everything that is marked: what a screen reader says for the region.
    fn spoken(&self, name: &str, mark: Option<&RegionMark>, frame: &Frame) -> String {
        let mut said = vec![name.to_owned()];
        if let Some(mark) = mark {
            said.extend(mark.said().iter().map(|part| part.in_words(frame.words())));
        }
        said.join(", ")
    }

    fn patterns(&self, out: &mut String) {
        out.push_str("<defs>");
        for quality in Quality::ALL {
            if self.marks.iter().any(|mark| mark.quality == Some(quality)) {
                let _ = write!(out, "{}", pattern(quality, &self.place()));
            }
        }
        out.push_str("</defs>");
    }

    /// Patterns and outlines first, numbers and ticks above them all.
    fn overlay(&self, out: &mut String) {
        let (mut under, mut above) = (String::new(), String::new());
        for region in &drawing::of(self.view).regions {
            if self.selected.as_ref() == Some(&region.id) {
                let _ = write!(under, r#"<path class="selring" d="{}"/>"#, region.d);
            }
            let Some(mark) = self.mark(&region.id) else {
                continue;
            };
            let [x, y] = region.at;
            if let Some(quality) = mark.quality {
                let id = pattern_id(quality, &self.place());
                let _ = write!(under, r#"<path class="pat" fill="url(#{id})" d="{}"/>"#, region.d);
            }
            if mark.tension.is_some_and(|tension| tension > 0) {
                let _ = write!(under, r#"<path class="ring" d="{}"/>"#, region.d);
            }
            if mark.told {
                let _ = write!(under, r#"<path class="told" d="{}"/>"#, region.d);
            }
            if let Some(limit) = mark.limit {
                let _ = write!(under, r#"<path class="limit l-{}" d="{}"/>"#, limit.shape(), region.d);
            }
            if let Some(pain) = mark.pain {
                let _ = write!(
                    above,
                    r#"<g class="badge"><circle cx="{x}" cy="{y}" r="10"/><text x="{x}" y="{:.1}">{pain}</text></g>"#,
                    y + 5.0
                );
            }
            if mark.treated {
                let (x, y) = if mark.pain.is_some() { (x + 9.0, y - 9.0) } else { (x, y) };
                let _ = write!(
                    above,
                    r#"<g class="treated"><circle cx="{x:.1}" cy="{y:.1}" r="7"/><path d="M{:.1} {y:.1}l2.2 2.6 4-4.8"/></g>"#,
                    x - 3.0
                );
            }
        }
        out.push_str(&under);
        out.push_str(&above);
    }

    /// R and L are the client's and stand on the figure itself, whatever the direction of the page.
    fn letters(&self, out: &mut String) {
        let [left, top, width, _] = self.frame();
        let size = width / 22;
        let (near, far) = match self.view {
            View::Anterior => ("R", "L"),
            View::Posterior | View::Soles => ("L", "R"),
            View::RightLateral => ("R", ""),
            View::LeftLateral => ("", "L"),
        };
        let y = top + size + 4;
        for (letter, x, anchor) in [(near, left + 6, "start"), (far, left + width - 6, "end")] {
            if !letter.is_empty() {
                let _ = write!(
                    out,
                    r#"<text class="lr" x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" aria-hidden="true">{letter}</text>"#
                );
            }
        }
    }
}

impl RegionMark {
    /// The step of the ramp for its pain; 0 where there is none.
    #[must_use]
    pub fn step(&self) -> u8 {
        self.pain.map_or(0, pain_step)
    }

    /// What is marked, in words, worst first.
    #[must_use]
    pub fn said(&self) -> Vec<Said> {
        let mut said = Vec::new();
        said.extend(self.limit.map(|limit| Said::key(limit.key())));
        said.extend(self.pain.map(|pain| Said::key("body-pain").with("pain", pain)));
        said.extend(self.quality.map(|quality| Said::key(quality.key())));
        said.extend(self.tension.map(|tension| Said::key("body-tension").with("tension", tension)));
        said.extend(self.also.iter().cloned());
        if self.told {
            said.push(Said::key("body-told"));
        }
        if self.treated {
            said.push(Said::key("body-treated"));
        }
        said
    }
}

/// One line of the list of what is marked, which leads to the same place as its region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marked {
    /// The region in the reader's language, with its side.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// What is marked.
    pub mark: RegionMark,
    /// Whether it is open.
    pub current: bool,
}

/// The frame around a point, no further than the drawing goes.
#[expect(clippy::cast_possible_truncation, reason = "the drawing is some hundred units wide and high")]
fn around([x, y]: [f64; 2]) -> [i16; 4] {
    let [left, top, width, height] = Part::Whole.frame();
    let [near_width, near_height] = NEAR;
    let within = |middle: f64, size: i16, least: i16, most: i16| (middle as i16 - size / 2).clamp(least, most - size);
    [within(x, near_width, left, left + width), within(y, near_height, top, top + height), near_width, near_height]
}

/// The edge of the body from this side, and the fine lines in it, as data of paths: for drawings that are no chart.
#[must_use]
pub fn silhouette(view: View) -> (&'static str, &'static str) {
    (&drawing::of(view).outline, drawing::detail(view))
}

/// The step of the ramp for a pain of 0–10: 0, 1–2, 3–4, 5–6, 7–8, 9–10.
#[must_use]
pub fn pain_step(pain: u8) -> u8 {
    pain.min(10).div_ceil(2)
}

const fn view_key(view: View) -> &'static str {
    match view {
        View::Anterior => "body-front",
        View::Posterior => "body-back",
        View::RightLateral => "body-right",
        View::LeftLateral => "body-left",
        View::Soles => "body-soles",
    }
}

fn view_by_key<S: serde::Serializer>(view: &View, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(drawing::key(*view))
}

fn pattern_id(quality: Quality, place: &str) -> String {
    format!("pt-{}-{place}", quality.name())
}

fn pattern(quality: Quality, place: &str) -> String {
    let (width, height, content) = quality.tile();
    let id = pattern_id(quality, place);
    format!(r#"<pattern id="{id}" width="{width}" height="{height}" patternUnits="userSpaceOnUse">{content}</pattern>"#)
}

/// What the marks of the figures mean: the steps of pain, the patterns in use, tension, treated.
#[must_use]
pub fn legend(frame: &Frame, qualities: &[Quality]) -> String {
    let words = frame.words();
    let mut out = String::from(r#"<ul class="legend"><li><svg class="ramp" viewBox="0 0 90 14" aria-hidden="true">"#);
    for step in 1..=5 {
        let _ = write!(out, r#"<rect class="region p{step}" x="{}" width="18" height="14"/>"#, (step - 1) * 18);
    }
    let _ = write!(out, "</svg>{}</li>", escape(&words.t("body-legend-pain")));
    for quality in qualities {
        let _ = write!(
            out,
            r#"<li><svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><defs>{}</defs><rect class="region p2" width="22" height="14" rx="3"/><rect fill="url(#{})" width="22" height="14" rx="3"/></svg>{}</li>"#,
            pattern(*quality, "legend"),
            pattern_id(*quality, "legend"),
            escape(&words.t(quality.key()))
        );
    }
    let _ = write!(
        out,
        r#"<li><svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><rect class="ring" x="2" y="2" width="18" height="10" rx="2"/></svg>{}</li><li><svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><g class="treated"><circle cx="11" cy="7" r="6.5"/><path d="M8 7l2.2 2.6 4-4.8"/></g></svg>{}</li><li><svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><rect class="told" x="2" y="2" width="18" height="10" rx="2"/></svg>{}</li></ul>"#,
        escape(&words.t("body-legend-tension")),
        escape(&words.t("body-legend-treated")),
        escape(&words.t("body-told"))
    );
    out
}

#[cfg(test)]
mod tests;
