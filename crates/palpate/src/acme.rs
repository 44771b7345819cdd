//! A public certificate, fetched and renewed by the program itself (ACME, RFC 8555). The authority asks back on the very
//! port that browsers use, in TLS (TLS-ALPN-01, RFC 8737), so nothing else has to be reachable.
pub(crate) mod wire;

use crate::{
    outcome::Outcome,
    place::Data,
    serve::clock,
    terminal::{beside, private},
    tls,
};
use clap::Args;
use db::Place;
use instant_acme::{
    Account, AuthorizationStatus, ChallengeType, Identifier, LetsEncrypt, NewAccount, NewOrder, OrderStatus,
    RetryPolicy,
};
use jiff::tz::TimeZone;
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// The protocol in which the authority asks back.
const ASKED_BACK: &[u8] = b"acme-tls/1";
/// How often it looks whether the certificate is to be renewed.
const LOOK: Duration = Duration::from_secs(12 * 3600);
/// How long it waits after a failure; authorities count tries.
const AGAIN: Duration = Duration::from_secs(3600);

/// The name, and who is asked to vouch for it.
#[derive(Args, Clone, Debug)]
pub(crate) struct Domain {
    /// The public name of this machine: fetch a certificate for it from an ACME authority, and renew it. By this you
    /// agree to the authority's terms. The name must lead to this machine, and its port 443 to --listen.
    #[arg(long, value_name = "NAME", env = "PALPATE_DOMAIN", conflicts_with_all = ["cert", "behind_proxy"])]
    domain: Option<String>,
    /// Where the authority can write to you about the certificate.
    #[arg(long, value_name = "EMAIL", env = "PALPATE_ACME_CONTACT")]
    acme_contact: Option<String>,
    /// The authority's directory.
    #[arg(long, value_name = "URL", env = "PALPATE_ACME_DIRECTORY", default_value = LetsEncrypt::Production.url())]
    acme_directory: String,
    /// The certificates, as PEM, of who vouches for the authority's own server [default: the system's].
    #[arg(long, value_name = "FILE", env = "PALPATE_ACME_CA")]
    acme_ca: Option<PathBuf>,
    /// The folder that keeps the account and the certificate, for its owner alone [default: the data's name and .acme]
    #[arg(long, value_name = "DIR", env = "PALPATE_ACME_DIR")]
    acme_dir: Option<PathBuf>,
}

impl Domain {
    /// What keeps the certificate; `None` where no name was given.
    pub(crate) fn keeper(&self, data: &Data) -> Result<Option<Keeper>, Outcome> {
        let Some(name) = &self.domain else { return Ok(None) };
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        if !plain || !name.contains('.') || name.starts_with(['.', '-']) {
            return Err(Outcome::Input(format!("{name} is no public name, such as clinic.example.org")));
        }
        let folder = match (&self.acme_dir, data.place()?) {
            (Some(folder), _) => folder.clone(),
            (None, Place::File(file)) => beside(&file, ".acme"),
            (None, Place::Postgres { .. }) => {
                return Err(Outcome::Input("with a database server, --domain needs --acme-dir DIR".into()));
            }
        };
        fs::create_dir_all(&folder)
            .map_err(|why| Outcome::Input(format!("{} cannot be used: {why}", folder.display())))?;
        let keeper = Keeper {
            name: name.to_lowercase(),
            asked: self.clone(),
            http: wire::Https::believing(self.acme_ca.as_deref())?,
            folder,
            held: Arc::default(),
        };
        keeper.take_up();
        Ok(Some(keeper))
    }
}

/// The certificate that is shown, and the one that answers the authority.
#[derive(Debug, Default)]
struct Held {
    own: RwLock<Option<Arc<CertifiedKey>>>,
    answer: RwLock<Option<Arc<CertifiedKey>>>,
}

