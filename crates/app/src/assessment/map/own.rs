//! Links that the practitioner draws themselves, between two points of the map: hypotheses of theirs, told apart from those that
//! the knowledge suggests.
use super::judged::{kind, name};
use super::{page, store};
use crate::assessment::Sent;
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::{Choice, Filled, Said};
use clinical::Refusal;
use clinical::hypothesis::Finding;
use clinical::knowledge::links::{LinkKind, Node};
use clinical::site::Side;
use clinical::taking::Typed;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().act("/clients/{client}/hypotheses/own", "hypothesis.link", Right::WriteChart, prepare, draw).act(
        "/clients/{client}/hypotheses/own/{own}/withdraw",
        "hypothesis.unlink",
        Right::WriteChart,
        prepare_withdraw,
        withdraw,
    )
}

/// What one point may do to another.
const KINDS: [(&str, LinkKind); 3] = [
    ("contributes_to", LinkKind::ContributesTo),
    ("compensates_for", LinkKind::CompensatesFor),
    ("aggravates", LinkKind::Aggravates),
];

/// A link of one's own as the list tells it.
#[derive(Serialize)]
pub(super) struct OwnView {
    pub(super) of: String,
    pub(super) number: usize,
    pub(super) from: Said,
    pub(super) kind: Said,
    pub(super) to: Said,
    pub(super) why: String,
    pub(super) by: String,
    pub(super) at: Option<Timestamp>,
}

/// The same with the places of its ends among the findings, where they are still found.
pub(super) struct Drawn {
    pub(super) view: OwnView,
    pub(super) ends: Option<(usize, usize)>,
}

/// A point as it is kept and sent: `region:trapezius_upper:right`.
fn id(finding: &Finding) -> String {
    let (of, key) = match &finding.node {
        Node::Region(key) => ("region", key),
        Node::Structure(key) => ("structure", key),
        Node::Condition(key) => ("condition", key),
        Node::Factor(key) => ("factor", key),
    };
    format!("{of}:{key}:{}", finding.side.map(|side| side.to_string()).unwrap_or_default())
}

/// The point of this id, also where it is no longer found.
fn point(id: &str) -> Option<Finding> {
    let mut parts = id.splitn(3, ':');
    let (of, key, side) = (parts.next()?, parts.next()?.to_owned(), parts.next()?);
    let node = match of {
        "region" => Node::Region(key),
        "structure" => Node::Structure(key),
        "condition" => Node::Condition(key),
        "factor" => Node::Factor(key),
        _ => return None,
    };
    Some(Finding { node, side: Side::parse(side) })
}

/// Those that stand, numbered after the suggested ones.
pub(super) fn drawn(db: &mut Reader<'_>, ask: &Ask<Chart>, findings: &[Finding], after: usize) -> Result<Vec<Drawn>> {
    let place = |id: &str| findings.iter().position(|finding| self::id(finding) == id);
    let own = store::own(db, ask.chart())?.into_iter().zip(after + 1..);
    let drawn = own.filter_map(|(one, number)| {
        let found = KINDS.iter().find(|(key, _)| *key == one.kind)?;
        let end = |id: &str| point(id).map(|finding| name(ask, &finding));
        Some(Drawn {
            ends: place(&one.from).zip(place(&one.to)),
            view: OwnView {
                number,
                from: end(&one.from)?,
                kind: Said::key(kind(found.1)),
                to: end(&one.to)?,
                why: one.why,
                by: one.by_name,
                at: Timestamp::from_microsecond(one.at).ok(),
                of: one.of,
            },
        })
    });
    Ok(drawn.collect())
}

/// The points that can be linked.
pub(super) fn points(ask: &Ask<Chart>, findings: &[Finding]) -> Vec<Choice> {
    let none = Choice::new("", Said::key("ui-choose-one"));
    std::iter::once(none).chain(findings.iter().map(|one| Choice::new(id(one), name(ask, one)))).collect()
}

/// The kinds of link, to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    KINDS.iter().map(|(key, of)| Choice::new(*key, Said::key(kind(*of)))).collect()
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<store::NewOwn> {
    let typed = Typed(&sent);
    let (from, to, kind, why) = (typed.one("from"), typed.one("to"), typed.one("kind"), typed.one("why_own"));
    let findings = super::judged::findings(db, ask)?;
    let known = |id: &str| findings.iter().any(|finding| self::id(finding) == id);
    let rules = [
        (!known(from), "from", "ui-choose"),
        (!known(to), "to", "ui-choose"),
        (known(to) && from == to, "to", "hypothesis-own-same"),
        (!KINDS.iter().any(|(key, _)| *key == kind), "kind", "ui-choose"),
        (why.chars().count() > 500, "why_own", "hypothesis-why-long"),
    ];
    let refusals: Vec<Refusal> =
        rules.into_iter().filter(|(broken, ..)| *broken).map(|(_, field, key)| Refusal::new(field, key)).collect();
    if refusals.is_empty() {
        return Ok(store::NewOwn { from: from.into(), to: to.into(), kind: kind.into(), why: why.trim().into() });
    }
    let fields = [("from", from), ("to", to), ("kind", kind), ("why_own", why)];
    let page = page(db, ask, Filled::sent(fields, refusals))?;
    Err(Error::Refused(Shown::new(page)))
}

fn draw(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &store::NewOwn) -> Result<Done> {
    let id = ask.id("own");
    store::draw(db, ask, (&id, &id), new, None)?;
    Ok(Done::to(ask.chart().url("hypotheses")).about(id))
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<String> {
    let of = Typed(&sent).one("own").to_owned();
    let known = store::own(db, ask.chart())?.into_iter().any(|one| one.of == of);
    if known { Ok(of) } else { Err(Error::NotFound) }
}

/// It stays in the record and leaves the map.
fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, of: &String) -> Result<Done> {
    let was = store::own(db, ask.chart())?.into_iter().find(|one| one.of == *of).ok_or(Error::NotFound)?;
    let same = store::NewOwn { from: was.from, to: was.to, kind: was.kind, why: was.why };
    store::draw(db, ask, (&ask.id("own"), of), &same, Some("undone"))?;
    Ok(Done::to(ask.chart().url("hypotheses")).about(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_the_same_after_it_was_kept() {
        let points = [
            Finding { node: Node::Region("trapezius_upper".into()), side: Some(Side::Right) },
            Finding::condition("neck_pain", None),
            Finding::factor("stress"),
        ];
        for one in points {
            assert_eq!(point(&id(&one)), Some(one));
        }
        assert_eq!(point("planet:mars:"), None);
    }
}
