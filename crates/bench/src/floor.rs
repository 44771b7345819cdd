//! The floor of a page: the statements that it asked, asked again of raw rusqlite.
use crate::{Result, house::Running, wire::Wire};
use db::Value;
use rusqlite::{Connection, config::DbConfig, types};
use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// A statement and the values it was asked with.
pub(crate) type Asked = (String, Vec<(String, types::Value)>);

static LISTENS: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<Asked>> = Mutex::new(Vec::new());

fn hear(sql: &str, params: db::Params<'_>) {
    if LISTENS.load(Ordering::Relaxed)
        && let Ok(mut heard) = HEARD.lock()
    {
        heard.push((sql.into(), params.iter().map(|(name, v)| (format!(":{name}"), value(v))).collect()));
    }
}

fn value(value: &Value) -> types::Value {
    match value {
        Value::Null => types::Value::Null,
        Value::Int(v) => types::Value::Integer(*v),
        Value::Real(v) => types::Value::Real(*v),
        Value::Text(v) => types::Value::Text(v.to_string()),
        Value::Blob(v) => types::Value::Blob(v.to_vec()),
    }
}

/// Asks each page once and gives the statements that each made, and the size of the last page.
pub(crate) fn statements(house: &Running, requests: &[crate::wire::Request]) -> Result<(Vec<Vec<Asked>>, usize)> {
    db::hear(hear);
    let (mut wire, mut size) = (Wire::to(house.address, &house.cookie)?, 0);
    let mut all = Vec::new();
    for request in requests {
        LISTENS.store(true, Ordering::Relaxed);
        let reply = wire.ask(request, false)?;
        LISTENS.store(false, Ordering::Relaxed);
        if reply.status != 200 {
            return Err(format!("{} was answered {}", request.0, reply.status).into());
        }
        size = reply.body.len();
        all.push(HEARD.lock().map(|mut heard| std::mem::take(&mut *heard)).unwrap_or_default());
    }
    Ok((all, size))
}

/// What a raw connection does when a value is bound anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plans {
    /// As rusqlite opens it: some statements are parsed and planned again.
    Renewed,
    /// As the program sets its own connections: a plan made once stands.
    Stand,
}

/// A connection with the program's own pragmas, for reading.
pub(crate) fn connect(file: &Path, plans: Plans) -> Result<Connection> {
    let raw = Connection::open(file)?;
    raw.execute_batch(
        "pragma foreign_keys = on; pragma cache_size = -65536; pragma mmap_size = 1073741824; pragma query_only = on;",
    )?;
    raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, plans == Plans::Stand)?;
    raw.set_prepared_statement_cache_capacity(256);
    Ok(raw)
}

/// How many pages a second their statements alone would allow, on as many threads as there are cores.
pub(crate) fn per_second(file: &Path, pages: &[Vec<Asked>], time: Duration, plans: Plans) -> Result<f64> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let began = Instant::now();
    let counts: Vec<std::result::Result<u64, String>> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let raw = connect(file, plans).map_err(|why| why.to_string())?;
                    let mut count = 0;
                    for page in pages.iter().cycle() {
                        if began.elapsed() >= time {
                            break;
                        }
                        page_of(&raw, page).map_err(|why| why.to_string())?;
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".into()))).collect()
    });
    let mut count = 0;
    for one in counts {
        count += one?;
    }
    Ok(count as f64 / began.elapsed().as_secs_f64())
}

/// The statements of one page, each to its end, in one transaction.
pub(crate) fn page_of(raw: &Connection, page: &[Asked]) -> rusqlite::Result<()> {
    raw.prepare_cached("begin")?.execute([])?;
    for (sql, values) in page {
        let mut statement = raw.prepare_cached(sql)?;
        let columns = statement.column_count();
        for (name, value) in values {
            if let Some(place) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(place, value)?;
            }
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                std::hint::black_box(row.get_ref(column)?);
            }
        }
    }
    raw.prepare_cached("commit")?.execute([])?;
    Ok(())
}
