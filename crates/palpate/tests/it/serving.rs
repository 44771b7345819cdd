use crate::program::{Place, Said, Served, mode, palpate, w};
use std::{
    io::{BufRead, Read, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

fn each_engine(test: impl Fn(Place)) {
    test(Place::file());
    if let Some(place) = Place::schema() {
        test(place);
    }
}

#[test]
fn it_begins_serves_and_stops_on_both_engines() {
    each_engine(|place| {
        let place = place.made();
        let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
        assert!(served.get("/health").starts_with("HTTP/1.1 200"));
        served.found();
        assert_eq!(served.stop(), Some(0));
        place.run([w("verify")]).ends(0);
    });
}

#[test]
fn a_stop_loses_no_act_that_was_answered() {
    let place = Place::file().founded();
    let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
    let address = served.address.clone();
    let answered = AtomicI64::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let form = "login=marta&password=linen+and+spruce";
                while let Ok(answer) = Served::try_ask(&address, "POST", "/sign-in", form) {
                    if !answer.starts_with("HTTP/1.1 303") {
                        break;
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        thread::sleep(Duration::from_millis(900));
        assert_eq!(served.stop(), Some(0));
    });
    let file = rusqlite::Connection::open(place.data()).unwrap();
    let kept: i64 = file.query_row("select count(*) from sign_in", [], |row| row.get(0)).unwrap();
    let answered = answered.load(Ordering::Relaxed);
    // One more than those counted here: whoever went through set-up was signed in by it.
    assert!(answered > 0 && kept > answered, "{answered} answered, {kept} kept");
    place.run([w("verify")]).ends(0);
}

#[test]
fn it_backs_up_by_itself_signs_at_the_end_and_counts_for_this_machine_alone() {
    let place = Place::file().founded();
    let (heads, backups) = (place.path("heads"), place.path("backups"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let metrics = format!("127.0.0.1:{port}");
    let mut command = place.on([w("serve"), w("--listen"), w("127.0.0.1:0"), w("--metrics"), w(&metrics)]);
    command.arg("--checkpoint").arg(&heads).arg("--backup-dir").arg(&backups);
    let served = Served::start(command);
    served.get("/health");
    let counted = Served::ask(&metrics, "GET", "/metrics", "");
    assert!(counted.contains("palpate_looks_total") && !counted.contains("marta"), "{counted}");
    assert!(!served.get("/metrics").contains("palpate_looks_total"));
    let until = Instant::now() + Duration::from_secs(30);
    let found = || {
        std::fs::read_dir(&backups)
            .unwrap()
            .map(|one| one.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "palpate"))
    };
    while found().is_none() && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
    }
    let backup = found().expect("a first backup is due at once");
    assert_eq!(served.stop(), Some(0));
    place.run([w("verify"), w("--checkpoint"), w(&heads)]).ends(0).says("against the checkpoint of");
    Place::file().run([w("restore"), w(&backup)]).ends(0).says("Every seal holds");
    place.run([w("serve"), w("--metrics"), w("0.0.0.0:0")]).ends(1);
}

#[test]
fn of_two_processes_on_one_practice_one_makes_the_backup_that_is_due() {
    let Some(place) = Place::schema() else { return };
    let place = place.made();
    let backups = place.path("backups");
    let started = || {
        let mut command = place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]);
        command.arg("--backup-dir").arg(&backups);
        command
    };
    let commands = (started(), started());
    let served = thread::scope(|scope| {
        let one = scope.spawn(|| Served::start(commands.0));
        let other = scope.spawn(|| Served::start(commands.1));
        [one.join().unwrap(), other.join().unwrap()]
    });
    let until = Instant::now() + Duration::from_secs(30);
    let files = || std::fs::read_dir(&backups).map_or(0, Iterator::count);
    while !(files() == 1 && lines(&place) >= 1) && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
    }
    // The other had its turn as well by now, or has it when it stops.
    thread::sleep(Duration::from_secs(1));
    for one in served {
        assert_eq!(one.stop(), Some(0));
    }
    assert_eq!((files(), lines(&place)), (1, 1));
}

