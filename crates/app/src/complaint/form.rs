//! Taking a complaint down, changing it, ending it, taking it back.
use super::{OUTCOMES, list_page, page, store};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::ui::Filled;
use clinical::Refusal;
use clinical::application::spot;
use clinical::knowledge::Knowledge;
use clinical::site::Side;
use clinical::time::Since;
use db::{Reader, Writer};
use jiff::civil::Date;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    const ONE: &str = "/clients/{client}/complaints/{complaint}";
    Routes::new()
        .act("/clients/{client}/complaints", "complaint.record", Right::WriteChart, prepare, record)
        .act(ONE, "complaint.amend", Right::WriteChart, prepare_change, amend)
        .act("/clients/{client}/complaints/{complaint}/end", "complaint.end", Right::WriteChart, prepare_end, amend)
        .act(
            "/clients/{client}/complaints/{complaint}/withdraw",
            "complaint.withdraw",
            Right::WriteChart,
            prepare_withdraw,
            withdraw,
        )
}

/// How many places a form asks for.
pub(super) const PLACES: usize = 3;

pub(super) fn places() -> [u8; PLACES] {
    [1, 2, 3]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    complaint: String,
    words: String,
    site1: String,
    side1: String,
    site2: String,
    side2: String,
    site3: String,
    side3: String,
    onset: String,
    mechanism: String,
    aggravating: String,
    easing: String,
    day_pattern: String,
    goal: String,
}

impl Form {
    fn pairs(&self) -> [(&'static str, &str, &'static str, &str); PLACES] {
        [
            ("site1", &self.site1, "side1", &self.side1),
            ("site2", &self.site2, "side2", &self.side2),
            ("site3", &self.site3, "side3", &self.side3),
        ]
    }

    fn filled(self, refusals: Vec<Refusal>) -> Filled {
        let fields = [
            ("words", self.words),
            ("site1", self.site1),
            ("side1", self.side1),
            ("site2", self.site2),
            ("side2", self.side2),
            ("site3", self.site3),
            ("side3", self.side3),
            ("onset", self.onset),
            ("mechanism", self.mechanism),
            ("aggravating", self.aggravating),
            ("easing", self.easing),
            ("day_pattern", self.day_pattern),
            ("goal", self.goal),
        ];
        Filled::sent(fields, refusals)
    }

    /// What was typed as it is kept, or everything that is wrong with it.
    fn read(&self, knowledge: &Knowledge, today: Date) -> std::result::Result<store::Complaint, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let words = self.words.trim();
        if words.is_empty() || words.chars().count() > 2_000 {
            refusals.push(Refusal::new("words", "complaint-words-needed"));
        }
        let long = [
            ("mechanism", &self.mechanism),
            ("aggravating", &self.aggravating),
            ("easing", &self.easing),
            ("day_pattern", &self.day_pattern),
            ("goal", &self.goal),
        ];
        let long = long.into_iter().filter(|(_, text)| text.chars().count() > 2_000);
        refusals.extend(long.map(|(field, _)| Refusal::new(field, "ui-text-2000")));
        let onset = self.onset.trim();
        match Since::parse(onset) {
            _ if onset.is_empty() => {}
            None => refusals.push(Refusal::new("onset", "complaint-onset")),
            Some(since) if since.from() > today => refusals.push(Refusal::new("onset", "complaint-future")),
            Some(_) => {}
        }
        let sites = self.sites(knowledge, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        Ok(store::Complaint {
            words: words.into(),
            sites,
            onset: onset.into(),
            mechanism: self.mechanism.trim().into(),
            aggravating: self.aggravating.trim().into(),
            easing: self.easing.trim().into(),
            day_pattern: self.day_pattern.trim().into(),
            goal: self.goal.trim().into(),
            ..store::Complaint::default()
        })
    }

    fn sites(&self, knowledge: &Knowledge, refusals: &mut Vec<Refusal>) -> String {
        let mut sites: Vec<String> = Vec::new();
        for (site_field, site, side_field, side) in self.pairs() {
            let (site, side) = (site.trim(), side.trim());
            let side = match Side::parse(side) {
                Some(side) => side.to_string(),
                None if side.is_empty() => String::new(),
                None => {
                    refusals.push(Refusal::new(side_field, "application-side"));
                    continue;
                }
            };
            match spot(knowledge, site) {
                _ if site.is_empty() => {}
                Some(spot) => sites.push(format!("{}:{side}", spot.key())),
                None => refusals.push(Refusal::new(site_field, "application-site")),
            }
        }
        sites.dedup();
        sites.join(",")
    }
}

