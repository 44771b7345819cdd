//! The thread that asks, now and then, whether something is due that is done by itself.
use crate::{feeds::Feeds, outcome::Outcome};
use app::door::{House, Routes};
use std::{
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

/// How often it asks. What is due is due by the hour; half a minute is soon enough.
const ASK: Duration = Duration::from_secs(30);

/// It, while it runs.
pub(crate) struct Ticks {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Ticks {
    /// Begins; the first time is now.
    pub(crate) fn begin(routes: Routes, house: &Arc<House>, feeds: Feeds) -> Result<Ticks, Outcome> {
        let (stop, told) = channel();
        let house = house.clone();
        let thread = std::thread::Builder::new().name("ticks".into()).spawn(move || {
            loop {
                house.tick_reaching(&routes, Some(&feeds));
                if told.recv_timeout(ASK) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        })?;
        Ok(Ticks { stop, thread })
    }

    /// Ends, after what is being done.
    pub(crate) fn end(self) {
        drop(self.stop);
        // A panic has ended its work already.
        let _ = self.thread.join();
    }
}
