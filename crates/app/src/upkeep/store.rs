//! Upkeep in the database. All its SQL is here.
use super::people::Listed;
use crate::door::{Error, Result, hex};
use db::{Head, Reader, Row, Writer};
use serde_json::{Map, Value, json};

/// When this verb was last done.
pub(super) fn last(db: &mut Reader<'_>, verb: &str) -> Result<Option<i64>> {
    db.row(
        "select seen_at from trail where verb = :verb and outcome = 'done' order by seen_at desc, id desc limit 1",
        &[("verb", verb.into())],
        |row| Ok(row.int("seen_at")?),
    )
}

/// Everybody, by login.
pub(super) fn people(db: &mut Reader<'_>) -> Result<Vec<Listed>> {
    let mut people: Vec<Listed> = Vec::new();
    let rows = db.rows(
        "select p.login, p.name, p.active, coalesce(r.role, '') as role
         from person p left join person_role r on r.person = p.id order by p.login, r.role",
        &[],
        |row| {
            Ok::<_, Error>(Listed {
                login: row.text("login")?.into(),
                name: row.text("name")?.into(),
                roles: row.text("role")?.into(),
                active: row.int("active")? == 1,
            })
        },
    )?;
    for row in rows {
        match people.last_mut() {
            Some(before) if before.login == row.login => before.roles = format!("{},{}", before.roles, row.roles),
            _ => people.push(row),
        }
    }
    Ok(people)
}

/// The id of whoever has this login.
pub(super) fn by_login(db: &mut Reader<'_>, login: &str) -> Result<Option<String>> {
    db.row("select id from person where login = :login", &[("login", login.into())], |row| Ok(row.text("id")?.into()))
}

/// The id and the name of the owner with this login, who may sign in.
pub(super) fn owner(db: &mut Reader<'_>, login: &str) -> Result<Option<(String, String)>> {
    db.row(
        "select p.id, p.name from person p join person_role r on r.person = p.id
         where p.login = :login and r.role = 'owner' and p.active = 1",
        &[("login", login.into())],
        |row| Ok((row.text("id")?.into(), row.text("name")?.into())),
    )
}

/// The practice's language; `None` before set-up.
pub(super) fn locale(db: &mut Reader<'_>) -> Result<Option<String>> {
    db.row("select locale from practice", &[], |row| Ok(row.text("locale")?.into()))
}

/// A person with the one role.
pub(super) fn add_owner(
    db: &mut Writer<'_>,
    person: &str,
    login: &str,
    name: &str,
    locale: &str,
    at: i64,
) -> Result<()> {
    db.run(
        "insert into person (id, version, login, name, locale, profession, active, changed_at)
         values (:id, 1, :login, :name, :locale, '', 1, :at)",
        &[
            ("id", person.into()),
            ("login", login.into()),
            ("name", name.into()),
            ("locale", locale.into()),
            ("at", at.into()),
        ],
    )?;
    db.run("insert into person_role (person, role) values (:id, 'owner')", &[("id", person.into())])?;
    Ok(())
}

/// Keeps the hash of a password in place of the one before.
pub(super) fn set_password(db: &mut Writer<'_>, person: &str, hash: &str, at: i64) -> Result<()> {
    db.run(
        "insert into credential (person, kind, hash, changed_at) values (:person, 'password', :hash, :at)
         on conflict (person, kind) do update set hash = excluded.hash, changed_at = excluded.changed_at",
        &[("person", person.into()), ("hash", hash.into()), ("at", at.into())],
    )?;
    Ok(())
}

/// Signs this person out of every browser.
pub(super) fn sign_out(db: &mut Writer<'_>, person: &str) -> Result<()> {
    db.run("delete from sign_in where person = :person", &[("person", person.into())])?;
    Ok(())
}

/// The chart in which this client is read.
pub(super) fn chart_of(db: &mut Reader<'_>, client: &str) -> Result<Option<String>> {
    db.row("select chart from chart_of where client = :client", &[("client", client.into())], |row| {
        Ok(row.text("chart")?.into())
    })
}

