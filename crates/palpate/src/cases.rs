//! Cases of safety rules, as `vectors/safety` has them: each is screened, and a rule that none brings about is named.
use crate::{outcome::Outcome, serve::clock};
use app::judge::{JudgeError, screen::screen_json};
use clinical::knowledge::{Knowledge, Problem};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// What came of the cases in a folder.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    /// How many there were.
    pub(crate) count: usize,
    /// Every case that came out otherwise than it says.
    pub(crate) wrong: Vec<Problem>,
    /// The rules that gave a reason in one of them.
    pub(crate) seen: BTreeSet<String>,
}

/// Screens every case of every `.json` file in a folder; none where the folder is not there.
pub(crate) fn run(knowledge: &Knowledge, folder: &Path) -> Result<Cases, Outcome> {
    let mut cases = Cases::default();
    let Ok(files) = fs::read_dir(folder) else { return Ok(cases) };
    let mut files: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let unreadable = |why: String| Outcome::Input(format!("{} cannot be read: {why}", path.display()));
        let text = fs::read_to_string(path).map_err(|why| unreadable(why.to_string()))?;
        let file: Value = serde_json::from_str(&text).map_err(|why| unreadable(why.to_string()))?;
        let today = file["today"].as_str().and_then(|day| day.parse().ok());
        let today = today.unwrap_or_else(|| clock().to_zoned(TimeZone::UTC).date());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for case in file["cases"].as_array().into_iter().flatten() {
            cases.one(knowledge, case, today, &name);
        }
    }
    Ok(cases)
}

impl Cases {
    fn one(&mut self, knowledge: &Knowledge, case: &Value, today: Date, file: &str) {
        self.count += 1;
        let id = case["id"].as_str().unwrap_or("a case without id");
        let mut wrong =
            |what: String| self.wrong.push(Problem { file: file.to_owned(), line: 0, what: format!("{id}: {what}") });
        let out = match screen_json(knowledge, &case["input"].to_string(), today) {
            Ok(out) => out,
            Err(JudgeError::Input(why) | JudgeError::No(why)) => return wrong(why),
        };
        let out: Value = serde_json::from_str(&out).unwrap_or_default();
        let first = &out["proposals"][0];
        let reasons = first["reasons"].as_array().into_iter().flatten();
        let rules: BTreeSet<String> =
            reasons.filter_map(|reason| reason["rule"].as_str()).map(ToOwned::to_owned).collect();
        if !case["accept"].as_array().is_some_and(|accept| accept.contains(&first["action"])) {
            wrong(format!("it comes to {}, and {} is accepted", first["action"], case["accept"]));
        }
        if let Some(rule) = case["rule"].as_str().filter(|rule| !rules.contains(*rule)) {
            wrong(format!("{rule} gives no reason"));
        }
        if let Some(rule) = case["not_rule"].as_str().filter(|rule| rules.contains(*rule)) {
            wrong(format!("{rule} gives a reason, and should not"));
        }
        self.seen.extend(rules);
    }
}
