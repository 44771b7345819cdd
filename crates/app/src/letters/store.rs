//! Letters in the database: drafts, signed versions, how they left, and what they are composed from. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result, Scope, hex};
use db::{Reader, Row, Writer};

/// The words of a letter.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) who: String,
    pub(super) asked: String,
    pub(super) found: String,
    pub(super) changed: String,
    pub(super) question: String,
    pub(super) body: String,
}

/// Whom it goes to, as printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Recipient {
    /// The care team's entry, else empty.
    pub(super) member: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) organisation: String,
    /// Did the client agree that we write to them? Known only of the care team.
    pub(super) may_contact: bool,
}

/// A letter that is not signed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) version: i64,
    /// The signed letter that it becomes a version of, else empty.
    pub(super) letter: String,
    pub(super) kind: String,
    pub(super) to: Recipient,
    pub(super) complaint: String,
    pub(super) text: Text,
    pub(super) changed_at: i64,
}

fn text_of(row: &Row) -> Result<Text> {
    Ok(Text {
        who: row.text("who")?.into(),
        asked: row.text("asked")?.into(),
        found: row.text("found")?.into(),
        changed: row.text("changed")?.into(),
        question: row.text("question")?.into(),
        body: row.text("body")?.into(),
    })
}

fn recipient_of(row: &Row) -> Result<Recipient> {
    Ok(Recipient {
        member: row.text("member")?.into(),
        name: row.text("recipient")?.into(),
        role: row.text("role")?.into(),
        organisation: row.text("organisation")?.into(),
        may_contact: row.opt_int("may_contact")? == Some(1),
    })
}

macro_rules! drafts {
    ($tail:literal) => {
        concat!(
            "select d.id, d.version, d.letter, d.kind, d.member, d.recipient, d.role, d.organisation, d.complaint, d.who,
               d.asked, d.found, d.changed, d.question, d.body, d.changed_at, m.may_contact
             from letter_draft d left join care_member m on m.id = d.member
             where d.author = :author and d.client in (select client from chart_of where chart = :chart) ",
            $tail
        )
    };
}

fn draft_of(row: &Row) -> Result<Draft> {
    Ok(Draft {
        id: row.text("id")?.into(),
        version: row.int("version")?,
        letter: row.text("letter")?.into(),
        kind: row.text("kind")?.into(),
        to: recipient_of(row)?,
        complaint: row.text("complaint")?.into(),
        text: text_of(row)?,
        changed_at: row.int("changed_at")?,
    })
}

/// One's own letters of this chart that are not signed, the latest first.
pub(super) fn drafts(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Draft>> {
    let params = [("author", ask.by.id.as_str().into()), ("chart", ask.chart().client().into())];
    db.rows(drafts!("order by d.changed_at desc, d.id desc limit 100"), &params, draft_of)
}

/// One of them.
pub(super) fn draft(db: &mut Reader<'_>, ask: &Ask<Chart>, id: &str) -> Result<Option<Draft>> {
    let params = [("author", ask.by.id.as_str().into()), ("chart", ask.chart().client().into()), ("id", id.into())];
    db.row(drafts!("and d.id = :id"), &params, draft_of)
}

/// All of one's letters that are not signed: chart, client's name, letter; the oldest first, at most a hundred.
pub(super) fn unsigned(db: &mut Reader<'_>, author: &str) -> Result<Vec<(String, String, String)>> {
    db.rows(
        "select o.chart, c.used_name, d.id from letter_draft d
           join chart_of o on o.client = d.client join client c on c.id = o.chart
         where d.author = :author order by d.changed_at, d.id limit 100",
        &[("author", author.into())],
        |row| Ok((row.text("chart")?.into(), row.text("used_name")?.into(), row.text("id")?.into())),
    )
}

/// Begins one.
pub(super) fn begin(db: &mut Writer<'_>, ask: &Ask<Chart>, draft: &Draft) -> Result<()> {
    db.run(
        "insert into letter_draft (id, version, client, author, letter, kind, member, recipient, role, organisation,
           complaint, who, asked, found, changed, question, body, changed_at)
         values (:id, 1, :client, :author, :letter, :kind, :member, :recipient, :role, :organisation,
           :complaint, :who, :asked, :found, :changed, :question, :body, :at)",
        &[
            ("id", draft.id.as_str().into()),
            ("client", ask.chart().client().into()),
            ("author", ask.by.id.as_str().into()),
            ("letter", draft.letter.as_str().into()),
            ("kind", draft.kind.as_str().into()),
            ("member", draft.to.member.as_str().into()),
            ("recipient", draft.to.name.as_str().into()),
            ("role", draft.to.role.as_str().into()),
            ("organisation", draft.to.organisation.as_str().into()),
            ("complaint", draft.complaint.as_str().into()),
            ("who", draft.text.who.as_str().into()),
            ("asked", draft.text.asked.as_str().into()),
            ("found", draft.text.found.as_str().into()),
            ("changed", draft.text.changed.as_str().into()),
            ("question", draft.text.question.as_str().into()),
            ("body", draft.text.body.as_str().into()),
            ("at", ask.micros().into()),
        ],
    )?;
    Ok(())
}

