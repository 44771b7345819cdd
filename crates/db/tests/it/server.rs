//! A PostgreSQL server of the test's own, to be crashed, and a wire to it that can be cut.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::ground::{folder, server};

pub(crate) struct Server {
    folder: PathBuf,
    programs: PathBuf,
    pub(crate) port: u16,
    tls: bool,
}

impl Server {
    /// Starts a server, where the tests may use PostgreSQL and its programs are found.
    pub(crate) fn start() -> Option<Server> {
        Server::begin(None)
    }

    /// The same, with TLS by this certificate and its key.
    #[allow(dead_code, reason = "not every test that has a server speaks TLS to it")]
    pub(crate) fn start_with_tls(certificate: &str, key: &str) -> Option<Server> {
        Server::begin(Some((certificate, key)))
    }

    fn begin(tls: Option<(&str, &str)>) -> Option<Server> {
        server()?;
        let Some(programs) = programs() else {
            println!("PostgreSQL's own programs are not found: its crash is not tried");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { folder: folder(), programs, port, tls: tls.is_some() };
        if let Some((uid, gid)) = other_user() {
            std::os::unix::fs::chown(&server.folder, Some(uid), Some(gid)).unwrap();
        }
        server.run("initdb", &["-A", "trust", "-U", "postgres", "-D", &server.data()]);
        if let Some((certificate, key)) = tls {
            for (name, text) in [("server.crt", certificate), ("server.key", key)] {
                let file = Path::new(&server.data()).join(name);
                std::fs::write(&file, text).unwrap();
                std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
                if let Some((uid, gid)) = other_user() {
                    std::os::unix::fs::chown(&file, Some(uid), Some(gid)).unwrap();
                }
            }
        }
        server.up();
        Some(server)
    }

    pub(crate) fn up(&self) {
        let tls = if self.tls { " -c ssl=on" } else { "" };
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1{tls}", self.port, self.folder.display());
        let log = self.folder.join("log");
        self.run("pg_ctl", &["-w", "-D", &self.data(), "-l", &log.to_string_lossy(), "-o", &options, "start"]);
    }

    /// Ends every process of the server at once, as a crash does.
    pub(crate) fn crash(&self) {
        self.run("pg_ctl", &["-w", "-D", &self.data(), "-m", "immediate", "stop"]);
    }

    pub(crate) fn url(&self, port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    fn data(&self) -> String {
        self.folder.join("data").to_string_lossy().into_owned()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(&self.folder).stdout(std::process::Stdio::null());
        if let Some((uid, gid)) = other_user() {
            std::os::unix::process::CommandExt::uid(&mut command, uid);
            std::os::unix::process::CommandExt::gid(&mut command, gid);
        }
        assert!(command.status().unwrap().success(), "{program}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if Path::new(&self.data()).join("postmaster.pid").exists() {
            self.crash();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions.filter_map(|v| Some(v.ok()?.path().join("bin"))).collect();
    found.retain(|bin| bin.join("initdb").exists());
    found.sort();
    found.pop()
}

/// The server refuses to run as root; then it runs as `postgres`.
fn other_user() -> Option<(u32, u32)> {
    let number = |arguments: &[&str]| -> Option<u32> {
        String::from_utf8(Command::new("id").args(arguments).output().ok()?.stdout).ok()?.trim().parse().ok()
    };
    if number(&["-u"])? != 0 {
        return None;
    }
    Some((number(&["-u", "postgres"])?, number(&["-g", "postgres"])?))
}

/// What the wire does with the next COMMIT.
#[derive(Clone, Copy)]
pub(crate) enum Cut {
    Never = 0,
    /// The server gets it, its answer is lost.
    BeforeTheAnswer = 1,
    /// The server never gets it.
    BeforeTheServer = 2,
}

/// A wire to the server.
pub(crate) struct Wire {
    pub(crate) port: u16,
    cut: Arc<AtomicU8>,
    /// What a connection must have carried before its COMMIT counts; empty where any does.
    about: Arc<Mutex<String>>,
}

impl Wire {
    pub(crate) fn to(server: &Server) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let wire = Wire { port, cut: Arc::default(), about: Arc::default() };
        let (port, cut, about) = (server.port, wire.cut.clone(), wire.about.clone());
        // It ends with the test's process.
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let Ok(far) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let (back, forth) = ((far.try_clone().unwrap(), near.try_clone().unwrap()), (near, far));
                let (cut, about) = (cut.clone(), about.clone());
                let muted = Arc::new(AtomicU8::new(0));
                let quiet = muted.clone();
                std::thread::spawn(move || carry(back.0, back.1, |_| quiet.load(Ordering::SeqCst) == 0));
                std::thread::spawn(move || {
                    let end = forth.1.try_clone().unwrap();
                    let mut carried = String::new();
                    carry(forth.0, forth.1, |bytes| {
                        let about = about.lock().unwrap().clone();
                        carried.push_str(&String::from_utf8_lossy(bytes));
                        let counts = carried.contains(&about);
                        if bytes.windows(6).any(|word| word == b"commit") {
                            carried.clear();
                        }
                        !counts || pass(bytes, &end, &cut, &muted)
                    });
                });
            }
        });
        wire
    }

    /// Cuts at the COMMIT of the transaction that carries these words. The program's own rounds commit too.
    #[allow(dead_code, reason = "not every test that has a wire means one act")]
    pub(crate) fn cut_for(&self, how: Cut, words: &str) {
        *self.about.lock().unwrap() = words.to_owned();
        self.cut(how);
    }

    pub(crate) fn cut(&self, how: Cut) {
        self.cut.store(how as u8, Ordering::SeqCst);
    }
}

/// Whether these bytes go on to the server.
fn pass(bytes: &[u8], server: &TcpStream, cut: &AtomicU8, muted: &AtomicU8) -> bool {
    if !bytes.windows(6).any(|w| w == b"commit") {
        return true;
    }
    match cut.swap(Cut::Never as u8, Ordering::SeqCst) {
        1 => {
            muted.store(1, Ordering::SeqCst);
            let mut server = server;
            server.write_all(bytes).unwrap();
            // Long enough for whoever would kill the program in this moment, on a busy machine too.
            std::thread::sleep(Duration::from_secs(1));
            false
        }
        2 => false,
        _ => true,
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, mut pass: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16384];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if !pass(&bytes[..count]) || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
