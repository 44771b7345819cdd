//! The judgements over HTTP: each takes the JSON that its command takes and gives back the same.
//!
//! Nothing of the record is read and nothing is kept; the trail says who asked for which judgement, never what was asked.

use askama::Template;
use db::Reader;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::JudgeError;
use crate::door::{Ask, Error, Mine, Page, Result, Right, Routes, Shown};
use crate::ui::{Words, filters};
use clinical::knowledge::Knowledge;

/// Each judgement under `/judge/…`, and under `/api/judge/…` as JSON in, JSON out.
pub fn routes() -> Routes {
    Routes::new()
        .judgement("/judge/screen", "judge.screen", Right::Directory, |_, ask, asked| {
            judged(ask, asked, super::screen::screen_json)
        })
        .judgement("/judge/plan", "judge.plan", Right::Directory, |_, ask, asked| {
            judged(ask, asked, super::plan::plan_json)
        })
        .judgement("/judge/score/{instrument}", "judge.score", Right::Directory, score)
        .judgement("/judge/change", "judge.change", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |knowledge, input, _| super::course::change_json(knowledge, input))
        })
        .judgement("/judge/course", "judge.course", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |knowledge, input, _| super::course::course_json(knowledge, input))
        })
        .judgement("/judge/goal", "judge.goal", Right::Directory, |_, ask, asked| {
            judged(ask, asked, super::course::goal_json)
        })
        .judgement("/judge/what-followed", "judge.what_followed", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |knowledge, input, _| super::course::what_followed_json(knowledge, input))
        })
        .judgement("/judge/hypothesis", "judge.hypothesis", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |knowledge, input, _| super::hypothesis::hypothesis_json(knowledge, input))
        })
        .judgement("/judge/scope", "judge.scope", Right::Directory, |_, ask, asked| {
            judged(ask, asked, super::scope::scope_json)
        })
        .judgement("/judge/ce", "judge.ce", Right::Directory, |_, ask, asked| judged(ask, asked, super::scope::ce_json))
        .judgement("/judge/shorthand", "judge.shorthand", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |knowledge, input, _| super::shorthand::shorthand_json(knowledge, input))
        })
        .judgement("/judge/units", "judge.units", Right::Directory, |_, ask, asked| {
            judged(ask, asked, |_, input, _| super::units::units_json(input))
        })
}

/// What a judgement is asked: the whole JSON body, as text.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    instrument: String,
    input: String,
}

/// The answer: as JSON the answer itself, as a page the same, to be read.
#[derive(Template, Serialize)]
#[template(path = "judge/judged.html")]
struct Judged {
    #[serde(flatten)]
    answer: Value,
}

impl Judged {
    fn of(json: &str) -> Judged {
        Judged { answer: serde_json::from_str(json).unwrap_or_else(|_| json!({ "valid": false })) }
    }

    fn text(&self) -> String {
        format!("{:#}", self.answer)
    }
}

impl Page for Judged {
    fn title(&self, words: &Words) -> String {
        words.t("judge-title")
    }
}

fn judged(
    ask: &Ask<Mine>,
    asked: Asked,
    judge: impl FnOnce(&Knowledge, &str, Date) -> std::result::Result<String, JudgeError>,
) -> Result<Judged> {
    match judge(&ask.house.knowledge, &asked.input, ask.today) {
        Ok(json) => Ok(Judged::of(&json)),
        Err(JudgeError::No(json)) => Ok(Judged::of(&json)),
        Err(JudgeError::Input(json)) => Err(Error::Refused(Shown::new(Judged::of(&json)))),
    }
}

fn score(_: &mut Reader<'_>, ask: &Ask<Mine>, asked: Asked) -> Result<Judged> {
    let id = asked.instrument.clone();
    if !super::score::ids(&ask.house.knowledge).any(|known| known == id) {
        return Err(Error::NotFound);
    }
    judged(ask, asked, |knowledge, input, _| super::score::score_json(knowledge, &id, input))
}
