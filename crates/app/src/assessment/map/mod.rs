//! The map of hypotheses: findings, complaints and what is about the person, linked by sourced rows of the knowledge. Each
//! link is a suggestion until the practitioner confirms or refutes it, and a hypothesis also then.
mod drawn;
mod judged;
mod own;
mod store;

use super::{Sent, TAB, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::taking::Typed;
use db::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/hypotheses", "hypothesis.list", Right::ReadChart, show)
        .act("/clients/{client}/hypotheses/{link}", "hypothesis.judge", Right::WriteChart, prepare, judge)
        .join(own::routes())
}

/// What a practitioner can make of a link.
const STANDS: [&str; 3] = ["confirmed", "refuted", "suggested"];

/// The lowest rank.
const RANKS: u8 = 9;

/// One link as the list tells it.
#[derive(Serialize)]
struct Link {
    number: usize,
    key: String,
    from: Said,
    kind: Said,
    to: Said,
    /// What is known of it.
    what: String,
    source: String,
    certainty: Said,
    contested: bool,
    stand: &'static str,
    stand_said: Said,
    tone: &'static str,
    /// What was made of it, by whom, when.
    why: String,
    by: String,
    at: Option<Timestamp>,
    form: Filled,
}

/// A place where nobody has looked yet.
#[derive(Serialize)]
struct Look {
    name: Said,
    url: String,
    /// What it may bear on.
    on: Vec<Said>,
    source: String,
}

/// An opinion of a link that today's findings no longer suggest.
#[derive(Serialize)]
struct Former {
    what: String,
    stand: Said,
    at: Option<Timestamp>,
    by: String,
}

#[derive(Template, Serialize)]
#[template(path = "assessment/map/page.html")]
struct Map {
    base: String,
    back: String,
    form: Filled,
    picture: drawn::Picture,
    links: Vec<Link>,
    look: Vec<Look>,
    former: Vec<Former>,
    own: Vec<own::OwnView>,
    /// Between which points one can be drawn, and of what kind.
    points: Vec<Choice>,
    kinds: Vec<Choice>,
    ranks: Vec<Choice>,
    writes: bool,
}

impl Page for Map {
    fn title(&self, words: &Words) -> String {
        words.t("hypothesis-title")
    }
    fn tab(&self) -> &'static str {
        TAB
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Map> {
    page(db, ask, Filled::empty())
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Map> {
    let kept = store::of_chart(db, ask.chart())?;
    let judged::Judged { picture, mut links, look, former, own, points } = judged::judged(db, ask, &kept)?;
    // What was typed of a link stays with it.
    if let Some(typed) = links.iter_mut().find(|link| link.key == form.value("link")) {
        typed.form = form.clone();
    }
    let rank = |n: u8| Choice::new(n.to_string(), Said::plain(n.to_string()));
    Ok(Map {
        base: ask.chart().url("hypotheses"),
        back: ask.chart().url("assessment"),
        form,
        picture,
        links,
        look,
        former,
        own,
        points,
        kinds: own::kinds(),
        ranks: std::iter::once(Choice::new("", Said::key("hypothesis-unranked")))
            .chain((1..=RANKS).map(rank))
            .collect(),
        writes: writes(ask),
    })
}

/// What is made of a link.
struct Opinion {
    link: String,
    stand: String,
    rank: Option<u8>,
    why: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Opinion> {
    let typed = Typed(&sent);
    let (link, stand, why) = (typed.one("link"), typed.one("stand"), typed.one("why"));
    if ask.house.knowledge.links.get(link).is_none() {
        return Err(Error::NotFound);
    }
    let mut refusals = Vec::new();
    if !STANDS.contains(&stand) {
        refusals.push(Refusal::new("stand", "ui-choose"));
    }
    let rank = typed.one("rank").parse().ok().filter(|rank| (1..=RANKS).contains(rank));
    if !typed.one("rank").is_empty() && (rank.is_none() || stand != "confirmed") {
        refusals.push(Refusal::new("rank", "hypothesis-rank-refused").with("most", RANKS));
    }
    if why.chars().count() > 500 {
        refusals.push(Refusal::new("why", "hypothesis-why-long"));
    }
    if refusals.is_empty() {
        return Ok(Opinion { link: link.into(), stand: stand.into(), rank, why: why.into() });
    }
    let fields = sent.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone())));
    let page = page(db, ask, Filled::sent(fields, refusals))?;
    Err(Error::Refused(Shown::new(page)))
}

fn judge(db: &mut Writer<'_>, ask: &Ask<Chart>, opinion: &Opinion) -> Result<Done> {
    let before = store::of_chart(db, ask.chart())?.into_iter().rfind(|one| one.link == opinion.link);
    let of = before.as_ref().map(|one| one.of.as_str());
    let made = (opinion.link.as_str(), opinion.stand.as_str(), opinion.rank, opinion.why.as_str());
    let id = store::keep(db, ask, of, made)?;
    Ok(Done::to(ask.chart().url("hypotheses")).about(id))
}
