//! Asking: the sheet with its answers and signatures, a yes that was said aloud, taking back, entered in error.
use super::{SIGNERS, date_words, gate, latest, list_page, other_languages, page, sheet, store};
use crate::door::{Ask, Chart, Done, Error, Page, Result, Right, Routes, Shown};
use crate::ui::{Choice, Filled, Locale, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use clinical::consent::{Answer, Drawn, GENERAL};
use clinical::taking::Typed;
use db::{Reader, Writer};
use jiff::civil::{Date, Time};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/clients/{client}/consent", "consent.give", Right::WriteChart, prepare, give)
        .act("/clients/{client}/consent/spoken", "consent.speak", Right::WriteChart, prepare_spoken, speak)
        .act(
            "/clients/{client}/consent/{consent}/withdraw",
            "consent.withdraw",
            Right::WriteChart,
            prepare_withdraw,
            withdraw,
        )
        .act("/clients/{client}/consent/{consent}/error", "consent.error", Right::WriteChart, prepare_error, error)
}

/// Fields as they were sent, those of the path among them.
pub(crate) type Sent = BTreeMap<String, Vec<String>>;

/// The sheet to be read, answered and signed.
#[derive(Template, Serialize)]
#[template(path = "consent/new.html")]
pub(super) struct New {
    base: String,
    sheet: sheet::Sheet,
    signing: Signing,
    /// Consents of their own that could be asked besides.
    more: Vec<Choice>,
    also: Vec<String>,
    languages: Vec<Choice>,
    signers: Vec<Choice>,
    latest: Date,
    minor: bool,
    practitioner: String,
    form: Filled,
    writes: bool,
    /// Can it be put before the client on their own phone?
    phone: bool,
}

/// The words beside the signatures, in the client's language.
#[derive(Serialize)]
struct Signing {
    heading: String,
    drawn: String,
    practitioner_drawn: String,
    clear: String,
    typed: String,
    name: String,
    words: String,
}

