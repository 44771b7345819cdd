//! Clearance: somebody entitled allowed what a rule holds back, or assessed a red flag. A record of its own.
use super::{store, today, writes};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::papers;
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/clearances", "clearance.show", Right::ReadChart, show)
        .act("/clients/{client}/clearances", "clearance.record", Right::WriteChart, prepare, record)
        .act(
            "/clients/{client}/clearances/{entry}/withdraw",
            "clearance.withdraw",
            Right::WriteChart,
            prepare_withdraw,
            withdraw,
        )
}

/// One clearance as it stands.
#[derive(Serialize)]
struct Row {
    of: String,
    rule: String,
    /// What the rule is called; none where it is no longer in the knowledge.
    title: Option<String>,
    kind: Said,
    by: String,
    on: Date,
    until: Option<Date>,
    over: bool,
    allows: String,
}

#[derive(Template, Serialize)]
#[template(path = "intake/clearances.html")]
struct Clearances {
    url: String,
    rows: Vec<Row>,
    /// The rules that hold now and have not been cleared.
    rules: Vec<Choice>,
    /// What was scanned or photographed of each.
    papers: papers::Attached,
    papers_url: String,
    form: Filled,
    writes: bool,
}

impl Page for Clearances {
    fn title(&self, words: &Words) -> String {
        words.t("clearance-title")
    }
    fn tab(&self) -> &'static str {
        "tab-intake"
    }
}

/// The kinds, with their words.
const KINDS: [(&str, &str); 2] = [("cleared", "clearance-cleared"), ("assessed", "clearance-assessed")];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    rule: String,
    kind: String,
    given_by: String,
    profession: String,
    given_on: String,
    until_on: String,
    allows: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Clearances> {
    page(db, ask, Filled::empty().with("rule", form.rule))
}

fn page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Clearances> {
    let knowledge = ask.house.knowledge.clone();
    let chart = ask.chart();
    let today = today::today(db, ask)?;
    let screen = today.screen();
    let mut rules: Vec<usize> =
        screen.held().iter().filter(|held| held.cleared.is_empty()).map(|held| held.rule).collect();
    rules.dedup();
    rules.sort_unstable();
    rules.dedup();
    let rules = rules.iter().filter_map(|at| knowledge.safety.rules.get(*at));
    let title = |key: &str| knowledge.safety.rule(key).map(|rule| rule.title.clone());
    let rows = store::clearances(db, chart.client())?.into_iter().filter_map(|one| {
        let until: Option<Date> = one.until_on.as_deref().and_then(|text| text.parse().ok());
        Some(Row {
            title: title(&one.rule),
            rule: one.rule,
            kind: Said::key(
                KINDS.iter().find(|(key, _)| *key == one.kind).map_or("clearance-cleared", |(_, word)| word),
            ),
            by: format!("{}, {}", one.given_by, one.profession),
            on: one.given_on.parse().ok()?,
            over: until.is_some_and(|until| until < ask.today),
            until,
            allows: one.allows,
            of: one.of,
        })
    });
    Ok(Clearances {
        url: chart.url("clearances"),
        rows: rows.collect(),
        rules: rules.map(|rule| Choice::new(rule.key.clone(), Said::all_known([&rule.key, &rule.title]))).collect(),
        papers: papers::attached(db, ask, "clearance")?,
        papers_url: chart.url("papers"),
        form,
        writes: writes(ask),
    })
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Cleared> {
    let knowledge = ask.house.knowledge.clone();
    let mut refusals = Vec::new();
    let mut refuse = |wrong: bool, field: &'static str, key: &'static str| {
        if wrong {
            refusals.push(Refusal::new(field, key));
        }
    };
    refuse(!knowledge.safety.rules.iter().any(|rule| rule.key == form.rule), "rule", "ui-choose");
    refuse(!KINDS.iter().any(|(key, _)| *key == form.kind), "kind", "ui-choose");
    let named = |text: &str| !text.trim().is_empty() && text.chars().count() <= 200;
    refuse(!named(&form.given_by), "given_by", "ui-text-200");
    refuse(!named(&form.profession), "profession", "ui-text-200");
    refuse(form.allows.chars().count() > 2_000, "allows", "ui-text-2000");
    let on: Option<Date> = form.given_on.trim().parse().ok().filter(|on| *on <= ask.today);
    refuse(on.is_none(), "given_on", "clearance-on");
    let until: Option<Date> = form.until_on.trim().parse().ok();
    let wrong = !form.until_on.trim().is_empty() && until.zip(on).is_none_or(|(until, on)| until < on);
    refuse(wrong, "until_on", "clearance-until");
    match on {
        Some(on) if refusals.is_empty() => Ok(store::Cleared {
            of: String::new(),
            rule: form.rule,
            given_by: form.given_by.trim().into(),
            profession: form.profession.trim().into(),
            given_on: on.to_string(),
            until_on: until.map(|until| until.to_string()),
            kind: form.kind,
            allows: form.allows.trim().into(),
        }),
        _ => {
            let fields = [
                ("rule", form.rule.as_str()),
                ("kind", &form.kind),
                ("given_by", &form.given_by),
                ("profession", &form.profession),
                ("given_on", &form.given_on),
                ("until_on", &form.until_on),
                ("allows", &form.allows),
            ];
            let shown = page(db, ask, Filled::sent(fields, refusals))?;
            Err(Error::Refused(Shown::new(shown)))
        }
    }
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, cleared: &store::Cleared) -> Result<Done> {
    store::clear(db, ask, cleared, None)?;
    Ok(Done::to(ask.chart().url("screen")).about(&cleared.rule))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Withdrawing {
    entry: String,
    reason: String,
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Withdrawing) -> Result<(store::Cleared, String)> {
    let all = store::clearances(db, ask.chart().client())?;
    let one = all.into_iter().find(|one| one.of == form.entry).ok_or(Error::NotFound)?;
    let reason = form.reason.trim();
    if reason.chars().count() < 3 || reason.chars().count() > 500 {
        let filled = Filled::sent([("reason", reason)], vec![Refusal::new("reason", "session-reason")]);
        return Err(Error::Refused(Shown::new(page(db, ask, filled)?)));
    }
    Ok((one, reason.into()))
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (one, reason): &(store::Cleared, String)) -> Result<Done> {
    store::clear(db, ask, one, Some(reason))?;
    Ok(Done::to(ask.chart().url("clearances")).about(&one.of).because(reason))
}
