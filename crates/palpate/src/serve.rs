//! `palpate serve`: the practice, in the browser.
use crate::{
    outcome::Outcome,
    place::Data,
    rounds::Rounds,
    terminal,
    tls::{Files, Peer, Secured, tell_peer},
};
use app::{
    door::{House, Settings, hex},
    upkeep::Terminal,
};
use axum::middleware::map_request;
use clap::Args;
use db::Db;
use std::{
    net::{IpAddr, SocketAddr},
    process::ExitCode,
    sync::Arc,
};
use tokio_rustls::rustls::ServerConfig;

/// Serve the practice to browsers.
///
/// On this machine alone it speaks plain HTTP. To be reached from others it needs a certificate, or a proxy before it
/// that has one: health records do not travel in the clear.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Where to listen; port 0 takes any free one.
    #[arg(long, value_name = "ADDR:PORT", env = "PALPATE_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address of a proxy in front that speaks TLS; only its X-Forwarded headers count.
    #[arg(long, value_name = "ADDR", env = "PALPATE_BEHIND_PROXY")]
    behind_proxy: Option<IpAddr>,
    /// Minutes without a request until a browser is locked.
    #[arg(long, value_name = "MINUTES", env = "PALPATE_IDLE_MIN", default_value_t = 30)]
    idle_min: i64,
    /// Hours until a sign-in ends.
    #[arg(long, value_name = "HOURS", env = "PALPATE_SIGN_IN_H", default_value_t = 16)]
    sign_in_h: i64,
    /// Count for Prometheus at http://ADDR:PORT/metrics, to this machine alone.
    #[arg(long, value_name = "ADDR:PORT", env = "PALPATE_METRICS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    rounds: Rounds,
}

impl Serve {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let place = self.data.place()?;
        let tls = self.files.config()?;
        if !self.listen.ip().is_loopback() && self.behind_proxy.is_none() && tls.is_none() {
            return Err(Outcome::Input(format!(
                "{} can be reached from other machines, and health records do not travel in the clear: \
                 give --cert and --key, or --behind-proxy ADDR, or listen on 127.0.0.1",
                self.listen
            )));
        }
        if let Some(metrics) = self.metrics.filter(|metrics| !metrics.ip().is_loopback()) {
            return Err(Outcome::Input(format!(
                "{metrics} is not of this machine alone; metrics go to 127.0.0.1 or [::1]"
            )));
        }
        let db = Db::open(&place, &app::migrations(), &db::Settings::default())?;
        let settings = Settings {
            tls: tls.is_some() || self.behind_proxy.is_some(),
            behind_proxy: self.behind_proxy,
            idle_min: self.idle_min,
            sign_in_h: self.sign_in_h,
            ..Settings::default()
        };
        let terminal = Terminal::new(db.clone(), &terminal::user(), Arc::new(clock));
        let rounds = self.rounds.begin(terminal)?;
        let outside = Outside { listen: self.listen, tls, metrics: self.metrics };
        let ended = serve(db.clone(), settings, outside, |address, code| {
            say!("Palpate serves at {address}");
            if let Some(code) = code {
                say!("There is no practice here yet. Open {address}/set-up and give this code: {code}");
            }
            Ok(())
        });
        // Every line of the trail is written by now, so the last signature covers all that was answered.
        let signed = rounds.end();
        db.close();
        ended.and(signed)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Where it is reached.
pub(crate) struct Outside {
    listen: SocketAddr,
    tls: Option<Arc<ServerConfig>>,
    metrics: Option<SocketAddr>,
}

impl From<SocketAddr> for Outside {
    /// Plainly, at one address.
    fn from(listen: SocketAddr) -> Outside {
        Outside { listen, tls: None, metrics: None }
    }
}

/// Serves until it is told to stop; what was answered is written when it returns. `ready` is called once with the address and, before set-up, its code.
pub(crate) fn serve(
    db: Db,
    mut settings: Settings,
    outside: impl Into<Outside>,
    ready: impl FnOnce(&str, Option<&str>) -> Result<(), Outcome>,
) -> Result<(), Outcome> {
    let Outside { listen, tls, metrics } = outside.into();
    let knowledge = app::knowledge().map_err(|problems| {
        Outcome::Fault(
            problems.first().map_or_else(String::new, |first| format!("the knowledge cannot be read: {first}")),
        )
    })?;
    if !app::setup::is_set_up(&db)? {
        settings.set_up_code = Some(code()?);
    }
    let code = settings.set_up_code.clone();
    let house = House::open(db, Arc::new(knowledge), settings, Arc::new(clock), app::panels())?;
    let router = app::door::router(&app::routes(), &house);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(|error| {
            Outcome::Input(format!(
                "cannot listen on {listen}: {error}; choose another with --listen, port 0 takes any free one"
            ))
        })?;
        if let Some(address) = metrics {
            tokio::spawn(count(address, house.clone()));
        }
        let scheme = if tls.is_some() { "https" } else { "http" };
        ready(&format!("{scheme}://{}", listener.local_addr()?), code.as_deref())?;
        if let Some(tls) = tls {
            let service = router.layer(map_request(tell_peer)).into_make_service_with_connect_info::<Peer>();
            axum::serve(Secured::begin(listener, tls)?, service).with_graceful_shutdown(stop()).await?;
            return Ok::<_, Outcome>(());
        }
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(stop()).await?;
        Ok::<_, Outcome>(())
    })?;
    house.close();
    Ok(())
}

/// Answers /metrics. That it cannot is logged, and keeps nobody from working.
async fn count(address: SocketAddr, house: Arc<House>) {
    let router = axum::Router::new()
        .route("/metrics", axum::routing::get(move || std::future::ready(house.counts.prometheus())));
    let served = match tokio::net::TcpListener::bind(address).await {
        Ok(listener) => axum::serve(listener, router).await,
        Err(why) => Err(why),
    };
    if let Err(why) = served {
        tracing::error!(%address, %why, "metrics cannot be served");
    }
}

/// The machine's clock: the one place where the program reads it.
#[allow(clippy::disallowed_methods, reason = "the one clock")]
pub(crate) fn clock() -> jiff::Timestamp {
    // To the microsecond, as records keep it.
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

/// A code to open set-up with: eight letters and digits that cannot be misread.
fn code() -> Result<String, Outcome> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Outcome::Fault(error.to_string()))?;
    Ok(hex(&bytes[..5]))
}

/// Ends when the system or the keyboard says so.
async fn stop() {
    let keyboard = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut term) => {
                tokio::select! { () = keyboard => {}, _ = term.recv() => {} }
            }
            Err(_) => keyboard.await,
        }
    }
    #[cfg(not(unix))]
    keyboard.await;
}
