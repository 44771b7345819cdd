use super::*;
use crate::ui::Locale;
use jiff::{Timestamp, tz::TimeZone};

fn figure() -> Figure {
    let side = |side| match side {
        Some(Side::Right) => "right ",
        Some(_) => "left ",
        None => "",
    };
    let mut figure = Figure::of(View::Posterior, Part::Upper, "/body/", |region, at| format!("{}{region}", side(at)));
    figure.marks.push(RegionMark {
        id: "trapezius_upper_r".to_owned(),
        pain: Some(6),
        quality: Some(Quality::Aching),
        treated: true,
        ..RegionMark::default()
    });
    figure
}

fn drawn(figure: &Figure) -> String {
    figure.drawn(&Frame::new(Locale::En, Timestamp::UNIX_EPOCH, TimeZone::UTC, 0))
}

#[test]
fn every_region_is_a_link_with_a_spoken_name() {
    let html = drawn(&figure());
    assert_eq!(html.matches("<a class=\"rg\" href=\"/body/").count(), 81);
    assert!(html.contains(r#"aria-label="right trapezius_upper, pain 6 of 10, aching, treated today""#));
}

#[test]
fn pain_is_told_by_colour_by_number_and_by_pattern() {
    let html = drawn(&figure());
    assert!(html.contains(r#"class="region p3""#) && html.contains(">6</text>"));
    assert!(
        html.contains("url(#pt-aching-posterior-upper)") && html.contains(r#"<pattern id="pt-aching-posterior-upper""#)
    );
}

#[test]
fn right_and_left_are_printed_as_the_client_s_own() {
    let html = drawn(&figure());
    let places: Vec<_> = ["L", "R"].map(|letter| html.find(&format!(">{letter}</text>")).unwrap()).into();
    assert!(places[0] < places[1], "seen from behind the client's left is on the left");
    assert!(html.contains(r#"dir="ltr"><svg "#), "a page that runs from the right does not turn the client round");
}

#[test]
fn pain_climbs_its_steps_by_two() {
    let steps: Vec<_> = (0..=11).map(pain_step).collect();
    assert_eq!(steps, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]);
}
