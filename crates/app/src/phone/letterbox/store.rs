//! Messages in the database. All their SQL is here.
use crate::door::{Ask, Chart, Result};
use db::{Reader, Writer};

/// One message with whether it was read.
pub(super) struct Message {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) side: String,
    pub(super) by_name: String,
    pub(super) words: String,
    pub(super) read: bool,
}

/// The messages of a chart, the latest first.
pub(super) fn messages(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Message>> {
    db.rows(
        "select m.of, m.at, m.side, m.words, p.name,
           (select count(*) from message r where r.of = m.of and r.state = 'read') as seen
         from message m left join person p on p.id = m.by
         where m.id = m.of and m.client in (select client from chart_of where chart = :chart)
         order by m.at desc, m.id desc limit 200",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Message {
                of: row.text("of")?.into(),
                at: row.int("at")?,
                side: row.text("side")?.into(),
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
                words: row.text("words")?.into(),
                read: row.int("seen")? > 0,
            })
        },
    )
}

/// Keeps a message, or that one was read.
pub(super) fn keep(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    of: Option<&str>,
    side: &str,
    words: &str,
    state: &str,
) -> Result<()> {
    let id = ask.id("msg");
    let columns = [("side", side.into()), ("words", words.into()), ("state", state.into())];
    ask.record(db, "message", (&id, of.unwrap_or(&id)), ask.micros(), columns)?;
    match of {
        Some(of) => db.run("delete from waiting where kind = 'message' and entry = :of", &[("of", of.into())])?,
        None if side == "client" => db.run(
            "insert into waiting (kind, entry, person, at) values ('message', :id, '', :at)",
            &[("id", id.as_str().into()), ("at", ask.micros().into())],
        )?,
        None => 0,
    };
    Ok(())
}

/// The charts of this person's clients in which a client's message waits, each with the client's name.
pub(super) fn waiting(db: &mut Reader<'_>, person: &str) -> Result<Vec<(String, String)>> {
    db.rows(
        "select distinct o.chart, c.used_name from waiting i join message m on m.id = i.entry
           join chart_of o on o.client = m.client join client c on c.id = o.chart
           join chart_of x on x.chart = o.chart join circle w on w.client = x.client and w.person = :person
         where i.kind = 'message' order by c.used_name, o.chart limit 100",
        &[("person", person.into())],
        |row| Ok((row.text("chart")?.into(), row.text("used_name")?.into())),
    )
}
