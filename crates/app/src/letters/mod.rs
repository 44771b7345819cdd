//! Letters: composed from the record, mended by their author, signed with the bytes that were printed, and logged when
//! they leave. And referrals: what was asked of others, until they answer.
mod acts;
mod compose;
mod from;
mod paper;
mod referral;
mod sent;
mod store;

use crate::door::{Answer, Ask, Bytes, Chart, Error, Page, Person, Result, Right, Routes};
use crate::ui::{Choice, Due, Filled, Panel, Said, Words, filters};
use askama::Template;
use compose::Claim;
use db::Reader;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/letters", "letter.list", Right::ReadChart, list)
        .look("/clients/{client}/letters/{letter}", "letter.show", Right::ReadChart, show)
        .look("/clients/{client}/letters/{letter}/pdf", "letter.pdf", Right::ReadChart, pdf)
        .join(acts::routes())
        .join(sent::routes())
        .join(referral::routes())
}

/// Every kind of letter with its words.
const KINDS: [(&str, &str); 7] = [
    ("referral", "letter-kind-referral"),
    ("reply", "letter-kind-reply"),
    ("discharge", "letter-kind-discharge"),
    ("programme", "letter-kind-programme"),
    ("receipt", "letter-kind-receipt"),
    ("handover", "letter-kind-handover"),
    ("chart", "letter-kind-chart"),
];

/// The first lines of a letter to who treats too: the field, and what stands before it.
const LINES: [(&str, &str); 5] = [
    ("who", "letter-who"),
    ("asked", "letter-asked"),
    ("found", "letter-found"),
    ("changed", "letter-changed"),
    ("question", "letter-question"),
];

fn word(kind: &str) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == kind).map_or("letter-kind-reply", |(_, word)| word)
}

/// Does it go to somebody who treats too, and so begin with the five lines?
fn physician(kind: &str) -> bool {
    matches!(kind, "referral" | "reply" | "discharge" | "handover")
}

fn line<'t>(text: &'t store::Text, field: &str) -> &'t str {
    match field {
        "who" => &text.who,
        "asked" => &text.asked,
        "found" => &text.found,
        "changed" => &text.changed,
        "question" => &text.question,
        _ => &text.body,
    }
}

fn writes(ask: &Ask<Chart>) -> bool {
    ask.by.may(Right::WriteChart) && !ask.chart().glass
}

fn instant(at: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(at).ok()
}

/// A letter in a list.
#[derive(Serialize)]
struct Row {
    url: String,
    kind: Said,
    to: String,
    by: String,
    at: Option<Timestamp>,
    withdrawn: bool,
}

/// The letters of a chart, and what a new one needs.
#[derive(Template, Serialize)]
#[template(path = "letters/list.html")]
struct List {
    base: String,
    referrals: String,
    drafts: Vec<Row>,
    letters: Vec<Row>,
    form: Filled,
    kinds: Vec<Choice>,
    recipients: Vec<Choice>,
    complaints: Vec<Choice>,
    writes: bool,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t("letter-list-title")
    }
    fn tab(&self) -> &'static str {
        "tab-letters"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {}

fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<List> {
    list_page(db, ask, Filled::empty().with("kind", "reply"))
}

fn drafted(ask: &Ask<Chart>, one: store::Draft) -> Row {
    Row {
        url: ask.chart().url(&format!("letters/{}", one.id)),
        kind: Said::key(word(&one.kind)),
        to: one.to.name,
        by: ask.by.name.clone(),
        at: instant(one.changed_at),
        withdrawn: false,
    }
}

fn list_page(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Filled) -> Result<List> {
    let chart = ask.chart();
    let letters = store::signed(db, chart)?.into_iter().map(|one| Row {
        url: chart.url(&format!("letters/{}", one.of)),
        kind: Said::key(word(&one.kind)),
        to: one.to.name,
        by: one.by_name,
        at: instant(one.at),
        withdrawn: one.withdrawn.is_some(),
    });
    Ok(List {
        base: chart.url("letters"),
        referrals: chart.url("referrals"),
        letters: letters.collect(),
        drafts: store::drafts(db, ask)?.into_iter().map(|one| drafted(ask, one)).collect(),
        form,
        kinds: KINDS.iter().map(|(key, word)| Choice::new(*key, Said::key(*word))).collect(),
        recipients: recipients(db, chart)?,
        complaints: complaints(db, chart)?,
        writes: writes(ask),
    })
}

