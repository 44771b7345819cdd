//! People who write as fast as they can, and remember what was answered.
use crate::{
    ground::Ground,
    serving::{Browser, Serving, verify},
};
use std::{
    collections::HashMap,
    hash::{BuildHasher, Hasher, RandomState},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How many people write at once.
const PEOPLE: usize = 6;

/// An act that was answered "done": its id and the words it recorded; no words for the opening of a session.
pub(crate) type Kept = (String, Option<String>);

/// A practice with a client for each who writes.
pub(crate) struct Practice {
    pub(crate) marta: Browser,
    clients: Vec<String>,
}

/// A fresh UUIDv7 as a form carries it.
pub(crate) fn act() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("01930000-0000-7000-{:04x}-{:012x}", 0x8000 + (n >> 48), (u64::from(std::process::id()) << 24) + n)
}

/// A number that nobody chose, below the bound.
pub(crate) fn chance(below: u64) -> u64 {
    RandomState::new().build_hasher().finish() % below
}

impl Practice {
    /// Founds it on the running program.
    pub(crate) fn found(serving: &Serving) -> Practice {
        let marta = serving.found();
        let client = |n: usize| {
            let made = marta.post(serving.address, "/clients", &format!("legal_name=Client+{n}")).unwrap();
            assert_eq!(made.status, 303);
            made.location.split('/').nth(2).unwrap().to_string()
        };
        let clients = (0..PEOPLE).map(client).collect();
        Practice { marta, clients }
    }

    /// Opens a session of the nth client; its address.
    pub(crate) fn session(&self, to: SocketAddr, n: usize, act: &str) -> Option<String> {
        let url = format!("/clients/{}/sessions", self.clients[n]);
        let opened = self.marta.post(to, &url, &format!("_act={act}&kind=seen"))?;
        (opened.status == 303).then_some(opened.location)
    }
}

/// The writers at work.
pub(crate) struct Writing {
    stop: Arc<AtomicBool>,
    kept: Arc<Mutex<Vec<Kept>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Writing {
    /// Everybody begins.
    pub(crate) fn start(practice: &Arc<Practice>, to: SocketAddr) -> Writing {
        let stop = Arc::new(AtomicBool::new(false));
        let kept = Arc::new(Mutex::new(Vec::new()));
        let person = |n: usize| {
            let (practice, stop, kept) = (practice.clone(), stop.clone(), kept.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    write_session(&practice, to, n, &stop, &kept);
                }
            })
        };
        let threads = (0..PEOPLE).map(person).collect();
        Writing { stop, kept, threads }
    }

    /// How many acts were answered so far.
    pub(crate) fn count(&self) -> usize {
        self.kept.lock().unwrap().len()
    }

    /// Waits until so many more were answered.
    pub(crate) fn wait_for(&self, more: usize) {
        let (before, began) = (self.count(), Instant::now());
        while self.count() < before + more {
            assert!(began.elapsed() < Duration::from_secs(120), "no act is answered");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Everybody stops; what was answered.
    pub(crate) fn end(self) -> Vec<Kept> {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        std::mem::take(&mut *self.kept.lock().unwrap())
    }
}

/// One session: opened, and what came back recorded in it.
fn write_session(practice: &Practice, to: SocketAddr, n: usize, stop: &AtomicBool, kept: &Mutex<Vec<Kept>>) {
    let opening = act();
    let Some(session) = practice.session(to, n, &opening) else {
        return std::thread::sleep(Duration::from_millis(20));
    };
    kept.lock().unwrap().push((opening, None));
    for _ in 0..20 {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let act = act();
        let words = format!("words of {act}");
        let fields = format!("_act={act}&code=lighter&detail={}", words.replace(' ', "+"));
        match practice.marta.post(to, &format!("{session}/responses"), &fields) {
            Some(reply) if reply.status == 303 => kept.lock().unwrap().push((act, Some(words))),
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Everything that was answered is in the record, once and word for word, and every seal holds.
pub(crate) fn assert_kept(ground: &Ground, kept: &[Kept]) {
    let (code, said) = verify(ground);
    assert_eq!(code, Some(0), "{said}");
    let mut responses: HashMap<String, Vec<String>> = HashMap::new();
    for (act, words) in ground.rows("select act, detail as text from response") {
        responses.entry(act).or_default().push(words);
    }
    let sessions: HashMap<_, _> = ground.rows("select act, kind as text from session").into_iter().collect();
    for (act, words) in kept {
        match words {
            Some(words) => assert_eq!(responses.get(act), Some(&vec![words.clone()]), "{act} was answered"),
            None => assert_eq!(sessions.get(act).map(String::as_str), Some("seen"), "{act} was answered"),
        }
    }
    for (act, words) in &responses {
        assert_eq!(words, &[format!("words of {act}")], "whole, or not at all");
    }
}
