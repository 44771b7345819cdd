//! Sessions in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Row, Value, Writer};

/// A session in the list.
pub(super) struct Listed {
    pub(super) of: String,
    pub(super) by: String,
    pub(super) by_name: String,
    pub(super) at: i64,
    pub(super) effective_at: Option<i64>,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) unreported: bool,
    pub(super) applications: i64,
    pub(super) adverse: i64,
    ended: bool,
    signed: bool,
    error: bool,
}

impl Listed {
    /// Where it stands: open, unsigned, signed, error.
    pub(super) fn state(&self) -> &'static str {
        match (self.error, self.signed, self.ended) {
            (true, ..) => "error",
            (_, true, _) => "signed",
            (_, _, true) => "unsigned",
            _ => "open",
        }
    }
}

/// A session as the list reads it: which, and in what order. `f` and `s` are its first row, whose id is `of`. Those
/// that are shown are chosen first, so that what is counted for each does not grow with the years.
macro_rules! listed {
    ($which:literal, $order:literal) => {
        concat!(
            "select s.of, s.by, p.name, s.at, s.effective_at, s.kind, s.title, s.unreported,
               (select count(*) from application a where a.session = s.of and a.id = a.of and not exists
                  (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)) as applications,
               (select count(*) from response r where r.session = s.of and r.id = r.of and r.kind = 'adverse' and not exists
                  (select 1 from response w where w.of = r.of and w.withdrawn_reason is not null)) as adverse,
               (select count(*) from session_end e where e.session = s.of) as ended,
               (select count(*) from note n where n.session = s.of) as signed,
               (select count(*) from note n join note_mark m on m.note = n.id and m.kind = 'error'
                 where n.session = s.of) as error
             from (select f.of, f.by, f.at, f.effective_at, f.kind, f.title, f.unreported from session f
                   where f.id = f.of
                     and not exists (select 1 from session w where w.of = f.of and w.withdrawn_reason is not null)
                     and ",
            $which,
            ") s left join person p on p.id = s.by ",
            $order
        )
    };
}

fn listed(row: &Row) -> Result<Listed> {
    Ok(Listed {
        of: row.text("of")?.into(),
        by: row.text("by")?.into(),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        at: row.int("at")?,
        effective_at: row.opt_int("effective_at")?,
        kind: row.text("kind")?.into(),
        title: row.text("title")?.into(),
        unreported: row.int("unreported")? == 1,
        applications: row.int("applications")?,
        adverse: row.int("adverse")?,
        ended: row.int("ended")? > 0,
        signed: row.int("signed")? > 0,
        error: row.int("error")? > 0,
    })
}

/// The latest sessions of a chart, the last first. Those without a stated day stand last, the last recorded first.
///
/// Each client that was merged into the chart is read by itself: only so do both engines begin at the end of an index
/// and stop after `most`, however many years there are.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart, most: usize) -> Result<Vec<Listed>> {
    let clients = db.rows(
        "select client from chart_of where chart = :chart order by client",
        &[("chart", chart.client().into())],
        |row| Ok::<_, Error>(row.text("client")?.to_string()),
    )?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut all = Vec::new();
    for client in clients {
        all.extend(db.rows(
            listed!(
                "f.client = :client
                   order by coalesce(f.effective_at, -9223372036854775807) desc, f.id desc limit :most",
                "order by coalesce(s.effective_at, -9223372036854775807) desc, s.of desc"
            ),
            &[("client", client.into()), ("most", limit.into())],
            listed,
        )?);
    }
    all.sort_by(|a, b| (b.effective_at, &b.of).cmp(&(a.effective_at, &a.of)));
    all.truncate(most);
    Ok(all)
}

/// One session of this chart.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Option<Listed>> {
    db.row(
        listed!("f.client in (select client from chart_of where chart = :chart) and f.of = :session", ""),
        &[("chart", chart.client().into()), ("session", session.into())],
        listed,
    )
}

/// The session, where nobody has signed it; what is signed is only added to.
pub(super) fn unsigned(db: &mut Reader<'_>, chart: &Chart, session: &str) -> Result<Listed> {
    let found = one(db, chart, session)?.ok_or(Error::NotFound)?;
    if found.signed { Err(Error::Signed) } else { Ok(found) }
}

/// What is known when a session is opened.
pub(super) struct NewSession<'a> {
    pub(super) of: &'a str,
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) complaint: &'a str,
    pub(super) effective_at: Option<i64>,
    pub(super) unreported: bool,
}

/// Opens it.
pub(super) fn open(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &NewSession<'_>) -> Result<()> {
    let columns = [
        ("kind", new.kind.into()),
        ("title", new.title.into()),
        ("complaint", new.complaint.into()),
        ("unreported", new.unreported.into()),
        ("knowledge", ask.house.knowledge_digest().into()),
    ];
    ask.record(db, "session", (new.of, new.of), new.effective_at, columns)?;
    // Until its note is signed.
    db.run(
        "insert into waiting (kind, entry, person, at) values ('note', :session, :person, :at)",
        &[("session", new.of.into()), ("person", ask.by.id.as_str().into()), ("at", ask.micros().into())],
    )?;
    Ok(())
}

