//! What a template may say with a bar: `{{ "clients-new"|t }}`, `{{ client.name|bdi }}`, `{{ visit.on|date }}`.
//!
//! A room's module writes `use crate::ui::filters;` and its templates find these by name.

// The macro that makes a filter out of a function adds public items that cannot carry a doc comment of their own.
#![allow(missing_docs, unreachable_pub)]

use std::borrow::Borrow;
use std::fmt::Display;

use askama::filters::Safe;
use askama::{Values, filter_fn};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use super::{Arg, Filled, Frame, assets, escape, say};
use clinical::Refusal;

/// A value that a message can be given.
pub trait Sayable {
    /// Itself as an argument.
    fn arg(&self) -> Arg;
}

macro_rules! sayable {
    ($($type:ty),*) => {$(impl Sayable for $type {
        fn arg(&self) -> Arg {
            Arg::from(self.to_owned())
        }
    })*};
}
sayable!(u8, i8, u16, i16, u32, i32, i64, f32, f64, usize, str, String);

impl<T: Sayable + ?Sized> Sayable for &T {
    fn arg(&self) -> Arg {
        (**self).arg()
    }
}

/// The words of a key.
#[filter_fn]
pub fn t<K: AsRef<str>>(key: K, values: &dyn Values) -> askama::Result<String> {
    Ok(Frame::of(values)?.words().t(key.as_ref()))
}

/// The words of a key with `$count`.
#[filter_fn]
pub fn t_n<K: AsRef<str>, C: Sayable>(key: K, values: &dyn Values, count: C) -> askama::Result<String> {
    Ok(Frame::of(values)?.words().t_args(key.as_ref(), &[("count", count.arg())]))
}

/// The words of a key with one named argument.
#[filter_fn]
pub fn t_with<K: AsRef<str>, N: AsRef<str>, V: Sayable>(
    key: K,
    values: &dyn Values,
    name: N,
    value: V,
) -> askama::Result<String> {
    let args = [(name.as_ref(), value.arg())];
    Ok(Frame::of(values)?.words().t_args(key.as_ref(), &args))
}

/// The words of a key with two named arguments.
#[filter_fn]
pub fn t_with2<K: AsRef<str>, N: AsRef<str>, V: Sayable, N2: AsRef<str>, V2: Sayable>(
    key: K,
    values: &dyn Values,
    name: N,
    value: V,
    name2: N2,
    value2: V2,
) -> askama::Result<String> {
    let args = [(name.as_ref(), value.arg()), (name2.as_ref(), value2.arg())];
    Ok(Frame::of(values)?.words().t_args(key.as_ref(), &args))
}

/// Words that data decides: a key with its arguments, or texts of the knowledge.
#[filter_fn]
pub fn said(words: &super::Said, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(words.html(Frame::of(values)?.words())))
}

/// The same where no markup can stand: in an attribute or an option.
#[filter_fn]
pub fn said_bare(words: &super::Said, values: &dyn Values) -> askama::Result<String> {
    Ok(words.in_words(Frame::of(values)?.words()))
}

/// The attribute `lang` of what can hold no markup, where its words are not in the page's language.
#[filter_fn]
pub fn said_lang(words: &super::Said, values: &dyn Values) -> askama::Result<Safe<&'static str>> {
    Ok(Safe(words.lang(Frame::of(values)?.words())))
}

/// A text of the knowledge in the reader's language; English is marked as such on a page that is not.
#[filter_fn]
pub fn known<K: AsRef<str>>(english: K, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(Frame::of(values)?.words().known(english.as_ref()).html()))
}

/// The same where no markup can stand.
#[filter_fn]
pub fn known_bare<K: AsRef<str>>(english: K, values: &dyn Values) -> askama::Result<String> {
    Ok(Frame::of(values)?.words().known(english.as_ref()).words.to_owned())
}

