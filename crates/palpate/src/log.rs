//! The log: one JSON line an event on standard error, without any client's data.
use tracing_subscriber::filter::LevelFilter;

/// Starts it. `PALPATE_LOG` chooses: error, warn (unless told otherwise), info, debug.
pub(crate) fn start() {
    let level = match std::env::var("PALPATE_LOG").as_deref() {
        Ok("error") => LevelFilter::ERROR,
        Ok("info") => LevelFilter::INFO,
        Ok("debug") => LevelFilter::DEBUG,
        _ => LevelFilter::WARN,
    };
    tracing_subscriber::fmt().json().with_max_level(level).with_writer(std::io::stderr).init();
}
