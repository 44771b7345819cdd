use std::collections::HashMap;
use std::sync::Arc;

use crate::tokens::{Token, tokens};
use crate::value::Cell;
use crate::{Engine, Error, Params};

/// A statement with the engine's placeholders in place of its `:name`s, in their order.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) names: Vec<String>,
    /// The table that a leading `insert into` names.
    pub(crate) inserts: Option<String>,
    /// The table that a leading `insert into` or `update` names.
    pub(crate) target: Option<String>,
}

impl Statement {
    /// Reads the text once. Only statements that leave the transaction alone are taken.
    pub(crate) fn parse(sql: &str, engine: Engine) -> Result<Statement, Error> {
        let mut words = tokens(sql).filter(Token::matters);
        let first = words.next().map(|t| t.text().to_ascii_lowercase()).unwrap_or_default();
        if !["select", "insert", "update", "delete", "with", "values", "explain"].contains(&first.as_str()) {
            return Err(Error::Statement(format!("a statement may not begin with {first}: {sql}")));
        }
        let inserts = if first == "insert" { words.find(|t| t.is("into")).and(words.next()).map(bare) } else { None };
        let target = if first == "update" { words.next().map(bare) } else { inserts.clone() };
        let mut names: Vec<String> = Vec::new();
        let mut text = String::with_capacity(sql.len());
        for token in tokens(sql) {
            let Token::Param(name) = token else {
                text.push_str(token.text());
                continue;
            };
            let place = names.iter().position(|n| n == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            text.push(if engine == Engine::Sqlite { '?' } else { '$' });
            text.push_str(&(place + 1).to_string());
        }
        Ok(Statement { text, names, inserts, target })
    }

    /// The values in the placeholders' order. A name without a value or a value without a name is an error.
    pub(crate) fn bind<'p>(&self, params: Params<'p>) -> Result<Vec<Cell<'p>>, Error> {
        if let Some((name, _)) = params.iter().find(|(name, _)| !self.names.iter().any(|n| n == name)) {
            return Err(Error::Statement(format!(
                "the call gives {name}, the statement does not use it: {}",
                self.text
            )));
        }
        let value = |name: &String| match params.iter().find(|(n, _)| n == name) {
            Some((name, value)) => value.storable(name),
            None => {
                Err(Error::Statement(format!("the statement uses :{name}, the call does not give it: {}", self.text)))
            }
        };
        self.names.iter().map(value).collect()
    }
}

fn bare(token: Token<'_>) -> String {
    token.text().trim_matches('"').to_ascii_lowercase()
}

/// The statements that a connection has read already.
pub(crate) struct Statements {
    engine: Engine,
    known: HashMap<String, Arc<Statement>>,
}

/// Texts made at run time could be without number; this many are kept.
const MOST: usize = 1024;

impl Statements {
    pub(crate) fn new(engine: Engine) -> Statements {
        Statements { engine, known: HashMap::new() }
    }

    pub(crate) fn get(&mut self, sql: &str) -> Result<Arc<Statement>, Error> {
        if let Some(known) = self.known.get(sql) {
            return Ok(known.clone());
        }
        let statement = Arc::new(Statement::parse(sql, self.engine)?);
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_used_twice_is_one_placeholder() {
        let s = Statement::parse("select :a, :b, :a", Engine::Postgres).unwrap();
        assert_eq!((s.text.as_str(), s.names.len()), ("select $1, $2, $1", 2));
        let s = Statement::parse("select :a, :b, :a", Engine::Sqlite).unwrap();
        assert_eq!(s.text, "select ?1, ?2, ?1");
    }

    #[test]
    fn an_unknown_or_unused_name_is_an_error() {
        let s = Statement::parse("select :a", Engine::Sqlite).unwrap();
        assert!(matches!(s.bind(&[]), Err(Error::Statement(_))));
        assert!(matches!(s.bind(&[("a", 1i64.into()), ("b", 1i64.into())]), Err(Error::Statement(_))));
        assert!(s.bind(&[("a", 1i64.into())]).is_ok());
    }

    #[test]
    fn a_statement_leaves_the_transaction_alone() {
        for sql in ["commit", "/* x */ ROLLBACK", "savepoint a", "pragma query_only=off", "", "set role x"] {
            assert!(matches!(Statement::parse(sql, Engine::Sqlite), Err(Error::Statement(_))), "{sql}");
        }
    }

    #[test]
    fn the_table_of_an_insert_is_known() {
        let s = Statement::parse("insert or replace into \"Pain\" (id) values (:id)", Engine::Sqlite).unwrap();
        assert_eq!(s.inserts.as_deref(), Some("pain"));
        let s = Statement::parse("update pain set a = 1", Engine::Sqlite).unwrap();
        assert_eq!((s.inserts, s.target.as_deref()), (None, Some("pain")));
    }
}