/// Its note waits for nobody any more: it is signed, or was opened by mistake.
pub(super) fn waits_no_more(db: &mut Writer<'_>, session: &str) -> Result<()> {
    db.run("delete from waiting where kind = 'note' and entry = :session", &[("session", session.into())])?;
    Ok(())
}

/// Opened by mistake: it stays in the record and out of the lists.
pub(super) fn withdraw_session(db: &mut Writer<'_>, ask: &Ask<Chart>, session: &str, reason: &str) -> Result<()> {
    let found = one(db, ask.chart(), session)?.ok_or(Error::NotFound)?;
    let columns = [
        ("kind", found.kind.as_str().into()),
        ("title", found.title.as_str().into()),
        ("complaint", "".into()),
        ("unreported", found.unreported.into()),
        ("withdrawn_reason", reason.into()),
    ];
    ask.record(db, "session", (&ask.id("ses"), session), found.effective_at, columns)?;
    waits_no_more(db, session)
}

/// How the hands-on part ended.
pub(super) struct End {
    pub(super) outcome: String,
    pub(super) minutes: Option<f64>,
    pub(super) detail: String,
}

/// The last word on how it ended.
pub(super) fn end(db: &mut Reader<'_>, session: &str) -> Result<Option<End>> {
    db.row(
        "select outcome, duration_min, detail from session_end where session = :session order by at desc, id desc",
        &[("session", session.into())],
        |row| {
            Ok(End {
                outcome: row.text("outcome")?.into(),
                minutes: row.opt_real("duration_min")?,
                detail: row.text("detail")?.into(),
            })
        },
    )
}

/// Ends the hands-on part.
pub(super) fn end_session(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    outcome: &str,
    minutes: Option<f64>,
    detail: &str,
) -> Result<()> {
    let id = ask.id("end");
    let columns = [
        ("session", session.into()),
        ("outcome", outcome.into()),
        ("duration_min", minutes.into()),
        ("detail", detail.into()),
    ];
    ask.record(db, "session_end", (&id, &id), ask.micros(), columns)
}

/// An application: as it stands, or to be recorded. `of` names it by the id of its first row.
#[derive(Clone, Default)]
pub(super) struct Application {
    pub(super) of: String,
    /// When it was recorded, µs.
    pub(super) at: i64,
    pub(super) technique: String,
    pub(super) site: String,
    pub(super) side: String,
    pub(super) pressure: Option<i64>,
    pub(super) grade: String,
    pub(super) minutes: Option<f64>,
    /// How the client lay or sat; empty where it was not noted.
    pub(super) position: String,
    pub(super) detail: String,
    pub(super) marks: String,
    pub(super) reason: String,
}

/// What was done, in the order recorded, without what was undone.
pub(super) fn applications(db: &mut Reader<'_>, session: &str) -> Result<Vec<Application>> {
    db.rows(
        "select of, at, technique, site, side, pressure, grade, duration_min, position, detail, marks, reason from application a
         where session = :session and id = of
           and not exists (select 1 from application w where w.of = a.of and w.withdrawn_reason is not null)
         order by at, id",
        &[("session", session.into())],
        |row| {
            Ok(Application {
                of: row.text("of")?.into(),
                at: row.int("at")?,
                technique: row.text("technique")?.into(),
                site: row.text("site")?.into(),
                side: row.text("side")?.into(),
                pressure: row.opt_int("pressure")?,
                grade: row.text("grade")?.into(),
                minutes: row.opt_real("duration_min")?,
                position: row.opt_text("position")?.unwrap_or_default().into(),
                detail: row.text("detail")?.into(),
                marks: row.text("marks")?.into(),
                reason: row.text("reason")?.into(),
            })
        },
    )
}

/// Records it.
pub(super) fn apply(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    effective_at: Option<i64>,
    new: &Application,
) -> Result<()> {
    application(db, ask, session, &new.of, effective_at, new, Value::Null)
}

/// Takes it back: a row says so, and it leaves the list.
pub(super) fn undo_application(db: &mut Writer<'_>, ask: &Ask<Chart>, session: &str, of: &str) -> Result<()> {
    let all = applications(db, session)?;
    let was = all.iter().find(|one| one.of == of).ok_or(Error::NotFound)?;
    application(db, ask, session, &ask.id("app"), None, was, "undone".into())
}

fn application(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    id: &str,
    effective_at: Option<i64>,
    one: &Application,
    withdrawn: Value,
) -> Result<()> {
    let columns = [
        ("session", session.into()),
        ("technique", one.technique.as_str().into()),
        ("site", one.site.as_str().into()),
        ("side", one.side.as_str().into()),
        ("pressure", one.pressure.into()),
        ("grade", one.grade.as_str().into()),
        ("duration_min", one.minutes.into()),
        ("position", Some(one.position.as_str()).filter(|position| !position.is_empty()).into()),
        ("detail", one.detail.as_str().into()),
        ("marks", one.marks.as_str().into()),
        ("reason", one.reason.as_str().into()),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "application", (id, &one.of), effective_at, columns)
}

