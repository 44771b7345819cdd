//! Findings linked into a hypothesis: what may contribute to, compensate for, aggravate or be felt as what.
//!
//! Links are suggested only from the sourced rows of `knowledge/links`; that two regions touch is no reason. A suggestion is
//! never a cause found: the practitioner confirms, refutes or ranks it, and each link says from where it comes and how sure it
//! is.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::Knowledge;
use crate::knowledge::links::{Link, LinkKind, Node};
use crate::site::{Side, Spot};

/// Something found or reported, as a point of the graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where, or what.
    pub node: Node,
    /// The side, where it has one.
    pub side: Option<Side>,
}

impl Finding {
    /// A finding at a place; none for an area, which is too wide to link.
    #[must_use]
    pub fn at(spot: &Spot, side: Option<Side>) -> Option<Finding> {
        let node = match spot {
            Spot::Region(key) => Node::Region(key.clone()),
            Spot::Structure(key) => Node::Structure(key.clone()),
            Spot::Area(_) => return None,
        };
        Some(Finding { node, side })
    }

    /// A condition or complaint.
    #[must_use]
    pub fn condition(key: &str, side: Option<Side>) -> Finding {
        Finding { node: Node::Condition(key.to_owned()), side }
    }

    /// Something about the person, such as poor sleep.
    #[must_use]
    pub fn factor(key: &str) -> Finding {
        Finding { node: Node::Factor(key.to_owned()), side: None }
    }
}

/// What the practitioner makes of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stand {
    /// Put aside.
    Refuted,
    /// Neither looked at nor decided.
    #[default]
    Suggested,
    /// Held to be so, by this practitioner, for now.
    Confirmed,
}

/// What the practitioner said of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Opinion {
    /// Confirmed or refuted.
    pub stand: Stand,
    /// Its rank among the confirmed, 1 the first; none when not ranked.
    pub rank: Option<u8>,
}

/// One link between two findings of this client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion<'k> {
    /// The place of the first finding in what was given.
    pub from: usize,
    /// The place of the second.
    pub to: usize,
    /// The sourced row it rests on.
    pub link: &'k Link,
    /// What the practitioner made of it.
    pub opinion: Opinion,
}

/// A place worth examining: a sourced link leads from it to a finding, but nothing was found there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look<'k> {
    /// Where to look, or what to ask.
    pub node: &'k Node,
    /// The findings it could bear on, as places in what was given.
    pub for_findings: Vec<usize>,
    /// The rows this rests on.
    pub links: Vec<&'k Link>,
}

/// The hypothesis graph of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hypothesis<'k> {
    /// Links between findings: confirmed first, by rank, then suggested by confidence, then refuted.
    pub links: Vec<Suggestion<'k>>,
    /// Where else to look: what bears on most findings first, then the surer.
    pub look: Vec<Look<'k>>,
}

/// Links the findings. `opinions` holds what the practitioner said, by the key of the link.
#[must_use]
pub fn hypothesis<'k>(
    knowledge: &'k Knowledge,
    findings: &[Finding],
    opinions: &BTreeMap<String, Opinion>,
) -> Hypothesis<'k> {
    let mut links = Vec::new();
    let mut look: BTreeMap<&'k Node, (BTreeSet<usize>, Vec<&'k Link>)> = BTreeMap::new();
    for link in knowledge.links.list() {
        let from = matching(knowledge, findings, &link.from);
        let to = matching(knowledge, findings, &link.to);
        let pairs = from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b)));
        for (from, to) in pairs.filter(|(a, b)| a != b && same_side(findings, *a, *b, link)) {
            let opinion = opinions.get(&link.key).copied().unwrap_or_default();
            links.push(Suggestion { from, to, link, opinion });
        }
        if from.is_empty() && !to.is_empty() {
            let (found, rows) = look.entry(&link.from).or_default();
            found.extend(&to);
            rows.push(link);
        }
    }
    links.sort_by_key(|s| {
        let rank = s.opinion.rank.unwrap_or(u8::MAX);
        let sure = std::cmp::Reverse((s.opinion.stand, std::cmp::Reverse(rank), s.link.provenance.confidence));
        (sure, s.link.key.clone(), s.from, s.to)
    });
    let looks = look.into_iter().map(|(node, (found, links))| {
        let for_findings = found.into_iter().collect();
        Look { node, for_findings, links }
    });
    let mut look: Vec<Look<'k>> = looks.collect();
    look.sort_by_key(|look| {
        let surest = look.links.iter().map(|link| link.provenance.confidence).max();
        std::cmp::Reverse((look.for_findings.len(), surest))
    });
    Hypothesis { links, look }
}