/// Keeps its text over the version that was seen.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, seen: i64, text: &Text) -> Result<()> {
    let kept = db.run(
        "update letter_draft set version = version + 1, who = :who, asked = :asked, found = :found, changed = :changed,
           question = :question, body = :body, changed_at = :at
         where id = :id and author = :author and version = :seen",
        &[
            ("who", text.who.as_str().into()),
            ("asked", text.asked.as_str().into()),
            ("found", text.found.as_str().into()),
            ("changed", text.changed.as_str().into()),
            ("question", text.question.as_str().into()),
            ("body", text.body.as_str().into()),
            ("at", ask.micros().into()),
            ("id", id.into()),
            ("author", ask.by.id.as_str().into()),
            ("seen", seen.into()),
        ],
    )?;
    if kept == 0 { Err(Error::Moved) } else { Ok(()) }
}

/// Forgets it.
pub(super) fn discard(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str) -> Result<()> {
    let gone = db.run(
        "delete from letter_draft where id = :id and author = :author",
        &[("id", id.into()), ("author", ask.by.id.as_str().into())],
    )?;
    if gone == 0 { Err(Error::Moved) } else { Ok(()) }
}

/// A signed version of a letter.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) id: String,
    pub(super) of: String,
    pub(super) by_name: String,
    pub(super) at: i64,
    pub(super) kind: String,
    pub(super) to: Recipient,
    pub(super) complaint: String,
    pub(super) text: Text,
    pub(super) digest: String,
    pub(super) head: String,
    pub(super) withdrawn: Option<String>,
}

macro_rules! letters {
    ($tail:literal) => {
        concat!(
            "select l.id, l.of, l.at, l.kind, l.member, l.recipient, l.role, l.organisation, l.complaint, l.who, l.asked,
               l.found, l.changed, l.question, l.body, l.digest, l.head, l.withdrawn_reason, p.name, m.may_contact
             from letter l left join person p on p.id = l.by left join care_member m on m.id = l.member
             where l.client in (select client from chart_of where chart = :chart) ",
            $tail
        )
    };
}

fn letter_of(row: &Row) -> Result<Letter> {
    Ok(Letter {
        id: row.text("id")?.into(),
        of: row.text("of")?.into(),
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        at: row.int("at")?,
        kind: row.text("kind")?.into(),
        to: recipient_of(row)?,
        complaint: row.text("complaint")?.into(),
        text: text_of(row)?,
        digest: row.text("digest")?.into(),
        head: row.text("head")?.into(),
        withdrawn: row.opt_text("withdrawn_reason")?.map(Into::into),
    })
}

