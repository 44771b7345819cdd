//! The outbox: what waits on a device until it can be sent. The server knows nothing of it but the key under which it is kept,
//! one for each person, given to whoever is signed in; script on the device does the rest.
mod store;

use crate::door::{Ask, Bytes, Mine, Page, Result, Right, Routes};
use crate::ui::{Words, filters};
use askama::Template;
use db::Reader;
use serde::{Deserialize, Serialize};

/// What this room offers.
pub fn routes() -> Routes {
    Routes::new().look("/outbox", "outbox.show", Right::Own, show).look(
        "/me/device-key",
        "outbox.key",
        Right::Own,
        device_key,
    )
}

#[derive(Deserialize)]
struct Empty {}

/// The page that script fills with what waits; without script nothing waits, because forms are then sent as forms are.
#[derive(Template, Serialize)]
#[template(path = "outbox/page.html")]
struct Outbox {}

impl Page for Outbox {
    fn title(&self, words: &Words) -> String {
        words.t("outbox-title")
    }
}

fn show(_: &mut Reader<'_>, _: &Ask<Mine>, _: Empty) -> Result<Outbox> {
    Ok(Outbox {})
}

/// The person's key for what waits on a device, 32 bytes; nothing for who has not signed in since there are such keys.
fn device_key(db: &mut Reader<'_>, ask: &Ask<Mine>, _: Empty) -> Result<Bytes> {
    let bytes = store::device_key(db, &ask.by.id)?.unwrap_or_default();
    Ok(Bytes { kind: "application/octet-stream", name: None, bytes })
}
