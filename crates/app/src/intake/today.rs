//! What holds for a client today: the answers put before the rules, read once for every page that needs it.
use super::store;
use crate::complaint;
use crate::door::{Ask, Chart, Result, hex};
use crate::ui::{Mark, MarkKind, Said};
use clinical::application::Application;
use clinical::area::Areas;
use clinical::facts::{Answer, Facts, Occurrence};
use clinical::knowledge::{Fact, FactId, Knowledge, Tier};
use clinical::medicine::{self, Mention};
use clinical::screen::reading::Written;
use clinical::screen::{Action, Context, Findings, LineKind, Proposal, Screen, before_hands, screen};
use db::Reader;
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Everything that the rules read of a client.
pub(crate) struct Known {
    /// The answers that stand, as they are kept.
    pub(super) stated: Vec<store::Stated>,
    pub(crate) facts: Facts,
    pub(crate) context: Context,
    /// Names of medicines that nothing is known of.
    pub(crate) unmatched: Vec<String>,
    /// Facts that a medicine makes one ask about, and nobody has answered.
    pub(crate) asked_by_medicine: Vec<String>,
    /// When the questions of today were last answered.
    pub(crate) checked_at: Option<i64>,
    /// Facts that need no asking before hands: denied since the complaints are what they are, or "not sure" today.
    settled: Vec<String>,
}

