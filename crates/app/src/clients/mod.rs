//! The directory: who the clients are and how to reach them. No clinical word stands here.
mod details;
mod form;
mod import;
mod merge;
mod store;
mod team;

pub(crate) use details::panel;
pub(crate) use store::Entry;

use crate::door::{Answer, Ask, Done, Error, Page, Result, Right, Role, Routes, Shown, Whole};
use crate::ui::{Choice, Filled, Locale, Words, filters};
use askama::Template;
use clinical::{
    Refusal, birth, name,
    same_person::{self, Identity},
};
use db::{Reader, Writer};
use form::{Client, ClientForm};
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new()
        .look("/clients", "client.list", Right::Directory, list)
        .look_by_post("/clients/search", "client.search", Right::Directory, search)
        .look("/clients/new", "client.new", Right::EditDirectory, blank)
        .act("/clients", "client.create", Right::EditDirectory, prepare, create)
        .join(details::routes())
        .join(team::routes())
        .join(merge::routes())
        .join(import::routes())
}

#[derive(Template, Serialize)]
#[template(path = "clients/list.html")]
struct ListPage {
    form: Filled,
    /// `own`, `all`, or `found` after a search.
    list: &'static str,
    clients: Vec<Entry>,
    recent: Vec<Entry>,
    /// Has this person clients of their own to be shown apart?
    treats: bool,
    may_add: bool,
    /// Are names links to charts, or to the directory's own page?
    charts: bool,
    /// The address of the next page; empty on the last.
    later: String,
}

impl Page for ListPage {
    fn title(&self, words: &Words) -> String {
        words.t("clients-title")
    }
}

impl ListPage {
    fn new(ask: &Ask<Whole>, list: &'static str, clients: Vec<Entry>) -> ListPage {
        ListPage {
            form: Filled::empty(),
            list,
            clients,
            recent: Vec::new(),
            treats: ask.by.roles.has(Role::Practitioner),
            may_add: ask.by.may(Right::EditDirectory),
            charts: ask.by.may(Right::ReadChart),
            later: String::new(),
        }
    }

    /// Where a client's name leads.
    fn url(&self, entry: &Entry) -> String {
        if self.charts { format!("/clients/{}", entry.id) } else { format!("/clients/{}/details", entry.id) }
    }
}

/// Which list, and after whom. Never a name: an address is kept in histories.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    list: String,
    after: String,
}

fn list(db: &mut Reader<'_>, ask: &Ask<Whole>, query: Query) -> Result<ListPage> {
    let own = match query.list.as_str() {
        "own" => true,
        "all" => false,
        _ => ask.by.roles.has(Role::Practitioner) && !ask.practice.all_charts,
    };
    let mut clients = if own { store::own(db, &ask.by.id, &query.after)? } else { store::all(db, &query.after)? };
    let more = clients.len() > store::PAGE;
    clients.truncate(store::PAGE);
    let list = if own { "own" } else { "all" };
    let mut page = ListPage::new(ask, list, clients);
    if let (true, Some(last)) = (more, page.clients.last()) {
        page.later = format!("/clients?list={list}&after={}", last.id);
    }
    if query.after.is_empty() {
        page.recent = store::recent(db, &ask.by.id)?;
    }
    Ok(page)
}

/// What is looked for: a name, a phone number or a birth date.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sought {
    q: String,
}

fn search(db: &mut Reader<'_>, ask: &Ask<Whole>, sought: Sought) -> Result<Answer> {
    let text: String = sought.q.chars().take(200).collect();
    if name::sought(&text).is_empty() {
        return Ok(Answer::SeeOther("/clients".into()));
    }
    let mut found = find(db, &text)?;
    let more = found.len() > store::PAGE;
    found.truncate(store::PAGE);
    let mut page = ListPage::new(ask, "found", found);
    page.form = Filled::empty().with("q", text);
    if more {
        page.form = page.form.with("more", "yes");
    }
    Ok(page.into())
}

/// Who has this birth date, this phone number or this name; at most one more than a page.
pub(crate) fn find(db: &mut Reader<'_>, text: &str) -> Result<Vec<Entry>> {
    let words = name::sought(text);
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    for day in birth::readings(text) {
        found.extend(store::born(db, day)?);
    }
    if found.is_empty() && is_phone(text) {
        found = phoned(db, &name::digits(text))?;
    }
    if found.is_empty() {
        found = store::named(db, &words)?;
    }
    Ok(found)
}

