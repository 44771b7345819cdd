//! One entry: what it says, how surely, from where, and what names it.
use super::{Link, url, words};
use crate::door::{Ask, Error, Mine, Page, Result};
use crate::ui::{Said, Words, filters};
use askama::Template;
use clinical::knowledge::{
    Knowledge,
    entries::{Entries, Entry, Said as Says, words_of},
    evidence::Statement,
};
use db::Reader;
use serde::{Deserialize, Serialize};

/// How many entries that name it are listed.
const NAMING: usize = 80;

/// A stretch of text, and where it leads if it names another entry.
#[derive(Clone, Serialize)]
struct Piece {
    text: String,
    url: String,
}

/// One named thing that is said.
#[derive(Clone, Serialize)]
struct Row {
    name: Said,
    /// A line each; the pieces of a line follow each other.
    lines: Vec<Vec<Piece>>,
    /// Several things of several parts: effects of a rule, scales of an instrument.
    parts: Vec<Vec<Row>>,
}

/// A work that a statement rests on.
#[derive(Serialize)]
struct Source {
    key: String,
    url: String,
    citation: String,
    link: String,
}

/// What research knows, in one line: of what, for what, which way, how surely.
#[derive(Serialize)]
struct Known {
    title: String,
    url: String,
    direction: Said,
    certainty: Said,
    certainty_to: Option<Said>,
    year: u16,
    note: String,
}

#[derive(Template, Serialize)]
#[template(path = "reference/entry.html")]
struct EntryPage {
    kind: Said,
    kind_url: String,
    key: String,
    name: String,
    rows: Vec<Row>,
    research: Vec<Known>,
    certainty: Option<Said>,
    as_of: String,
    sources: Vec<Source>,
    naming: Vec<Link>,
    more: usize,
    file: String,
    line: u32,
    written: String,
    /// Does it stand in an overlay of the practice?
    own: bool,
}

impl Page for EntryPage {
    fn title(&self, _: &Words) -> String {
        self.name.clone()
    }
}

#[derive(Deserialize)]
pub(super) struct Of {
    kind: String,
    key: String,
}

pub(super) fn show(_: &mut Reader<'_>, ask: &Ask<Mine>, of: Of) -> Result<impl Page + use<>> {
    let entries = ask.house.version.entries();
    let entry = entries.get(&of.kind, &of.key).ok_or(Error::NotFound)?;
    let naming: Vec<Link> = entries.naming(entry).map(Link::to).collect();
    Ok(EntryPage {
        kind: words::kind(entry.kind.word),
        kind_url: format!("/reference/{}", entry.kind.word),
        key: entry.key.clone(),
        name: entry.title.clone(),
        rows: rows(entries, entry),
        research: research(&ask.house.knowledge, entry),
        certainty: (!entry.confidence.is_empty()).then(|| words::confidence(&entry.confidence)),
        as_of: entry.as_of.clone(),
        sources: entry.sources.iter().map(|key| source(entries, key)).collect(),
        more: naming.len().saturating_sub(NAMING),
        naming: naming.into_iter().take(NAMING).collect(),
        file: entry.place.file.clone(),
        line: entry.place.line,
        written: entry.text.clone(),
        own: entry.place.file.contains("/~"),
    })
}

fn rows(entries: &Entries, entry: &Entry) -> Vec<Row> {
    let mut rows: Vec<Row> = entry.says.iter().map(|(name, says)| row(entries, name, says)).collect();
    if let Some(group) = entries.get("group", &entry.group) {
        let piece = Piece { text: group.title.clone(), url: url("group", &group.key) };
        rows.push(Row { name: words::field("group"), lines: vec![vec![piece]], parts: Vec::new() });
    }
    rows
}

fn row(entries: &Entries, name: &str, says: &Says) -> Row {
    let mut row = Row { name: words::field(name), lines: Vec::new(), parts: Vec::new() };
    match says {
        Says::List(list) if list.iter().any(|one| matches!(one, Says::Parts(_))) => {
            row.parts = list.iter().map(|one| inner(entries, name, one)).collect();
        }
        Says::List(list) => row.lines = list.iter().map(|one| pieces(entries, name, one)).collect(),
        Says::Parts(_) => row.parts = vec![inner(entries, name, says)],
        one => row.lines = vec![pieces(entries, name, one)],
    }
    row
}

