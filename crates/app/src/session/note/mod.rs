//! The free text of a note, its signature, and what may be added after it.
pub(super) mod store;

use super::store as sessions;
use super::view::LATE;
use super::{Typed, compose, page};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::signin::knows_secret;
use crate::ui::Filled;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/clients/{client}/sessions/{session}/draft", "note.draft", Right::WriteChart, prepare_draft, keep_draft)
        .act(
            "/clients/{client}/sessions/{session}/discard",
            "note.discard",
            Right::WriteChart,
            prepare_discard,
            discard,
        )
        .act("/clients/{client}/sessions/{session}/carry", "note.carry", Right::WriteChart, prepare_carry, keep_draft)
        .act("/clients/{client}/sessions/{session}/sign", "note.sign", Right::WriteChart, prepare_sign, sign)
        .act("/clients/{client}/sessions/{session}/cosign", "note.cosign", Right::CoSign, prepare_cosign, mark)
        .act("/clients/{client}/sessions/{session}/addenda", "note.add", Right::WriteChart, prepare_addendum, mark)
        .act("/clients/{client}/sessions/{session}/error", "note.error", Right::WriteChart, prepare_error, mark)
}

/// The longest part of a note, in characters.
const LONGEST: usize = 20_000;

/// What came after a signature, with the words for it.
const MARKS: [(&str, &str); 3] =
    [("addendum", "note-addendum"), ("cosign", "note-cosigned"), ("error", "note-in-error")];

pub(super) fn mark_word(kind: &str) -> &'static str {
    MARKS.iter().find(|(key, _)| *key == kind).map_or("note-addendum", |(_, word)| word)
}

/// What was open when a note was signed, with the words for it.
const GAPS: [(&str, &str); 2] = [("unscreened", "note-gap-unscreened"), ("late", "note-gap-late")];

pub(super) fn gap_word(gap: &str) -> Option<&'static str> {
    GAPS.iter().find(|(key, _)| *key == gap).map(|(_, word)| *word)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    session: String,
    subjective: String,
    objective: String,
    assessment: String,
    plan: String,
    secret: String,
    /// `next`: after this one, the next that waits for a signature.
    then: String,
}

impl Form {
    fn refusals(&self) -> Vec<Refusal> {
        let parts = [
            ("subjective", &self.subjective),
            ("objective", &self.objective),
            ("assessment", &self.assessment),
            ("plan", &self.plan),
        ];
        let long = parts.into_iter().filter(|(_, text)| text.chars().count() > LONGEST);
        long.map(|(field, _)| Refusal::new(field, "note-long").with("most", LONGEST)).collect()
    }
    fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("subjective", self.subjective.as_str()),
            ("objective", &self.objective),
            ("assessment", &self.assessment),
            ("plan", &self.plan),
            ("then", &self.then),
        ];
        Filled::sent(fields, refusals)
    }
    fn draft(&self) -> store::Draft {
        store::Draft {
            version: 0,
            subjective: self.subjective.clone(),
            objective: self.objective.clone(),
            assessment: self.assessment.clone(),
            plan: self.plan.clone(),
        }
    }
}

/// The text as it stands: the author's draft, or what the structure says.
pub(super) fn draft(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    session: &str,
    applications: &[sessions::Application],
    responses: &[sessions::Response],
) -> Result<Filled> {
    let (draft, version) = match store::draft(db, session, &ask.by.id)? {
        Some(draft) => {
            let version = draft.version;
            (draft, version)
        }
        None => {
            let soap = compose::compose(ask, applications, responses);
            let compose::Soap { subjective, objective, assessment, plan } = soap;
            (store::Draft { version: 0, subjective, objective, assessment, plan }, 0)
        }
    };
    let fields = [
        ("subjective", draft.subjective),
        ("objective", draft.objective),
        ("assessment", draft.assessment),
        ("plan", draft.plan),
    ];
    Ok(Filled::sent(fields, vec![]).of_version(version))
}

/// A draft to be kept, over the version that its author saw.
struct Keeping {
    session: String,
    seen: i64,
    draft: store::Draft,
}

