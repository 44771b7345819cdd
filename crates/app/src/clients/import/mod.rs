//! Clients from a list of another program: read whole, shown before anything is kept, refused row by row with how to mend it.
mod read;
mod store;

use super::form::Client;
use super::{likely, month_first, store as directory};
use crate::door::{Ask, Done, Error, Page, Result, Right, Role, Routes, Shown, Whole};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use read::{Listing, Row, Unfit};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/import", "import.ask", Right::EditDirectory, blank)
        .upload("/clients/import", "import.read", Right::EditDirectory, prepare_list, keep_list)
        .look("/clients/import/{list}", "import.show", Right::EditDirectory, show)
        .act("/clients/import/{list}", "import.take", Right::EditDirectory, prepare, take)
        .tick("import.forget", 24 * 3_600, |db, tick| store::forget(db, tick.at - KEPT))
}

/// How long a list is kept, so that its report can be worked through: a week, in microseconds.
const KEPT: i64 = 7 * 24 * 3_600_000_000;

/// The most bytes of a list, in MB: far more than its rows need.
const MOST_MB: usize = 2;

#[derive(Template, Serialize)]
#[template(path = "clients/import/ask.html")]
struct AskPage {
    form: Filled,
    most: usize,
}

impl Page for AskPage {
    fn title(&self, words: &Words) -> String {
        words.t("import-title")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Nothing {}

fn blank(_: &mut Reader<'_>, _: &Ask<Whole>, _: Nothing) -> Result<AskPage> {
    Ok(AskPage { form: Filled::empty(), most: read::MOST_ROWS })
}

/// The text of a list that can be read.
fn prepare_list(_: &mut Reader<'_>, ask: &Ask<Whole>, _: Nothing) -> Result<String> {
    let bytes = ask.file.clone().unwrap_or_default().bytes;
    let text = read::text(&bytes);
    let key = if bytes.is_empty() {
        Some("import-file-needed")
    } else if bytes.len() > MOST_MB << 20 {
        Some("import-too-many")
    } else {
        match read::listing(&text, ask.today, month_first(ask)) {
            Ok(_) => None,
            Err(Unfit::Empty) => Some("import-empty"),
            Err(Unfit::NoName) => Some("import-no-name"),
            Err(Unfit::TooMany) => Some("import-too-many"),
        }
    };
    match key {
        None => Ok(text),
        Some(key) => {
            let form = Filled::sent([("", ""); 0], vec![Refusal::new("file", key).with("most", read::MOST_ROWS)]);
            Err(Error::Refused(Shown::new(AskPage { form, most: read::MOST_ROWS })))
        }
    }
}

fn keep_list(db: &mut Writer<'_>, ask: &Ask<Whole>, text: &String) -> Result<Done> {
    let id = ask.id("lis");
    store::keep(db, &id, &ask.by.id, ask.micros(), text)?;
    Ok(Done::to(format!("/clients/import/{id}")).about(id))
}

/// A row that is not taken, and everything that is wrong with it.
#[derive(Serialize)]
struct RefusedRow {
    line: i64,
    name: String,
    /// The label of the field, and what is wrong there.
    what: Vec<(Said, Said)>,
}

/// A row that may be somebody who is here already, or who stands twice in the list.
#[derive(Serialize)]
struct DoubtfulRow {
    line: i64,
    name: String,
    /// Who of the directory, with where they are.
    known: Vec<(String, String)>,
    /// The line of the list on which the same person seems to stand before.
    twice: Option<i64>,
}

/// What the list holds, before and after it was taken over.
#[derive(Template, Serialize)]
#[template(path = "clients/import/list.html")]
struct ListPage {
    url: String,
    /// How many rows can be taken as they are; after it was done, how many were.
    ready: usize,
    /// The first names of these.
    first: Vec<String>,
    doubtful: Vec<DoubtfulRow>,
    refused: Vec<RefusedRow>,
    unknown: Vec<String>,
    done: bool,
}

impl Page for ListPage {
    fn title(&self, words: &Words) -> String {
        words.t("import-title")
    }
}

/// How many names of the rows to be taken are shown.
const FIRST: usize = 20;

#[derive(Deserialize)]
struct Named {
    list: String,
    /// The lines of doubtful rows that are other people.
    #[serde(default)]
    another: Vec<i64>,
}

fn show(db: &mut Reader<'_>, ask: &Ask<Whole>, named: Named) -> Result<ListPage> {
    let kept = store::list(db, &named.list, &ask.by.id)?.ok_or(Error::NotFound)?;
    let done = kept.done;
    let sorted = sorted(db, ask, kept)?;
    let names = sorted.ready.iter().take(FIRST).map(|(_, client)| client.used_name.clone());
    Ok(ListPage {
        url: format!("/clients/import/{}", named.list),
        ready: if done { sorted.taken } else { sorted.ready.len() },
        first: if done { Vec::new() } else { names.collect() },
        doubtful: sorted.doubtful.into_iter().map(|(row, _)| row).collect(),
        refused: sorted.refused,
        unknown: sorted.unknown,
        done,
    })
}

/// The rows of a list by what becomes of them.
#[derive(Default)]
struct Sorted {
    /// By line.
    ready: Vec<(i64, Client)>,
    doubtful: Vec<(DoubtfulRow, Client)>,
    refused: Vec<RefusedRow>,
    unknown: Vec<String>,
    /// How many were taken before.
    taken: usize,
}

fn sorted(db: &mut Reader<'_>, ask: &Ask<Whole>, kept: store::Kept) -> Result<Sorted> {
    // It was read once before it was kept.
    let listing: Listing = read::listing(&kept.text, ask.today, month_first(ask))
        .map_err(|_| Error::fault("a kept list is unreadable"))?;
    let taken: BTreeSet<i64> = kept.taken.split(',').filter_map(|line| line.parse().ok()).collect();
    let mut sorted = Sorted { unknown: listing.unknown, taken: taken.len(), ..Sorted::default() };
    let mut seen: BTreeMap<(String, String), i64> = BTreeMap::new();
    for Row { line, name, read } in listing.rows.into_iter().filter(|row| !taken.contains(&row.line)) {
        let client = match read {
            Ok(client) => client,
            Err(refusals) => {
                let what = refusals.iter().map(|one| (label(&one.field), said(one))).collect();
                sorted.refused.push(RefusedRow { line, name, what });
                continue;
            }
        };
        let known: Vec<(String, String)> = likely(db, &client)?.into_iter().map(|one| (one.name, one.id)).collect();
        let born = client.birth_on.map(|day| day.to_string()).unwrap_or_default();
        let same =
            (clinical::name::fold(&client.legal_name), if born.is_empty() { client.phone.clone() } else { born });
        let twice = seen.get(&same).copied();
        seen.entry(same).or_insert(line);
        if known.is_empty() && twice.is_none() {
            sorted.ready.push((line, client));
        } else {
            sorted.doubtful.push((DoubtfulRow { line, name, known, twice }, client));
        }
    }
    Ok(sorted)
}

fn said(refusal: &Refusal) -> Said {
    refusal.args.iter().fold(Said::key(refusal.key), |said, (name, value)| said.with(name, value))
}

/// The label of a field of the form of a client.
fn label(field: &str) -> Said {
    Said::key(match field {
        "legal_name" => "clients-legal-name",
        "used_name" => "clients-used-name",
        "birth_on" => "clients-born",
        "phone" => "clients-phone",
        "email" => "clients-email",
        "address" => "clients-address",
        "pronouns" => "clients-pronouns",
        "identifier" => "clients-identifier",
        "insurer" => "clients-insurer",
        "emergency_name" => "clients-emergency-name",
        "emergency_phone" => "clients-emergency-phone",
        "guardian_name" => "clients-guardian-name",
        "guardian_phone" => "clients-guardian-phone",
        _ => "import-row",
    })
}

/// What is taken over.
struct Taking {
    list: String,
    clients: Vec<(i64, Client)>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Whole>, named: Named) -> Result<Taking> {
    let kept = store::list(db, &named.list, &ask.by.id)?.filter(|kept| !kept.done).ok_or(Error::NotFound)?;
    let sorted = sorted(db, ask, kept)?;
    let others = sorted.doubtful.into_iter().filter(|(row, _)| named.another.contains(&row.line));
    let mut clients = sorted.ready;
    clients.extend(others.map(|(row, client)| (row.line, client)));
    Ok(Taking { list: named.list, clients })
}

fn take(db: &mut Writer<'_>, ask: &Ask<Whole>, taking: &Taking) -> Result<Done> {
    let lines: Vec<String> = taking.clients.iter().map(|(line, _)| line.to_string()).collect();
    if !store::taken(db, &taking.list, &lines.join(","))? {
        return Err(Error::Moved);
    }
    let treats = ask.by.roles.has(Role::Practitioner);
    for (_, client) in &taking.clients {
        directory::create(db, ask, &ask.id("cli"), client, treats)?;
    }
    let to = format!("/clients/import/{}", taking.list);
    Ok(Done::to(to).about(&taking.list).because(lines.len().to_string()))
}