/// The attribute `lang` of what holds a text of the knowledge that is not in the page's language.
#[filter_fn]
pub fn known_lang<K: AsRef<str>>(english: K, values: &dyn Values) -> askama::Result<Safe<&'static str>> {
    let foreign = Frame::of(values)?.words().known(english.as_ref()).foreign;
    Ok(Safe(if foreign { r#" lang="en""# } else { "" }))
}

/// Several texts of the knowledge in one line.
#[filter_fn]
pub fn all_known(english: &[String], values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::Said::all_known(english).html(Frame::of(values)?.words())))
}

/// A refusal in words.
#[filter_fn]
pub fn refused(refusal: &Refusal, values: &dyn Values) -> askama::Result<String> {
    Ok(super::filled::words_of(refusal, Frame::of(values)?.words()))
}

/// People's data, set apart so that its direction cannot disturb the line: `<bdi>…</bdi>`.
#[filter_fn]
pub fn bdi<T: Display>(data: T, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(format!("<bdi>{}</bdi>", escape(&data.to_string()))))
}

/// A day: `24 Nov 2026`.
#[filter_fn]
pub fn date(day: &Date, values: &dyn Values) -> askama::Result<String> {
    Ok(say::date(Frame::of(values)?.locale, *day))
}

/// A day of this year without the year: `24 Nov`.
#[filter_fn]
pub fn date_near(day: &Date, values: &dyn Values) -> askama::Result<String> {
    let frame = Frame::of(values)?;
    Ok(say::date_near(frame.locale, *day, frame.today()))
}

/// A day in full: `Tuesday 24 November 2026`.
#[filter_fn]
pub fn date_long(day: &Date, values: &dyn Values) -> askama::Result<String> {
    Ok(say::date_long(Frame::of(values)?.locale, *day))
}

