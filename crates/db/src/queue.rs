use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A bounded line of work between those who ask and the threads that own connections.
pub(crate) struct Queue<T> {
    line: Mutex<Line<T>>,
    arrived: Condvar,
    room: usize,
}

struct Line<T> {
    waiting: VecDeque<T>,
    closed: bool,
}

/// Why a thing could not join the line; it is handed back.
pub(crate) enum Refused<T> {
    Full(T),
    Closed(T),
}

impl<T> Queue<T> {
    pub(crate) fn new(room: usize) -> Queue<T> {
        let line = Line { waiting: VecDeque::new(), closed: false };
        Queue { line: Mutex::new(line), arrived: Condvar::new(), room: room.max(1) }
    }

    pub(crate) fn push(&self, thing: T) -> Result<(), Refused<T>> {
        let mut line = self.lock();
        if line.closed {
            return Err(Refused::Closed(thing));
        }
        if line.waiting.len() >= self.room {
            return Err(Refused::Full(thing));
        }
        line.waiting.push_back(thing);
        drop(line);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most` of what is there; nothing once closed and empty.
    pub(crate) fn take(&self, most: usize) -> Vec<T> {
        let line = self.lock();
        let wait = self.arrived.wait_while(line, |line| line.waiting.is_empty() && !line.closed);
        let mut line = wait.unwrap_or_else(PoisonError::into_inner);
        let count = line.waiting.len().min(most);
        line.waiting.drain(..count).collect()
    }

    /// Lets nothing more in; what waits is still taken.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    // No caller's code runs under the lock, so a poisoned line is still a whole one.
    fn lock(&self) -> MutexGuard<'_, Line<T>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
