//! A PostgreSQL server of the tests' own: in a temporary folder, on a free port of this machine, as a user without
//! rights, and gone afterwards however the tests end.
//!
//! A small guard process owns the server and waits on a pipe whose other end this process holds. When this process
//! ends, whether well, by a fault or killed outright, the pipe closes, and the guard stops the server and removes the folder.

use crate::needs;
use crate::run::{Stop, asked, fault, program};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Makes a server in a fresh folder, says `ready` or what went wrong, waits for the pipe to close, and cleans up.
/// `$1` is the folder of the programs, `$2` the port.
const GUARD: &str = r#"
trap '' INT HUP TERM PIPE
folder=$(mktemp -d) || exit 1
remove() { rm -rf "$folder"; }
tell() { echo "fault"; cat "$folder/log" 2>/dev/null; remove; exit 1; }
"$1/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C >"$folder/log" 2>&1 || tell
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$folder'
max_connections = 200
END
"$1/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start >/dev/null 2>&1 || tell
echo ready 2>/dev/null
read -r _
"$1/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
remove
"#;

/// A running server; it is stopped and its folder removed when this is dropped.
pub(crate) struct Server {
    guard: Child,
    port: u16,
}

impl Server {
    /// Starts a server with the programs in `bin`.
    pub(crate) fn start(bin: &Path) -> Result<Server, Stop> {
        let doing = "starting PostgreSQL for the tests";
        let port = free_port().map_err(|why| fault(doing, why))?;
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard"]).arg(bin).arg(port.to_string());
        command.current_dir("/").process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        if needs::root() {
            let id = |flag| asked(program("id", [flag, "postgres"])).and_then(|number| number.parse().ok());
            match (id("-u"), id("-g")) {
                (Some(user), Some(group)) => command.uid(user).gid(group).env("HOME", "/"),
                _ => return Err(fault(doing, "there is no user `postgres`, and root may not run the server")),
            };
        }
        let mut guard = command.spawn().map_err(|why| fault(doing, why))?;
        let mut said = String::new();
        if let Some(out) = guard.stdout.take() {
            let mut out = BufReader::new(out);
            out.read_line(&mut said).map_err(|why| fault(doing, why))?;
            if said.trim() != "ready" {
                let _ = out.read_to_string(&mut said);
                let _ = guard.wait();
                return Err(fault(doing, said.trim_start_matches("fault").trim()));
            }
        }
        println!("PostgreSQL serves on 127.0.0.1:{port} for the tests");
        Ok(Server { guard, port })
    }

    /// The address with which a test signs in as the server's superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
