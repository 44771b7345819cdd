//! Pages over HTTP: against their floor, over more data, and for a client of long standing.
use crate::{
    Result, Size, fill,
    floor::{self, Plans},
    house::Running,
    report::{Aim, Report},
    wire::{Load, Request, Wire, load},
};
use std::time::Duration;

/// How many browsers ask at once.
const BROWSERS: u64 = 4;
/// How many clients are asked for in turn: the warm set.
const WARM: u64 = 5_000;

fn chart(clients: u64, n: u64) -> Request {
    // Spread over all of them, the same on every run.
    (format!("/clients/{}", fill::id((n % WARM.min(clients)) * (clients / WARM.min(clients)))), None)
}

fn search(clients: u64, n: u64) -> Request {
    let name = fill::name((n % WARM.min(clients)) * (clients / WARM.min(clients))).to_lowercase();
    ("/clients/search".into(), Some(format!("q={name}")))
}

/// The chart page and the list of clients, each against its floor.
pub(crate) fn against_the_floor(report: &mut Report, house: &Running, size: &Size) -> Result<()> {
    let clients = size.clients;
    let list = |_: u64| -> Request { ("/clients".into(), None) };
    let day = |_: u64| -> Request { ("/today".into(), None) };
    one(report, house, size, "chart page", move |n| chart(clients, n))?;
    one(report, house, size, "day view of twelve visits", day)?;
    one(report, house, size, "list of clients", list)?;
    one(report, house, size, "search by name", move |n| search(clients, n))
}

fn one(
    report: &mut Report,
    house: &Running,
    size: &Size,
    what: &str,
    request: impl Fn(u64) -> Request + Copy + Send + Sync + 'static,
) -> Result<()> {
    let asked: Vec<Request> = (0..64).map(request).collect();
    let (pages, bytes) = floor::statements(house, &asked)?;
    let count = pages.first().map_or(0, Vec::len);
    let here = load(house.address, &house.cookie, BROWSERS, size.load, 200, request)?;
    let fixed = load(house.address, "", BROWSERS, size.load, 200, move |_| (format!("/fixed/{bytes}"), None))?;
    let said = format!("{:.0} a second, p50 {}, p99 {}", here.per_second, ms(here.p50), ms(here.p99));
    let floors = [
        (Plans::Renewed, "", Aim::AtLeast(0.5, "≥ 0.5")),
        (Plans::Stand, ", plans that stand beneath too", Aim::Shown),
    ];
    for (plans, how, aim) in floors {
        let raw = floor::per_second(&house.file, &pages, size.load, plans)?;
        let floor = 1.0 / (1.0 / fixed.per_second + 1.0 / raw);
        let beside = format!(
            "{floor:.0} a second: {count} statements {raw:.0}, a fixed page of {:.1} KB {:.0}",
            bytes as f64 / 1e3,
            fixed.per_second
        );
        let ratio = here.per_second / floor;
        report.line(&format!("{what}, {BROWSERS} browsers{how}"), said.clone(), beside, ratio, aim);
    }
    Ok(())
}

/// A time as the table shows it.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// What one browser meets: chart page and search.
pub(crate) struct Typical {
    chart: Load,
    search: Load,
}

/// One browser alone, over the warm set, which is asked for once before.
pub(crate) fn typical(house: &Running, clients: u64) -> Result<Typical> {
    let time = Duration::from_secs(5);
    load(house.address, &house.cookie, 1, time, 200, move |n| chart(clients, n))?;
    Ok(Typical {
        chart: load(house.address, &house.cookie, 1, time, 200, move |n| chart(clients, n))?,
        search: load(house.address, &house.cookie, 1, time, 200, move |n| search(clients, n))?,
    })
}

/// What the growth did to them.
pub(crate) fn growth(report: &mut Report, size: &Size, small: &Typical, large: &Typical) {
    let aim = Aim::AtMost(1.25, "≤ 1.25");
    for (what, small, large) in [("chart page", &small.chart, &large.chart), ("search", &small.search, &large.search)] {
        let ratio = large.p50.as_secs_f64() / small.p50.as_secs_f64();
        let here = format!("p50 {} at {} clients", ms(large.p50), size.grown);
        let beside = format!("p50 {} at {} clients", ms(small.p50), size.first);
        report.line(&format!("growth: {what}"), here, beside, ratio, aim);
    }
}

/// A thousand sessions against ten.
pub(crate) fn long_standing(report: &mut Report, house: &Running, clients: &[String; 2]) -> Result<()> {
    for tail in ["", "/sessions", "/measures"] {
        let mut found = Vec::new();
        for client in clients {
            let url = format!("/clients/{client}{tail}");
            found.push(
                load(house.address, &house.cookie, 1, Duration::from_secs(2), 200, move |_| (url.clone(), None))?.p50,
            );
        }
        let [ten, thousand] = found[..] else { continue };
        let what = format!("1,000 sessions: {}", if tail.is_empty() { "chart page" } else { &tail[1..] });
        let aim = if tail.is_empty() { Aim::AtMost(2.0, "≤ 2") } else { Aim::Shown };
        let ratio = thousand.as_secs_f64() / ten.as_secs_f64();
        report.line(&what, format!("p50 {}", ms(thousand)), format!("p50 {} with 10 sessions", ms(ten)), ratio, aim);
    }
    Ok(())
}

/// A letter that is begun, set on paper again at each asking: one browser alone.
pub(crate) fn letter(report: &mut Report, house: &Running, size: &Size) -> Result<()> {
    let form = "kind=referral&to=other&name=Dr+Ruiz&role=General+practice";
    let url = format!("/clients/{}/letters", fill::id(0));
    let begun = Wire::to(house.address, &house.cookie)?.ask(&(url, Some(form.into())), false)?;
    if begun.status != 303 {
        return Err(format!("a letter was answered {}", begun.status).into());
    }
    let url = format!("{}/pdf", begun.location);
    let set = load(house.address, &house.cookie, 1, size.load, 200, move |_| (url.clone(), None))?;
    let beside = format!("p99 {}", ms(set.p99));
    let took = set.p50.as_secs_f64() * 1e3;
    report.line("a letter as PDF", format!("p50 {}", ms(set.p50)), beside, took, Aim::AtMost(50.0, "≤ 50 ms"));
    Ok(())
}
