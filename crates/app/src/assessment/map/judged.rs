//! From what is on record to the map: the findings, the judgement over them, its words.
use super::{Former, Link, Look, drawn, own, store};
use crate::assessment::{body, complaints, sheet};
use crate::door::{Ask, Chart, Result};
use crate::plan;
use crate::ui::{Choice, Filled, Said};
use clinical::examination::Kind;
use clinical::hypothesis::{Finding, Opinion, Stand, Suggestion, hypothesis};
use clinical::knowledge::Certainty;
use clinical::knowledge::links::{self, LinkKind, Node};
use clinical::palpation::Place;
use clinical::site::{Side, Spot};
use db::Reader;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Everything that the page tells.
pub(super) struct Judged {
    pub(super) picture: drawn::Picture,
    pub(super) links: Vec<Link>,
    pub(super) look: Vec<Look>,
    pub(super) former: Vec<Former>,
    /// Those that the practitioner drew themselves, and the points between which one can be drawn.
    pub(super) own: Vec<own::OwnView>,
    pub(super) points: Vec<Choice>,
}

/// So many places to look are offered.
const LOOKS: usize = 8;

pub(super) fn judged(db: &mut Reader<'_>, ask: &Ask<Chart>, kept: &[store::Kept]) -> Result<Judged> {
    let knowledge = ask.house.knowledge.clone();
    let findings = findings(db, ask)?;
    let map = hypothesis(&knowledge, &findings, &opinions(kept));
    let links: Vec<Link> =
        map.links.iter().enumerate().map(|(i, one)| link(ask, i + 1, one, &findings, kept)).collect();
    let look = map.look.iter().take(LOOKS).map(|look| {
        let on = look.for_findings.iter().filter_map(|i| findings.get(*i)).map(|finding| name(ask, finding));
        let first = look.links.first();
        Look {
            name: name(ask, &Finding { node: look.node.clone(), side: None }),
            url: url(ask, look.node, side_of(&findings, &look.for_findings)),
            on: on.collect(),
            source: first.map(|link| cited(ask, link)).unwrap_or_default(),
        }
    });
    let suggested = |key: &str| map.links.iter().any(|one| one.link.key == key);
    let former = kept.iter().filter(|one| one.stand != "suggested" && !suggested(&one.link));
    let own = own::drawn(db, ask, &findings, links.len())?;
    Ok(Judged {
        picture: picture(ask, &findings, &map.links, &own),
        points: own::points(ask, &findings),
        look: look.collect(),
        former: former.filter_map(|one| former_of(ask, one)).collect(),
        links,
        own: own.into_iter().map(|one| one.view).collect(),
    })
}

/// What was found on the body, what is complained of, and what the client says of their life.
pub(super) fn findings(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Finding>> {
    let mut found: Vec<Finding> = body::standing(db, ask)?
        .into_iter()
        .filter_map(|place| Finding::at(&Spot::Region(place.region), place.side))
        .collect();
    let knowledge = &ask.house.knowledge;
    let mut conditions: Vec<String> = plan::conditions_of(db, ask)?;
    for one in complaints(db, ask)? {
        conditions.extend(knowledge.conditions.suggest(&one.words).first().map(|condition| condition.key.clone()));
    }
    conditions.sort_unstable();
    conditions.dedup();
    found.extend(conditions.iter().map(|key| Finding::condition(key, None)));
    let mut factors: BTreeMap<String, bool> = BTreeMap::new();
    for one in sheet::store::of_chart(db, ask.chart())?.into_iter().filter(|one| one.observed.kind == Kind::Factor) {
        factors.insert(one.observed.key, one.observed.grade == "yes");
    }
    found.extend(factors.into_iter().filter(|(_, holds)| *holds).map(|(key, _)| Finding::factor(&key)));
    Ok(found)
}

fn opinions(kept: &[store::Kept]) -> BTreeMap<String, Opinion> {
    let stand = |one: &store::Kept| match one.stand.as_str() {
        "confirmed" => Stand::Confirmed,
        "refuted" => Stand::Refuted,
        _ => Stand::Suggested,
    };
    kept.iter().map(|one| (one.link.clone(), Opinion { stand: stand(one), rank: one.rank })).collect()
}

fn link(ask: &Ask<Chart>, number: usize, one: &Suggestion<'_>, findings: &[Finding], kept: &[store::Kept]) -> Link {
    let end = |i: usize| findings.get(i).map_or_else(|| Said::plain(""), |finding| name(ask, finding));
    let made = kept.iter().rfind(|kept| kept.link == one.link.key);
    let (stand, tone) = stand(one.opinion.stand);
    let rank = one.opinion.rank.map(|rank| rank.to_string()).unwrap_or_default();
    Link {
        number,
        key: one.link.key.clone(),
        from: end(one.from),
        kind: Said::key(kind(one.link.kind)),
        to: end(one.to),
        what: one.link.what.clone(),
        source: cited(ask, one.link),
        certainty: Said::key(certainty(one.link.provenance.confidence)),
        contested: one.link.contested,
        stand,
        stand_said: Said::key(format!("hypothesis-{stand}")),
        tone,
        why: made.map(|made| made.why.clone()).unwrap_or_default(),
        by: made.map(|made| made.by_name.clone()).unwrap_or_default(),
        at: made.and_then(|made| Timestamp::from_microsecond(made.at).ok()),
        form: Filled::empty().with("rank", rank).with("why", made.map_or("", |made| made.why.as_str())),
    }
}

fn stand(stand: Stand) -> (&'static str, &'static str) {
    match stand {
        Stand::Confirmed => ("confirmed", "green"),
        Stand::Suggested => ("suggested", ""),
        Stand::Refuted => ("refuted", "clay"),
    }
}

pub(super) fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::ContributesTo => "hypothesis-contributes-to",
        LinkKind::CompensatesFor => "hypothesis-compensates-for",
        LinkKind::Aggravates => "hypothesis-aggravates",
        LinkKind::FeltIn => "hypothesis-felt-in",
    }
}

