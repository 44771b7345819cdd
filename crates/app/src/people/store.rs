//! The practice and its people in the database. All its SQL is here.
use super::form::InvitationForm;
use crate::door::{Ask, Error, Result, Role, Whole};
use crate::ui::Filled;
use clinical::Refusal;
use db::{Reader, Writer};
use serde::Serialize;

/// What holds for the whole practice.
#[derive(Clone, Serialize)]
pub(super) struct Settings {
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) jurisdiction: String,
    pub(super) locale: String,
    pub(super) charts: String,
}

impl Settings {
    pub(super) fn filled(&self, refusals: Vec<Refusal>) -> Filled {
        Filled::sent(self.words(), refusals)
    }
    /// Field by field, as they stand.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("zone", self.zone.clone()),
            ("jurisdiction", self.jurisdiction.clone()),
            ("locale", self.locale.clone()),
            ("charts", self.charts.clone()),
        ]
    }
}

/// The settings as they stand.
pub(super) fn settings(db: &mut Reader<'_>) -> Result<Settings> {
    let found = db.row("select version, name, zone, jurisdiction, locale, charts from practice", &[], |row| {
        Ok::<_, Error>(Settings {
            version: row.int("version")?,
            name: row.text("name")?.into(),
            zone: row.text("zone")?.into(),
            jurisdiction: row.text("jurisdiction")?.into(),
            locale: row.text("locale")?.into(),
            charts: row.text("charts")?.into(),
        })
    })?;
    found.ok_or(Error::NotFound)
}

/// Changes them, keeping what they were.
pub(super) fn change_settings(db: &mut Writer<'_>, ask: &Ask<Whole>, to: &Settings) -> Result<()> {
    let was = settings(db)?;
    if was.version != to.version {
        return Err(Error::Moved);
    }
    ask.keep(db, "practice", "practice", was.version, &was)?;
    db.run(
        "update practice set version = version + 1, name = :name, zone = :zone, jurisdiction = :jurisdiction,
         locale = :locale, charts = :charts, changed_at = :at where version = :version",
        &[
            ("name", to.name.as_str().into()),
            ("zone", to.zone.as_str().into()),
            ("jurisdiction", to.jurisdiction.as_str().into()),
            ("locale", to.locale.as_str().into()),
            ("charts", to.charts.as_str().into()),
            ("at", ask.micros().into()),
            ("version", to.version.into()),
        ],
    )?;
    Ok(())
}

/// Somebody in the list of people.
#[derive(Serialize)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) login: String,
    pub(super) roles: Vec<String>,
    pub(super) active: bool,
}

/// Everybody, by name.
pub(super) fn people(db: &mut Reader<'_>) -> Result<Vec<Listed>> {
    let mut people: Vec<Listed> = Vec::new();
    let rows = db.rows(
        "select p.id, p.name, p.login, p.active, r.role from person p left join person_role r on r.person = p.id
         where not exists (select 1 from own_chart w where w.person = p.id)
         order by p.name, p.id, r.role",
        &[],
        |row| {
            let role = row.opt_text("role")?.map(str::to_string);
            Ok::<_, Error>(Listed {
                id: row.text("id")?.into(),
                name: row.text("name")?.into(),
                login: row.text("login")?.into(),
                roles: role.into_iter().collect(),
                active: row.int("active")? == 1,
            })
        },
    )?;
    for row in rows {
        match people.last_mut() {
            Some(last) if last.id == row.id => last.roles.extend(row.roles),
            _ => people.push(row),
        }
    }
    Ok(people)
}

/// How many owners can sign in.
pub(super) fn owners(db: &mut Reader<'_>) -> Result<i64> {
    let count = db.row(
        "select count(*) as n from person_role r join person p on p.id = r.person
         where r.role = 'owner' and p.active = 1",
        &[],
        |row| Ok::<_, Error>(row.int("n")?),
    )?;
    Ok(count.unwrap_or(0))
}

/// One person as the owner changes them.
#[derive(Clone, Serialize)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) login: String,
    pub(super) name: String,
    pub(super) profession: String,
    pub(super) active: bool,
    pub(super) roles: Vec<Role>,
    pub(super) supervises: Vec<String>,
}

impl Person {
    pub(super) fn filled(&self) -> Filled {
        let mut filled = Filled::empty().with("name", &self.name).with("profession", &self.profession);
        if self.active {
            filled = filled.with("active", "yes");
        }
        for role in &self.roles {
            filled = filled.with("role", role.key());
        }
        for person in &self.supervises {
            filled = filled.with("supervises", person);
        }
        filled
    }
}

