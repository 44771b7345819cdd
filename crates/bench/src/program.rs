//! The program as a process of its own: how soon it answers, what it holds in memory, what a chart weighs.
use crate::{
    Result,
    report::{Aim, Report},
    wire::{Reply, Wire},
};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

struct Program {
    process: Child,
    address: SocketAddr,
    code: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the `palpate` that lies beside this program.
fn begin(file: &Path, is_new: bool) -> Result<Program> {
    let program: PathBuf = std::env::current_exe()?.with_file_name("palpate");
    let mut command = Command::new(program);
    command.arg("serve").arg("--data").arg(file).args(["--listen", "127.0.0.1:0"]);
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut lines = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
    let first = lines.next().ok_or("the program says nothing")??;
    let address = first.rsplit("http://").next().unwrap_or_default().parse()?;
    let code = if is_new {
        lines.next().ok_or("no code")??.rsplit(' ').next().unwrap_or_default().into()
    } else {
        String::new()
    };
    Ok(Program { process, address, code })
}

/// What a chart weighs over the wire, for a browser that unpacks gzip.
pub(crate) fn measure(report: &mut Report, folder: &Path) -> Result<()> {
    let program = begin(&folder.join("one.palpate"), true)?;
    let form = format!(
        "code={}&practice=Hands&zone=Europe/Madrid&jurisdiction=ES&locale=en&name=Marta&login=marta\
         &password=linen+and+spruce&treats=yes",
        program.code
    );
    let founded = Wire::to(program.address, "")?.ask(&("/set-up".into(), Some(form)), false)?;
    let mut wire = Wire::to(program.address, &founded.cookie)?;
    let made = wire.ask(&("/clients".into(), Some("legal_name=Ana+Lind".into())), false)?;
    if made.status != 303 {
        return Err(format!("a new client was answered {}", made.status).into());
    }
    let get = |wire: &mut Wire, url: &str, packed| -> Result<Reply> { wire.ask(&(url.to_string(), None), packed) };
    let page = get(&mut wire, &made.location, false)?;
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let after = get(&mut wire, &made.location, true)?.body.len();
    let mut first = after;
    for url in assets(&html) {
        first += get(&mut wire, &url, true)?.body.len();
        if url.ends_with(".js") {
            let script = get(&mut wire, &url, false)?.body;
            for module in imports(&url, &String::from_utf8_lossy(&script)) {
                first += get(&mut wire, &module, true)?.body.len();
            }
        }
    }
    let kb = |bytes: usize| format!("{:.1} KB", bytes as f64 / 1e3);
    let aim = Aim::AtMost(60.0, "≤ 60 KB");
    report.line(
        "chart page on a first visit, without fonts",
        kb(first),
        "page, styles, scripts".into(),
        first as f64 / 1e3,
        aim,
    );
    let aim = Aim::AtMost(15.0, "≤ 15 KB");
    report.line("chart page after", kb(after), "the page alone".into(), after as f64 / 1e3, aim);
    Ok(())
}

/// What a page asks its browser to fetch at once, without fonts.
fn assets(html: &str) -> BTreeSet<String> {
    let urls = html.split('"').filter(|text| text.starts_with("/assets/") && !text.contains("/fonts/"));
    // A sign is a part of its file: the file is fetched once.
    urls.filter_map(|url| url.split('#').next()).map(str::to_string).collect()
}

/// The modules that a script asks for in its turn.
fn imports(url: &str, script: &str) -> Vec<String> {
    let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = script.lines().filter_map(|line| line.strip_prefix("import \"./")?.split('"').next());
    named.map(|name| format!("{folder}/{name}")).collect()
}

/// Start to first page, and memory at rest, on the file as it is now.
pub(crate) fn start(report: &mut Report, folder: &Path) -> Result<()> {
    let file = folder.join("practice.palpate");
    let mut took = Vec::new();
    let mut held = 0.0_f64;
    for _ in 0..5 {
        let began = Instant::now();
        let program = begin(&file, false)?;
        let page = Wire::to(program.address, "")?.ask(&("/sign-in".into(), None), false)?;
        took.push(began.elapsed());
        if page.status != 200 {
            return Err(format!("the first page was answered {}", page.status).into());
        }
        std::thread::sleep(Duration::from_millis(300));
        held = held.max(own_memory(program.process.id())?);
    }
    took.sort_unstable();
    let start = crate::wire::part(&took, 50).as_secs_f64() * 1e3;
    let size = std::fs::metadata(&file)?.len() as f64 / 1e6;
    let beside = format!("a file of {size:.0} MB");
    report.line("start to first page", format!("{start:.0} ms"), beside.clone(), start, Aim::AtMost(100.0, "≤ 100 ms"));
    report.line(
        "memory at rest, without mapped files",
        format!("{held:.0} MB"),
        beside,
        held,
        Aim::AtMost(64.0, "≤ 64 MB"),
    );
    Ok(())
}

/// Resident memory of a process that is no file's, in MB.
fn own_memory(process: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
    let kb: f64 = line.split_whitespace().next().unwrap_or_default().parse()?;
    Ok(kb * 1024.0 / 1e6)
}