fn certainty(confidence: Certainty) -> &'static str {
    match confidence {
        Certainty::High => "hypothesis-certainty-high",
        Certainty::Medium => "hypothesis-certainty-medium",
        Certainty::Low => "hypothesis-certainty-low",
    }
}

fn cited(ask: &Ask<Chart>, link: &links::Link) -> String {
    let known = link.provenance.sources.iter().filter_map(|key| ask.house.knowledge.sources.get(key));
    known.map(|source| source.citation.as_str()).collect::<Vec<_>>().join("; ")
}

/// What a point of the map is called; a condition as this practitioner may read it.
pub(super) fn name(ask: &Ask<Chart>, finding: &Finding) -> Said {
    let knowledge = &ask.house.knowledge;
    match &finding.node {
        Node::Region(key) => Said::plain(crate::naming::placed(ask.words, knowledge, key, finding.side)),
        Node::Structure(key) => {
            let structure = knowledge.regions.structure(key);
            Said::known(structure.map_or_else(|| key.clone(), |structure| structure.name.clone()))
        }
        Node::Condition(key) => Said::plain(plan::condition_name(ask, key)),
        Node::Factor(key) => {
            let factor = knowledge.links.factor(key);
            Said::known(factor.map_or_else(|| key.clone(), |factor| factor.name.clone()))
        }
    }
}

/// Where a point of the map is looked at; a region whose side nobody knows is looked for on the right first.
fn url(ask: &Ask<Chart>, node: &Node, side: Option<Side>) -> String {
    let knowledge = &ask.house.knowledge;
    let region = match node {
        Node::Region(key) => Some(key.as_str()),
        Node::Structure(key) => {
            let structure = knowledge.regions.structure(key);
            structure.and_then(|structure| structure.regions.first()).map(String::as_str)
        }
        Node::Condition(_) => return ask.chart().url("complaints"),
        Node::Factor(_) => return ask.chart().url("assessment/lifestyle"),
    };
    let place = region.and_then(|key| {
        let sides = [side, Some(Side::Right), None];
        sides.into_iter().find_map(|side| Place::of(knowledge, key, side))
    });
    place.map_or_else(|| ask.chart().url("body"), |place| ask.chart().url(&format!("body/{}", place.id())))
}

/// The side that all of these findings share, or the first one's.
fn side_of(findings: &[Finding], of: &[usize]) -> Option<Side> {
    of.iter().filter_map(|i| findings.get(*i)).find_map(|finding| finding.side)
}

/// The findings that any link touches, and the links between them.
fn picture(ask: &Ask<Chart>, findings: &[Finding], links: &[Suggestion<'_>], own: &[own::Drawn]) -> drawn::Picture {
    let ends = own.iter().filter_map(|one| Some((one.view.number, one.ends?)));
    let mut used: Vec<usize> = links.iter().flat_map(|one| [one.from, one.to]).collect();
    used.extend(ends.clone().flat_map(|(_, (from, to))| [from, to]));
    used.sort_unstable();
    used.dedup();
    let points = used.iter().filter_map(|i| findings.get(*i)).map(|finding| drawn::Point {
        node: &finding.node,
        name: name(ask, finding).in_words(ask.words),
        url: url(ask, &finding.node, finding.side),
    });
    let place = |i: usize| used.iter().position(|one| *one == i).unwrap_or(usize::MAX);
    let mut courses: Vec<drawn::Course> = links
        .iter()
        .zip(1..)
        .map(|(one, number)| drawn::Course {
            number,
            from: place(one.from),
            to: place(one.to),
            stand: stand(one.opinion.stand).0,
        })
        .collect();
    courses.extend(ends.map(|(number, (from, to))| drawn::Course {
        number,
        from: place(from),
        to: place(to),
        stand: "confirmed",
    }));
    drawn::picture(points.collect(), &courses)
}

fn former_of(ask: &Ask<Chart>, one: &store::Kept) -> Option<Former> {
    let link = ask.house.knowledge.links.get(&one.link)?;
    let end = |node: &Node| name(ask, &Finding { node: node.clone(), side: None }).in_words(ask.words);
    let kind = ask.words.t(kind(link.kind));
    Some(Former {
        what: format!("{} {kind} {}", end(&link.from), end(&link.to)),
        stand: Said::key(format!("hypothesis-{}", one.stand)),
        at: Timestamp::from_microsecond(one.at).ok(),
        by: one.by_name.clone(),
    })
}
