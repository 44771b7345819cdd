//! Why a page is slow: its statements with what each takes, and how the engine goes about the slow ones.
use crate::{Result, floor, house::Running};
use rusqlite::Connection;
use std::time::{Duration, Instant};

/// What is worth looking at.
const SLOW: Duration = Duration::from_micros(300);

/// Prints, for each of these pages, every statement that takes its time.
pub(crate) fn tell(house: &Running, urls: &[String]) -> Result<()> {
    let raw = floor::connect(&house.file, floor::Plans::Stand)?;
    let asked: Vec<_> = urls.iter().map(|url| (url.clone(), None)).collect();
    let (pages, _) = floor::statements(house, &asked)?;
    for (url, page) in urls.iter().zip(&pages) {
        println!("\n{url}: {} statements", page.len());
        for statement in page {
            let one = std::slice::from_ref(statement);
            floor::page_of(&raw, one)?;
            let began = Instant::now();
            floor::page_of(&raw, one)?;
            let took = began.elapsed();
            if took >= SLOW {
                println!(
                    "  {:.2} ms: {}",
                    took.as_secs_f64() * 1e3,
                    statement.0.split_whitespace().collect::<Vec<_>>().join(" ")
                );
                plan(&raw, &statement.0)?;
            }
        }
    }
    Ok(())
}

fn plan(raw: &Connection, sql: &str) -> Result<()> {
    let mut explained = raw.prepare(&format!("explain query plan {sql}"))?;
    let mut rows = explained.raw_query();
    while let Some(row) = rows.next()? {
        println!("      {}", row.get::<_, String>(3)?);
    }
    Ok(())
}
