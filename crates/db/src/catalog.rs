//! What the migrations say about tables: columns, constraints, and which tables only grow.

use crate::tokens::{Token, tokens};
use crate::{Error, Migration};

/// Every table that the migrations make, in that order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) tables: Vec<Table>,
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) growth: Growth,
    pub(crate) columns: Vec<Column>,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) foreign: Vec<Foreign>,
}

/// How a table may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    Mutable,
    /// `-- record: NAME`: insert only, sealed; a row goes only with an erasure.
    Record,
    /// `-- grows: NAME`: insert only, for good.
    Only,
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Type,
}

/// The types of the portable subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Int,
    Real,
    Text,
    Blob,
}

impl Type {
    pub(crate) fn portable(self) -> &'static str {
        match self {
            Type::Int => "bigint",
            Type::Real => "double precision",
            Type::Text => "text",
            Type::Blob => "bytea",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Unique {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Foreign {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) parent: String,
    pub(crate) parent_columns: Vec<String>,
}

/// The columns that each record table must have; the engine fills all but `id`.
const RECORD_COLUMNS: [(&str, Type); 5] =
    [("id", Type::Text), ("by", Type::Text), ("at", Type::Int), ("act", Type::Text), ("salt", Type::Blob)];

impl Catalog {
    pub(crate) fn read(migrations: &[Migration]) -> Result<Catalog, Error> {
        let mut catalog = Catalog::default();
        for migration in migrations {
            let wrong = |what: String| Error::Migration(format!("{}: {what}", migration.name));
            catalog.add(migration.sql).map_err(wrong)?;
        }
        for needed in ["chain", "seal", "sealed", "erasure"] {
            if catalog.table(needed).is_none() {
                return Err(Error::Migration(format!("no table {needed}: the list must hold 0001_seal")));
            }
        }
        Ok(catalog)
    }

    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.name == name)
    }

