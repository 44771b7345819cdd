//! Reading a condition as it is written in a rule.
//!
//! ```text
//! condition  = and-part { "or" and-part }
//! and-part   = part { "and" part }
//! part       = "not" part | "(" condition ")" | "any of" list | "all of" list | "at least" N "of" list | fact
//! list       = "(" condition { "," condition } ")"
//! fact       = KEY | "ever" KEY | KEY "within" N UNIT | KEY "beyond" N UNIT | KEY "at" AREA | KEY "is" WORD
//!            | KEY ( "<" | "<=" | "=" | ">=" | ">" ) NUMBER
//! ```
//! An area is written as its key (`low_back`).

use super::{Asked, Compare, Predicate};
use crate::knowledge::regions::Regions;
use crate::knowledge::{FactTable, Kind};
use crate::names::nearest;
use crate::time::{Reach, Unit};

/// Reads `text` over the facts of `facts` and the places of `regions`.
///
/// # Errors
/// What is wrong, in words for the author of the rule.
pub(crate) fn parse(text: &str, facts: &FactTable, regions: &Regions) -> Result<Predicate, String> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, depth: 0, facts, regions };
    let predicate = reader.condition()?;
    match reader.peek() {
        None => Ok(predicate),
        Some(token) => Err(format!("`{token}` was not expected in `{text}`")),
    }
}

/// How deep conditions may nest; deeper ones no clinician can read.
const DEEPEST: usize = 16;

fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(&first) = characters.peek() {
        if first.is_whitespace() {
            characters.next();
        } else if first.is_ascii_alphanumeric() || first == '_' {
            let mut word = String::new();
            while let Some(&c) = characters.peek() {
                if c.is_ascii_alphanumeric() || c == '_' || c == '.' {
                    word.push(c);
                    characters.next();
                } else {
                    break;
                }
            }
            tokens.push(word);
        } else if first == '<' || first == '>' {
            characters.next();
            let equal = characters.next_if_eq(&'=').is_some();
            tokens.push(format!("{first}{}", if equal { "=" } else { "" }));
        } else if matches!(first, '(' | ')' | ',' | '=') {
            characters.next();
            tokens.push(first.to_string());
        } else {
            return Err(format!("`{first}` has no meaning in a condition"));
        }
    }
    Ok(tokens)
}

struct Reader<'a> {
    tokens: Vec<String>,
    at: usize,
    depth: usize,
    facts: &'a FactTable,
    regions: &'a Regions,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.peek() == Some(word);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        if self.take(word) {
            return Ok(());
        }
        Err(format!("expected `{word}`, found `{}`", self.peek().unwrap_or("the end")))
    }

    fn next(&mut self) -> Result<String, String> {
        let token = self.tokens.get(self.at).cloned().ok_or("the condition stops too early")?;
        self.at += 1;
        Ok(token)
    }

    fn condition(&mut self) -> Result<Predicate, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("a condition nested too deep to be read".into());
        }
        let mut parts = vec![self.and_part()?];
        while self.take("or") {
            parts.push(self.and_part()?);
        }
        self.depth -= 1;
        Ok(single(parts, Predicate::Any))
    }

    fn and_part(&mut self) -> Result<Predicate, String> {
        let mut parts = vec![self.part()?];
        while self.take("and") {
            parts.push(self.part()?);
        }
        Ok(single(parts, Predicate::All))
    }

    fn part(&mut self) -> Result<Predicate, String> {
        if self.take("not") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err("a condition nested too deep to be read".into());
            }
            let part = self.part()?;
            self.depth -= 1;
            return Ok(Predicate::Not(Box::new(part)));
        }
        if self.take("(") {
            let inner = self.condition()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.take("any") {
            return Ok(Predicate::Any(self.list()?));
        }
        if self.take("all") {
            return Ok(Predicate::All(self.list()?));
        }
        if self.take("at") {
            self.expect("least")?;
            let n = self.next()?;
            let n: usize = n.parse().map_err(|_| format!("at least how many? `{n}` is no number"))?;
            let list = self.list()?;
            if n == 0 || n > list.len() {
                return Err(format!("at least {n} of {} can never decide anything", list.len()));
            }
            return Ok(Predicate::AtLeast(n, list));
        }
        self.fact()
    }

    fn list(&mut self) -> Result<Vec<Predicate>, String> {
        self.expect("of")?;
        self.expect("(")?;
        let mut parts = vec![self.condition()?];
        while self.take(",") {
            parts.push(self.condition()?);
        }
        self.expect(")")?;
        Ok(parts)
    }

    fn fact(&mut self) -> Result<Predicate, String> {
        let ever = self.take("ever");
        let key = self.next()?;
        let Some(id) = self.facts.find(&key) else {
            let near = nearest(&key, self.facts.facts.iter().map(|f| f.key.as_str()), 3);
            return Err(format!("no fact is called `{key}`; near: {}", near.join(", ")));
        };
        let kind = self.facts.get(id).map(|fact| &fact.kind);
        if ever {
            return Ok(Predicate::Fact(id, Asked::Ever));
        }
        let asked = match self.peek() {
            Some("within") => {
                self.at += 1;
                Asked::Within(self.reach()?)
            }
            Some("beyond") => {
                self.at += 1;
                Asked::Beyond(self.reach()?)
            }
            Some("at") => {
                self.at += 1;
                let name = self.next()?;
                let areas = self.regions.covering(&name).ok_or_else(|| format!("no area is called `{name}`"))?;
                Asked::At(areas)
            }
            Some("is") => {
                self.at += 1;
                let word = self.next()?;
                match kind {
                    Some(Kind::Choice(words)) if words.contains(&word) => Asked::Word(word),
                    _ => return Err(format!("`{key}` cannot be `{word}`")),
                }
            }
            Some("<" | "<=" | "=" | ">=" | ">") => self.compare(&key, kind)?,
            _ => Asked::Holds,
        };
        match (&asked, kind) {
            (Asked::Number(..) | Asked::Word(_), _) | (_, Some(Kind::YesNo)) => Ok(Predicate::Fact(id, asked)),
            _ => Err(format!("`{key}` is not answered yes or no")),
        }
    }

    fn compare(&mut self, key: &str, kind: Option<&Kind>) -> Result<Asked, String> {
        let compare = match self.next()?.as_str() {
            "<" => Compare::Less,
            "<=" => Compare::AtMost,
            "=" => Compare::Equal,
            ">=" => Compare::AtLeast,
            _ => Compare::More,
        };
        let number = self.next()?;
        let value: f64 = number.parse().map_err(|_| format!("`{number}` is no number"))?;
        if !matches!(kind, Some(Kind::Number { .. })) || !value.is_finite() {
            return Err(format!("`{key}` is not a number"));
        }
        Ok(Asked::Number(compare, value))
    }

    fn reach(&mut self) -> Result<Reach, String> {
        let count = self.next()?;
        let count: u16 = count.parse().map_err(|_| format!("how long? `{count}` is no number"))?;
        let unit = match self.next()?.as_str() {
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            other => return Err(format!("`{other}` is no unit of time: days, weeks, months or years")),
        };
        Ok(Reach { count, unit })
    }
}

fn single(mut parts: Vec<Predicate>, join: fn(Vec<Predicate>) -> Predicate) -> Predicate {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            join(parts)
        }
        (_, None) => join(parts),
    }
}
