//! A practice of its own for each test, on each engine. Synchronous, as the rooms are.
use app::door::{House, Role, Settings, hex};
use axum::{
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
};
use db::{Act, Chain, Db, Place};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use tower::ServiceExt;

/// The code that opens set-up in tests.
pub const CODE: &str = "a1b2c3d4e5";
/// 24 November 2026, 09:00 in Madrid.
const MORNING: i64 = 1_795_507_200_000_000;

static COUNT: AtomicU64 = AtomicU64::new(0);

pub struct Site {
    pub db: Db,
    pub house: Arc<House>,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
    now: Arc<AtomicI64>,
    pub place: Place,
    folder: std::path::PathBuf,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub body: String,
    pub location: String,
    pub cookie: Option<String>,
    pub heads: header::HeaderMap,
}

/// Somebody's browser.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookie: Option<String>,
    pub id: String,
}

/// Runs a scenario on each engine. PostgreSQL where the environment names a server to make schemas on.
pub fn each_engine(test: impl Fn(&Site)) {
    test(&Site::new(None));
    match std::env::var("PALPATE_TEST_POSTGRES") {
        Ok(url) => test(&Site::new(Some(url))),
        Err(_) => println!("PALPATE_TEST_POSTGRES names no server: this ran on SQLite only; `cargo x test` runs both"),
    }
}

impl Site {
    /// An empty practice file, or schema.
    fn new(postgres: Option<String>) -> Site {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("palpate_it_{}_{n}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let place = match postgres {
            Some(url) => Place::Postgres { url, schema: name },
            None => Place::File(folder.join("practice.palpate")),
        };
        Db::migrate(&place, &app::migrations()).unwrap();
        let small = db::Settings { readers: 2, ..db::Settings::default() };
        let db = Db::open(&place, &app::migrations(), &small).unwrap();
        let now = Arc::new(AtomicI64::new(MORNING));
        let clock = now.clone();
        let house = House::open(
            db.clone(),
            knowledge(),
            Settings { set_up_code: Some(CODE.into()), ..Settings::default() },
            Arc::new(move || Timestamp::from_microsecond(clock.fetch_add(1, Ordering::Relaxed)).unwrap()),
            app::panels(),
        )
        .unwrap();
        let router = app::door::router(&app::routes(), &house);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Site { db, house, router, runtime, now, place, folder }
    }

    /// A practice that has begun, with an owner who treats.
    pub fn founded(&self) -> Browser {
        let reply = self.post(
            &Browser::default(),
            "/set-up",
            &[
                ("code", CODE),
                ("practice", "Hands and House"),
                ("zone", "Europe/Madrid"),
                ("jurisdiction", "ES"),
                ("locale", "en"),
                ("name", "Marta Lind"),
                ("login", "marta"),
                ("password", "linen and spruce"),
                ("treats", "yes"),
            ],
        );
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        Browser { cookie: reply.cookie, id: String::new() }
    }

    /// The founder, signed in anew.
    pub fn again(&self, login: &str) -> Browser {
        let fields = [("login", login), ("password", "linen and spruce")];
        let reply = self.post(&Browser::default(), "/sign-in", &fields);
        Browser { cookie: reply.cookie, id: String::new() }
    }

    /// Somebody with these roles, signed in.
    pub fn person(&self, login: &str, roles: &[Role]) -> Browser {
        let token = hex(Sha256::digest(format!("{login} {}", self.tick(1))));
        let digest = hex(Sha256::digest(&token));
        let id = format!("per_{login}");
        let (who, login, roles) = (id.clone(), login.to_string(), roles.to_vec());
        self.write(move |db| {
            let params = [("id", who.as_str().into()), ("login", login.as_str().into())];
            db.run(
                "insert into person (id, version, login, name, locale, profession, active, changed_at)
                 values (:id, 1, :login, :login, 'en', '', 1, 0)",
                &params,
            )?;
            for role in &roles {
                let params = [("person", who.as_str().into()), ("role", role.key().into())];
                db.run("insert into person_role (person, role) values (:person, :role)", &params)?;
            }
            let params = [("token", digest.as_str().into()), ("person", who.as_str().into()), ("at", MORNING.into())];
            db.run(
                "insert into sign_in (token, person, device, begun_at, seen_at, ends_at, locked)
                 values (:token, :person, '', :at, :at, :at + 57600000000, 0)",
                &params,
            )?;
            Ok(())
        });
        Browser { cookie: Some(format!("palpate={token}")), id }
    }

