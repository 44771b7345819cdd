//! The plan of care: proposed by the judgement, chosen and edited by the practitioner, told to the client in plain words,
//! measured by its goals.
pub(crate) mod for_client;
mod form;
mod offer;
mod plain;
mod propose;
mod store;

pub(crate) use offer::{Planned, planned};

use crate::consent::{gate, plain as told};
use crate::door::{Ask, Chart, Error, Page, Result, Right, Routes};
use crate::naming;
use crate::ui::{Brief, Choice, Filled, Panel, Said, Words, filters, say};
use askama::Template;
use clinical::Refusal;
use clinical::consent::Given;
use clinical::goal::{Goal, Standing};
use clinical::measure::{MeasureId, Reading};
use clinical::taking::Subject;
use db::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/plan", "plan.show", Right::ReadChart, show)
        .look("/clients/{client}/plan/new", "plan.propose", Right::ReadChart, build)
        .look_by_post("/clients/{client}/plan/new", "plan.propose", Right::ReadChart, build)
        .look("/clients/{client}/plan/{plan}", "plan.edit", Right::ReadChart, edit)
        .look("/clients/{client}/plan/{plan}/plain", "plan.tell", Right::ReadChart, plain::show)
        .join(form::routes())
}

/// Fields as they were sent, those of the path among them.
type Sent = BTreeMap<String, Vec<String>>;

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

/// A technique of a plan as it is read.
#[derive(Serialize)]
struct TechniqueView {
    name: String,
    places: String,
    side: Option<Said>,
    dose: Vec<Said>,
    detail: String,
    /// Added by the practitioner.
    own: bool,
    /// Consents that are missing, each with why.
    lacks: Vec<(Said, Said)>,
}

/// A goal with where it stands, error first.
#[derive(Serialize)]
pub(crate) struct GoalView {
    pub(crate) name: Vec<Said>,
    pub(crate) url: String,
    pub(crate) unit: String,
    pub(crate) from: f64,
    pub(crate) target: f64,
    pub(crate) by: Option<Date>,
    pub(crate) latest: Option<f64>,
    pub(crate) latest_at: Option<Timestamp>,
    /// What the change since the goal was set amounts to.
    pub(crate) change: Option<Said>,
    pub(crate) standing: Said,
    pub(crate) tone: &'static str,
    #[serde(skip)]
    pub(crate) measure: MeasureId,
    pub(crate) reached: bool,
}

/// A plan as it is read.
#[derive(Serialize)]
pub(crate) struct PlanView {
    of: String,
    url: String,
    plain_url: String,
    at: Option<Timestamp>,
    by: String,
    pub(crate) about: Vec<String>,
    techniques: Vec<TechniqueView>,
    pub(crate) goals: Vec<GoalView>,
    home: Vec<(String, String)>,
    pub(crate) visits: Option<i64>,
    weeks: Option<i64>,
    minutes: Option<i64>,
    review_on: Option<Date>,
    review_due: bool,
    words: String,
    state: Option<Said>,
    reason: String,
    stands: bool,
}

/// The plans of a chart.
#[derive(Template, Serialize)]
#[template(path = "plan/page.html")]
struct Shown {
    base: String,
    plans: Vec<PlanView>,
    before: gate::Before,
    form: Filled,
    writes: bool,
}