impl ResolvesServerCert for Held {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asked_back = hello.alpn().is_some_and(|mut protocols| protocols.any(|one| one == ASKED_BACK));
        let shown = if asked_back { &self.answer } else { &self.own };
        shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn put(place: &RwLock<Option<Arc<CertifiedKey>>>, key: Option<CertifiedKey>) {
    *place.write().unwrap_or_else(PoisonError::into_inner) = key.map(Arc::new);
}

/// Keeps the certificate of one name.
pub(crate) struct Keeper {
    name: String,
    asked: Domain,
    http: wire::Https,
    folder: PathBuf,
    held: Arc<Held>,
}

/// What went wrong with the authority, for the log.
type Went<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Keeper {
    /// What TLS is spoken with. Until there is a certificate, nobody gets further than shaking hands.
    pub(crate) fn config(&self) -> Result<Arc<ServerConfig>, Outcome> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|why| Outcome::Fault(why.to_string()))?
            .with_no_client_auth()
            .with_cert_resolver(self.held.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec(), ASKED_BACK.to_vec()];
        Ok(Arc::new(config))
    }

    /// Fetches and renews for as long as it is served.
    pub(crate) async fn keep(self) {
        loop {
            let wait = match self.is_due() {
                false => LOOK,
                true => match self.fetch().await {
                    Ok(()) => {
                        tracing::info!(name = self.name, "the certificate was fetched");
                        LOOK
                    }
                    Err(why) => {
                        tracing::error!(name = self.name, %why, "the certificate was not fetched; tried again in an hour");
                        AGAIN
                    }
                },
            };
            tokio::time::sleep(wait).await;
        }
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    /// Takes up what was fetched before, where it can be read.
    fn take_up(&self) {
        if let Ok(key) = certified(&self.file("crt"), &self.file("key")) {
            put(&self.held.own, Some(key));
        }
    }

    /// Is there none, or is less than a third of its time left?
    fn is_due(&self) -> bool {
        let today = clock().to_zoned(TimeZone::UTC).date();
        let Some((from, until)) = tls::holds(&self.file("crt")) else { return true };
        let days = |a: jiff::civil::Date, b: jiff::civil::Date| a.until(b).map_or(0, |span| i64::from(span.get_days()));
        days(today, until) * 3 <= days(from, until)
    }

    async fn fetch(&self) -> Went<()> {
        let account = self.account().await?;
        let names = [Identifier::Dns(self.name.clone())];
        let mut order = account.new_order(&NewOrder::new(&names)).await?;
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            match authorization.status {
                AuthorizationStatus::Valid => continue,
                AuthorizationStatus::Pending => {}
                other => return Err(format!("the authority's authorization is {other:?}").into()),
            }
            let mut challenge =
                authorization.challenge(ChallengeType::TlsAlpn01).ok_or("the authority does not ask back in TLS")?;
            let proof = challenge.key_authorization();
            put(&self.held.answer, Some(answer(&self.name, proof.digest().as_ref())?));
            challenge.set_ready().await?;
        }
        let ready = order.poll_ready(&RetryPolicy::default()).await;
        put(&self.held.answer, None);
        if ready? != OrderStatus::Ready {
            return Err("the authority could not make sure that the name leads here".into());
        }
        let key = KeyPair::generate()?;
        let mut own = CertificateParams::new(vec![self.name.clone()])?;
        own.distinguished_name = DistinguishedName::new();
        order.finalize_csr(own.serialize_request(&key)?.der()).await?;
        let chain = order.poll_certificate(&RetryPolicy::default()).await?;
        // The key first: a certificate without its key is taken for none, and fetched again.
        replace(&self.file("key"), key.serialize_pem().as_bytes())?;
        replace(&self.file("crt"), chain.as_bytes())?;
        put(&self.held.own, Some(certified(&self.file("crt"), &self.file("key"))?));
        Ok(())
    }

    /// The account with this authority: the one that is kept, else a new one.
    async fn account(&self) -> Went<Account> {
        let url = &self.asked.acme_directory;
        let host = url.split('/').nth(2).unwrap_or_default().replace(':', "_");
        let file = self.folder.join(format!("account.{host}.json"));
        let builder = || Account::builder_with_http(Box::new(self.http.clone()));
        if let Ok(kept) = fs::read_to_string(&file) {
            return Ok(builder().from_credentials(serde_json::from_str(&kept)?).await?);
        }
        let contact: Vec<String> = self.asked.acme_contact.iter().map(|address| format!("mailto:{address}")).collect();
        let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
        let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
        let (account, credentials) = builder().create(&new, url.clone(), None).await?;
        replace(&file, serde_json::to_string(&credentials)?.as_bytes())?;
        Ok(account)
    }
}

/// The certificate by which the authority knows that it reached who asked.
fn answer(name: &str, digest: &[u8]) -> Went<CertifiedKey> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key)?;
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    Ok(CertifiedKey::new(vec![certificate.der().clone()], ring::sign::any_supported_type(&key)?))
}

fn certified(chain: &Path, key: &Path) -> Went<CertifiedKey> {
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<Vec<_>, _>>()?;
    let key = ring::sign::any_supported_type(&PrivateKeyDer::from_pem_file(key)?)?;
    let key = CertifiedKey::new(chain, key);
    key.keys_match()?;
    Ok(key)
}

/// Writes a file for its owner alone in place of the one before: whole, or not at all.
fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = beside(file, ".part");
    let _ = fs::remove_file(&part);
    let mut new = private(&part)?;
    new.write_all(bytes)?;
    new.sync_all()?;
    fs::rename(&part, file)
}
