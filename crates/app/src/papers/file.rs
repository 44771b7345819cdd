//! Filing a paper, giving its file out, and taking out what was filed in error.
use super::{content::Media, content::Unfit, entries, one, page, store};
use crate::door::{Ask, Bytes, Chart, Done, Error, Result, Right, Routes, Shown, hex};
use crate::ui::Filled;
use clinical::Refusal;
use db::{Reader, Writer};
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The largest file, in bytes: 8 MiB, some forty scanned pages.
pub(super) const MOST: usize = 8 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .upload("/clients/{client}/papers", "paper.add", Right::WriteChart, prepare, add)
        .look("/clients/{client}/papers/{paper}", "paper.fetch", Right::ReadChart, fetch)
        .act(
            "/clients/{client}/papers/{paper}/withdraw",
            "paper.withdraw",
            Right::WriteChart,
            prepare_withdraw,
            withdraw,
        )
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    kind: String,
    entry: String,
    title: String,
    dated_on: String,
}

/// A paper that can be filed, with its file where it has one.
struct Filing {
    paper: store::Paper,
    bytes: axum::body::Bytes,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Chart>, form: Form) -> Result<Filing> {
    let mut refusals = Vec::new();
    let mut refuse = |wrong: bool, field: &'static str, key: &'static str| {
        if wrong {
            refusals.push(Refusal::new(field, key).with("most", MOST >> 20));
        }
    };
    let title = form.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let dated_on: Option<Date> = form.dated_on.trim().parse().ok().filter(|on| *on <= ask.today);
    let is_intake = form.kind == "paper_intake";
    refuse(!super::KINDS.iter().any(|(key, _)| *key == form.kind), "kind", "ui-choose");
    refuse(!entries(db, ask.chart())?.iter().any(|one| one.value == form.entry), "entry", "ui-choose");
    refuse(title.chars().count() > 200, "title", "ui-text-200");
    // A paper intake is on file from a day on; without it nobody knows how old its answers are.
    refuse(dated_on.is_none() && (is_intake || !form.dated_on.trim().is_empty()), "dated_on", "paper-dated");
    let media = match &ask.file {
        None => {
            // A paper intake may lie in the cabinet alone.
            refuse(!is_intake, "file", "paper-file-needed");
            None
        }
        Some(file) => {
            refuse(file.bytes.len() > MOST, "file", "paper-file-large");
            let media = Media::of(&file.bytes);
            refuse(media == Err(Unfit::Unknown), "file", "paper-file-kind");
            refuse(media == Err(Unfit::Broken), "file", "paper-file-broken");
            media.ok()
        }
    };
    if !refusals.is_empty() {
        let fields = [("kind", form.kind), ("entry", form.entry), ("title", form.title), ("dated_on", form.dated_on)];
        return Err(Error::Refused(Shown::new(page(db, ask, Filled::sent(fields, refusals))?)));
    }
    let about = store::entries(db, ask.chart())?.into_iter().find(|one| one.of == form.entry);
    let file = ask.file.clone().unwrap_or_default();
    Ok(Filing {
        paper: store::Paper {
            kind: form.kind,
            about: about.map(|one| one.about).unwrap_or_default(),
            entry: form.entry,
            title,
            dated_on: dated_on.map(|on| on.to_string()),
            media: media.map(Media::name).unwrap_or_default().into(),
            name: file.name,
            size_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            digest: media.map(|_| hex(Sha256::digest(&file.bytes))).unwrap_or_default(),
            ..store::Paper::default()
        },
        bytes: file.bytes,
    })
}

fn add(db: &mut Writer<'_>, ask: &Ask<Chart>, filing: &Filing) -> Result<Done> {
    let of = store::file(db, ask, &filing.paper, &filing.bytes)?;
    Ok(Done::to(ask.chart().url("papers")).about(of))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    paper: String,
    reason: String,
}

/// The file, to be saved. The browser gets its kind as we found it, a name of ours, and no leave to run or show anything in it.
fn fetch(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Bytes> {
    let paper = one(db, ask, &named.paper)?;
    let media = Media::named(&paper.media).ok_or(Error::NotFound)?;
    let bytes = store::bytes(db, ask.chart(), &paper.of)?;
    if hex(Sha256::digest(&bytes)) != paper.digest {
        return Err(Error::fault("a file is not what was filed"));
    }
    let day = paper.dated_on.unwrap_or_else(|| ask.date(paper.at).to_string());
    Ok(Bytes { kind: media.name(), name: Some(format!("{}-{day}.{}", paper.kind, media.ending())), bytes })
}

fn prepare_withdraw(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<(store::Paper, String)> {
    let paper = one(db, ask, &named.paper)?;
    let reason = named.reason.trim().to_string();
    if !(3..=500).contains(&reason.chars().count()) {
        let filled = Filled::sent([("reason", named.reason)], vec![Refusal::new("reason", "session-reason")]);
        return Err(Error::Refused(Shown::new(page(db, ask, filled)?)));
    }
    Ok((paper, reason))
}

fn withdraw(db: &mut Writer<'_>, ask: &Ask<Chart>, (paper, reason): &(store::Paper, String)) -> Result<Done> {
    store::withdraw(db, ask, paper, reason)?;
    Ok(Done::to(ask.chart().url("papers")).about(&paper.of).because(reason))
}
