//! Sign-ins in the database. All its SQL is here.
use crate::door::{Error, Result};
use db::{Reader, Writer};

/// Who has this login and what their password's hash is.
pub(super) fn password(db: &mut Reader<'_>, login: &str) -> Result<Option<(String, String)>> {
    db.row(
        "select p.id, c.hash from person p join credential c on c.person = p.id and c.kind = 'password'
         where p.login = :login and p.active = 1",
        &[("login", login.into())],
        |row| Ok((row.text("id")?.into(), row.text("hash")?.into())),
    )
}

/// A browser that is held by somebody, locked or not.
pub(super) struct Held {
    pub(super) name: String,
    pub(super) pin: Option<String>,
}

/// Whose browser this is, where the sign-in has not ended.
pub(super) fn held(db: &mut Reader<'_>, token: &str, now: i64) -> Result<Option<Held>> {
    db.row(
        "select p.name, c.hash from sign_in s
         join person p on p.id = s.person and p.active = 1
         left join credential c on c.person = p.id and c.kind = 'pin'
         where s.token = :token and s.ends_at > :now",
        &[("token", token.into()), ("now", now.into())],
        |row| Ok(Held { name: row.text("name")?.into(), pin: row.opt_text("hash")?.map(Into::into) }),
    )
}

/// A new sign-in. Who had no key for what waits on their devices yet gets this one.
pub(super) fn begin(
    db: &mut Writer<'_>,
    (token, device_key): (&str, [u8; 32]),
    person: &str,
    at: i64,
    ends_at: i64,
) -> Result<()> {
    db.run(
        "insert into device_key (person, key, made_at) values (:person, :key, :at) on conflict (person) do nothing",
        &[("person", person.into()), ("key", device_key.to_vec().into()), ("at", at.into())],
    )?;
    db.run(
        "insert into sign_in (token, person, device, begun_at, seen_at, ends_at, locked)
         values (:token, :person, '', :at, :at, :ends_at, 0)",
        &[("token", token.into()), ("person", person.into()), ("at", at.into()), ("ends_at", ends_at.into())],
    )?;
    // What has ended is of no use to anybody.
    db.run("delete from sign_in where ends_at <= :at", &[("at", at.into())])?;
    Ok(())
}

/// Ends one.
pub(super) fn end(db: &mut Writer<'_>, token: &str) -> Result<()> {
    db.run("delete from sign_in where token = :token", &[("token", token.into())])?;
    Ok(())
}

/// Locks or opens a screen.
pub(super) fn set_locked(db: &mut Writer<'_>, token: &str, locked: bool, at: i64) -> Result<()> {
    db.run(
        "update sign_in set locked = :locked, seen_at = :at where token = :token",
        &[("locked", locked.into()), ("at", at.into()), ("token", token.into())],
    )?;
    // Whatever the device was kept to, it no longer is: unlocked by its PIN, or locked anew.
    db.run("delete from kiosk where token = :token", &[("token", token.into())])?;
    Ok(())
}

/// Until when this account or address has to wait.
pub(super) fn wait_until(db: &mut Reader<'_>, of: &str) -> Result<i64> {
    let until = db.row("select until_at from failed_sign_in where of = :of", &[("of", of.into())], |row| {
        Ok::<_, Error>(row.int("until_at")?)
    })?;
    Ok(until.unwrap_or(0))
}

/// One more wrong try; beyond `free` of them each doubles the wait, from one second to five minutes. Gives the count.
pub(super) fn failed(db: &mut Writer<'_>, of: &str, at: i64, free: i64) -> Result<i64> {
    let counted = db.row(
        "insert into failed_sign_in (of, count, until_at) values (:of, 1, 0)
         on conflict (of) do update set count = failed_sign_in.count + 1 returning count",
        &[("of", of.into())],
        |row| Ok::<_, Error>(row.int("count")?),
    )?;
    let count = counted.unwrap_or(1);
    if count > free {
        let wait_s = (1i64 << (count - free - 1).min(9)).min(300);
        db.run(
            "update failed_sign_in set until_at = :until where of = :of",
            &[("until", (at + wait_s * 1_000_000).into()), ("of", of.into())],
        )?;
    }
    Ok(count)
}

/// The right one was given.
pub(super) fn forget_failures(db: &mut Writer<'_>, of: &str) -> Result<()> {
    db.run("delete from failed_sign_in where of = :of", &[("of", of.into())])?;
    Ok(())
}

/// Removes the sign-ins that have ended, and failures whose last wait ended a day ago; how many rows went.
pub(super) fn clear(db: &mut Writer<'_>, now: i64) -> Result<u64> {
    const DAY: i64 = 24 * 3_600_000_000;
    let ended = db.run("delete from sign_in where ends_at <= :now", &[("now", now.into())])?;
    db.run("delete from kiosk where ends_at <= :now", &[("now", now.into())])?;
    let forgiven = db.run(
        "delete from failed_sign_in where until_at > 0 and until_at <= :before",
        &[("before", (now - DAY).into())],
    )?;
    Ok(ended + forgiven)
}

/// The hashes of this person's PIN and password.
pub(super) fn secrets(db: &mut Reader<'_>, person: &str) -> Result<Vec<String>> {
    db.rows(
        "select hash from credential where person = :person order by kind desc",
        &[("person", person.into())],
        |row| Ok(row.text("hash")?.into()),
    )
}
