//! Who cares for a client: practitioners here (the circle), and others elsewhere (the care team).
mod store;

use super::Nothing;
use crate::door::{Ask, Done, Error, Listed, Page, Result, Right, Role, Routes, Shown};
use crate::ui::{Choice, Filled, Said, Words, filters};
use askama::Template;
use clinical::{Refusal, name};
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/team", "client.team", Right::Directory, show)
        .act("/clients/{client}/team", "care.add", Right::EditDirectory, prepare, add)
        .act("/clients/{client}/team/{member}/end", "care.end", Right::EditDirectory, named, end)
        .act("/clients/{client}/circle", "circle.join", Right::EditDirectory, prepare_join, join)
        .act("/clients/{client}/circle/{person}/end", "circle.leave", Right::EditDirectory, prepare_leave, leave)
}

/// Somebody who cares for the client elsewhere.
#[derive(Serialize)]
struct Member {
    id: String,
    role: String,
    name: String,
    organisation: String,
    phone: String,
    email: String,
    /// Did the client agree that we speak with them?
    may_contact: bool,
}

#[derive(Template, Serialize)]
#[template(path = "clients/team/team.html")]
struct TeamPage {
    name: String,
    url: String,
    circle_url: String,
    back: String,
    form: Filled,
    members: Vec<Member>,
    circle: Vec<(String, String)>,
    practitioners: Vec<Choice>,
    may_edit: bool,
    may_assign: bool,
}

impl Page for TeamPage {
    fn title(&self, words: &Words) -> String {
        words.t("clients-team-title")
    }
}

/// Owner and desk say who treats whom; a practitioner who could would need no reason to open a chart.
fn may_assign(ask: &Ask<Listed>) -> bool {
    ask.by.roles.has(Role::Owner) || ask.by.roles.has(Role::Desk)
}

fn page(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Filled) -> Result<TeamPage> {
    let circle = store::circle(db, ask.scope.client())?;
    let others = store::practitioners(db)?.into_iter().filter(|one| !circle.contains(one));
    Ok(TeamPage {
        name: ask.scope.name.clone(),
        url: ask.scope.url("team"),
        circle_url: ask.scope.url("circle"),
        back: ask.scope.url("details"),
        form,
        members: store::members(db, ask.scope.client())?,
        practitioners: others.map(|(id, name)| Choice::new(id, Said::plain(name))).collect(),
        circle,
        may_edit: ask.by.may(Right::EditDirectory),
        may_assign: may_assign(ask),
    })
}

fn show(db: &mut Reader<'_>, ask: &Ask<Listed>, _: Nothing) -> Result<TeamPage> {
    page(db, ask, Filled::empty())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MemberForm {
    role: String,
    name: String,
    organisation: String,
    phone: String,
    email: String,
    may_contact: Option<String>,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Listed>, form: MemberForm) -> Result<Member> {
    let text = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let member = Member {
        id: String::new(),
        role: text(&form.role),
        name: text(&form.name),
        organisation: text(&form.organisation),
        phone: text(&form.phone),
        email: form.email.trim().into(),
        may_contact: form.may_contact.is_some(),
    };
    let long = |value: &str| value.chars().count() > 200;
    let digits = name::digits(&member.phone).len();
    let checks = [
        (member.role.is_empty() || member.role.chars().count() > 40, "role", "ui-text-40"),
        (member.name.is_empty() || long(&member.name), "name", "ui-text-200"),
        (long(&member.organisation), "organisation", "ui-text-200"),
        (
            !member.phone.is_empty() && (!(5..=15).contains(&digits) || long(&member.phone)),
            "phone",
            "clients-phone-form",
        ),
        (
            !member.email.is_empty() && (!member.email.contains('@') || long(&member.email)),
            "email",
            "clients-email-form",
        ),
    ];
    let refused = checks.into_iter().filter(|(wrong, ..)| *wrong);
    let refusals: Vec<Refusal> = refused.map(|(_, field, key)| Refusal::new(field, key)).collect();
    if refusals.is_empty() {
        return Ok(member);
    }
    let fields = [
        ("role", form.role),
        ("name", form.name),
        ("organisation", form.organisation),
        ("phone", form.phone),
        ("email", form.email),
        ("may_contact", form.may_contact.unwrap_or_default()),
    ];
    Err(Error::Refused(Shown::new(page(db, ask, Filled::sent(fields, refusals))?)))
}

fn add(db: &mut Writer<'_>, ask: &Ask<Listed>, member: &Member) -> Result<Done> {
    let id = ask.id("car");
    store::add(db, ask, &id, member)?;
    Ok(Done::to(ask.scope.url("team")).about(id))
}

/// Whom the act is about, by id.
struct Whom(String);

#[derive(Deserialize)]
struct Named {
    member: String,
}

fn named(_: &mut Reader<'_>, _: &Ask<Listed>, named: Named) -> Result<Whom> {
    Ok(Whom(named.member))
}

fn end(db: &mut Writer<'_>, ask: &Ask<Listed>, Whom(member): &Whom) -> Result<Done> {
    store::end(db, ask, member)?;
    Ok(Done::to(ask.scope.url("team")).about(member))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PersonForm {
    person: String,
}

fn prepare_join(db: &mut Reader<'_>, ask: &Ask<Listed>, form: PersonForm) -> Result<Whom> {
    if !may_assign(ask) {
        return Err(Error::Forbidden);
    }
    if store::practitioners(db)?.iter().any(|(id, _)| *id == form.person) {
        return Ok(Whom(form.person));
    }
    let filled = Filled::sent([("person", form.person)], vec![Refusal::new("person", "ui-choose")]);
    Err(Error::Refused(Shown::new(page(db, ask, filled)?)))
}

fn join(db: &mut Writer<'_>, ask: &Ask<Listed>, Whom(person): &Whom) -> Result<Done> {
    store::join(db, ask, person)?;
    Ok(Done::to(ask.scope.url("team")).about(person))
}

fn prepare_leave(_: &mut Reader<'_>, ask: &Ask<Listed>, form: PersonForm) -> Result<Whom> {
    if may_assign(ask) { Ok(Whom(form.person)) } else { Err(Error::Forbidden) }
}

fn leave(db: &mut Writer<'_>, ask: &Ask<Listed>, Whom(person): &Whom) -> Result<Done> {
    store::leave(db, ask, person)?;
    Ok(Done::to(ask.scope.url("team")).about(person))
}
