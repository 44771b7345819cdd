//! A letter from its first words to its signature.
use super::compose::{self, compose};
use super::store::{self, Draft, Recipient, Sealed, Text};
use super::{KINDS, draft_page, fields, list_page, paper, physician};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown, hex};
use crate::signin::knows_secret;
use crate::ui::Filled;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Deserialize;
use sha2::{Digest, Sha256};

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/clients/{client}/letters", "letter.begin", Right::WriteChart, prepare, begin)
        .act("/clients/{client}/letters/handover", "letter.handover", Right::WriteChart, prepare_handover, begin)
        .act("/clients/{client}/letters/{letter}/draft", "letter.keep", Right::WriteChart, prepare_keep, keep)
        .act(
            "/clients/{client}/letters/{letter}/discard",
            "letter.discard",
            Right::WriteChart,
            prepare_discard,
            discard,
        )
        .act("/clients/{client}/letters/{letter}/sign", "letter.sign", Right::WriteChart, prepare_sign, sign)
        .act("/clients/{client}/letters/{letter}/revise", "letter.revise", Right::WriteChart, prepare_revise, begin)
}

/// The longest line and the longest text, in characters.
const LINE: usize = 2_000;
const LONGEST: usize = 20_000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Begin {
    kind: String,
    to: String,
    name: String,
    role: String,
    organisation: String,
    complaint: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Begin) -> Result<Draft> {
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut refusals = Vec::new();
    if !KINDS.iter().any(|(key, _)| *key == form.kind) {
        refusals.push(Refusal::new("kind", "ui-choose"));
    }
    let to = match form.to.as_str() {
        "client" => {
            Some(Recipient { member: "client".into(), name: ask.chart().legal_name.clone(), ..Recipient::default() })
        }
        "other" => {
            let (name, role, organisation) = (clean(&form.name), clean(&form.role), clean(&form.organisation));
            for (field, text) in [("name", &name), ("role", &role), ("organisation", &organisation)] {
                if text.chars().count() > 200 || (field == "name" && text.is_empty()) {
                    refusals.push(Refusal::new(field, "ui-text-200"));
                }
            }
            Some(Recipient { name, role, organisation, ..Recipient::default() })
        }
        member => store::team(db, ask.chart())?.into_iter().find(|one| one.member == member),
    };
    if to.is_none() {
        refusals.push(Refusal::new("to", "ui-choose"));
    }
    let (Some(to), true) = (to, refusals.is_empty()) else {
        let fields = [
            ("kind", form.kind),
            ("to", form.to),
            ("name", form.name),
            ("role", form.role),
            ("organisation", form.organisation),
            ("complaint", form.complaint),
        ];
        let page = list_page(db, ask, Filled::sent(fields, refusals))?;
        return Err(Error::Refused(Shown::new(page)));
    };
    composed(db, ask, form.kind, to, form.complaint)
}

fn composed(db: &mut Reader<'_>, ask: &Ask<Chart>, kind: String, to: Recipient, complaint: String) -> Result<Draft> {
    let record = compose::record(db, ask)?;
    let known = record.complaints.iter().any(|one| one.of == complaint);
    let complaint = if known { complaint } else { String::new() };
    let text = compose(ask, &record, &kind, &complaint);
    Ok(Draft { id: ask.id("let"), kind, to, complaint, text, ..Draft::default() })
}

#[derive(Deserialize)]
struct Empty {}

/// One tap from a block: whoever takes over reads what, since when, and what was not done.
fn prepare_handover(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Empty) -> Result<Draft> {
    let to = Recipient { name: ask.words.t("letter-to-emergency"), ..Recipient::default() };
    composed(db, ask, "handover".into(), to, String::new())
}

fn begin(db: &mut Writer<'_>, ask: &Ask<Chart>, draft: &Draft) -> Result<Done> {
    store::begin(db, ask, draft)?;
    Ok(Done::to(ask.chart().url(&format!("letters/{}", draft.id))).about(&draft.id))
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    letter: String,
    who: String,
    asked: String,
    found: String,
    changed: String,
    question: String,
    body: String,
    secret: String,
}

impl Form {
    fn text(&self) -> Text {
        let trim = |text: &str| text.trim().to_owned();
        Text {
            who: trim(&self.who),
            asked: trim(&self.asked),
            found: trim(&self.found),
            changed: trim(&self.changed),
            question: trim(&self.question),
            body: trim(&self.body),
        }
    }
}

fn refusals(text: &Text) -> Vec<Refusal> {
    let most = |field: &str| if field == "body" { LONGEST } else { LINE };
    let long = fields(text).into_iter().filter(|(field, text)| text.chars().count() > most(field));
    long.map(|(field, _)| Refusal::new(field, "letter-long").with("most", most(field))).collect()
}