impl Page for Shown {
    fn title(&self, words: &Words) -> String {
        words.t("plan-title")
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Shown> {
    show_page(db, ask, Filled::empty())
}

fn show_page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<Shown> {
    Ok(Shown {
        base: ask.chart().url("plan"),
        plans: views(db, ask)?,
        before: gate::before(db, ask, "")?,
        form,
        writes: writes(ask),
    })
}

fn views(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<PlanView>> {
    let plans = store::list(db, ask.chart())?;
    let given = gate::given(db, ask)?;
    let known = if plans.is_empty() { Vec::new() } else { crate::measures::known(db, ask)? };
    Ok(plans.into_iter().map(|plan| view(ask, &given, &known, plan)).collect())
}

fn view(ask: &Ask<Chart>, given: &[Given], known: &[crate::measures::Known], plan: store::Plan) -> PlanView {
    let stands = plan.state.is_empty();
    let of_kind = |kind: &'static str| plan.items.iter().filter(move |item| item.kind == kind);
    let review_on: Option<Date> = plan.review_on.as_deref().and_then(|on| on.parse().ok());
    let techniques = of_kind("technique").map(|item| technique(ask, if stands { Some(given) } else { None }, item));
    let home = of_kind("home").filter_map(|item| {
        let found = ask.house.knowledge.homecare.item(&item.key)?;
        let spanish = found.es.as_ref().filter(|_| ask.words.locale().folder() == "es");
        let name = spanish.map_or(&found.name, |es| &es.name);
        Some((name.clone(), found.dose.to_string()))
    });
    PlanView {
        url: ask.chart().url(&format!("plan/{}", plan.of)),
        plain_url: ask.chart().url(&format!("plan/{}/plain", plan.of)),
        at: Timestamp::from_microsecond(plan.at).ok(),
        about: plan.about.split(',').map(|key| propose::condition_name(ask, key)).collect(),
        techniques: techniques.collect(),
        goals: of_kind("goal").filter_map(|item| goal(ask, known, plan.at, item)).collect(),
        home: home.collect(),
        visits: plan.visits,
        weeks: plan.weeks,
        minutes: plan.minutes,
        review_due: stands && review_on.is_some_and(|on| on <= ask.today),
        review_on,
        state: match plan.state.as_str() {
            "superseded" => Some(Said::key("plan-superseded")),
            "ended" => Some(Said::key("plan-ended")),
            _ => None,
        },
        reason: if plan.state == "ended" { plan.reason } else { String::new() },
        by: plan.by_name,
        words: plan.words,
        of: plan.of,
        stands,
    }
}

fn technique(ask: &Ask<Chart>, given: Option<&[Given]>, item: &store::Item) -> TechniqueView {
    let mut dose = Vec::new();
    dose.extend(item.pressure.map(|pressure| Said::plain(format!("P{pressure}"))));
    dose.extend(item.minutes.map(|minutes| Said::plain(format!("{minutes} min"))));
    TechniqueView {
        name: propose::technique_name(ask, &item.key),
        places: told::places(&ask.house.knowledge, ask.words, &item.sites),
        side: naming::side(&item.side),
        dose,
        detail: item.detail.clone(),
        own: item.condition.is_empty(),
        lacks: given.map(|given| gate::lacking(ask, given, &item.key, &item.sites)).unwrap_or_default(),
    }
}

/// What a goal's item measures.
fn measure_of(item: &store::Item) -> MeasureId {
    MeasureId {
        key: item.key.clone(),
        scale: item.scale.clone(),
        version: item.form_version.clone(),
        recall: item.recall.clone(),
        site: item.sites.clone(),
        method: item.method.clone(),
    }
}

fn goal(ask: &Ask<Chart>, known: &[crate::measures::Known], set_at: i64, item: &store::Item) -> Option<GoalView> {
    let measure = measure_of(item);
    let subject = Subject::find(&ask.house.knowledge, &measure.key)?;
    let lines = subject.lines(&measure.scale, &measure.method)?;
    let by: Option<Date> = item.by_on.as_deref().and_then(|on| on.parse().ok());
    let (from, target) = (item.from?, item.target?);
    let goal = Goal { measure: measure.clone(), from, target, by: by? };
    let mut own = known.iter().filter(|one| one.measure == measure);
    let readings: Vec<(MeasureId, Reading)> =
        own.clone().map(|one| (one.measure.clone(), one.reading.clone())).collect();
    let latest = own.clone().filter(|one| one.reading.firm).max_by_key(|one| one.reading.at);
    let later = latest.filter(|one| one.reading.at.as_microsecond() > set_at);
    let change = later.map(|one| Said::key(crate::measures::change_word(&lines.change(from, one.reading.value))));
    let (standing, tone) = match goal.standing(&lines, &readings, ask.today) {
        // A value of the day on which the goal was set is its start, not its end.
        Standing::Reached if later.is_some() => ("plan-goal-reached", "green"),
        Standing::Missed => ("plan-goal-missed", "amber"),
        Standing::Unmeasured => ("plan-goal-unmeasured", ""),
        Standing::Reached | Standing::Open => ("plan-goal-open", "brand"),
    };
    Some(GoalView {
        name: own.next_back().map_or_else(|| vec![Said::plain(subject.name())], |one| one.name.clone()),
        url: ask.chart().url(&format!("measures/{}", measure.key)),
        unit: latest.map(|one| one.unit.clone()).unwrap_or_default(),
        from,
        target,
        by,
        latest: latest.map(|one| one.reading.value),
        latest_at: latest.map(|one| one.reading.at),
        change,
        standing: Said::key(standing),
        tone,
        measure,
        reached: standing == "plan-goal-reached",
    })
}

/// A goal that can be set.
#[derive(Serialize)]
struct AimView {
    n: usize,
    id: String,
    name: Vec<Said>,
    unit: String,
    from: f64,
    /// No published size: a target can still be typed.
    no_size: bool,
}

/// The builder.
#[derive(Template, Serialize)]
#[template(path = "plan/build.html")]
struct Build {
    base: String,
    /// Where it is kept.
    url: String,
    /// The plan that is changed; empty for a new one.
    of: String,
    suggested: Vec<Choice>,
    conditions: Vec<Choice>,
    about: Vec<Choice>,
    offers: Vec<propose::Offer>,
    left: Vec<propose::Left>,
    aims: Vec<AimView>,
    home: Vec<propose::Home>,
    not_home: Vec<propose::Home>,
    course: String,
    techniques: Vec<Choice>,
    sites: Vec<Choice>,
    own: Vec<usize>,
    stops: bool,
    screen: String,
    /// Plans that stand, which a new one may take the place of.
    replaces: Vec<Choice>,
    /// What stands now, where it changed meanwhile.
    meanwhile: Option<PlanView>,
    form: Filled,
    writes: bool,
}

impl Page for Build {
    fn title(&self, words: &Words) -> String {
        words.t(if self.of.is_empty() { "plan-new" } else { "plan-change" })
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

/// The conditions that were chosen, as far as we know them.
fn chosen(ask: &Ask<Chart>, sent: &Sent) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in ["about", "more"].iter().filter_map(|name| sent.get(*name)).flatten() {
        if ask.house.knowledge.conditions.get(key).is_some() && !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys.truncate(6);
    keys
}

fn build(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Build> {
    build_page(db, ask, &sent, "", None)
}

fn edit(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Build> {
    let of = sent.get("plan").and_then(|values| values.first()).cloned().unwrap_or_default();
    let plan = store::one(db, ask.chart(), &of)?.filter(|plan| plan.state.is_empty()).ok_or(Error::NotFound)?;
    let about: Vec<String> = plan.about.split(',').map(Into::into).collect();
    let side = propose::side(&crate::complaint::lasting(db, ask)?);
    let judged = propose::judge(db, ask, &about, side)?;
    let sent = form::filled(&plan, &judged);
    build_page(db, ask, &sent, &of, Some(Vec::new()))
}

/// The builder over what was sent. `refusals`: none for a form that is only begun.
fn build_page(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    sent: &Sent,
    of: &str,
    refusals: Option<Vec<Refusal>>,
) -> Result<Build> {
    let knowledge = ask.house.knowledge.clone();
    let complaints = crate::complaint::lasting(db, ask)?;
    let suggested = propose::suggested(&knowledge, &complaints);
    let mut about = chosen(ask, sent);
    if about.is_empty() && refusals.is_none() {
        about.extend(suggested.first().cloned().or_else(|| complaints.is_empty().then(|| "wellness".into())));
    }
    let judged = propose::judge(db, ask, &about, propose::side(&complaints))?;
    let sent = if refusals.is_none() { form::begun(ask, &judged) } else { sent.clone() };
    let meanwhile = refusals.iter().flatten().any(|refusal| refusal.key == "plan-meanwhile");
    let mut views = views(db, ask)?;
    let meanwhile =
        if meanwhile { views.iter().position(|view| view.of == of).map(|at| views.remove(at)) } else { None };
    let replaces = views.iter().filter(|view| of.is_empty() && view.stands);
    let choice = |key: &String| Choice::new(key.clone(), Said::plain(propose::condition_name(ask, key)));
    let fields = sent.into_iter().flat_map(|(name, values)| values.into_iter().map(move |one| (name.clone(), one)));
    let all = suggested.iter().filter(|key| !about.contains(key)).map(choice);
    Ok(Build {
        base: ask.chart().url("plan"),
        url: ask.chart().url(if of.is_empty() { "plan".into() } else { format!("plan/{of}") }.as_str()),
        of: of.into(),
        suggested: all.collect(),
        conditions: std::iter::once(Choice::new("", Said::key("plan-none-more")))
            .chain(propose::conditions(ask))
            .collect(),
        about: about.iter().map(choice).collect(),
        aims: aims(&judged),
        techniques: techniques(ask),
        sites: sites(ask),
        own: (1..=form::OWN).collect(),
        stops: judged.stops,
        screen: ask.chart().url("screen"),
        replaces: replaces.map(|view| Choice::new(view.of.clone(), Said::plain(view.about.join(", ")))).collect(),
        offers: judged.offers,
        left: judged.left,
        home: judged.home,
        not_home: judged.not_home,
        course: judged.course,
        meanwhile,
        form: Filled::sent(fields, refusals.unwrap_or_default()),
        writes: writes(ask),
    })
}

fn aims(judged: &propose::Judged) -> Vec<AimView> {
    let aims = judged.aims.iter().enumerate();
    aims.map(|(n, aim)| AimView {
        n,
        id: aim.id.clone(),
        name: aim.name.clone(),
        unit: aim.unit.clone(),
        from: aim.from,
        no_size: aim.target.is_none(),
    })
    .collect()
}

fn techniques(ask: &Ask<Chart>) -> Vec<Choice> {
    let all = ask.house.knowledge.techniques.list().iter();
    let all = all.map(|one| Choice::new(one.key.clone(), Said::plain(propose::technique_name(ask, &one.key))));
    std::iter::once(Choice::new("", Said::key("plan-own-none"))).chain(all).collect()
}

fn sites(ask: &Ask<Chart>) -> Vec<Choice> {
    let knowledge = &ask.house.knowledge;
    let areas = knowledge.regions.areas().iter().map(|area| area.key.clone());
    let regions = knowledge.regions.list().iter().map(|region| region.key.clone());
    let all = areas.chain(regions).map(|key| {
        let name = told::place(knowledge, ask.words, &key);
        Choice::new(key, Said::plain(name))
    });
    std::iter::once(Choice::new("", Said::key("complaint-no-site"))).chain(all).collect()
}

/// The plan on the overview of a chart: goals first.
#[derive(Template, Serialize)]
#[template(path = "plan/panel.html")]
struct OnChart {
    plans: Vec<PlanView>,
    base: String,
}

/// The plans that stand, each with its goals.
pub(crate) fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<PlanView>> {
    Ok(views(db, ask)?.into_iter().filter(|plan| plan.stands).collect())
}

/// The plan, on the overview of a chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let body = OnChart { plans: standing(db, ask)?, base: ask.chart().url("plan") };
    Ok(Some(Panel::new("plan-title", body).link(ask.chart().url("plan"), "plan-all")))
}

/// The first goal that is not reached yet; nothing where there is none.
pub(crate) fn brief(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Brief>> {
    let mut goals = standing(db, ask)?.into_iter().flat_map(|plan| plan.goals);
    Ok(goals.find(|goal| !goal.reached).map(|goal| Brief {
        change: Some((goal.latest.unwrap_or(goal.from), goal.target, goal.unit)),
        ..Brief::new("target", "plan-brief", goal.name)
    }))
}

/// A date as the client's paper has it.
fn date_in(words: &Words, on: Date) -> String {
    say::date(words.locale(), on)
}

/// The conditions that the plans in force are for.
pub(crate) fn conditions_of(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<String>> {
    let plans = store::list(db, ask.chart())?;
    let standing = plans.iter().filter(|plan| plan.state.is_empty());
    let keys = standing.flat_map(|plan| plan.about.split(',')).filter(|key| !key.is_empty());
    Ok(keys.map(str::to_owned).collect())
}

/// What a condition is called for this practitioner: by its name where the profession assesses, in plain words else.
pub(crate) fn condition_name(ask: &Ask<Chart>, key: &str) -> String {
    propose::condition_name(ask, key)
}
