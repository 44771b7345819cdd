//! Who comes when with what: the whole content of the demo, before anything is entered. The same seed makes the same plan.
use super::{
    calendar::DAYS,
    chance::Chance,
    names::NAMES,
    stories::{COMPLAINTS, Course, STORIES, Story},
};

/// How many practitioners there are.
pub(super) const PRACTITIONERS: usize = 3;
/// When visits begin, in minutes of the day.
const SLOTS: [i64; 5] = [9 * 60, 10 * 60 + 30, 12 * 60, 14 * 60 + 30, 16 * 60];

/// Everything.
#[derive(Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) clients: Vec<Client>,
    /// In the order of time.
    pub(super) visits: Vec<Visit>,
}

/// A client who was made up.
#[derive(Debug, PartialEq)]
pub(super) struct Client {
    /// Their place in [`NAMES`].
    pub(super) name: usize,
    /// Age in years on the day of the first visit.
    pub(super) age: i64,
    /// Days since the last birthday.
    pub(super) since_birthday: i64,
    pub(super) phone: String,
    /// Whose client it is.
    pub(super) practitioner: usize,
    /// Their place in [`STORIES`].
    pub(super) story: Option<usize>,
    pub(super) pressure: &'static str,
}

/// One visit.
#[derive(Debug, PartialEq)]
pub(super) struct Visit {
    pub(super) client: usize,
    pub(super) practitioner: usize,
    pub(super) day: usize,
    /// Minute of the day.
    pub(super) minute: i64,
    /// Which visit of this client, from 0.
    pub(super) nth: usize,
    pub(super) what: What,
    pub(super) after: After,
}

