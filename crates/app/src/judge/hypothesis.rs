//! Findings linked into a hypothesis, as JSON: suggestions with their sources, never a cause found.

use std::collections::BTreeMap;

use clinical::hypothesis::{Finding, Opinion, Stand, hypothesis};
use clinical::knowledge::Knowledge;
use clinical::knowledge::links::{Link, Node};
use serde_json::{Map, Value, json};

use super::JudgeError;
use super::read::{Given, judged};

/// Links the findings by the sourced rows of the knowledge.
///
/// # Errors
/// [`JudgeError::Input`] with every fault found.
pub fn hypothesis_json(knowledge: &Knowledge, input: &str) -> Result<String, JudgeError> {
    judged("palpate.hypothesis/1", input, |given| {
        given.only(&["findings", "opinions"]);
        given.must("findings", given.value("findings"));
        let findings: Option<Vec<Finding>> = given.each("findings").iter().map(|one| finding(knowledge, one)).collect();
        let opinions = opinions(knowledge, given);
        let found = hypothesis(knowledge, &findings?, &opinions?);
        let links: Vec<Value> = found
            .links
            .iter()
            .map(|suggested| {
                let mut one = link(suggested.link);
                one["from"] = json!(suggested.from);
                one["to"] = json!(suggested.to);
                one["stand"] = json!(stand(suggested.opinion.stand));
                one["rank"] = json!(suggested.opinion.rank);
                one
            })
            .collect();
        let look: Vec<Value> = found
            .look
            .iter()
            .map(|look| {
                let links: Vec<Value> = look.links.iter().map(|row| link(row)).collect();
                json!({ "at": node(look.node), "for": look.for_findings, "links": links })
            })
            .collect();
        let mut out = Map::new();
        out.insert("links".into(), json!(links));
        out.insert("look".into(), json!(look));
        Some(out)
    })
}

fn link(link: &Link) -> Value {
    json!({
        "key": link.key,
        "kind": link.kind.words(),
        "what": link.what,
        "contested": link.contested,
        "sources": link.provenance.sources,
        "confidence": link.provenance.confidence.letter(),
    })
}

fn node(node: &Node) -> Value {
    match node {
        Node::Region(key) => json!({ "region": key }),
        Node::Structure(key) => json!({ "structure": key }),
        Node::Condition(key) => json!({ "condition": key }),
        Node::Factor(key) => json!({ "factor": key }),
    }
}

const STANDS: [(&str, Stand); 3] =
    [("refuted", Stand::Refuted), ("suggested", Stand::Suggested), ("confirmed", Stand::Confirmed)];

fn stand(stand: Stand) -> &'static str {
    STANDS.iter().find(|(_, one)| *one == stand).map_or("suggested", |(word, _)| word)
}

/// One finding: `at` (a region, muscle, joint or segment), `condition` or `factor`, with a `side`.
fn finding(knowledge: &Knowledge, given: &Given<'_>) -> Option<Finding> {
    given.only(&["at", "condition", "factor", "side"]);
    let side = given.side("side");
    if let Some(key) = given.text("condition") {
        if knowledge.conditions.get(key).is_none() {
            given.fault("condition", format!("there is no condition `{key}`"));
        }
        return Some(Finding::condition(key, side));
    }
    if let Some(key) = given.text("factor") {
        if knowledge.links.factor(key).is_none() {
            given.fault("factor", format!("there is no factor `{key}`"));
        }
        return Some(Finding::factor(key));
    }
    let place = given.must("at", given.text("at"))?;
    let found = knowledge.regions.named(place).and_then(|spot| Finding::at(spot, side));
    if found.is_none() {
        let near = knowledge.regions.near(place, 5).join(", ");
        given.fault("at", format!("no region, muscle or joint is called `{place}`; near: {near}"));
    }
    found
}

fn opinions(knowledge: &Knowledge, given: &Given<'_>) -> Option<BTreeMap<String, Opinion>> {
    let mut all = BTreeMap::new();
    let Some(opinions) = given.inner("opinions") else { return Some(all) };
    for (key, opinion) in opinions.named() {
        if knowledge.links.get(key).is_none() {
            opinions.fault(key, "there is no such link");
            continue;
        }
        let Some(opinion) = opinion else { continue };
        opinion.only(&["stand", "rank"]);
        let rank = opinion.count("rank").and_then(|rank| u8::try_from(rank).ok());
        all.insert(key.clone(), Opinion { stand: opinion.word("stand", &STANDS).unwrap_or_default(), rank });
    }
    Some(all)
}
