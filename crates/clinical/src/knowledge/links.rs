//! Links from which a hypothesis may be suggested: where pain may be felt, what may contribute to, compensate for or
//! aggravate what. Every link has its source; that two regions touch is no link.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::vocabulary::vocabulary;
use super::{Defaults, Knowledge, Place, Problem, Provenance, Source};

/// How one thing may bear on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// The first may be one of the reasons for the second.
    ContributesTo,
    /// The first may be doing the work of the second.
    CompensatesFor,
    /// The first may make the second worse.
    Aggravates,
    /// Pain from the first may be felt in the second.
    FeltIn,
}

impl LinkKind {
    /// In words, between the names of the two.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            LinkKind::ContributesTo => "may contribute to",
            LinkKind::CompensatesFor => "may compensate for",
            LinkKind::Aggravates => "may aggravate",
            LinkKind::FeltIn => "may be felt in",
        }
    }
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A region of the body chart.
    Region(String),
    /// A structure within a region.
    Structure(String),
    /// A condition or complaint.
    Condition(String),
    /// Something about the person, such as poor sleep.
    Factor(String),
}

/// A link with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its key.
    pub key: String,
    /// How the first bears on the second.
    pub kind: LinkKind,
    /// The first.
    pub from: Node,
    /// The second.
    pub to: Node,
    /// What is known of it, in a sentence.
    pub what: String,
    /// Whether the profession disputes it.
    pub contested: bool,
    /// Where this comes from.
    pub provenance: Provenance,
    /// Where it stands in the folder.
    pub place: Place,
}

/// Something about the person that a link may start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// All links.
#[derive(Clone, Debug, Default)]
pub struct Links {
    list: Vec<Link>,
    factors: Vec<Factor>,
}

impl Links {
    /// All links, in the order of the files.
    #[must_use]
    pub fn list(&self) -> &[Link] {
        &self.list
    }

    /// Things about a person that links start from.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The factor with this key.
    #[must_use]
    pub fn factor(&self, key: &str) -> Option<&Factor> {
        self.factors.iter().find(|factor| factor.key == key)
    }

    /// The link with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Link> {
        self.list.iter().find(|link| link.key == key)
    }

    pub(crate) fn read(files: &[(&str, &str)], problems: &mut Vec<Problem>) -> Links {
        let mut links = Links::default();
        for file in Source::of_kind(files, "links") {
            let Some(wire) = file.wire::<FileWire>(problems) else { continue };
            let defaults = Defaults { source: wire.source, confidence: wire.confidence, as_of: wire.as_of };
            links.factors.extend(wire.factor.into_iter().map(|w| Factor { key: w.key, name: w.name }));
            for entry in wire.link {
                let place = file.place(&entry.key);
                links.list.push(entry.meaning(&defaults, wire.contested, place, problems));
            }
            for entry in wire.referral {
                let place = file.place(&entry.key);
                links.list.extend(entry.meanings(&defaults, wire.contested, &place, problems));
            }
        }
        links
    }

    pub(crate) fn check(knowledge: &Knowledge, problems: &mut Vec<Problem>) {
        let own = &knowledge.links;
        let mut keys = BTreeSet::new();
        for link in &own.list {
            let place = &link.place;
            knowledge.sources.check(&link.provenance, place, problems);
            if !keys.insert(link.key.as_str()) {
                problems.push(place.problem(format!("the link `{}` is given twice", link.key)));
            }
            for end in [&link.from, &link.to] {
                let (known, kind, key) = match end {
                    Node::Region(key) => (knowledge.regions.get(key).is_some(), "region", key),
                    Node::Structure(key) => (knowledge.regions.structure(key).is_some(), "structure", key),
                    Node::Condition(key) => (knowledge.conditions.get(key).is_some(), "condition", key),
                    Node::Factor(key) => (own.factor(key).is_some(), "factor", key),
                };
                if !known {
                    problems.push(place.problem(format!("`{key}` is no {kind}")));
                }
            }
            if link.from == link.to {
                problems.push(place.problem("a link needs two ends that differ"));
            }
        }
    }
}

vocabulary!(KindWire => LinkKind {
    "contributes_to" = ContributesTo, "compensates_for" = CompensatesFor, "aggravates" = Aggravates,
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    contested: bool,
    #[serde(default)]
    factor: Vec<FactorWire>,
    #[serde(default)]
    link: Vec<LinkWire>,
    #[serde(default)]
    referral: Vec<ReferralWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorWire {
    key: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NodeWire {
    Region(String),
    Structure(String),
    Condition(String),
    Factor(String),
}

impl From<NodeWire> for Node {
    fn from(wire: NodeWire) -> Node {
        match wire {
            NodeWire::Region(key) => Node::Region(key),
            NodeWire::Structure(key) => Node::Structure(key),
            NodeWire::Condition(key) => Node::Condition(key),
            NodeWire::Factor(key) => Node::Factor(key),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkWire {
    key: Spanned<String>,
    kind: KindWire,
    from: NodeWire,
    to: NodeWire,
    what: String,
    #[serde(default)]
    source: Vec<String>,
    confidence: Option<String>,
}

/// One structure and the regions its pain may be felt in: a link for each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferralWire {
    key: Spanned<String>,
    from: NodeWire,
    to: Vec<String>,
    #[serde(default)]
    what: String,
}

impl LinkWire {
    fn meaning(self, defaults: &Defaults, contested: bool, place: Place, problems: &mut Vec<Problem>) -> Link {
        let own = Defaults { source: self.source, confidence: self.confidence, as_of: None };
        Link {
            provenance: defaults.settle(own, &place, problems),
            key: self.key.into_inner(),
            kind: self.kind.into(),
            from: self.from.into(),
            to: self.to.into(),
            what: self.what,
            contested,
            place,
        }
    }
}

impl ReferralWire {
    fn meanings(self, defaults: &Defaults, contested: bool, place: &Place, problems: &mut Vec<Problem>) -> Vec<Link> {
        let provenance = defaults.settle(Defaults::default(), place, problems);
        let (key, from) = (self.key.into_inner(), Node::from(self.from));
        let link = |region: String| Link {
            key: format!("{key}_{region}"),
            kind: LinkKind::FeltIn,
            from: from.clone(),
            to: Node::Region(region),
            what: self.what.clone(),
            contested,
            provenance: provenance.clone(),
            place: place.clone(),
        };
        self.to.into_iter().map(link).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::folder;

    #[test]
    fn every_link_names_a_source_and_referral_is_called_contested() {
        let links = folder().links.list();
        assert!(links.iter().all(|link| !link.provenance.sources.is_empty()));
        let felt = |link: &&Link| link.kind == LinkKind::FeltIn && link.key.starts_with("referral_");
        assert!(links.iter().filter(felt).count() > 100);
        assert!(links.iter().filter(felt).all(|link| link.contested));
        assert_eq!(links.iter().filter(|link| link.kind != LinkKind::FeltIn).count(), 56);
    }

    #[test]
    fn a_dangling_end_is_named_with_its_line() {
        let mut knowledge = folder().clone();
        let text = "as_of = \"2026-11\"\nconfidence = \"L\"\nsource = [\"ANATOMY\"]\n[[link]]\nkey = \"x\"\n\
            kind = \"aggravates\"\nfrom = { region = \"nowhere\" }\nto = { condition = \"stress\" }\nwhat = \"x\"\n";
        let mut problems = Vec::new();
        knowledge.links = Links::read(&[("links/x.toml", text)], &mut problems);
        Links::check(&knowledge, &mut problems);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!((problems[0].line, problems[0].what.as_str()), (5, "`nowhere` is no region"));
    }
}
