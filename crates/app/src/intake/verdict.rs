//! The screen on a page: what holds today and why, what could be asked, and the verdict on one technique at one place.
use super::check::action_word;
use super::{store, today, writes};
use crate::door::{Ask, Chart, Done, Page, Result, Right, Routes};
use crate::naming;
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::screen::reading::Written;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/screen", "screen.show", Right::ReadChart, show)
        .look_by_post("/clients/{client}/screen", "screen.try", Right::ReadChart, show)
        .act("/clients/{client}/screen/seen", "screen.acknowledge", Right::WriteChart, prepare_seen, seen)
}

/// What the screen says of one technique at one place.
#[derive(Serialize)]
struct VerdictView {
    technique: Said,
    action: Said,
    word: &'static str,
    cap: Option<u8>,
    beyond_cap: bool,
    provisional: bool,
    reasons: Vec<Because>,
}

/// A rule that speaks in it.
#[derive(Serialize)]
struct Because {
    rule: String,
    title: String,
}

#[derive(Template, Serialize)]
#[template(path = "intake/screen.html")]
struct ScreenPage {
    url: String,
    base: String,
    card: Vec<today::CardLine>,
    action: Said,
    stops: bool,
    checked: Option<jiff::Timestamp>,
    known_since: Option<jiff::Timestamp>,
    questions: Vec<(String, Vec<(String, String)>)>,
    not_asked: usize,
    techniques: Vec<Choice>,
    places: Vec<Choice>,
    form: Filled,
    verdict: Option<VerdictView>,
    writes: bool,
    knowledge: String,
}

impl Page for ScreenPage {
    fn title(&self, words: &Words) -> String {
        words.t("screen-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    technique: String,
    region: String,
    side: String,
    force: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<ScreenPage> {
    let knowledge = ask.house.knowledge.clone();
    let chart = ask.chart();
    let today = today::today(db, ask)?;
    let screen = today.screen();
    let mut refusals = Vec::new();
    let mut proposals = today::anything(&screen);
    let mut verdict = None;
    if !form.technique.is_empty() {
        let written =
            Written { technique: &form.technique, region: &form.region, side: &form.side, force: &form.force };
        match screen.knowledge().read_proposal(&written) {
            Ok(read) => {
                let judged = screen.judge(&read.proposal);
                let reason = |at: &usize| screen.held().get(*at).and_then(|held| knowledge.safety.rules.get(held.rule));
                verdict = Some(VerdictView {
                    technique: Said::all_known(read.techniques),
                    action: action_word(judged.action().word()),
                    word: judged.action().word(),
                    cap: judged.cap,
                    beyond_cap: judged.beyond_cap,
                    provisional: judged.provisional,
                    reasons: judged
                        .reasons
                        .iter()
                        .filter_map(reason)
                        .map(|rule| Because { rule: rule.key.clone(), title: rule.title.clone() })
                        .collect(),
                });
                proposals = vec![read.proposal];
            }
            Err(wrong) => refusals = wrong,
        }
    }
    let questions = screen.questions(&proposals);
    let not_asked = questions.iter().map(|question| question.wanted.len()).sum();
    let questions = questions
        .iter()
        .filter_map(|question| {
            let group = knowledge.facts.groups.get(question.group)?;
            let wanted = question.wanted.iter().filter_map(|wanted| knowledge.facts.get(wanted.fact));
            let wanted = wanted.map(|fact| (fact.clinical.clone(), chart.url(&format!("facts/{}", fact.key))));
            Some((group.title.clone(), wanted.collect()))
        })
        .collect();
    let digest = today::digest(today.card(), ask.house.knowledge_digest());
    let known_since = store::acknowledged(db, chart.client(), &ask.by.id, &digest)?;
    let fields = [("technique", form.technique), ("region", form.region), ("side", form.side), ("force", form.force)];
    let instant = |at: i64| jiff::Timestamp::from_microsecond(at).ok();
    Ok(ScreenPage {
        url: chart.url("screen"),
        base: chart.url(""),
        action: action_word(today.worst().word()),
        stops: screen.stops(),
        checked: today.known.checked_at.and_then(instant),
        known_since: known_since.and_then(instant),
        card: today.card().to_vec(),
        questions,
        not_asked,
        techniques: naming::whole_techniques(&knowledge),
        places: naming::sites(&knowledge),
        form: Filled::sent(fields, refusals),
        verdict,
        writes: writes(ask),
        knowledge: ask.house.knowledge_digest().chars().take(12).collect(),
    })
}

#[derive(Deserialize)]
struct Empty {}

/// What this practitioner has in front of them.
fn prepare_seen(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Empty) -> Result<String> {
    let today = today::today(db, ask)?;
    Ok(today::digest(today.card(), ask.house.knowledge_digest()))
}

fn seen(db: &mut Writer<'_>, ask: &Ask<Chart>, digest: &String) -> Result<Done> {
    if store::acknowledged(db, ask.chart().client(), &ask.by.id, digest)?.is_none() {
        store::acknowledge(db, ask, digest)?;
    }
    Ok(Done::to(ask.chart().url("screen")).about(&digest[..16]))
}
