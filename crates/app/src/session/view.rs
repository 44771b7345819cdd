//! A session in words: its line in a list, what was done, what came back, the signed account.
use super::{log, note, preset, respond, store};
use crate::door::{Ask, Chart, Error, Result, Right};
use crate::naming;
use crate::ui::Said;
use clinical::knowledge::{Knowledge, techniques::Position};
use jiff::Timestamp;
use serde::Serialize;

/// How long after a session its account counts as late, in microseconds: a day.
pub(super) const LATE: i64 = 24 * 3_600_000_000;

/// One session in the list.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: Option<Said>,
    pub(super) kind: Said,
    /// When it took place; nothing where that is not stated.
    pub(super) on: Option<Timestamp>,
    pub(super) late: bool,
    /// open, unsigned, signed, error
    pub(super) state: &'static str,
    pub(super) applications: i64,
    pub(super) adverse: i64,
    pub(super) by: String,
}

pub(super) fn row(ask: &Ask<Chart>, one: store::Listed) -> Result<Row> {
    Ok(Row {
        url: ask.chart().url(&format!("sessions/{}", one.of)),
        title: title(&one.title),
        kind: Said::key(kind_word(&one.kind)),
        on: one.effective_at.map(instant).transpose()?,
        late: one.effective_at.is_none_or(|effective| one.at - effective > LATE),
        state: one.state(),
        applications: one.applications,
        adverse: one.adverse,
        by: one.by_name,
        id: one.of,
    })
}

/// A preset's name by its key, else the words that were typed.
pub(super) fn title(typed: &str) -> Option<Said> {
    let words = preset::find(typed).map_or_else(|| Said::plain(typed), |preset| Said::key(preset.word));
    (!typed.is_empty()).then_some(words)
}

pub(super) fn instant(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(Error::fault)
}

/// The kinds of visit, with their words.
pub(super) const KINDS: [(&str, &str); 3] =
    [("treatment", "session-kind-treatment"), ("wellness", "session-kind-wellness"), ("seen", "session-kind-seen")];

pub(super) fn kind_word(kind: &str) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == kind).map_or("session-kind-treatment", |(_, word)| word)
}

/// One application as it is read.
#[derive(Serialize, Clone)]
pub(super) struct Applied {
    pub(super) of: String,
    pub(super) technique: String,
    pub(super) site: String,
    pub(super) side: Option<Said>,
    pub(super) dose: String,
    /// How the client lay or sat, where it was noted.
    pub(super) position: Option<Said>,
    pub(super) detail: String,
    pub(super) marks: Vec<Said>,
    pub(super) reason: String,
}

/// One response as it is read.
#[derive(Serialize, Clone)]
pub(super) struct Responded {
    pub(super) of: String,
    pub(super) kind: Said,
    pub(super) words: Said,
    pub(super) severity: Option<Said>,
    pub(super) detail: String,
    pub(super) at: Timestamp,
}

/// The signed account as it is read.
#[derive(Serialize, Clone)]
pub(super) struct NoteView {
    pub(super) id: String,
    pub(super) by: String,
    pub(super) at: Timestamp,
    pub(super) parts: Vec<(Said, String)>,
    pub(super) gaps: Vec<Said>,
    pub(super) marks: Vec<MarkView>,
    pub(super) error: bool,
    pub(super) may_cosign: bool,
}

/// What came after the signature.
#[derive(Serialize, Clone)]
pub(super) struct MarkView {
    pub(super) kind: Said,
    pub(super) words: String,
    pub(super) by: String,
    pub(super) at: Timestamp,
}

pub(super) fn applied(knowledge: &Knowledge, one: &store::Application) -> Applied {
    let mut dose = Vec::new();
    if let Some(pressure) = one.pressure {
        dose.push(format!("P{pressure}"));
    }
    if !one.grade.is_empty() {
        dose.push(format!("grade {}", one.grade));
    }
    if let Some(minutes) = one.minutes {
        dose.push(format!("{minutes} min"));
    }
    Applied {
        of: one.of.clone(),
        technique: naming::technique(knowledge, &one.technique),
        site: naming::site(knowledge, &one.site),
        side: naming::side(&one.side),
        dose: dose.join(" · "),
        position: position_word(&one.position),
        detail: one.detail.clone(),
        marks: one.marks.split(',').filter_map(|mark| log::mark_word(mark)).map(Said::key).collect(),
        reason: one.reason.clone(),
    }
}

/// The word for how a client lies or sits; none where it was not noted.
pub(super) fn position_word(key: &str) -> Option<Said> {
    Position::parse(key).map(|position| Said::key(format!("position-{}", position.word())))
}

pub(super) fn responded(one: &store::Response) -> Result<Responded> {
    Ok(Responded {
        of: one.of.clone(),
        kind: Said::key(respond::kind_word(&one.kind)),
        words: respond::said(one),
        severity: respond::severity_word(&one.severity).map(Said::key),
        detail: one.detail.clone(),
        at: instant(one.at)?,
    })
}

pub(super) fn note_view(
    ask: &Ask<Chart>,
    session: &store::Listed,
    note: note::store::Note,
    marks: Vec<note::store::Mark>,
) -> Result<NoteView> {
    let cosigned = marks.iter().any(|mark| mark.kind == "cosign");
    Ok(NoteView {
        may_cosign: !cosigned && ask.by.may(Right::CoSign) && session.by != ask.by.id,
        error: marks.iter().any(|mark| mark.kind == "error"),
        id: note.id,
        by: note.by_name,
        at: instant(note.at)?,
        parts: vec![
            (Said::key("note-subjective"), note.subjective),
            (Said::key("note-objective"), note.objective),
            (Said::key("note-assessment"), note.assessment),
            (Said::key("note-plan"), note.plan),
        ],
        gaps: note.gaps.split(',').filter_map(note::gap_word).map(Said::key).collect(),
        marks: marks
            .into_iter()
            .map(|mark| {
                let kind = Said::key(note::mark_word(&mark.kind));
                Ok(MarkView { kind, words: mark.words, by: mark.by_name, at: instant(mark.at)? })
            })
            .collect::<Result<_>>()?,
    })
}
