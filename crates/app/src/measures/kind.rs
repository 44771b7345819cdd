//! A measure whoever it was taken of: what it is called, and its published lines.
use super::{form, store::Kept, view};
use crate::ui::{Said, Words};
use clinical::change::Lines;
use clinical::knowledge::Knowledge;
use clinical::taking::Subject;
use serde::Serialize;

/// One measure of the practice.
#[derive(Serialize)]
pub(crate) struct Kind {
    /// What it is called, and what sets it apart from others of its instrument, motion or test.
    pub(crate) name: Vec<Said>,
    /// Its lines with their sources, the error first.
    pub(crate) published: Vec<view::Line>,
    #[serde(skip)]
    pub(crate) lines: Lines,
}

/// The measure of this key, scale, recall and method; none where the knowledge no longer holds it.
pub(crate) fn kind(words: &Words, knowledge: &Knowledge, of: (&str, &str, &str, &str)) -> Option<Kind> {
    let (key, scale, recall, method) = of;
    let subject = Subject::find(knowledge, key)?;
    let lines = subject.lines(scale, method)?;
    let like = Kept { scale: scale.into(), recall: recall.into(), method: method.into(), ..Kept::default() };
    let mut name = vec![form::name(words, &subject)];
    name.extend(view::parts(knowledge, &subject, &like));
    Some(Kind { name, published: view::published(knowledge, &lines, unit(&subject, scale)), lines })
}

fn unit<'k>(subject: &Subject<'k>, scale: &str) -> &'k str {
    match subject {
        Subject::Form(form) => form.scale(scale).map_or("", |scale| &scale.unit),
        Subject::Motion(motion) => &motion.unit,
        Subject::Test(test) => &test.unit,
    }
}
