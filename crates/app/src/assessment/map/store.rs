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

/// A link that a practitioner drew.
pub(super) struct Own {
    pub(super) of: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) why: String,
    pub(super) at: i64,
    pub(super) by_name: String,
}

/// Those that stand, in the order of time.
pub(super) fn own(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Own>> {
    db.rows(
        "select n.of, n.from_point, n.to_point, n.kind, n.why, n.at, p.name
         from own_link n left join person p on p.id = n.by
         where n.id = n.of and n.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from own_link w where w.of = n.of and w.withdrawn_reason is not null)
         order by n.at, n.id",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Own {
                of: row.text("of")?.into(),
                from: row.text("from_point")?.into(),
                to: row.text("to_point")?.into(),
                kind: row.text("kind")?.into(),
                why: row.text("why")?.into(),
                at: row.int("at")?,
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
            })
        },
    )
}

/// A link to be kept: from which point to which, what it may do, and why.
pub(super) struct NewOwn {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) why: String,
}

/// Keeps it, or the row that takes it back.
pub(super) fn draw(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    id: (&str, &str),
    new: &NewOwn,
    withdrawn: Option<&str>,
) -> Result<()> {
    let columns = [
        ("from_point", new.from.as_str().into()),
        ("to_point", new.to.as_str().into()),
        ("kind", new.kind.as_str().into()),
        ("why", new.why.as_str().into()),
        ("withdrawn_reason", withdrawn.map_or(Value::Null, Into::into)),
    ];
    ask.record(db, "own_link", id, ask.micros(), columns)
}