    /// A client of this person's, straight into the directory.
    pub fn client(&self, name: &str, of: &Browser) -> String {
        let id = format!("cli_{:0>26}", COUNT.fetch_add(1, Ordering::Relaxed));
        let person = if of.id.is_empty() { "marta" } else { of.id.trim_start_matches("per_") }.to_string();
        let (client, name) = (id.clone(), name.to_string());
        self.write(move |db| {
            db.run(
                "insert into client (id, version, legal_name, used_name, reading, name_key, pronouns, birth_on, clinical_sex, phone,
                   phone_digits, email, address, contact_by, emergency_name, emergency_phone, locale, guardian_name,
                   guardian_phone, identifier, insurer, pref_pressure, pref_table, pref_oil, pref_talk, made_at, changed_at)
                 values (:id, 1, :name, :name, '', lower(:name), '', '1983-05-04', 'female', '', '', '', '', '', '', '', 'en', '', '', '', '',
                   '', '', '', '', 0, 0)",
                &[("id", client.as_str().into()), ("name", name.as_str().into())],
            )?;
            db.run("insert into chart_of (client, chart) values (:id, :id)", &[("id", client.as_str().into())])?;
            db.run(
                "insert into circle (client, person, since_at) select :id, id, 0 from person where login = :login",
                &[("id", client.as_str().into()), ("login", person.as_str().into())],
            )?;
            Ok(())
        });
        id
    }

    /// Somebody who signs in as this client.
    pub fn patient(&self, login: &str, client: &str) -> Browser {
        let browser = self.person(login, &[Role::Client]);
        let (person, client) = (browser.id.clone(), client.to_string());
        self.write(move |db| {
            let params = [("person", person.as_str().into()), ("client", client.as_str().into())];
            db.run("insert into own_chart (person, client, since_at) values (:person, :client, 0)", &params).map(|_| ())
        });
        browser
    }

    /// This supervisor reads that practitioner's notes.
    pub fn supervise(&self, supervisor: &str, practitioner: &str) {
        let (a, b) = (supervisor.to_string(), practitioner.to_string());
        self.write(move |db| {
            let params = [("a", a.as_str().into()), ("b", b.as_str().into())];
            db.run("insert into supervision (supervisor, practitioner) values (:a, :b)", &params).map(|_| ())
        });
    }

    /// Gives somebody the password of the founder.
    pub fn password(&self, who: &Browser) {
        let id = who.id.clone();
        self.write(move |db| {
            db.run(
                "insert into credential (person, kind, hash, changed_at)
                 select :id, kind, hash, 0 from credential where kind = 'password'",
                &[("id", id.as_str().into())],
            )
            .map(|_| ())
        });
    }

    /// Does every seal hold?
    pub fn verified(&self) -> bool {
        let report = self.db.look(|db| db::verify(db, &[])).wait().unwrap();
        for fault in &report.faults {
            println!("{fault}");
        }
        report.faults.is_empty()
    }

    /// A change behind the program's back.
    pub fn write(&self, work: impl Fn(&mut db::Writer<'_>) -> Result<(), db::Error> + Send + 'static) {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let act = Act {
            id: format!("test {n}"),
            by: "test".into(),
            at: MORNING,
            secret: [7; 32],
            chains: vec![Chain::practice()],
        };
        self.db.act(act, work).wait().unwrap();
    }

    /// The texts that a statement finds, a row a line.
    pub fn texts(&self, sql: &'static str) -> Vec<String> {
        let found = self.db.look(move |db| db.rows(sql, &[], |row| Ok::<_, db::Error>(row.text("text")?.to_string())));
        found.wait().unwrap()
    }

    /// The trail as lines `who verb outcome`, oldest first, once the lines that wait are written.
    pub fn trail(&self) -> Vec<String> {
        self.house.settle();
        self.texts("select who || ' ' || verb || ' ' || outcome as text from trail order by seen_at, id")
    }

    /// Lets time pass, in seconds; gives the instant after.
    pub fn tick(&self, seconds: i64) -> i64 {
        self.now.fetch_add(seconds * 1_000_000, Ordering::Relaxed) + seconds * 1_000_000
    }

    pub fn get(&self, who: &Browser, url: &str) -> Reply {
        self.send(who, Method::GET, url, &[], Body::empty())
    }

    /// Sends a form as a browser does.
    pub fn post(&self, who: &Browser, url: &str, fields: &[(&str, &str)]) -> Reply {
        let body = serde_html_form::to_string(fields).unwrap();
        let heads = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(who, Method::POST, url, &heads, Body::from(body))
    }

    /// Sends JSON as a program with the browser's cookie does.
    pub fn json(&self, who: &Browser, url: &str, body: &str) -> Reply {
        let heads = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        self.send(who, Method::POST, url, &heads, Body::from(body.to_string()))
    }

    /// Another process before the same data: its own connections, its own house.
    pub fn beside(&self) -> (Db, Arc<House>, axum::Router) {
        let small = db::Settings { readers: 1, ..db::Settings::default() };
        let db = Db::open(&self.place, &app::migrations(), &small).unwrap();
        let clock = self.now.clone();
        let clock = move || Timestamp::from_microsecond(clock.fetch_add(1, Ordering::Relaxed)).unwrap();
        let house = House::open(db.clone(), knowledge(), Settings::default(), Arc::new(clock), app::panels()).unwrap();
        let router = app::door::router(&app::routes(), &house);
        (db, house, router)
    }

    /// Looks at a page of another process.
    pub fn get_beside(&self, router: &axum::Router, who: &Browser, url: &str) -> Reply {
        self.send_to(router, who, Method::GET, url, &[], Body::empty())
    }

    /// Whoever sits at the machine.
    pub fn terminal(&self) -> app::upkeep::Terminal {
        let clock = self.now.clone();
        let clock = move || Timestamp::from_microsecond(clock.fetch_add(1, Ordering::Relaxed)).unwrap();
        app::upkeep::Terminal::new(self.db.clone(), "root", Arc::new(clock))
    }

    pub fn send(&self, who: &Browser, method: Method, url: &str, heads: &[(&str, &str)], body: Body) -> Reply {
        self.send_to(&self.router, who, method, url, heads, body)
    }

    fn send_to(
        &self,
        router: &axum::Router,
        who: &Browser,
        method: Method,
        url: &str,
        heads: &[(&str, &str)],
        body: Body,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(url).header("host", "localhost");
        for (name, value) in heads {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &who.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.runtime.block_on(async {
            let reply = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
            Reply::read(reply).await
        })
    }
}

impl Reply {
    async fn read(reply: Response<Body>) -> Reply {
        let (head, body) = reply.into_parts();
        let bytes = axum::body::to_bytes(body, 16 << 20).await.unwrap();
        let text =
            |name| head.headers.get(name).and_then(|v: &header::HeaderValue| v.to_str().ok()).unwrap_or_default();
        let cookie = text(header::SET_COOKIE).split(';').next().filter(|pair| !pair.is_empty()).map(Into::into);
        Reply {
            status: head.status,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            location: text(header::LOCATION).to_string(),
            cookie,
            heads: head.headers.clone(),
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.house.close();
        self.db.clone().close();
        if let Place::Postgres { url, schema } = &self.place {
            let mut server = postgres::Client::connect(url, postgres::NoTls).unwrap();
            server.batch_execute(&format!("drop schema {schema} cascade; drop role {schema}_app")).unwrap();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Read once for all tests.
pub fn knowledge() -> Arc<clinical::knowledge::Knowledge> {
    static KNOWLEDGE: std::sync::LazyLock<Arc<clinical::knowledge::Knowledge>> = std::sync::LazyLock::new(|| {
        Arc::new(app::knowledge().unwrap_or_else(|problems| panic!("knowledge: {}", problems[0])))
    });
    KNOWLEDGE.clone()
}
