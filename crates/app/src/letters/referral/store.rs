//! Referrals in the database. All their SQL is here.
use crate::door::{Ask, Chart, Result};
use db::{Reader, Writer};

/// A referral as it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Referral {
    /// The id of this version.
    pub(super) id: String,
    /// The first version's; empty before it is kept.
    pub(super) of: String,
    pub(super) by_name: String,
    pub(super) at: i64,
    pub(super) direction: String,
    pub(super) whom: String,
    pub(super) rule: String,
    pub(super) why: String,
    pub(super) complaint: String,
    pub(super) due_on: Option<String>,
    pub(super) state: String,
    pub(super) answer: String,
}

/// The referrals of a chart as they stand: those awaited first, the latest first.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Referral>> {
    db.rows(
        "select r.id, r.of, r.at, r.direction, r.whom, r.rule, r.why, r.complaint, r.due_on, r.state, r.answer, p.name
         from referral r left join person p on p.id = r.by
         where r.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from referral n where n.of = r.of and (n.at > r.at or (n.at = r.at and n.id > r.id)))
           and not exists (select 1 from referral w where w.of = r.of and w.withdrawn_reason is not null)
         order by case when r.state = 'open' then 0 else 1 end, r.at desc, r.id desc limit 200",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Referral {
                id: row.text("id")?.into(),
                of: row.text("of")?.into(),
                at: row.int("at")?,
                direction: row.text("direction")?.into(),
                whom: row.text("whom")?.into(),
                rule: row.text("rule")?.into(),
                why: row.text("why")?.into(),
                complaint: row.text("complaint")?.into(),
                due_on: row.opt_text("due_on")?.map(Into::into),
                state: row.text("state")?.into(),
                answer: row.text("answer")?.into(),
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
            })
        },
    )
}

/// A referral whose answer is overdue.
pub(super) struct Overdue {
    pub(super) chart: String,
    /// The client's name.
    pub(super) client: String,
    pub(super) whom: String,
    pub(super) due_on: String,
}

/// Those of this person that await an answer from before this day, the oldest first, at most a hundred.
pub(super) fn overdue(db: &mut Reader<'_>, by: &str, today: &str) -> Result<Vec<Overdue>> {
    db.rows(
        "select o.chart, c.used_name, r.whom, r.due_on from referral r
           join chart_of o on o.client = r.client join client c on c.id = o.chart
         where r.by = :by and r.state = 'open' and r.due_on < :today
           and not exists (select 1 from referral n where n.of = r.of and (n.at > r.at or (n.at = r.at and n.id > r.id)))
         order by r.due_on, r.id limit 100",
        &[("by", by.into()), ("today", today.into())],
        |row| {
            Ok(Overdue {
                chart: row.text("chart")?.into(),
                client: row.text("used_name")?.into(),
                whom: row.text("whom")?.into(),
                due_on: row.opt_text("due_on")?.unwrap_or_default().into(),
            })
        },
    )
}

/// Keeps a version: asked, answered, closed.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, one: &Referral) -> Result<()> {
    let of = if one.of.is_empty() { &one.id } else { &one.of };
    let own = [
        ("direction", one.direction.as_str().into()),
        ("whom", one.whom.as_str().into()),
        ("rule", one.rule.as_str().into()),
        ("why", one.why.as_str().into()),
        ("complaint", one.complaint.as_str().into()),
        ("due_on", one.due_on.as_deref().into()),
        ("state", one.state.as_str().into()),
        ("answer", one.answer.as_str().into()),
    ];
    ask.record(db, "referral", (&one.id, of), ask.micros(), own)
}
