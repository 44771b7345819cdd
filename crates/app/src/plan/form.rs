//! Keeping a plan: what was chosen, edited and added becomes a version, or everything that is wrong with it. Ending it.
use super::propose::{self, Judged};
use super::{Sent, build_page, show_page, store};
use crate::door::{Ask, Chart, Done, Error, Result, Right, Routes, Shown};
use crate::intake::today;
use crate::ui::Filled;
use clinical::Refusal;
use clinical::application::{self, Application};
use clinical::goal::{Goal, NotYet};
use clinical::scope::{self, Standpoint};
use clinical::screen::Action;
use clinical::screen::reading::Written;
use clinical::taking::{Subject, Typed};
use db::{Reader, Writer};
use jiff::civil::Date;

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/clients/{client}/plan", "plan.record", Right::WriteChart, prepare, record)
        .act("/clients/{client}/plan/{plan}", "plan.amend", Right::WriteChart, prepare_change, amend)
        .act("/clients/{client}/plan/{plan}/end", "plan.end", Right::WriteChart, prepare_end, end)
        .act("/clients/{client}/plan/{plan}/withdraw", "plan.withdraw", Right::WriteChart, prepare_withdraw, withdraw)
}

/// How many techniques of one's own a form asks for.
pub(super) const OWN: usize = 3;

/// What was understood of a form so far, and what was refused.
struct Reading<'a, 'b> {
    ask: &'a Ask<Chart>,
    typed: Typed<'b>,
    sent: &'b Sent,
    refusals: Vec<Refusal>,
    items: Vec<store::Item>,
}

fn read(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: &Sent) -> Result<std::result::Result<store::Plan, Vec<Refusal>>> {
    let complaints = crate::complaint::lasting(db, ask)?;
    let about = super::chosen(ask, sent);
    let side = propose::side(&complaints);
    let judged = propose::judge(db, ask, &about, side)?;
    let today = today::today(db, ask)?;
    let mut reading = Reading { ask, typed: Typed(sent), sent, refusals: Vec::new(), items: Vec::new() };
    if about.is_empty() {
        reading.refuse("about", "plan-about-needed");
    }
    reading.techniques(&judged);
    reading.own(&today);
    reading.goals(&judged);
    reading.home(&today.known);
    let (visits, weeks, minutes) =
        (reading.whole("visits", 1, 60), reading.whole("weeks", 1, 52), reading.whole("minutes", 5, 240));
    let wellness = about.iter().all(|key| key == "wellness");
    let review_on = reading.review(wellness);
    let words = reading.typed.one("words").to_string();
    if words.chars().count() > 2_000 {
        reading.refuse("words", "ui-text-2000");
    }
    // What is to be done may stand in words alone: others' plans name no technique of ours.
    if words.is_empty() && reading.items.iter().all(|item| item.kind == "goal") && reading.refusals.is_empty() {
        reading.refuse("use", "plan-empty");
    }
    let Reading { refusals, items, .. } = reading;
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    Ok(Ok(store::Plan {
        about: about.join(","),
        complaint: complaints.first().map(|one| one.of.clone()).unwrap_or_default(),
        side: side.to_string(),
        visits,
        weeks,
        minutes,
        review_on: review_on.map(|on| on.to_string()),
        words,
        knowledge: ask.house.knowledge_digest().into(),
        items,
        ..store::Plan::default()
    }))
}

impl Reading<'_, '_> {
    fn refuse(&mut self, field: impl Into<std::borrow::Cow<'static, str>>, key: &'static str) {
        self.refusals.push(Refusal::new(field, key));
    }

    fn several(&self, name: &str) -> Vec<String> {
        self.sent.get(name).cloned().unwrap_or_default()
    }

    /// A whole number between two, where one was typed.
    fn whole(&mut self, field: &'static str, least: i64, most: i64) -> Option<i64> {
        let typed = self.typed.one(field);
        if typed.is_empty() {
            return None;
        }
        let value = typed.parse().ok().filter(|value| (least..=most).contains(value));
        if value.is_none() {
            self.refusals.push(Refusal::new(field, "plan-number").with("least", least).with("most", most));
        }
        value
    }

    fn review(&mut self, wellness: bool) -> Option<Date> {
        let typed = self.typed.one("review_on");
        if typed.is_empty() {
            if !wellness {
                self.refuse("review_on", "plan-review-needed");
            }
            return None;
        }
        let on = typed.parse::<Date>().ok().filter(|on| *on > self.ask.today);
        if on.is_none() {
            self.refuse("review_on", "plan-review-future");
        }
        on
    }

