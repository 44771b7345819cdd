//! `palpate serve`: the practice, in the browser.
use crate::{
    acme::{Domain, Keeper},
    feeds::Feeds,
    outcome::Outcome,
    place::Data,
    rounds::Rounds,
    terminal,
    ticks::Ticks,
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
    net::{IpAddr, SocketAddr, TcpListener},
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
    /// Let calendars be read by address from machines of the own network too.
    #[arg(long, env = "PALPATE_PRIVATE_CALENDARS")]
    private_calendars: bool,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    domain: Domain,
    #[command(flatten)]
    rounds: Rounds,
}

impl Serve {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        let place = self.data.place()?;
        let keeper = self.domain.keeper(&self.data)?;
        let tls = match &keeper {
            Some(keeper) => Some(keeper.config()?),
            None => self.files.config()?,
        };
        if !self.listen.ip().is_loopback() && self.behind_proxy.is_none() && tls.is_none() {
            return Err(Outcome::Input(format!(
                "{} can be reached from other machines, and health records do not travel in the clear: \
                 give --domain NAME, or --cert and --key, or --behind-proxy ADDR, or listen on 127.0.0.1",
                self.listen
            )));
        }
        if let Some(metrics) = self.metrics.filter(|metrics| !metrics.ip().is_loopback()) {
            return Err(Outcome::Input(format!(
                "{metrics} is not of this machine alone; metrics go to 127.0.0.1 or [::1]"
            )));
        }
        // Taken first: where somebody else listens there, nothing else is begun.
        let listener = listen(self.listen)?;
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
        let outside =
            Outside { listener, tls, keeper, metrics: self.metrics, private_calendars: self.private_calendars };
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
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    keeper: Option<Keeper>,
    metrics: Option<SocketAddr>,
    private_calendars: bool,
}

impl From<TcpListener> for Outside {
    /// Plainly, at one address.
    fn from(listener: TcpListener) -> Outside {
        Outside { listener, tls: None, keeper: None, metrics: None, private_calendars: false }
    }
}

/// Takes the port, before anything else is done; who connects waits until it is served.
pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener, Outcome> {
    let taken = |error| {
        Outcome::Input(format!(
            "cannot listen on {address}: {error}; choose another with --listen, port 0 takes any free one"
        ))
    };
    let listener = TcpListener::bind(address).map_err(taken)?;
    listener.set_nonblocking(true).map_err(taken)?;
    Ok(listener)
}

/// Serves until it is told to stop; what was answered is written when it returns. `ready` is called once with the address and, before set-up, its code.
pub(crate) fn serve(
    db: Db,
    mut settings: Settings,
    outside: impl Into<Outside>,
    ready: impl FnOnce(&str, Option<&str>) -> Result<(), Outcome>,
) -> Result<(), Outcome> {
    let Outside { listener, tls, keeper, metrics, private_calendars } = outside.into();
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
    let routes = app::routes();
    let router = app::door::router(&routes, &house);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ticks = Ticks::begin(routes, &house, Feeds::new(runtime.handle().clone(), private_calendars))?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // Heard from here on: whoever reads the address may stop it at once.
        let stop = stop()?;
        if let Some(address) = metrics {
            tokio::spawn(count(address, house.clone()));
        }
        if let Some(keeper) = keeper {
            tokio::spawn(keeper.keep());
        }
        let scheme = if tls.is_some() { "https" } else { "http" };
        ready(&format!("{scheme}://{}", listener.local_addr()?), code.as_deref())?;
        if let Some(tls) = tls {
            let service = router.layer(map_request(tell_peer)).into_make_service_with_connect_info::<Peer>();
            axum::serve(Secured::begin(listener, tls)?, service).with_graceful_shutdown(stop).await?;
            return Ok::<_, Outcome>(());
        }
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(stop).await?;
        Ok::<_, Outcome>(())
    });
    ticks.end();
    house.close();
    served
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

/// Ends when the system or the keyboard says so; both are heard from the moment this is called.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut keyboard, mut system) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! { _ = keyboard.recv() => {}, _ = system.recv() => {} }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
