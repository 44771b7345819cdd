//! Two entries that are one person. Nothing is moved: what was written under either id is read together, and a link to
//! either opens the one that is kept. Undoing reads them apart again.
mod store;

use super::Nothing;
use crate::door::{Ask, Done, Error, Listed, Page, Result, Right, Role, Routes, Shown};
use crate::ui::{Filled, Words, filters};
use askama::Template;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    let path = "/clients/{client}/merge";
    Routes::new()
        .look(path, "client.compare", Right::EditDirectory, show)
        .act(path, "client.merge", Right::EditDirectory, prepare, merge)
        .act("/clients/{client}/merge/{merge}/undo", "client.unmerge", Right::EditDirectory, prepare_undo, undo)
}

/// The fewest and the most letters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 5..=500;

/// A merge in force.
#[derive(Clone, Serialize)]
struct Merged {
    id: String,
    kept: String,
    gone: String,
    /// The name of the entry that is read in the other.
    name: String,
    reason: String,
}

#[derive(Template, Serialize)]
#[template(path = "clients/merge/merge.html")]
struct MergePage {
    name: String,
    url: String,
    back: String,
    form: Filled,
    merges: Vec<Merged>,
}

impl Page for MergePage {
    fn title(&self, words: &Words) -> String {
        words.t("clients-merge-title")
    }
}

fn page(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Filled) -> Result<MergePage> {
    Ok(MergePage {
        name: ask.scope.name.clone(),
        url: ask.scope.url("merge"),
        back: ask.scope.url("details"),
        form,
        merges: store::merges(db, ask.scope.client())?,
    })
}

/// The owner may, and whoever treats both: a merge lets each one's circle read the other.
fn may_merge(db: &mut Reader<'_>, ask: &Ask<Listed>, other: &str) -> Result<bool> {
    let by = &ask.by;
    if by.roles.has(Role::Owner) || (by.roles.has(Role::Practitioner) && ask.practice.all_charts) {
        return Ok(true);
    }
    Ok(by.roles.has(Role::Practitioner)
        && store::treats(db, &by.id, ask.scope.client())?
        && store::treats(db, &by.id, other)?)
}

fn show(db: &mut Reader<'_>, ask: &Ask<Listed>, _: Nothing) -> Result<MergePage> {
    page(db, ask, Filled::empty())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    merge: String,
    other: String,
    reason: String,
}

/// A merge that can be done.
struct Joined {
    gone: String,
    reason: String,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Form) -> Result<Joined> {
    let mut refusals = Vec::new();
    // The id alone, or the address of any page of theirs.
    let other = form.other.trim().split('/').find(|part| part.starts_with("cli_")).unwrap_or_default();
    let gone = store::kept(db, other)?.map(|(id, _)| id).filter(|id| id != ask.scope.client());
    let reason = form.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    match &gone {
        None => refusals.push(Refusal::new("other", "clients-merge-nobody")),
        Some(gone) if !may_merge(db, ask, gone)? => return Err(Error::Forbidden),
        Some(_) => {}
    }
    if !REASON.contains(&reason.chars().count()) {
        refusals.push(Refusal::new("reason", "clients-merge-reason-length"));
    }
    match gone {
        Some(gone) if refusals.is_empty() => Ok(Joined { gone, reason }),
        _ => {
            let filled = Filled::sent([("other", form.other), ("reason", form.reason)], refusals);
            Err(Error::Refused(Shown::new(page(db, ask, filled)?)))
        }
    }
}

fn merge(db: &mut Writer<'_>, ask: &Ask<Listed>, joined: &Joined) -> Result<Done> {
    let kept = ask.scope.client();
    let still = store::kept(db, &joined.gone)?.is_some_and(|(id, _)| id == joined.gone && id != kept);
    if !still {
        return Err(Error::Moved);
    }
    let id = ask.id("mrg");
    let merged = Merged {
        id: id.clone(),
        kept: kept.into(),
        gone: joined.gone.clone(),
        name: String::new(),
        reason: joined.reason.clone(),
    };
    store::record(db, ask, &id, &merged, &joined.reason, false)?;
    store::join(db, kept, &joined.gone)?;
    Ok(Done::to(ask.scope.url("merge")).about(id).because(&joined.reason))
}

/// The merge that is undone, by id.
struct Undone(String);

fn prepare_undo(db: &mut Reader<'_>, ask: &Ask<Listed>, form: Form) -> Result<Undone> {
    let merges = store::merges(db, ask.scope.client())?;
    let merged = merges.iter().find(|merged| merged.id == form.merge).ok_or(Error::NotFound)?;
    if may_merge(db, ask, &merged.gone)? { Ok(Undone(form.merge)) } else { Err(Error::Forbidden) }
}

fn undo(db: &mut Writer<'_>, ask: &Ask<Listed>, Undone(merge): &Undone) -> Result<Done> {
    let chart = ask.scope.client();
    let (this, left): (Vec<Merged>, Vec<Merged>) =
        store::merges(db, chart)?.into_iter().partition(|merged| merged.id == *merge);
    let this = this.first().ok_or(Error::Moved)?;
    store::record(db, ask, &ask.id("mrg"), this, "undone", true)?;
    store::part(db, chart, &left)?;
    Ok(Done::to(ask.scope.url("merge")).about(merge).because("undone"))
}