    /// Those that are proposed, each within today's cap.
    fn techniques(&mut self, judged: &Judged) {
        for id in self.several("use") {
            let Some(offer) = judged.offers.iter().find(|one| one.id == id) else {
                // It was proposed when the page was made, and something has changed since.
                self.refuse("use", "plan-not-offered");
                continue;
            };
            let pressure = self.pressure(&format!("p-{id}"), offer.pressure.map_or(5, |(_, most)| most));
            let minutes = self.minutes(&format!("m-{id}"));
            let detail: String = self.typed.one(&format!("d-{id}")).chars().take(500).collect();
            self.items.push(store::Item {
                kind: "technique".into(),
                key: offer.technique.clone(),
                condition: offer.condition.clone(),
                sites: offer.sites.clone(),
                side: String::new(),
                pressure,
                minutes,
                detail,
                ..store::Item::default()
            });
        }
    }

    fn pressure(&mut self, field: &str, most: u8) -> Option<i64> {
        let typed = self.typed.one(field).trim_start_matches(['P', 'p']);
        if typed.is_empty() {
            return None;
        }
        let value = typed.parse::<u8>().ok().filter(|value| (1..=most).contains(value));
        if value.is_none() {
            self.refusals.push(Refusal::new(field.to_string(), "plan-pressure").with("most", most));
        }
        value.map(i64::from)
    }

    fn minutes(&mut self, field: &str) -> Option<f64> {
        let typed = self.typed.one(field).replace(',', ".");
        if typed.is_empty() {
            return None;
        }
        let value = typed.parse::<f64>().ok().filter(|value| *value > 0.0 && *value <= application::LONGEST_MIN);
        if value.is_none() {
            self.refuse(field.to_string(), "application-minutes");
        }
        value
    }

    /// Those that the practitioner adds: put before the screen and the scope as the proposals were.
    fn own(&mut self, today: &today::Today) {
        for n in 1..=OWN {
            let field = |name: &str| format!("own{n}-{name}");
            if self.typed.one(&field("technique")).is_empty() {
                continue;
            }
            let typed = application::Typed {
                technique: self.typed.one(&field("technique")),
                site: self.typed.one(&field("site")),
                side: self.typed.one(&field("side")),
                pressure: self.typed.one(&field("pressure")),
                minutes: self.typed.one(&field("minutes")),
                ..application::Typed::default()
            };
            match application::parse(&self.ask.house.knowledge, &typed) {
                Ok(own) => {
                    self.stands_against(&own, today, &field("technique"));
                    self.items.push(store::Item {
                        kind: "technique".into(),
                        key: own.technique,
                        sites: own.site,
                        side: own.side.map(|side| side.to_string()).unwrap_or_default(),
                        pressure: own.pressure.map(i64::from),
                        minutes: own.minutes,
                        ..store::Item::default()
                    });
                }
                Err(refusals) => self.refusals.extend(refusals.into_iter().map(|mut refusal| {
                    refusal.field = field(&refusal.field).into();
                    refusal
                })),
            }
        }
    }

    fn stands_against(&mut self, own: &Application, today: &today::Today, field: &str) {
        let knowledge = self.ask.house.knowledge.clone();
        let screen = today.screen();
        let side = own.side.map(|side| side.to_string()).unwrap_or_default();
        let force = own.pressure.map(|pressure| format!("P{pressure}")).unwrap_or_default();
        let written = Written { technique: &own.technique, region: &own.site, side: &side, force: &force };
        if let Ok(read) = knowledge.read_proposal(&written) {
            let verdict = screen.judge(&read.proposal);
            if verdict.action() > Action::AllowWithPrecaution {
                self.refuse(field.to_string(), "plan-own-against");
            } else if let Some(cap) = verdict.cap.filter(|_| verdict.beyond_cap) {
                self.refusals.push(Refusal::new(field.to_string(), "plan-pressure").with("most", cap));
            }
        }
        let thrust = knowledge
            .techniques
            .get(&own.technique)
            .is_some_and(|one| one.force.1 == clinical::knowledge::techniques::ForceClass::FT);
        let whole = knowledge.techniques.get(&own.technique).map(|one| knowledge.techniques.whole(one).key.clone());
        let technique = whole.unwrap_or_else(|| own.technique.clone());
        let who = propose::practitioner(self.ask);
        for activity in scope::activities(&knowledge.professions, &technique, &own.site, thrust) {
            let verdict = scope::may(&knowledge.professions, &who, activity, self.ask.today);
            if verdict.standpoint >= Standpoint::Outside {
                let names = verdict.refer_to.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
                self.refusals.push(Refusal::new(field.to_string(), "plan-own-scope").with("who", names));
                return;
            }
        }
    }

