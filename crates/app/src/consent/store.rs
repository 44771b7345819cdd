//! Consents in the database. All their SQL is here.
use crate::door::{Ask, Chart, Error, Result};
use db::{Reader, Row, Value, Writer};

/// What the directory says of the client that a consent needs.
pub(super) struct Client {
    pub(super) locale: String,
    pub(super) guardian: String,
}

/// Reads it.
pub(super) fn client(db: &mut Reader<'_>, chart: &Chart) -> Result<Client> {
    let found = db.row(
        "select locale, guardian_name from client where id = :chart",
        &[("chart", chart.client().into())],
        |row| {
            Ok::<_, Error>(Client { locale: row.text("locale")?.into(), guardian: row.text("guardian_name")?.into() })
        },
    )?;
    found.ok_or(Error::NotFound)
}

/// One technique of a plan that stands.
pub(super) struct Planned {
    pub(super) technique: String,
    pub(super) sites: String,
    pub(super) about: String,
}

/// The techniques of the plans that stand.
pub(super) fn planned(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Planned>> {
    db.rows(
        "select i.key, i.sites, p.about from plan p join plan_item i on i.version = p.id and i.kind = 'technique'
         where p.client in (select client from chart_of where chart = :chart) and p.state = ''
           and not exists (select 1 from plan l where l.of = p.of and (l.at > p.at or (l.at = p.at and l.id > p.id)))
           and not exists (select 1 from plan w where w.of = p.of and w.withdrawn_reason is not null)
         order by p.of, i.n, i.id",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Planned {
                technique: row.text("key")?.into(),
                sites: row.text("sites")?.into(),
                about: row.text("about")?.into(),
            })
        },
    )
}

/// An occasion of asking.
#[derive(Clone, Default)]
pub(super) struct Consent {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) effective_at: i64,
    pub(super) by_name: String,
    pub(super) form: String,
    pub(super) locale: String,
    pub(super) text: String,
    pub(super) digest: String,
    pub(super) signer: String,
    pub(super) signer_name: String,
    pub(super) signature: String,
    pub(super) typed: String,
    pub(super) practitioner_name: String,
    pub(super) practitioner_signature: String,
    pub(super) practitioner_typed: String,
    pub(super) assent: String,
    pub(super) interpreter: String,
    pub(super) words: String,
    /// phone, kiosk; empty on paper or the practitioner's device.
    pub(super) device: String,
    /// The `of` of the request that it answers, else empty.
    pub(super) request: String,
    pub(super) in_error: Option<String>,
}

macro_rules! consents {
    ($tail:literal) => {
        concat!(
            "select c.of, c.at, c.effective_at, c.form, c.locale, c.text, c.digest, c.signer, c.signer_name, c.signature,
               c.typed, c.practitioner_name, c.practitioner_signature, c.practitioner_typed, c.assent, c.interpreter,
               c.words, c.device, c.request, w.withdrawn_reason, p.name
             from consent c left join person p on p.id = c.by
               left join consent w on w.of = c.of and w.withdrawn_reason is not null
             where c.id = c.of and c.client in (select client from chart_of where chart = :chart) ",
            $tail
        )
    };
}

fn consent(row: &Row) -> Result<Consent> {
    let text = |name| Ok::<String, Error>(row.text(name)?.into());
    Ok(Consent {
        of: text("of")?,
        at: row.int("at")?,
        effective_at: row.int("effective_at")?,
        by_name: row.opt_text("name")?.unwrap_or_default().into(),
        form: text("form")?,
        locale: text("locale")?,
        text: text("text")?,
        digest: text("digest")?,
        signer: text("signer")?,
        signer_name: text("signer_name")?,
        signature: text("signature")?,
        typed: text("typed")?,
        practitioner_name: text("practitioner_name")?,
        practitioner_signature: text("practitioner_signature")?,
        practitioner_typed: text("practitioner_typed")?,
        assent: text("assent")?,
        interpreter: text("interpreter")?,
        words: text("words")?,
        device: row.opt_text("device")?.unwrap_or_default().into(),
        request: row.opt_text("request")?.unwrap_or_default().into(),
        in_error: row.opt_text("withdrawn_reason")?.map(Into::into),
    })
}

/// Every occasion of asking, the latest first.
pub(super) fn list(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Consent>> {
    db.rows(
        consents!("order by c.effective_at desc, c.id desc limit 200"),
        &[("chart", chart.client().into())],
        consent,
    )
}

/// One of them.
pub(super) fn one(db: &mut Reader<'_>, chart: &Chart, of: &str) -> Result<Option<Consent>> {
    db.row(consents!("and c.of = :of"), &[("chart", chart.client().into()), ("of", of.into())], consent)
}

/// One answer.
#[derive(Clone, Default)]
pub(super) struct Item {
    pub(super) of: String,
    pub(super) consent: String,
    pub(super) item: String,
    pub(super) answer: String,
    pub(super) effective_at: i64,
    pub(super) techniques: String,
    pub(super) sites: String,
    pub(super) until_on: String,
    pub(super) words: String,
}

/// Every answer that was not entered in error, in the order of time; a withdrawal is one of them.
pub(super) fn items(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Item>> {
    db.rows(
        "select i.of, i.consent, i.item, i.answer, i.effective_at, i.techniques, i.sites, i.until_on, i.words
         from consent_item i
         where i.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from consent w where w.of = i.consent and w.withdrawn_reason is not null)
         order by i.effective_at, i.id",
        &[("chart", chart.client().into())],
        |row| {
            Ok(Item {
                of: row.text("of")?.into(),
                consent: row.text("consent")?.into(),
                item: row.text("item")?.into(),
                answer: row.text("answer")?.into(),
                effective_at: row.int("effective_at")?,
                techniques: row.text("techniques")?.into(),
                sites: row.text("sites")?.into(),
                until_on: row.text("until_on")?.into(),
                words: row.text("words")?.into(),
            })
        },
    )
}

/// Keeps an occasion with its answers.
pub(super) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &str, new: &Consent, items: &[Item]) -> Result<()> {
    insert(db, ask, (id, id), new, Value::Null)?;
    for item in items {
        let own = ask.id("coi");
        answer(db, ask, (&own, &own), &Item { consent: id.into(), ..item.clone() })?;
    }
    Ok(())
}

