//! Consent on the client's own phone: read, answered and taken back there. A question, a no and a withdrawal reach whoever asked.
use super::alert::{self, Urgency};
use crate::consent::{self, by_client};
use crate::door::{Ask, Chart, Done, Result, Right, Routes};
use clinical::consent::Answer;
use db::Writer;

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/my/consent", "my.consent", Right::OwnChart, by_client::list)
        .look("/my/consent/{consent}", "my.consent-signed", Right::OwnChart, consent::show)
        .look("/my/consent/{consent}/pdf", "my.consent-pdf", Right::OwnChart, consent::pdf)
        .act(
            "/my/consent/{consent}/withdraw",
            "my.consent-withdraw",
            Right::OwnChart,
            by_client::prepare_withdraw,
            withdraw,
        )
        .look("/my/asked/{request}", "my.consent-read", Right::OwnIntake, by_client::read)
        .act("/my/asked/{request}", "my.consent-answer", Right::OwnIntake, by_client::prepare, answer)
}

fn answer(db: &mut Writer<'_>, ask: &Ask<Chart>, answered: &by_client::Answered) -> Result<Done> {
    let id = by_client::keep(db, ask, answered)?;
    let mut because = "";
    for (kind, of) in [("consent_question", Answer::Question), ("consent_declined", Answer::No)] {
        let items = answered.with(of);
        if !items.is_empty() {
            raise(db, ask, kind, items.join(","), &answered.asked_by)?;
            because = "not all";
        }
    }
    Ok(Done::to(by_client::back(ask)).about(id).because(because))
}

fn raise(db: &mut Writer<'_>, ask: &Ask<Chart>, kind: &'static str, about: String, named: &str) -> Result<()> {
    let raising =
        alert::Raising { kind, urgency: Urgency::Talk, about, session: String::new(), named: named.to_string() };
    alert::raise(db, ask, &raising)?;
    Ok(())
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, what: &by_client::Withdrawal) -> Result<Done> {
    let done = by_client::withdraw(db, ask, what)?;
    raise(db, ask, "consent_withdrawn", what.item.clone(), "")?;
    Ok(done)
}