    /// Goals: a target at least one published size away, and time.
    fn goals(&mut self, judged: &Judged) {
        for n in 0..judged.aims.len() {
            let id = self.typed.one(&format!("goal{n}"));
            let Some(aim) = judged.aims.iter().find(|aim| aim.id == id) else { continue };
            let field = format!("target{n}");
            let knowledge = &self.ask.house.knowledge;
            let Some(lines) = Subject::find(knowledge, &aim.measure.key)
                .and_then(|subject| subject.lines(&aim.measure.scale, &aim.measure.method))
            else {
                continue;
            };
            let target = self.typed.one(&field).replace(',', ".").parse::<f64>().unwrap_or(f64::NAN);
            let from = self.typed.one(&format!("from{n}")).parse::<f64>().ok().filter(|from| from.is_finite());
            let from = from.unwrap_or(aim.from);
            let Ok(by) = self.typed.one(&format!("by{n}")).parse::<Date>() else {
                self.refuse(format!("by{n}"), "ui-date");
                continue;
            };
            match Goal::set(aim.measure.clone(), &lines, from, target, by, self.ask.today) {
                Ok(goal) => self.items.push(goal_item(&goal)),
                Err(NotYet::NoTime) => self.refuse(format!("by{n}"), "plan-goal-no-time"),
                Err(not_yet) => self.refuse(field, not_yet_word(not_yet)),
            }
        }
    }

    fn home(&mut self, known: &today::Known) {
        for key in self.several("home") {
            match propose::home_is_open(&self.ask.house.knowledge, &known.facts, self.ask.today, &key) {
                Some(true) => self.items.push(store::Item { kind: "home".into(), key, ..store::Item::default() }),
                Some(false) => self.refuse("home", "plan-home-forbidden"),
                None => self.refuse("home", "ui-choose"),
            }
        }
    }
}

fn not_yet_word(not_yet: NotYet) -> &'static str {
    match not_yet {
        NotYet::NotTowardsBetter => "plan-goal-not-better",
        NotYet::WithinError => "plan-goal-within-error",
        NotYet::TooSmall => "plan-goal-too-small",
        NotYet::NoTime => "plan-goal-no-time",
        NotYet::NotANumber => "plan-goal-number",
    }
}

fn goal_item(goal: &Goal) -> store::Item {
    let measure = goal.measure.clone();
    store::Item {
        kind: "goal".into(),
        key: measure.key,
        scale: measure.scale,
        form_version: measure.version,
        recall: measure.recall,
        sites: measure.site,
        method: measure.method,
        from: Some(goal.from),
        target: Some(goal.target),
        by_on: Some(goal.by.to_string()),
        ..store::Item::default()
    }
}

fn refused<T>(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: &Sent, of: &str, refusals: Vec<Refusal>) -> Result<T> {
    let page = build_page(db, ask, sent, of, Some(refusals))?;
    Err(Error::Refused(Shown::new(page)))
}

