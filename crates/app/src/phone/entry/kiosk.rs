//! A device of the practice kept to one client's intake: for whoever has no phone, or has not answered yet. The screen is locked
//! and opens these questions and nothing else until somebody gives the PIN.
use super::{page, store};
use crate::door::{Ask, Done, Error, Listed, Result, Right, Routes, Shown, has_pin};
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().act("/clients/{client}/phone/kiosk", "phone.kiosk", Right::EditDirectory, prepare, begin)
}

/// How long a sitting lasts at most: two hours, in microseconds.
const LONGEST: i64 = 2 * 3_600_000_000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    source: String,
}

/// A sitting that can begin.
struct Beginning {
    token: String,
    source: &'static str,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Form) -> Result<Beginning> {
    let source = ["client", "desk"].into_iter().find(|source| *source == form.source);
    let refusal = match (source, &ask.token) {
        (None, _) => "ui-choose",
        // Without a PIN nobody could come back from it, and a program has no screen to keep.
        (_, None) => "phone-kiosk-pin",
        (Some(_), Some(_)) if !has_pin(db, &ask.by.id)? => "phone-kiosk-pin",
        (Some(source), Some(token)) => return Ok(Beginning { token: token.clone(), source }),
    };
    let shown = page(db, ask, vec![Refusal::new("source", refusal)])?;
    Err(Error::Refused(Shown::new(shown)))
}

fn begin(db: &mut Writer<'_>, ask: &Ask<Listed>, beginning: &Beginning) -> Result<Done> {
    store::sit(db, ask, &beginning.token, beginning.source, ask.micros() + LONGEST)?;
    Ok(Done::to("/my/intake").about(ask.scope.client()).because(beginning.source))
}
