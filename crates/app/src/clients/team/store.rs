//! The care team and the circle in the database. All their SQL is here.
use super::Member;
use crate::door::{Ask, Error, Listed, Result};
use db::{Reader, Writer};

/// Those who care for this client elsewhere, whose care has not ended.
pub(super) fn members(db: &mut Reader<'_>, client: &str) -> Result<Vec<Member>> {
    db.rows(
        "select id, role, name, organisation, phone, email, may_contact from care_member
         where client in (select client from chart_of where chart = :client) and ended = 0 order by role, name, id",
        &[("client", client.into())],
        |row| {
            Ok(Member {
                id: row.text("id")?.into(),
                role: row.text("role")?.into(),
                name: row.text("name")?.into(),
                organisation: row.text("organisation")?.into(),
                phone: row.text("phone")?.into(),
                email: row.text("email")?.into(),
                may_contact: row.int("may_contact")? == 1,
            })
        },
    )
}

/// Adds somebody who cares for this client.
pub(super) fn add(db: &mut Writer<'_>, ask: &Ask<Listed>, id: &str, member: &Member) -> Result<()> {
    db.run(
        "insert into care_member (id, version, client, role, name, organisation, phone, email, may_contact, ended, changed_at)
         values (:id, 1, :client, :role, :name, :organisation, :phone, :email, :may_contact, 0, :at)",
        &[
            ("id", id.into()),
            ("client", ask.scope.client().into()),
            ("role", member.role.as_str().into()),
            ("name", member.name.as_str().into()),
            ("organisation", member.organisation.as_str().into()),
            ("phone", member.phone.as_str().into()),
            ("email", member.email.as_str().into()),
            ("may_contact", member.may_contact.into()),
            ("at", ask.micros().into()),
        ],
    )?;
    Ok(())
}

/// Their care has ended; the row stays.
pub(super) fn end(db: &mut Writer<'_>, ask: &Ask<Listed>, member: &str) -> Result<()> {
    let changed = db.run(
        "update care_member set ended = 1, version = version + 1, changed_at = :at
         where id = :member and ended = 0 and client in (select client from chart_of where chart = :client)",
        &[("at", ask.micros().into()), ("member", member.into()), ("client", ask.scope.client().into())],
    )?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The practitioners of this client: id and name.
pub(super) fn circle(db: &mut Reader<'_>, client: &str) -> Result<Vec<(String, String)>> {
    db.rows(
        "select distinct p.id, p.name from circle t join person p on p.id = t.person
         where t.client in (select client from chart_of where chart = :client) order by p.name, p.id",
        &[("client", client.into())],
        |row| Ok((row.text("id")?.to_string(), row.text("name")?.to_string())),
    )
}

/// Everybody who treats here: id and name.
pub(super) fn practitioners(db: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    db.rows(
        "select p.id, p.name from person p join person_role r on r.person = p.id
         where r.role = 'practitioner' and p.active = 1 order by p.name, p.id",
        &[],
        |row| Ok((row.text("id")?.to_string(), row.text("name")?.to_string())),
    )
}

/// This person treats this client from now on.
pub(super) fn join(db: &mut Writer<'_>, ask: &Ask<Listed>, person: &str) -> Result<()> {
    db.run(
        "insert into circle (client, person, since_at) values (:client, :person, :at)
         on conflict (client, person) do nothing",
        &[("client", ask.scope.client().into()), ("person", person.into()), ("at", ask.micros().into())],
    )?;
    Ok(())
}

/// This person treats this client no longer.
pub(super) fn leave(db: &mut Writer<'_>, ask: &Ask<Listed>, person: &str) -> Result<()> {
    let left = db.run(
        "delete from circle where person = :person
         and client in (select client from chart_of where chart = :client)",
        &[("person", person.into()), ("client", ask.scope.client().into())],
    )?;
    if left == 0 { Err(Error::NotFound) } else { Ok(()) }
}
