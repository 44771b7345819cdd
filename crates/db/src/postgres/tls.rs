//! PostgreSQL over TLS: `sslmode` and `sslrootcert` of the connection string, read as PostgreSQL's own programs read them.
//!
//! | sslmode | |
//! |---|---|
//! | disable | in clear |
//! | prefer | encrypted where the server offers it, to whoever answers; taken on this machine only |
//! | require | encrypted to whoever answers; with `sslrootcert` as verify-ca |
//! | verify-ca | and the certificate is vouched for by `sslrootcert`, whatever its name |
//! | verify-full | and it bears the name that is called |

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use postgres::Socket;
use postgres::config::SslMode;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};

use crate::Error;

/// What the connection string asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) mode: Mode,
    roots: Option<PathBuf>,
}

/// How sure the connection has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl Mode {
    fn read(word: &str) -> Result<Mode, Error> {
        Ok(match word {
            "disable" => Mode::Disable,
            "prefer" => Mode::Prefer,
            "require" => Mode::Require,
            "verify-ca" => Mode::VerifyCa,
            "verify-full" => Mode::VerifyFull,
            _ => return Err(Error::Fault("sslmode is disable, prefer, require, verify-ca or verify-full".to_owned())),
        })
    }

    /// What the driver is told; the rest is ours.
    pub(super) fn driver(self) -> SslMode {
        match self {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
        }
    }
}

impl Wanted {
    /// Takes the two settings out of a connection string, whose other settings the driver reads.
    pub(super) fn take(url: &str) -> Result<(String, Wanted), Error> {
        let mut wanted = Wanted { mode: Mode::Prefer, roots: None };
        let Some((address, settings)) = url.split_once('?') else { return Ok((url.to_owned(), wanted)) };
        let mut others = Vec::new();
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            match setting.split_once('=') {
                Some(("sslmode", word)) => wanted.mode = Mode::read(word)?,
                Some(("sslrootcert", path)) => wanted.roots = Some(PathBuf::from(plain(path)?)),
                _ => others.push(setting),
            }
        }
        let separator = if others.is_empty() { "" } else { "?" };
        Ok((format!("{address}{separator}{}", others.join("&")), wanted))
    }

    /// What makes the connections; none where they are in clear.
    pub(super) fn maker(&self) -> Result<Option<Maker>, Error> {
        let named = self.mode == Mode::VerifyFull;
        let roots = match (self.mode, &self.roots) {
            (Mode::Disable, _) => return Ok(None),
            (Mode::VerifyCa | Mode::VerifyFull, None) => {
                return Err(Error::Fault(
                    "sslmode=verify-ca and verify-full need sslrootcert=FILE: the certificates, as PEM, of who vouches \
                     for the server"
                        .to_owned(),
                ));
            }
            (Mode::Prefer, _) | (_, None) => None,
            (_, Some(file)) => Some(roots(file)?),
        };
        let provider = Arc::new(ring::default_provider());
        let refused = |why: &dyn std::fmt::Display| Error::Fault(format!("TLS cannot be spoken: {why}"));
        let vouched = match roots {
            None => None,
            Some(roots) => Some(
                WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                    .build()
                    .map_err(|why| refused(&why))?,
            ),
        };
        let verifier = Arc::new(Verifier { vouched, named, provider: provider.clone() });
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|why| refused(&why))?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(Some(Maker(TlsConnector::from(Arc::new(config)))))
    }
}

/// Undoes the %-signs of a setting.
fn plain(text: &str) -> Result<String, Error> {
    let wrong = || Error::Fault("sslrootcert cannot be read: a % is followed by two hexadecimal digits".to_owned());
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16)).ok_or_else(wrong);
        let byte = digit(rest.next())? * 16 + digit(rest.next())?;
        bytes.push(u8::try_from(byte).map_err(|_| wrong())?);
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn roots(file: &Path) -> Result<RootCertStore, Error> {
    let unusable = |why: &dyn std::fmt::Display| Error::Fault(format!("{} cannot be used: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|why| unusable(&why))? {
        let certificate = certificate.map_err(|why| unusable(&why))?;
        roots.add(certificate).map_err(|why| unusable(&why))?;
    }
    if roots.is_empty() { Err(unusable(&"it holds no certificate")) } else { Ok(roots) }
}

/// Believes what the mode lets it believe; that the other end holds the certificate's key is always proved.
#[derive(Debug)]
struct Verifier {
    vouched: Option<Arc<WebPkiServerVerifier>>,
    named: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let Some(vouched) = &self.vouched else { return Ok(ServerCertVerified::assertion()) };
        match vouched.verify_server_cert(own, between, name, ocsp, now) {
            // The name is asked last: all else holds.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.named => Ok(ServerCertVerified::assertion()),
            answer => answer,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Makes connections of one kind.
#[derive(Clone)]
pub(super) struct Maker(TlsConnector);

impl MakeTlsConnect<Socket> for Maker {
    type Stream = Secured;
    type TlsConnect = Making;
    type Error = std::convert::Infallible;

    fn make_tls_connect(&mut self, host: &str) -> Result<Making, Self::Error> {
        Ok(Making { connector: self.0.clone(), host: host.to_owned() })
    }
}

/// One connection, about to be made to this host.
pub(super) struct Making {
    connector: TlsConnector,
    host: String,
}

impl TlsConnect<Socket> for Making {
    type Stream = Secured;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Secured>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            let name = ServerName::try_from(self.host).map_err(io::Error::other)?;
            self.connector.connect(name, stream).await.map(|stream| Secured(Box::new(stream)))
        })
    }
}

/// A connection on which TLS is spoken.
pub(super) struct Secured(Box<tokio_rustls::client::TlsStream<Socket>>);

impl TlsStream for Secured {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Secured {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(cx, into)
    }
}

impl AsyncWrite for Secured {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_settings_are_taken_out_and_the_others_stay() {
        let take = |url: &str| Wanted::take(url).unwrap();
        let (rest, wanted) = take("postgres://a@b/c?x=1&sslmode=verify-full&sslrootcert=/etc/my%20ca.pem&y=2");
        assert_eq!(rest, "postgres://a@b/c?x=1&y=2");
        assert_eq!(wanted, Wanted { mode: Mode::VerifyFull, roots: Some("/etc/my ca.pem".into()) });
        assert_eq!(take("postgres://a@b/c").1.mode, Mode::Prefer);
        assert_eq!(take("postgres://a@b/c?sslmode=disable").0, "postgres://a@b/c");
        for wrong in ["postgres://a@b/c?sslmode=allow", "postgres://a@b/c?sslrootcert=%4"] {
            assert!(Wanted::take(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn who_is_to_be_verified_needs_somebody_who_vouches() {
        for mode in [Mode::VerifyCa, Mode::VerifyFull] {
            assert!(Wanted { mode, roots: None }.maker().is_err());
            assert!(Wanted { mode, roots: Some("/not/there".into()) }.maker().is_err());
        }
        assert!(Wanted { mode: Mode::Disable, roots: None }.maker().unwrap().is_none());
    }
}
