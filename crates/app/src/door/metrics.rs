//! What the program counts about itself. No name, no path with an id, no client's data.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Upper bounds of the answer times, in milliseconds.
const BOUNDS: [u64; 8] = [1, 2, 5, 10, 25, 100, 500, 2_000];

/// Counts since the start.
#[derive(Default)]
pub struct Counts {
    looks: AtomicU64,
    acts: AtomicU64,
    refused: AtomicU64,
    denied: AtomicU64,
    signed_out: AtomicU64,
    later: AtomicU64,
    faults: AtomicU64,
    within: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    held: Mutex<BTreeMap<&'static str, u64>>,
}

impl Counts {
    /// One answered request.
    pub(crate) fn answered(&self, act: bool, status: u16, micros: u64) {
        if act { &self.acts } else { &self.looks }.fetch_add(1, Relaxed);
        match status {
            401 => self.signed_out.fetch_add(1, Relaxed),
            403 | 404 => self.denied.fetch_add(1, Relaxed),
            409 | 412 | 422 => self.refused.fetch_add(1, Relaxed),
            503 => self.later.fetch_add(1, Relaxed),
            500 => self.faults.fetch_add(1, Relaxed),
            _ => 0,
        };
        let at = BOUNDS.iter().position(|bound| micros <= bound * 1_000).unwrap_or(BOUNDS.len());
        self.within[at].fetch_add(1, Relaxed);
        self.micros.fetch_add(micros, Relaxed);
    }

    /// One act has held the writer for so long.
    pub(crate) fn held(&self, verb: &'static str, micros: u64) {
        if let Ok(mut held) = self.held.lock() {
            let longest = held.entry(verb).or_default();
            *longest = micros.max(*longest);
        }
    }

    /// The longest time (µs) that each act, by its verb, has held the writer since the start.
    pub fn longest(&self) -> Vec<(&'static str, u64)> {
        self.held.lock().map(|held| held.iter().map(|(verb, micros)| (*verb, *micros)).collect()).unwrap_or_default()
    }

    /// As Prometheus reads it (text format 0.0.4).
    pub fn prometheus(&self) -> String {
        let mut out = String::new();
        let counters = [
            ("looks_total", "Requests that only look", &self.looks),
            ("acts_total", "Requests that change something", &self.acts),
            ("refused_total", "Requests whose input could not be taken", &self.refused),
            ("denied_total", "Requests for what the person may not have", &self.denied),
            ("signed_out_total", "Requests without a sign-in", &self.signed_out),
            ("later_total", "Requests answered with: busy, try again", &self.later),
            ("faults_total", "Requests that failed by our fault", &self.faults),
        ];
        for (name, help, count) in counters {
            let _ = writeln!(out, "# HELP palpate_{name} {help}.\n# TYPE palpate_{name} counter");
            let _ = writeln!(out, "palpate_{name} {}", count.load(Relaxed));
        }
        let _ = writeln!(out, "# HELP palpate_answer_seconds Time to answer.\n# TYPE palpate_answer_seconds histogram");
        let mut sum = 0;
        for (bound, count) in BOUNDS.iter().zip(&self.within) {
            sum += count.load(Relaxed);
            let seconds = *bound as f64 / 1_000.0;
            let _ = writeln!(out, "palpate_answer_seconds_bucket{{le=\"{seconds}\"}} {sum}");
        }
        sum += self.within[BOUNDS.len()].load(Relaxed);
        let _ = writeln!(out, "palpate_answer_seconds_bucket{{le=\"+Inf\"}} {sum}");
        let _ = writeln!(out, "palpate_answer_seconds_sum {}", self.micros.load(Relaxed) as f64 / 1e6);
        let _ = writeln!(out, "palpate_answer_seconds_count {sum}");
        let name = "palpate_act_held_seconds_max";
        let _ = writeln!(out, "# HELP {name} Longest time an act held the writer.\n# TYPE {name} gauge");
        for (verb, micros) in self.longest() {
            let _ = writeln!(out, "{name}{{verb=\"{verb}\"}} {}", micros as f64 / 1e6);
        }
        out
    }
}
