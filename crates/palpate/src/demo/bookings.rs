//! What the desk has booked: today as far as it is by now, and the days to come.
use super::{
    browser::Door,
    calendar::{Calendar, DAYS},
    people::{self, Person, number},
    plan::{PRACTITIONERS, Plan},
    stories::{Course, STORIES},
};
use crate::outcome::Outcome;
use jiff::civil::Date;

const ROOMS: [&str; 2] = ["Garden room", "Quiet room"];
/// The logins of those who treat, in the plan's order.
const LOGINS: [&str; PRACTITIONERS] = ["amara", "tomas", "noor"];

/// One time of a practitioner's day: when, in minutes from the hour that it is now, how long, and how far it has come.
struct Time {
    from_now: i64,
    minutes: i64,
    to: &'static str,
}

const fn time(from_now: i64, minutes: i64, to: &'static str) -> Time {
    Time { from_now, minutes, to }
}

/// Today: who was here comes first, then who is waiting, then who is expected.
const BEEN: [Time; 2] = [time(-150, 60, "finished"), time(-75, 60, "finished")];
const COMING: [Time; 4] = [time(0, 60, "arrived"), time(75, 45, ""), time(165, 60, ""), time(240, 60, "")];
const PAUSE: Time = time(130, 30, "");
/// The days to come, in minutes of the day.
const LATER: [i64; 3] = [9 * 60, 10 * 60 + 30, 14 * 60];

struct Desk<'a> {
    door: &'a Door,
    joan: &'a mut Person,
    people: [String; PRACTITIONERS],
    rooms: Vec<String>,
}

/// Opens the rooms and books.
pub(super) fn book(
    door: &Door,
    all: &mut [Person],
    charts: &[String],
    plan: &Plan,
    calendar: &Calendar,
) -> Result<(), Outcome> {
    let Some(owner) = all.first_mut() else { return Ok(()) };
    for name in ROOMS {
        door.send(&mut owner.browser, "/practice/rooms", &[("name", name), ("active", "yes")])?;
    }
    let page = door.read(&owner.browser, "/practice/rooms")?;
    let url = |room: &serde_json::Value| room[0].as_str().and_then(|url| url.rsplit('/').next()).map(Into::into);
    let rooms = page["rooms"].as_array().into_iter().flatten().filter_map(url).collect();
    let mut ids = <[String; PRACTITIONERS]>::default();
    for (id, login) in ids.iter_mut().zip(LOGINS) {
        *id = people::id(door, owner, login)?;
    }
    let Some(joan) = all.iter_mut().find(|person| person.role == "desk") else { return Ok(()) };
    let mut desk = Desk { door, joan, people: ids, rooms };
    for practitioner in 0..PRACTITIONERS {
        desk.today(practitioner, charts, plan, calendar)?;
        desk.later(practitioner, charts, plan, calendar)?;
    }
    Ok(())
}

/// The clients of this practitioner who were seen on the last day, and those who can be expected: nobody who was sent on.
fn clients(practitioner: usize, plan: &Plan) -> (Vec<usize>, Vec<usize>) {
    let today = plan.visits.iter().filter(|visit| visit.practitioner == practitioner && visit.day + 1 == DAYS);
    let been: Vec<usize> = today.map(|visit| visit.client).collect();
    let own = plan.clients.iter().enumerate().filter(|(_, one)| one.practitioner == practitioner);
    let sent_on = |story: Option<usize>| {
        let story = story.and_then(|story| STORIES.get(story));
        story.is_some_and(|story| matches!(story.course, Course::SentOn(_)))
    };
    let expected = own.filter(|(at, one)| !been.contains(at) && !sent_on(one.story)).map(|(at, _)| at);
    let expected = expected.collect();
    (been, expected)
}

impl Desk<'_> {
    fn today(
        &mut self,
        practitioner: usize,
        charts: &[String],
        plan: &Plan,
        calendar: &Calendar,
    ) -> Result<(), Outcome> {
        let day = calendar.date(DAYS - 1);
        let hour = calendar.hour() * 60;
        let (been, expected) = clients(practitioner, plan);
        let visits = been.into_iter().zip(&BEEN).chain(expected.into_iter().zip(&COMING));
        for (client, time) in visits {
            // Of one of them the desk was rung in the morning.
            let off = practitioner == 0 && time.from_now == 240;
            let Some(chart) = charts.get(client) else { continue };
            let at = hour + time.from_now;
            self.fix(&format!("{chart}/appointments"), practitioner, day, at, time.minutes)?;
            match if off { "cancelled" } else { time.to } {
                "" => {}
                "finished" => {
                    self.step(practitioner, day, at, "started")?;
                    self.step(practitioner, day, at, "finished")?;
                }
                to => self.step(practitioner, day, at, to)?,
            }
        }
        self.fix("/appointments/pause", practitioner, day, hour + PAUSE.from_now, PAUSE.minutes)
    }

    fn later(
        &mut self,
        practitioner: usize,
        charts: &[String],
        plan: &Plan,
        calendar: &Calendar,
    ) -> Result<(), Outcome> {
        let (_, expected) = clients(practitioner, plan);
        let mut expected = expected.into_iter().skip(COMING.len());
        for day in calendar.coming() {
            for minute in LATER {
                let Some(chart) = expected.next().and_then(|client| charts.get(client)) else { return Ok(()) };
                self.fix(&format!("{chart}/appointments"), practitioner, day, minute, 60)?;
            }
        }
        Ok(())
    }

    /// Books a time, in the practitioner's own room where there is one. A pause needs no airing.
    fn fix(&mut self, url: &str, practitioner: usize, on: Date, at: i64, minutes: i64) -> Result<(), Outcome> {
        let (on, at, minutes) = (on.to_string(), clock(at), minutes.to_string());
        let pause = url.ends_with("pause");
        let room = self.rooms.get(practitioner).filter(|_| !pause).cloned().unwrap_or_default();
        let person = self.people.get(practitioner).cloned().unwrap_or_default();
        let fields = [
            ("on", on.as_str()),
            ("at", &at),
            ("minutes", &minutes),
            ("after_minutes", if pause { "0" } else { "10" }),
            ("person", &person),
            ("room", &room),
            ("what", if pause { "Lunch" } else { "" }),
        ];
        self.door.clock.pass(20);
        self.door.send(&mut self.joan.browser, url, &fields)?;
        Ok(())
    }

    /// Takes the appointment at this time one step on.
    fn step(&mut self, practitioner: usize, on: Date, at: i64, to: &str) -> Result<(), Outcome> {
        let page = self.door.read(&self.joan.browser, &format!("/today?on={on}&by=all"))?;
        let person = self.people.get(practitioner).cloned().unwrap_or_default();
        let lines = page["columns"].as_array().into_iter().flatten().flat_map(|column| column["lines"].as_array());
        let mut visits = lines.flatten().map(|line| &line["visit"]);
        let at = format!("{}:00", clock(at));
        let found = visits.find(|visit| visit["person"] == person.as_str() && visit["at"] == at.as_str());
        let Some(visit) = found else { return Err(Outcome::Fault(format!("nothing is booked at {at}"))) };
        let url = format!("/appointments/{}/state", visit["id"].as_str().unwrap_or_default());
        let version = number(&visit["version"]);
        self.door.clock.pass(5);
        self.door.send(&mut self.joan.browser, &url, &[("to", to), ("_version", &version)])?;
        Ok(())
    }
}

/// A minute of the day as it stands in a form.
fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
