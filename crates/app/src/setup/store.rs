//! The practice's first rows. All its SQL is here.
use crate::door::{Error, Result, Role};
use db::{Reader, Writer};

/// Is there a practice?
pub(super) fn is_set_up(db: &mut Reader<'_>) -> Result<bool> {
    let found = db.row("select 1 as one from practice", &[], |row| Ok::<_, Error>(row.int("one")?))?;
    Ok(found.is_some())
}

/// What is typed once about a practice.
pub(super) struct Practice<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) zone: &'a str,
    pub(super) jurisdiction: &'a str,
    pub(super) locale: &'a str,
    pub(super) demo: bool,
}

/// The practice's one row.
pub(super) fn found(db: &mut Writer<'_>, practice: &Practice<'_>, at: i64) -> Result<()> {
    db.run(
        "insert into practice (id, version, name, zone, jurisdiction, locale, charts, demo, changed_at)
         values (:id, 1, :name, :zone, :jurisdiction, :locale, 'own', :demo, :at)",
        &[
            ("id", practice.id.into()),
            ("name", practice.name.into()),
            ("zone", practice.zone.into()),
            ("jurisdiction", practice.jurisdiction.into()),
            ("locale", practice.locale.into()),
            ("demo", practice.demo.into()),
            ("at", at.into()),
        ],
    )?;
    Ok(())
}

/// The first person.
pub(super) struct Owner<'a> {
    pub(super) id: &'a str,
    pub(super) login: &'a str,
    pub(super) name: &'a str,
    pub(super) locale: &'a str,
    pub(super) profession: &'a str,
    pub(super) hash: &'a str,
}

/// A person with roles and a password.
pub(super) fn enrol(db: &mut Writer<'_>, owner: &Owner<'_>, roles: &[Role], at: i64) -> Result<()> {
    db.run(
        "insert into person (id, version, login, name, locale, profession, active, changed_at)
         values (:id, 1, :login, :name, :locale, :profession, 1, :at)",
        &[
            ("id", owner.id.into()),
            ("login", owner.login.into()),
            ("name", owner.name.into()),
            ("locale", owner.locale.into()),
            ("profession", owner.profession.into()),
            ("at", at.into()),
        ],
    )?;
    for role in roles {
        db.run(
            "insert into person_role (person, role) values (:person, :role)",
            &[("person", owner.id.into()), ("role", role.key().into())],
        )?;
    }
    db.run(
        "insert into credential (person, kind, hash, changed_at) values (:person, 'password', :hash, :at)",
        &[("person", owner.id.into()), ("hash", owner.hash.into()), ("at", at.into())],
    )?;
    Ok(())
}
