//! A load generator: threads with one kept connection each, over the loopback.
use crate::Result;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

/// One kept connection.
pub(crate) struct Wire {
    stream: BufReader<TcpStream>,
    cookie: String,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) cookie: String,
    pub(crate) body: Vec<u8>,
}

/// What is asked: a path, and for a `POST` its form.
pub(crate) type Request = (String, Option<String>);

impl Wire {
    pub(crate) fn to(address: SocketAddr, cookie: &str) -> Result<Wire> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Wire { stream: BufReader::new(stream), cookie: cookie.to_string() })
    }

    /// Asks and waits; `packed` says that the browser can unpack gzip.
    pub(crate) fn ask(&mut self, (path, form): &Request, packed: bool) -> Result<Reply> {
        let verb = if form.is_some() { "POST" } else { "GET" };
        let form = form.as_deref().unwrap_or_default();
        let packed = if packed { "accept-encoding: gzip\r\n" } else { "" };
        let head = format!(
            "{verb} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n{packed}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.cookie,
            form.len()
        );
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> Result<Reply> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        let mut reply = Reply { status, location: String::new(), cookie: String::new(), body: Vec::new() };
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "location" => reply.location = value.to_string(),
                "set-cookie" => reply.cookie = value.split(';').next().unwrap_or_default().to_string(),
                _ => {}
            }
        }
        reply.body = vec![0; length];
        self.stream.read_exact(&mut reply.body)?;
        Ok(reply)
    }
}

/// How a load went.
pub(crate) struct Load {
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

/// Asks from so many connections for so long; `request(n)` makes the nth request, and each must be answered `status`.
pub(crate) fn load(
    address: SocketAddr,
    cookie: &str,
    connections: u64,
    time: Duration,
    status: u16,
    request: impl Fn(u64) -> Request + Send + Sync + 'static,
) -> Result<Load> {
    let request = Arc::new(request);
    let began = Instant::now();
    let threads: Vec<_> = (0..connections)
        .map(|first| {
            let (request, cookie) = (request.clone(), cookie.to_string());
            std::thread::spawn(move || -> std::result::Result<Vec<Duration>, String> {
                let mut wire = Wire::to(address, &cookie).map_err(|why| why.to_string())?;
                let (mut took, mut n) = (Vec::new(), first);
                while began.elapsed() < time {
                    let asked = Instant::now();
                    let reply = wire.ask(&request(n), false).map_err(|why| why.to_string())?;
                    if reply.status != status {
                        return Err(format!("{} was answered {}", request(n).0, reply.status));
                    }
                    took.push(asked.elapsed());
                    n += connections;
                }
                Ok(took)
            })
        })
        .collect();
    let mut all = Vec::new();
    for thread in threads {
        all.extend(thread.join().map_err(|_| "a connection's thread panicked")??);
    }
    let per_second = all.len() as f64 / began.elapsed().as_secs_f64();
    all.sort_unstable();
    Ok(Load { per_second, p50: part(&all, 50), p99: part(&all, 99) })
}

/// The time that so many of a hundred stayed below; `sorted` ascending.
pub(crate) fn part(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get(sorted.len() * percent / 100).copied().unwrap_or_default()
}
