//! Versions and overlays in the database. All its SQL is here.
use super::overlay::{Entry, Loaded};
use crate::door::{Error, Result};
use db::{Chain, Reader, Row, Value, Writer};

/// How many lines of the history are shown.
pub(crate) const HISTORY: i64 = 200;

/// Is the whole knowledge of this digest kept?
pub(super) fn is_kept(db: &mut Reader<'_>, digest: &str) -> Result<bool> {
    let found =
        db.row("select 1 as one from knowledge_text where digest = :digest", &[("digest", digest.into())], |row| {
            Ok::<_, Error>(row.int("one")?)
        })?;
    Ok(found.is_some())
}

/// Keeps it; another process may have, meanwhile.
pub(super) fn keep(db: &mut Writer<'_>, digest: &str, body: &[u8], at: i64) -> Result<()> {
    db.run(
        "insert into knowledge_text (digest, kept_at, program, body) values (:digest, :at, :program, :body)
         on conflict (digest) do nothing",
        &[
            ("digest", digest.into()),
            ("at", at.into()),
            ("program", env!("CARGO_PKG_VERSION").into()),
            ("body", body.into()),
        ],
    )?;
    Ok(())
}

/// A knowledge as it is kept.
pub(crate) struct Kept {
    pub(crate) digest: String,
    pub(crate) kept_at: i64,
    pub(crate) program: String,
    pub(crate) body: Vec<u8>,
}

/// The knowledge whose digest begins so; several where that is not enough to tell them apart.
pub(crate) fn kept(db: &mut Reader<'_>, beginning: &str) -> Result<Vec<Kept>> {
    db.rows(
        "select digest, kept_at, program, body from knowledge_text where digest >= :from and digest < :to
         order by kept_at, digest limit 2",
        &[("from", beginning.into()), ("to", format!("{beginning}g").into())],
        |row| {
            Ok(Kept {
                digest: row.text("digest")?.into(),
                kept_at: row.int("kept_at")?,
                program: row.text("program")?.into(),
                body: row.blob("body")?.to_vec(),
            })
        },
    )
}

/// The overlays that are loaded and not taken out, in the order in which each was first laid.
pub(crate) fn in_force(db: &mut Reader<'_>) -> Result<Vec<(Loaded, Vec<u8>)>> {
    db.rows(
        "select o.id, o.of, o.by, o.at, o.name, o.owner_name, o.reason, o.changes, o.digest, o.withdrawn_reason, o.body
         from knowledge_overlay o join knowledge_overlay f on f.id = o.of
         where o.withdrawn_reason is null and not exists (select 1 from knowledge_overlay n
           where n.of = o.of and (n.at > o.at or (n.at = o.at and n.id > o.id)))
         order by f.at, f.id",
        &[],
        |row| Ok::<_, Error>((loaded(row)?, row.blob("body")?.to_vec())),
    )
}

/// Every row of overlays, the newest first.
pub(crate) fn history(db: &mut Reader<'_>, limit: i64) -> Result<Vec<Entry>> {
    db.rows(
        "select o.id, o.of, o.by, o.at, o.name, o.owner_name, o.reason, o.changes, o.digest, o.withdrawn_reason,
           coalesce(p.name, o.by) as who
         from knowledge_overlay o left join person p on p.id = o.by order by o.at desc, o.id desc limit :limit",
        &[("limit", limit.into())],
        |row| {
            Ok(Entry {
                who: row.text("who")?.into(),
                taken_out: row.opt_text("withdrawn_reason")?.map(Into::into),
                loaded: loaded(row)?,
            })
        },
    )
}

fn loaded(row: &Row<'_>) -> Result<Loaded> {
    Ok(Loaded {
        of: row.text("of")?.into(),
        name: row.text("name")?.into(),
        at: row.int("at")?,
        by: row.text("by")?.into(),
        owner: row.text("owner_name")?.into(),
        reason: row.text("reason")?.into(),
        changes: row.text("changes")?.lines().map(Into::into).collect(),
        digest: row.text("digest")?.into(),
    })
}

/// An overlay to be recorded.
pub(crate) struct NewOverlay<'a> {
    pub(crate) id: &'a str,
    /// The `of` of the one of this name that is in force; its own id where there is none.
    pub(crate) of: &'a str,
    pub(crate) name: &'a str,
    pub(crate) owner: (&'a str, &'a str),
    pub(crate) reason: &'a str,
    pub(crate) changes: &'a str,
    pub(crate) digest: &'a str,
    pub(crate) body: &'a [u8],
}

/// Records it, in the practice's chain.
pub(crate) fn record(db: &mut Writer<'_>, new: &NewOverlay<'_>, at: i64) -> Result<()> {
    put(db, new, at, Value::Null)
}

/// Takes one out.
pub(crate) fn withdraw(db: &mut Writer<'_>, new: &NewOverlay<'_>, at: i64) -> Result<()> {
    put(db, new, at, new.reason.into())
}

fn put(db: &mut Writer<'_>, new: &NewOverlay<'_>, at: i64, withdrawn: Value) -> Result<()> {
    let columns = [
        ("of", new.of.into()),
        ("effective_at", at.into()),
        ("name", new.name.into()),
        ("owner", new.owner.0.into()),
        ("owner_name", new.owner.1.into()),
        ("reason", new.reason.into()),
        ("changes", new.changes.into()),
        ("digest", new.digest.into()),
        ("body", new.body.into()),
        ("withdrawn_reason", withdrawn),
    ];
    Ok(db.record(&Chain::practice(), "knowledge_overlay", new.id, &columns)?)
}
