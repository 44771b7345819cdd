//! HTTPS to other machines: one request a connection. A certificate is fetched six times a year, a calendar four times an hour.
use crate::outcome::Outcome;
use axum::{
    body::Bytes,
    http::{HeaderValue, Request, Response, Uri, header::HOST},
};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use std::{
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// Where systems keep the certificates of those who vouch for servers.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
/// How long one answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// Believes what these authorities vouch for.
#[derive(Clone)]
pub(crate) struct Https(TlsConnector);

impl Https {
    /// The certificates of this file, else the system's.
    pub(crate) fn believing(file: Option<&Path>) -> Result<Https, Outcome> {
        let system = || SYSTEM.iter().map(PathBuf::from).find(|file| file.is_file());
        let file = file.map(PathBuf::from).or_else(system).ok_or_else(|| {
            Outcome::Input("this system keeps its authorities nowhere that is known: give --acme-ca FILE".into())
        })?;
        let unusable =
            |why: &dyn std::fmt::Display| Outcome::Input(format!("{} cannot be used: {why}", file.display()));
        let mut roots = RootCertStore::empty();
        let found = CertificateDer::pem_file_iter(&file).map_err(|why| unusable(&why))?;
        // Of a system's many, one that cannot be read is left out.
        roots.add_parsable_certificates(found.filter_map(Result::ok));
        if roots.is_empty() {
            return Err(unusable(&"it holds no certificate"));
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|why| Outcome::Fault(why.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Https(TlsConnector::from(Arc::new(config))))
    }

    /// What shakes hands with them.
    pub(crate) fn connector(&self) -> &TlsConnector {
        &self.0
    }
}

impl HttpClient for Https {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let connector = self.0.clone();
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, send(connector, request)).await {
                Ok(answered) => answered.map(BytesResponse::from).map_err(Error::Other),
                Err(late) => Err(Error::Other(late.into())),
            }
        })
    }
}

async fn send(connector: TlsConnector, request: Request<BodyWrapper<Bytes>>) -> super::Went<Response<Incoming>> {
    let (mut head, body) = request.into_parts();
    let authority = head.uri.authority().cloned().ok_or("the authority's address names no machine")?;
    if head.uri.scheme_str() != Some("https") {
        return Err("the authority's address begins with https://".into());
    }
    let host = authority.host().trim_matches(['[', ']']).to_owned();
    let stream = TcpStream::connect((host.as_str(), authority.port_u16().unwrap_or(443))).await?;
    let stream = connector.connect(ServerName::try_from(host)?, stream).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // It ends when the answer is read.
    tokio::spawn(connection);
    head.headers.insert(HOST, HeaderValue::from_str(authority.as_str())?);
    head.uri = Uri::from(head.uri.path_and_query().cloned().ok_or("the authority's address has no path")?);
    Ok(sender.send_request(Request::from_parts(head, body)).await?)
}