/// The person with this id, where they work here: a client's sign-in is the business of the client's entry.
pub(super) fn person(db: &mut Reader<'_>, id: &str) -> Result<Option<Person>> {
    let found = db.row(
        "select id, version, login, name, profession, active from person
         where id = :id and not exists (select 1 from own_chart where person = id)",
        &[("id", id.into())],
        |row| {
            Ok::<_, Error>(Person {
                id: row.text("id")?.into(),
                version: row.int("version")?,
                login: row.text("login")?.into(),
                name: row.text("name")?.into(),
                profession: row.text("profession")?.into(),
                active: row.int("active")? == 1,
                roles: Vec::new(),
                supervises: Vec::new(),
            })
        },
    )?;
    let Some(found) = found else { return Ok(None) };
    let roles = db.rows("select role from person_role where person = :id", &[("id", id.into())], |row| {
        Ok::<_, Error>(Role::from_key(row.text("role")?))
    })?;
    let supervises = db.rows(
        "select practitioner from supervision where supervisor = :id order by practitioner",
        &[("id", id.into())],
        |row| Ok::<_, Error>(row.text("practitioner")?.to_string()),
    )?;
    Ok(Some(Person { roles: roles.into_iter().flatten().collect(), supervises, ..found }))
}

/// Changes a person, keeping what they were. Who is no longer active is signed out at once.
pub(super) fn change_person(db: &mut Writer<'_>, ask: &Ask<Whole>, to: &Person) -> Result<()> {
    let was = person(db, &to.id)?.ok_or(Error::NotFound)?;
    if was.version != to.version {
        return Err(Error::Moved);
    }
    ask.keep(db, "person", &to.id, was.version, &was)?;
    let id = || to.id.as_str().into();
    db.run(
        "update person set version = version + 1, name = :name, profession = :profession, active = :active,
         changed_at = :at where id = :id",
        &[
            ("name", to.name.as_str().into()),
            ("profession", to.profession.as_str().into()),
            ("active", to.active.into()),
            ("at", ask.micros().into()),
            ("id", id()),
        ],
    )?;
    db.run("delete from person_role where person = :id", &[("id", id())])?;
    for role in &to.roles {
        let params = [("id", id()), ("role", role.key().into())];
        db.run("insert into person_role (person, role) values (:id, :role)", &params)?;
    }
    db.run("delete from supervision where supervisor = :id", &[("id", id())])?;
    for other in &to.supervises {
        db.run(
            "insert into supervision (supervisor, practitioner) select :id, id from person where id = :other",
            &[("id", id()), ("other", other.as_str().into())],
        )?;
    }
    if !to.active {
        db.run("delete from sign_in where person = :id", &[("id", id())])?;
        db.run("delete from token where person = :id", &[("id", id())])?;
    }
    Ok(())
}

/// Is there a person with this login?
pub(super) fn login_is_taken(db: &mut Reader<'_>, login: &str) -> Result<bool> {
    let found = db.row("select 1 as one from person where login = :login", &[("login", login.into())], |row| {
        Ok::<_, Error>(row.int("one")?)
    })?;
    Ok(found.is_some())
}

/// Writes an invitation down, by its token's digest.
pub(super) fn invite(
    db: &mut Writer<'_>,
    ask: &Ask<Whole>,
    token: &str,
    login: &str,
    form: &InvitationForm,
    roles: &[Role],
    ends_at: i64,
) -> Result<()> {
    let roles: Vec<&str> = roles.iter().map(|role| role.key()).collect();
    db.run(
        "insert into invitation (token, login, name, roles, profession, by, made_at, ends_at, used_at)
         values (:token, :login, :name, :roles, :profession, :by, :at, :ends_at, null)",
        &[
            ("token", token.into()),
            ("login", login.into()),
            ("name", form.name.trim().into()),
            ("roles", roles.join(",").into()),
            ("profession", form.profession.trim().into()),
            ("by", ask.by.id.as_str().into()),
            ("at", ask.micros().into()),
            ("ends_at", ends_at.into()),
        ],
    )?;
    Ok(())
}

/// An invitation that nobody has taken yet.
#[derive(Serialize)]
pub(super) struct Waiting {
    pub(super) name: String,
    pub(super) login: String,
    pub(super) roles: Vec<String>,
}

/// Those that still hold.
pub(super) fn waiting(db: &mut Reader<'_>, now: i64) -> Result<Vec<Waiting>> {
    db.rows(
        "select name, login, roles from invitation where used_at is null and ends_at > :now order by made_at, token",
        &[("now", now.into())],
        |row| {
            Ok(Waiting {
                name: row.text("name")?.into(),
                login: row.text("login")?.into(),
                roles: row.text("roles")?.split(',').map(Into::into).collect(),
            })
        },
    )
}

/// An invitation, to whoever holds its token.
pub(super) struct Invitation {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) roles: Vec<Role>,
    pub(super) profession: String,
}

/// The invitation of this token's digest, where it still holds.
pub(super) fn invitation(db: &mut Reader<'_>, token: &str, now: i64) -> Result<Option<Invitation>> {
    db.row(
        "select login, name, roles, profession from invitation
         where token = :token and used_at is null and ends_at > :now",
        &[("token", token.into()), ("now", now.into())],
        |row| {
            Ok(Invitation {
                login: row.text("login")?.into(),
                name: row.text("name")?.into(),
                roles: row.text("roles")?.split(',').filter_map(Role::from_key).collect(),
                profession: row.text("profession")?.into(),
            })
        },
    )
}

