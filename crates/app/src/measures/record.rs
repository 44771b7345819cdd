//! Keeping what was measured, and taking back what was entered in error.
use super::{During, Sent, page, store};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::taking::{Subject, Taken, Typed};
use db::{Reader, Writer};
use jiff::civil::{Date, Time};

pub(super) fn routes() -> Routes {
    const WITHDRAW: &str = "/clients/{client}/measures/{key}/{form}/withdraw";
    Routes::new().act("/clients/{client}/measures/{key}", "measure.record", Right::WriteChart, prepare, record).act(
        WITHDRAW,
        "measure.withdraw",
        Right::WriteChart,
        prepare_withdraw,
        withdraw,
    )
}

/// What can be kept.
struct Ready {
    key: String,
    taken: Taken,
    when: store::Occasion,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, mut sent: Sent) -> Result<Ready> {
    let knowledge = ask.house.knowledge.clone();
    let key = Typed(&sent).one("key").to_string();
    let subject = Subject::find(&knowledge, &key).ok_or(Error::NotFound)?;
    if Typed(&sent).one("place") == "last" {
        // Asked by one tap: of the same place as the last time, so that the two can be compared.
        let begun = super::form::begun(&subject, &store::of_key(db, ask.chart(), &key)?);
        for name in ["site", "side"] {
            sent.insert(name.into(), vec![begun.value(name).to_string()]);
        }
    }
    let typed = Typed(&sent);
    let when = occasion(db, ask, &typed)?;
    let (mut refusals, alarm) = match (subject.take(&knowledge, &typed), when) {
        (Ok(taken), Ok(when)) => return Ok(Ready { key, taken, when }),
        (Ok(taken), Err(refusal)) => (vec![refusal], taken.alarm),
        (Err(untaken), Ok(_)) => (untaken.refusals, untaken.alarm),
        (Err(untaken), Err(refusal)) => {
            let mut all = untaken.refusals;
            all.push(refusal);
            (all, untaken.alarm)
        }
    };
    refusals.dedup();
    refuse(db, ask, &key, &sent, refusals, !alarm.is_empty())
}

fn refuse<T>(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    key: &str,
    sent: &Sent,
    refusals: Vec<Refusal>,
    alarmed: bool,
) -> Result<T> {
    let fields = sent.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone())));
    let filled = Filled::sent(fields, refusals);
    let page = page(db, ask, key, During::of(sent), Some(filled), alarmed)?;
    Err(Error::Refused(Shown::new(page)))
}

/// When it was taken: the day and time typed, else the session's, else now; or nobody said.
fn occasion(
    db: &mut Reader<'_>,
    ask: &Ask<Chart>,
    typed: &Typed<'_>,
) -> Result<std::result::Result<store::Occasion, Refusal>> {
    let session = typed.one("session").to_string();
    let mut of_session = None;
    if !session.is_empty() {
        of_session = store::session_at(db, ask.chart(), &session)?;
        if of_session.is_none() {
            return Ok(Err(Refusal::new("session", "measure-session")));
        }
    }
    let moment = typed.one("moment").to_string();
    if !matches!(moment.as_str(), "" | "before" | "after") || (!moment.is_empty() && session.is_empty()) {
        return Ok(Err(Refusal::new("moment", "measure-moment")));
    }
    Ok(effective(ask, typed, of_session).map(|effective_at| store::Occasion { effective_at, session, moment }))
}

fn effective(
    ask: &Ask<Chart>,
    typed: &Typed<'_>,
    of_session: Option<Option<i64>>,
) -> std::result::Result<Option<i64>, Refusal> {
    if !typed.one("not_stated").is_empty() {
        return Ok(None);
    }
    if typed.one("on").is_empty() {
        return Ok(of_session.unwrap_or_else(|| Some(ask.micros())));
    }
    let day: Date = typed.one("on").parse().map_err(|_| Refusal::new("on", "ui-date"))?;
    let time: Time = match typed.one("time") {
        "" => Time::midnight(),
        time => time.parse().map_err(|_| Refusal::new("time", "ui-time"))?,
    };
    let at = day.to_datetime(time).to_zoned(ask.practice.zone.clone()).map_err(|_| Refusal::new("on", "ui-date"))?;
    if at.timestamp() > ask.at {
        return Err(Refusal::new("on", "measure-future"));
    }
    Ok(Some(at.timestamp().as_microsecond()))
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, ready: &Ready) -> Result<Done> {
    let form = store::record(db, ask, &ready.taken, &ready.when)?;
    // What an answer raised is shown before anything else, also where one came from a session.
    let to_session = !ready.when.session.is_empty() && ready.taken.alarm.is_empty();
    let tail = if to_session { format!("sessions/{}", ready.when.session) } else { format!("measures/{}", ready.key) };
    Ok(Done::to(ask.chart().url(&tail)).about(form))
}

/// What is taken back, and why.
struct Withdrawal {
    key: String,
    form: String,
    reason: String,
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Withdrawal> {
    let typed = Typed(&sent);
    let (key, form, reason) = (typed.one("key"), typed.one("form"), typed.one("reason"));
    standing(db, ask, key, form)?;
    if !(3..=500).contains(&reason.chars().count()) {
        return refuse(db, ask, key, &sent, vec![Refusal::new("reason", "measure-reason")], false);
    }
    Ok(Withdrawal { key: key.into(), form: form.into(), reason: reason.into() })
}

/// The values that were taken in one go, where they still stand.
fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, key: &str, form: &str) -> Result<Vec<store::Kept>> {
    let mut kept = store::of_key(db, ask.chart(), key)?;
    kept.retain(|one| one.form == form);
    if kept.is_empty() { Err(Error::NotFound) } else { Ok(kept) }
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, withdrawal: &Withdrawal) -> Result<Done> {
    let kept = standing(db, ask, &withdrawal.key, &withdrawal.form)?;
    store::withdraw(db, ask, &kept, &withdrawal.reason)?;
    let to = ask.chart().url(&format!("measures/{}", withdrawal.key));
    Ok(Done::to(to).about(&withdrawal.form).because(&withdrawal.reason))
}
