//! The only place that knows HTTP: from a request to [`Asked`], from a [`Reply`] to a response with its headers.
use super::{
    error::Error,
    form,
    house::House,
    id::{ActId, hex},
    multipart, packed, render,
    routes::{Route, Routes},
    serve::{Asked, Reply},
    view::Cookie,
};
use crate::ui::assets;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, RawPathParams, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration, time::Instant};

/// The largest body of an ordinary form.
const BODY_LIMIT: usize = 1 << 20;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// The largest form with a file, and how long it may take on a slow line.
const FILE_LIMIT: usize = 9 << 20;
const FILE_TIME: Duration = Duration::from_secs(120);
/// No inline script, no inline style, nothing from elsewhere, never in a frame.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                   connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The whole site: every route, its JSON twin, and the style, type and script it needs.
pub fn router(routes: &Routes, house: &Arc<House>) -> Router {
    let mut by_path: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
    for route in routes.iter() {
        by_path.entry(route.path).or_default().push(route.clone());
    }
    let mut router = Router::new();
    for (path, rows) in by_path {
        let api = if path == "/" { "/api".to_string() } else { format!("/api{path}") };
        router = router.route(path, methods(&rows, house, false)).route(&api, methods(&rows, house, true));
    }
    let missing = house.clone();
    router.route("/assets/{*path}", on(MethodFilter::GET, asset)).fallback(async move |request: Request| {
        let asked = bare(&request);
        headers(&missing, render::bare_error(&missing, &asked, Error::NotFound, "door.missing"), false)
    })
}

fn methods(rows: &[Route], house: &Arc<House>, api: bool) -> MethodRouter {
    let mut methods = MethodRouter::new();
    for route in rows {
        let filter = if route.method == Method::GET { MethodFilter::GET } else { MethodFilter::POST };
        let (route, house) = (route.clone(), house.clone());
        methods = methods.on(filter, async move |params: RawPathParams, request: Request| {
            let begun = Instant::now();
            let answer = one(&route, &house, api, &params, request).await;
            let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            house.counts.answered(route.acts, answer.status().as_u16(), micros);
            answer
        });
    }
    methods
}

async fn one(route: &Route, house: &Arc<House>, api: bool, params: &RawPathParams, request: Request) -> Response {
    let mut asked = Asked { at: (house.clock)(), api, ..bare(&request) };
    asked.path = params.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let packs = packed::may_be(request.headers());
    if let Err(error) = read(route, house, &mut asked, request).await {
        return headers(house, render::bare_error(house, &asked, error, route.verb), packs);
    }
    let reply = (route.serve)(house.clone(), asked).await;
    headers(house, reply, packs)
}

/// What can be known of a request without its body.
fn bare(request: &Request) -> Asked {
    let heads = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
    Asked {
        path: Vec::new(),
        fields: Vec::new(),
        file: None,
        token: None,
        bearer: None,
        act: None,
        version: None,
        if_match: false,
        at: jiff::Timestamp::UNIX_EPOCH,
        language: text(heads, header::ACCEPT_LANGUAGE.as_str()).map(Into::into),
        digest: String::new(),
        api: request.uri().path().starts_with("/api/"),
        address: peer.unwrap_or_default(),
        url: request.uri().path().to_string(),
    }
}

/// Reads cookies, headers and body into `asked`.
async fn read(route: &Route, house: &House, asked: &mut Asked, request: Request) -> Result<(), Error> {
    let (head, body) = request.into_parts();
    let heads = &head.headers;
    let cookie = cookie(heads, name(house)).map(str::to_string);
    asked.token = cookie.as_deref().map(digest);
    asked.bearer = text(heads, "authorization").and_then(|value| value.strip_prefix("Bearer ")).map(digest);
    if let (Some(proxy), Some(forwarded)) = (house.settings.behind_proxy, text(heads, "x-forwarded-for"))
        && asked.address == proxy.to_string()
    {
        asked.address = forwarded.rsplit(',').next().unwrap_or_default().trim().to_string();
    }
    if route.method == Method::GET {
        asked.fields = form::from_urlencoded(head.uri.query().unwrap_or_default().as_bytes())?;
        return Ok(());
    }
    if (asked.bearer.is_none() || cookie.is_some()) && !same_origin(heads) {
        return Err(Error::Foreign);
    }
    let boundary = text(heads, "content-type").filter(|_| route.takes_file).and_then(multipart::boundary);
    let (limit, time) = if boundary.is_some() { (FILE_LIMIT, FILE_TIME) } else { (BODY_LIMIT, BODY_TIME) };
    let body = tokio::time::timeout(time, axum::body::to_bytes(body, limit)).await;
    let body: Bytes = match body {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return Err(Error::TooLarge),
        Err(_) => return Err(Error::Unreadable("the body took too long".into())),
    };
    let json = text(heads, "content-type").is_some_and(|kind| kind.starts_with("application/json"));
    asked.fields = match (boundary, json) {
        (Some(boundary), _) => {
            let (fields, file) = multipart::read(&body, &boundary)?;
            asked.file = file;
            form::clean(fields)?
        }
        (_, true) if route.whole => form::whole(&body)?,
        (_, true) => form::from_json(&body)?,
        (_, false) => form::from_urlencoded(&body)?,
    };
    let key = text(heads, "idempotency-key").or_else(|| form::own(&asked.fields, "_act"));
    asked.act = key.map(ActId::parse).transpose()?;
    let if_match = text(heads, "if-match").map(|tag| tag.trim_matches('"'));
    asked.if_match = if_match.is_some();
    let version = if_match.or_else(|| form::own(&asked.fields, "_version"));
    let parsed =
        version.map(|version| version.parse().map_err(|_| Error::Unreadable("_version is not a number".into())));
    asked.version = parsed.transpose()?;
    asked.digest = sent(asked, &body);
    Ok(())
}