/// A clock time, set apart: `<bdi class="num">14:05</bdi>`.
#[filter_fn]
pub fn time(at: &Time, values: &dyn Values) -> askama::Result<Safe<String>> {
    let words = say::time(Frame::of(values)?.locale, *at);
    Ok(Safe(format!(r#"<bdi class="num" dir="ltr">{words}</bdi>"#)))
}

/// From one clock time to another, set apart as one: `11:15–12:00`.
#[filter_fn]
pub fn time_to(from: &Time, values: &dyn Values, to: &Time) -> askama::Result<Safe<String>> {
    let locale = Frame::of(values)?.locale;
    let (from, to) = (say::time(locale, *from), say::time(locale, *to));
    Ok(Safe(format!(r#"<bdi class="num" dir="ltr">{from}–{to}</bdi>"#)))
}

/// An instant on the practice's clock: `24 Nov 2026, 14:05`, in a `<time>` that says it exactly.
#[filter_fn]
pub fn instant(at: &Timestamp, values: &dyn Values) -> askama::Result<Safe<String>> {
    let frame = Frame::of(values)?;
    let there = frame.zoned(*at);
    let day = say::date(frame.locale, there.date());
    let time = say::time(frame.locale, there.time());
    Ok(Safe(format!(r#"<time datetime="{at}"><bdi class="num">{day}, {time}</bdi></time>"#)))
}

/// Whole years lived today, empty where the day of birth is not past.
#[filter_fn]
pub fn age(born: &Date, values: &dyn Values) -> askama::Result<String> {
    let years = say::age(*born, Frame::of(values)?.today());
    Ok(years.map(|years| years.to_string()).unwrap_or_default())
}

/// A number with at most two places, as the locale writes it; text stays as it is.
#[filter_fn]
pub fn num<N: Sayable>(value: N, values: &dyn Values) -> askama::Result<String> {
    match value.arg() {
        Arg::Number(number) => Ok(say::number(Frame::of(values)?.locale, number, 2)),
        Arg::Text(text) => Ok(text),
    }
}

/// The initials of a name.
#[filter_fn]
pub fn initials<T: AsRef<str>>(name: T, _: &dyn Values) -> askama::Result<String> {
    Ok(say::initials(name.as_ref()))
}

/// The address of an asset, with the digest of all assets in it: `{{ "app.css"|asset }}`.
#[filter_fn]
pub fn asset<P: AsRef<str>>(path: P, _: &dyn Values) -> askama::Result<String> {
    Ok(assets::url(path.as_ref()))
}

/// A picture sign of the sprite, silent to a screen reader: `{{ "plus"|icon }}`.
#[filter_fn]
pub fn icon<N: AsRef<str>>(name: N, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::icon(name.as_ref(), "")))
}

/// A small sign.
#[filter_fn]
pub fn icon_s<N: AsRef<str>>(name: N, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::icon(name.as_ref(), " s")))
}

/// A sign that points along the line, and so turns with the direction of the page.
#[filter_fn]
pub fn icon_flip<N: AsRef<str>>(name: N, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::icon(name.as_ref(), " flip")))
}

/// The beginning of a form that changes something: its address and the identity of its act. Ends with `</form>`.
/// `{{ "/sign-out"|form_open }}`, `{{ url|form_open("grid") }}` with a class; inside it
/// `{{ form.version()|version }}` where what is changed carries one.
#[filter_fn]
pub fn form_open<U: AsRef<str>>(
    action: U,
    values: &dyn Values,
    #[optional("")] class: &str,
) -> askama::Result<Safe<String>> {
    opened(action.as_ref(), class, "", values)
}

/// The same for a form that brings a file.
#[filter_fn]
pub fn form_with_file<U: AsRef<str>>(
    action: U,
    values: &dyn Values,
    #[optional("")] class: &str,
) -> askama::Result<Safe<String>> {
    opened(action.as_ref(), class, r#" enctype="multipart/form-data""#, values)
}

fn opened(action: &str, class: &str, kind: &str, values: &dyn Values) -> askama::Result<Safe<String>> {
    let act = Frame::of(values)?.next_act();
    let (action, class) = (escape(action), escape(class));
    Ok(Safe(format!(
        r#"<form class="form {class}" method="post" action="{action}"{kind} novalidate><input type="hidden" name="_act" value="{act}">"#
    )))
}

/// The hidden version of what a form changes, nothing where it carries none.
#[filter_fn]
pub fn version(version: &Option<i64>, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(
        version
            .map_or_else(String::new, |version| format!(r#"<input type="hidden" name="_version" value="{version}">"#)),
    ))
}

/// The attributes by which a control says that it was refused and where its help stands.
/// Said of the form: `{{ form|described("born", has_help) }}`.
#[filter_fn]
pub fn described<F: AsRef<str>, B: Borrow<bool>>(
    form: &Filled,
    _: &dyn Values,
    field: F,
    help: B,
) -> askama::Result<Safe<String>> {
    Ok(Safe(form.described(field.as_ref(), *help.borrow())))
}

/// A measure over time: drawing, source and table.
#[filter_fn]
pub fn trend(trend: &super::trend::Trend, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(trend.figure(Frame::of(values)?)))
}

/// The line of a measure alone, small and silent.
#[filter_fn]
pub fn spark(trend: &super::trend::Trend, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(trend.spark(Frame::of(values)?.rtl)))
}

/// A figure of the body with what is marked on it.
#[filter_fn]
pub fn figure(figure: &super::body::Figure, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(figure.drawn(Frame::of(values)?)))
}

/// The drawing of this name; nothing where there is none.
#[filter_fn]
pub fn pose<N: AsRef<str>>(name: N, _: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::pose::drawn(name.as_ref()).unwrap_or_default()))
}

/// What the marks on the figures mean; said of the qualities in use.
#[filter_fn]
pub fn legend(qualities: &[super::body::Quality], values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(super::body::legend(Frame::of(values)?, qualities)))
}

/// What a room shows on a chart, whatever its type.
#[filter_fn]
pub fn panel(panel: &super::Panel, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(panel.html(values)?))
}