/// A plan to be kept, and the one it stands in place of.
struct New {
    plan: store::Plan,
    replaces: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<New> {
    match read(db, ask, &sent)? {
        Ok(plan) => Ok(New { plan, replaces: Typed(&sent).one("replaces").into() }),
        Err(refusals) => refused(db, ask, &sent, "", refusals),
    }
}

fn record(db: &mut Writer<'_>, ask: &Ask<Chart>, new: &New) -> Result<Done> {
    let id = ask.id("pla");
    if let Some(was) = store::one(db, ask.chart(), &new.replaces)?.filter(|was| was.state.is_empty()) {
        let over = store::Plan { state: "superseded".into(), reason: id.clone(), ..was };
        store::keep(db, ask, &ask.id("pla"), &over)?;
    }
    store::keep(db, ask, &id, &store::Plan { of: id.clone(), ..new.plan.clone() })?;
    Ok(Done::to(ask.chart().url("plan")).about(id))
}

fn standing(db: &mut Reader<'_>, ask: &Ask<Chart>, of: &str) -> Result<store::Plan> {
    store::one(db, ask.chart(), of)?.ok_or(Error::NotFound)
}

/// A changed plan, over the version that was seen.
struct Change {
    plan: store::Plan,
    seen: String,
}

fn prepare_change(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<Change> {
    let typed = Typed(&sent);
    let was = standing(db, ask, typed.one("plan"))?;
    if !was.state.is_empty() {
        return Err(Error::NotFound);
    }
    if typed.one("seen") != was.id {
        // Somebody changed it meanwhile: what was typed stays, what stands now is beneath it.
        let page = build_page(db, ask, &sent, &was.of, Some(vec![Refusal::new("", "plan-meanwhile")]))?;
        return Err(Error::Stale(Shown::new(page)));
    }
    match read(db, ask, &sent)? {
        Ok(plan) => Ok(Change { plan: store::Plan { of: was.of, complaint: was.complaint, ..plan }, seen: was.id }),
        Err(refusals) => refused(db, ask, &sent, &was.of, refusals),
    }
}

fn amend(db: &mut Writer<'_>, ask: &Ask<Chart>, change: &Change) -> Result<Done> {
    let was = standing(db, ask, &change.plan.of)?;
    if was.id != change.seen {
        return Err(Error::Moved);
    }
    store::keep(db, ask, &ask.id("pla"), &change.plan)?;
    Ok(Done::to(ask.chart().url("plan")).about(&change.plan.of))
}

fn reason(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: &Sent) -> Result<(String, String)> {
    let typed = Typed(sent);
    let was = standing(db, ask, typed.one("plan"))?;
    let reason = typed.one("reason");
    if !(3..=500).contains(&reason.chars().count()) {
        let form = Filled::sent([("reason", reason)], vec![Refusal::new("reason", "plan-reason")]);
        return Err(Error::Refused(Shown::new(show_page(db, ask, form)?)));
    }
    Ok((was.of, reason.into()))
}

fn prepare_end(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<(String, String)> {
    let (of, why) = reason(db, ask, &sent)?;
    if standing(db, ask, &of)?.state.is_empty() { Ok((of, why)) } else { Err(Error::NotFound) }
}

fn end(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, why): &(String, String)) -> Result<Done> {
    let was = standing(db, ask, of)?;
    store::keep(db, ask, &ask.id("pla"), &store::Plan { state: "ended".into(), reason: why.clone(), ..was })?;
    Ok(Done::to(ask.chart().url("plan")).about(of).because("ended"))
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, sent: Sent) -> Result<(String, String)> {
    reason(db, ask, &sent)
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (of, why): &(String, String)) -> Result<Done> {
    let was = standing(db, ask, of)?;
    store::withdraw(db, ask, &was, why)?;
    Ok(Done::to(ask.chart().url("plan")).about(of).because(why))
}

/// The form of a plan that is on record.
pub(super) fn filled(plan: &store::Plan, judged: &Judged) -> Sent {
    let mut sent = Sent::new();
    let mut put = |name: String, value: String| sent.entry(name).or_default().push(value);
    for key in plan.about.split(',') {
        put("about".into(), key.into());
    }
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut own = 0;
    for item in &plan.items {
        let pressure = item.pressure.map(|value| value.to_string()).unwrap_or_default();
        match item.kind.as_str() {
            "technique" if !item.condition.is_empty() => {
                let id = format!("{}-{}", item.key, item.condition);
                put(format!("p-{id}"), pressure);
                put(format!("m-{id}"), number(item.minutes));
                put(format!("d-{id}"), item.detail.clone());
                put("use".into(), id);
            }
            "technique" => {
                own += 1;
                put(format!("own{own}-technique"), item.key.clone());
                put(format!("own{own}-site"), item.sites.clone());
                put(format!("own{own}-side"), item.side.clone());
                put(format!("own{own}-pressure"), pressure);
                put(format!("own{own}-minutes"), number(item.minutes));
            }
            "goal" => {
                let id = propose::measure_id(&super::measure_of(item));
                if let Some(n) = judged.aims.iter().position(|aim| aim.id == id) {
                    put(format!("goal{n}"), id);
                    put(format!("from{n}"), number(item.from));
                    put(format!("target{n}"), number(item.target));
                    put(format!("by{n}"), item.by_on.clone().unwrap_or_default());
                }
            }
            _ => put("home".into(), item.key.clone()),
        }
    }
    let numbers = [("visits", plan.visits), ("weeks", plan.weeks), ("minutes", plan.minutes)];
    for (name, value) in numbers {
        put(name.into(), value.map(|value| value.to_string()).unwrap_or_default());
    }
    put("review_on".into(), plan.review_on.clone().unwrap_or_default());
    put("words".into(), plan.words.clone());
    put("seen".into(), plan.id.clone());
    sent
}

/// What is proposed, as a form begins with it.
pub(super) fn begun(ask: &Ask<Chart>, judged: &Judged) -> Sent {
    let mut sent = Sent::new();
    let mut put = |name: String, value: String| sent.entry(name).or_default().push(value);
    for key in &judged.about {
        put("about".into(), key.clone());
    }
    if let Some((visits, weeks, minutes)) = judged.visits {
        put("visits".into(), visits.to_string());
        put("weeks".into(), weeks.to_string());
        put("minutes".into(), minutes.to_string());
    }
    if let Some(on) = judged.review_on {
        put("review_on".into(), on.to_string());
    }
    let by = judged
        .visits
        .map_or(ask.today, |(_, weeks, _)| ask.today.saturating_add(jiff::Span::new().weeks(i64::from(weeks))));
    for (n, aim) in judged.aims.iter().enumerate() {
        put(format!("target{n}"), aim.target.map(|target| target.to_string()).unwrap_or_default());
        put(format!("by{n}"), if by > ask.today { by.to_string() } else { String::new() });
    }
    sent
}
