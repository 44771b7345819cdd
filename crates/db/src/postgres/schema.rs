//! Making and checking a practice's schema.

use postgres::Client;

use super::{Server, plain};
use crate::catalog::{Catalog, Growth};
use crate::dialect::postgres_functions;
use crate::migrate::{VERSIONS, pending, script, sum};
use crate::{Engine, Error, Migration};

/// Brings the schema up to `migrations`, in one transaction under a lock; the names of those applied now.
pub(crate) fn migrate(server: &Server, migrations: &[Migration], catalog: &Catalog) -> Result<Vec<String>, Error> {
    let mut client = server.connect()?;
    let mut transaction = client.transaction().map_err(|e| plain(&e))?;
    let schema = &server.schema;
    let mut run = |text: &str, step: &str| transaction.batch_execute(text).map_err(|e| at(step, plain(&e)));
    run(&format!("select pg_advisory_xact_lock(hashtext('palpate {schema}'))"), "lock")?;
    run(&format!("create schema if not exists \"{schema}\"; set local search_path to \"{schema}\""), "schema")?;
    run(&role(schema), "role")?;
    run(&format!("{VERSIONS}; {}", postgres_functions(schema)), "schema")?;
    let rows = transaction.query("select name, sum from schema_version order by name collate \"C\"", &[]);
    let rows = rows.map_err(|e| plain(&e))?;
    let applied: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut done = Vec::new();
    for migration in pending(migrations, &applied)? {
        let step = |e: postgres::Error| at(migration.name, plain(&e));
        transaction.batch_execute(&script(migration, catalog, Engine::Postgres)).map_err(step)?;
        let line = "insert into schema_version (name, sum) values ($1, $2)";
        transaction.execute(line, &[&migration.name, &sum(migration)]).map_err(step)?;
        done.push(migration.name.to_owned());
    }
    transaction.batch_execute(&grants(schema, catalog)).map_err(|e| at("rights", plain(&e)))?;
    transaction.commit().map_err(|e| plain(&e))?;
    Ok(done)
}

/// Says whether the schema is the one that this program was made for.
pub(crate) fn check(server: &Server, migrations: &[Migration]) -> Result<(), Error> {
    let mut client = server.connect()?;
    let applied = applied(&mut client, &server.schema)?;
    match pending(migrations, &applied)?.first() {
        None => Ok(()),
        Some(next) => Err(Error::Migration(format!("{} waits to be applied: migrate first", next.name))),
    }
}

/// What was applied to the schema, in order; nothing where there is no schema.
pub(crate) fn applied(client: &mut Client, schema: &str) -> Result<Vec<(String, String)>, Error> {
    let there = "select 1 from pg_tables where schemaname = $1 and tablename = 'schema_version'";
    if client.query_opt(there, &[&schema]).map_err(|e| plain(&e))?.is_none() {
        return Ok(Vec::new());
    }
    let list = format!("select name, sum from \"{schema}\".schema_version order by name collate \"C\"");
    let mut transaction = client.transaction().map_err(|e| plain(&e))?;
    transaction.batch_execute(&format!("set local role \"{schema}_app\"")).map_err(|e| plain(&e))?;
    let rows = transaction.query(&list, &[]).map_err(|e| plain(&e))?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

fn at(step: &str, e: Error) -> Error {
    match e {
        Error::Down(_) | Error::Full | Error::Busy => e,
        other => Error::Migration(format!("{step}: {other}")),
    }
}

/// The role that owns nothing and may do what a practice does. Who migrates must be able to take it on.
fn role(schema: &str) -> String {
    format!(
        r#"do $$ begin
  if not exists (select 1 from pg_roles where rolname = '{schema}_app') then
    create role "{schema}_app" nologin;
  end if;
  if not pg_has_role(current_user, '{schema}_app', 'member') then
    execute format('grant "{schema}_app" to %I', current_user);
  end if;
end $$"#
    )
}

fn grants(schema: &str, catalog: &Catalog) -> String {
    let mut text = format!(
        "revoke all on all tables in schema \"{schema}\" from public, \"{schema}_app\";\n\
         grant usage on schema \"{schema}\" to \"{schema}_app\";\n\
         grant select on schema_version to \"{schema}_app\";\n\
         grant execute on function erase_row(text, text) to \"{schema}_app\";\n"
    );
    for table in &catalog.tables {
        let rights = if table.growth == Growth::Mutable { "select, insert, update, delete" } else { "select, insert" };
        text += &format!("grant {rights} on \"{}\" to \"{schema}_app\";\n", table.name);
    }
    text
}
