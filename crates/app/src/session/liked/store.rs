//! What was said of the pressure, in the database. All this SQL only reads.
use crate::door::{Chart, Error, Result};
use db::Reader;

/// One application of an earlier session, with one thing said of it, or nothing.
pub(super) struct Told {
    pub(super) of: String,
    pub(super) technique: String,
    pub(super) site: String,
    pub(super) pressure: Option<u8>,
    pub(super) position: String,
    pub(super) code: String,
    pub(super) level: Option<u8>,
}

/// The applications with a pressure or a position of the last dozen sessions but this one, in the order in which they were
/// recorded, and under each what was said of it.
pub(super) fn said(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Vec<Told>> {
    db.rows(
        "select a.of, a.technique, a.site, a.pressure, a.position, coalesce(r.code, '') as code, r.level
         from (select f.of from session f
               where f.client in (select client from chart_of where chart = :chart) and f.id = f.of and f.of <> :session
                 and not exists (select 1 from session w where w.of = f.of and w.withdrawn_reason is not null)
               order by coalesce(f.effective_at, -9223372036854775807) desc, f.id desc limit 12) s
           join application a on a.session = s.of and a.id = a.of
             and (a.pressure is not null or a.position is not null)
           left join response r on r.session = s.of and r.about = a.of and r.id = r.of and r.kind = 'feedback'
             and not exists (select 1 from response w where w.of = r.of and w.withdrawn_reason is not null)
         where not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         order by a.at, a.id, coalesce(r.told_at, r.at, 0), coalesce(r.id, '')",
        &[("chart", chart.client().into()), ("session", session.into())],
        |row| {
            let small = |number: i64| u8::try_from(number).unwrap_or_default();
            Ok::<_, Error>(Told {
                of: row.text("of")?.into(),
                technique: row.text("technique")?.into(),
                site: row.text("site")?.into(),
                pressure: row.opt_int("pressure")?.map(small),
                position: row.opt_text("position")?.unwrap_or_default().into(),
                code: row.text("code")?.into(),
                level: row.opt_int("level")?.map(small),
            })
        },
    )
}
