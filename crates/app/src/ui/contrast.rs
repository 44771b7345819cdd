//! Every pair of colours that meets on a page can be told apart, in both themes (WCAG 2.2: 4.5 for text, 3 for what
//! must be seen of a control or a figure). The style is read as it is served, so a changed colour is tested at once.

use std::collections::BTreeMap;

use super::assets;

type Theme = BTreeMap<String, [u8; 3]>;

/// Foreground, background, least ratio.
const PAIRS: [(&str, &str, f64); 56] = [
    ("ink", "bg", 4.5),
    ("ink", "surface", 4.5),
    ("ink", "surface-2", 4.5),
    ("ink", "sunken", 4.5),
    ("ink", "red-soft", 4.5),
    ("ink", "clay-soft", 4.5),
    ("ink", "amber-soft", 4.5),
    ("ink", "iris-soft", 4.5),
    ("ink", "green-soft", 4.5),
    ("ink-2", "bg", 4.5),
    ("ink-2", "surface", 4.5),
    ("ink-2", "surface-2", 4.5),
    ("ink-2", "sunken", 4.5),
    ("ink-3", "bg", 4.5),
    ("ink-3", "surface", 4.5),
    ("ink-3", "surface-2", 4.5),
    ("ink-3", "sunken", 4.5),
    ("on-brand", "brand", 4.5),
    ("on-brand", "brand-hi", 4.5),
    ("brand-ink", "brand-soft", 4.5),
    ("brand-ink", "surface", 4.5),
    ("brand-ink", "surface-2", 4.5),
    ("brand-ink", "bg", 4.5),
    ("brand-ink", "sunken", 4.5),
    ("clay-ink", "clay-soft", 4.5),
    ("clay-ink", "surface", 4.5),
    ("clay-ink", "surface-2", 4.5),
    ("clay-ink", "bg", 4.5),
    ("amber-ink", "amber-soft", 4.5),
    ("red-ink", "red-soft", 4.5),
    ("on-red", "red", 4.5),
    ("green-ink", "green-soft", 4.5),
    ("green-ink", "surface", 4.5),
    ("iris-ink", "iris-soft", 4.5),
    ("on-p0", "p0", 4.5),
    ("on-p1", "p1", 4.5),
    ("on-p2", "p2", 4.5),
    ("on-p3", "p3", 4.5),
    ("on-p4", "p4", 4.5),
    ("on-p5", "p5", 4.5),
    ("brand", "surface", 3.0),
    ("brand", "surface-2", 3.0),
    ("brand", "bg", 3.0),
    ("brand", "brand-soft", 3.0),
    ("brand", "green-soft", 3.0),
    ("iris", "surface", 3.0),
    ("line-2", "surface", 3.0),
    ("line-2", "surface-2", 3.0),
    ("line-2", "bg", 3.0),
    ("focus", "surface", 3.0),
    ("focus", "surface-2", 3.0),
    ("focus", "bg", 3.0),
    ("focus", "brand-soft", 3.0),
    ("body-edge", "surface", 3.0),
    ("p4", "surface", 3.0),
    ("p5", "surface", 3.0),
];

#[test]
fn every_pair_of_colours_that_meets_can_be_told_apart_in_both_themes() {
    let (light, dark, _) = themes();
    let mut faults = Vec::new();
    for (name, theme) in [("light", &light), ("dark", &dark)] {
        for (front, back, least) in PAIRS {
            let ratio = contrast(theme[front], theme[back]);
            if ratio < least {
                faults.push(format!("{name}: {front} on {back} is {ratio:.2}, not {least}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_steps_of_pain_grow_one_way_in_both_themes() {
    let (light, dark, _) = themes();
    let lights = |theme: &Theme| (0..=5).map(|step| luminance(theme[&format!("p{step}")])).collect::<Vec<_>>();
    assert!(lights(&light).is_sorted_by(|one, next| one > next));
    assert!(lights(&dark).is_sorted_by(|one, next| one < next));
}

#[test]
fn dark_by_choice_is_dark_by_device() {
    let (_, by_device, by_choice) = themes();
    assert_eq!(by_device, by_choice);
}

#[test]
fn the_ratio_is_that_of_the_guideline() {
    let near = |one: f64, other: f64| (one - other).abs() < 0.01;
    assert!(near(contrast([0, 0, 0], [255, 255, 255]), 21.0));
    assert!(near(contrast([255, 255, 255], [255, 255, 255]), 1.0));
    // Grey 118 is the lightest grey on white that reaches 4.5.
    assert!(contrast([118, 118, 118], [255, 255, 255]) >= 4.5);
    assert!(contrast([119, 119, 119], [255, 255, 255]) < 4.5);
}

/// Light, dark by the device, dark by choice; each with every colour.
fn themes() -> (Theme, Theme, Theme) {
    let style = std::str::from_utf8(assets::find("tokens.css").unwrap().bytes).unwrap();
    let (light, rest) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (by_device, by_choice) = rest.split_once("@media screen").unwrap();
    let light = colours(light);
    let over = |text: &str| light.clone().into_iter().chain(colours(text)).collect::<Theme>();
    assert!(light.len() > 30, "the colours must be found");
    (light.clone(), over(by_device), over(by_choice))
}

fn colours(style: &str) -> Theme {
    style
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let value = u32::from_str_radix(value.get(..6)?, 16).ok()?;
            let [_, red, green, blue] = value.to_be_bytes();
            Some((name.to_owned(), [red, green, blue]))
        })
        .collect()
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
