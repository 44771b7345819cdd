//! One place of the body: seen from near, what was found there, and a form for what is found now.
use super::{Way, record, shown, store, way};
use crate::assessment::{TAB, writes};
use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::ui::{
    Choice, Filled, Said, Words,
    body::{Figure, Part, Quality, RegionMark},
    filters,
};
use askama::Template;
use clinical::knowledge::links::{LinkKind, Node};
use clinical::knowledge::regions::{Region, RegionConsent};
use clinical::palpation::{Place, Sign};
use db::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().look("/clients/{client}/body/{place}", "finding.show", Right::ReadChart, show).look(
        "/clients/{client}/body/{place}/{finding}",
        "finding.open",
        Right::ReadChart,
        open,
    )
}

/// One finding as it is read.
#[derive(Serialize)]
struct Read {
    url: String,
    at: Option<Timestamp>,
    by: String,
    said: Vec<Said>,
    note: String,
    /// What a grade may be a sign of, where it is grave.
    grave: Vec<Said>,
}

/// A scale to choose a grade from.
#[derive(Serialize)]
struct Scale {
    name: &'static str,
    label: Said,
    help: String,
    choices: Vec<Choice>,
    /// What each grade means, where its word does not say it.
    meanings: Vec<(String, String)>,
}

/// One place.
#[derive(Template, Serialize)]
#[template(path = "assessment/body/place.html")]
struct At {
    /// Where the form leads.
    base: String,
    /// Back to the whole chart.
    back: String,
    /// Back to the place, from the form of a correction.
    here: String,
    name: String,
    group: Said,
    beneath: Vec<String>,
    /// How consent for this region is asked, where the general one does not cover it.
    consent: Option<Said>,
    figures: Vec<Figure>,
    qualities: Vec<Choice>,
    drawn: Vec<Quality>,
    near: Vec<Way>,
    often: Vec<Scale>,
    seldom: Vec<Scale>,
    refers: Vec<Choice>,
    refers_source: String,
    others: Vec<Choice>,
    form: Filled,
    /// Is a finding being corrected?
    amends: bool,
    found: Vec<Read>,
    writes: bool,
}

