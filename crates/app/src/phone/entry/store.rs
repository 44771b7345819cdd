//! Clients' sign-ins and the links to them in the database. All their SQL is here.
use crate::door::{Ask, Error, Listed, Result, Role};
use db::{Reader, Writer};

/// A client's sign-in, as the practice sees it.
pub(super) struct Own {
    pub(super) since_at: i64,
    /// When they last signed in or looked, while that sign-in is kept.
    pub(super) seen_at: Option<i64>,
}

/// The sign-in of this client, where they have one that opens.
pub(super) fn own(db: &mut Reader<'_>, client: &str) -> Result<Option<Own>> {
    db.row(
        "select w.since_at, (select max(s.seen_at) from sign_in s where s.person = w.person) as seen_at
         from own_chart w join person p on p.id = w.person and p.active = 1
         where w.client in (select client from chart_of where chart = :client) order by w.since_at, w.person limit 1",
        &[("client", client.into())],
        |row| Ok(Own { since_at: row.int("since_at")?, seen_at: row.opt_int("seen_at")? }),
    )
}

/// Until when a link waits that this client has not taken.
pub(super) fn waits(db: &mut Reader<'_>, client: &str, now: i64) -> Result<Option<i64>> {
    let found = db.row(
        "select max(ends_at) as ends_at from client_invitation
         where client = :client and used_at is null and ends_at > :now",
        &[("client", client.into()), ("now", now.into())],
        |row| Ok::<_, Error>(row.opt_int("ends_at")?),
    )?;
    Ok(found.flatten())
}

/// Makes a link, by its digest. The links before it open nothing any more.
pub(super) fn invite(db: &mut Writer<'_>, ask: &Ask<Listed>, token: &str, ends_at: i64) -> Result<()> {
    forget(db, ask)?;
    db.run(
        "insert into client_invitation (token, client, by, made_at, ends_at)
         values (:token, :client, :by, :at, :ends_at)",
        &[
            ("token", token.into()),
            ("client", ask.scope.client().into()),
            ("by", ask.by.id.as_str().into()),
            ("at", ask.micros().into()),
            ("ends_at", ends_at.into()),
        ],
    )?;
    Ok(())
}

fn forget(db: &mut Writer<'_>, ask: &Ask<Listed>) -> Result<()> {
    db.run(
        "delete from client_invitation where client = :client and used_at is null",
        &[("client", ask.scope.client().into())],
    )?;
    Ok(())
}

/// Takes the client's sign-in and what is open by it away.
pub(super) fn end(db: &mut Writer<'_>, ask: &Ask<Listed>) -> Result<()> {
    forget(db, ask)?;
    let people = db.rows(
        "select w.person from own_chart w join chart_of o on o.client = w.client where o.chart = :client",
        &[("client", ask.scope.client().into())],
        |row| Ok::<_, Error>(row.text("person")?.to_string()),
    )?;
    for person in people {
        let person = [("person", person.as_str().into())];
        db.run("update person set active = 0, version = version + 1 where id = :person", &person)?;
        db.run("delete from sign_in where person = :person", &person)?;
        db.run("delete from token where person = :person", &person)?;
    }
    Ok(())
}

/// A link that waits: for whom, and their sign-in where they had one before.
pub(super) struct Invited {
    pub(super) client: String,
    pub(super) name: String,
    pub(super) locale: String,
    pub(super) person: Option<String>,
    pub(super) login: Option<String>,
}

/// The link with this digest, where it still opens.
pub(super) fn invited(db: &mut Reader<'_>, token: &str, now: i64) -> Result<Option<Invited>> {
    db.row(
        "select i.client, c.used_name, c.locale, p.id, p.login
         from client_invitation i join client c on c.id = i.client
           left join own_chart w on w.client = i.client left join person p on p.id = w.person
         where i.token = :token and i.used_at is null and i.ends_at > :now",
        &[("token", token.into()), ("now", now.into())],
        |row| {
            Ok(Invited {
                client: row.text("client")?.into(),
                name: row.text("used_name")?.into(),
                locale: row.text("locale")?.into(),
                person: row.opt_text("id")?.map(Into::into),
                login: row.opt_text("login")?.map(Into::into),
            })
        },
    )
}

/// Has somebody this sign-in name already?
pub(super) fn login_is_taken(db: &mut Reader<'_>, login: &str) -> Result<bool> {
    let found = db.row("select 1 as one from person where login = :login", &[("login", login.into())], |row| {
        Ok::<_, Error>(row.int("one")?)
    })?;
    Ok(found.is_some())
}

/// What a client chose to sign in with.
pub(super) struct SignIn<'a> {
    pub(super) person: &'a str,
    pub(super) login: &'a str,
    pub(super) locale: &'a str,
    pub(super) hash: &'a str,
}

/// Makes the client's sign-in, or opens the one they had with another password; the link is used up.
pub(super) fn accept(db: &mut Writer<'_>, invited: &Invited, token: &str, new: &SignIn<'_>, at: i64) -> Result<()> {
    let person = || ("person", new.person.into());
    let locale = || ("locale", new.locale.into());
    if invited.person.is_some() {
        let params = [person(), locale(), ("at", at.into())];
        db.run(
            "update person set active = 1, locale = :locale, version = version + 1, changed_at = :at where id = :person",
            &params,
        )?;
        db.run("delete from sign_in where person = :person", &[person()])?;
    } else {
        db.run(
            "insert into person (id, version, login, name, locale, profession, active, changed_at)
             values (:person, 1, :login, :name, :locale, '', 1, :at)",
            &[
                person(),
                ("login", new.login.into()),
                ("name", invited.name.as_str().into()),
                locale(),
                ("at", at.into()),
            ],
        )?;
        let role = ("role", Role::Client.key().into());
        db.run("insert into person_role (person, role) values (:person, :role)", &[person(), role])?;
        db.run(
            "insert into own_chart (person, client, since_at) values (:person, :client, :at)",
            &[person(), ("client", invited.client.as_str().into()), ("at", at.into())],
        )?;
    }
    db.run(
        "insert into credential (person, kind, hash, changed_at) values (:person, 'password', :hash, :at)
         on conflict (person, kind) do update set hash = excluded.hash, changed_at = excluded.changed_at",
        &[person(), ("hash", new.hash.into()), ("at", at.into())],
    )?;
    db.run(
        "update client_invitation set used_at = :at where token = :token",
        &[("at", at.into()), ("token", token.into())],
    )?;
    Ok(())
}

/// Locks this browser's screen and keeps it to the client's intake.
pub(super) fn sit(db: &mut Writer<'_>, ask: &Ask<Listed>, token: &str, source: &str, ends_at: i64) -> Result<()> {
    let at = || ("at", ask.micros().into());
    db.run("update sign_in set locked = 1, seen_at = :at where token = :token", &[at(), ("token", token.into())])?;
    db.run(
        "insert into kiosk (token, client, person, source, begun_at, ends_at)
         values (:token, :client, :person, :source, :at, :ends_at)
         on conflict (token) do update set client = excluded.client, person = excluded.person, source = excluded.source,
           begun_at = excluded.begun_at, ends_at = excluded.ends_at",
        &[
            ("token", token.into()),
            ("client", ask.scope.client().into()),
            ("person", ask.by.id.as_str().into()),
            ("source", source.into()),
            at(),
            ("ends_at", ends_at.into()),
        ],
    )?;
    Ok(())
}
