//! What the program knows, to be read by anyone signed in: by kind, by key, by word, with where each statement is from; and
//! what of it is in force here, since when, by whom, and why.
mod entry;
mod in_force;
mod words;

use crate::door::{Ask, Error, Mine, Page, Result, Right, Routes};
use crate::ui::{Filled, Said, Words, filters};
use askama::Template;
use clinical::knowledge::entries::{Entries, Entry, KINDS, Kind};
use db::Reader;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/reference", "reference.index", Right::Own, index)
        .look_by_post("/reference", "reference.search", Right::Own, search)
        .look("/reference/in-force", "reference.in_force", Right::Own, in_force::show)
        .look("/reference/{kind}", "reference.list", Right::Own, list)
        .look("/reference/{kind}/{key}", "reference.show", Right::Own, entry::show)
        .look("/practice/knowledge", "reference.history", Right::Administer, in_force::history)
}

/// How many entries a search shows at most.
const MOST: usize = 60;

/// Something that can be opened: its words and where it is.
#[derive(Clone, Serialize)]
struct Link {
    kind: Said,
    title: String,
    key: String,
    url: String,
}

impl Link {
    fn to(entry: &Entry) -> Link {
        Link {
            kind: words::kind(entry.kind.word),
            title: entry.title.clone(),
            key: entry.key.clone(),
            url: url(entry.kind.word, &entry.key),
        }
    }
}

/// The page of an entry.
fn url(kind: &str, key: &str) -> String {
    format!("/reference/{kind}/{key}")
}

/// Kinds that belong together.
#[derive(Serialize)]
struct Group {
    name: Said,
    kinds: Vec<Counted>,
}

/// A kind, and how many entries it has.
#[derive(Serialize)]
struct Counted {
    name: Said,
    count: usize,
    url: String,
}

#[derive(Template, Serialize)]
#[template(path = "reference/index.html")]
struct Index {
    form: Filled,
    asked: String,
    found: Vec<Link>,
    groups: Vec<Group>,
    digest: String,
}

impl Page for Index {
    fn title(&self, words: &Words) -> String {
        words.t("reference-title")
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Query {
    words: String,
}

fn index(_: &mut Reader<'_>, ask: &Ask<Mine>, _: Nothing) -> Result<Index> {
    Ok(page(ask, String::new()))
}

fn search(_: &mut Reader<'_>, ask: &Ask<Mine>, query: Query) -> Result<Index> {
    Ok(page(ask, query.words.trim().chars().take(100).collect()))
}

#[derive(Deserialize)]
struct Nothing {}

fn page(ask: &Ask<Mine>, asked: String) -> Index {
    let entries = ask.house.version.entries();
    Index {
        form: Filled::sent([("words", asked.as_str())], Vec::new()),
        found: entries.search(&asked, MOST).into_iter().map(Link::to).collect(),
        groups: groups(entries),
        digest: short(ask.house.knowledge_digest()),
        asked,
    }
}

/// As much of a digest as tells it from every other one here.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

fn groups(entries: &Entries) -> Vec<Group> {
    let mut groups: Vec<(&'static str, Vec<Counted>)> = Vec::new();
    for kind in KINDS {
        let count = entries.count(kind.word);
        if count == 0 {
            continue;
        }
        let one = Counted { name: words::kind(kind.word), count, url: format!("/reference/{}", kind.word) };
        match groups.iter_mut().find(|(folder, _)| *folder == kind.folder) {
            Some((_, kinds)) => kinds.push(one),
            None => groups.push((kind.folder, vec![one])),
        }
    }
    groups.into_iter().map(|(folder, kinds)| Group { name: words::folder(folder), kinds }).collect()
}

#[derive(Template, Serialize)]
#[template(path = "reference/list.html")]
struct List {
    kind: &'static str,
    name: Said,
    all: Vec<Link>,
}

impl Page for List {
    fn title(&self, words: &Words) -> String {
        words.t(&format!("reference-kind-{}", self.kind))
    }
}

#[derive(Deserialize)]
struct OfKind {
    kind: String,
}

fn list(_: &mut Reader<'_>, ask: &Ask<Mine>, of: OfKind) -> Result<List> {
    let kind = Kind::named(&of.kind).ok_or(Error::NotFound)?;
    let all = ask.house.version.entries().of_kind(kind.word).map(Link::to).collect();
    Ok(List { kind: kind.word, name: words::kind(kind.word), all })
}
