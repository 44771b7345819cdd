//! Enters the plan as people do: by forms, on the day, each with their own sign-in.
use super::{
    browser::Door,
    calendar::Calendar,
    care,
    names::NAMES,
    people::Person,
    phone::{self, Does, Phone},
    plan::{After, Client, Plan, Visit, What},
    stories::{COMPLAINTS, Course, FIRST_VISIT, STORIES, Story},
};
use crate::outcome::Outcome;
use serde_json::Value;
use std::collections::BTreeSet;

/// What happens at one moment of the six weeks.
#[derive(Clone, Copy)]
enum Step {
    Begin,
    Finish,
    Sign,
    Add,
    Cosign,
    /// With which of the phones.
    Phone(usize, Does),
}

/// Everything that entering needs, and what it has entered so far.
struct Filling<'a> {
    door: &'a Door,
    calendar: &'a Calendar,
    people: Vec<&'a mut Person>,
    supervisor: Option<&'a mut Person>,
    phones: &'a mut [Phone],
    plan: &'a Plan,
    /// The chart's address of each client who has come, and the session's of each visit that has begun.
    charts: Vec<String>,
    sessions: Vec<String>,
    /// Whose complaint is entered.
    complained: BTreeSet<usize>,
    /// Who had hands on, and so was asked for consent first.
    asked: BTreeSet<usize>,
}

/// Enters it all; `practitioners` are in the plan's order, the last of them supervised. Gives the address of each chart.
pub(super) fn fill(
    door: &Door,
    calendar: &Calendar,
    (practitioners, supervisor, phones): (Vec<&mut Person>, Option<&mut Person>, &mut [Phone]),
    plan: &Plan,
) -> Result<Vec<String>, Outcome> {
    let mut moments = Vec::new();
    for (at, visit) in plan.visits.iter().enumerate() {
        let own = i64::try_from(visit.practitioner).unwrap_or(0) * 5;
        let moment = |day: usize, minute: i64, step| (calendar.instant(day, minute), at, step);
        moments.push(moment(visit.day, visit.minute + own - 12, Step::Begin));
        moments.push(moment(visit.day, visit.minute + own + 55, Step::Finish));
        if visit.after != After::Waiting {
            moments.push(moment(visit.day, visit.minute + own + 65, Step::Sign));
        }
        if visit.after == After::Added {
            moments.push(moment(visit.day + 1, 8 * 60, Step::Add));
        }
        if visit.after == After::Cosigned {
            moments.push(moment(visit.day + 1, 8 * 60 + 20, Step::Cosign));
        }
    }
    let own = phone::moments(plan, calendar).into_iter();
    moments.extend(own.map(|(instant, at, phone, does)| (instant, at, Step::Phone(phone, does))));
    moments.sort_by_key(|(instant, at, _)| (*instant, *at));
    let mut filling = Filling {
        door,
        calendar,
        people: practitioners,
        supervisor,
        phones,
        plan,
        charts: vec![String::new(); plan.clients.len()],
        sessions: vec![String::new(); plan.visits.len()],
        complained: BTreeSet::new(),
        asked: BTreeSet::new(),
    };
    for (instant, at, step) in moments {
        door.clock.forward_to(instant);
        let Some(visit) = plan.visits.get(at) else { continue };
        match step {
            Step::Begin => filling.begin(at, visit)?,
            Step::Finish => filling.finish(at, visit)?,
            Step::Sign => filling.sign(at, visit)?,
            Step::Add => filling.add(at, visit)?,
            Step::Cosign => filling.cosign(at)?,
            Step::Phone(phone, does) => filling.phone(at, visit, (phone, does))?,
        }
    }
    Ok(filling.charts)
}

