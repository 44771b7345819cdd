//! A screen as JSON.

use std::collections::BTreeSet;

use clinical::area::Areas;
use clinical::knowledge::{Hands, Position};
use clinical::predicate::Missing;
use clinical::screen::{Action, Held, Proposal, Screen, Verdict};
use serde_json::{Map, Value, json};

use super::Asked;

/// The whole answer.
pub(super) fn screen(screen: &Screen<'_>, asked: &[Asked]) -> Map<String, Value> {
    let proposals: Vec<Proposal> = asked.iter().map(Asked::proposal).collect();
    let verdicts: Vec<Verdict> = proposals.iter().map(|proposal| screen.judge(proposal)).collect();
    let hands = if screen.stops() { Hands::NoTreatment } else { Hands::None };
    let client = Action::of(hands, screen.refer());
    let worst = verdicts.iter().map(Verdict::action).chain([client]).max().unwrap_or(client);
    let each: Vec<Value> =
        asked.iter().zip(&verdicts).map(|(asked, verdict)| proposal(screen, asked, verdict)).collect();
    let mut out = Map::new();
    out.insert("schema".into(), json!("palpate.screen/1"));
    out.insert("action".into(), json!(worst.word()));
    out.insert("refer".into(), json!(screen.refer().word()));
    out.insert("proposals".into(), json!(each));
    out.insert("card".into(), card(screen, &proposals));
    out.insert("questions".into(), questions(screen, &proposals));
    out
}

fn proposal(screen: &Screen<'_>, asked: &Asked, verdict: &Verdict) -> Value {
    let knowledge = screen.knowledge();
    let mut out = asked.written.clone();
    let read = json!({
        "techniques": asked.read.techniques,
        "families": knowledge.families.say(asked.read.proposal.families),
        "places": places(screen, asked.read.proposal.areas),
        "force": asked.read.proposal.force.to_string(),
    });
    out.insert("read_as".into(), read);
    out.insert("action".into(), json!(verdict.action().word()));
    out.insert("hands".into(), json!(verdict.hands.word()));
    out.insert("refer".into(), json!(verdict.refer.word()));
    out.insert("cap".into(), verdict.cap.map_or(Value::Null, |cap| json!(format!("P{cap}"))));
    out.insert("beyond_cap".into(), json!(verdict.beyond_cap));
    out.insert("leave_out".into(), json!(places(screen, verdict.leave_out)));
    out.insert("positions".into(), json!({ "forbid": words(&verdict.forbid), "require": words(&verdict.require) }));
    out.insert("provisional".into(), json!(verdict.provisional));
    let reasons: Vec<Value> =
        verdict.reasons.iter().filter_map(|n| screen.held().get(*n)).filter_map(|held| reason(screen, held)).collect();
    let sources: BTreeSet<&str> = verdict
        .reasons
        .iter()
        .filter_map(|n| screen.held().get(*n))
        .filter_map(|held| knowledge.safety.rules.get(held.rule))
        .flat_map(|rule| rule.provenance.sources.iter().map(String::as_str))
        .collect();
    out.insert("reasons".into(), json!(reasons));
    out.insert("sources".into(), json!(sources));
    Value::Object(out)
}

fn reason(screen: &Screen<'_>, held: &Held) -> Option<Value> {
    let knowledge = screen.knowledge();
    let rule = knowledge.safety.rules.get(held.rule)?;
    let effect = rule.effects.get(held.effect)?;
    let facts: Vec<&str> = held.facts.iter().map(|fact| knowledge.facts.key(*fact)).collect();
    Some(json!({
        "rule": rule.key,
        "title": rule.title,
        "text": effect.text,
        "hands": held.hands.word(),
        "refer": held.refer.word(),
        "cap": held.cap.map(|cap| format!("P{cap}")),
        "families": knowledge.families.say(held.families),
        "places": places(screen, held.areas),
        "place_unknown": held.place_unknown,
        "facts": facts,
        "why": rule.rationale,
        "do": rule.action,
        "ends_by": effect.ends_by.word(),
        "overridable": effect.overridable,
        "cleared": !held.cleared.is_empty(),
        "sources": rule.provenance.sources,
        "confidence": rule.provenance.confidence.letter(),
    }))
}

fn card(screen: &Screen<'_>, proposals: &[Proposal]) -> Value {
    let knowledge = screen.knowledge();
    let line = |line: &clinical::screen::Line| {
        let rules: BTreeSet<&str> = line
            .held
            .iter()
            .filter_map(|n| screen.held().get(*n))
            .filter_map(|held| knowledge.safety.rules.get(held.rule))
            .map(|rule| rule.key.as_str())
            .collect();
        json!({
            "kind": line.kind.word(),
            "cap": line.cap.map(|cap| format!("P{cap}")),
            "places": places(screen, line.areas),
            "families": knowledge.families.say(line.families),
            "positions": words(&line.positions),
            "texts": line.texts,
            "rules": rules,
        })
    };
    Value::Array(screen.card(proposals).lines.iter().map(line).collect())
}

fn questions(screen: &Screen<'_>, proposals: &[Proposal]) -> Value {
    let facts = &screen.knowledge().facts;
    let all = screen.questions(proposals);
    let shown = all.iter().map(|question| {
        let group = facts.groups.get(question.group);
        let ask: Vec<Value> = question
            .wanted
            .iter()
            .filter_map(|wanted| {
                let fact = facts.get(wanted.fact)?;
                let what = match wanted.what {
                    Missing::Answer => "answer",
                    Missing::Time => "when",
                    Missing::Place => "where",
                };
                Some(json!({ "fact": fact.key, "what": what, "ask": fact.ask, "clinical": fact.clinical }))
            })
            .collect();
        json!({
            "group": group.map(|group| group.key.as_str()),
            "title": group.map(|group| group.title.as_str()),
            "could": question.could.word(),
            "ask": ask,
        })
    });
    Value::Array(shown.collect())
}

/// What a closed world took for granted: the facts nobody spoke of that a rule would have read, taken as "no"; the times and places
/// not stated, taken on the side of caution.
pub(super) fn assumed(open: &Screen<'_>) -> Value {
    let facts = &open.knowledge().facts;
    let mut no = BTreeSet::new();
    let mut recent = BTreeSet::new();
    let mut anywhere = BTreeSet::new();
    for (fact, missing) in open.open().iter().flat_map(|open| &open.missing) {
        let key = facts.key(*fact);
        match missing {
            Missing::Answer => no.insert(key),
            Missing::Time => recent.insert(key),
            Missing::Place => anywhere.insert(key),
        };
    }
    for held in open.held().iter().filter(|held| held.place_unknown) {
        anywhere.extend(held.facts.iter().filter(|f| facts.get(**f).is_some_and(|f| f.sited)).map(|f| facts.key(*f)));
    }
    json!({ "no": no, "recent": recent, "anywhere": anywhere })
}

pub(in super::super) fn places(screen: &Screen<'_>, areas: Areas) -> Vec<String> {
    screen.knowledge().regions.say(areas, &screen.knowledge().body)
}

fn words(positions: &[Position]) -> Vec<&'static str> {
    positions.iter().map(|position| position.word()).collect()
}