fn inner(entries: &Entries, name: &str, says: &Says) -> Vec<Row> {
    match says {
        Says::Parts(parts) => parts.iter().map(|(name, says)| row(entries, name, says)).collect(),
        other => vec![row(entries, name, other)],
    }
}

/// The words of one value, cut where a word names another entry.
fn pieces(entries: &Entries, field: &str, says: &Says) -> Vec<Piece> {
    let text = match says {
        Says::Text(text) | Says::Number(text) => text.clone(),
        Says::Truth(truth) => {
            return vec![Piece { text: if *truth { "✓" } else { "–" }.into(), url: String::new() }];
        }
        Says::List(list) => {
            let each: Vec<Vec<Piece>> = list.iter().map(|one| pieces(entries, field, one)).collect();
            return each.join(&Piece { text: " · ".into(), url: String::new() });
        }
        Says::Parts(parts) => {
            let said = parts.iter().map(|(name, says)| {
                let words: String = pieces(entries, name, says).into_iter().map(|piece| piece.text).collect();
                format!("{name} {words}")
            });
            return vec![Piece { text: said.collect::<Vec<_>>().join(", "), url: String::new() }];
        }
    };
    let mut found = Vec::new();
    let mut rest = text.as_str();
    for word in words_of(field, &text) {
        let (Some(entry), Some((before, after))) = (entries.named(field, word), rest.split_once(word)) else {
            continue;
        };
        if !before.is_empty() {
            found.push(Piece { text: before.to_owned(), url: String::new() });
        }
        // A key alone says little; where it is the whole text, what it is called is shown.
        let shown = if word == text { entry.title.clone() } else { word.to_owned() };
        found.push(Piece { text: shown, url: url(entry.kind.word, &entry.key) });
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece { text: rest.to_owned(), url: String::new() });
    }
    found
}

fn source(entries: &Entries, key: &str) -> Source {
    let text = |name: &str| {
        let of = entries.get("source", key).and_then(|source| source.says.iter().find(|(field, _)| field == name));
        match of {
            Some((_, Says::Text(text))) => text.clone(),
            _ => String::new(),
        }
    };
    let at = text("url_or_doi");
    let link = if at.starts_with("10.") { format!("https://doi.org/{at}") } else { at };
    Source { key: key.to_owned(), url: url("source", key), citation: text("citation"), link }
}

/// What research knows of this technique, condition or statement, in the words that may be used for it.
fn research(knowledge: &Knowledge, entry: &Entry) -> Vec<Known> {
    let evidence = &knowledge.evidence;
    let about = |statement: &&Statement| {
        let subject = evidence.subject(&statement.about);
        statement.about == entry.key || subject.is_some_and(|subject| subject.techniques.contains(&entry.key))
    };
    let mut list: Vec<&Statement> = match entry.kind.word {
        "condition" => evidence.on_condition(&entry.key).collect(),
        "technique" | "variant" => evidence.list().iter().filter(about).collect(),
        "evidence" => evidence.list().iter().filter(|statement| statement.key == entry.key).collect(),
        _ => Vec::new(),
    };
    // The surest and clearest first; what speaks against stands beside what speaks for.
    list.sort_by_key(|statement| (std::cmp::Reverse(statement.certainty), statement.key.clone()));
    list.into_iter().map(|statement| known(knowledge, entry, statement)).collect()
}

fn known(knowledge: &Knowledge, entry: &Entry, statement: &Statement) -> Known {
    let about = knowledge.evidence.subject(&statement.about).map(|subject| subject.name.clone());
    let about = about.unwrap_or_else(|| statement.about.replace('_', " "));
    let condition = statement.condition.as_ref().map(|key| key.replace('_', " "));
    let title = match entry.kind.word {
        "condition" => format!("{about}: {}", statement.outcome),
        _ => [condition.unwrap_or(about), statement.outcome.clone()].join(": "),
    };
    Known {
        title,
        url: url("evidence", &statement.key),
        direction: words::direction(statement.direction),
        certainty: words::strength(statement.certainty),
        certainty_to: statement.certainty_to.map(words::strength),
        year: statement.year,
        note: statement.note.clone().unwrap_or_default(),
    }
}
