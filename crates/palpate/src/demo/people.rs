//! Who works in the demo practice.
use super::{
    browser::{Browser, Door},
    names::WORDS,
};
use crate::outcome::Outcome;
use serde_json::Value;

/// Somebody who signs in.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The role by which they are listed.
    pub(super) role: &'static str,
    pub(super) login: &'static str,
    pub(super) password: String,
    pub(super) browser: Browser,
}

/// Role, login, name, profession.
const PEOPLE: [(&str, &str, &str, &str); 7] = [
    ("owner", "ulla", "Ulla Fernhill", ""),
    ("practitioner", "amara", "Amara Stillwater", "lmt"),
    ("practitioner", "tomas", "Tomás Piedraluna", "pt"),
    ("practitioner", "noor", "Noor Starling", "rmt"),
    ("desk", "joan", "Joan Gatewick", ""),
    ("supervisor", "ingrid", "Ingrid Oakenfell", ""),
    ("auditor", "petra", "Petra Clearwell", ""),
];

/// Founds the practice with this code, invites everybody, and lets each of them take their invitation.
pub(super) fn found(door: &Door, code: &str, zone: &str) -> Result<Vec<Person>, Outcome> {
    let mut people: Vec<Person> = Vec::new();
    for (role, login, name, profession) in PEOPLE {
        let mut person = Person { role, login, password: password()?, browser: Browser::default() };
        match people.first_mut() {
            None => {
                let fields = [
                    ("code", code),
                    ("practice", "Palpate demo practice"),
                    ("zone", zone),
                    ("jurisdiction", "GB"),
                    ("locale", "en"),
                    ("name", name),
                    ("login", login),
                    ("password", &person.password),
                ];
                door.send(&mut person.browser, "/set-up", &fields)?;
            }
            Some(owner) => {
                let fields = [("name", name), ("login", login), ("role", role), ("profession", profession)];
                let link = door.send(&mut owner.browser, "/practice/invitations", &fields)?;
                let join = link.trim_end_matches("/link");
                door.send(&mut person.browser, join, &[("password", &person.password), ("locale", "en")])?;
            }
        }
        door.clock.pass(240);
        people.push(person);
    }
    supervise(door, &mut people)?;
    Ok(people)
}

/// The supervisor reads and co-signs the notes of the last practitioner.
fn supervise(door: &Door, people: &mut [Person]) -> Result<(), Outcome> {
    let Some(owner) = people.first_mut() else { return Ok(()) };
    let url = format!("/practice/people/{}", id(door, owner, "ingrid")?);
    let version = number(&door.read(&owner.browser, &url)?["form"]["version"]);
    let fields = [
        ("_version", version.as_str()),
        ("name", "Ingrid Oakenfell"),
        ("role", "supervisor"),
        ("active", "yes"),
        ("supervises", &id(door, owner, "noor")?),
    ];
    door.send(&mut owner.browser, &url, &fields)?;
    Ok(())
}

/// The id of whoever signs in with this login, as the owner sees it.
pub(super) fn id(door: &Door, owner: &Person, login: &str) -> Result<String, Outcome> {
    let page = door.read(&owner.browser, "/practice")?;
    let found = page["people"].as_array().and_then(|all| all.iter().find(|one| one["login"] == login));
    Ok(found.and_then(|one| one["id"].as_str()).unwrap_or_default().to_string())
}

/// The digits of a number in JSON.
pub(super) fn number(value: &Value) -> String {
    value.as_i64().unwrap_or_default().to_string()
}

/// Three words and two digits, drawn by the machine.
pub(super) fn password() -> Result<String, Outcome> {
    let mut bytes = [0u8; 4];
    getrandom::fill(&mut bytes).map_err(|error| Outcome::Fault(error.to_string()))?;
    let [a, b, c, digits] = bytes;
    let word = |byte: u8| WORDS.get(usize::from(byte) % WORDS.len()).copied().unwrap_or_default();
    Ok(format!("{}-{}-{}-{:02}", word(a), word(b), word(c), digits % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_login_stands_in_a_word_of_a_password() {
        for (_, login, ..) in PEOPLE {
            assert!(WORDS.iter().all(|word| !word.contains(login)), "{login}");
        }
    }
}