/// The signed letters of a chart as they stand, the latest first.
pub(super) fn signed(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Letter>> {
    db.rows(
        letters!(
            "and not exists (select 1 from letter n where n.of = l.of and (n.at > l.at or (n.at = l.at and n.id > l.id)))
             order by l.at desc, l.id desc limit 200"
        ),
        &[("chart", chart.client().into())],
        letter_of,
    )
}

/// Every version of one letter, the latest first.
pub(super) fn versions(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Vec<Letter>> {
    db.rows(
        letters!("and l.of = :of order by l.at desc, l.id desc"),
        &[("chart", chart.client().into()), ("of", of.into())],
        letter_of,
    )
}

/// The bytes that were signed.
pub(super) fn pdf(db: &mut Reader<'_>, chart: &Chart, id: &str) -> Result<Option<Vec<u8>>> {
    db.row(
        "select pdf from letter where id = :id and client in (select client from chart_of where chart = :chart)",
        &[("id", id.into()), ("chart", chart.client().into())],
        |row| Ok(row.blob("pdf")?.to_vec()),
    )
}

/// What a signature adds to the text.
pub(super) struct Sealed {
    pub(super) pdf: Vec<u8>,
    pub(super) digest: String,
    pub(super) head: String,
}

/// Signs: one row with the text and the bytes.
pub(super) fn sign(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    (id, of): (&str, &str),
    draft: &Draft,
    sealed: &Sealed,
    withdrawn: Option<&str>,
) -> Result<()> {
    let own = [
        ("kind", draft.kind.as_str().into()),
        ("member", draft.to.member.as_str().into()),
        ("recipient", draft.to.name.as_str().into()),
        ("role", draft.to.role.as_str().into()),
        ("organisation", draft.to.organisation.as_str().into()),
        ("complaint", draft.complaint.as_str().into()),
        ("locale", ask.by.locale.tag().into()),
        ("who", draft.text.who.as_str().into()),
        ("asked", draft.text.asked.as_str().into()),
        ("found", draft.text.found.as_str().into()),
        ("changed", draft.text.changed.as_str().into()),
        ("question", draft.text.question.as_str().into()),
        ("body", draft.text.body.as_str().into()),
        ("pdf", sealed.pdf.clone().into()),
        ("digest", sealed.digest.as_str().into()),
        ("head", sealed.head.as_str().into()),
        ("withdrawn_reason", withdrawn.into()),
    ];
    ask.record(db, "letter", (id, of), ask.micros(), own)
}

/// Where the chart's chain stands: the first half of its last hash, and how many acts it holds.
pub(super) fn head(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<String> {
    let chain = ask.scope.chain(&ask.house);
    let found = db.row("select n, head from chain where name = :name", &[("name", chain.as_str().into())], |row| {
        Ok::<_, Error>(format!("{} ({})", hex(row.blob("head")?).chars().take(16).collect::<String>(), row.int("n")?))
    })?;
    Ok(found.unwrap_or_default())
}

/// It left.
pub(super) struct Sent {
    pub(super) how: String,
    pub(super) whom: String,
    pub(super) by_name: String,
    pub(super) at: i64,
}

/// How a letter left, in order.
pub(super) fn sent(db: &mut Reader<'_>, letter: &str) -> Result<Vec<Sent>> {
    db.rows(
        "select s.how, s.whom, s.at, p.name from letter_sent s left join person p on p.id = s.by
         where s.letter = :letter order by s.at, s.id",
        &[("letter", letter.into())],
        |row| {
            Ok(Sent {
                how: row.text("how")?.into(),
                whom: row.text("whom")?.into(),
                by_name: row.opt_text("name")?.unwrap_or_default().into(),
                at: row.int("at")?,
            })
        },
    )
}

/// Records that it left.
pub(super) fn send(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    letter: &str,
    version: &str,
    how: &str,
    whom: &str,
) -> Result<()> {
    let id = ask.id("snt");
    let own = [("letter", letter.into()), ("version_id", version.into()), ("how", how.into()), ("whom", whom.into())];
    ask.record(db, "letter_sent", (&id, &id), ask.micros(), own)
}

/// Those of the care team whose care has not ended.
pub(super) fn team(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Recipient>> {
    db.rows(
        "select id as member, name as recipient, role, organisation, may_contact from care_member
         where ended = 0 and client in (select client from chart_of where chart = :chart) order by role, name, id",
        &[("chart", chart.client().into())],
        recipient_of,
    )
}