/// The digest of what was sent. A browser draws a new boundary each time it sends a form with a file, so of that the parts
/// count, each with its length before it.
fn sent(asked: &Asked, body: &Bytes) -> String {
    let all = Sha256::new().chain_update(&asked.url).chain_update([0]);
    let Some(file) = &asked.file else { return hex(all.chain_update(body).finalize()) };
    let parts = asked.fields.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    let parts = parts.chain([file.name.as_bytes(), &file.bytes]);
    let all = parts.fold(all, |all, part| all.chain_update(part.len().to_be_bytes()).chain_update(part));
    hex(all.finalize())
}

/// A write comes from our own pages: the browser says so, or its origin is the host it talks to.
fn same_origin(heads: &HeaderMap) -> bool {
    if let Some(site) = text(heads, "sec-fetch-site") {
        return site == "same-origin";
    }
    let host = text(heads, "host");
    let origin = text(heads, "origin").and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == host
}

/// The name of the sign-in cookie. `__Host-` binds it to this host and to TLS.
fn name(house: &House) -> &'static str {
    if house.settings.tls { "__Host-palpate" } else { "palpate" }
}

/// A token as it is kept: SHA-256, in hexadecimal.
pub(crate) fn digest(token: &str) -> String {
    hex(Sha256::digest(token.as_bytes()))
}

fn cookie<'a>(heads: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = heads.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

fn text<'a>(heads: &'a HeaderMap, name: &str) -> Option<&'a str> {
    heads.get(name).and_then(|value| value.to_str().ok())
}

/// The reply as a response, with what protects it.
fn headers(house: &House, reply: Reply, packs: bool) -> Response {
    let packed = if packs { packed::packed(reply.kind, &reply.body) } else { None };
    let is_packed = packed.is_some();
    let mut response = Response::new(Body::from(packed.unwrap_or(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let heads = response.headers_mut();
    heads.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.kind));
    heads.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        heads.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    for (name, value) in PROTECTION {
        heads.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if house.settings.tls {
        heads.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    let mut set = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            heads.append(name, value);
        }
    };
    if let Some(to) = reply.location {
        set(header::LOCATION, to);
    }
    if let Some(wait) = reply.retry_s {
        set(header::RETRY_AFTER, wait.to_string());
    }
    if let Some(file) = reply.name {
        let file: String = file.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        set(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\""));
        set(HeaderName::from_static("content-security-policy"), "sandbox".into());
    }
    let secure = if house.settings.tls { "; Secure" } else { "" };
    match reply.cookie {
        Some(Cookie::Set(token)) => {
            let age = house.settings.sign_in_h * 3_600;
            set(
                header::SET_COOKIE,
                format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}", name(house)),
            );
        }
        Some(Cookie::Clear { others_wait }) => {
            set(header::SET_COOKIE, format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}", name(house)));
            let forgotten = if others_wait { "\"cache\"" } else { "\"cache\", \"storage\"" };
            set(HeaderName::from_static("clear-site-data"), forgotten.into());
        }
        None => {}
    }
    response
}

/// What every answer carries.
const PROTECTION: [(&str, &str); 7] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// Style, type, script, figures: the same for everybody, named by their content, kept by the browser.
async fn asset(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches("/assets/");
    let Some(found) = assets::find(path) else {
        let mut none = Response::new(Body::from("not found"));
        *none.status_mut() = StatusCode::NOT_FOUND;
        return none;
    };
    let packed = found.packed.filter(|_| packed::unpacks(request.headers()));
    let mut response = Response::new(Body::from(packed.unwrap_or(found.bytes)));
    let heads = response.headers_mut();
    heads.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.content_type));
    heads.insert(header::CACHE_CONTROL, HeaderValue::from_static(found.cache_control()));
    heads.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        heads.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    heads.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    response
}
