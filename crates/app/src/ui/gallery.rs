//! Every widget in every state on one page, for looking at and for the accessibility sweep.

use askama::Template;
use clinical::Refusal;
use clinical::knowledge::regions::View;
use clinical::site::Side;
use jiff::{Timestamp, civil};
use serde::Serialize;

use super::body::{Figure, Marked, Part, Quality, RegionMark};
use super::cards::{Asks, Reason, TodayCard, TodayLine, Week};
use super::shell::{Action, Flash, Tone};
use super::trend::{Meaningful, Reading, Trend, Visit};
use super::{ChartHeader, Choice, Filled, Mark, MarkKind, NavItem, Person, Said, Shell, Tab, filters};

/// The page of all widgets, with invented content.
#[derive(Debug, Template, Serialize)]
#[template(path = "ui/gallery.html")]
pub struct Gallery {
    form: Filled,
    refused: Filled,
    purposes: Vec<Choice>,
    visits: Vec<Choice>,
    qualities: Vec<Choice>,
    techniques: Vec<Choice>,
    facts: Vec<(String, String)>,
    marks: Vec<(MarkKind, String, String, String)>,
    nothing: Vec<Tab>,
    from: civil::Time,
    to: civil::Time,
    at: Timestamp,
    today: TodayCard,
    week: Week,
    complaints: Vec<Choice>,
    pain: Trend,
    function: Trend,
    figures: Vec<Figure>,
    marked: Vec<Marked>,
    in_use: Vec<Quality>,
}

impl Gallery {
    /// The page as it stands.
    #[must_use]
    pub fn example() -> Self {
        let plain = |words: &str| Said::plain(words);
        let choices = |list: &[&str]| list.iter().map(|one| Choice::new(one.to_lowercase(), plain(one))).collect();
        let mut techniques: Vec<Choice> = choices(&["Effleurage", "Myofascial release", "Trigger point"]);
        techniques.push(Choice::new("thrust", plain("Thrust")).barred(plain("takes apixaban")));
        let form = Filled::empty()
            .with("given", "Amara")
            .with("born", "1983-05-04")
            .with("visit", "first visit")
            .with("quality", "aching")
            .with("quality", "sharp")
            .with("technique", "effleurage")
            .with("pain", "6")
            .with("pressure", "2")
            .with("fever", "no")
            .with("swelling", "unsure")
            .with("consent", "yes");
        let refused = Filled::sent(
            [("family", ""), ("birth", "31 February"), ("worst", "")],
            vec![
                Refusal::new("family", "gallery-refusal-empty"),
                Refusal::new("birth", "gallery-refusal-date"),
                Refusal::new("worst", "gallery-refusal-choose"),
            ],
        );
        Self {
            form,
            refused,
            purposes: choices(&["Neck and shoulder", "Low back", "Relaxation"]),
            visits: choices(&["First visit", "Follow-up", "Wellness"]),
            qualities: choices(&["Aching", "Sharp", "Burning", "Tingling", "Numb", "Throbbing", "Stiff"]),
            techniques,
            facts: [
                ("fever", "Fever, or feeling ill, in the last two days"),
                ("swelling", "New swelling in one leg or arm"),
                ("numb", "New numbness or weakness"),
            ]
            .map(|(name, question)| (name.to_owned(), question.to_owned()))
            .to_vec(),
            marks: example_marks(),
            nothing: Vec::new(),
            from: civil::time(11, 15, 0, 0),
            to: civil::time(12, 0, 0, 0),
            at: Timestamp::new(1_763_994_300, 0).unwrap_or(Timestamp::UNIX_EPOCH),
            today: example_today(),
            week: Week { days: vec![true, true, true, false, true, true, true] },
            complaints: choices(&["Bladder or bowel changes", "Cancer, now or before", "Heart trouble", "Not sure"]),
            pain: example_pain(),
            function: example_function(),
            figures: example_figures(),
            marked: example_marked(),
            in_use: Quality::ALL.to_vec(),
        }
    }

    /// The shell around it, with an open chart.
    #[must_use]
    pub fn shell() -> Shell {
        let mut nav: Vec<_> = [
            ("nav-today", "today"),
            ("nav-clients", "clients"),
            ("nav-inbox", "inbox"),
            ("nav-outcomes", "outcomes"),
            ("nav-reference", "reference"),
            ("nav-admin", "admin"),
        ]
        .map(|(key, icon)| NavItem::new(key, "#", icon))
        .into();
        nav[1].current = true;
        nav[2].waiting = 3;
        Shell {
            title: "Widgets".to_owned(),
            practice: "Harbour Lane".to_owned(),
            person: Some(Person { id: String::new(), name: "Mira Lindqvist".to_owned(), url: "#".to_owned() }),
            nav,
            chart: Some(example_chart()),
            flash: Some(Flash {
                tone: Tone::Done,
                words: Said::key("gallery-flash"),
                link: Some(("#".to_owned(), Said::key("gallery-undo"))),
            }),
            lock_url: Some("/lock".to_owned()),
            demo: true,
            knowledge: None,
        }
    }
}

