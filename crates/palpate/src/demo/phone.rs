//! Two clients with a sign-in of their own: they were handed a link, took it, and did on their phone what clients do.
use super::{
    browser::{Browser, Door},
    calendar::{Calendar, DAYS},
    people::{Person, password},
    plan::{After, Plan},
};
use crate::outcome::Outcome;
use app::door::hex;
use jiff::Timestamp;

/// The fields of a form, with what is put into them.
type Fields = &'static [(&'static str, &'static str)];

/// Their places in the stories, the names that they chose to sign in with, and what hurts.
const PHONES: [(usize, &str, Fields); 2] = [
    (0, "juniper.p", &[("area", "back_of_neck"), ("area", "top_of_shoulder:right")]),
    (1, "otto.l", &[("area", "low_back"), ("area", "buttock:left")]),
];

/// A client with a phone.
pub(super) struct Phone {
    client: usize,
    areas: Fields,
    pub(super) person: Person,
}

/// What is done on a phone at one moment.
#[derive(Clone, Copy)]
pub(super) enum Does {
    /// Takes the link that was handed over.
    Join,
    /// Marks where it hurts.
    Mark,
    /// Ticks what was done at home.
    Tick,
    /// Says how it was after a visit.
    After,
    /// Writes a message.
    Write,
}

/// The phones, in nobody's hand yet.
pub(super) fn phones() -> Result<Vec<Phone>, Outcome> {
    let phone = |(client, login, areas)| {
        let person = Person { role: "client", login, password: password()?, browser: Browser::default() };
        Ok(Phone { client, areas, person })
    };
    PHONES.into_iter().map(phone).collect()
}

/// When what is done with which of them: each with the visit that it belongs to.
pub(super) fn moments(plan: &Plan, calendar: &Calendar) -> Vec<(Timestamp, usize, usize, Does)> {
    let mut moments = Vec::new();
    for (phone, (client, ..)) in PHONES.iter().enumerate() {
        let own: Vec<_> = plan.visits.iter().enumerate().filter(|(_, visit)| visit.client == *client).collect();
        let Some((first, begun)) = own.first() else { continue };
        moments.push((calendar.instant(begun.day, begun.minute + 90), *first, phone, Does::Join));
        moments.push((calendar.instant(begun.day, begun.minute + 95), *first, phone, Does::Mark));
        // Most days: not each is a day for exercises.
        let days = (begun.day + 1..DAYS).filter(|day| (day + phone) % 3 != 0);
        moments.extend(days.map(|day| (calendar.instant(day, 7 * 60 + 20), *first, phone, Does::Tick)));
        let over = own.iter().rev().find(|(_, visit)| visit.after != After::Waiting && visit.day + 2 < DAYS);
        if let Some((last, visit)) = over.filter(|_| phone == 1) {
            moments.push((calendar.instant(visit.day + 1, 19 * 60), *last, phone, Does::After));
        }
        if phone == 0 {
            moments.push((calendar.instant(DAYS - 1, 7 * 60 + 30), *first, phone, Does::Write));
        }
    }
    moments
}

/// Does it, a few seconds later each time. `by` treats this client.
pub(super) fn act(
    door: &Door,
    phone: &mut Phone,
    by: &mut Person,
    (chart, session): (&str, &str),
    does: Does,
) -> Result<(), Outcome> {
    match does {
        Does::Join => join(door, phone, by, chart),
        Does::Mark => {
            let marked = [phone.areas, &[("rest", "no")]].concat();
            send(door, phone, "/my/intake/where", &marked)?;
            send(door, phone, "/my/intake/pain", &[("pain", "4")])
        }
        Does::Tick => tick(door, phone),
        Does::After => after(door, phone, session),
        Does::Write => {
            let words = "The turns are easier now. May I do them while I wait for the bus, standing?";
            send(door, phone, "/my/messages", &[("words", words)])
        }
    }
}

fn send(door: &Door, phone: &mut Phone, url: &str, fields: &[(&str, &str)]) -> Result<(), Outcome> {
    door.clock.pass(20);
    door.send(&mut phone.person.browser, url, fields)?;
    Ok(())
}

fn join(door: &Door, phone: &mut Phone, by: &mut Person, chart: &str) -> Result<(), Outcome> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| Outcome::Fault(error.to_string()))?;
    let secret = hex(bytes);
    door.clock.pass(20);
    door.send(&mut by.browser, &format!("{chart}/phone/invite"), &[("secret", &secret)])?;
    let (login, password) = (phone.person.login, phone.person.password.clone());
    send(door, phone, &format!("/care/{secret}"), &[("login", login), ("password", &password), ("locale", "en")])
}

fn tick(door: &Door, phone: &mut Phone) -> Result<(), Outcome> {
    let page = door.read(&phone.person.browser, "/my/home")?;
    let keys = page["exercises"].as_array().into_iter().flatten().filter_map(|one| one["key"].as_str());
    for key in keys {
        send(door, phone, &format!("/my/home/{key}"), &[("done", "yes"), ("pain", "2")])?;
    }
    Ok(())
}

/// It was worse, with the mildest of the signs that are asked about.
fn after(door: &Door, phone: &mut Phone, session: &str) -> Result<(), Outcome> {
    let url = format!("/my/after/{}", session.rsplit('/').next().unwrap_or_default());
    let page = door.read(&phone.person.browser, &url)?;
    let signs = page["warnings"].as_array().and_then(|all| all.last()).and_then(|sign| sign["value"].as_str());
    let words = "Sore on the left, and it kept me awake.";
    let sign = match signs {
        Some(sign) => vec![("warning", sign), ("rest", "no")],
        None => vec![("rest", "none")],
    };
    let fields = [&[("feeling", "worse"), ("words", words)][..], &sign].concat();
    send(door, phone, &url, &fields)
}

/// What waits for them: an answer to read, and a sheet to sign.
pub(super) fn wait(
    door: &Door,
    phones: &[Phone],
    people: &mut [Person],
    (charts, plan): (&[String], &Plan),
) -> Result<(), Outcome> {
    let mut practitioners: Vec<&mut Person> =
        people.iter_mut().filter(|person| person.role == "practitioner").collect();
    for phone in phones {
        let by = plan.clients.get(phone.client).and_then(|one| practitioners.get_mut(one.practitioner));
        let Some((by, chart)) = by.zip(charts.get(phone.client)) else { continue };
        let sheet = &door.read(&by.browser, &format!("{chart}/consent/new"))?["sheet"];
        let text = |key: &str| sheet[key].as_str().unwrap_or_default().to_string();
        let (digest, until) = (text("digest"), text("until"));
        let signed = [("digest", digest.as_str()), ("until", &until)];
        door.clock.pass(20);
        door.send(&mut by.browser, &format!("{chart}/consent/phone"), &signed)?;
        let words = "We go on with the same plan. Please read it once more on your phone before the next visit.";
        door.clock.pass(20);
        door.send(&mut by.browser, &format!("{chart}/messages"), &[("words", words)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::names::WORDS;

    #[test]
    fn no_login_of_a_client_stands_in_a_word_of_a_password() {
        for (_, login, _) in PHONES {
            assert!(WORDS.iter().all(|word| !word.contains(login)), "{login}");
        }
    }
}