/// What is done at a visit.
#[derive(Debug, PartialEq)]
pub(super) enum What {
    /// A whole visit by its preset.
    Preset(&'static str),
    /// What the complaint asks for.
    Treatment(usize),
    /// Seen, not treated, because of what this says.
    Seen(&'static str),
}

/// What becomes of the note.
#[derive(Debug, PartialEq, Clone, Copy)]
pub(super) enum After {
    Signed,
    /// Signed, and added to the day after.
    Added,
    /// Signed, and co-signed by the supervisor the day after.
    Cosigned,
    /// Signed, with an adverse effect told of.
    Adverse,
    /// Not signed yet.
    Waiting,
}

/// Plans it all.
pub(super) fn plan(seed: u64) -> Plan {
    let mut chance = Chance::new(seed);
    let clients: Vec<Client> = (0..NAMES.len()).map(|at| client(at, &mut chance)).collect();
    let mut taken = vec![[[false; SLOTS.len()]; DAYS]; PRACTITIONERS];
    let mut visits = Vec::new();
    for (at, one) in clients.iter().enumerate() {
        visits.extend(course(at, one, &mut taken, &mut chance));
    }
    visits.sort_by_key(|visit| (visit.day, visit.minute, visit.practitioner));
    bring_one_to_today(&mut visits);
    mark(&mut visits);
    Plan { clients, visits }
}

fn client(at: usize, chance: &mut Chance) -> Client {
    // Children between the grown-ups, so that each practitioner has one.
    let age = match at {
        20 => 9,
        25 => 14,
        30 => 17,
        _ => chance.between(19, 84),
    };
    Client {
        name: at,
        age,
        since_birthday: chance.between(3, 300),
        // 01632 960000 to 960999 belong to nobody: they are kept for plays.
        phone: format!("+44 1632 960{:03}", (at * 17 + 101) % 1_000),
        practitioner: at % PRACTITIONERS,
        story: (at < STORIES.len()).then_some(at),
        pressure: chance.of(&["", "light", "medium", "firm"]).copied().unwrap_or_default(),
    }
}

/// The visits of one client.
fn course(at: usize, client: &Client, taken: &mut [[[bool; SLOTS.len()]; DAYS]], chance: &mut Chance) -> Vec<Visit> {
    let ordinary = if at.is_multiple_of(3) { Course::Wellness } else { Course::Complaint(at % COMPLAINTS.len()) };
    let course = client.story.and_then(|story| STORIES.get(story)).map_or(ordinary, |story: &Story| story.course);
    let count = match course {
        Course::SentOn(_) => 1,
        Course::Wellness => 3,
        Course::Complaint(_) | Course::Passed(..) | Course::Cleared(..) => 4,
    };
    let mut day = usize::try_from(chance.between(0, 9)).unwrap_or(0);
    let mut visits = Vec::new();
    for nth in 0..count {
        let Some((on, slot)) = free(taken, client.practitioner, day) else { break };
        let what = match course {
            Course::Wellness => {
                let presets = ["full_body_60", "back_neck_30", "legs_feet_45", "full_body_90"];
                What::Preset(chance.of(&presets).copied().unwrap_or(presets[0]))
            }
            Course::Complaint(complaint) => What::Treatment(complaint),
            Course::SentOn(why) => What::Seen(why),
            Course::Passed(..) if nth == 0 => What::Seen("Feverish since yesterday. Not treated; sent home to rest."),
            Course::Cleared(..) if nth == 0 => {
                What::Seen("A clot in the leg is known. Not treated; a word from the doctor was asked for.")
            }
            Course::Passed(complaint, _) | Course::Cleared(complaint, _) => What::Treatment(complaint),
        };
        let minute = SLOTS.get(slot).copied().unwrap_or(SLOTS[0]);
        let practitioner = client.practitioner;
        visits.push(Visit { client: at, practitioner, day: on, minute, nth, what, after: After::Signed });
        day = on + usize::try_from(chance.between(4, 8)).unwrap_or(5);
    }
    visits
}

/// The first free slot from this day on, and takes it.
fn free(taken: &mut [[[bool; SLOTS.len()]; DAYS]], practitioner: usize, from: usize) -> Option<(usize, usize)> {
    let days = taken.get_mut(practitioner)?;
    for (day, slots) in days.iter_mut().enumerate().skip(from) {
        if let Some(slot) = slots.iter().position(|taken| !taken) {
            slots[slot] = true;
            return Some((day, slot));
        }
    }
    None
}

/// The last visit of each practitioner is today's, so that the day shows somebody who was here.
fn bring_one_to_today(visits: &mut [Visit]) {
    for practitioner in 0..PRACTITIONERS {
        if let Some(visit) = visits.iter_mut().rev().find(|visit| visit.practitioner == practitioner) {
            visit.day = DAYS - 1;
        }
    }
    visits.sort_by_key(|visit| (visit.day, visit.minute, visit.practitioner));
}

/// The last visits of each practitioner wait for a signature; one note is added to, one tells of an adverse effect, and
/// one of the practitioner who is supervised is co-signed.
fn mark(visits: &mut [Visit]) {
    for practitioner in 0..PRACTITIONERS {
        let last = visits.iter_mut().rev().filter(|visit| visit.practitioner == practitioner);
        for visit in last.take(2) {
            visit.after = After::Waiting;
        }
    }
    let mut treated = visits.iter_mut().filter(|visit| matches!(visit.what, What::Treatment(_)));
    for (at, after) in [(3, After::Adverse), (5, After::Added)] {
        if let Some(visit) = treated.nth(at) {
            visit.after = after;
        }
    }
    let supervised = visits.iter_mut().find(|visit| {
        visit.practitioner + 1 == PRACTITIONERS
            && visit.after == After::Signed
            && matches!(visit.what, What::Treatment(_))
    });
    if let Some(visit) = supervised {
        visit.after = After::Cosigned;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_plans_the_same_and_another_seed_does_not() {
        assert_eq!(plan(1), plan(1));
        assert_ne!(plan(1), plan(2));
    }

    #[test]
    fn whatever_the_seed_enough_clients_come_often_enough_and_one_at_a_time() {
        for seed in 0..50 {
            let plan = plan(seed);
            assert!(plan.clients.len() >= 40 && plan.visits.len() >= 120, "{seed}: {}", plan.visits.len());
            assert_eq!(plan.clients.iter().filter(|client| client.age < 18).count(), 3);
            for after in [After::Added, After::Cosigned, After::Adverse] {
                assert_eq!(plan.visits.iter().filter(|visit| visit.after == after).count(), 1);
            }
            assert!(plan.visits.iter().filter(|visit| visit.after == After::Waiting).count() >= 5);
            let mut slots: Vec<_> = plan.visits.iter().map(|v| (v.practitioner, v.day, v.minute)).collect();
            slots.sort_unstable();
            let all = slots.len();
            slots.dedup();
            assert_eq!(slots.len(), all, "nobody is at two tables");
        }
    }
}
