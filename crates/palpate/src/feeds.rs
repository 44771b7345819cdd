//! The way out for calendars by their address: HTTPS, bounded in time and size, to machines of the open internet alone unless
//! the settings say otherwise. The address that was looked up is the one that is asked, so that a name cannot lead elsewhere
//! between the look and the asking.
use crate::acme::wire::Https;
use app::door::{Reach, Unreached};
use axum::{
    body::Body,
    http::{
        HeaderValue, Request, StatusCode, Uri,
        header::{ACCEPT, HOST, LOCATION, USER_AGENT},
    },
};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    runtime::Handle,
};
use tokio_rustls::rustls::pki_types::ServerName;

/// How long one address may take, from the first look-up to its last byte.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it may lead on within its own host.
const LEADS: usize = 3;

/// Asks addresses, on the runtime that serves.
pub(crate) struct Feeds {
    handle: Handle,
    /// Nothing where this system names no authorities: then nobody is believed, and nothing brought.
    https: Option<Https>,
    /// May machines of the own network be asked, and this one plainly?
    private: bool,
}

type Fetched<T> = Result<T, Unreached>;

impl Feeds {
    pub(crate) fn new(handle: Handle, private: bool) -> Feeds {
        Feeds { handle, https: Https::believing(None).ok(), private }
    }

    async fn follow(&self, url: &str, most: usize) -> Fetched<Vec<u8>> {
        let mut uri: Uri = url.parse().map_err(|_| Unreached::NoAnswer)?;
        for _ in 0..=LEADS {
            let answer = self.ask(&uri).await?;
            if !answer.status().is_redirection() {
                if answer.status() != StatusCode::OK {
                    return Err(Unreached::Refused);
                }
                let body = axum::body::to_bytes(Body::new(answer.into_body()), most).await;
                return body.map(|bytes| bytes.to_vec()).map_err(|why| unfinished(&why));
            }
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).ok_or(Unreached::Refused)?;
            uri = led(&uri, to)?;
        }
        Err(Unreached::Refused)
    }

    async fn ask(&self, uri: &Uri) -> Fetched<axum::http::Response<Incoming>> {
        let host = uri.host().ok_or(Unreached::NoAnswer)?.trim_matches(['[', ']']).to_owned();
        let secure = uri.scheme_str() == Some("https");
        let address = self.look_up(&host, uri.port_u16().unwrap_or(if secure { 443 } else { 80 })).await?;
        let plainly = self.private && address.ip().is_loopback();
        if !(secure || plainly) {
            return Err(Unreached::Private);
        }
        let stream = TcpStream::connect(address).await.map_err(|_| Unreached::NoAnswer)?;
        if !secure {
            return send(stream, uri).await;
        }
        let connector = self.https.as_ref().ok_or(Unreached::NoAnswer)?.connector();
        let name = ServerName::try_from(host).map_err(|_| Unreached::NoAnswer)?;
        send(connector.connect(name, stream).await.map_err(|_| Unreached::NoAnswer)?, uri).await
    }

    /// The first machine of this name; every machine of it must be one that may be asked.
    async fn look_up(&self, host: &str, port: u16) -> Fetched<SocketAddr> {
        let all = tokio::net::lookup_host((host, port)).await.map_err(|_| Unreached::NoAnswer)?;
        let all: Vec<SocketAddr> = all.collect();
        if !self.private && all.iter().any(|address| is_own(address.ip())) {
            return Err(Unreached::Private);
        }
        all.first().copied().ok_or(Unreached::NoAnswer)
    }
}

impl Reach for Feeds {
    fn fetch(&self, url: &str, most: usize) -> Fetched<Vec<u8>> {
        let asked = async { tokio::time::timeout(PATIENCE, self.follow(url, most)).await };
        self.handle.block_on(asked).unwrap_or(Err(Unreached::NoAnswer))
    }
}

/// A body that ended before its end: too large, or broken off.
fn unfinished(why: &axum::Error) -> Unreached {
    let mut cause: Option<&dyn std::error::Error> = Some(why);
    while let Some(one) = cause {
        if one.to_string().contains("length limit exceeded") {
            return Unreached::TooLarge;
        }
        cause = one.source();
    }
    Unreached::NoAnswer
}

