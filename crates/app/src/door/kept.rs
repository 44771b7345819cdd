//! What takes long to work out over a whole practice, kept for a while by the process that did.
use super::{Ask, Result, Scope};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use std::{
    any::Any,
    collections::HashMap,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

/// What is quicker than this (µs) is worked out anew each time: in a small practice everything is.
const QUICK: i64 = 10_000;
/// How long (µs) the others are kept: ten minutes.
const FOR: i64 = 600_000_000;
/// How many are kept at most.
const MOST: usize = 64;

/// The reports that are kept, each by its name with when (µs) it was worked out.
#[derive(Default)]
pub(crate) struct Reports(Mutex<HashMap<String, Dated>>);

type Dated = (i64, Arc<dyn Any + Send + Sync>);

/// A report, as it was worked out now or within the last ten minutes.
pub(crate) struct Kept<T> {
    report: Arc<T>,
    /// When it was worked out, where that was not just now.
    pub(crate) as_of: Option<Timestamp>,
}

impl<T> Deref for Kept<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.report
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.report.serialize(serializer)
    }
}

impl<S: Scope> Ask<S> {
    /// The report of this name: what `work` gives, or what it gave within the last ten minutes where that took long. The name says all
    /// that the report depends on but the record.
    ///
    /// # Errors
    /// Those of `work`.
    pub(crate) fn kept<T: Send + Sync + 'static>(
        &self,
        name: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<Kept<T>> {
        let name = format!("{name} {}", self.house.knowledge_digest());
        let now = self.micros();
        let all = || self.house.reports.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = all().get(&name).filter(|(at, _)| now - at < FOR).cloned();
        if let Some((at, report)) = found
            && let Ok(report) = report.downcast()
        {
            return Ok(Kept { report, as_of: Timestamp::from_microsecond(at).ok() });
        }
        let began = (self.house.clock)().as_microsecond();
        let report = Arc::new(work()?);
        if (self.house.clock)().as_microsecond() - began > QUICK {
            let mut all = all();
            all.retain(|_, (at, _)| now - *at < FOR);
            if all.len() < MOST {
                all.insert(name, (now, report.clone()));
            }
        }
        Ok(Kept { report, as_of: None })
    }
}