impl Page for New {
    fn title(&self, words: &Words) -> String {
        words.t("consent-new")
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

pub(super) fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<New> {
    new_page(db, ask, &sent, Vec::new())
}

fn locale(client: &store::Client, ask: &Ask<Chart>, sent: &Sent) -> Locale {
    let typed = Locale::parse(Typed(sent).one("language"));
    typed.or_else(|| Locale::parse(&client.locale)).unwrap_or_else(|| ask.words.locale())
}

/// What is asked besides, as far as we know it.
pub(super) fn also(ask: &Ask<Chart>, sent: &Sent) -> Vec<String> {
    let known = |key: &&String| ask.house.knowledge.professions.separate_consents.iter().any(|one| one.key == **key);
    sent.get("also").into_iter().flatten().filter(known).cloned().collect()
}

pub(super) fn new_page(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: &Sent, refusals: Vec<Refusal>) -> Result<New> {
    let client = store::client(db, ask.chart())?;
    let locale = locale(&client, ask, sent);
    let also = also(ask, sent);
    let sheet = sheet::compose(db, ask, locale, &also)?;
    let words = Words::of(locale);
    let own = ask.house.knowledge.professions.separate_consents.iter();
    let more = own.filter(|one| !sheet.asked.iter().any(|asked| asked.key == one.key));
    let minor = super::is_minor(ask);
    let mut fields: Vec<(String, String)> = Vec::new();
    for (name, values) in sent {
        fields.extend(values.iter().map(|value| (name.clone(), value.clone())));
    }
    let begun = [
        ("until", sheet.until.to_string()),
        ("signer", if minor { "guardian" } else { "client" }.to_string()),
        ("signer_name", if minor { client.guardian } else { ask.chart().legal_name.clone() }),
    ];
    for (name, value) in begun {
        if !sent.contains_key(name) {
            fields.push((name.into(), value));
        }
    }
    let signers = SIGNERS.iter().map(|(key, word)| {
        let choice = Choice::new(*key, Said::key(*word));
        if minor && *key == "client" { choice.barred(Said::key("consent-minor")) } else { choice }
    });
    Ok(New {
        base: ask.chart().url("consent"),
        more: more.map(|one| Choice::new(one.key.clone(), super::item_name(ask, &one.key))).collect(),
        languages: other_languages(&sheet.lang),
        signing: Signing {
            heading: words.t("consent-signatures"),
            drawn: words.t("consent-drawn"),
            practitioner_drawn: words.t("consent-practitioner"),
            clear: words.t("consent-clear"),
            typed: words.t("consent-typed"),
            name: words.t("consent-signer-name"),
            words: words.t("consent-words"),
        },
        signers: signers.collect(),
        latest: latest(ask),
        practitioner: ask.by.name.clone(),
        form: Filled::sent(fields, refusals),
        writes: super::writes(ask),
        phone: store::has_phone(db, ask.chart())?,
        also,
        minor,
        sheet,
    })
}

/// Answers that can be kept.
struct Answered {
    consent: store::Consent,
    items: Vec<store::Item>,
    declined: bool,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Answered> {
    let client = store::client(db, ask.chart())?;
    let locale = locale(&client, ask, &sent);
    let sheet = sheet::compose(db, ask, locale, &also(ask, &sent))?;
    let typed = Typed(&sent);
    if typed.one("digest") != sheet.digest {
        // What was read is not what would be kept: it is read again.
        let page = new_page(db, ask, &sent, vec![Refusal::new("", "consent-text-changed")])?;
        return Err(Error::Stale(Shown::new(page)));
    }
    let mut refusals = Vec::new();
    let items = answers(ask, &sheet, &typed, &mut refusals);
    let consent = signed(ask, &sheet, &typed, items.iter().any(|item| item.answer == "yes"), &mut refusals);
    if !refusals.is_empty() {
        return Err(Error::Refused(Shown::new(new_page(db, ask, &sent, refusals)?)));
    }
    let declined = items.iter().any(|item| item.answer != "yes");
    Ok(Answered { consent: store::Consent { locale: locale.tag().into(), ..consent }, items, declined })
}

fn answers(ask: &Ask<Chart>, sheet: &sheet::Sheet, typed: &Typed<'_>, refusals: &mut Vec<Refusal>) -> Vec<store::Item> {
    let last = latest(ask);
    let until = typed.one("until").parse::<Date>().ok().filter(|on| *on >= ask.today && *on <= last);
    if until.is_none() {
        refusals.push(Refusal::new("until", "consent-until").with("most", date_words(ask, last)));
    }
    let until = until.unwrap_or(ask.today);
    let item = |one: &sheet::Asked| item(ask, sheet, one, typed, until.min(one.until), refusals);
    sheet.asked.iter().filter_map(item).collect()
}

/// What was answered to one thing, to hold until this day; refused where nothing was.
pub(super) fn item(
    ask: &Ask<Chart>,
    sheet: &sheet::Sheet,
    one: &sheet::Asked,
    typed: &Typed<'_>,
    until: Date,
    refusals: &mut Vec<Refusal>,
) -> Option<store::Item> {
    let field = format!("answer-{}", one.key);
    let answer = Answer::parse(typed.one(&field)).filter(|answer| *answer != Answer::Withdrawn);
    let Some(answer) = answer else {
        refusals.push(Refusal::new(field, "consent-answer-needed"));
        return None;
    };
    let general = one.key == GENERAL;
    Some(store::Item {
        item: one.key.clone(),
        answer: answer.word().into(),
        effective_at: ask.micros(),
        techniques: if general { sheet.techniques.clone() } else { String::new() },
        sites: if general { sheet.sites.clone() } else { String::new() },
        until_on: until.to_string(),
        ..store::Item::default()
    })
}

fn signed(
    ask: &Ask<Chart>,
    sheet: &sheet::Sheet,
    typed: &Typed<'_>,
    any_yes: bool,
    refusals: &mut Vec<Refusal>,
) -> store::Consent {
    let signer = SIGNERS.iter().find(|(key, _)| *key == typed.one("signer")).map_or("", |(key, _)| *key);
    if signer.is_empty() {
        refusals.push(Refusal::new("signer", "ui-choose"));
    } else if super::is_minor(ask) && signer == "client" {
        refusals.push(Refusal::new("signer", "consent-minor"));
    }
    let name = typed.one("signer_name");
    if name.is_empty() || name.chars().count() > 200 {
        refusals.push(Refusal::new("signer_name", "consent-name"));
    }
    let (signature, own) = signature(typed, ("signature", "typed"), any_yes, refusals);
    let practitioner = any_yes && sheet.practitioner_signs;
    let hers = signature_of_practitioner(typed, practitioner, refusals);
    for (field, most) in [("words", 2_000), ("interpreter", 200)] {
        if typed.one(field).chars().count() > most {
            refusals.push(Refusal::new(field, if most == 200 { "ui-text-200" } else { "ui-text-2000" }));
        }
    }
    store::Consent {
        form: "written".into(),
        text: sheet.text(),
        digest: sheet.digest.clone(),
        signer: signer.into(),
        signer_name: name.into(),
        signature,
        typed: own,
        practitioner_name: ask.by.name.clone(),
        practitioner_signature: hers.0,
        practitioner_typed: hers.1,
        assent: Some(typed.one("assent")).filter(|said| matches!(*said, "yes" | "no")).unwrap_or_default().into(),
        interpreter: typed.one("interpreter").into(),
        words: typed.one("words").into(),
        effective_at: ask.micros(),
        ..store::Consent::default()
    }
}

fn signature_of_practitioner(typed: &Typed<'_>, needed: bool, refusals: &mut Vec<Refusal>) -> (String, String) {
    signature(typed, ("practitioner_signature", "practitioner_typed"), needed, refusals)
}

/// What was drawn, as numbers, and what was typed. One of the two where it is needed.
pub(super) fn signature(
    typed: &Typed<'_>,
    (drawn, name): (&'static str, &'static str),
    needed: bool,
    refusals: &mut Vec<Refusal>,
) -> (String, String) {
    let strokes = match typed.one(drawn) {
        "" => String::new(),
        text => match Drawn::parse(text, drawn) {
            Ok(drawn) => drawn.text(),
            Err(refusal) => {
                refusals.push(refusal);
                return (String::new(), String::new());
            }
        },
    };
    let written = typed.one(name);
    let letters = written.chars().count();
    if letters > 200 || (letters > 0 && letters < 2) {
        refusals.push(Refusal::new(name, "consent-name"));
    } else if needed && strokes.is_empty() && written.is_empty() {
        refusals.push(Refusal::new(name, "consent-sign"));
    }
    (strokes, written.into())
}

fn give(db: &mut Writer<'_>, ask: &Ask<Chart>, answered: &Answered) -> Result<Done> {
    let id = ask.id("con");
    store::keep(db, ask, &id, &answered.consent, &answered.items)?;
    let because = if answered.declined { "not all" } else { "" };
    Ok(Done::to(ask.chart().url("consent")).about(id).because(because))
}

/// A yes that was said aloud.
struct Spoken {
    items: Vec<String>,
    at: i64,
    words: String,
    to: String,
}

/// The instant of an hour of today that has come; now where none was typed.
pub(crate) fn spoken_at(ask: &Ask<Chart>, typed: &str) -> std::result::Result<i64, Refusal> {
    if typed.is_empty() {
        return Ok(ask.micros());
    }
    let time: Time = typed.parse().map_err(|_| Refusal::new("spoken_at", "ui-time"))?;
    let at = ask.today.to_datetime(time).to_zoned(ask.practice.zone.clone());
    let at = at.map_err(|_| Refusal::new("spoken_at", "ui-time"))?.timestamp();
    if at > ask.at {
        return Err(Refusal::new("spoken_at", "consent-future"));
    }
    // The minute that runs is now, so that what was said in it stands after what was answered in it before.
    let this_minute = ask.micros() - at.as_microsecond() < 60_000_000;
    Ok(if this_minute { ask.micros() } else { at.as_microsecond() })
}

fn prepare_spoken(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Spoken> {
    let typed = Typed(&sent);
    let known = |key: &&String| {
        **key == GENERAL || ask.house.knowledge.professions.separate_consents.iter().any(|one| one.key == **key)
    };
    let items: Vec<String> = sent.get("item").into_iter().flatten().filter(known).cloned().collect();
    let mut refusals = Vec::new();
    if items.is_empty() {
        refusals.push(Refusal::new("item", "ui-choose"));
    }
    let at = spoken_at(ask, typed.one("spoken_at")).map_err(|refusal| refusals.push(refusal)).unwrap_or_default();
    if typed.one("words").chars().count() > 2_000 {
        refusals.push(Refusal::new("words", "ui-text-2000"));
    }
    if !refusals.is_empty() {
        let fields = sent.into_iter().flat_map(|(name, values)| values.into_iter().map(move |one| (name.clone(), one)));
        return Err(Error::Refused(Shown::new(list_page(db, ask, Filled::sent(fields, refusals))?)));
    }
    let session = typed.one("session");
    let plain = session.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let tail = if session.is_empty() || !plain { "consent".into() } else { format!("sessions/{session}") };
    Ok(Spoken { items, at, words: typed.one("words").into(), to: ask.chart().url(&tail) })
}

fn speak(db: &mut Writer<'_>, ask: &Ask<Chart>, spoken: &Spoken) -> Result<Done> {
    let id = gate::speak(db, ask, &spoken.items, spoken.at, &spoken.words)?;
    Ok(Done::to(&spoken.to).about(id).because("spoken"))
}

/// What is taken back.
pub(crate) struct Withdrawal {
    consent: String,
    pub(crate) item: String,
    words: String,
}

pub(crate) fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Withdrawal> {
    let typed = Typed(&sent);
    let withdrawal = Withdrawal {
        consent: typed.one("consent").into(),
        item: typed.one("item").into(),
        words: typed.one("words").chars().take(2_000).collect(),
    };
    given(db, ask, &withdrawal)?;
    Ok(withdrawal)
}

/// The yes that is taken back, where it has not been already.
fn given(db: &mut Reader<'_>, ask: &Ask<Chart>, what: &Withdrawal) -> Result<store::Item> {
    let all = store::items(db, ask.chart())?;
    let mut own = all.into_iter().filter(|item| item.consent == what.consent && item.item == what.item);
    own.next_back().filter(|item| item.answer == "yes").ok_or(Error::NotFound)
}

pub(crate) fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, what: &Withdrawal) -> Result<Done> {
    let was = given(db, ask, what)?;
    let of = was.of.clone();
    let now = Answer::Withdrawn.word();
    let item = store::Item { answer: now.into(), effective_at: ask.micros(), words: what.words.clone(), ..was };
    store::answer(db, ask, (&ask.id("coi"), &of), &item)?;
    Ok(Done::to(ask.chart().url("consent")).about(&what.consent).because(now))
}

fn prepare_error(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<(String, String)> {
    let typed = Typed(&sent);
    let (of, reason) = (typed.one("consent").to_string(), typed.one("reason").to_string());
    standing(db, ask, &of)?;
    if !(3..=500).contains(&reason.chars().count()) {
        let form = Filled::sent([("reason", reason)], vec![Refusal::new("reason", "consent-reason")]);
        return Err(Error::Refused(Shown::new(page(db, ask, &of, form)?)));
    }
    Ok((of, reason))
}

fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Consent> {
    store::one(db, ask.chart(), of)?.filter(|one| one.in_error.is_none()).ok_or(Error::NotFound)
}

fn error(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, reason): &(String, String)) -> Result<Done> {
    let was = standing(db, ask, of)?;
    store::in_error(db, ask, &was, reason)?;
    Ok(Done::to(ask.chart().url("consent")).about(of).because(reason))
}
