use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use crate::catalog::{Catalog, Growth, Table};
use crate::seal::{Sheet, row_digest};
use crate::statement::Statement;
use crate::value::Cell;
use crate::{Act, Chain, Engine, Error, Params, Row, Value};

/// A connection inside a transaction, whichever engine it leads to.
pub(crate) trait Link {
    fn engine(&self) -> Engine;
    fn catalog(&self) -> &Catalog;
    fn statement(&mut self, sql: &str) -> Result<Arc<Statement>, Error>;
    /// Shows each row of the answer until `each` says no more.
    fn each(&mut self, text: &str, cells: &[Cell<'_>], each: &mut dyn FnMut(&Row<'_>) -> bool) -> Result<(), Error>;
    fn change(&mut self, text: &str, cells: &[Cell<'_>], about: About<'_>) -> Result<u64, Error>;
    /// Prepares a statement without running it; the names of its columns.
    fn columns(&mut self, text: &str) -> Result<Vec<String>, Error>;
    /// Whether a statement has failed since the transaction, or the act in it, began.
    fn failed(&self) -> bool;
}

/// What a change is about, so that a refusal can be named where the engine does not name it.
#[derive(Clone, Copy, Default)]
pub(crate) struct About<'a> {
    pub(crate) table: Option<&'a str>,
    pub(crate) columns: &'a [(&'a str, Cell<'a>)],
}

/// What a statement takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The names of its parameters, each once, in the order of their first use.
    pub parameters: Vec<String>,
    /// The names of the columns of its answer.
    pub columns: Vec<String>,
}

/// Looks at the data. It has no method that changes anything, and the engine refuses what a text might try.
///
/// After a statement has failed, the others of the same look or act fail too, on both engines.
pub struct Reader<'a> {
    link: &'a mut dyn Link,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(link: &'a mut dyn Link) -> Reader<'a> {
        Reader { link }
    }

    /// Every row of the answer, each turned into a meaning.
    pub fn rows<T, E: From<Error>>(
        &mut self,
        sql: &str,
        params: Params<'_>,
        mut each: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        let mut found = Vec::new();
        self.stream(sql, params, |row| {
            found.push(each(row)?);
            Ok::<_, E>(true)
        })?;
        Ok(found)
    }

    /// The first row of the answer, or none.
    pub fn row<T, E: From<Error>>(
        &mut self,
        sql: &str,
        params: Params<'_>,
        mut each: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let mut found = None;
        self.stream(sql, params, |row| {
            found = Some(each(row)?);
            Ok::<_, E>(false)
        })?;
        Ok(found)
    }

    /// Shows the rows one after the other, without keeping them, until `each` answers `false`.
    pub fn stream<E: From<Error>>(
        &mut self,
        sql: &str,
        params: Params<'_>,
        mut each: impl FnMut(&Row<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        if let Some(told) = HEARD.get() {
            told(sql, params);
        }
        let statement = self.link.statement(sql)?;
        refuse_engine_tables(self.link.catalog(), &statement)?;
        let cells = statement.bind(params)?;
        let mut stopped = None;
        self.link.each(&statement.text, &cells, &mut |row| {
            each(row).unwrap_or_else(|e| {
                stopped = Some(e);
                false
            })
        })?;
        stopped.map_or(Ok(()), Err)
    }

    /// Prepares a statement without running it, so that a test can hold every statement against both engines.
    pub fn shape(&mut self, sql: &str) -> Result<Shape, Error> {
        let statement = self.link.statement(sql)?;
        refuse_engine_tables(self.link.catalog(), &statement)?;
        Ok(Shape { parameters: statement.names.clone(), columns: self.link.columns(&statement.text)? })
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        self.link.engine()
    }

    pub(crate) fn catalog(&self) -> &Catalog {
        self.link.catalog()
    }
}

static HEARD: OnceLock<fn(&str, Params<'_>)> = OnceLock::new();

/// From now on tells `to` of every statement that asks for rows, with its values, on whatever thread: so that a bench
/// can ask the same of the bare engine. The first call counts. The values are people's data; a server never calls this.
pub fn hear(to: fn(&str, Params<'_>)) {
    let _ = HEARD.set(to);
}

/// Changes the data, inside one act. All of it lands, or none.
pub struct Writer<'a> {
    reader: Reader<'a>,
    act: &'a Act,
    sheet: &'a mut Sheet,
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}
impl DerefMut for Writer<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reader
    }
}