/// Where an answer leads: another path of the same host, spoken to in the same way.
fn led(from: &Uri, to: &str) -> Fetched<Uri> {
    let to = if to.starts_with('/') && !to.starts_with("//") {
        format!("{}://{}{to}", from.scheme_str().unwrap_or("https"), from.authority().map_or("", |one| one.as_str()))
    } else {
        to.to_owned()
    };
    let to: Uri = to.parse().map_err(|_| Unreached::Refused)?;
    let same = to.scheme() == from.scheme() && to.authority() == from.authority();
    if same { Ok(to) } else { Err(Unreached::Elsewhere) }
}

async fn send<S>(stream: S, uri: &Uri) -> Fetched<axum::http::Response<Incoming>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shaken = hyper::client::conn::http1::handshake::<_, Body>(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(|_| Unreached::NoAnswer)?;
    // It ends when the answer is read, or dropped.
    tokio::spawn(connection);
    let authority = uri.authority().map_or("", |one| one.as_str());
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from(uri.path_and_query().cloned().ok_or(Unreached::NoAnswer)?);
    let heads = request.headers_mut();
    heads.insert(HOST, HeaderValue::from_str(authority).map_err(|_| Unreached::NoAnswer)?);
    heads.insert(ACCEPT, HeaderValue::from_static("text/calendar, */*;q=0.1"));
    heads.insert(USER_AGENT, HeaderValue::from_static("Palpate"));
    sender.send_request(request).await.map_err(|_| Unreached::NoAnswer)
}

/// Is it this machine, or one of its own network, or no single machine at all? (RFC 6890)
fn is_own(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_own_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_own_v4(ip),
            None => is_own_v6(ip),
        },
    }
}

fn is_own_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast();
    special || shared || a == 0 || a >= 240 || (a == 198 && (18..20).contains(&b)) || (a == 192 && b == 0)
}

fn is_own_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let local = first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80;
    // 64:ff9b::/96 and 2002::/16 carry an address of the older kind, which could be any.
    let carried = (first == 0x64 && second == 0xff9b) || first == 0x2002;
    ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || local || carried
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, response::Redirect, routing::get};

    /// What a server on this machine answers, asked with the own network allowed or not.
    fn asked(private: bool, paths: &[&str]) -> Vec<Fetched<Vec<u8>>> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let pages = Router::new()
            .route("/a.ics", get(|| async { "BEGIN:VCALENDAR" }))
            .route("/moved", get(|| async { Redirect::permanent("/a.ics") }))
            .route("/round", get(|| async { Redirect::permanent("/round") }))
            .route("/away", get(|| async { Redirect::permanent("http://127.0.0.2/a.ics") }))
            .route("/large", get(|| async { "x".repeat(65) }));
        runtime.spawn(async { axum::serve(listener, pages).await.unwrap() });
        let feeds = Feeds::new(runtime.handle().clone(), private);
        paths.iter().map(|path| feeds.fetch(&format!("http://127.0.0.1:{port}{path}"), 64)).collect()
    }

    #[test]
    fn a_calendar_is_fetched_and_followed_within_its_host_and_no_further() {
        let calendar = Ok(b"BEGIN:VCALENDAR".to_vec());
        let got = asked(true, &["/a.ics", "/moved", "/round", "/away", "/nothing", "/large"]);
        let [refused, elsewhere, large] =
            [Unreached::Refused, Unreached::Elsewhere, Unreached::TooLarge].map(Err::<Vec<u8>, _>);
        assert_eq!(got, [calendar.clone(), calendar, refused.clone(), elsewhere, refused, large]);
    }

    #[test]
    fn the_own_network_is_not_asked_unless_the_settings_allow_it() {
        assert_eq!(asked(false, &["/a.ics"]), [Err(Unreached::Private)]);
        for own in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.9",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_own(own.parse().unwrap()), "{own}");
        }
        for open in ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"] {
            assert!(!is_own(open.parse().unwrap()), "{open}");
        }
    }
}
