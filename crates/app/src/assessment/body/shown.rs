//! A finding in words and on the drawing.
use super::store::Kept;
use crate::door::{Ask, Chart};
use crate::naming;
use crate::ui::{
    Said,
    body::{Figure, Marked, Part, Quality, RegionMark},
};
use clinical::knowledge::regions::View;
use clinical::palpation::{Palpation, Place, Sign};
use std::collections::BTreeMap;

/// The figures in the order in which they stand side by side.
pub(super) const VIEWS: [View; 5] =
    [View::Anterior, View::Posterior, View::RightLateral, View::LeftLateral, View::Soles];

/// The page of a place.
pub(super) fn url(ask: &Ask<Chart>, place: &Place) -> String {
    ask.chart().url(&format!("body/{}", place.id()))
}

/// The place in the reader's language.
pub(super) fn name(ask: &Ask<Chart>, place: &Place) -> String {
    naming::placed(ask.words, &ask.house.knowledge, &place.region, place.side)
}

/// The heading that a region is listed under.
pub(super) fn group(name: &str) -> Said {
    let slug: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    Said::key(format!("body-group-{}", slug.join("-")))
}

/// The latest finding of each place.
pub(super) fn latest(kept: &[Kept]) -> BTreeMap<&Place, &Kept> {
    kept.iter().map(|one| (&one.place, one)).collect()
}

/// What was found, in words, worst first. Empty where nothing was.
pub(super) fn said(ask: &Ask<Chart>, found: &Palpation) -> Vec<Said> {
    if found.nothing {
        return vec![Said::key("finding-nothing")];
    }
    let mut said: Vec<Said> = found.pain.map(|pain| Said::key("body-pain").with("pain", pain)).into_iter().collect();
    said.extend(Quality::parse(&found.quality).map(|quality| Said::key(quality.key())));
    said.extend(found.signs.iter().map(|(sign, mark)| said_sign(ask, *sign, mark)));
    said.extend(besides(ask, found));
    said
}

/// A sign with its grade: "tenderness: 2, winces".
pub(super) fn said_sign(ask: &Ask<Chart>, sign: Sign, mark: &str) -> Said {
    Said::key(format!("finding-is-{}", sign.name())).with("grade", graded(ask, sign, mark))
}

/// A grade in words, with its mark where that is a number.
pub(super) fn graded(ask: &Ask<Chart>, sign: Sign, mark: &str) -> String {
    let word = sign.grade(&ask.house.knowledge, mark).map_or("", |grade| ask.words.known(&grade.word).words);
    if mark.starts_with(|c: char| c.is_ascii_digit()) { format!("{mark} {word}") } else { word.to_owned() }
}

/// The trigger point and where it refers.
fn besides(ask: &Ask<Chart>, found: &Palpation) -> Vec<Said> {
    let mut said: Vec<Said> =
        found.trigger.map(|trigger| Said::key(format!("finding-trigger-{}", trigger.name()))).into_iter().collect();
    if !found.refers.is_empty() {
        let places: Vec<String> = found.refers.iter().map(|place| name(ask, place)).collect();
        said.push(Said::key("finding-refers-to").with("places", places.join(" · ")));
    }
    said
}

/// The mark of a finding on the drawing; none where nothing was found.
pub(super) fn mark(ask: &Ask<Chart>, place: &Place, found: &Palpation) -> Option<RegionMark> {
    if !found.found(&ask.house.knowledge) {
        return None;
    }
    let others = found.signs.iter().filter(|(sign, _)| *sign != Sign::Tone);
    let mut also: Vec<Said> = others.map(|(sign, mark)| said_sign(ask, *sign, mark)).collect();
    also.extend(besides(ask, found));
    Some(RegionMark {
        id: place.id(),
        pain: found.pain,
        quality: Quality::parse(&found.quality),
        tension: found.mark(Sign::Tone).parse().ok(),
        also,
        ..RegionMark::default()
    })
}

/// One line of a list of what is marked.
pub(super) fn marked(ask: &Ask<Chart>, one: &Kept) -> Option<Marked> {
    let mark = mark(ask, &one.place, &one.found)?;
    Some(Marked { name: name(ask, &one.place), url: url(ask, &one.place), mark, current: false })
}

/// A figure with these marks; each of its regions leads to the region's page.
pub(super) fn figure(ask: &Ask<Chart>, view: View, part: Part, marks: &[RegionMark]) -> Figure {
    let knowledge = &ask.house.knowledge;
    let mut figure = Figure::of(view, part, ask.chart().url("body/"), |region, side| {
        naming::placed(ask.words, knowledge, region, side)
    });
    figure.marks = marks.iter().filter(|mark| Figure::shows(view, &mark.id)).cloned().collect();
    figure
}

/// The qualities among these marks, for the legend.
pub(super) fn qualities(marks: &[RegionMark]) -> Vec<Quality> {
    Quality::ALL.into_iter().filter(|quality| marks.iter().any(|mark| mark.quality == Some(*quality))).collect()
}