/// A response: as it stands, or to be recorded.
#[derive(Clone, Default)]
pub(super) struct Response {
    pub(super) of: String,
    /// When it was told: tapped, where that is known, else recorded.
    pub(super) at: i64,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) severity: String,
    pub(super) detail: String,
    /// Comfort, 0 to 10.
    pub(super) level: Option<i64>,
    /// The application that it was said of; empty for none.
    pub(super) about: String,
    /// When it was tapped, where it waited on the device, µs.
    pub(super) told_at: Option<i64>,
}

/// What came back, in the order recorded, without what was undone.
pub(super) fn responses(db: &mut Reader<'_>, session: &str) -> Result<Vec<Response>> {
    db.rows(
        "select of, at, kind, code, severity, detail, level, about, told_at from response r
         where session = :session and id = of
           and not exists (select 1 from response w where w.of = r.of and w.withdrawn_reason is not null)
         order by coalesce(told_at, at), id",
        &[("session", session.into())],
        |row| {
            Ok(Response {
                of: row.text("of")?.into(),
                at: row.opt_int("told_at")?.unwrap_or(row.int("at")?),
                kind: row.text("kind")?.into(),
                code: row.text("code")?.into(),
                severity: row.text("severity")?.into(),
                detail: row.text("detail")?.into(),
                level: row.opt_int("level")?,
                about: row.opt_text("about")?.unwrap_or_default().into(),
                told_at: row.opt_int("told_at")?,
            })
        },
    )
}

/// Records it.
pub(super) fn respond(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    effective_at: Option<i64>,
    new: &Response,
) -> Result<()> {
    response(db, ask, session, &new.of, effective_at, new, Value::Null)
}

/// Takes it back.
pub(super) fn undo_response(db: &mut Writer<'_>, ask: &Ask<Chart>, session: &str, of: &str) -> Result<()> {
    let all = responses(db, session)?;
    let was = all.iter().find(|one| one.of == of).ok_or(Error::NotFound)?;
    response(db, ask, session, &ask.id("res"), None, was, "undone".into())
}

fn response(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    session: &str,
    id: &str,
    effective_at: Option<i64>,
    one: &Response,
    withdrawn: Value,
) -> Result<()> {
    let columns = [
        ("session", session.into()),
        ("kind", one.kind.as_str().into()),
        ("code", one.code.as_str().into()),
        ("severity", one.severity.as_str().into()),
        ("detail", one.detail.as_str().into()),
        ("level", one.level.into()),
        ("about", if one.about.is_empty() { Value::Null } else { one.about.as_str().into() }),
        ("told_at", one.told_at.into()),
        ("withdrawn_reason", withdrawn),
    ];
    ask.record(db, "response", (id, &one.of), effective_at, columns)
}

/// Has this person a session open, begun since, that neither ended nor was signed?
pub(super) fn is_open(db: &mut Reader<'_>, person: &str, since: i64) -> Result<bool> {
    let found = db.row(
        "select 1 as one from session s where s.by = :person and s.id = s.of and s.at > :since
           and not exists (select 1 from session_end e where e.session = s.of)
           and not exists (select 1 from note n where n.session = s.of)
           and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null)",
        &[("person", person.into()), ("since", since.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// What this practitioner records most, of the last few hundred applications, those recorded more than once, the commonest first.
pub(super) fn often(db: &mut Reader<'_>, person: &str) -> Result<Vec<Application>> {
    db.rows(
        "select technique, site, side, pressure, grade, duration_min, count(*) as times
         from (select technique, site, side, pressure, grade, duration_min from application
               where by = :person and id = of order by at desc, id desc limit 200) a
         group by technique, site, side, pressure, grade, duration_min having count(*) > 1
         order by times desc, technique, site, side, coalesce(pressure, 0), grade, coalesce(duration_min, 0) limit 20",
        &[("person", person.into())],
        |row| {
            Ok(Application {
                technique: row.text("technique")?.into(),
                site: row.text("site")?.into(),
                side: row.text("side")?.into(),
                pressure: row.opt_int("pressure")?,
                grade: row.text("grade")?.into(),
                minutes: row.opt_real("duration_min")?,
                ..Application::default()
            })
        },
    )
}

/// The language in which the client reads; empty where none was noted.
pub(super) fn language(db: &mut Reader<'_>, chart: &Chart) -> Result<String> {
    let found = db.row("select locale from client where id = :chart", &[("chart", chart.client().into())], |row| {
        Ok::<String, Error>(row.text("locale")?.into())
    })?;
    Ok(found.unwrap_or_default())
}
