//! A consent as it was signed, on paper: the very text that was read, the answers, both signatures, in the language it was read in.
use super::{Named, date_of, item_name_in, signer_word, store};
use crate::door::{Ask, Bytes, Chart, Error, Result};
use crate::naming::made;
use crate::ui::{Arg, Locale, Words, say};
use clinical::consent::Drawn;
use db::Reader;
use jiff::Timestamp;
use sheet::{Block, Drawing, Paper, Run, Sheet};

/// Who reads the paper's words: those of the language that the consent was read in.
struct Reading<'a> {
    ask: &'a Ask<Chart>,
    locale: Locale,
    words: &'static Words,
}

impl Reading<'_> {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }
    fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.words.t_args(key, &[(name, Arg::Text(value.into()))]).replace(['\u{2068}', '\u{2069}'], "")
    }
    fn instant(&self, at: i64) -> String {
        let at = Timestamp::from_microsecond(at).unwrap_or(self.ask.at).to_zoned(self.ask.practice.zone.clone());
        format!("{}, {}", say::date(self.locale, at.date()), say::time(self.locale, at.time()))
    }
}

/// The paper. The same consent gives the same bytes until something of it is taken back.
pub(crate) fn pdf(db: &mut Reader<'_>, ask: &Ask<Chart>, named: Named) -> Result<Bytes> {
    let found = store::one(db, ask.chart(), &named.consent)?.ok_or(Error::NotFound)?;
    let items = store::items(db, ask.chart())?.into_iter().filter(|item| item.consent == found.of).collect::<Vec<_>>();
    let locale = Locale::parse(&found.locale).unwrap_or_default();
    let reading = Reading { ask, locale, words: Words::of(locale) };
    let bytes = sheet::write(&set(&reading, &found, &items)).map_err(Error::fault)?;
    Ok(Bytes { kind: "application/pdf", name: Some(format!("consent-{}.pdf", found.of)), bytes })
}

fn set(reading: &Reading<'_>, found: &store::Consent, items: &[store::Item]) -> Sheet {
    let ask = reading.ask;
    let chart = ask.chart();
    let born = chart.birth_on.map(|on| reading.with("letter-born", "on", &say::date(reading.locale, on)));
    let title = format!("{}: {}", reading.t("consent-title"), chart.legal_name);
    let mut blocks =
        vec![Block::Lines(vec![ask.practice.name.clone(), reading.instant(found.effective_at)]), Block::Rule];
    blocks.push(Block::heading(1, &title));
    if let Some(reason) = &found.in_error {
        blocks.push(Block::Text(vec![Run::bold(reading.t("note-in-error")), Run::plain(format!(" {reason}"))]));
    }
    blocks.extend(text(&found.text));
    blocks.push(Block::heading(2, reading.t("consent-answers")));
    blocks.push(Block::Facts(items.iter().map(|item| answer(reading, item)).collect()));
    let remarks = [("consent-words", &found.words), ("consent-interpreter", &found.interpreter)];
    for (key, said) in remarks.into_iter().filter(|(_, said)| !said.is_empty()) {
        blocks.push(Block::labelled(format!("{}:", reading.t(key)), said));
    }
    match found.assent.as_str() {
        "yes" => blocks.push(Block::text(reading.t("consent-assent-yes"))),
        "no" => blocks.push(Block::text(reading.t("consent-assent-no"))),
        _ => {}
    }
    blocks.extend(signatures(reading, found));
    let kept = format!("{} {} · SHA-256 {}", reading.t("consent-kept"), reading.instant(found.at), found.digest);
    blocks.push(Block::text(format!("{} · {}", reading.t(super::form_word(found)), kept)));
    if !sheet::can_be_set(&format!("{}{}{}", chart.legal_name, found.text, found.words)) {
        blocks.push(Block::text(reading.t("letter-in-latin")));
    }
    let foot = [Some(chart.legal_name.clone()), born, Some(found.of.clone())];
    Sheet {
        blocks,
        title,
        author: found.practitioner_name.clone(),
        language: reading.locale.tag().to_owned(),
        right_to_left: false,
        paper: Paper::of(&ask.practice.jurisdiction),
        made: made(Timestamp::from_microsecond(found.at).unwrap_or(ask.at)),
        foot: foot.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        numbering: reading.t("letter-page"),
    }
}

/// The text as it is kept: `- ` a point, `? ` what was asked by itself, any other line of a sheet a heading; what was said aloud is
/// a paragraph.
fn text(kept: &str) -> Vec<Block> {
    let sheet = kept.lines().any(|line| line.starts_with("- "));
    let (mut blocks, mut items) = (Vec::new(), Vec::new());
    for line in kept.lines().chain(std::iter::once("")) {
        if let Some(item) = line.strip_prefix("- ") {
            items.push(item.to_owned());
            continue;
        }
        if !items.is_empty() {
            blocks.push(Block::List { numbered: false, items: std::mem::take(&mut items) });
        }
        match line.strip_prefix("? ").unwrap_or(line) {
            "" => {}
            heading if sheet => blocks.push(Block::heading(2, heading)),
            said => blocks.push(Block::text(said)),
        }
    }
    blocks
}

/// What was asked, and what was answered when and until when.
fn answer(reading: &Reading<'_>, item: &store::Item) -> (String, String) {
    let name = item_name_in(reading.ask, &item.item, reading.locale).in_words(reading.words);
    let key = match item.answer.as_str() {
        "yes" => "consent-yes",
        "no" => "consent-no",
        "question" => "consent-question",
        _ => "consent-why-withdrawn",
    };
    let until = date_of(&item.until_on).filter(|_| item.answer == "yes");
    let until = until.map(|on| reading.with("consent-until-day", "date", &say::date(reading.locale, on)));
    let parts = [Some(reading.t(key)), until, Some(reading.instant(item.effective_at)), Some(item.words.clone())];
    (name, parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn signatures(reading: &Reading<'_>, found: &store::Consent) -> Vec<Block> {
    let own = (signer_word(&found.signer), &found.signer_name, &found.signature, &found.typed);
    let hers =
        ("consent-practitioner", &found.practitioner_name, &found.practitioner_signature, &found.practitioner_typed);
    let mut blocks = Vec::new();
    for (who, name, drawn, typed) in [own, hers] {
        if drawn.is_empty() && typed.is_empty() {
            continue;
        }
        if blocks.is_empty() {
            blocks.push(Block::heading(2, reading.t("consent-signatures")));
        }
        let line = format!("{}: {name}", reading.t(who));
        blocks.push(Block::text(line));
        if let Ok(drawn) = Drawn::parse(drawn, "signature") {
            let alt = reading.with("consent-drawn-by", "name", name);
            blocks.push(Block::Drawing(Drawing { alt, size: Drawn::SIZE, height: 60.0, strokes: drawn.strokes() }));
        }
        if !typed.is_empty() {
            blocks.push(Block::Text(vec![Run::bold(typed)]));
        }
    }
    blocks
}
