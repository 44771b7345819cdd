//! `palpate serve` as a process of its own, and a browser that speaks to it over the loopback.
use crate::ground::Ground;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_palpate");
/// The code of set-up stands at the end of the second line that the program prints.
const CODE: &str = "give this code: ";

/// A running program; killed when the test is over.
pub(crate) struct Serving {
    process: Child,
    pub(crate) address: SocketAddr,
    code: String,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) location: String,
    cookie: String,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Browser {
    cookie: String,
}

impl Serving {
    /// Starts the program on this data.
    pub(crate) fn start(ground: &Ground, is_new: bool) -> Serving {
        Serving::start_with(Command::new(PROGRAM), &ground.arguments(), is_new)
    }

    /// Starts it by another way to its data.
    pub(crate) fn start_by(arguments: &[String]) -> Serving {
        Serving::start_with(Command::new(PROGRAM), arguments, false)
    }

    /// Starts it under `strace` with these arguments; what is traced goes to the file.
    pub(crate) fn traced(ground: &Ground, strace: &[&str], into: &std::path::Path) -> Serving {
        let mut command = Command::new("strace");
        // -D: the program stays this process's own child, so that a kill is for it.
        command.args(["-D", "-f", "-y", "-q", "-o"]).arg(into).args(strace).arg("--").arg(PROGRAM);
        Serving::start_with(command, &ground.arguments(), false)
    }

    fn start_with(mut command: Command, arguments: &[String], is_new: bool) -> Serving {
        command.arg("serve").args(arguments).args(["--listen", "127.0.0.1:0"]);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let first = lines.next().expect("the program says where it serves");
        let address = first.rsplit("http://").next().unwrap().parse().unwrap();
        let second = if is_new { lines.next().unwrap_or_default() } else { String::new() };
        let code = second.split(CODE).nth(1).unwrap_or_default().to_string();
        Serving { process, address, code }
    }

    /// Sets the practice up; the founder is signed in.
    pub(crate) fn found(&self) -> Browser {
        let fields = format!(
            "code={}&practice=Hands&zone=Europe/Madrid&jurisdiction=ES&locale=en&name=Marta&login=marta\
             &password=linen+and+spruce&treats=yes",
            self.code
        );
        let reply = post(self.address, None, "/set-up", &fields).unwrap();
        assert_eq!(reply.status, 303);
        Browser { cookie: reply.cookie }
    }

    /// SIGKILL: the process does nothing more, not even closing its files.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Waits for the end of a process that is killed by something else.
    pub(crate) fn ended(&mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Browser {
    /// Sends a form. `None` where no answer came.
    pub(crate) fn post(&self, to: SocketAddr, url: &str, fields: &str) -> Option<Reply> {
        post(to, Some(&self.cookie), url, fields)
    }
}

fn post(to: SocketAddr, cookie: Option<&str>, url: &str, fields: &str) -> Option<Reply> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(5)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
    let request = format!(
        "POST {url} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n{cookie}\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{fields}",
        fields.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    // What came before the connection broke still counts.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let (head, _) = text.split_once("\r\n\r\n")?;
    let value = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value).to_string()
    };
    Some(Reply {
        status: head.split(' ').nth(1)?.parse().ok()?,
        location: value("location"),
        cookie: value("set-cookie").split(';').next().unwrap_or_default().to_string(),
    })
}

/// `palpate verify`: its exit code, and what it says.
pub(crate) fn verify(ground: &Ground) -> (Option<i32>, String) {
    let out = Command::new(PROGRAM).arg("verify").args(ground.arguments()).output().unwrap();
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
}