/// Makes the invited person, with the password they chose.
pub(super) fn accept(
    db: &mut Writer<'_>,
    person: &str,
    invitation: &Invitation,
    token: &str,
    locale: &str,
    hash: &str,
    at: i64,
) -> Result<()> {
    db.run(
        "insert into person (id, version, login, name, locale, profession, active, changed_at)
         values (:id, 1, :login, :name, :locale, :profession, 1, :at)",
        &[
            ("id", person.into()),
            ("login", invitation.login.as_str().into()),
            ("name", invitation.name.as_str().into()),
            ("locale", locale.into()),
            ("profession", invitation.profession.as_str().into()),
            ("at", at.into()),
        ],
    )?;
    for role in &invitation.roles {
        let params = [("id", person.into()), ("role", role.key().into())];
        db.run("insert into person_role (person, role) values (:id, :role)", &params)?;
    }
    set_credential(db, person, "password", hash, at)?;
    db.run("update invitation set used_at = :at where token = :token", &[("at", at.into()), ("token", token.into())])?;
    Ok(())
}

/// Keeps the hash of a password or PIN, in place of the one before.
pub(super) fn set_credential(db: &mut Writer<'_>, person: &str, kind: &str, hash: &str, at: i64) -> Result<()> {
    db.run(
        "insert into credential (person, kind, hash, changed_at) values (:person, :kind, :hash, :at)
         on conflict (person, kind) do update set hash = excluded.hash, changed_at = excluded.changed_at",
        &[("person", person.into()), ("kind", kind.into()), ("hash", hash.into()), ("at", at.into())],
    )?;
    Ok(())
}

/// The hash of this person's password.
pub(super) fn password(db: &mut Reader<'_>, person: &str) -> Result<Option<String>> {
    db.row(
        "select hash from credential where person = :person and kind = 'password'",
        &[("person", person.into())],
        |row| Ok(row.text("hash")?.into()),
    )
}

/// A browser where this person is signed in.
#[derive(Serialize)]
pub(super) struct Browser {
    pub(super) begun_at: i64,
    pub(super) seen_at: i64,
    pub(super) locked: bool,
    pub(super) this: bool,
}

/// Every browser where this person is signed in, the latest first.
pub(super) fn browsers(db: &mut Reader<'_>, person: &str, token: &str, now: i64) -> Result<Vec<Browser>> {
    db.rows(
        "select token, begun_at, seen_at, locked from sign_in where person = :person and ends_at > :now
         order by seen_at desc, token",
        &[("person", person.into()), ("now", now.into())],
        |row| {
            Ok(Browser {
                begun_at: row.int("begun_at")?,
                seen_at: row.int("seen_at")?,
                locked: row.int("locked")? == 1,
                this: row.text("token")? == token,
            })
        },
    )
}

/// Signs this person out of every browser but this one.
pub(super) fn end_others(db: &mut Writer<'_>, person: &str, but: &str) -> Result<()> {
    db.run(
        "delete from sign_in where person = :person and token <> :but",
        &[("person", person.into()), ("but", but.into())],
    )?;
    Ok(())
}

/// The language this person reads.
pub(super) fn set_locale(db: &mut Writer<'_>, person: &str, locale: &str) -> Result<()> {
    db.run(
        "update person set locale = :locale where id = :person",
        &[("locale", locale.into()), ("person", person.into())],
    )?;
    Ok(())
}

/// A program's token, as its owner sees it.
#[derive(Serialize)]
pub(super) struct Token {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) scope: String,
    pub(super) ends_at: i64,
}

/// This person's tokens that still hold.
pub(super) fn tokens(db: &mut Reader<'_>, person: &str, now: i64) -> Result<Vec<Token>> {
    db.rows(
        "select id, name, scope, ends_at from token where person = :person and ends_at > :now order by made_at, id",
        &[("person", person.into()), ("now", now.into())],
        |row| {
            Ok(Token {
                id: row.text("id")?.into(),
                name: row.text("name")?.into(),
                scope: row.text("scope")?.into(),
                ends_at: row.int("ends_at")?,
            })
        },
    )
}

/// Makes a token, by its digest.
pub(super) fn make_token(db: &mut Writer<'_>, person: &str, token: &Token, hash: &str, at: i64) -> Result<()> {
    db.run(
        "insert into token (id, hash, person, name, scope, made_at, ends_at)
         values (:id, :hash, :person, :name, :scope, :at, :ends_at)",
        &[
            ("id", token.id.as_str().into()),
            ("hash", hash.into()),
            ("person", person.into()),
            ("name", token.name.as_str().into()),
            ("scope", token.scope.as_str().into()),
            ("at", at.into()),
            ("ends_at", token.ends_at.into()),
        ],
    )?;
    Ok(())
}

/// Takes a token back.
pub(super) fn revoke(db: &mut Writer<'_>, person: &str, token: &str) -> Result<u64> {
    Ok(db.run(
        "delete from token where person = :person and id = :token",
        &[("person", person.into()), ("token", token.into())],
    )?)
}
