//! Papers in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Row, Value, Writer};

/// How many bytes of a file stand in one row.
const PIECE: usize = 256 << 10;

/// A paper as it is kept.
#[derive(Clone, Default)]
pub(super) struct Paper {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) by_name: String,
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) entry: String,
    pub(super) title: String,
    pub(super) dated_on: Option<String>,
    pub(super) media: String,
    pub(super) name: String,
    pub(super) size_bytes: i64,
    pub(super) digest: String,
}

fn paper(row: &Row<'_>) -> Result<Paper> {
    let text = |name| Ok::<String, Error>(row.text(name)?.into());
    Ok(Paper {
        of: text("of")?,
        at: row.int("at")?,
        by_name: row.opt_text("by_name")?.unwrap_or_default().into(),
        kind: text("kind")?,
        about: text("about")?,
        entry: text("entry")?,
        title: text("title")?,
        dated_on: row.opt_text("dated_on")?.map(Into::into),
        media: text("media")?,
        name: text("name")?,
        size_bytes: row.int("size_bytes")?,
        digest: text("digest")?,
    })
}

/// The papers of a chart, the last filed first.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Paper>> {
    db.rows(
        "select f.of, f.at, f.kind, f.about, f.entry, f.title, f.dated_on, f.media, f.name, f.size_bytes, f.digest,
           p.name as by_name
         from paper f left join person p on p.id = f.by
         where f.id = f.of and f.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from paper w where w.of = f.of and w.withdrawn_reason is not null)
         order by f.at desc, f.id desc limit 500",
        &[("chart", chart.client().into())],
        paper,
    )
}

/// The whole file of a paper of this chart.
pub(super) fn bytes(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    db.stream(
        "select bytes from paper_piece
         where paper = :of and client in (select client from chart_of where chart = :chart) order by n, id",
        &[("of", of.into()), ("chart", chart.client().into())],
        |row| {
            whole.extend_from_slice(row.blob("bytes")?);
            Ok::<_, Error>(true)
        },
    )?;
    Ok(whole)
}

/// Files a paper with its file in pieces; gives its `of`.
pub(super) fn file(db: &mut Writer<'_>, ask: &Ask<Chart>, paper: &Paper, bytes: &[u8]) -> Result<String> {
    let of = ask.id("pap");
    insert(db, ask, &of, &Paper { of: of.clone(), ..paper.clone() }, Value::Null)?;
    for (n, piece) in (0_i64..).zip(bytes.chunks(PIECE)) {
        let id = ask.id("pie");
        let columns = [("paper", of.as_str().into()), ("n", n.into()), ("bytes", piece.into())];
        ask.record(db, "paper_piece", (&id, &id), ask.micros(), columns)?;
    }
    Ok(of)
}

/// Filed in error: it stays in the record and leaves the lists.
pub(super) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, was: &Paper, reason: &str) -> Result<()> {
    insert(db, ask, &ask.id("pap"), was, reason.into())
}

fn insert(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, paper: &Paper, withdrawn: Value) -> Result<()> {
    let columns = [
        ("kind", paper.kind.as_str().into()),
        ("about", paper.about.as_str().into()),
        ("entry", paper.entry.as_str().into()),
        ("title", paper.title.as_str().into()),
        ("dated_on", paper.dated_on.as_deref().into()),
        ("media", paper.media.as_str().into()),
        ("name", paper.name.as_str().into()),
        ("size_bytes", paper.size_bytes.into()),
        ("digest", paper.digest.as_str().into()),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "paper", (id, &paper.of), ask.micros(), columns)
}

/// An entry of the chart that a paper can belong to.
pub(super) struct Entry {
    pub(super) of: String,
    /// clearance, referral
    pub(super) about: String,
    /// Who gave the clearance; whom the referral is to or from.
    pub(super) whom: String,
    /// The day of it.
    pub(super) on: String,
}

/// The clearances and the referrals of a chart that stand, the latest first.
pub(super) fn entries(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Entry>> {
    let entry = |row: &Row<'_>| {
        Ok::<_, Error>(Entry {
            of: row.text("of")?.into(),
            about: row.text("about")?.into(),
            whom: row.text("whom")?.into(),
            on: row.text("given_on")?.into(),
        })
    };
    let params = [("chart", chart.client().into())];
    let mut all = db.rows(
        "select c.of, 'clearance' as about, c.given_by as whom, c.given_on from clearance c
         where c.id = c.of and c.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from clearance w where w.of = c.of and w.withdrawn_reason is not null)
         order by c.given_on desc, c.id desc limit 100",
        &params,
        entry,
    )?;
    all.extend(db.rows(
        "select r.of, 'referral' as about, r.whom, '' as given_on from referral r
         where r.id = r.of and r.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from referral w where w.of = r.of and w.withdrawn_reason is not null)
         order by r.at desc, r.id desc limit 100",
        &params,
        entry,
    )?);
    Ok(all)
}