fn known(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Known> {
    let (chart, knowledge) = (ask.chart(), &ask.house.knowledge);
    let all = store::current(db, chart.client())?;
    let mut facts = store::facts(knowledge, &ask.practice.zone, &all);
    let last_check = store::last_check(db, chart.client())?;
    for (at, key) in last_check.iter().flat_map(|(at, keys)| keys.split(',').map(move |key| (*at, key))) {
        // "Nothing new" affirms each no that stands.
        if matches!(facts.get(key), Some(Answer::No { .. })) {
            facts.set(key, Answer::No { on: Some(ask.date(at)) });
        }
    }
    let names: Vec<String> = store::medications(db, chart.client())?.into_iter().map(|one| one.name).collect();
    let mut unmatched = Vec::new();
    let mut asked = Vec::new();
    for name in &names {
        let mentions = medicine::look_up(&knowledge.medicines, name);
        if mentions.iter().any(|mention| matches!(mention, Mention::Unknown { .. })) {
            unmatched.push(name.clone());
        }
        let implied = medicine::implied(&knowledge.medicines, &mentions);
        for key in implied.sets.into_keys().filter(|key| knowledge.facts.find(key).is_some()) {
            if !facts.get(&key).is_some_and(Answer::is_yes) {
                facts.add(&key, Occurrence { detail: Some(name.clone()), ..Occurrence::default() });
            }
        }
        asked.extend(implied.asks.into_keys());
    }
    asked.retain(|key| facts.get(key).is_none() && knowledge.facts.find(key).is_some());
    asked.sort_unstable();
    asked.dedup();
    let lasting = complaint::lasting(db, ask)?;
    let mut complaints = Areas::NONE;
    for (site, side) in lasting.iter().flat_map(|one| &one.sites) {
        // A place that the knowledge has since retired opens nothing; the complaint itself still names it.
        complaints |= knowledge.read_places(site, side).unwrap_or(Areas::NONE);
    }
    let changed_at = lasting.iter().map(|one| one.at).max().unwrap_or_default();
    let is_settled = |one: &&store::Stated| match one.answer.as_str() {
        "no" => one.at >= changed_at,
        "unsure" | "declined" => ask.date(one.at) == ask.today,
        _ => false,
    };
    let settled = all.iter().filter(is_settled).map(|one| one.fact.clone()).collect();
    let clearances = store::clearances(db, chart.client())?.iter().filter_map(store::Cleared::clearance).collect();
    let context = Context {
        age: chart.age(ask.today).and_then(|age| u8::try_from(age).ok()),
        clearances,
        complaints,
        ..Context::on(ask.today)
    };
    let checked_at = last_check.map(|(at, _)| at);
    Ok(Known { stated: all, facts, context, unmatched, asked_by_medicine: asked, checked_at, settled })
}

impl Known {
    /// Were the questions of today answered today?
    pub(crate) fn is_checked(&self, ask: &Ask<Chart>) -> bool {
        self.checked_at.is_some_and(|at| ask.date(at) == ask.today)
    }
}

/// What is known of a client, and what the rules make of it today.
pub(crate) struct Today {
    knowledge: Arc<Knowledge>,
    pub(crate) known: Known,
    findings: Arc<Findings>,
    card: OnceCell<Vec<CardLine>>,
    open: OnceCell<usize>,
    before_hands: OnceCell<Vec<FactId>>,
}

/// Reads it and puts it before the rules: once for a request, whoever asks first.
pub(crate) fn today(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Rc<Today>> {
    ask.once(|| {
        let known = known(db, ask)?;
        let knowledge = ask.house.knowledge.clone();
        let findings = screen(&knowledge, &known.facts, &known.context).findings();
        let (card, open, before_hands) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Ok(Today { knowledge, known, findings, card, open, before_hands })
    })
}

impl Today {
    /// The screen itself.
    pub(crate) fn screen(&self) -> Screen<'_> {
        self.findings.clone().over(&self.knowledge)
    }
    /// The card, merged by effect, gravest first.
    pub(crate) fn card(&self) -> &[CardLine] {
        self.card.get_or_init(|| card(&self.screen()))
    }
    /// What the complaints make one ask before hands are laid on, and nobody has answered: once, and again when a complaint
    /// changes. "Not sure" is an answer for the day.
    pub(crate) fn before_hands(&self) -> Vec<&Fact> {
        let asked = || before_hands(&self.knowledge, &self.known.facts, &self.known.context);
        let asked = self.before_hands.get_or_init(asked);
        let facts = asked.iter().filter_map(|fact| self.knowledge.facts.get(*fact));
        facts.filter(|fact| !self.known.settled.contains(&fact.key)).collect()
    }
    /// How many answers that nobody gave could change an ordinary session.
    pub(crate) fn open(&self) -> usize {
        let count = |screen: &Screen<'_>| {
            screen.questions(&anything(screen)).iter().map(|question| question.wanted.len()).sum()
        };
        *self.open.get_or_init(|| count(&self.screen()))
    }
    /// Does the screen stand against this application?
    pub(crate) fn blocks(&self, application: &Application) -> bool {
        let screen = self.screen();
        let side = application.side.map(|side| side.to_string()).unwrap_or_default();
        let force = match (application.grade, application.pressure) {
            (Some(grade), _) => grade.to_string(),
            (None, Some(pressure)) => format!("P{pressure}"),
            (None, None) => String::new(),
        };
        let written =
            Written { technique: &application.technique, region: &application.site, side: &side, force: &force };
        // What the rules do not know, they say nothing of.
        screen.knowledge().read_proposal(&written).is_ok_and(|read| {
            let verdict = screen.judge(&read.proposal);
            let lies = application.position.is_none_or(|position| verdict.lets_lie(position));
            verdict.action() > Action::AllowWithPrecaution || verdict.beyond_cap || !lies
        })
    }
    /// The worst that the screen says of anything at all.
    pub(crate) fn worst(&self) -> Action {
        let held = self.screen();
        held.held().iter().map(|held| Action::of(held.hands, held.refer)).max().unwrap_or(Action::Allow)
    }
}

/// May hands be laid on today, and what is in the way?
pub(crate) struct Gate {
    /// Were the questions of today answered today?
    pub(crate) checked: bool,
    /// Does anything stop all hands-on work?
    pub(crate) stops: bool,
    /// Is a question unanswered that a complaint makes one ask first?
    pub(crate) unanswered: bool,
}

impl Gate {
    /// What stands in the way of hands by this reading.
    pub(crate) fn of(today: &Today, ask: &Ask<Chart>) -> Gate {
        Gate {
            checked: today.known.is_checked(ask),
            stops: today.screen().stops(),
            unanswered: !today.before_hands().is_empty(),
        }
    }
}

