//! `palpate demo`: a practice that was made up, entered through the same door as everything else.
mod bookings;
mod browser;
mod calendar;
mod care;
mod chance;
mod fill;
mod names;
mod people;
mod phone;
mod plan;
mod reports;
mod stories;

use crate::{
    outcome::Outcome,
    serve::{clock, listen, serve},
};
use app::door::{House, Settings, hex};
use browser::Door;
use calendar::{Calendar, Hands};
use clap::Args;
use db::{Db, Place};
use jiff::tz::TimeZone;
use people::Person;
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

/// The content is drawn from this.
const SEED: u64 = 0x7061_6c70_6174_6531;

/// Make up a practice, enter it, and serve it: three practitioners, some fifty clients, six weeks.
///
/// Nobody in it lives; the names are of stone, sea and sky. Clients that come from published case reports say so. It is
/// made anew each time, with passwords that are drawn anew, and is only served to this machine.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// A file for it, which must not be there yet; else a temporary one that goes when the demo ends.
    #[arg(long, value_name = "FILE", conflicts_with = "database_url")]
    data: Option<PathBuf>,
    /// A PostgreSQL server instead of a file: postgres://user@host/database
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The demo's schema on that server, which must be empty.
    #[arg(long, value_name = "NAME", default_value = "palpate_demo")]
    schema: String,
    /// Where to listen, on this machine alone; port 0 takes any free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Demo {
    pub(crate) fn run(self) -> Result<ExitCode, Outcome> {
        if !self.listen.ip().is_loopback() {
            return Err(Outcome::Input(format!(
                "the demo is only for this machine, and {} can be reached from others: listen on 127.0.0.1",
                self.listen
            )));
        }
        // Taken first: nobody waits for a practice that then cannot be shown.
        let listener = listen(self.listen)?;
        let (place, folder) = self.place()?;
        let done = show(&place, listener, folder.as_ref());
        if let Some(folder) = folder {
            std::fs::remove_dir_all(folder)?;
        }
        done.map(|()| ExitCode::SUCCESS)
    }

    /// Where it goes, and the folder that goes with it. What is there already is never touched.
    fn place(&self) -> Result<(Place, Option<PathBuf>), Outcome> {
        if let Some(url) = &self.database_url {
            return Ok((Place::Postgres { url: url.clone(), schema: self.schema.clone() }, None));
        }
        if let Some(file) = &self.data {
            if file.exists() {
                return Err(Outcome::No(format!(
                    "{0} is there already, and a demo is made anew: give another file. A demo that was made before is \
                     shown by `palpate serve --data {0}`",
                    file.display()
                )));
            }
            return Ok((Place::File(file.clone()), None));
        }
        let folder = std::env::temp_dir().join(format!("palpate-demo-{}", random()?));
        std::fs::create_dir(&folder)?;
        Ok((Place::File(folder.join("demo.palpate")), Some(folder)))
    }
}

/// Makes it, says how to come in, and serves it until it is told to stop.
fn show(place: &Place, listener: TcpListener, folder: Option<&PathBuf>) -> Result<(), Outcome> {
    let began = std::time::Instant::now();
    say!("Making up a practice, to be shown at {} in a moment …", listener.local_addr()?);
    Db::migrate(place, &app::migrations())?;
    let db = Db::open(place, &app::migrations(), &db::Settings::default())?;
    if app::setup::is_set_up(&db)? {
        db.close();
        return Err(Outcome::No(
            "there is a practice in that place, and a demo is made anew: give an empty one".into(),
        ));
    }
    let people = make(&db, SEED)?;
    let settings = Settings { demo: true, ..Settings::default() };
    serve(db, settings, listener, |address, _| {
        say!("Made in {} s. Sign in as one of:\n", began.elapsed().as_secs());
        for person in &people {
            say!("  {:<14}{:<10}{}", person.role, person.login, person.password);
        }
        if let Some(folder) = folder {
            say!("\nIts data is in {} and goes when you stop it with Ctrl-C.", folder.display());
        }
        say!("\nPalpate serves the demo at {address}");
        Ok(())
    })
}

/// Fills an empty place; gives who may sign in.
fn make(db: &Db, seed: u64) -> Result<Vec<Person>, Outcome> {
    let zone = TimeZone::system();
    let zone_name = zone.iana_name().filter(|name| TimeZone::get(name).is_ok()).unwrap_or("UTC").to_string();
    let calendar = Calendar::up_to(clock(), TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC));
    let hands = Hands::at(calendar.instant(0, 7 * 60));
    let code = random()?;
    // Nobody is asked for the password again while six weeks go by in seconds.
    let settings = Settings {
        demo: true,
        set_up_code: Some(code.clone()),
        idle_min: 60 * 24 * 60,
        sign_in_h: 60 * 24,
        ..Settings::default()
    };
    let knowledge = app::knowledge().map_err(|_| Outcome::Fault("the knowledge cannot be read".into()))?;
    let shown = hands.clone();
    let house = House::open(db.clone(), Arc::new(knowledge), settings, Arc::new(move || shown.read()), app::panels())?;
    let door = Door::open(&house, hands)?;
    let mut people = people::found(&door, &code, &zone_name)?;
    let plan = plan::plan(seed);
    let (mut practitioners, mut supervisor) = (Vec::new(), None);
    for person in &mut people {
        match person.role {
            "practitioner" => practitioners.push(person),
            "supervisor" => supervisor = Some(person),
            _ => {}
        }
    }
    let mut phones = phone::phones()?;
    let charts = fill::fill(&door, &calendar, (practitioners, supervisor, &mut phones), &plan)?;
    door.clock.forward_to(calendar.instant(calendar::DAYS - 1, 16 * 60));
    if let Some(first) = people.iter_mut().find(|person| person.role == "practitioner") {
        reports::enter(&door, first, calendar.date(calendar::DAYS - 1))?;
    }
    care::write(&door, &mut people, &charts, &plan, &calendar)?;
    bookings::book(&door, &mut people, &charts, &plan, &calendar)?;
    phone::wait(&door, &phones, &mut people, (&charts, &plan))?;
    people.extend(phones.into_iter().map(|phone| phone.person));
    for person in &mut people {
        door.send(&mut person.browser, "/sign-out", &[])?;
    }
    house.close();
    Ok(people)
}

/// Random letters and digits.
fn random() -> Result<String, Outcome> {
    let mut bytes = [0u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Outcome::Fault(error.to_string()))?;
    Ok(hex(bytes))
}
