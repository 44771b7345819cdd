//! Complaints, visits, techniques and medicines, as a letter tells them. All this SQL only reads.
use crate::door::{Chart, Error, Result};
use db::Reader;

/// A complaint as it stands.
pub(in crate::letters) struct Complaint {
    pub(in crate::letters) of: String,
    pub(in crate::letters) words: String,
    pub(in crate::letters) onset: String,
    pub(in crate::letters) goal: String,
}

/// The complaints of a chart: those that last first, the newest first.
pub(in crate::letters) fn complaints(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Complaint>> {
    db.rows(
        "select c.of, c.words, c.onset, c.goal from complaint c
         where c.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from complaint l where l.of = c.of and (l.at > c.at or (l.at = c.at and l.id > c.id)))
           and not exists (select 1 from complaint w where w.of = c.of and w.withdrawn_reason is not null)
         order by case when c.outcome = '' then 0 else 1 end, c.of desc, c.id",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Complaint {
                of: row.text("of")?.into(),
                words: row.text("words")?.into(),
                onset: row.text("onset")?.into(),
                goal: row.text("goal")?.into(),
            })
        },
    )
}

/// A visit, with its account where it is signed.
pub(in crate::letters) struct Visit {
    /// When it took place; nothing where nobody stated it.
    pub(in crate::letters) effective_at: Option<i64>,
    pub(in crate::letters) minutes: Option<f64>,
    pub(in crate::letters) by_name: String,
    /// Did it end, or was it signed?
    pub(in crate::letters) took_place: bool,
    /// Subjective, objective, assessment, plan; nothing where it is not signed.
    pub(in crate::letters) note: Option<[String; 4]>,
}

/// The visits of a chart, the first first; those without a stated day last.
pub(in crate::letters) fn visits(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Visit>> {
    db.rows(
        "select s.effective_at, p.name, n.subjective, n.objective, n.assessment, n.plan,
           (select max(e.duration_min) from session_end e where e.session = s.of) as minutes,
           (select count(*) from session_end e where e.session = s.of) as ended
         from session s left join person p on p.id = s.by
           left join note n on n.session = s.of
             and not exists (select 1 from note_mark m where m.note = n.id and m.kind = 'error')
         where s.id = s.of and s.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)
         order by case when s.effective_at is null then 1 else 0 end, s.effective_at, s.id",
        &[("chart", chart.client().into())],
        |row| {
            let part = |name: &str| Ok::<_, Error>(row.opt_text(name)?.map(String::from));
            let note = match (part("subjective")?, part("objective")?, part("assessment")?, part("plan")?) {
                (Some(one), Some(two), Some(three), Some(four)) => Some([one, two, three, four]),
                _ => None,
            };
            Ok(Visit {
                effective_at: row.opt_int("effective_at")?,
                minutes: row.opt_real("minutes")?,
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
                took_place: row.int("ended")? > 0 || note.is_some(),
                note,
            })
        },
    )
}

/// The techniques used, by key, the most used first.
pub(in crate::letters) fn techniques(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<String>> {
    db.rows(
        "select a.technique, count(*) as times from application a
         where a.id = a.of and a.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         group by a.technique order by count(*) desc, a.technique limit 8",
        &[("chart", chart.client().into())],
        |row| Ok(row.text("technique")?.to_string()),
    )
}

/// The medicines taken now, as they were named.
pub(in crate::letters) fn medicines(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<String>> {
    db.rows(
        "select m.name from medication m
         where m.client in (select client from chart_of where chart = :chart) and m.ended = 0
           and not exists (select 1 from medication n where n.of = m.of and n.ended = 1)
         order by m.at, m.id",
        &[("chart", chart.client().into())],
        |row| Ok(row.text("name")?.to_string()),
    )
}
