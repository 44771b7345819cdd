//! TLS in the program itself: certificate files, read once at the start.
use crate::outcome::Outcome;
use axum::{
    extract::{ConnectInfo, Request, connect_info::Connected},
    serve::{IncomingStream, Listener},
};
use clap::Args;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
    server::TlsStream,
};

/// How long a browser may take to begin speaking TLS.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many connections may wait, ready, until they are taken up.
const WAITING: usize = 128;

/// The certificate and its key.
#[derive(Args, Clone, Debug)]
pub(crate) struct Files {
    /// The certificate for this machine's name, with those that vouch for it, as PEM; palpate init --lan makes one.
    #[arg(long, value_name = "FILE", env = "PALPATE_CERT", requires = "key")]
    pub(crate) cert: Option<PathBuf>,
    /// The private key of that certificate, as PEM, readable by nobody else.
    #[arg(long, value_name = "FILE", env = "PALPATE_KEY", requires = "cert")]
    pub(crate) key: Option<PathBuf>,
}

impl Files {
    /// What TLS is spoken with; `None` where no files were given.
    pub(crate) fn config(&self) -> Result<Option<Arc<ServerConfig>>, Outcome> {
        let (Some(cert), Some(key)) = (&self.cert, &self.key) else { return Ok(None) };
        let unusable = |file: &Path, why: &dyn std::fmt::Display| {
            Outcome::Input(format!("{} cannot be used: {why}", file.display()))
        };
        let chain = CertificateDer::pem_file_iter(cert)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|why| unusable(cert, &why))?;
        let secret = PrivateKeyDer::from_pem_file(key).map_err(|why| unusable(key, &why))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
            .map_err(|why| unusable(cert, &why))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(Arc::new(config)))
    }
}

/// Connections on which TLS is spoken already. Shaking hands with a slow one keeps no other waiting.
pub(crate) struct Secured {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Secured {
    /// Begins to accept.
    pub(crate) fn begin(listener: TcpListener, config: Arc<ServerConfig>) -> std::io::Result<Secured> {
        let address = listener.local_addr()?;
        let (hand_over, ready) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, TlsAcceptor::from(config), hand_over));
        Ok(Secured { ready, address })
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    hand_over: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        // axum's own accepting, which waits a moment where the system has no room for another connection.
        let (stream, from) = tokio::select! {
            () = hand_over.closed() => return,
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let (acceptor, hand_over) = (acceptor.clone(), hand_over.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // Where nobody takes connections up any more, this one ends here.
                let _ = hand_over.send((stream, from)).await;
            }
        });
    }
}

impl Listener for Secured {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting ended, which it does only when the runtime does.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Where a connection came from.
#[derive(Clone)]
pub(crate) struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, Secured>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Secured>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

/// Tells the door where the request came from, as it is told without TLS.
pub(crate) async fn tell_peer(ConnectInfo(Peer(from)): ConnectInfo<Peer>, mut request: Request) -> Request {
    request.extensions_mut().insert(ConnectInfo(from));
    request
}

/// The day on which the first certificate of a file ends.
pub(crate) fn ends_on(file: &Path) -> Option<jiff::civil::Date> {
    holds(file).map(|(_, until)| until)
}

/// From which day to which the first certificate of a file holds.
pub(crate) fn holds(file: &Path) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let certificate = CertificateDer::from_pem_file(file).ok()?;
    // Certificate ::= { tbs ::= { [0] version, serial, algorithm, issuer, validity ::= { from, until }, … } … }
    let (_, certificate, _) = part(&certificate)?;
    let (_, mut tbs, _) = part(certificate)?;
    if part(tbs)?.0 == 0xa0 {
        tbs = part(tbs)?.2;
    }
    for _serial_algorithm_issuer in 0..3 {
        tbs = part(tbs)?.2;
    }
    let (_, validity, _) = part(tbs)?;
    let (tag, from, rest) = part(validity)?;
    let (other_tag, until, _) = part(rest)?;
    Some((date(tag, from)?, date(other_tag, until)?))
}

/// A date as a certificate says it.
fn date(tag: u8, digits: &[u8]) -> Option<jiff::civil::Date> {
    let text = std::str::from_utf8(digits).ok()?;
    // A short year (tag 0x17) is of 1950 to 2049, as RFC 5280 has it.
    let (year, rest) = if tag == 0x17 { text.split_at_checked(2)? } else { text.split_at_checked(4)? };
    let year: i16 = year.parse().ok()?;
    let year = if tag == 0x17 { year + if year < 50 { 2000 } else { 1900 } } else { year };
    jiff::civil::Date::new(year, rest.get(..2)?.parse().ok()?, rest.get(2..4)?.parse().ok()?).ok()
}

/// The first part of some DER: its tag, what it holds, and what follows it.
fn part(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        (digits.iter().try_fold(0usize, |sum, digit| sum.checked_mul(256)?.checked_add(usize::from(*digit)))?, rest)
    };
    let (holds, follows) = rest.split_at_checked(length)?;
    Some((tag, holds, follows))
}
