//! SQL stands in store.rs alone, and no store takes back what the record holds.

use super::scan::scan;
use super::tree::File;
use super::{Finding, Tree};

/// Where SQL may stand beside the stores: the crate that runs it, its tests, and this check's own samples.
const FREE: &[&str] = &["crates/db/", "crates/xtask/", "crates/bench/"];

/// How a statement begins, and what else must stand in it; a plain sentence that begins alike has no second part.
const STATEMENTS: &[(&str, &str)] = &[
    ("select ", " from "),
    ("insert into ", "("),
    ("insert or ", " into "),
    ("replace into ", "("),
    ("update ", " set "),
    ("delete from ", ""),
    ("with ", " as ("),
    ("create table", ""),
    ("create index", ""),
    ("create unique index", ""),
    ("create trigger", ""),
    ("alter table", ""),
    ("drop table", ""),
    ("truncate ", ""),
    ("pragma ", ""),
];

/// SQL in any other file than a store.rs is named. Scenarios under tests/ may look behind the program's back.
pub(crate) fn only_in_store(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let others = tree.rust().filter(|file| {
        file.name() != "store.rs" && !tree.only_for_tests(file) && !FREE.iter().any(|free| file.path.starts_with(free))
    });
    for file in others {
        for literal in scan(&file.text).literals {
            if is_statement(&plain(&literal.text)) {
                found.push(Finding::at(&file.path, literal.line, "SQL stands in the room's store.rs and nowhere else"));
            }
        }
    }
    found
}

/// Lower case, every run of white space one blank, quotes without their escape.
fn plain(sql: &str) -> String {
    sql.replace("\\n", " ").replace("\\\"", "\"").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_statement(sql: &str) -> bool {
    STATEMENTS.iter().any(|(start, part)| sql.starts_with(start) && sql.contains(part))
}

/// A store's statement that changes, removes or writes by hand a row of a record table is named.
pub(crate) fn record_only_grows(tree: &Tree) -> Vec<Finding> {
    let tables: Vec<String> = tree.below("migrations/", ".sql").flat_map(record_tables).collect();
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| file.name() == "store.rs") {
        for literal in scan(&file.text).literals {
            let sql = plain(&literal.text);
            if let Some((verb, table)) = tables.iter().find_map(|table| Some((forbidden(&sql, table)?, table))) {
                let what = format!("`{verb} {table}`: a record only grows; its rows are written by Writer::record");
                found.push(Finding::at(&file.path, literal.line, what));
            }
        }
    }
    found
}

/// The tables of a migration that are marked as record.
pub(crate) fn record_tables(file: &File) -> Vec<String> {
    file.lines()
        .filter_map(|(_, line)| line.trim().strip_prefix("-- record:"))
        .map(|name| name.trim().trim_end_matches('.').to_lowercase())
        .collect()
}

/// The verb with which a statement would write to the table.
fn forbidden(sql: &str, table: &str) -> Option<&'static str> {
    const VERBS: &[&str] = &[
        "update",
        "update only",
        "delete from",
        "delete from only",
        "insert into",
        "replace into",
        "insert or replace into",
        "insert or ignore into",
        "truncate",
        "truncate table",
        "drop table",
        "alter table",
    ];
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    VERBS.iter().copied().find(|verb| {
        [format!("{verb} {table}"), format!("{verb} \"{table}\"")].iter().any(|start| {
            sql.match_indices(start.as_str()).any(|(at, _)| {
                let before = sql.get(..at).unwrap_or("");
                let begins = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                begins && ends(sql.get(at + start.len()..).unwrap_or(""))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATION: (&str, &str) = ("migrations/0002_pain.sql", "-- record: pain\ncreate table pain (id text);");

    #[test]
    fn sql_beside_a_page_is_caught_and_a_sentence_is_not() {
        let source = "const A: &str = \"select id\n  from pain\";\nconst B: &str = \"Select a region from the list\";";
        let lines: Vec<_> = only_in_store(&Tree::of(&[("crates/app/src/pain/mod.rs", source)]));
        assert_eq!(
            lines.iter().map(|one| one.line).collect::<Vec<_>>(),
            [1, 3],
            "both read as SQL when both parts stand"
        );
        let words = "const A: &str = \"Update your answer\"; // select x from y\nconst B: &str = \"with care\";";
        assert!(only_in_store(&Tree::of(&[("crates/app/src/pain/mod.rs", words)])).is_empty());
        assert!(only_in_store(&Tree::of(&[("crates/app/src/pain/store.rs", source)])).is_empty());
    }

    #[test]
    fn each_way_of_taking_back_a_record_is_caught() {
        for sql in [
            "update pain set worst = 3",
            "DELETE\n FROM pain where id = :id",
            "insert or replace into pain (id) values (:id)",
            "insert into pain (id) values (:id) on conflict do update set worst = 3",
            "with gone as (delete from \"pain\" returning id) select id from gone",
            "truncate pain",
        ] {
            let store = format!("fn f() {{ run({sql:?}) }}");
            let tree = Tree::of(&[MIGRATION, ("crates/app/src/pain/store.rs", &store)]);
            assert_eq!(record_only_grows(&tree).len(), 1, "{sql}");
        }
        for sql in ["select worst from pain", "update painting set a = 1", "delete from draft where pain = 1"] {
            let store = format!("fn f() {{ run({sql:?}) }}");
            let tree = Tree::of(&[MIGRATION, ("crates/app/src/pain/store.rs", &store)]);
            assert!(record_only_grows(&tree).is_empty(), "{sql}");
        }
    }
}
