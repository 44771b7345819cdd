//! The program's own house, served over the loopback from this process, beside a page that costs nothing to make.
use crate::{Result, wire::Wire};
use app::door::{House, Settings};
use db::{Db, Place};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

const CODE: &str = "bench";

/// A practice that is served.
pub(crate) struct Running {
    pub(crate) db: Db,
    pub(crate) file: PathBuf,
    pub(crate) address: SocketAddr,
    pub(crate) cookie: String,
    /// The id of the person who is signed in.
    pub(crate) person: String,
    house: Arc<House>,
    runtime: tokio::runtime::Runtime,
}

impl Running {
    /// Founds a practice in this folder and serves it.
    pub(crate) fn open(folder: &Path) -> Result<Running> {
        let file = folder.join("practice.palpate");
        let db = Db::open(&Place::File(file.clone()), &app::migrations(), &db::Settings::default())?;
        let knowledge = app::knowledge().map_err(|_| "the knowledge cannot be read")?;
        let settings = Settings { set_up_code: Some(CODE.into()), ..Settings::default() };
        let house = House::open(db.clone(), Arc::new(knowledge), settings, Arc::new(now), app::panels())
            .map_err(|_| "the house does not open")?;
        let fixed = axum::routing::get(|size: axum::extract::Path<usize>| async move { vec![b'x'; size.0] });
        let router = app::door::router(&app::routes(), &house).route("/fixed/{size}", fixed);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let _ = axum::serve(listener, service).await;
        });
        let form = format!(
            "code={CODE}&practice=Hands&zone=Europe/Madrid&jurisdiction=ES&locale=en&name=Marta&login=marta\
             &password=linen+and+spruce&treats=yes"
        );
        let reply = Wire::to(address, "")?.ask(&("/set-up".into(), Some(form)), false)?;
        if reply.status != 303 {
            return Err(format!("set-up was answered {}", reply.status).into());
        }
        // Every chart is open to whoever treats here: what is asked for is spread over all of them.
        let form = "name=Hands&zone=Europe/Madrid&jurisdiction=ES&locale=en&charts=all&_version=1";
        let opened = Wire::to(address, &reply.cookie)?.ask(&("/practice".into(), Some(form.into())), false)?;
        if opened.status != 303 {
            return Err(format!("the practice's settings were answered {}", opened.status).into());
        }
        let person =
            db.look(|db| db.row("select id from person", &[], |row| Ok::<_, db::Error>(row.text("id")?.to_string())));
        let person = person.wait()?.ok_or("nobody is there")?;
        Ok(Running { db, file, address, cookie: reply.cookie, person, house, runtime })
    }

    /// The longest time (µs) that each act held the writer so far.
    pub(crate) fn longest(&self) -> Vec<(&'static str, u64)> {
        self.house.counts.longest()
    }

    /// Stops serving and closes the data.
    pub(crate) fn close(self) {
        self.runtime.shutdown_background();
        self.house.close();
        self.db.close();
    }
}

/// The machine's clock.
#[allow(clippy::disallowed_methods, reason = "this program's one clock")]
pub(crate) fn now() -> jiff::Timestamp {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
