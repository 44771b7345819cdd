//! Notes in the database: drafts, signatures, what came after. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result, hex};
use crate::session::store::waits_no_more;
use db::{Reader, Row, Writer};

/// The free text of a note that is not signed.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct Draft {
    pub(in crate::session) version: i64,
    pub(in crate::session) subjective: String,
    pub(in crate::session) objective: String,
    pub(in crate::session) assessment: String,
    pub(in crate::session) plan: String,
}

fn text_of(row: &Row) -> Result<Draft> {
    Ok(Draft {
        version: row.int("version")?,
        subjective: row.text("subjective")?.into(),
        objective: row.text("objective")?.into(),
        assessment: row.text("assessment")?.into(),
        plan: row.text("plan")?.into(),
    })
}

/// This author's draft for this session.
pub(in crate::session) fn draft(db: &mut Reader<'_>, session: &str, author: &str) -> Result<Option<Draft>> {
    db.row(
        "select version, subjective, objective, assessment, plan from draft
         where session = :session and author = :author",
        &[("session", session.into()), ("author", author.into())],
        text_of,
    )
}

/// Keeps it over the version that was seen.
pub(in crate::session) fn keep_draft(
    db: &mut Writer<'_>,
    session: &str,
    author: &str,
    seen: i64,
    draft: &Draft,
    at: i64,
) -> Result<()> {
    let kept = db.run(
        "insert into draft (session, author, version, subjective, objective, assessment, plan, changed_at)
         values (:session, :author, :seen + 1, :subjective, :objective, :assessment, :plan, :at)
         on conflict (session, author) do update set version = excluded.version, subjective = excluded.subjective,
           objective = excluded.objective, assessment = excluded.assessment, plan = excluded.plan,
           changed_at = excluded.changed_at
         where draft.version = :seen",
        &[
            ("session", session.into()),
            ("author", author.into()),
            ("seen", seen.into()),
            ("subjective", draft.subjective.as_str().into()),
            ("objective", draft.objective.as_str().into()),
            ("assessment", draft.assessment.as_str().into()),
            ("plan", draft.plan.as_str().into()),
            ("at", at.into()),
        ],
    )?;
    if kept == 0 { Err(Error::Moved) } else { Ok(()) }
}

/// Forgets it.
pub(in crate::session) fn discard_draft(db: &mut Writer<'_>, session: &str, author: &str) -> Result<()> {
    db.run(
        "delete from draft where session = :session and author = :author",
        &[("session", session.into()), ("author", author.into())],
    )?;
    Ok(())
}

/// A signed note.
pub(in crate::session) struct Note {
    pub(in crate::session) id: String,
    pub(in crate::session) by_name: String,
    pub(in crate::session) at: i64,
    pub(in crate::session) subjective: String,
    pub(in crate::session) objective: String,
    pub(in crate::session) assessment: String,
    pub(in crate::session) plan: String,
    pub(in crate::session) gaps: String,
}

/// The note of this session, where it is signed.
pub(in crate::session) fn note(db: &mut Reader<'_>, session: &str) -> Result<Option<Note>> {
    db.row(
        "select n.id, p.name, n.at, n.subjective, n.objective, n.assessment, n.plan, n.gaps
         from note n left join person p on p.id = n.by where n.session = :session order by n.at desc, n.id desc",
        &[("session", session.into())],
        |row| {
            Ok(Note {
                id: row.text("id")?.into(),
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
                at: row.int("at")?,
                subjective: row.text("subjective")?.into(),
                objective: row.text("objective")?.into(),
                assessment: row.text("assessment")?.into(),
                plan: row.text("plan")?.into(),
                gaps: row.text("gaps")?.into(),
            })
        },
    )
}

/// The text of the chart's last signed note, for carrying forward. One "entered in error" is passed over.
pub(in crate::session) fn last_note(db: &mut Reader<'_>, chart: &Chart) -> Result<Option<Draft>> {
    db.row(
        "select 0 as version, n.subjective, n.objective, n.assessment, n.plan from note n
         where n.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from note_mark m where m.note = n.id and m.kind = 'error')
         order by n.at desc, n.id desc limit 1",
        &[("chart", chart.client().into())],
        text_of,
    )
}