impl<'a> Writer<'a> {
    pub(crate) fn new(link: &'a mut dyn Link, act: &'a Act, sheet: &'a mut Sheet) -> Writer<'a> {
        Writer { reader: Reader::new(link), act, sheet }
    }

    /// Changes rows of mutable tables; how many. Record tables grow by [`record`](Writer::record) alone.
    pub fn run(&mut self, sql: &str, params: Params<'_>) -> Result<u64, Error> {
        let link = &mut *self.reader.link;
        let statement = link.statement(sql)?;
        refuse_engine_tables(link.catalog(), &statement)?;
        let cells = statement.bind(params)?;
        link.change(&statement.text, &cells, About { table: statement.target.as_deref(), columns: &[] })
    }

    /// Inserts a row into a record table and notes its digest for the seal on `chain`.
    ///
    /// The columns `id`, `by`, `at`, `act` and `salt` come from the call and the act; `columns` are the others.
    /// An unknown column, a value of the wrong type or a chain that the act does not hold is an
    /// [`Error::Statement`].
    pub fn record(
        &mut self,
        chain: &Chain,
        table: &'static str,
        id: &str,
        columns: &[(&'static str, Value)],
    ) -> Result<(), Error> {
        let place = self.act.chains.iter().position(|c| c == chain);
        let place = place.ok_or_else(|| Error::Statement(format!("the act holds no chain for its row of {table}")))?;
        if [id, &self.act.by, &self.act.id].iter().any(|text| text.contains('\0')) {
            return Err(Error::Statement(format!("an id for {table} holds a NUL")));
        }
        let salt = self.sheet.salt();
        let mut row: Vec<(&str, Cell<'_>)> = Vec::with_capacity(columns.len() + 5);
        for (name, value) in columns {
            row.push((name, value.storable(name)?));
        }
        row.extend([
            ("by", Cell::Text(&self.act.by)),
            ("at", Cell::Int(self.act.at)),
            ("act", Cell::Text(&self.act.id)),
        ]);
        let link = &mut *self.reader.link;
        check_row(record_table(link.catalog(), table)?, &row)?;
        let digest = row_digest(table, id, &salt, &mut row);
        row.extend([("id", Cell::Text(id)), ("salt", Cell::Blob(&salt))]);
        let cells: Vec<Cell<'_>> = row.iter().map(|(_, cell)| *cell).collect();
        let text = insertion(link.engine(), table, row.iter().map(|(name, _)| *name));
        link.change(&text, &cells, About { table: Some(table), columns: &row })?;
        self.sheet.note(place, table, id, digest);
        Ok(())
    }

    /// Removes a record row for good, by law or at the end of its keeping: records why, then deletes the row and its
    /// salt. Its digest stays, and `verify` counts it as erased.
    ///
    /// `id` is the erasure's own id; `row` the one to be removed from `table`.
    pub fn erase(&mut self, chain: &Chain, id: &str, table: &'static str, row: &str, why: &str) -> Result<(), Error> {
        record_table(self.reader.link.catalog(), table)?;
        self.record(chain, "erasure", id, &[("tbl", table.into()), ("row", row.into()), ("why", why.into())])?;
        let link = &mut *self.reader.link;
        let about = About { table: Some(table), columns: &[] };
        match link.engine() {
            Engine::Sqlite => {
                link.change(&format!("delete from \"{table}\" where id = ?1"), &[Cell::Text(row)], about)?
            }
            Engine::Postgres => {
                link.change("select erase_row($1, $2)", &[Cell::Text(table), Cell::Text(row)], about)?
            }
        };
        Ok(())
    }

    /// The id of the act.
    pub fn act_id(&self) -> &str {
        &self.act.id
    }
    /// When the act was asked for, in microseconds UTC.
    pub fn at(&self) -> i64 {
        self.act.at
    }
    /// Who acts.
    pub fn by(&self) -> &str {
        &self.act.by
    }
}

/// Seals are the engine's to write, and what grows is written with a seal or not at all.
fn refuse_engine_tables(catalog: &Catalog, statement: &Statement) -> Result<(), Error> {
    let Some(target) = statement.target.as_deref() else { return Ok(()) };
    let grows = |name: &str| catalog.table(name).is_some_and(|t| t.growth != Growth::Mutable);
    if target == "chain" || statement.inserts.as_deref().is_some_and(grows) {
        return Err(Error::RecordTable(target.to_owned()));
    }
    Ok(())
}

fn record_table<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Table, Error> {
    let table = catalog.table(name).filter(|t| t.growth == Growth::Record);
    table.ok_or_else(|| Error::Statement(format!("{name} is not a record table")))
}

fn check_row(table: &Table, row: &[(&str, Cell<'_>)]) -> Result<(), Error> {
    let wrong = |what: String| Err(Error::Statement(format!("{}: {what}", table.name)));
    for (at, (name, cell)) in row.iter().enumerate() {
        let Some(column) = table.columns.iter().find(|c| c.name == *name) else {
            return wrong(format!("no column {name}"));
        };
        if *cell != Cell::Null && cell.kind() != column.kind.portable() {
            return wrong(format!("{name} is {}, given {}", column.kind.portable(), cell.kind()));
        }
        if matches!(*name, "id" | "salt") || row[..at].iter().any(|(other, _)| other == name) {
            return wrong(format!("column {name} is given twice"));
        }
    }
    Ok(())
}

/// `insert into table (…) values (…)` with the engine's placeholders.
pub(crate) fn insertion<'n>(engine: Engine, table: &str, names: impl Iterator<Item = &'n str>) -> String {
    // Made for every row of the record, so without a text for each of its parts.
    let (mut text, mut places) = (String::with_capacity(512), String::with_capacity(128));
    for part in ["insert into \"", table, "\" ("] {
        text.push_str(part);
    }
    for (at, name) in names.enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        for part in [comma, "\"", name, "\""] {
            text.push_str(part);
        }
        // A place without a number is the next one; PostgreSQL's all have theirs.
        match engine {
            Engine::Sqlite => places.extend([comma, "?"]),
            Engine::Postgres => places.extend([comma.to_owned(), format!("${}", at + 1)]),
        }
    }
    for part in [") values (", &places, ")"] {
        text.push_str(part);
    }
    text
}