/// The care team, the client, and somebody else by name.
fn recipients(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Choice>> {
    let team = store::team(db, chart)?.into_iter().map(|one| {
        let name = [one.name, one.role, one.organisation].into_iter().filter(|part| !part.is_empty());
        let choice = Choice::new(one.member, Said::plain(name.collect::<Vec<_>>().join(" · ")));
        if one.may_contact { choice } else { choice.with_help(Said::key("letter-no-consent-help")) }
    });
    let rest = [("client", "letter-to-client"), ("other", "letter-to-other")];
    Ok(team.chain(rest.map(|(key, word)| Choice::new(key, Said::key(word)))).collect())
}

fn complaints(db: &mut Reader<'_>, chart: &Chart) -> Result<Vec<Choice>> {
    let none = Choice::new("", Said::key("letter-no-complaint"));
    let all = from::complaints(db, chart)?.into_iter().map(|one| {
        let short: String = one.words.chars().take(80).collect();
        Choice::new(one.of, Said::plain(short))
    });
    Ok(std::iter::once(none).chain(all).collect())
}

/// A letter that is not signed, to be mended.
#[derive(Template, Serialize)]
#[template(path = "letters/draft.html")]
struct DraftPage {
    base: String,
    kind: Said,
    to: String,
    form: Filled,
    lines: Vec<(&'static str, Said)>,
    claims: Vec<Claim>,
}

impl Page for DraftPage {
    fn title(&self, words: &Words) -> String {
        words.t("letter-draft-title")
    }
    fn tab(&self) -> &'static str {
        "tab-letters"
    }
}

/// A signed letter, its versions, and how it left.
#[derive(Template, Serialize)]
#[template(path = "letters/letter.html")]
struct LetterPage {
    base: String,
    kind: Said,
    to: String,
    by: String,
    at: Option<Timestamp>,
    lines: Vec<(Said, String)>,
    body: String,
    digest: String,
    head: String,
    withdrawn: Option<String>,
    versions: Vec<(usize, Option<Timestamp>, String)>,
    sent: Vec<(Said, String, String, Option<Timestamp>)>,
    hows: Vec<Choice>,
    form: Filled,
    no_consent: bool,
    writes: bool,
}

impl Page for LetterPage {
    fn title(&self, words: &Words) -> String {
        words.t("letter-title")
    }
    fn tab(&self) -> &'static str {
        "tab-letters"
    }
}

