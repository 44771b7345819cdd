//! A browser that needs no screen: it signs in, reads pages and sends forms through the same door as everybody.
use super::calendar::Hands;
use crate::outcome::Outcome;
use app::door::House;
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

/// The door, and the clock that the demo moves.
pub(super) struct Door {
    router: Router,
    runtime: tokio::runtime::Runtime,
    pub(super) clock: Hands,
}

/// Somebody's browser, signed in.
#[derive(Clone, Debug, Default)]
pub(super) struct Browser {
    cookie: Option<String>,
}

/// What came back.
struct Reply {
    status: StatusCode,
    body: Vec<u8>,
    location: String,
    cookie: Option<String>,
}

impl Door {
    /// Opens the door of this house.
    pub(super) fn open(house: &Arc<House>, clock: Hands) -> Result<Door, Outcome> {
        let router = app::door::router(&app::routes(), house);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Door { router, runtime, clock })
    }

    /// Sends a form, and says where it led. What is refused is our fault: the demo types only what can be taken.
    pub(super) fn send(&self, who: &mut Browser, url: &str, fields: &[(&str, &str)]) -> Result<String, Outcome> {
        let form = serde_html_form::to_string(fields).map_err(|error| Outcome::Fault(error.to_string()))?;
        let reply = self.ask(who, Method::POST, url, form)?;
        if reply.status != StatusCode::SEE_OTHER {
            let fields = serde_html_form::to_string(fields).unwrap_or_default();
            let page = String::from_utf8_lossy(&reply.body);
            tracing::debug!(url, fields, %page, "what the demo typed was refused");
            return Err(Outcome::Fault(format!("the demo cannot be made: {url} answered {}", reply.status)));
        }
        if reply.cookie.is_some() {
            who.cookie = reply.cookie;
        }
        Ok(reply.location)
    }

    /// Reads a page as data.
    pub(super) fn read(&self, who: &Browser, url: &str) -> Result<Value, Outcome> {
        let reply = self.ask(who, Method::GET, &format!("/api{url}"), String::new())?;
        if reply.status != StatusCode::OK {
            return Err(Outcome::Fault(format!("the demo cannot be made: {url} answered {}", reply.status)));
        }
        serde_json::from_slice(&reply.body).map_err(|error| Outcome::Fault(format!("{url}: {error}")))
    }

    fn ask(&self, who: &Browser, method: Method, url: &str, form: String) -> Result<Reply, Outcome> {
        let mut request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &who.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.body(Body::from(form)).map_err(|error| Outcome::Fault(error.to_string()))?;
        self.runtime.block_on(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let (head, body) = response.into_parts();
            let body = axum::body::to_bytes(body, 16 << 20).await.map_err(|error| Outcome::Fault(error.to_string()))?;
            let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let cookie = text(header::SET_COOKIE).split(';').next().filter(|pair| !pair.is_empty());
            Ok(Reply {
                status: head.status,
                body: body.to_vec(),
                location: text(header::LOCATION).to_string(),
                cookie: cookie.map(Into::into),
            })
        })
    }
}