/// How many backups the trail tells of, on PostgreSQL.
fn lines(place: &Place) -> i64 {
    let (url, schema) = place.server().unwrap();
    let mut server = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let sql = format!("select count(*) from {schema}.trail where verb = 'backup.make' and outcome = 'done'");
    server.query_one(&sql, &[]).unwrap().get(0)
}

/// Says GET over TLS, believing only what `authority` vouches for, under this name.
pub fn over_tls(address: &str, name: &str, authority: &Path, path: &str) -> std::io::Result<String> {
    use tokio_rustls::rustls::{
        ClientConfig, ClientConnection, RootCertStore, StreamOwned,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    };
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, std::net::TcpStream::connect(address)?);
    write!(stream, "GET {path} HTTP/1.1\r\nhost: palpate.lan\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    match stream.read_to_string(&mut answer) {
        // Some end without saying so in TLS; what they said before is whole by its length.
        Err(why) if why.kind() == std::io::ErrorKind::UnexpectedEof && !answer.is_empty() => Ok(answer),
        Err(why) => Err(why),
        Ok(_) => Ok(answer),
    }
}

#[test]
fn a_practices_own_certificate_is_believed_by_who_trusts_its_authority_and_by_nobody_else() {
    let place = Place::file();
    place.run([w("init"), w("--lan"), w("palpate.lan")]).ends(0).says("trust.html");
    let folder = place.path("practice.palpate.palpate.lan");
    assert_eq!(mode(&folder.join("key.pem")), 0o600);
    assert!(std::fs::read_to_string(folder.join("trust.html")).unwrap().contains("<code>palpate.lan</code>"));
    place.run([w("init"), w("--lan"), w("palpate.lan")]).ends(2).says("already");
    place.run([w("init"), w("--lan"), w("no good")]).ends(1);
    let other = Place::file();
    other.run([w("init"), w("--lan"), w("palpate.lan")]).ends(0);

    let mut command = place.on([w("serve"), w("--listen"), w("0.0.0.0:0")]);
    command.arg("--cert").arg(folder.join("cert.pem")).arg("--key").arg(folder.join("key.pem"));
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let port = first.trim().rsplit(':').next().unwrap();
    let address = format!("127.0.0.1:{port}");
    let theirs = other.path("practice.palpate.palpate.lan").join("authority.crt");
    let answers = [
        over_tls(&address, "palpate.lan", &folder.join("authority.crt"), "/health"),
        over_tls(&address, "elsewhere.lan", &folder.join("authority.crt"), "/health"),
        over_tls(&address, "palpate.lan", &theirs, "/health"),
    ];
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.contains("https://"), "{first}");
    assert!(answers[0].as_ref().unwrap().starts_with("HTTP/1.1 200"), "{answers:?}");
    assert!(answers[1].is_err() && answers[2].is_err());
    let cert = folder.join("cert.pem");
    place
        .run([w("doctor"), w("--cert"), w(&cert)])
        .ends(2)
        .says("well  The certificate holds until")
        .says("No backup was ever made");
}

#[test]
fn settings_come_from_a_file_below_the_environment_and_the_flags() {
    let place = Place::file().made();
    let file = place.path("settings.toml");
    std::fs::write(&file, format!("data = {:?}\nlisten = \"0.0.0.0:0\"\n", place.data())).unwrap();
    let with = |words: &[&str]| {
        let output = palpate().arg("--settings").arg(&file).args(words).output().unwrap();
        Said::of(output)
    };
    with(&["verify"]).ends(0);
    with(&["verify", "--data", "not-there"]).ends(2).says("not-there");
    with(&["serve"]).ends(1).says("0.0.0.0");
    std::fs::write(&file, "lisen = \"127.0.0.1:0\"\n").unwrap();
    with(&["verify"]).ends(1).says("`lisen`");
}
