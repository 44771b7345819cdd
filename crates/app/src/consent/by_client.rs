//! Consent as the client meets it: what waits to be answered on their phone, what stands, what they take back.
use super::form::{Sent, item, signature};
pub(crate) use super::form::{Withdrawal, prepare_withdraw, withdraw};
use super::{Occasion, Row, item_name, occasions, other_languages, request, rows, sheet, store};
use crate::door::{Answer as Reply, Ask, Chart, Error, Page, Result, Shown};
use crate::ui::{Choice, Filled, Locale, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::consent::{self, Answer};
use clinical::taking::Typed;
use db::{Reader, Writer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A sheet that waits.
#[derive(Serialize)]
pub(crate) struct Waiting {
    pub(crate) url: String,
    /// Who asks.
    pub(crate) by: String,
    pub(crate) at: Option<Timestamp>,
}

/// What waits to be answered, the latest first; what could no longer hold does not wait.
pub(crate) fn waiting(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Vec<Waiting>> {
    let open = store::waiting(db, ask.chart())?.into_iter().filter(|one| is_open(ask, one));
    let waiting = open.map(|one| Waiting {
        url: ask.chart().url(&format!("asked/{}", one.of)),
        by: one.practitioner_name,
        at: Timestamp::from_microsecond(one.at).ok(),
    });
    Ok(waiting.collect())
}

fn is_open(ask: &Ask<Chart>, one: &store::Request) -> bool {
    one.until_on.parse::<Date>().is_ok_and(|until| until >= ask.today)
}

/// The client's own consents.
#[derive(Template, Serialize)]
#[template(path = "consent/own.html")]
pub(crate) struct Own {
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
    occasions: Vec<Occasion>,
}

impl Page for Own {
    fn title(&self, words: &Words) -> String {
        words.t("my-consent")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {}

/// Shows them.
pub(crate) fn list(db: &mut Reader<'_>, ask: &Ask<Chart>, _: Query) -> Result<Own> {
    Ok(Own { waiting: waiting(db, ask)?, rows: rows(db, ask, None)?, occasions: occasions(db, ask)? })
}

/// The sheet to be read, answered and signed.
#[derive(Template, Serialize)]
#[template(path = "consent/asked.html")]
pub(crate) struct Asked {
    url: String,
    sheet: sheet::Sheet,
    languages: Vec<Choice>,
    /// The practitioner has signed already.
    signed_by: String,
    /// Younger than the age at which one signs oneself.
    minor: bool,
    form: Filled,
}

impl Page for Asked {
    fn title(&self, words: &Words) -> String {
        words.t("my-consent")
    }
}

/// Shows it; one that is answered or was taken back leads to what stands.
pub(crate) fn read(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Reply> {
    match request::one(db, ask, Typed(&sent).one("request"))?.filter(|one| is_open(ask, one)) {
        Some(request) => Ok(page(ask, &request, &sent, Vec::new())?.into()),
        None => Ok(Reply::SeeOther(back(ask))),
    }
}

/// Where one goes afterwards: to what stands, or on a device kept to the intake back to that.
pub(crate) fn back(ask: &Ask<Chart>) -> String {
    ask.chart().url(if ask.by.kept_to.is_some() { "intake" } else { "consent" })
}

fn sheets(request: &store::Request) -> Result<Vec<sheet::Sheet>> {
    serde_json::from_str(&request.sheets).map_err(Error::fault)
}

fn page(ask: &Ask<Chart>, request: &store::Request, sent: &Sent, refusals: Vec<Refusal>) -> Result<Asked> {
    let typed = Typed(sent);
    let lang = Locale::parse(typed.one("language")).unwrap_or(ask.by.locale).folder();
    let mut all = sheets(request)?;
    let at = all.iter().position(|sheet| sheet.lang == lang).unwrap_or(0);
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let sheet = all.swap_remove(at);
    let fields = sent.iter().flat_map(|(name, values)| values.iter().map(move |one| (name.clone(), one.clone())));
    let signed = !request.practitioner_signature.is_empty() || !request.practitioner_typed.is_empty();
    Ok(Asked {
        url: ask.chart().url(&format!("asked/{}", request.of)),
        languages: other_languages(&sheet.lang),
        signed_by: if signed { request.practitioner_name.clone() } else { String::new() },
        minor: super::is_minor(ask),
        form: Filled::sent(fields, refusals),
        sheet,
    })
}

/// Answers that can be kept.
pub(crate) struct Answered {
    of: String,
    consent: store::Consent,
    items: Vec<store::Item>,
    /// Who asked.
    pub(crate) asked_by: String,
}

impl Answered {
    /// The items with this answer, by their keys.
    pub(crate) fn with(&self, answer: Answer) -> Vec<&str> {
        self.items.iter().filter(|item| item.answer == answer.word()).map(|item| item.item.as_str()).collect()
    }
}

/// Reads the answers.
pub(crate) fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Answered> {
    let typed = Typed(&sent);
    let request = request::one(db, ask, typed.one("request"))?.filter(|one| is_open(ask, one));
    let request = request.ok_or(Error::NotFound)?;
    let Some(sheet) = sheets(&request)?.into_iter().find(|sheet| sheet.digest == typed.one("digest")) else {
        let page = page(ask, &request, &sent, vec![Refusal::new("", "consent-text-changed")])?;
        return Err(Error::Stale(Shown::new(page)));
    };
    let mut refusals = Vec::new();
    let items = answers(ask, &request, &sheet, &typed, &mut refusals);
    let yes = items.iter().any(|item| item.answer == Answer::Yes.word());
    if yes && super::is_minor(ask) {
        refusals.push(Refusal::new("typed", "my-consent-minor"));
    }
    let (drawn, own) = signature(&typed, ("signature", "typed"), yes, &mut refusals);
    if typed.one("words").chars().count() > 2_000 {
        refusals.push(Refusal::new("words", "ui-text-2000"));
    }
    // Who writes down what somebody says cannot sign in their place.
    if ask.by.kept_to.as_ref().is_some_and(|sitting| sitting.source != "client") {
        refusals.push(Refusal::new("", "my-consent-own-hand"));
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(page(ask, &request, &sent, refusals)?)));
    }
    let locale = Locale::parse(&sheet.lang).unwrap_or_default();
    let consent = store::Consent {
        form: "written".into(),
        locale: locale.tag().into(),
        text: sheet.text(),
        digest: sheet.digest.clone(),
        signer: "client".into(),
        signer_name: ask.chart().legal_name.clone(),
        signature: drawn,
        typed: own,
        practitioner_name: request.practitioner_name.clone(),
        practitioner_signature: request.practitioner_signature.clone(),
        practitioner_typed: request.practitioner_typed.clone(),
        words: typed.one("words").into(),
        device: if ask.by.kept_to.is_some() { "kiosk" } else { "phone" }.into(),
        request: request.of.clone(),
        effective_at: ask.micros(),
        ..store::Consent::default()
    };
    Ok(Answered { of: request.of, asked_by: request.by, consent, items })
}

/// What was answered to each thing, and until when: as it was asked, and no longer than the place allows from today.
fn answers(
    ask: &Ask<Chart>,
    request: &store::Request,
    sheet: &sheet::Sheet,
    typed: &Typed<'_>,
    refusals: &mut Vec<Refusal>,
) -> Vec<store::Item> {
    let (knowledge, place) = (&ask.house.knowledge, &ask.practice.jurisdiction);
    let until = request.until_on.parse::<Date>().unwrap_or(ask.today);
    let mut items = Vec::new();
    for one in &sheet.asked {
        let own = knowledge.professions.separate_consents.iter().find(|own| own.key == one.key);
        let terms = consent::terms(knowledge, &request.profession, place, own, ask.today);
        let answered = item(ask, sheet, one, typed, until.min(terms.until), refusals);
        items.extend(answered.map(|item| match Answer::parse(&item.answer) {
            Some(Answer::Yes) => item,
            _ => store::Item { words: typed.one("words").into(), ..item },
        }));
    }
    items
}

/// Keeps them, and gives the id of the consent.
pub(crate) fn keep(db: &mut Writer<'_>, ask: &Ask<Chart>, answered: &Answered) -> Result<String> {
    let request = request::one(db, ask, &answered.of)?.ok_or(Error::Moved)?;
    let id = ask.id("con");
    store::keep(db, ask, &id, &answered.consent, &answered.items)?;
    request::end(db, ask, &request, ("answered", &id))?;
    Ok(id)
}

/// What an item is called.
pub(crate) fn name(ask: &Ask<Chart>, item: &str) -> Said {
    item_name(ask, item)
}