impl Filling<'_> {
    /// Sends a form as the visit's practitioner, who takes a few seconds for it.
    fn send(&mut self, visit: &Visit, url: &str, fields: &[(&str, &str)]) -> Result<String, Outcome> {
        self.door.clock.pass(20);
        match self.people.get_mut(visit.practitioner) {
            Some(person) => self.door.send(&mut person.browser, url, fields),
            None => Err(Outcome::Fault("a visit has no practitioner".into())),
        }
    }

    fn read(&self, visit: &Visit, url: &str) -> Result<Value, Outcome> {
        match self.people.get(visit.practitioner) {
            Some(person) => self.door.read(&person.browser, url),
            None => Err(Outcome::Fault("a visit has no practitioner".into())),
        }
    }

    fn chart(&self, visit: &Visit) -> String {
        self.charts.get(visit.client).cloned().unwrap_or_default()
    }

    fn story(&self, visit: &Visit) -> Option<&'static Story> {
        self.plan.clients.get(visit.client).and_then(|client| STORIES.get(client.story?))
    }

    /// The client comes: the first time they are entered and asked; each time there is the check of today, then hands.
    fn begin(&mut self, at: usize, visit: &Visit) -> Result<(), Outcome> {
        if visit.nth == 0 {
            self.enter(visit)?;
        }
        let chart = self.chart(visit);
        let story = self.story(visit);
        if let What::Treatment(complaint) = visit.what {
            self.complain(visit, complaint)?;
        }
        let mut check = vec![("rest", "no"), ("complaint_rest", "no")];
        match story.map(|story| (story.course, story.today)) {
            Some((_, today)) if visit.nth == 0 => check.extend(today),
            Some((Course::Passed(_, fact), _)) if visit.nth == 1 => check.push((fact, "no")),
            Some((Course::Cleared(_, rule), _)) if visit.nth == 1 => self.clear(visit, rule)?,
            _ => {}
        }
        self.send(visit, &format!("{chart}/check"), &check)?;
        let fields = match visit.what {
            What::Preset(preset) => [("kind", "wellness"), ("preset", preset)],
            What::Treatment(_) => [("kind", "treatment"), ("title", "")],
            What::Seen(_) => [("kind", "seen"), ("title", "")],
        };
        let session = self.send(visit, &format!("{chart}/sessions"), &fields)?;
        if let What::Treatment(complaint) = visit.what {
            self.measure(visit, complaint, &session)?;
        }
        if !matches!(visit.what, What::Seen(_)) && self.asked.insert(visit.client) {
            self.agree(visit)?;
        }
        if let Some(kept) = self.sessions.get_mut(at) {
            *kept = session;
        }
        Ok(())
    }

    /// What brings them, once.
    fn complain(&mut self, visit: &Visit, complaint: usize) -> Result<(), Outcome> {
        let Some(complaint) = COMPLAINTS.get(complaint) else { return Ok(()) };
        if self.complained.insert(visit.client) {
            let fields = [("words", complaint.words), ("site1", complaint.site)];
            self.send(visit, &format!("{}/complaints", self.chart(visit)), &fields)?;
        }
        Ok(())
    }

    /// How strong the pain is, each time before hands; now and then a form.
    fn measure(&mut self, visit: &Visit, complaint: usize, session: &str) -> Result<(), Outcome> {
        let Some(complaint) = COMPLAINTS.get(complaint) else { return Ok(()) };
        let chart = self.chart(visit);
        let within = [("session", session.rsplit('/').next().unwrap_or_default()), ("moment", "before")];
        let pain = ["6", "5", "3", "2"].get(visit.nth).copied().unwrap_or("2");
        let fields = [&[("i2", pain), ("site", complaint.site)][..], &within].concat();
        self.send(visit, &format!("{chart}/measures/nprs"), &fields)?;
        // What hands find there, at the first visit and at the fourth.
        if let Some(tenderness) = [Some("2"), None, None, Some("1")].get(visit.nth).copied().flatten() {
            for place in complaint.found {
                let fields = [("pain", pain), ("quality", "aching"), ("tenderness", tenderness)];
                self.send(visit, &format!("{chart}/body/{place}"), &fields)?;
            }
        }
        for asked in complaint.asked {
            let filled = match visit.nth {
                0 => asked.first,
                3 => asked.fourth,
                _ => continue,
            };
            let fields = [filled, &within].concat();
            self.send(visit, &format!("{chart}/measures/{}", asked.measure), &fields)?;
        }
        Ok(())
    }

    /// Enters the client and what they say of themselves.
    fn enter(&mut self, visit: &Visit) -> Result<(), Outcome> {
        let Some(client) = self.plan.clients.get(visit.client) else { return Ok(()) };
        let Some(name) = NAMES.get(client.name) else { return Ok(()) };
        let born = born(self.calendar.date(visit.day), client);
        let minor = client.age < 18;
        let fields = [
            ("legal_name", name.name),
            ("used_name", name.used),
            ("reading", name.reading),
            ("pronouns", name.pronouns),
            ("birth_on", &born),
            ("clinical_sex", name.sex),
            ("phone", &client.phone),
            ("contact_by", "phone"),
            ("guardian_name", if minor { care::GUARDIAN } else { "" }),
            ("guardian_phone", if minor { "+44 1632 960999" } else { "" }),
            ("pref_pressure", client.pressure),
        ];
        let made = self.send(visit, "/clients", &fields)?;
        let chart = made.split('/').take(3).collect::<Vec<_>>().join("/");
        if let Some(kept) = self.charts.get_mut(visit.client) {
            kept.clone_from(&chart);
        }
        let Some(story) = self.story(visit) else { return Ok(()) };
        let day = self.calendar.date(visit.day).to_string();
        for (fact, answer) in story.stated {
            let dated = |value: &'static str| if value == FIRST_VISIT { day.as_str() } else { value };
            let fields: Vec<(&str, &str)> = answer.iter().map(|(name, value)| (*name, dated(value))).collect();
            self.send(visit, &format!("{chart}/facts/{fact}"), &fields)?;
        }
        for medicine in story.medicines {
            self.send(visit, &format!("{chart}/medicines"), &[("name", medicine)])?;
        }
        for group in ["heart", "bone", "cancer"] {
            self.send(visit, &format!("{chart}/intake/{group}"), &[("rest", "no")])?;
        }
        Ok(())
    }

    /// What is often met is planned for; then they read what is meant to be done, and sign.
    fn agree(&mut self, visit: &Visit) -> Result<(), Outcome> {
        let course = self.story(visit).map(|story| story.course);
        let (door, chart) = (self.door, self.chart(visit));
        let review_on = self.calendar.date(visit.day).saturating_add(jiff::Span::new().weeks(7));
        let Some(client) = self.plan.clients.get(visit.client).filter(|_| care::is_asked(visit.client, course)) else {
            return Ok(());
        };
        match (NAMES.get(client.name), self.people.get_mut(visit.practitioner)) {
            (Some(name), Some(person)) => {
                if let What::Treatment(at) = visit.what
                    && let Some(complaint) = COMPLAINTS.get(at)
                {
                    care::plan(door, person, &chart, complaint, review_on)?;
                }
                care::agree(door, person, &chart, name.name, client.age < 18)
            }
            _ => Ok(()),
        }
    }

    /// Somebody entitled to it has cleared the rule.
    fn clear(&mut self, visit: &Visit, rule: &str) -> Result<(), Outcome> {
        let on = self.calendar.date(visit.day).to_string();
        let fields = [
            ("rule", rule),
            ("kind", "cleared"),
            ("given_by", "Dr Basil Hollowmere"),
            ("profession", "general practitioner"),
            ("given_on", on.as_str()),
            ("allows", "Gentle work away from the leg; treated with tablets for three months."),
        ];
        self.send(visit, &format!("{}/clearances", self.chart(visit)), &fields)?;
        Ok(())
    }

    /// What was done is tapped in, with how it was answered and how it ended.
    fn finish(&mut self, at: usize, visit: &Visit) -> Result<(), Outcome> {
        let session = self.sessions.get(at).cloned().unwrap_or_default();
        if let What::Treatment(complaint) = visit.what {
            let applied = COMPLAINTS.get(complaint).map_or(&[][..], |complaint| complaint.applied);
            for (technique, site, side, pressure, minutes) in applied {
                let fields = [
                    ("technique", *technique),
                    ("site", *site),
                    ("side", *side),
                    ("pressure", *pressure),
                    ("minutes", *minutes),
                ];
                self.send(visit, &format!("{session}/applications"), &fields)?;
            }
            let code = ["relaxed", "easier_movement", "less_pain"][visit.nth % 3];
            self.send(visit, &format!("{session}/responses"), &[("code", code)])?;
        }
        if visit.after == After::Adverse {
            let fields = [
                ("code", "soreness"),
                ("severity", "moderate"),
                ("detail", "Sore for two days after last time, with a bruise the size of a coin. Gone now."),
            ];
            self.send(visit, &format!("{session}/responses"), &fields)?;
        }
        let (outcome, detail) = match (&visit.what, self.story(visit).map(|story| story.course)) {
            (What::Seen(why), Some(Course::SentOn(_))) => ("escalated", *why),
            (What::Seen(why), _) => ("seen", *why),
            _ => ("finished", ""),
        };
        self.send(visit, &format!("{session}/end"), &[("outcome", outcome), ("detail", detail)])?;
        Ok(())
    }

    /// The text that was composed is read, filled up, and signed.
    fn sign(&mut self, at: usize, visit: &Visit) -> Result<(), Outcome> {
        let session = self.sessions.get(at).cloned().unwrap_or_default();
        let page = self.read(visit, &session)?;
        let composed = |part: &str| page["draft"]["values"][part][0].as_str().unwrap_or_default().to_string();
        let [mut subjective, mut objective, mut assessment, mut plan] =
            ["subjective", "objective", "assessment", "plan"].map(composed);
        match &visit.what {
            What::Treatment(complaint) => {
                if let Some(complaint) = COMPLAINTS.get(*complaint) {
                    let nth = visit.nth.min(2);
                    subjective = join(complaint.subjective.get(nth), &subjective);
                    assessment = join(complaint.assessment.get(nth), &assessment);
                    plan = complaint.plan.into();
                }
            }
            What::Seen(why) => objective = (*why).into(),
            What::Preset(_) => {}
        }
        let secret = self.people.get(visit.practitioner).map(|person| person.password.clone()).unwrap_or_default();
        let fields = [
            ("subjective", subjective.as_str()),
            ("objective", &objective),
            ("assessment", &assessment),
            ("plan", &plan),
            ("secret", &secret),
        ];
        self.send(visit, &format!("{session}/sign"), &fields)?;
        Ok(())
    }

    /// A signed note is added to.
    fn add(&mut self, at: usize, visit: &Visit) -> Result<(), Outcome> {
        let session = self.sessions.get(at).cloned().unwrap_or_default();
        let secret = self.people.get(visit.practitioner).map(|person| person.password.clone()).unwrap_or_default();
        let words = "Rang to say that turning the head was freer the whole day after. Told of the side by mistake: it was the left.";
        self.send(visit, &format!("{session}/addenda"), &[("words", words), ("secret", &secret)])?;
        Ok(())
    }
}