/// Entered in error: it stays in the record, and none of its answers counts.
pub(super) fn in_error(db: &mut Writer<'_>, ask: &Ask<Chart>, was: &Consent, reason: &str) -> Result<()> {
    insert(db, ask, (&ask.id("con"), &was.of), was, reason.into())
}

fn insert(db: &mut Writer<'_>, ask: &Ask<Chart>, (id, of): (&str, &str), one: &Consent, reason: Value) -> Result<()> {
    let columns = [
        ("form", one.form.as_str().into()),
        ("locale", one.locale.as_str().into()),
        ("text", one.text.as_str().into()),
        ("digest", one.digest.as_str().into()),
        ("signer", one.signer.as_str().into()),
        ("signer_name", one.signer_name.as_str().into()),
        ("signature", one.signature.as_str().into()),
        ("typed", one.typed.as_str().into()),
        ("practitioner_name", one.practitioner_name.as_str().into()),
        ("practitioner_signature", one.practitioner_signature.as_str().into()),
        ("practitioner_typed", one.practitioner_typed.as_str().into()),
        ("assent", one.assent.as_str().into()),
        ("interpreter", one.interpreter.as_str().into()),
        ("words", one.words.as_str().into()),
        ("device", known(&one.device)),
        ("request", known(&one.request)),
        ("withdrawn_reason", reason),
    ];
    ask.record(db, "consent", (id, of), one.effective_at, columns)
}

/// Keeps an answer: a first one, or with the `of` of an earlier one its withdrawal.
pub(super) fn answer(db: &mut Writer<'_>, ask: &Ask<Chart>, (id, of): (&str, &str), item: &Item) -> Result<()> {
    let columns = [
        ("consent", item.consent.as_str().into()),
        ("item", item.item.as_str().into()),
        ("answer", item.answer.as_str().into()),
        ("techniques", item.techniques.as_str().into()),
        ("sites", item.sites.as_str().into()),
        ("until_on", item.until_on.as_str().into()),
        ("words", item.words.as_str().into()),
    ];
    ask.record(db, "consent_item", (id, of), item.effective_at, columns)
}

/// A text, or nothing where it is empty.
fn known(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// Has this client a sign-in of their own that opens?
pub(super) fn has_phone(db: &mut Reader<'_>, chart: &Chart) -> Result<bool> {
    let found = db.row(
        "select 1 as one from own_chart w join person p on p.id = w.person and p.active = 1
         where w.client in (select client from chart_of where chart = :chart) limit 1",
        &[("chart", chart.client().into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// A sheet that a practitioner put before the client on their phone.
#[derive(Clone, Default)]
pub(super) struct Request {
    pub(super) of: String,
    pub(super) at: i64,
    pub(super) by: String,
    /// As JSON.
    pub(super) sheets: String,
    pub(super) until_on: String,
    pub(super) profession: String,
    pub(super) practitioner_name: String,
    pub(super) practitioner_signature: String,
    pub(super) practitioner_typed: String,
}

/// The sheets that wait to be answered, the latest first.
pub(super) fn waiting(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Request>> {
    db.rows(
        "select r.of, r.at, r.by, r.sheets, r.until_on, r.profession, r.practitioner_name, r.practitioner_signature,
           r.practitioner_typed
         from consent_request r
         where r.id = r.of and r.client in (select client from chart_of where chart = :chart)
           and not exists (select 1 from consent_request l where l.of = r.of and l.id <> r.id)
         order by r.at desc, r.id desc limit 50",
        &[("chart", chart.client().into())],
        |row| {
            let text = |name| Ok::<String, Error>(row.text(name)?.into());
            Ok(Request {
                of: text("of")?,
                at: row.int("at")?,
                by: text("by")?,
                sheets: text("sheets")?,
                until_on: text("until_on")?,
                profession: text("profession")?,
                practitioner_name: text("practitioner_name")?,
                practitioner_signature: text("practitioner_signature")?,
                practitioner_typed: text("practitioner_typed")?,
            })
        },
    )
}

/// Keeps a request, or with its `of` what became of it: `answered` by this consent, `taken_back`.
pub(super) fn request(
    db: &mut Writer<'_>,
    ask: &Ask<Chart>,
    (id, of): (&str, &str),
    one: &Request,
    (state, consent): (&str, &str),
) -> Result<()> {
    let columns = [
        ("state", state.into()),
        ("sheets", one.sheets.as_str().into()),
        ("until_on", one.until_on.as_str().into()),
        ("profession", one.profession.as_str().into()),
        ("practitioner_name", one.practitioner_name.as_str().into()),
        ("practitioner_signature", one.practitioner_signature.as_str().into()),
        ("practitioner_typed", one.practitioner_typed.as_str().into()),
        ("consent", consent.into()),
    ];
    ask.record(db, "consent_request", (id, of), ask.micros(), columns)
}
