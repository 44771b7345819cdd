//! The plan in plain words, in the client's language: to be read together, printed and taken home.
use super::{measure_of, store};
use crate::consent::plain as told;
use crate::door::{Ask, Chart, Error, Page, Result};
use crate::ui::{Arg, Choice, Locale, Said, Words, filters, say};
use askama::Template;
use clinical::knowledge::Knowledge;
use clinical::taking::Subject;
use db::Reader;
use serde::{Deserialize, Serialize};

/// A heading with its lines, in the client's language.
#[derive(Serialize)]
struct Part {
    heading: String,
    lines: Vec<Line>,
}

/// What is said, and smaller words beneath it.
#[derive(Serialize)]
struct Line {
    said: String,
    more: Vec<String>,
}

/// The page.
#[derive(Template, Serialize)]
#[template(path = "plan/plain.html")]
pub(super) struct Told {
    url: String,
    back: String,
    lang: &'static str,
    title: String,
    parts: Vec<Part>,
    foot: String,
    languages: Vec<Choice>,
}

impl Page for Told {
    fn title(&self, words: &Words) -> String {
        words.t("plan-plain")
    }
    fn tab(&self) -> &'static str {
        "tab-plan"
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    plan: String,
    language: String,
}

pub(super) fn show(db: &mut Reader<'_>, ask: &Ask<Chart>, query: Query) -> Result<Told> {
    let plan = store::one(db, ask.chart(), &query.plan)?.ok_or(Error::NotFound)?;
    let kept = store::language(db, ask.chart())?;
    let locale = Locale::parse(&query.language).or_else(|| Locale::parse(&kept)).unwrap_or_else(|| ask.words.locale());
    let words = Words::of(locale);
    let knowledge = ask.house.knowledge.clone();
    let text = |key: &str, args: &[(&str, &str)]| {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
        words.t_args(key, &args)
    };
    let about: Vec<String> = plan.about.split(',').map(|key| told::condition_name(&knowledge, key, locale)).collect();
    let mut parts = vec![Part { heading: words.t("plan-plain-why"), lines: about_lines(&knowledge, locale, &plan) }];
    parts.push(Part { heading: words.t("plan-plain-do"), lines: technique_lines(&knowledge, words, &plan) });
    let goals: Vec<Line> = plan
        .items
        .iter()
        .filter(|item| item.kind == "goal")
        .filter_map(|item| goal_line(&knowledge, words, item))
        .collect();
    if !goals.is_empty() {
        parts.push(Part { heading: words.t("plan-plain-goals"), lines: goals });
    }
    let visits = visit_lines(words, &plan);
    if !visits.is_empty() {
        parts.push(Part { heading: words.t("plan-plain-visits"), lines: visits });
    }
    let home: Vec<Line> = plan
        .items
        .iter()
        .filter(|item| item.kind == "home")
        .filter_map(|item| home_line(&knowledge, locale, item))
        .collect();
    if !home.is_empty() {
        parts.push(Part { heading: words.t("plan-plain-home"), lines: home });
    }
    let own: Vec<Line> = plan
        .words
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Line { said: line.into(), more: Vec::new() })
        .collect();
    if !own.is_empty() {
        parts.push(Part { heading: words.t("plan-plain-besides"), lines: own });
    }
    parts.push(Part { heading: words.t("plan-plain-help"), lines: help_lines(&knowledge, words, &plan) });
    Ok(Told {
        url: ask.chart().url(&format!("plan/{}/plain", plan.of)),
        back: ask.chart().url("plan"),
        lang: locale.folder(),
        title: text("plan-plain-title", &[("name", &ask.chart().name), ("about", &about.join(", "))]),
        parts,
        foot: text("plan-plain-foot", &[("name", &plan.by_name), ("date", &say::date(locale, ask.date(plan.at)))]),
        languages: [Locale::En, Locale::Es]
            .into_iter()
            .filter(|one| one.folder() != locale.folder())
            .map(|one| Choice::new(one.tag(), Said::plain(one.own_name())))
            .collect(),
    })
}

fn about_lines(knowledge: &Knowledge, locale: Locale, plan: &store::Plan) -> Vec<Line> {
    let page = |key: &str| {
        let page = knowledge.education.page(clinical::knowledge::education::About::Condition, key)?;
        let (text, beneath) = told::told(&page.text, locale);
        let mut more = vec![text.expect.clone()];
        more.extend(beneath.map(|english| english.what.clone()));
        Some(Line { said: format!("{}: {}", text.title, text.what), more })
    };
    let own = |key: &str| Line { said: told::condition_name(knowledge, key, locale), more: Vec::new() };
    plan.about.split(',').map(|key| page(key).unwrap_or_else(|| own(key))).collect()
}

