//! Every page that links lead to, one of each route: how long it takes over little data and over much.
use crate::{
    Result, Size, fill,
    house::Running,
    report::{Aim, Report},
    wire::{Wire, part},
};
use axum::http::Method;
use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

/// How often each page is asked for, after it was asked for once.
const TIMES: usize = 21;
/// What a page may take, in ms, over little data; and over much.
const MOST: [f64; 2] = [5.0, 6.25];

/// One page of each route: the route's path, and the page's address.
pub(crate) type Pages = BTreeMap<&'static str, String>;

/// Follows the links from the day and from a chart that has something of everything.
pub(crate) fn pages(house: &Running) -> Result<Pages> {
    let mut routes: Vec<&'static str> =
        app::routes().iter().filter(|route| route.method == Method::GET).map(|route| route.path).collect();
    // What is named outright before what any word fits into.
    routes.sort_by_key(|path| path.matches('{').count());
    let mut wire = Wire::to(house.address, &house.cookie)?;
    let mut found = Pages::new();
    let mut waiting = VecDeque::from([format!("/clients/{}", fill::id(0)), "/today".into()]);
    while let Some(url) = waiting.pop_front() {
        let reply = wire.ask(&(url, None), false)?;
        let html = String::from_utf8_lossy(&reply.body);
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.split('#').next().unwrap_or_default().replace("&amp;", "&");
            let path = link.split('?').next().unwrap_or_default();
            let Some(route) = routes.iter().find(|route| fits(route, path)) else { continue };
            if !found.contains_key(route) && is_page(&mut wire, &link)? {
                found.insert(route, link.clone());
                waiting.push_back(link);
            }
        }
    }
    Ok(found)
}

fn fits(route: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (route.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || (wanted.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

/// Is it there, and read by people? Files to be taken away are not timed.
fn is_page(wire: &mut Wire, url: &str) -> Result<bool> {
    let reply = wire.ask(&(url.into(), None), false)?;
    Ok(reply.status == 200 && reply.body.starts_with(b"<!doctype html>"))
}

/// The median of each page, by one browser alone.
pub(crate) fn times(house: &Running, pages: &Pages) -> Result<BTreeMap<&'static str, Duration>> {
    let mut wire = Wire::to(house.address, &house.cookie)?;
    let mut all = BTreeMap::new();
    for (route, url) in pages {
        let mut took = Vec::new();
        for n in 0..=TIMES {
            let asked = Instant::now();
            let reply = wire.ask(&(url.clone(), None), false)?;
            if reply.status != 200 {
                return Err(format!("{route} was answered {}", reply.status).into());
            }
            took.extend((n > 0).then(|| asked.elapsed()));
        }
        took.sort_unstable();
        all.insert(*route, part(&took, 50));
    }
    Ok(all)
}

/// What they took, the slowest named; and after the growth.
pub(crate) fn tell(report: &mut Report, size: &Size, times: [&BTreeMap<&'static str, Duration>; 2]) {
    let clients = [size.first, size.grown];
    for ((times, clients), most) in times.into_iter().zip(clients).zip(MOST) {
        let mut slowest: Vec<_> = times.iter().collect();
        slowest.sort_by_key(|(_, took)| std::cmp::Reverse(**took));
        let named: Vec<String> =
            slowest.iter().take(4).map(|(route, took)| format!("`{route}` {}", ms(**took))).collect();
        let mut sorted: Vec<Duration> = times.values().copied().collect();
        sorted.sort_unstable();
        let worst = sorted.last().copied().unwrap_or_default().as_secs_f64() * 1e3;
        let here = format!("p50 of the slowest {worst:.2} ms, of the median page {}", ms(part(&sorted, 50)));
        let aim = if most > 5.0 { Aim::AtMost(most, "≤ 6.25 ms") } else { Aim::AtMost(most, "≤ 5 ms") };
        report.line(&format!("every page ({}) at {clients} clients", times.len()), here, named.join(", "), worst, aim);
    }
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
