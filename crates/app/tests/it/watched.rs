//! Walked over all routes: each act and each look leaves its line, and what is typed is found nowhere that it must not be.
use crate::clients::client;
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::{Right, Role};
use axum::http::{Method, StatusCode};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::Write as _,
    sync::{LazyLock, Mutex},
};

/// A path with the client's id in it, and ids that are nobody's in every other place.
fn fill(path: &str, client: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('}') {
        match part.split_once('{') {
            Some((before, "client}")) => out.push_str(&format!("{before}{client}")),
            Some((before, _)) => out.push_str(&format!("{before}xxx_00000000000000000000000000")),
            None => out.push_str(part),
        }
    }
    out
}

fn ask(site: &Site, who: &Browser, method: &Method, url: &str) -> Reply {
    if *method == Method::GET { site.get(who, url) } else { site.post(who, url, &[]) }
}

#[test]
fn each_act_and_each_look_of_whoever_is_signed_in_leaves_one_line_by_its_verb() {
    each_engine(|site| {
        let founder = site.founded();
        let supervisor = site.person("sue", &[Role::Supervisor]);
        let (mut marta, chart) = (founder, client(site, &site.again("marta"), &[("legal_name", "Ana Ruiz")]));
        // Of another chart, whose way in nobody here ends.
        let ana = site.patient("ana", &site.client("Ana", &marta));
        for route in app::routes().iter().filter(|route| route.right != Right::Everyone) {
            let who = match route.right {
                Right::CoSign => &supervisor,
                Right::OwnChart | Right::OwnIntake => &ana,
                _ => &marta,
            };
            let lines = || {
                let all = site.trail();
                all.iter().filter(|line| line.split(' ').nth(1) == Some(route.verb)).count()
            };
            let before = lines();
            let reply = ask(site, who, &route.method, &fill(route.path, &chart));
            assert!(!reply.status.is_server_error(), "{} {}: {}", route.method, route.path, reply.status);
            assert_eq!(lines(), before + 1, "{} {} ({})", route.method, route.path, reply.status);
            if route.path == "/lock" {
                marta = site.again("marta");
            }
        }
        assert!(site.verified());
    });
}

/// Everything that anybody logs while the tests run.
static LOGGED: LazyLock<Mutex<String>> = LazyLock::new(Mutex::default);

/// A listener to the log that leaves nothing out, at any level.
struct Listening;

impl tracing::Subscriber for Listening {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut Heard);
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Heard);
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut Heard);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

struct Heard;

impl tracing::field::Visit for Heard {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        let _ = writeln!(LOGGED.lock().unwrap(), "{}={value:?}", field.name());
    }
}

/// A form as it stands on a page.
#[derive(Clone, Debug, Default)]
struct Form {
    action: String,
    get: bool,
    fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    /// Can anything be typed into it?
    free: bool,
}

/// An attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let quoted = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(quoted.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

/// The forms of a page, as a browser without script would send them untouched.
fn forms(page: &str) -> Vec<Form> {
    let mut all = Vec::new();
    for piece in page.split("<form").skip(1) {
        let (head, inside) = piece.split_once('>').unwrap();
        let mut form =
            Form { action: attribute(head, "action").unwrap_or_default(), get: !head.contains("post"), fields: vec![] };
        let inside = inside.split("</form>").next().unwrap();
        let mut select: Option<String> = None;
        for tag in inside.split('<').skip(1) {
            let has = |word: &str| tag.split('>').next().unwrap().split_whitespace().any(|part| part == word);
            let value = || attribute(tag, "value").unwrap_or_default();
            let mut add = |name: String, value: String, free| form.fields.push(Field { name, value, free });
            if tag.starts_with("select") {
                select = attribute(tag, "name");
            } else if tag.starts_with("/select") {
                select = None;
            } else if tag.starts_with("option") && has("selected") {
                add(select.clone().unwrap_or_default(), value(), false);
            } else if tag.starts_with("textarea") {
                add(attribute(tag, "name").unwrap_or_default(), String::new(), true);
            } else if tag.starts_with("input") {
                let Some(name) = attribute(tag, "name") else { continue };
                match attribute(tag, "type").as_deref().unwrap_or("text") {
                    "hidden" => add(name, value(), false),
                    "checkbox" | "radio" if !has("checked") => {}
                    "checkbox" | "radio" | "date" | "time" | "number" => add(name, value(), false),
                    _ => add(name, value(), true),
                }
            }
        }
        all.push(form);
    }
    all
}