/// The session of the chart's last signed note. One "entered in error" is passed over.
pub(in crate::session) fn last_session(db: &mut Reader<'_>, chart: &Chart) -> Result<Option<String>> {
    db.row(
        "select n.session from note n
         where n.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from note_mark m where m.note = n.id and m.kind = 'error')
         order by n.at desc, n.id desc limit 1",
        &[("chart", chart.client().into())],
        |row| Ok::<_, Error>(row.text("session")?.into()),
    )
}

/// The chart and the session of this person's next note to sign, the oldest first, but for `this`.
pub(in crate::session) fn next_unsigned(
    db: &mut Reader<'_>,
    person: &str,
    this: &str,
) -> Result<Option<(String, String)>> {
    db.row(
        "select o.chart, s.of from waiting w join session s on s.id = w.entry join chart_of o on o.client = s.client
         where w.kind = 'note' and w.person = :person and w.entry <> :this order by w.at, w.entry limit 1",
        &[("person", person.into()), ("this", this.into())],
        |row| Ok::<_, Error>((row.text("chart")?.into(), row.text("of")?.into())),
    )
}

/// Signs: one row that holds the text and the digest of every row it is signed over.
pub(in crate::session) fn sign(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    id: &str,
    effective_at: Option<i64>,
    text: &Draft,
    gaps: &str,
) -> Result<()> {
    let covers = covered(db, session)?;
    let columns = [
        ("session", session.into()),
        ("subjective", text.subjective.as_str().into()),
        ("objective", text.objective.as_str().into()),
        ("assessment", text.assessment.as_str().into()),
        ("plan", text.plan.as_str().into()),
        ("covers", covers.into()),
        ("gaps", gaps.into()),
    ];
    ask.record(db, "note", (id, id), effective_at, columns)?;
    waits_no_more(db, session)
}

/// Every row of the session with its digest, as the chain holds it: `table row digest`, a line each.
fn covered(db: &mut Reader<'_>, session: &str) -> Result<String> {
    let rows = db.rows(
        "select tbl, row, digest from sealed where (tbl = 'session' and row in (select id from session where of = :session))
            or (tbl = 'session_end' and row in (select id from session_end where session = :session))
            or (tbl = 'application' and row in (select id from application where session = :session))
            or (tbl = 'response' and row in (select id from response where session = :session))
         order by tbl, row",
        &[("session", session.into())],
        |row| Ok::<_, Error>(format!("{} {} {}", row.text("tbl")?, row.text("row")?, hex(row.blob("digest")?))),
    )?;
    Ok(rows.join("\n"))
}

/// Something added to a signed note.
pub(in crate::session) struct Mark {
    pub(in crate::session) kind: String,
    pub(in crate::session) words: String,
    pub(in crate::session) by_name: String,
    pub(in crate::session) at: i64,
}

/// What was added, in its order.
pub(in crate::session) fn marks(db: &mut Reader<'_>, note: &str) -> Result<Vec<Mark>> {
    db.rows(
        "select m.kind, m.words, p.name, m.at from note_mark m left join person p on p.id = m.by
         where m.note = :note order by m.at, m.id",
        &[("note", note.into())],
        |row| {
            Ok(Mark {
                kind: row.text("kind")?.into(),
                words: row.text("words")?.into(),
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
                at: row.int("at")?,
            })
        },
    )
}

/// Adds to a signed note.
pub(in crate::session) fn mark(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    note: &str,
    kind: &str,
    words: &str,
) -> Result<()> {
    let id = ask.id("mrk");
    let columns = [("note", note.into()), ("kind", kind.into()), ("words", words.into())];
    ask.record(db, "note_mark", (&id, &id), ask.micros(), columns)
}

/// Does this person supervise that one?
pub(in crate::session) fn supervises(db: &mut Reader<'_>, supervisor: &str, practitioner: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from supervision where supervisor = :supervisor and practitioner = :practitioner",
        &[("supervisor", supervisor.into()), ("practitioner", practitioner.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}
