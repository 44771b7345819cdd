//! Saving a session, durable before the answer, against raw inserts of the same rows under group commit.
use crate::{
    Result, Size, fill,
    house::Running,
    pages::ms,
    report::{Aim, Report},
    wire::load,
};
use db::{Db, Place};
use rusqlite::{Connection, params_from_iter, types::Value};
use std::{
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

/// How many save at once, and how many share a COMMIT at most.
const AT_ONCE: usize = 64;
/// The tables to which such an act writes; `chain` is only moved on.
const TABLES: [&str; 7] = ["fact", "checked", "session", "application", "trail", "seal", "sealed"];

/// A row to be inserted: its statement, its values, and which of them are ids or numbers to be made anew.
struct Row {
    sql: String,
    values: Vec<Value>,
    ids: Vec<usize>,
    number: Option<usize>,
}

pub(crate) fn measure(report: &mut Report, house: &Running, size: &Size, folder: &Path) -> Result<()> {
    let clients = size.clients;
    let form = "begin=full_body_60";
    let here = load(house.address, &house.cookie, AT_ONCE as u64, size.load, 303, move |n| {
        (format!("/clients/{}/begin", fill::id(n % clients)), Some(form.into()))
    })?;
    let rows = rows_of_the_last(&house.file)?;
    let bytes: usize = rows.iter().flat_map(|row| &row.values).map(weight).sum();
    let floor = group_commit(&folder.join("floor.palpate"), &rows, size.load)?;
    let said = format!("{:.0} a second, p50 {}, p99 {}", here.per_second, ms(here.p50), ms(here.p99));
    let beside = format!("{floor:.0} a second: {} rows of {:.1} KB together", rows.len(), bytes as f64 / 1e3);
    let ratio = here.per_second / floor;
    report.line(
        &format!("a check and a session saved over HTTP, {AT_ONCE} at once"),
        said,
        beside,
        ratio,
        Aim::AtLeast(0.5, "≥ 0.5"),
    );
    Ok(())
}

fn weight(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
    }
}

/// Every row that the last such act wrote.
fn rows_of_the_last(file: &Path) -> Result<Vec<Row>> {
    let raw = Connection::open(file)?;
    let act: String = raw.query_row(
        "select act from trail where verb = 'session.begin' and body is not null order by seen_at desc",
        [],
        |row| row.get(0),
    )?;
    let mut all = Vec::new();
    for table in TABLES {
        let mut found = raw.prepare(&format!("select * from \"{table}\" where act = ?1"))?;
        let names: Vec<String> = found.column_names().map(str::to_string).collect();
        let columns = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("insert into \"{table}\" ({columns}) values ({marks})");
        let is_id = |name: &&String| ["id", "of", "act", "row", "session"].contains(&name.as_str());
        let ids: Vec<usize> = (0..names.len()).filter(|at| names.get(*at).as_ref().is_some_and(is_id)).collect();
        let number = names.iter().position(|name| name == "n");
        let mut rows = found.query([&act])?;
        while let Some(row) = rows.next()? {
            let values = (0..names.len()).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
            all.push(Row { sql: sql.clone(), values, ids: ids.clone(), number });
        }
    }
    Ok(all)
}

impl Row {
    /// The same row for the nth save: as many bytes, other ids.
    fn anew(&self, n: i64) -> Vec<Value> {
        let mut values = self.values.clone();
        for at in &self.ids {
            if let Some(Value::Text(text)) = values.get_mut(*at)
                && text.len() > 10
            {
                text.truncate(text.len() - 10);
                text.push_str(&format!("{n:010}"));
            }
        }
        if let Some(value) = self.number.and_then(|at| values.get_mut(at)) {
            *value = Value::Integer(n);
        }
        values
    }
}

/// How many such acts a second one raw connection keeps for threads that wait for it.
fn group_commit(file: &Path, rows: &[Row], time: Duration) -> Result<f64> {
    Db::migrate(&Place::File(file.into()), &app::migrations())?;
    let raw = Connection::open(file)?;
    raw.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma mmap_size = 1073741824; \
         pragma foreign_keys = off;",
    )?;
    raw.set_prepared_statement_cache_capacity(256);
    raw.execute("insert into chain (name, n, head) values ('floor', 0, x'00')", [])?;
    let (ask, asked) = channel::<Sender<()>>();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let ask = ask.clone();
            scope.spawn(move || {
                let (done, wait) = channel();
                while began.elapsed() < time && ask.send(done.clone()).is_ok() && wait.recv().is_ok() {}
            });
        }
        drop(ask);
        let kept = keep(&raw, rows, &asked)?;
        Ok(kept as f64 / began.elapsed().as_secs_f64())
    })
}

/// The writer: what has queued up shares a COMMIT, and each is told after it.
fn keep(raw: &Connection, rows: &[Row], asked: &Receiver<Sender<()>>) -> Result<i64> {
    let mut n = 0;
    while let Ok(first) = asked.recv() {
        let mut batch = vec![first];
        batch.extend(asked.try_iter().take(AT_ONCE - 1));
        raw.prepare_cached("begin immediate")?.execute([])?;
        for _ in &batch {
            n += 1;
            for row in rows {
                raw.prepare_cached(&row.sql)?.execute(params_from_iter(row.anew(n)))?;
            }
            raw.prepare_cached("update chain set n = ?1 where name = 'floor'")?.execute([n])?;
        }
        raw.prepare_cached("commit")?.execute([])?;
        for done in batch {
            let _ = done.send(());
        }
    }
    Ok(n)
}