/// The form of a complaint that is on record.
pub(super) fn filled(complaint: &store::Complaint) -> Filled {
    let fields = [
        ("words", &complaint.words),
        ("onset", &complaint.onset),
        ("mechanism", &complaint.mechanism),
        ("aggravating", &complaint.aggravating),
        ("easing", &complaint.easing),
        ("day_pattern", &complaint.day_pattern),
        ("goal", &complaint.goal),
    ];
    let filled = fields.into_iter().fold(Filled::empty(), |filled, (name, value)| filled.with(name, value));
    let pairs = complaint.sites.split(',').filter_map(|pair| pair.split_once(':'));
    pairs.zip(1..).fold(filled, |filled, ((site, side), n)| {
        filled.with(&format!("site{n}"), site).with(&format!("side{n}"), side)
    })
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Complaint> {
    match form.read(&ask.house.knowledge, ask.today) {
        Ok(complaint) => Ok(complaint),
        Err(refusals) => Err(Error::Refused(Shown::new(list_page(db, ask, form.filled(refusals))?))),
    }
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &store::Complaint) -> Result<Done> {
    let id = ask.id("com");
    store::keep(db, ask, &id, &store::Complaint { of: id.clone(), ..new.clone() })?;
    Ok(Done::to(ask.chart().url(&format!("complaints/{id}"))).about(id))
}

fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Complaint> {
    store::one(db, ask.chart(), of)?.ok_or(Error::NotFound)
}

fn prepare_change(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<store::Complaint> {
    let was = standing(db, ask, &form.complaint)?;
    match form.read(&ask.house.knowledge, ask.today) {
        Ok(new) => Ok(store::Complaint { of: was.of, outcome: was.outcome, ended_on: was.ended_on, ..new }),
        Err(refusals) => {
            let of = form.complaint.clone();
            Err(Error::Refused(Shown::new(page(db, ask, &of, Some(form.filled(refusals)))?)))
        }
    }
}

fn amend(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &store::Complaint) -> Result<Done> {
    standing(db, ask, &new.of)?;
    store::keep(db, ask, &ask.id("com"), new)?;
    Ok(Done::to(ask.chart().url(&format!("complaints/{}", new.of))).about(&new.of).because(&new.outcome))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EndForm {
    complaint: String,
    outcome: String,
    ended_on: String,
}

fn prepare_end(db: &mut Reader<'_>, ask: &Ask<Chart>, form: EndForm) -> Result<store::Complaint> {
    let was = standing(db, ask, &form.complaint)?;
    let mut refusals = Vec::new();
    let lasts = form.outcome == "lasts";
    if !lasts && OUTCOMES.iter().all(|(key, _)| *key != form.outcome) {
        refusals.push(Refusal::new("outcome", "ui-choose"));
    }
    let on = match form.ended_on.trim() {
        "" => Some(ask.today),
        typed => typed.parse::<Date>().ok().filter(|on| *on <= ask.today),
    };
    match on {
        Some(on) if refusals.is_empty() => {
            let ended_on = (!lasts).then(|| on.to_string());
            Ok(store::Complaint { outcome: if lasts { String::new() } else { form.outcome }, ended_on, ..was })
        }
        _ => {
            if on.is_none() {
                refusals.push(Refusal::new("ended_on", "complaint-ended-on"));
            }
            let typed = filled(&was);
            let sent = Filled::sent([("ended_on", form.ended_on)], refusals);
            let form = keep(&typed, &sent);
            Err(Error::Refused(Shown::new(page(db, ask, &was.of, Some(form))?)))
        }
    }
}

/// The fields on record beside what was refused of another form of the page.
fn keep(filled: &Filled, refused: &Filled) -> Filled {
    let names = ["words", "onset", "mechanism", "aggravating", "easing", "day_pattern", "goal"];
    let places = ["site1", "side1", "site2", "side2", "site3", "side3"];
    let fields = names.iter().chain(&places).map(|name| (*name, filled.value(name).to_string()));
    let own = ["ended_on", "reason"].map(|name| (name, refused.value(name).to_string()));
    Filled::sent(fields.chain(own), refused.refusals().to_vec())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    complaint: String,
    reason: String,
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, form: WithdrawForm) -> Result<(String, String)> {
    let was = standing(db, ask, &form.complaint)?;
    let reason = form.reason.trim();
    if !(3..=500).contains(&reason.chars().count()) {
        let refusals = vec![Refusal::new("reason", "complaint-reason")];
        let form = keep(&filled(&was), &Filled::sent([("reason", reason)], refusals));
        return Err(Error::Refused(Shown::new(page(db, ask, &was.of, Some(form))?)));
    }
    Ok((was.of, reason.to_string()))
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, reason): &(String, String)) -> Result<Done> {
    let was = standing(db, ask, of)?;
    store::withdraw(db, ask, &was, reason)?;
    Ok(Done::to(ask.chart().url("complaints")).about(of).because(reason))
}