/// The findings that are the node: the same thing, or a structure charted in the node's region.
fn matching(knowledge: &Knowledge, findings: &[Finding], node: &Node) -> Vec<usize> {
    let is = |finding: &Finding| match (&finding.node, node) {
        (Node::Structure(key), Node::Region(region)) => {
            knowledge.regions.structure(key).is_some_and(|s| s.regions.first() == Some(region))
        }
        (own, wanted) => own == wanted,
    };
    findings.iter().enumerate().filter(|(_, finding)| is(finding)).map(|(place, _)| place).collect()
}

/// Where pain may be felt is on the same side; other links may cross.
fn same_side(findings: &[Finding], a: usize, b: usize, link: &Link) -> bool {
    let side = |place: usize| findings.get(place).and_then(|finding| finding.side);
    match (side(a), side(b)) {
        (Some(Side::Left), Some(Side::Right)) | (Some(Side::Right), Some(Side::Left)) => link.kind != LinkKind::FeltIn,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::folder;

    fn region(key: &str, side: Option<Side>) -> Finding {
        Finding::at(&Spot::Region(key.to_owned()), side).unwrap()
    }

    fn drawn(findings: &[Finding]) -> Hypothesis<'static> {
        hypothesis(folder(), findings, &BTreeMap::new())
    }

    #[test]
    fn findings_are_linked_by_sourced_rows_only() {
        let right = Some(Side::Right);
        let findings = [region("trapezius_upper", right), region("temple", right), Finding::condition("hf_tth", None)];
        let graph = drawn(&findings);
        let pairs: Vec<_> = graph.links.iter().map(|s| (s.from, s.to, s.link.kind)).collect();
        assert!(pairs.contains(&(0, 1, LinkKind::FeltIn)), "{pairs:?}");
        assert!(pairs.contains(&(0, 2, LinkKind::ContributesTo)), "{pairs:?}");
        assert!(graph.links.iter().all(|s| !s.link.provenance.sources.is_empty()));
        assert!(graph.links.iter().all(|s| s.opinion.stand == Stand::Suggested));
    }

    #[test]
    fn touching_is_no_reason() {
        let knowledge = folder();
        let forehead = knowledge.regions.get("forehead").unwrap();
        assert!(forehead.adjacent.contains(&"vertex".to_owned()));
        assert!(drawn(&[region("forehead", None), region("vertex", None)]).links.is_empty());
    }

    #[test]
    fn pain_is_not_felt_on_the_other_side() {
        let apart = [region("trapezius_upper", Some(Side::Left)), region("temple", Some(Side::Right))];
        assert!(drawn(&apart).links.is_empty());
        let both = [region("trapezius_upper", Some(Side::Both)), region("temple", Some(Side::Right))];
        assert_eq!(drawn(&both).links.len(), 1);
    }

    #[test]
    fn the_practitioner_ranks_confirms_and_refutes_and_the_order_follows() {
        let findings = [
            region("trapezius_upper", None),
            region("cervical_paraspinals", None),
            Finding::condition("hf_tth", None),
            Finding::factor("stress"),
        ];
        let key = |from: &str| format!("{from}_contributes_to_hf_tth");
        let opinions = BTreeMap::from([
            (key("trapezius_upper"), Opinion { stand: Stand::Refuted, rank: None }),
            ("stress_aggravates_hf_tth".to_owned(), Opinion { stand: Stand::Confirmed, rank: Some(1) }),
            (key("cervical_paraspinals"), Opinion { stand: Stand::Confirmed, rank: Some(2) }),
        ]);
        let graph = hypothesis(folder(), &findings, &opinions);
        let keys: Vec<&str> = graph.links.iter().map(|s| s.link.key.as_str()).collect();
        assert_eq!(keys.first(), Some(&"stress_aggravates_hf_tth"), "{keys:?}");
        assert_eq!(keys.get(1).copied(), Some(key("cervical_paraspinals").as_str()));
        assert_eq!(
            keys.last().copied(),
            Some(key("trapezius_upper").as_str()),
            "refuted comes last, and stays on record"
        );
    }

    #[test]
    fn where_nothing_was_found_yet_is_offered_as_a_place_to_look() {
        let graph = drawn(&[Finding::condition("plantar_fasciitis", None), region("heel", None)]);
        assert!(graph.links.is_empty());
        let first = graph.look.first().expect("somewhere to look");
        assert_eq!(first.for_findings, [0, 1], "what bears on both comes first");
        assert_eq!(*first.node, Node::Region("soleus".into()));
    }

    #[test]
    fn an_area_is_too_wide_to_link() {
        assert_eq!(Finding::at(&Spot::Area("back".into()), None), None);
        assert_eq!(drawn(&[]), Hypothesis::default());
    }
}