fn example_marks() -> Vec<(MarkKind, String, String, String)> {
    let texts = [
        ("New calf swelling with warmth", "No hands-on work until a doctor has looked at it today."),
        ("Right hip and knee", "Operated 10 weeks ago, the surgeon's protocol is not on file."),
        ("Takes apixaban", "Not above P3 anywhere; light work marks less."),
        ("Latex allergy", "Use nitrile gloves."),
    ];
    MarkKind::ALL
        .into_iter()
        .zip(texts)
        .map(|(kind, (what, why))| (kind, what.to_owned(), why.to_owned(), "an example".to_owned()))
        .collect()
}

fn example_today() -> TodayCard {
    let line = |kind, asks, words: &str, fact: &str, rule: &str| TodayLine {
        kind,
        asks,
        words: Said::plain(words),
        reasons: vec![Reason { fact: Said::plain(fact), rule: Said::plain(rule), source: "an example".to_owned() }],
    };
    TodayCard {
        name: "Amara".to_owned(),
        lines: vec![
            line(
                MarkKind::Avoid,
                Asks::Avoid,
                "left calf",
                "Varicose veins, left calf.",
                "No direct pressure on them.",
            ),
            line(MarkKind::Care, Asks::Pressure, "not above P3 anywhere", "Takes apixaban.", "Bruises come easily."),
            line(MarkKind::Note, Asks::Products, "nitrile gloves", "Latex allergy.", "Contact can set it off."),
        ],
        unasked: 2,
        ask_url: Some("#".to_owned()),
        seen_url: Some("/gallery/seen".to_owned()),
        known_since: Some(civil::date(2026, 10, 6)),
    }
}

fn readings(values: &[(i8, i8, f64)]) -> Vec<Reading> {
    let day = |month, day| civil::date(2026, month, day);
    values.iter().map(|(month, on, value)| Reading { on: day(*month, *on), value: *value }).collect()
}

fn example_pain() -> Trend {
    Trend {
        id: "pain-trend".to_owned(),
        title: Said::key("gallery-trend"),
        scale: (0.0, 10.0),
        step: 5.0,
        lower_is_better: true,
        readings: readings(&[(10, 6, 7.0), (10, 13, 6.0), (10, 27, 6.0), (11, 10, 4.0), (11, 24, 3.0)]),
        meaningful: Some(Meaningful { by: 2.0, source: "An example of a source, 2001".to_owned() }),
        error: Some(Meaningful { by: 1.5, source: "Another example of a source, 2004".to_owned() }),
        visits: [(10, 6), (10, 13), (10, 27), (11, 10), (11, 17), (11, 24)]
            .into_iter()
            .zip(1..)
            .map(|((month, day), n)| Visit { on: civil::date(2026, month, day), n })
            .collect(),
    }
}

fn example_function() -> Trend {
    Trend {
        id: "function-trend".to_owned(),
        title: Said::key("gallery-trend-up"),
        scale: (0.0, 10.0),
        step: 2.0,
        lower_is_better: false,
        readings: readings(&[(6, 1, 3.3), (6, 2, 3.7), (6, 30, 5.0), (11, 20, 7.3), (11, 24, 7.0)]),
        meaningful: None,
        error: None,
        visits: Vec::new(),
    }
}

fn example_region_marks() -> Vec<RegionMark> {
    let mark = |id: &str, pain, quality, tension, treated| RegionMark {
        id: id.to_owned(),
        pain,
        quality,
        tension,
        treated,
        ..RegionMark::default()
    };
    let mut marks = vec![
        mark("levator_scapulae_r", Some(7), Some(Quality::Sharp), Some(3), false),
        mark("trapezius_upper_r", Some(6), Some(Quality::Aching), Some(3), true),
        mark("suboccipitals_r", Some(4), Some(Quality::Throbbing), None, false),
        mark("rhomboids_r", Some(3), Some(Quality::Burning), Some(2), false),
        mark("trapezius_upper_l", Some(2), Some(Quality::Stiff), None, false),
        mark("forearm_flexors_r", Some(2), Some(Quality::Tingling), None, false),
        mark("infraspinatus_r", None, None, Some(2), true),
    ];
    marks.push(RegionMark { id: "rectus_femoris_l".to_owned(), limit: Some(MarkKind::Avoid), ..RegionMark::default() });
    marks
}

