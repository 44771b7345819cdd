//! Turns a migration's portable text into each engine's own.

use crate::Engine;
use crate::catalog::{Growth, Table};
use crate::tokens::{Token, tokens};

/// The migration as the engine takes it: only types differ, and SQLite's tables become strict.
pub(crate) fn rewrite(sql: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(sql.len() + 256);
    // The last three tokens that matter, the newest last; and how deep in a `create table (` we are.
    let mut before = [Token::Space(""); 3];
    let (mut table, mut depth) = (false, 0);
    for token in tokens(sql) {
        let typed = matches!(before[2], Token::Word(_) | Token::Quoted(_))
            && (before[1].is_sign("(") || before[1].is_sign(",") || before[1].is("column"));
        out.push_str(match engine {
            Engine::Postgres if typed && token.is("text") => "text collate \"C\"",
            Engine::Sqlite if typed && token.is("bigint") => "integer",
            Engine::Sqlite if typed && token.is("bytea") => "blob",
            Engine::Sqlite if typed && token.is("double") => "real",
            Engine::Sqlite if before[2].is("double") && token.is("precision") => "",
            _ => token.text(),
        });
        if !token.matters() {
            continue;
        }
        table |= before[2].is("create") && token.is("table");
        depth += i32::from(token.is_sign("(")) - i32::from(token.is_sign(")"));
        if table && depth == 0 && token.is_sign(")") {
            table = false;
            if engine == Engine::Sqlite {
                out.push_str(" strict");
            }
        }
        before = [before[1], before[2], token];
    }
    out
}

/// The triggers by which a table refuses everything but growing.
pub(crate) fn triggers(table: &Table, engine: Engine) -> String {
    let name = &table.name;
    // Erasures themselves stay, as seals do.
    let erasable = table.growth == Growth::Record && name != "erasure";
    match (table.growth, engine) {
        (Growth::Mutable, _) => String::new(),
        (_, Engine::Sqlite) => {
            let unless = if erasable {
                format!(" when not exists (select 1 from erasure e where e.tbl = '{name}' and e.\"row\" = old.id)")
            } else {
                String::new()
            };
            format!(
                "create trigger {name}_no_update before update on \"{name}\" \
                 begin select raise(abort, 'record table: {name}'); end;\n\
                 create trigger {name}_no_delete before delete on \"{name}\"{unless} \
                 begin select raise(abort, 'record table: {name}'); end;\n"
            )
        }
        (_, Engine::Postgres) => {
            let refuse = |when: &str, how: &str, function: &str| {
                format!(
                    "create trigger {name}_no_{when} before {when} on \"{name}\" for each {how} \
                     execute function {function}();\n"
                )
            };
            refuse("update", "row", "only_grows")
                + &refuse("delete", "row", if erasable { "only_erased" } else { "only_grows" })
                + &refuse("truncate", "statement", "only_grows")
        }
    }
}

/// What PostgreSQL needs once in a schema: the functions of the triggers, and the one way for the practice's role,
/// which may delete nothing itself, to have an erased row removed.
pub(crate) fn postgres_functions(schema: &str) -> String {
    format!(
        r#"
create or replace function only_grows() returns trigger language plpgsql as $$
begin raise exception using errcode = 'PLPA1', message = 'record table: ' || tg_table_name; end $$;
create or replace function only_erased() returns trigger language plpgsql set search_path = "{schema}", pg_temp as $$
begin
  if not exists (select 1 from erasure e where e.tbl = tg_table_name and e."row" = old.id) then
    raise exception using errcode = 'PLPA1', message = 'record table: ' || tg_table_name;
  end if;
  return old;
end $$;
create or replace function erase_row(t text, r text) returns void language plpgsql
security definer set search_path = "{schema}", pg_temp as $$
begin
  if not exists (select 1 from erasure e where e.tbl = t and e."row" = r) then
    raise exception using errcode = 'PLPA1', message = 'record table: ' || t;
  end if;
  execute format('delete from %I.%I where id = $1', '{schema}', t) using r;
end $$;
revoke all on function erase_row(text, text) from public;
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_in_their_place_are_rewritten() {
        let sql = "create table note (\n  id text primary key, -- text\n  text text not null,\n  size double precision,\n  \
                   n bigint,\n  body bytea,\n  constraint kind check (text in ('text', 'bigint'))\n);\n\
                   create index note_text on note (text);\nalter table note add column more text;";
        let lite = rewrite(sql, Engine::Sqlite);
        assert!(lite.contains("size real ,") || lite.contains("size real,"), "{lite}");
        assert!(lite.contains("n integer") && lite.contains("body blob") && lite.contains("\n) strict;"), "{lite}");
        assert!(lite.contains("check (text in ('text', 'bigint'))") && lite.contains("text text not null"), "{lite}");
        let grown = rewrite(sql, Engine::Postgres);
        assert!(grown.contains("id text collate \"C\" primary key"), "{grown}");
        assert!(grown.contains("text text collate \"C\" not null"), "{grown}");
        assert!(grown.contains("add column more text collate \"C\";"), "{grown}");
        assert!(grown.contains("on note (text);") && grown.contains("-- text"), "{grown}");
    }
}
