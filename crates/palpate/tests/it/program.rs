//! The program, run in a folder that goes when the test ends.
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder with a practice's data in it, or a schema elsewhere.
pub struct Place {
    pub folder: PathBuf,
    schema: Option<(String, String)>,
}

impl Place {
    /// A file in a new folder.
    pub fn file() -> Place {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("palpate_program_{}_{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Place { folder, schema: None }
    }

    /// A schema of the test server, where there is one.
    pub fn schema() -> Option<Place> {
        let Ok(url) = std::env::var("PALPATE_TEST_POSTGRES") else {
            println!("PALPATE_TEST_POSTGRES names no server: this ran on SQLite only; `cargo x test` runs both");
            return None;
        };
        let mut place = Place::file();
        let name = place.folder.file_name().unwrap().to_string_lossy().into_owned();
        place.schema = Some((url, name));
        Some(place)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("practice.palpate")
    }

    /// The server and the schema, where it is not a file.
    pub fn server(&self) -> Option<(&str, &str)> {
        self.schema.as_ref().map(|(url, schema)| (url.as_str(), schema.as_str()))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A subcommand on this place's data.
    pub fn on<const N: usize>(&self, words: [&OsStr; N]) -> Command {
        let mut command = palpate();
        command.current_dir(&self.folder).args(words);
        match &self.schema {
            None => command.arg("--data").arg(self.data()),
            Some((url, schema)) => command.args(["--database-url", url, "--schema", schema]),
        };
        command
    }

    /// The same, run to its end.
    pub fn run<const N: usize>(&self, words: [&OsStr; N]) -> Said {
        Said::of(self.on(words).output().unwrap())
    }

    /// An empty practice with its form, ready for set-up.
    pub fn made(self) -> Place {
        self.run([w("init")]).ends(0);
        self
    }

    /// A practice with an owner and a few acts, made through the browser's own pages.
    pub fn founded(self) -> Place {
        let place = self.made();
        let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
        served.found();
        served.stop();
        place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((url, schema)) = &self.schema
            && let Ok(mut server) = postgres::Client::connect(url, postgres::NoTls)
        {
            let _ = server.batch_execute(&format!("drop schema if exists {schema} cascade"));
            let _ = server.batch_execute(&format!("drop role if exists {schema}_app"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A word of a command line.
pub fn w(word: &(impl AsRef<OsStr> + ?Sized)) -> &OsStr {
    word.as_ref()
}

/// The binary, without whatever the tester's own environment says.
pub fn palpate() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palpate"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PALPATE_")) {
        command.env_remove(name);
    }
    command
}

/// How a run ended, and what it said.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: Output) -> Said {
        Said {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub fn ends(self, status: i32) -> Said {
        assert_eq!(self.status, status, "said: {}\nand: {}", self.out, self.err);
        self
    }

    pub fn says(self, words: &str) -> Said {
        assert!(self.out.contains(words) || self.err.contains(words), "not {words:?}: {}\n{}", self.out, self.err);
        self
    }
}

/// A program that serves.
pub struct Served {
    child: Child,
    pub address: String,
    pub code: Option<String>,
}

impl Served {
    pub fn start(mut command: Command) -> Served {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(Ok(first)) = lines.next() else {
            let mut why = String::new();
            child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("it did not serve: {why}");
        };
        let address = first.rsplit(' ').next().unwrap().trim_start_matches("http://").to_owned();
        // Before set-up a second line follows with the code; /health answers in any case.
        let code = Served::ask(&address, "GET", "/set-up", "")
            .starts_with("HTTP/1.1 200")
            .then(|| lines.next().unwrap().unwrap().rsplit(' ').next().unwrap().to_owned());
        Served { child, address, code }
    }

    /// One request; the whole answer as text.
    pub fn ask(address: &str, method: &str, path: &str, body: &str) -> String {
        Served::try_ask(address, method, path, body).unwrap()
    }

    pub fn try_ask(address: &str, method: &str, path: &str, body: &str) -> std::io::Result<String> {
        Served::send(address, method, path, "", body)
    }

    /// One request of somebody with this cookie.
    pub fn send(address: &str, method: &str, path: &str, cookie: &str, body: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             cookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    pub fn get(&self, path: &str) -> String {
        Served::ask(&self.address, "GET", path, "")
    }

    /// Signs somebody in; their cookie.
    pub fn sign_in(&self, login: &str, password: &str) -> String {
        let form = format!("login={login}&password={}", password.replace(' ', "+"));
        let answer = Served::ask(&self.address, "POST", "/sign-in", &form);
        let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        line.unwrap_or_else(|| panic!("{answer}")).split(';').next().unwrap().to_owned()
    }

    /// A page as whoever has this cookie sees it.
    pub fn get_as(&self, cookie: &str, path: &str) -> String {
        Served::send(&self.address, "GET", path, cookie, "").unwrap()
    }

    /// The same page as data.
    pub fn data_as(&self, cookie: &str, path: &str) -> serde_json::Value {
        let answer = self.get_as(cookie, &format!("/api{path}"));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        serde_json::from_str(body).unwrap()
    }

    /// Goes through set-up.
    pub fn found(&self) {
        let code = self.code.as_deref().expect("there is a practice already");
        let form = format!(
            "code={code}&practice=Linen&zone=Europe%2FMadrid&jurisdiction=ES&locale=en&name=Marta+Lind&login=marta\
             &password=linen+and+spruce&treats=yes"
        );
        let answer = Served::ask(&self.address, "POST", "/set-up", &form);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }

    /// As the system stops it; how it ended.
    pub fn stop(mut self) -> Option<i32> {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Who may read a file, as the last three octal digits.
#[cfg(unix)]
pub fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}