#[derive(Deserialize)]
struct Named {
    letter: String,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Answer> {
    match store::draft(db, ask, &named.letter)? {
        Some(draft) => Ok(draft_page(ask, &draft, None).into()),
        None => Ok(letter_page(db, ask, &named.letter, Filled::empty())?.into()),
    }
}

/// What the fields of a draft hold.
fn fields(text: &store::Text) -> [(&'static str, &str); 6] {
    [
        ("who", &text.who),
        ("asked", &text.asked),
        ("found", &text.found),
        ("changed", &text.changed),
        ("question", &text.question),
        ("body", &text.body),
    ]
}

fn draft_page(ask: &Ask<Chart>, draft: &store::Draft, typed: Option<Filled>) -> DraftPage {
    let form = typed.unwrap_or_else(|| Filled::sent(fields(&draft.text), vec![]).of_version(draft.version));
    let lines = LINES.iter().filter(|_| physician(&draft.kind));
    DraftPage {
        base: ask.chart().url(&format!("letters/{}", draft.id)),
        kind: Said::key(word(&draft.kind)),
        to: draft.to.name.clone(),
        form,
        lines: lines.map(|(field, label)| (*field, Said::key(*label))).collect(),
        claims: compose::claims(ask, &draft.text),
    }
}

fn letter_page(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str, form: Filled) -> Result<LetterPage> {
    let versions = store::versions(db, ask.chart(), of)?;
    let last = versions.first().ok_or(Error::NotFound)?.clone();
    let count = versions.len();
    let named = versions.iter().enumerate().filter(|(_, one)| one.withdrawn.is_none());
    let lines = LINES.iter().map(|(field, label)| (Said::key(*label), line(&last.text, field).to_owned()));
    let sent = store::sent(db, of)?.into_iter();
    Ok(LetterPage {
        base: ask.chart().url(&format!("letters/{of}")),
        kind: Said::key(word(&last.kind)),
        lines: lines.filter(|(_, text)| !text.is_empty()).collect(),
        body: last.text.body.clone(),
        versions: named.map(|(at, one)| (count - at, instant(one.at), one.id.clone())).collect(),
        sent: sent.map(|one| (Said::key(sent::word(&one.how)), one.whom, one.by_name, instant(one.at))).collect(),
        hows: sent::hows(),
        form: if form.value("whom").is_empty() { form.with("whom", last.to.name.clone()) } else { form },
        no_consent: !sent::may_leave(&last),
        writes: writes(ask) && last.withdrawn.is_none(),
        to: last.to.name,
        by: last.by_name,
        at: instant(last.at),
        digest: last.digest,
        head: last.head,
        withdrawn: last.withdrawn,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Printed {
    letter: String,
    /// The id of an earlier version; empty for the letter as it stands.
    version: String,
}

/// The PDF: of a signed letter the very bytes that were signed; of a draft what it would be, and it says so.
fn pdf(db: &mut Reader<'_>, ask: &Ask<Chart>, asked: Printed) -> Result<Bytes> {
    let kind = "application/pdf";
    if let Some(draft) = store::draft(db, ask, &asked.letter)? {
        let record = compose::record(db, ask)?;
        let bytes = paper::pdf(ask, &record, &draft, &paper::Standing::Draft)?;
        return Ok(Bytes { kind, name: Some(format!("{}-unsigned.pdf", draft.kind)), bytes });
    }
    let versions = store::versions(db, ask.chart(), &asked.letter)?;
    let mut signed = versions.iter().filter(|one| one.withdrawn.is_none());
    let one = signed.find(|one| asked.version.is_empty() || one.id == asked.version).ok_or(Error::NotFound)?;
    let bytes = store::pdf(db, ask.chart(), &one.id)?.ok_or(Error::NotFound)?;
    Ok(Bytes { kind, name: Some(format!("{}-{}.pdf", one.kind, one.id)), bytes })
}

/// The record on paper, for the client's own eyes.
pub(crate) fn own_record(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Bytes> {
    let record = compose::record(db, ask)?;
    let bytes = paper::own(ask, &record)?;
    Ok(Bytes { kind: "application/pdf", name: Some(format!("my-record-{}.pdf", ask.today)), bytes })
}

/// Letters of one's own that are not signed, and referrals without an answer, on the overview of a chart.
#[derive(Template, Serialize)]
#[template(path = "letters/panel.html")]
struct Open {
    drafts: Vec<Row>,
    referrals: Vec<referral::Row>,
}

/// What is awaited, on the overview of a chart; nothing where nothing is.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let drafts: Vec<Row> = store::drafts(db, ask)?.into_iter().map(|one| drafted(ask, one)).collect();
    let referrals = referral::open(db, ask)?;
    if drafts.is_empty() && referrals.is_empty() {
        return Ok(None);
    }
    let url = ask.chart().url("letters");
    Ok(Some(Panel::new("letter-open-title", Open { drafts, referrals }).link(url, "letter-all")))
}

/// Lines for Today: one's referrals whose answer is overdue, and one's letters that are not signed.
pub(crate) fn due(db: &mut Reader<'_>, person: &Person, today: Date) -> Result<Vec<Due>> {
    let mut due = referral::overdue(db, person, today)?;
    due.extend(store::unsigned(db, &person.id)?.into_iter().map(|(chart, client, letter)| Due {
        url: format!("/clients/{chart}/letters/{letter}"),
        client,
        words: Said::key("letter-due"),
        on: None,
        overdue: false,
    }));
    Ok(due)
}