    /// The record tables, in the order of their making.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|t| t.growth == Growth::Record)
    }

    /// The names of the tables that one migration makes.
    pub(crate) fn of(migration: &Migration) -> Vec<String> {
        let all: Vec<Token<'_>> = tokens(migration.sql).filter(Token::matters).collect();
        let made = all.windows(3).filter(|w| w[0].is("create") && w[1].is("table"));
        made.map(|w| name(&w[2])).collect()
    }

    fn add(&mut self, sql: &str) -> Result<(), String> {
        let mut marked: Vec<(String, Growth)> = Vec::new();
        for token in tokens(sql) {
            let Token::Comment(text) = token else { continue };
            for (mark, growth) in [("-- record:", Growth::Record), ("-- grows:", Growth::Only)] {
                if let Some(name) = text.strip_prefix(mark) {
                    marked.push((name.trim().to_ascii_lowercase(), growth));
                }
            }
        }
        let all: Vec<Token<'_>> = tokens(sql).filter(Token::matters).collect();
        for statement in all.split(|t| t.is_sign(";")).filter(|s| !s.is_empty()) {
            self.statement(statement, &marked)?;
        }
        match marked.iter().find(|(name, _)| self.table(name).is_none()) {
            Some((name, _)) => Err(format!("{name} is marked, but no such table is made")),
            None => Ok(()),
        }
    }

    fn statement(&mut self, tokens: &[Token<'_>], marked: &[(String, Growth)]) -> Result<(), String> {
        let begins = |words: &[&str]| words.iter().zip(tokens).filter(|(w, t)| t.is(w)).count() == words.len();
        if begins(&["create", "table"]) {
            return self.create_table(&tokens[2..], marked);
        }
        if begins(&["create", "unique", "index"]) {
            let (index, table) = (tokens.get(3).map(name), tokens.get(5).map(name));
            let columns = listed(tokens.get(6..).unwrap_or_default());
            let (Some(index), Some(table)) = (index, table.and_then(|t| self.table_mut(&t))) else {
                return Err("an index on a table that is not there".to_owned());
            };
            table.uniques.push(Unique { name: index, columns });
        }
        if begins(&["alter", "table"]) {
            return self.alter(&tokens[2..]);
        }
        if begins(&["drop", "table"]) {
            let dropped = tokens.last().map(name).unwrap_or_default();
            if self.table(&dropped).is_some_and(|t| t.growth != Growth::Mutable) {
                return Err(format!("{dropped} only grows"));
            }
            self.tables.retain(|t| t.name != dropped);
        }
        Ok(())
    }

    fn create_table(&mut self, rest: &[Token<'_>], marked: &[(String, Growth)]) -> Result<(), String> {
        let (Some(first), Some(open)) = (rest.first(), rest.get(1).filter(|t| t.is_sign("("))) else {
            return Err("write: create table NAME ( … )".to_owned());
        };
        debug_assert!(open.is_sign("("));
        let table_name = name(first);
        let growth = marked.iter().find(|(n, _)| *n == table_name).map_or(Growth::Mutable, |(_, g)| *g);
        let mut table =
            Table { name: table_name, growth, columns: Vec::new(), uniques: Vec::new(), foreign: Vec::new() };
        for item in items(&rest[1..]) {
            table.item(item)?;
        }
        if growth == Growth::Record {
            for (needed, kind) in RECORD_COLUMNS {
                if !table.columns.iter().any(|c| c.name == needed && c.kind == kind) {
                    return Err(format!("record table {} lacks {needed} {}", table.name, kind.portable()));
                }
            }
            if !table.uniques.iter().any(|u| u.columns == ["id"]) {
                return Err(format!("record table {}: id must be its primary key", table.name));
            }
        }
        self.tables.push(table);
        Ok(())
    }

    fn alter(&mut self, rest: &[Token<'_>]) -> Result<(), String> {
        let table_name = rest.first().map(name).unwrap_or_default();
        let Some(table) = self.table_mut(&table_name) else {
            return Err(format!("no table {table_name} to alter"));
        };
        let adds = rest.get(1).is_some_and(|t| t.is("add")) && rest.get(2).is_some_and(|t| t.is("column"));
        if !adds {
            return Err(format!("{table_name}: only `add column` is taken (see migrations/README.md)"));
        }
        let column = &rest[3..];
        if table.growth != Growth::Mutable && column.iter().any(|t| t.is("null") || t.is("default")) {
            return Err(format!("{table_name} only grows: a new column may be empty and has no default"));
        }
        table.item(column)
    }

    fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.iter_mut().find(|t| t.name == name)
    }
}

impl Table {
    /// Takes one item of `create table (…)`: a column or a constraint.
    fn item(&mut self, item: &[Token<'_>]) -> Result<(), String> {
        let named = item.first().is_some_and(|t| t.is("constraint"));
        let starts = ["constraint", "primary", "unique", "foreign", "check"];
        if item.first().is_some_and(|t| starts.iter().any(|s| t.is(s))) {
            let given = if named { item.get(1).map(name) } else { None };
            return self.constraint(given, if named { item.get(2..).unwrap_or_default() } else { item }, None);
        }
        let column = item.first().map(name).unwrap_or_default();
        let Some(kind) = item.get(1).and_then(|t| type_of(t, item.get(2))) else {
            return Err(format!("{}.{column}: a type is bigint, double precision, text or bytea", self.name));
        };
        self.columns.push(Column { name: column.clone(), kind });
        let mut given = None;
        let (mut at, mut depth) = (2, 0);
        while let Some(token) = item.get(at) {
            depth += i32::from(token.is_sign("(")) - i32::from(token.is_sign(")"));
            if depth == 0 && token.is("constraint") {
                given = item.get(at + 1).map(name);
                at += 1;
            } else if depth == 0 && ["primary", "unique", "references", "check"].iter().any(|s| token.is(s)) {
                self.constraint(given.take(), &item[at..], Some(&column))?;
            }
            at += 1;
        }
        Ok(())
    }

    /// Takes a constraint; one without a name gets the name that PostgreSQL would give it.
    fn constraint(&mut self, given: Option<String>, rest: &[Token<'_>], column: Option<&str>) -> Result<(), String> {
        let columns_here = || match column {
            Some(column) => vec![column.to_owned()],
            None => listed(rest),
        };
        let usual = |columns: &[String], ending: &str| {
            let columns: String = columns.iter().map(|c| format!("{c}_")).collect();
            format!("{}_{columns}{ending}", self.name)
        };
        let first = rest.first().copied().unwrap_or(Token::Space(""));
        if first.is("primary") {
            let name = given.unwrap_or_else(|| usual(&[], "pkey"));
            self.uniques.push(Unique { name, columns: columns_here() });
        } else if first.is("unique") {
            let columns = columns_here();
            self.uniques.push(Unique { name: given.unwrap_or_else(|| usual(&columns, "key")), columns });
        } else if first.is("check") {
            // SQLite would name an unnamed check by its text.
            given.map(drop).ok_or_else(|| format!("{}: write `constraint NAME check (…)`", self.name))?;
        } else if let Some(at) = rest.iter().position(|t| t.is("references")) {
            let columns = columns_here();
            let parent = rest.get(at + 1).map(name).unwrap_or_default();
            let mut parent_columns = match rest.get(at + 2) {
                Some(t) if t.is_sign("(") => listed(&rest[at + 2..]),
                _ => Vec::new(),
            };
            if parent_columns.is_empty() {
                parent_columns.push("id".to_owned());
            }
            let name = given.unwrap_or_else(|| usual(&columns, "fkey"));
            self.foreign.push(Foreign { name, columns, parent, parent_columns });
        }
        Ok(())
    }
}

fn type_of(token: &Token<'_>, next: Option<&Token<'_>>) -> Option<Type> {
    match token {
        t if t.is("bigint") => Some(Type::Int),
        t if t.is("text") => Some(Type::Text),
        t if t.is("bytea") => Some(Type::Blob),
        t if t.is("double") && next.is_some_and(|n| n.is("precision")) => Some(Type::Real),
        _ => None,
    }
}

fn name(token: &Token<'_>) -> String {
    token.text().trim_matches('"').to_ascii_lowercase()
}

/// The names in the first `( … )`.
fn listed(tokens: &[Token<'_>]) -> Vec<String> {
    let open = tokens.iter().position(|t| t.is_sign("(")).unwrap_or(tokens.len());
    items(&tokens[open..]).into_iter().filter_map(|item| item.first().map(name)).collect()
}

/// The comma-separated items of the parenthesis that `tokens` begins with.
fn items<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 1);
    for (at, token) in tokens.iter().enumerate() {
        depth += i32::from(token.is_sign("(")) - i32::from(token.is_sign(")"));
        let ends = depth == 0;
        if (ends || (depth == 1 && token.is_sign(","))) && at > start {
            found.push(&tokens[start..at]);
            start = at + 1;
        }
        if ends {
            break;
        }
    }
    found
}
