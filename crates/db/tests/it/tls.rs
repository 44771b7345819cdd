//! A PostgreSQL server that speaks TLS, reached as the connection string asks.

use std::path::{Path, PathBuf};

use db::{Db, Error, Place, Settings};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::ground::*;
use crate::server::Server;

/// Somebody who vouches: the certificate in a file, and what signs with it.
struct Authority {
    file: PathBuf,
    params: CertificateParams,
    key: KeyPair,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let file = folder.join(format!("{name}.pem"));
        std::fs::write(&file, params.self_signed(&key).unwrap().pem()).unwrap();
        Authority { file, params, key }
    }

    /// A certificate for `localhost` alone, and its key.
    fn vouch(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let own = own.signed_by(&key, &Issuer::from_params(&self.params, &self.key)).unwrap();
        (own.pem(), key.serialize_pem())
    }
}

/// Migrates and looks: is the connection encrypted, as the server sees it?
fn encrypted(url: &str, schema: &str) -> Result<bool, Error> {
    let place = Place::Postgres { url: url.to_owned(), schema: schema.to_owned() };
    Db::migrate(&place, &MIGRATIONS)?;
    // The practice's role may not see how its own connection is made; here it may.
    let mut admin = postgres::Client::connect(url.split('?').next().unwrap(), postgres::NoTls).unwrap();
    admin.batch_execute(&format!("grant pg_read_all_stats to \"{schema}_app\"")).unwrap();
    let db = Db::open(&place, &MIGRATIONS, &Settings { readers: 1, writers: 1, ..Settings::default() })?;
    let sql = "select case when ssl then 1 else 0 end as one from pg_stat_ssl where pid = pg_backend_pid()";
    let one = db.look(|r| r.row(sql, &[], |row| row.int("one").map(|one| one == 1))).wait()?;
    db.close();
    Ok(one.unwrap_or(false))
}

#[test]
fn tls_is_spoken_as_the_connection_string_asks() {
    let folder = folder();
    let (ours, theirs) = (Authority::new(&folder, "ours"), Authority::new(&folder, "theirs"));
    let (certificate, key) = ours.vouch();
    let Some(server) = Server::start_with_tls(&certificate, &key) else { return };
    let schema = unique();
    let asked = |host: &str, settings: &str| {
        encrypted(&format!("postgres://postgres@{host}:{}/postgres{settings}", server.port), &schema)
    };
    let (ours, theirs) = (ours.file.display(), theirs.file.display());
    let down = |went: Result<bool, Error>| matches!(went, Err(Error::Down(_)));

    assert!(asked("localhost", &format!("?sslmode=verify-full&sslrootcert={ours}")).unwrap());
    assert!(down(asked("localhost", &format!("?sslmode=verify-full&sslrootcert={theirs}"))), "another vouches");
    assert!(down(asked("127.0.0.1", &format!("?sslmode=verify-full&sslrootcert={ours}"))), "another name");
    assert!(asked("127.0.0.1", &format!("?sslmode=verify-ca&sslrootcert={ours}")).unwrap(), "the name is not asked");
    assert!(down(asked("127.0.0.1", &format!("?sslmode=verify-ca&sslrootcert={theirs}"))));
    assert!(down(asked("127.0.0.1", &format!("?sslmode=require&sslrootcert={theirs}"))), "require with an authority");
    assert!(asked("127.0.0.1", "?sslmode=require").unwrap(), "to whoever answers");
    assert!(asked("127.0.0.1", "?sslmode=prefer").unwrap());
    assert!(asked("127.0.0.1", "").unwrap(), "prefer, unsaid");
    assert!(!asked("127.0.0.1", "?sslmode=disable").unwrap());
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_server_without_tls_is_taken_where_it_is_only_preferred() {
    let Some(ground) = Ground::postgres() else { return };
    let Place::Postgres { url, schema } = &ground.place else { unreachable!() };
    Db::migrate(&ground.place, &MIGRATIONS).unwrap();
    assert!(!encrypted(&format!("{url}?sslmode=prefer"), schema).unwrap());
    assert!(matches!(encrypted(&format!("{url}?sslmode=require"), schema), Err(Error::Down(_))));
}

#[test]
fn another_machine_is_never_reached_in_clear_unless_that_is_said() {
    let asked = |settings: &str| {
        let url = format!("postgres://a@192.0.2.1/b?connect_timeout=1{settings}");
        Db::open(&Place::Postgres { url, schema: "x".into() }, &MIGRATIONS, &Settings::default()).map(|_| ())
    };
    for unsure in ["", "&sslmode=prefer"] {
        let Err(Error::Fault(why)) = asked(unsure) else { panic!("{unsure}") };
        assert!(why.contains("verify-full"), "{why}");
    }
    // Nobody lives at this address: it is tried.
    for said in ["&sslmode=disable", "&sslmode=require"] {
        assert!(matches!(asked(said), Err(Error::Down(_))), "{said}");
    }
}