/// Is it written as a phone number is: at least four digits, and nothing but what goes between them?
fn is_phone(text: &str) -> bool {
    let between = |c: char| c.is_numeric() || c.is_whitespace() || matches!(c, '+' | '-' | '.' | '/' | '(' | ')');
    text.chars().all(between) && name::digits(text).len() >= 4
}

/// By the number as typed; then without its country code, which the one that is kept may lack.
fn phoned(db: &mut Reader<'_>, digits: &str) -> Result<Vec<Entry>> {
    let found = store::phoned(db, digits.trim_start_matches("00"))?;
    match digits.len().checked_sub(9).and_then(|start| digits.get(start..)) {
        Some(last) if found.is_empty() => store::phoned(db, last),
        _ => Ok(found),
    }
}

/// What the form of a client offers to choose from.
#[derive(Serialize)]
struct Choices {
    sex: Vec<Choice>,
    ways: Vec<Choice>,
    languages: Vec<Choice>,
    pressure: Vec<Choice>,
    talk: Vec<Choice>,
}

impl Choices {
    fn all() -> Choices {
        Choices {
            sex: form::choices(form::SEX),
            ways: form::choices(form::WAYS),
            languages: form::choices(form::LANGUAGES),
            pressure: form::choices(form::PRESSURE),
            talk: form::choices(form::TALK),
        }
    }
}

/// The one form in which a client is made and changed.
#[derive(Template, Serialize)]
#[template(path = "clients/form.html")]
struct FormPage {
    form: Filled,
    choices: Choices,
    /// The client who is changed; nobody where one is made.
    client: Option<String>,
    /// Where the form goes, and where "cancel" leads.
    url: String,
    back: String,
    /// Who may be the same person, where that is why this was not taken.
    likely: Vec<Entry>,
    /// What somebody else wrote meanwhile, by the label of its field.
    meanwhile: Vec<(&'static str, String)>,
}

impl Page for FormPage {
    fn title(&self, words: &Words) -> String {
        words.t(if self.client.is_some() { "clients-edit-title" } else { "clients-new-title" })
    }
}

impl FormPage {
    fn new(form: Filled) -> FormPage {
        FormPage {
            form,
            choices: Choices::all(),
            client: None,
            url: "/clients".into(),
            back: "/clients".into(),
            likely: Vec::new(),
            meanwhile: Vec::new(),
        }
    }

    fn of(form: Filled, client: &str) -> FormPage {
        FormPage {
            client: Some(client.into()),
            url: format!("/clients/{client}/edit"),
            back: format!("/clients/{client}/details"),
            ..FormPage::new(form)
        }
    }
}

/// Nothing that the address says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Nothing {}

fn blank(_: &mut Reader<'_>, _: &Ask<Whole>, _: Nothing) -> Result<FormPage> {
    Ok(FormPage::new(Filled::empty().with("clinical_sex", "unknown")))
}

/// Does this person write the month before the day?
fn month_first<S>(ask: &Ask<S>) -> bool {
    ask.by.locale == Locale::EnUs
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Whole>, form: ClientForm) -> Result<Client> {
    let refused = |page: FormPage| Err(Error::Refused(Shown::new(page)));
    let client = match form::parse(&form, ask.today, month_first(ask)) {
        Ok(client) => client,
        Err(refusals) => return refused(FormPage::new(form.filled(refusals))),
    };
    let likely = if form.another == "yes" { Vec::new() } else { likely(db, &client)? };
    if likely.is_empty() {
        return Ok(client);
    }
    let filled = form.filled(vec![Refusal::new("another", "clients-likely")]);
    refused(FormPage { likely, ..FormPage::new(filled) })
}

/// Who of the directory may be this person.
fn likely(db: &mut Reader<'_>, client: &Client) -> Result<Vec<Entry>> {
    let mine = Identity {
        names: vec![client.legal_name.clone(), client.used_name.clone(), client.reading.clone()],
        birth_on: client.birth_on,
        phone: client.phone.clone(),
    };
    let alike = store::alike(db, client)?.into_iter();
    Ok(alike.filter(|known| same_person::likely(&mine, &known.identity)).map(|known| known.entry).take(20).collect())
}

fn create(db: &mut Writer<'_>, ask: &Ask<Whole>, client: &Client) -> Result<Done> {
    let id = ask.id("cli");
    let treats = ask.by.roles.has(Role::Practitioner);
    store::create(db, ask, &id, client, treats)?;
    let page = if treats { "" } else { "/details" };
    Ok(Done::to(format!("/clients/{id}{page}")).about(&id).chart(&id))
}