/// Where a page leads within the practice.
fn links(page: &str) -> Vec<String> {
    let all = page.split(" href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|rest| format!("/{}", rest.replace("&#38;", "&").replace("&amp;", "&"))).collect()
}

/// The route of this address, by its place in the list.
fn route_of(path: &str, method: &Method) -> Option<&'static str> {
    static ROUTES: LazyLock<Vec<(Method, &'static str)>> =
        LazyLock::new(|| app::routes().iter().map(|route| (route.method.clone(), route.path)).collect());
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let asked = parts(path.split(['?', '#']).next().unwrap());
    let fits = |known: &str| {
        let known = parts(known);
        known.len() == asked.len() && known.iter().zip(&asked).all(|(a, b)| a.starts_with('{') || a == b)
    };
    // A path without a place stands over one with.
    let mut found: Vec<&'static str> =
        ROUTES.iter().filter(|(m, path)| m == method && fits(path)).map(|(_, path)| *path).collect();
    found.sort_by_key(|path| path.matches('{').count());
    found.first().copied()
}

/// Words that stand nowhere else, and what each was typed into.
#[derive(Default)]
struct Canaries {
    /// Each word, and the field it was typed into.
    sung: BTreeMap<String, String>,
    /// Where one was found that it must not be: all are told at the end.
    found: BTreeSet<String>,
}

impl Canaries {
    fn sing(&mut self, place: &str) -> String {
        let word = format!("qzyx{:05}kwj", self.sung.len());
        self.sung.insert(word.clone(), place.to_owned());
        word
    }

    /// No word of ours may stand in this text.
    fn absent(&mut self, text: &str, from: &str) {
        for (at, _) in text.match_indices("qzyx") {
            let word: String = text[at..].chars().take(12).collect();
            if let Some(place) = self.sung.get(&word) {
                self.found.insert(format!("what was typed into {place} stands in {from}"));
            }
        }
    }
}

/// Sends a form filled with canaries, and looks where they came out.
fn sing(site: &Site, who: &Browser, form: &Form, everywhere: bool, canaries: &mut Canaries) -> Reply {
    let route = route_of(&form.action, &Method::POST).unwrap_or("nowhere");
    let mut fields: Vec<(String, String)> = Vec::new();
    // Each is an act of its own, so it is drawn no id of the page's.
    for field in form.fields.iter().filter(|field| field.name != "_act") {
        let sings = if everywhere { !field.name.starts_with('_') } else { field.free };
        let value = if sings { canaries.sing(&format!("{route} {}", field.name)) } else { field.value.clone() };
        fields.push((field.name.clone(), value));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let reply = site.post(who, &form.action, &fields);
    canaries.absent(&reply.location, &format!("the address that {route} leads to"));
    for (name, value) in &reply.heads {
        canaries.absent(value.to_str().unwrap_or_default(), &format!("the head {name} of {route}"));
    }
    // Where a form is shown again with what was typed, that is its purpose.
    let form_again = matches!(reply.status, StatusCode::OK | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT);
    if !form_again {
        canaries.absent(&reply.body, &format!("the page that {route} refuses with ({})", reply.status));
    }
    for link in links(&reply.body) {
        canaries.absent(&link, &format!("an address on the page after {route}"));
    }
    if reply.status.is_server_error() {
        canaries.found.insert(format!("{route}: {} ({})", reply.status, LOGGED.lock().unwrap()));
    }
    reply
}

/// Acts that end what the walk needs; they are sent apart.
const ENDS: [&str; 4] = ["/sign-out", "/lock", "/me/password", "/practice/people/{person}"];

#[test]
fn what_is_typed_into_any_field_is_found_in_no_log_line_address_metric_or_refusal() {
    let _ = tracing::subscriber::set_global_default(Listening);
    each_engine(|site| {
        let mut marta = site.founded();
        let mut canaries = Canaries::default();
        let chart = client(site, &marta, &[("legal_name", "Ana Ruiz"), ("birth_on", "1980-03-17")]);
        site.post(&marta, &format!("/clients/{chart}/check"), &[("rest", "no")]);
        let opened = site.post(&marta, &format!("/clients/{chart}/sessions"), &[("kind", "treatment")]);
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let mut begin: VecDeque<String> = ["/today", "/clients", "/me", "/practice", "/trail", "/sign-in", "/about"]
            .map(str::to_owned)
            .into_iter()
            .chain([format!("/clients/{chart}"), opened.location])
            .collect();
        let (mut seen, mut sung) = (BTreeMap::<&str, usize>::new(), BTreeSet::<&str>::new());
        while let Some(url) = begin.pop_front() {
            let Some(route) = route_of(&url, &Method::GET) else { continue };
            let times = seen.entry(route).or_default();
            *times += 1;
            if *times > 3 {
                continue;
            }
            let page = site.get(&marta, &url);
            begin.extend(links(&page.body));
            begin.extend((page.status == StatusCode::SEE_OTHER).then_some(page.location));
            for form in forms(&page.body).into_iter().filter(|form| !form.get) {
                let Some(route) = route_of(&form.action, &Method::POST).filter(|route| !ENDS.contains(route)) else {
                    continue;
                };
                sung.insert(route);
                sing(site, &marta, &form, true, &mut canaries);
                let reply = sing(site, &marta, &form, false, &mut canaries);
                begin.extend((reply.status == StatusCode::SEE_OTHER).then_some(reply.location));
            }
            if site.get(&marta, "/me").status != StatusCode::OK {
                marta = site.again("marta");
            }
        }
        assert!(seen.len() > 20 && sung.len() > 25 && canaries.sung.len() > 200, "{} {}", seen.len(), sung.len());
        // What no page on the way offers is sent as somebody would who made it up.
        for route in app::routes().iter().filter(|route| route.method == Method::POST) {
            if sung.contains(route.path) || matches!(route.path, "/sign-out" | "/lock") {
                continue;
            }
            let fields = ["name", "words", "detail", "secret", "login", "password", "reason", "code", "value", "q"];
            let fields = fields.map(|name| Field { name: name.into(), value: String::new(), free: true });
            let form = Form { action: fill(route.path, &chart), get: false, fields: fields.to_vec() };
            sing(site, &marta, &form, true, &mut canaries);
        }
        let lost = canaries.sing("an address");
        canaries.absent(&site.get(&marta, &format!("/{lost}")).body, "the page of an address that is none");
        canaries.absent(&site.house.counts.prometheus(), "the metrics");
        site.house.settle();
        canaries
            .absent(&site.texts("select location as text from trail where location is not null").concat(), "the trail");
        canaries.absent(&LOGGED.lock().unwrap(), "the log");
        assert!(canaries.found.is_empty(), "{:#?}", canaries.found);
        assert!(site.verified());
    });
}
