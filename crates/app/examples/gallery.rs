//! Writes the page of all widgets with its assets into a folder, for looking at without a server:
//! `cargo run -p app --example gallery -- FOLDER`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use app::ui::{Frame, Locale, Theme, assets, gallery::Gallery, shell};
use askama::Template;
use jiff::tz::TimeZone;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("which folder?")?);
    for path in assets::paths() {
        let url = assets::url(&path);
        let file = folder.join(url.trim_start_matches('/'));
        fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        fs::write(file, assets::find(&path).ok_or("no asset")?.bytes)?;
    }
    let pages = [
        ("en.html", Locale::En, false, Theme::Device),
        ("es.html", Locale::Es, false, Theme::Device),
        ("rtl.html", Locale::En, true, Theme::Dark),
    ];
    for (name, locale, rtl, theme) in pages {
        let now = "2026-11-24T10:05:00Z".parse()?;
        let mut frame = Frame::new(locale, now, TimeZone::UTC, 0x0192_0000_0000_7000_8000_0000_0000_0000);
        frame.rtl = rtl;
        frame.theme = theme;
        let main = Gallery::example().render_with_values(&frame)?;
        fs::write(folder.join(name), shell::render(&Gallery::shell(), &frame, &main)?)?;
    }
    Ok(())
}