fn technique_lines(knowledge: &Knowledge, words: &Words, plan: &store::Plan) -> Vec<Line> {
    let locale = words.locale();
    let of = |item: &store::Item| {
        let name = told::technique_name(knowledge, &item.key, locale);
        let places = told::places(knowledge, words, &item.sites);
        let mut said = format!("{name}: {places}");
        if let Some(word) = item.pressure.and_then(pressure_word) {
            said.push_str(&format!(" · {}", words.t(word)));
        }
        if let Some(minutes) = item.minutes {
            said.push_str(&format!(" · {} min", say::number(locale, minutes, 0)));
        }
        let page = told::technique(knowledge, &item.key, locale);
        let mut more: Vec<String> = page.map(|page| vec![page.what.clone(), page.expect.clone()]).unwrap_or_default();
        more.extend(Some(item.detail.clone()).filter(|detail| !detail.is_empty()));
        Line { said, more }
    };
    plan.items.iter().filter(|item| item.kind == "technique").map(of).collect()
}

/// Pressure in words: a client has one number only, pain.
fn pressure_word(pressure: i64) -> Option<&'static str> {
    match pressure {
        1 | 2 => Some("plan-plain-light"),
        3 => Some("plan-plain-medium"),
        4 | 5 => Some("plan-plain-strong"),
        _ => None,
    }
}

fn goal_line(knowledge: &Knowledge, words: &Words, item: &store::Item) -> Option<Line> {
    let measure = measure_of(item);
    let subject = Subject::find(knowledge, &measure.key)?;
    let scale = match &subject {
        Subject::Form(form) => form.scale(&measure.scale).map(|scale| scale.name.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    let name = if scale.is_empty() { subject.name() } else { format!("{} ({scale})", subject.name()) };
    let by = item.by_on.as_deref().and_then(|on| on.parse().ok()).map(|on| super::date_in(words, on));
    let number = |value: f64| say::number(words.locale(), value, if value.fract() == 0.0 { 0 } else { 1 });
    let args = [
        ("measure", Arg::from(name.as_str())),
        ("from", Arg::from(number(item.from?).as_str())),
        ("to", Arg::from(number(item.target?).as_str())),
        ("date", Arg::from(by.unwrap_or_default().as_str())),
    ];
    Some(Line { said: words.t_args("plan-plain-goal", &args), more: Vec::new() })
}

fn visit_lines(words: &Words, plan: &store::Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |said: String| lines.push(Line { said, more: Vec::new() });
    let number = |value: i64| Arg::from(i32::try_from(value).unwrap_or(i32::MAX));
    if let (Some(visits), Some(weeks)) = (plan.visits, plan.weeks) {
        add(words.t_args("plan-plain-course", &[("visits", number(visits)), ("weeks", number(weeks))]));
    }
    if let Some(minutes) = plan.minutes {
        add(words.t_args("plan-plain-minutes", &[("minutes", number(minutes))]));
    }
    if let Some(on) = plan.review_on.as_deref().and_then(|on| on.parse().ok()) {
        add(words.t_args("plan-plain-review", &[("date", Arg::from(super::date_in(words, on).as_str()))]));
    }
    lines
}

fn home_line(knowledge: &Knowledge, locale: Locale, item: &store::Item) -> Option<Line> {
    let found = knowledge.homecare.item(&item.key)?;
    let spanish = found.es.as_ref().filter(|_| locale.folder() == "es");
    let (name, steps, cautions) = match spanish {
        Some(es) => (&es.name, &es.steps, &es.cautions),
        None => (&found.name, &found.steps, &found.cautions),
    };
    let mut more = steps.clone();
    more.extend(cautions.iter().cloned());
    Some(Line { said: format!("{name} · {}", found.dose), more })
}

/// When to get help: the signs of the techniques planned, each once.
fn help_lines(knowledge: &Knowledge, words: &Words, plan: &store::Plan) -> Vec<Line> {
    let locale = words.locale();
    let mut keys: Vec<&str> = Vec::new();
    let education = &knowledge.education;
    for item in plan.items.iter().filter(|item| item.kind == "technique") {
        let whole = knowledge
            .techniques
            .get(&item.key)
            .map_or(item.key.as_str(), |one| knowledge.techniques.whole(one).key.as_str());
        let page = education.page(clinical::knowledge::education::About::Technique, whole);
        for key in page.into_iter().flat_map(|page| &page.get_help) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    let said = |key: &&str| education.warning(key).map(|warning| told::told(&warning.say, locale).0.clone());
    let mut lines = vec![Line { said: words.t("plan-plain-stop"), more: Vec::new() }];
    lines.extend(keys.iter().filter_map(said).map(|said| Line { said, more: Vec::new() }));
    lines
}
