//! Merging in the database. All its SQL is here.
use super::Merged;
use crate::door::{Ask, Error, Listed, Result, Scope};
use db::{Reader, Writer};
use std::collections::BTreeMap;

/// The entry in which this client is read now, with its name.
pub(super) fn kept(db: &mut Reader<'_>, client: &str) -> Result<Option<(String, String)>> {
    db.row(
        "select c.id, c.used_name from chart_of o join client c on c.id = o.chart where o.client = :client",
        &[("client", client.into())],
        |row| Ok((row.text("id")?.to_string(), row.text("used_name")?.to_string())),
    )
}

/// Does this person treat whoever is read in this entry?
pub(super) fn treats(db: &mut Reader<'_>, person: &str, chart: &str) -> Result<bool> {
    let found = db.row(
        "select 1 as one from circle
         where person = :person and client in (select client from chart_of where chart = :chart)",
        &[("person", person.into()), ("chart", chart.into())],
        |row| Ok::<_, Error>(row.int("one")?),
    )?;
    Ok(found.is_some())
}

/// The merges in force among the entries that are read in this one.
pub(super) fn merges(db: &mut Reader<'_>, chart: &str) -> Result<Vec<Merged>> {
    db.rows(
        "select m.id, m.of, m.kept, m.gone, m.reason, c.used_name as name, m.at
         from merge m join client c on c.id = m.gone
         where m.undone = 0 and m.gone in (select client from chart_of where chart = :chart)
           and not exists (select 1 from merge u where u.of = m.of and u.undone = 1)
         order by m.at, m.id",
        &[("chart", chart.into())],
        |row| {
            Ok(Merged {
                id: row.text("of")?.into(),
                kept: row.text("kept")?.into(),
                gone: row.text("gone")?.into(),
                name: row.text("name")?.into(),
                reason: row.text("reason")?.into(),
            })
        },
    )
}

/// One more row about a merge: that it is, or that it is undone.
pub(super) fn record(
    db: &mut Writer<'_>,
    ask: &Ask<Listed>,
    id: &str,
    merged: &Merged,
    reason: &str,
    undone: bool,
) -> Result<()> {
    let columns = [
        ("of", merged.id.as_str().into()),
        ("kept", merged.kept.as_str().into()),
        ("gone", merged.gone.as_str().into()),
        ("reason", reason.into()),
        ("undone", undone.into()),
    ];
    Ok(db.record(&ask.scope.chain(&ask.house), "merge", id, &columns)?)
}

/// Whatever was read in `gone` is read in `kept` from now on.
pub(super) fn join(db: &mut Writer<'_>, kept: &str, gone: &str) -> Result<()> {
    db.run("update chart_of set chart = :kept where chart = :gone", &[("kept", kept.into()), ("gone", gone.into())])?;
    Ok(())
}

/// Each entry read in `chart` is read where the merges that are left lead from it.
pub(super) fn part(db: &mut Writer<'_>, chart: &str, left: &[Merged]) -> Result<()> {
    let leads: BTreeMap<&str, &str> = left.iter().map(|m| (m.gone.as_str(), m.kept.as_str())).collect();
    let members = db.rows(
        "select client from chart_of where chart = :chart order by client",
        &[("chart", chart.into())],
        |row| Ok::<_, Error>(row.text("client")?.to_string()),
    )?;
    for member in &members {
        let mut end = member.as_str();
        // As many steps as there are merges at most, so that not even a circle could hold it up.
        for _ in 0..=left.len() {
            end = leads.get(end).copied().unwrap_or(end);
        }
        let params = [("chart", end.into()), ("member", member.as_str().into())];
        db.run("update chart_of set chart = :chart where client = :member", &params)?;
    }
    Ok(())
}