impl Page for At {
    fn title(&self, _: &Words) -> String {
        self.name.clone()
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Deserialize)]
struct Named {
    place: String,
    #[serde(default)]
    finding: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<impl Page + use<>> {
    page(db, ask, &opened(ask, &named.place)?, "", None)
}

fn open(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<impl Page + use<>> {
    page(db, ask, &opened(ask, &named.place)?, &named.finding, None)
}

/// The place that an address names.
pub(super) fn opened(ask: &Ask<Chart>, id: &str) -> Result<Place> {
    Place::parse(&ask.house.knowledge, id).ok_or(Error::NotFound)
}

/// The page of a place, with the finding that is corrected, if one is, and what was refused of the form.
pub(super) fn page(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    place: &Place,
    finding: &str,
    typed: Option<Filled>,
) -> Result<impl Page + use<>> {
    let knowledge = ask.house.knowledge.clone();
    let region = knowledge.regions.get(&place.region).ok_or(Error::NotFound)?;
    let kept = store::of_chart(db, ask.chart())?;
    let corrected = match finding {
        "" => None,
        of => Some(kept.iter().find(|one| one.of == of && one.place == *place).ok_or(Error::NotFound)?),
    };
    let latest = shown::latest(&kept);
    let marks: Vec<RegionMark> = latest.iter().filter_map(|(place, one)| shown::mark(ask, place, &one.found)).collect();
    let here = shown::url(ask, place);
    Ok(At {
        base: if finding.is_empty() { here.clone() } else { format!("{here}/{finding}") },
        back: ask.chart().url("body"),
        here: here.clone(),
        name: shown::name(ask, place),
        group: shown::group(&region.group),
        beneath: region.muscles.iter().chain(&region.joints).cloned().collect(),
        consent: consent(region),
        drawn: shown::qualities(&marks),
        figures: figures(ask, place, &marks),
        qualities: Quality::ALL.map(|one| Choice::new(one.name(), Said::key(one.key()))).into(),
        near: near(ask, place, region),
        often: [Sign::Tenderness, Sign::Tone].map(|sign| scale(ask, sign)).into(),
        seldom: [Sign::Oedema, Sign::Scar, Sign::Temperature].map(|sign| scale(ask, sign)).into(),
        refers: refers(ask, place),
        refers_source: referral_source(ask),
        others: knowledge.regions.list().iter().map(|one| Choice::new("", Said::known(one.name.clone()))).collect(),
        form: typed.unwrap_or_else(|| corrected.map_or_else(Filled::empty, record::filled)),
        amends: !finding.is_empty(),
        found: kept.iter().rev().filter(|one| one.place == *place).map(|one| read(ask, &here, one)).collect(),
        writes: writes(ask),
    })
}

fn read(ask: &Ask<Chart>, here: &str, one: &store::Kept) -> Read {
    let grades = one.found.signs.iter().filter_map(|(sign, mark)| sign.grade(&ask.house.knowledge, mark));
    let grave = grades.filter(|grade| grade.flag).map(|grade| {
        let words = if grade.meaning.is_empty() { &grade.word } else { &grade.meaning };
        Said::known(words.clone())
    });
    Read {
        url: format!("{here}/{}", one.of),
        at: Timestamp::from_microsecond(one.found_at).ok(),
        by: one.by_name.clone(),
        said: shown::said(ask, &one.found),
        note: one.found.note.clone(),
        grave: grave.collect(),
    }
}

fn consent(region: &Region) -> Option<Said> {
    match region.consent {
        RegionConsent::General => None,
        RegionConsent::Discuss => Some(Said::key("finding-consent-discuss")),
        RegionConsent::Written => Some(Said::key("finding-consent-written")),
    }
}

/// Every figure that shows the place, from near.
fn figures(ask: &Ask<Chart>, place: &Place, marks: &[RegionMark]) -> Vec<Figure> {
    let id = place.id();
    let views = shown::VIEWS.into_iter().filter(|view| Figure::shows(*view, &id));
    let open = |view| {
        let mut figure = shown::figure(ask, view, Part::Near, marks);
        figure.selected = Some(id.clone());
        figure
    };
    views.map(open).collect()
}

/// The regions that it touches, and the same one across.
fn near(ask: &Ask<Chart>, place: &Place, region: &Region) -> Vec<Way> {
    let knowledge = &ask.house.knowledge;
    let beside = region.adjacent.iter().flat_map(|key| {
        let sides = knowledge.regions.get(key).map(|one| super::places(key, one.sides)).unwrap_or_default();
        // Beside what lies on a side is what lies on that side, or in the middle.
        sides.into_iter().filter(|one| one.side.is_none() || place.side.is_none() || one.side == place.side)
    });
    place.across().into_iter().chain(beside).map(|one| way(ask, &one)).collect()
}

fn scale(ask: &Ask<Chart>, sign: Sign) -> Scale {
    let knowledge = &ask.house.knowledge;
    let not_seen = Choice::new("", Said::key("finding-not-seen"));
    let grades = sign.grades(knowledge);
    let choices =
        grades.iter().map(|grade| Choice::new(grade.mark.as_str(), Said::plain(shown::graded(ask, sign, &grade.mark))));
    let meant = grades.iter().filter(|grade| !grade.meaning.is_empty());
    Scale {
        name: sign.name(),
        label: Said::key(format!("finding-{}", sign.name())),
        help: knowledge.motions.scale(sign.scale()).map(|scale| scale.caution.clone()).unwrap_or_default(),
        choices: std::iter::once(not_seen).chain(choices).collect(),
        meanings: meant.map(|grade| (shown::graded(ask, sign, &grade.mark), grade.meaning.clone())).collect(),
    }
}

/// Where the tradition says that a trigger point here is felt.
fn refers(ask: &Ask<Chart>, place: &Place) -> Vec<Choice> {
    let knowledge = &ask.house.knowledge;
    let from_here = |node: &Node| match node {
        Node::Region(key) => *key == place.region,
        Node::Structure(key) => {
            knowledge.regions.structure(key).is_some_and(|one| one.regions.first() == Some(&place.region))
        }
        Node::Condition(_) | Node::Factor(_) => false,
    };
    let felt = knowledge.links.list().iter().filter(|link| link.kind == LinkKind::FeltIn && from_here(&link.from));
    let mut choices: Vec<Choice> = Vec::new();
    for link in felt {
        let Node::Region(region) = &link.to else { continue };
        let Some(to) = Place::of(knowledge, region, place.side).or_else(|| Place::of(knowledge, region, None)) else {
            continue;
        };
        let choice = Choice::new(to.id(), Said::plain(shown::name(ask, &to)));
        if to != *place && !choices.iter().any(|one| one.value == choice.value) {
            choices.push(choice);
        }
    }
    choices
}

/// Who draws these patterns.
fn referral_source(ask: &Ask<Chart>) -> String {
    let knowledge = &ask.house.knowledge;
    let link = knowledge.links.list().iter().find(|link| link.kind == LinkKind::FeltIn && link.contested);
    let keys = link.map(|link| link.provenance.sources.as_slice()).unwrap_or_default();
    let cited = keys.iter().filter_map(|key| knowledge.sources.get(key)).map(|source| source.citation.as_str());
    cited.collect::<Vec<_>>().join("; ")
}
