//! People from the terminal: for the day when no owner can sign in.
use super::{Terminal, refuse, said, store, verb};
use crate::door::{Outcome, Result, line};
use crate::{setup::is_login, signin::secret};
use db::Chain;

/// Somebody who may sign in.
#[derive(Debug)]
pub struct Listed {
    /// What they type to sign in.
    pub login: String,
    /// As it stands on notes.
    pub name: String,
    /// The keys of their roles, separated by commas.
    pub roles: String,
    /// May they sign in at all?
    pub active: bool,
}

/// How replacing a password ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Reset {
    /// It holds from now; every browser of theirs is signed out.
    Done,
    /// There is nobody with this login.
    Nobody,
}

impl Terminal {
    /// Everybody, by login.
    ///
    /// # Errors
    /// The database's.
    pub fn people(&self) -> Result<Vec<Listed>> {
        self.db.look(store::people).wait()
    }

    /// Replaces somebody's password, and signs them out everywhere.
    ///
    /// # Errors
    /// A password that is refused, or the database's.
    pub fn reset_password(&self, login: &str, password: &str) -> Result<Reset> {
        let login = login.trim().to_lowercase();
        accept(password, &login)?;
        let hash = secret::hash(password)?;
        self.write(move |db, act, who, at| {
            let Some(person) = store::by_login(db, &login)? else { return Ok(Reset::Nobody) };
            store::set_password(db, &person, &hash, at)?;
            store::sign_out(db, &person)?;
            let said = said(who, at, verb::PASSWORD, "", &person, Outcome::Done, "");
            line(db, &Chain::practice(), &act.id("tra", 0), &said)?;
            Ok(Reset::Done)
        })
    }

    /// Adds an owner beside those there are. An owner reads no chart by being one.
    ///
    /// # Errors
    /// Before set-up, a login that is taken or has another form, a password that is refused, or the database's.
    pub fn add_owner(&self, login: &str, name: &str, password: &str) -> Result<()> {
        let (login, name) = (login.trim().to_lowercase(), name.trim().to_owned());
        if !is_login(&login) {
            return refuse("a login is 2 to 100 letters, digits, and . _ - @ +");
        }
        if name.is_empty() || name.chars().count() > 200 {
            return refuse("a name has 1 to 200 characters");
        }
        accept(password, &login)?;
        let hash = secret::hash(password)?;
        self.write(move |db, act, who, at| {
            let Some(locale) = store::locale(db)? else {
                return refuse("there is no practice here yet; palpate serve opens set-up");
            };
            if store::by_login(db, &login)?.is_some() {
                return refuse("somebody has this login already");
            }
            let person = act.id("per", 0);
            store::add_owner(db, &person, &login, &name, &locale, at)?;
            store::set_password(db, &person, &hash, at)?;
            let said = said(who, at, verb::OWNER, "", &person, Outcome::Done, "");
            line(db, &Chain::practice(), &act.id("tra", 0), &said)
        })
    }
}

fn accept(password: &str, login: &str) -> Result<()> {
    match secret::refuse_password(password, login) {
        None => Ok(()),
        Some("password-short") => refuse("a password has at least 10 characters"),
        Some("password-long") => refuse("a password has at most 200 characters"),
        Some(_) => refuse("this password is among the first that anybody would try"),
    }
}