/// The clients that are read in this chart: one, or those that were merged into it.
pub(super) fn clients_of(db: &mut Reader<'_>, chart: &str) -> Result<Vec<String>> {
    db.rows("select client from chart_of where chart = :chart order by client", &[("chart", chart.into())], |row| {
        Ok(row.text("client")?.into())
    })
}

/// Where a chain stands; `None` where it holds no seal yet.
pub(super) fn head(db: &mut Reader<'_>, chain: &str) -> Result<Option<Head>> {
    Ok(db::heads(db)?.into_iter().find(|head| head.chain == chain))
}

/// The tables whose rows this chain seals.
pub(super) fn tables_of(db: &mut Reader<'_>, chain: &str) -> Result<Vec<String>> {
    db.rows("select distinct tbl from sealed where chain = :chain order by tbl", &[("chain", chain.into())], |row| {
        Ok(row.text("tbl")?.into())
    })
}

/// The rows of a table that a chain seals, in the order of the seals, column by column.
pub(super) fn sealed_rows(db: &mut Reader<'_>, table: &str, chain: &str) -> Result<Vec<Value>> {
    let sql = format!(
        "select t.* from \"{}\" t join sealed s on s.tbl = :tbl and s.row = t.id
         where s.chain = :chain order by s.n, s.place",
        name(table)?
    );
    whole_rows(db, &sql, &[("tbl", table.into()), ("chain", chain.into())])
}

/// The rows of a table whose column names this client.
pub(super) fn about(db: &mut Reader<'_>, table: &str, column: &str, client: &str) -> Result<Vec<Value>> {
    let sql = format!("select t.* from \"{}\" t where t.\"{}\" = :client order by t.id", name(table)?, name(column)?);
    whole_rows(db, &sql, &[("client", client.into())])
}

/// The seals of a chain, each with what it covers.
pub(super) fn seals(db: &mut Reader<'_>, chain: &str) -> Result<Vec<Value>> {
    let mut covered = db
        .rows(
            "select n, tbl, row, digest from sealed where chain = :chain order by n, place",
            &[("chain", chain.into())],
            |row| {
                let one =
                    json!({ "table": row.text("tbl")?, "row": row.text("row")?, "digest": hex(row.blob("digest")?) });
                Ok::<_, Error>((row.int("n")?, one))
            },
        )?
        .into_iter()
        .peekable();
    db.rows(
        "select n, act, at, previous, hash, form from seal where chain = :chain order by n",
        &[("chain", chain.into())],
        |row| {
            let n = row.int("n")?;
            let mut rows = Vec::new();
            while let Some((_, one)) = covered.next_if(|(of, _)| *of == n) {
                rows.push(one);
            }
            Ok(json!({
                "n": n,
                "act": row.text("act")?,
                "at": row.int("at")?,
                "previous": hex(row.blob("previous")?),
                "hash": hex(row.blob("hash")?),
                "form": row.int("form")?,
                "rows": rows,
            }))
        },
    )
}

/// A name that the migrations gave, and nothing else.
fn name(name: &str) -> Result<&str> {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain { Ok(name) } else { Err(Error::fault("a seal names a table by an impossible name")) }
}

fn whole_rows(db: &mut Reader<'_>, sql: &str, params: db::Params<'_>) -> Result<Vec<Value>> {
    let columns = db.shape(sql)?.columns;
    db.rows(sql, params, |row| {
        let mut object = Map::new();
        for column in &columns {
            object.insert(column.clone(), cell(row, column)?);
        }
        Ok(Value::Object(object))
    })
}

/// A column, whatever its type: bytes in hexadecimal.
fn cell(row: &Row<'_>, column: &str) -> Result<Value> {
    if let Ok(text) = row.opt_text(column) {
        return Ok(text.into());
    }
    if let Ok(number) = row.opt_int(column) {
        return Ok(number.into());
    }
    if let Ok(number) = row.opt_real(column) {
        return Ok(number.into());
    }
    Ok(row.opt_blob(column)?.map(hex).into())
}
