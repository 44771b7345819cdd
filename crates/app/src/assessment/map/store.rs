//! What practitioners made of suggested links. All their SQL is here.
use crate::door::{Ask, Chart, Result};
use db::{Reader, Row, Value, Writer};

/// What stands of one link.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) of: String,
    pub(super) link: String,
    /// confirmed, refuted, suggested
    pub(super) stand: String,
    pub(super) rank: Option<u8>,
    pub(super) why: String,
    pub(super) at: i64,
    pub(super) by_name: String,
}

fn kept(row: &Row) -> Result<Kept> {
    Ok(Kept {
        of: row.text("of")?.into(),
        link: row.text("link")?.into(),
        stand: row.text("stand")?.into(),
        rank: row.opt_int("rank")?.and_then(|rank| u8::try_from(rank).ok()),
        why: row.text("why")?.into(),
        at: row.int("at")?,
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
    })
}

/// The latest opinion of each link, in the order of time; after a merge of two charts the later of both.
pub(super) fn of_chart(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Kept>> {
    db.rows(
        "select n.of, n.link, n.stand, n.rank, n.why, n.at, p.name
         from opinion n left join person p on p.id = n.by
         where n.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from opinion l where l.of = n.of and (l.at > n.at or (l.at = n.at and l.id > n.id)))
         order by n.at, n.id",
        &[("chart", chart.client().into())],
        kept,
    )
}

/// Keeps what is made of a link now; `of` names what was made of it before.
pub(super) fn keep(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    of: Option<&str>,
    (link, stand, rank, why): (&str, &str, Option<u8>, &str),
) -> Result<String> {
    let id = ask.id("opi");
    let of = of.unwrap_or(&id).to_owned();
    let columns = [
        ("link", link.into()),
        ("stand", stand.into()),
        ("rank", rank.map_or(Value::Null, |rank| i64::from(rank).into())),
        ("why", why.into()),
        ("withdrawn_reason", Value::Null),
    ];
    ask.record(db, "opinion", (&id, &of), ask.micros(), columns)?;
    Ok(of)
}
