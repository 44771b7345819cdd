//! Plans in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Row, Value, Writer};

/// A version of a plan.
#[derive(Clone, Default)]
pub(super) struct Plan {
    pub(super) id: String,
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) by_name: String,
    pub(super) about: String,
    pub(super) complaint: String,
    pub(super) side: String,
    pub(super) visits: Option<i64>,
    pub(super) weeks: Option<i64>,
    pub(super) minutes: Option<i64>,
    pub(super) review_on: Option<String>,
    pub(super) words: String,
    pub(super) state: String,
    pub(super) reason: String,
    pub(super) knowledge: String,
    pub(super) items: Vec<Item>,
}

/// What a version holds: a technique, a goal, an item of home care.
#[derive(Clone, Default)]
pub(super) struct Item {
    pub(super) version: String,
    pub(super) kind: String,
    pub(super) key: String,
    pub(super) condition: String,
    pub(super) sites: String,
    pub(super) side: String,
    pub(super) pressure: Option<i64>,
    pub(super) minutes: Option<f64>,
    pub(super) detail: String,
    pub(super) scale: String,
    pub(super) form_version: String,
    pub(super) recall: String,
    pub(super) method: String,
    pub(super) from: Option<f64>,
    pub(super) target: Option<f64>,
    pub(super) by_on: Option<String>,
}

/// The latest version of each plan that was not entered in error.
macro_rules! standing {
    ($tail:literal) => {
        concat!(
            "select l.id, l.of, l.at, l.about, l.complaint, l.side, l.visits, l.weeks, l.minutes, l.review_on, l.words,
               l.state, l.reason, l.knowledge, p.name
             from plan l left join person p on p.id = l.by
             where l.client in (select client from chart_of where chart = :chart)
               and not exists (select 1 from plan n where n.of = l.of and (n.at > l.at or (n.at = l.at and n.id > l.id)))
               and not exists (select 1 from plan w where w.of = l.of and w.withdrawn_reason is not null) ",
            $tail
        )
    };
}

fn plan(row: &Row) -> Result<Plan> {
    let text = |name| Ok::<String, Error>(row.text(name)?.into());
    Ok(Plan {
        id: text("id")?,
        of: text("of")?,
        at: row.int("at")?,
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        about: text("about")?,
        complaint: text("complaint")?,
        side: text("side")?,
        visits: row.opt_int("visits")?,
        weeks: row.opt_int("weeks")?,
        minutes: row.opt_int("minutes")?,
        review_on: row.opt_text("review_on")?.map(Into::into),
        words: text("words")?,
        state: text("state")?,
        reason: text("reason")?,
        knowledge: text("knowledge")?,
        items: Vec::new(),
    })
}

/// The plans of a chart, those that stand first, the newest first, each with what it holds.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Plan>> {
    let mut plans = db.rows(
        standing!("order by case when l.state = '' then 0 else 1 end, l.of desc, l.id limit 100"),
        &[("chart", chart.client().into())],
        plan,
    )?;
    for item in items(db, chart)? {
        if let Some(plan) = plans.iter_mut().find(|plan| plan.id == item.version) {
            plan.items.push(item);
        }
    }
    Ok(plans)
}

/// One plan of this chart.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Option<Plan>> {
    Ok(list(db, chart)?.into_iter().find(|plan| plan.of == of))
}

/// What every version of every plan of a chart holds, in its order.
fn items(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Item>> {
    db.rows(
        "select version, kind, key, condition, sites, side, pressure, duration_min, detail, scale, form_version, recall,
           method, from_value, target, by_on
         from plan_item where client in (select client from chart_of where chart = :chart) order by version, n, id",
        &[("chart", chart.client().into())],
        |row| {
            let text = |name| Ok::<String, Error>(row.text(name)?.into());
            Ok(Item {
                version: text("version")?,
                kind: text("kind")?,
                key: text("key")?,
                condition: text("condition")?,
                sites: text("sites")?,
                side: text("side")?,
                pressure: row.opt_int("pressure")?,
                minutes: row.opt_real("duration_min")?,
                detail: text("detail")?,
                scale: text("scale")?,
                form_version: text("form_version")?,
                recall: text("recall")?,
                method: text("method")?,
                from: row.opt_real("from_value")?,
                target: row.opt_real("target")?,
                by_on: row.opt_text("by_on")?.map(Into::into),
            })
        },
    )
}

/// Keeps a version with what it holds.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, plan: &Plan) -> Result<()> {
    insert(db, ask, id, plan, Value::Null)?;
    for (n, item) in (0_i64..).zip(&plan.items) {
        let own = ask.id("pit");
        let columns = [
            ("version", id.into()),
            ("n", n.into()),
            ("kind", item.kind.as_str().into()),
            ("key", item.key.as_str().into()),
            ("condition", item.condition.as_str().into()),
            ("sites", item.sites.as_str().into()),
            ("side", item.side.as_str().into()),
            ("pressure", item.pressure.into()),
            ("duration_min", item.minutes.into()),
            ("detail", item.detail.as_str().into()),
            ("scale", item.scale.as_str().into()),
            ("form_version", item.form_version.as_str().into()),
            ("recall", item.recall.as_str().into()),
            ("method", item.method.as_str().into()),
            ("from_value", item.from.into()),
            ("target", item.target.into()),
            ("by_on", item.by_on.as_deref().map_or(Value::Null, Into::into)),
        ];
        ask.record(db, "plan_item", (&own, &own), ask.micros(), columns)?;
    }
    Ok(())
}

/// Entered in error: it stays in the record and leaves the lists.
pub(super) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, was: &Plan, reason: &str) -> Result<()> {
    insert(db, ask, &ask.id("pla"), was, reason.into())
}

fn insert(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, plan: &Plan, withdrawn: Value) -> Result<()> {
    let columns = [
        ("about", plan.about.as_str().into()),
        ("complaint", plan.complaint.as_str().into()),
        ("side", plan.side.as_str().into()),
        ("visits", plan.visits.into()),
        ("weeks", plan.weeks.into()),
        ("minutes", plan.minutes.into()),
        ("review_on", plan.review_on.as_deref().map_or(Value::Null, Into::into)),
        ("words", plan.words.as_str().into()),
        ("state", plan.state.as_str().into()),
        ("reason", plan.reason.as_str().into()),
        ("knowledge", plan.knowledge.as_str().into()),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "plan", (id, &plan.of), ask.micros(), columns)
}

/// Which techniques were applied in which sessions, once each.
pub(super) fn applied(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<(String, String)>> {
    db.rows(
        "select distinct a.technique, a.session from application a
         where a.id = a.of and a.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         order by a.technique, a.session",
        &[("chart", chart.client().into())],
        |row| Ok((row.text("technique")?.into(), row.text("session")?.into())),
    )
}

/// The language in which the client reads; empty where none was noted.
pub(super) fn language(db: &mut Reader<'_>, chart: &Chart) -> Result<String> {
    let found = db.row("select locale from client where id = :chart", &[("chart", chart.client().into())], |row| {
        Ok::<String, Error>(row.text("locale")?.into())
    })?;
    Ok(found.unwrap_or_default())
}