impl Filling<'_> {
    /// What the client of this visit does on their phone.
    fn phone(&mut self, at: usize, visit: &Visit, (phone, does): (usize, Does)) -> Result<(), Outcome> {
        let (chart, session) = (self.chart(visit), self.sessions.get(at).cloned().unwrap_or_default());
        match self.phones.get_mut(phone).zip(self.people.get_mut(visit.practitioner)) {
            Some((phone, by)) => phone::act(self.door, phone, by, (&chart, &session), does),
            None => Ok(()),
        }
    }

    /// The supervisor has read it.
    fn cosign(&mut self, at: usize) -> Result<(), Outcome> {
        let session = self.sessions.get(at).cloned().unwrap_or_default();
        let Some(supervisor) = self.supervisor.as_mut() else { return Ok(()) };
        let secret = supervisor.password.clone();
        let fields = [("words", "Read, and spoken through together."), ("secret", secret.as_str())];
        self.door.send(&mut supervisor.browser, &format!("{session}/cosign"), &fields)?;
        Ok(())
    }
}

/// One text, then another where there is one.
fn join(first: Option<&&'static str>, then: &str) -> String {
    let first = first.copied().unwrap_or_default();
    if then.is_empty() { first.to_string() } else { format!("{first}\n{then}") }
}

/// The birthday that makes them this old on that day.
fn born(on: jiff::civil::Date, client: &Client) -> String {
    use jiff::ToSpan;
    on.saturating_sub(client.age.years()).saturating_sub(client.since_birthday.days()).to_string()
}