fn prepare_draft(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Keeping> {
    sessions::unsigned(db, ask.chart(), &form.session)?;
    let refusals = form.refusals();
    if !refusals.is_empty() {
        let shown = page(db, ask, &form.session, Typed::Draft(form.filled(refusals)))?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    let now = store::draft(db, &form.session, &ask.by.id)?;
    let version = now.as_ref().map_or(0, |draft| draft.version);
    if ask.version.is_some_and(|seen| seen != version) {
        return Err(stale(db, ask, &form, now)?);
    }
    Ok(Keeping { draft: form.draft(), session: form.session, seen: version })
}

/// Somebody else's window kept another text: what was typed stays, what is kept stands below it.
fn stale(db: &mut Reader<'_>, ask: &Ask<Chart>, form: &Form, now: Option<store::Draft>) -> Result<Error> {
    let now = now.unwrap_or_default();
    let refusals = [
        ("subjective", &form.subjective, &now.subjective),
        ("objective", &form.objective, &now.objective),
        ("assessment", &form.assessment, &now.assessment),
        ("plan", &form.plan, &now.plan),
    ]
    .into_iter()
    .filter(|(_, typed, kept)| typed != kept)
    .map(|(field, _, kept)| Refusal::new(field, "note-meanwhile").with("kept", kept))
    .collect();
    let shown = page(db, ask, &form.session, Typed::Draft(form.filled(refusals).of_version(now.version)))?;
    Ok(Error::Stale(Shown::new(shown)))
}

fn keep_draft(db: &mut Writer<'_>, ask: &Ask<Chart>, keeping: &Keeping) -> Result<Done> {
    sessions::unsigned(db, ask.chart(), &keeping.session)?;
    store::keep_draft(db, &keeping.session, &ask.by.id, keeping.seen, &keeping.draft, ask.micros())?;
    Ok(back(ask, &keeping.session))
}

fn back(ask: &Ask<Chart>, session: &str) -> Done {
    Done::to(ask.chart().url(&format!("sessions/{session}"))).about(session)
}

#[derive(Deserialize)]
struct Named {
    session: String,
}

fn prepare_discard(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<String> {
    sessions::unsigned(db, ask.chart(), &named.session)?;
    Ok(named.session)
}

fn discard(db: &mut Writer<'_>, ask: &Ask<Chart>, session: &String) -> Result<Done> {
    store::discard_draft(db, session, &ask.by.id)?;
    Ok(back(ask, session))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Carry {
    session: String,
    /// Which part of the last signed note: subjective, objective, assessment, plan.
    part: String,
}

/// Carry forward, one section at a time: the part of the client's last signed note, into this draft.
fn prepare_carry(db: &mut Reader<'_>, ask: &Ask<Chart>, carry: Carry) -> Result<Keeping> {
    sessions::unsigned(db, ask.chart(), &carry.session)?;
    let last = store::last_note(db, ask.chart())?.ok_or(Error::NotFound)?;
    let now = store::draft(db, &carry.session, &ask.by.id)?;
    let seen = now.as_ref().map_or(0, |draft| draft.version);
    let mut draft = match now {
        Some(draft) => draft,
        None => {
            let applications = sessions::applications(db, &carry.session)?;
            let responses = sessions::responses(db, &carry.session)?;
            let soap = compose::compose(ask, &applications, &responses);
            let compose::Soap { subjective, objective, assessment, plan } = soap;
            store::Draft { version: 0, subjective, objective, assessment, plan }
        }
    };
    match carry.part.as_str() {
        "subjective" => draft.subjective = last.subjective,
        "objective" => draft.objective = last.objective,
        "assessment" => draft.assessment = last.assessment,
        "plan" => draft.plan = last.plan,
        _ => return Err(Error::Unreadable("part is subjective, objective, assessment or plan".into())),
    }
    Ok(Keeping { session: carry.session, seen, draft })
}

fn prepare_sign(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Form> {
    let session = sessions::unsigned(db, ask.chart(), &form.session)?;
    if session.by != ask.by.id {
        // A note is its author's: who did not open the session writes an addendum, or co-signs.
        return Err(Error::Forbidden);
    }
    let now = store::draft(db, &form.session, &ask.by.id)?;
    if ask.version.is_some_and(|seen| seen != now.as_ref().map_or(0, |draft| draft.version)) {
        return Err(stale(db, ask, &form, now)?);
    }
    let mut refusals = form.refusals();
    let parts = [&form.subjective, &form.objective, &form.assessment, &form.plan];
    if parts.iter().all(|part| part.trim().is_empty()) && !session.unreported {
        refusals.push(Refusal::new("objective", "note-empty"));
    }
    if !knows_secret(db, &ask.by.id, form.secret.trim())? {
        refusals.push(Refusal::new("secret", "note-secret-wrong"));
    }
    if !refusals.is_empty() {
        let shown = page(db, ask, &form.session, Typed::Draft(form.filled(refusals)))?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    Ok(form)
}

fn sign(db: &mut Writer<'_>, ask: &Ask<Chart>, form: &Form) -> Result<Done> {
    let session = sessions::unsigned(db, ask.chart(), &form.session)?;
    let late = session.effective_at.is_none_or(|effective| ask.micros() - effective > LATE);
    let gaps = if late { "late" } else { "" };
    let note = ask.id("not");
    store::sign(db, ask, &form.session, &note, session.effective_at, &form.draft(), gaps)?;
    store::discard_draft(db, &form.session, &ask.by.id)?;
    let to = match form.then.as_str() {
        "next" => match store::next_unsigned(db, &ask.by.id, &form.session)? {
            Some((chart, session)) => format!("/clients/{chart}/sessions/{session}?then=next"),
            None => "/today".into(),
        },
        _ => ask.chart().url(&format!("sessions/{}", form.session)),
    };
    Ok(Done::to(to).about(note))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MarkForm {
    session: String,
    words: String,
    secret: String,
}

/// Something to be added to a signed note.
struct Marking {
    session: String,
    note: String,
    kind: &'static str,
    words: String,
}

fn prepare_mark(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    form: MarkForm,
    kind: &'static str,
    least: usize,
) -> Result<Marking> {
    sessions::one(db, ask.chart(), &form.session)?.ok_or(Error::NotFound)?;
    let note = store::note(db, &form.session)?.ok_or(Error::NotFound)?;
    let words = form.words.trim();
    let mut refusals = Vec::new();
    if words.chars().count() < least || words.chars().count() > LONGEST {
        refusals.push(Refusal::new("words", "note-words").with("least", least));
    }
    if !knows_secret(db, &ask.by.id, form.secret.trim())? {
        refusals.push(Refusal::new("secret", "note-secret-wrong"));
    }
    if !refusals.is_empty() {
        let filled = Filled::sent([("words", words)], refusals);
        let shown = page(db, ask, &form.session, Typed::Draft(filled))?;
        return Err(Error::Refused(Shown::new(shown)));
    }
    Ok(Marking { session: form.session, note: note.id, kind, words: words.into() })
}

fn prepare_addendum(db: &mut Reader<'_>, ask: &Ask<Chart>, form: MarkForm) -> Result<Marking> {
    prepare_mark(db, ask, form, "addendum", 3)
}

fn prepare_error(db: &mut Reader<'_>, ask: &Ask<Chart>, form: MarkForm) -> Result<Marking> {
    prepare_mark(db, ask, form, "error", 3)
}

fn prepare_cosign(db: &mut Reader<'_>, ask: &Ask<Chart>, form: MarkForm) -> Result<Marking> {
    let session = sessions::one(db, ask.chart(), &form.session)?.ok_or(Error::NotFound)?;
    if !store::supervises(db, &ask.by.id, &session.by)? {
        return Err(Error::Forbidden);
    }
    prepare_mark(db, ask, form, "cosign", 0)
}

fn mark(db: &mut Writer<'_>, ask: &Ask<Chart>, marking: &Marking) -> Result<Done> {
    store::mark(db, ask, &marking.note, marking.kind, &marking.words)?;
    Ok(back(ask, &marking.session).because(marking.kind))
}