/// The gate before hands.
pub(crate) fn gate(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Gate> {
    Ok(Gate::of(&*today(db, ask)?, ask))
}

/// One line of the card *Today with …*.
#[derive(Clone, serde::Serialize)]
pub(crate) struct CardLine {
    pub(crate) kind: MarkKind,
    pub(crate) words: Said,
    /// What the effects say, and why, each with its source.
    pub(crate) reasons: Vec<Reason>,
}

/// One effect that holds.
#[derive(Clone, serde::Serialize)]
pub(crate) struct Reason {
    pub(crate) rule: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) action: String,
    pub(crate) because: Vec<String>,
    pub(crate) source: String,
    pub(crate) certainty: String,
    pub(crate) cleared: bool,
    pub(crate) place_unknown: bool,
}

fn card(screen: &Screen<'_>) -> Vec<CardLine> {
    let lines = screen.card(&[]).lines;
    lines
        .iter()
        .map(|line| {
            let kind = match line.kind {
                LineKind::Stop => MarkKind::Stop,
                LineKind::Avoid => MarkKind::Avoid,
                LineKind::Pressure | LineKind::Position | LineKind::Care => MarkKind::Care,
                LineKind::Note => MarkKind::Note,
            };
            let words = match (line.kind, line.cap) {
                (LineKind::Pressure, Some(cap)) => Said::key("today-cap").with("cap", cap),
                _ => Said::all_known(line.texts.iter().cloned()),
            };
            let reasons = line.held.iter().filter_map(|at| reason(screen, *at)).collect();
            CardLine { kind, words, reasons }
        })
        .collect()
}

fn reason(screen: &Screen<'_>, at: usize) -> Option<Reason> {
    let held = screen.held().get(at)?;
    let knowledge = screen.knowledge();
    let rule = knowledge.safety.rules.get(held.rule)?;
    let effect = rule.effects.get(held.effect)?;
    let because =
        held.facts.iter().filter_map(|id| knowledge.facts.get(*id)).map(|fact| fact.clinical.clone()).collect();
    Some(Reason {
        rule: rule.key.clone(),
        title: rule.title.clone(),
        text: effect.text.clone(),
        action: rule.action.clone(),
        because,
        source: rule.provenance.sources.join(", "),
        certainty: rule.provenance.confidence.letter().into(),
        cleared: !held.cleared.is_empty(),
        place_unknown: held.place_unknown,
    })
}

/// The marks of the chart's header: what is unsafe today, always in sight.
pub(crate) fn marks(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Mark>> {
    let today = today(db, ask)?;
    let url = ask.chart().url("screen");
    let mark = |line: &CardLine| Mark { kind: line.kind, words: line.words.clone(), url: Some(url.clone()) };
    let mut marks: Vec<Mark> = today.card().iter().take(5).map(mark).collect();
    if marks.is_empty() {
        let open = today.open();
        let words =
            if open == 0 { Said::key("today-nothing") } else { Said::key("today-nothing-open").with("count", open) };
        marks.push(Mark { kind: MarkKind::Note, words, url: Some(url) });
    }
    Ok(marks)
}

/// An ordinary session: relaxation everywhere, at medium pressure. What could stop this is worth asking.
pub(crate) fn anything(screen: &Screen<'_>) -> Vec<Proposal> {
    let written = Written { technique: "swedish", region: "whole", side: "", force: "P3" };
    screen.knowledge().read_proposal(&written).map(|read| read.proposal).into_iter().collect()
}

/// The digest of a card: what was seen, so that it is asked again only when it changes.
pub(crate) fn digest(lines: &[CardLine], knowledge: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(knowledge);
    for line in lines {
        for reason in &line.reasons {
            for part in [&reason.rule, &reason.text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
    }
    hex(hash.finalize())
}

/// The keys of the facts of a tier, each group apart.
pub(crate) fn groups(knowledge: &Knowledge, tier: Tier) -> impl Iterator<Item = usize> + '_ {
    knowledge.facts.groups.iter().enumerate().filter(move |(_, group)| group.tier == tier).map(|(at, _)| at)
}
