//! A certificate fetched from an authority of the test's own: pebble, as Debian packs it, asks back over the network.
use crate::{
    program::{Place, Said, mode, palpate, w},
    serving::over_tls,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const NAME: &str = "clinic.palpate.test";

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The authority: where its directory is, who vouches for its server, and its own root.
struct Authority {
    directory: String,
    vouches: PathBuf,
    management: String,
    _running: [Running; 2],
}

impl Authority {
    /// Starts one that asks back at this port, where it is installed.
    fn start(folder: &Path, asks_at: u16) -> Option<Authority> {
        let installed = |name: &str| Path::new("/usr/bin").join(name).is_file();
        if !(installed("pebble") && installed("pebble-challtestsrv")) {
            println!("pebble is not installed: no certificate is fetched; `cargo x test` brings it on Debian");
            return None;
        }
        let (listens, manages, names, names_manage) = (port(), port(), port(), port());
        let (mut params, key) = (CertificateParams::new(Vec::<String>::new()).unwrap(), KeyPair::generate().unwrap());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let vouches = folder.join("vouches.pem");
        fs::write(&vouches, params.self_signed(&key).unwrap().pem()).unwrap();
        let own_key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let own = own.signed_by(&own_key, &Issuer::from_params(&params, &key)).unwrap();
        fs::write(folder.join("authority.crt"), own.pem()).unwrap();
        fs::write(folder.join("authority.key"), own_key.serialize_pem()).unwrap();
        let config = serde_json::json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{listens}"),
            "managementListenAddress": format!("127.0.0.1:{manages}"),
            "certificate": folder.join("authority.crt"),
            "privateKey": folder.join("authority.key"),
            "httpPort": 1, "tlsPort": asks_at, "ocspResponderURL": "", "externalAccountBindingRequired": false,
        }});
        fs::write(folder.join("pebble.json"), config.to_string()).unwrap();
        let start =
            |command: &mut Command| Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        // Whatever name is asked for, it says 127.0.0.1.
        let named = start(Command::new("/usr/bin/pebble-challtestsrv").args([
            "-defaultIPv4",
            "127.0.0.1",
            "-defaultIPv6",
            "",
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
            "-dns01",
            &format!("127.0.0.1:{names}"),
            "-management",
            &format!("127.0.0.1:{names_manage}"),
        ]));
        let pebble = start(
            Command::new("/usr/bin/pebble")
                .args(["-config", "pebble.json", "-dnsserver", &format!("127.0.0.1:{names}")])
                .env("PEBBLE_VA_NOSLEEP", "1")
                .current_dir(folder),
        );
        let authority = Authority {
            directory: format!("https://localhost:{listens}/dir"),
            vouches,
            management: format!("127.0.0.1:{manages}"),
            _running: [named, pebble],
        };
        let until = Instant::now() + Duration::from_secs(20);
        while over_tls(&authority.management, "localhost", &authority.vouches, "/roots/0").is_err() {
            assert!(Instant::now() < until, "pebble does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        Some(authority)
    }

    /// The root that vouches for what it issues, in a file.
    fn root(&self, folder: &Path) -> PathBuf {
        let answer = over_tls(&self.management, "localhost", &self.vouches, "/roots/0").unwrap();
        let file = folder.join("root.pem");
        fs::write(&file, answer.split_once("\r\n\r\n").unwrap().1).unwrap();
        file
    }
}

/// Serves the practice by its public name.
fn serve(place: &Place, port: u16, authority: &Authority) -> Running {
    let listen = format!("127.0.0.1:{port}");
    let mut command = place.on([w("serve"), w("--domain"), w(NAME), w("--listen"), w(&listen)]);
    command.args(["--acme-directory", &authority.directory, "--acme-ca"]).arg(&authority.vouches);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("https://"), "{first}");
    Running(child)
}

/// Asks until it answers by a certificate that this root vouches for.
fn answers(port: u16, root: &Path) -> bool {
    let until = Instant::now() + Duration::from_secs(40);
    while Instant::now() < until {
        if let Ok(answer) = over_tls(&format!("127.0.0.1:{port}"), NAME, root, "/health") {
            return answer.starts_with("HTTP/1.1 200");
        }
        thread::sleep(Duration::from_millis(100));
    }
    false
}

#[test]
fn a_certificate_is_fetched_kept_and_replaced_when_its_time_is_up() {
    let place = Place::file().made();
    let port = port();
    let Some(authority) = Authority::start(&place.folder, port) else { return };
    let root = authority.root(&place.folder);

    let served = serve(&place, port, &authority);
    assert!(answers(port, &root), "a first certificate");
    drop(served);
    let folder = place.path("practice.palpate.acme");
    let (crt, key) = (folder.join(format!("{NAME}.crt")), folder.join(format!("{NAME}.key")));
    let account = fs::read_dir(&folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .find(|file| file.file_name().unwrap().to_string_lossy().starts_with("account."))
        .unwrap();
    for file in [&crt, &key, &account] {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    let first = fs::read(&crt).unwrap();

    // It is taken up again as it is, and nobody is asked anew.
    let served = serve(&place, port, &authority);
    assert!(answers(port, &root));
    drop(served);
    assert_eq!(fs::read(&crt).unwrap(), first);

    // One that ended long ago is replaced, by the same account.
    let (old_key, mut old) = (KeyPair::generate().unwrap(), CertificateParams::new(vec![NAME.to_owned()]).unwrap());
    (old.not_before, old.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2020, 4, 1));
    fs::write(&crt, old.self_signed(&old_key).unwrap().pem()).unwrap();
    fs::write(&key, old_key.serialize_pem()).unwrap();
    let before = fs::read(&account).unwrap();
    let served = serve(&place, port, &authority);
    assert!(answers(port, &root), "a renewed certificate");
    drop(served);
    assert_eq!(fs::read(&account).unwrap(), before);
    place.run([w("doctor"), w("--cert"), w(&crt)]).says("well  The certificate holds until");
}

#[test]
fn a_name_that_cannot_be_vouched_for_is_refused_at_once() {
    let place = Place::file().made();
    for (words, why) in [
        (vec!["--domain", "localhost"], "no public name"),
        (vec!["--domain", "clinic.example.org", "--acme-ca", "not/there"], "cannot be used"),
    ] {
        let mut command = place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]);
        Said::of(command.args(words).output().unwrap()).ends(1).says(why);
    }
    let mut command = palpate();
    command.args(["serve", "--domain", "clinic.example.org", "--database-url", "postgres://a@localhost/b"]);
    Said::of(command.output().unwrap()).ends(1).says("--acme-dir");
}