fn example_name(region: &str, side: Option<Side>) -> String {
    let region = region.replace('_', " ");
    side.map_or_else(|| region.clone(), |side| format!("{side} {region}"))
}

fn example_figures() -> Vec<Figure> {
    [
        (View::Anterior, Part::Upper),
        (View::Posterior, Part::Upper),
        (View::RightLateral, Part::Whole),
        (View::Posterior, Part::Lower),
    ]
    .map(|(view, part)| {
        let mut figure = Figure::of(view, part, "#r-", example_name);
        figure.marks = example_region_marks();
        figure.selected = Some("trapezius_upper_r".to_owned());
        figure
    })
    .into()
}

fn example_marked() -> Vec<Marked> {
    let named = |mark: RegionMark| {
        let (region, side) = match mark.id.rsplit_once('_') {
            Some((region, "r")) => (region, Some(Side::Right)),
            Some((region, "l")) => (region, Some(Side::Left)),
            _ => (mark.id.as_str(), None),
        };
        Marked {
            name: example_name(region, side),
            url: format!("#r-{}", mark.id),
            current: mark.id == "trapezius_upper_r",
            mark,
        }
    };
    example_region_marks().into_iter().map(named).collect()
}

fn example_chart() -> ChartHeader {
    let tab = |key, current| Tab { key, url: "#".to_owned(), current };
    let mark = |kind, words: &str| Mark { kind, words: Said::plain(words), url: Some("#".to_owned()) };
    ChartHeader {
        name: "Amara Okafor".to_owned(),
        legal_name: Some("Amarachi Okafor".to_owned()),
        born: Some(civil::date(1983, 5, 4)),
        pronouns: Some("she/her".to_owned()),
        lines: vec![Said::key("gallery-line")],
        marks: vec![mark(MarkKind::Care, "apixaban: not above P3"), mark(MarkKind::Note, "latex allergy")],
        tabs: vec![
            tab("gallery-tab-today", false),
            tab("gallery-tab-assess", true),
            tab("gallery-tab-plan", false),
            tab("gallery-tab-record", false),
        ],
        action: Some(Action { key: "gallery-start", url: "/sessions".to_owned(), icon: "start", posts: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{Frame, Locale, shell};
    use jiff::tz::TimeZone;

    fn page(locale: Locale) -> String {
        let now = "2026-11-24T10:05:00Z".parse().unwrap();
        let frame = Frame::new(locale, now, TimeZone::UTC, 0x0192_0000_0000_7000_8000_0000_0000_0001);
        let main = Gallery::example().render_with_values(&frame).unwrap();
        shell::render(&Gallery::shell(), &frame, &main).unwrap()
    }

    #[test]
    fn the_page_needs_no_inline_style_or_script() {
        let page = page(Locale::En);
        assert!(!page.contains(" style="), "a strict policy refuses style attributes");
        assert!(!page.contains("<style"));
        for script in page.split("<script").skip(1) {
            assert!(script.contains(r#"src="/assets/"#));
        }
        assert!(!page.contains(" onclick="));
    }

    #[test]
    fn no_word_is_missing_in_any_language() {
        for locale in Locale::ALL {
            let page = page(locale);
            assert!(!page.contains('⟦'), "{:?}: {}", locale, page.split('⟦').nth(1).unwrap_or_default());
        }
    }

    #[test]
    fn every_form_posts_and_carries_an_act_of_its_own() {
        let page = page(Locale::En);
        let acts: Vec<_> = page
            .split("<form ")
            .skip(1)
            .map(|form| {
                assert!(form.starts_with(r#"class="form"#) && form.contains(r#"method="post" action="/"#));
                form.split(r#"name="_act" value=""#).nth(1).unwrap().split('"').next().unwrap()
            })
            .collect();
        let distinct: std::collections::BTreeSet<_> = acts.iter().collect();
        assert_eq!(acts.len(), distinct.len());
        assert!(acts.len() >= 4);
    }

    #[test]
    fn every_label_and_description_names_something_that_is_there_once() {
        let page = page(Locale::En);
        let ids: Vec<_> = page.split(r#" id=""#).skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "an id stands twice");
        for attribute in [r#" for=""#, r#" aria-describedby=""#, r#" aria-labelledby=""#] {
            for named in page.split(attribute).skip(1) {
                for id in named.split('"').next().unwrap().split(' ') {
                    assert!(ids.contains(&id), "{attribute}{id}");
                }
            }
        }
    }
}