/// The draft as it stands and as it was typed, refused where it moved on or cannot be taken.
fn typed(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &Form, mut more: Vec<Refusal>) -> Result<(Draft, i64)> {
    let now = store::draft(db, ask, &form.letter)?.ok_or(Error::NotFound)?;
    let seen = ask.version.unwrap_or(now.version);
    let text = form.text();
    if seen != now.version {
        let apart = fields(&text).into_iter().zip(fields(&now.text)).filter(|((_, typed), (_, kept))| typed != kept);
        let apart = apart.map(|((field, _), (_, kept))| Refusal::new(field, "letter-meanwhile").with("kept", kept));
        let filled = Filled::sent(fields(&text), apart.collect()).of_version(now.version);
        return Err(Error::Stale(Shown::new(draft_page(ask, &now, Some(filled)))));
    }
    let mut refused = refusals(&text);
    refused.append(&mut more);
    if !refused.is_empty() {
        let filled = Filled::sent(fields(&text), refused).of_version(seen);
        return Err(Error::Refused(Shown::new(draft_page(ask, &Draft { text, ..now }, Some(filled)))));
    }
    Ok((Draft { text, ..now }, seen))
}

fn prepare_keep(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<(Draft, i64)> {
    typed(db, ask, &form, vec![])
}

fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, (draft, seen): &(Draft, i64)) -> Result<Done> {
    store::keep(db, ask, &draft.id, *seen, &draft.text)?;
    Ok(Done::to(ask.chart().url(&format!("letters/{}", draft.id))).about(&draft.id))
}

fn prepare_discard(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<String> {
    Ok(store::draft(db, ask, &form.letter)?.ok_or(Error::NotFound)?.id)
}

fn discard(db: &mut Writer<'_>, ask: &Ask<Chart>, id: &String) -> Result<Done> {
    store::discard(db, ask, id)?;
    Ok(Done::to(ask.chart().url("letters")).about(id))
}

/// A letter ready to be signed: the PDF is made here, on a reader's thread.
struct Signing {
    draft: Draft,
    seen: i64,
    sealed: Sealed,
    id: String,
}

fn prepare_sign(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Signing> {
    let mut more = Vec::new();
    let text = form.text();
    if text.body.is_empty() && text.found.is_empty() && text.asked.is_empty() {
        more.push(Refusal::new("body", "letter-empty"));
    }
    if !knows_secret(db, &ask.by.id, form.secret.trim())? {
        more.push(Refusal::new("secret", "note-secret-wrong"));
    }
    let (draft, seen) = typed(db, ask, &form, more)?;
    let (id, before) = if draft.letter.is_empty() {
        (draft.id.clone(), 0)
    } else {
        (ask.id("let"), store::versions(db, ask.chart(), &draft.letter)?.len())
    };
    let head = store::head(db, ask)?;
    let record = compose::record(db, ask)?;
    let standing = paper::Standing::Signed { version: before + 1, head: &head };
    let printed = Draft { id: id.clone(), ..draft.clone() };
    let pdf = paper::pdf(ask, &record, &printed, &standing)?;
    let digest = hex(Sha256::digest(&pdf));
    Ok(Signing { draft, seen, sealed: Sealed { pdf, digest, head }, id })
}

fn sign(db: &mut Writer<'_>, ask: &Ask<Chart>, signing: &Signing) -> Result<Done> {
    let Signing { draft, seen, sealed, id } = signing;
    let now = store::draft(db, ask, &draft.id)?.ok_or(Error::Moved)?;
    if now.version != *seen {
        return Err(Error::Moved);
    }
    let of = if draft.letter.is_empty() { id } else { &draft.letter };
    store::sign(db, ask, (id, of), draft, sealed, None)?;
    store::discard(db, ask, &draft.id)?;
    Ok(Done::to(ask.chart().url(&format!("letters/{of}"))).about(id))
}

/// A new version begins with the words of the last; what it is composed from is read anew when it is signed.
fn prepare_revise(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Draft> {
    let last = store::versions(db, ask.chart(), &form.letter)?.into_iter().next().ok_or(Error::NotFound)?;
    if last.withdrawn.is_some() {
        return Err(Error::Signed);
    }
    debug_assert!(physician(&last.kind) || last.text.who.is_empty());
    Ok(Draft {
        id: ask.id("let"),
        version: 1,
        letter: last.of,
        kind: last.kind,
        to: last.to,
        complaint: last.complaint,
        text: last.text,
        changed_at: 0,
    })
}
