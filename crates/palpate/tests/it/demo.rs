//! The demo as it is started: what it promises, on the practice that it makes up.
use crate::{
    form_one::check_export,
    program::{Place, Said, Served, mode, palpate, w},
};
use rusqlite::Connection;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

/// Makes a demo in this file and stops it as soon as it is served; the password of each login.
fn made(file: &Path) -> Vec<(String, String)> {
    let mut command = palpate();
    command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(file).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut people = Vec::new();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    for line in lines {
        if let [_, login, password] = line.split_whitespace().collect::<Vec<_>>()[..]
            && line.starts_with("  ")
        {
            people.push((login.to_owned(), password.to_owned()));
        }
        if line.contains("serves the demo at") {
            break;
        }
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(people.len(), 9);
    people
}

#[test]
fn a_port_that_is_taken_is_refused_before_anything_is_made() {
    let place = Place::file();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = palpate();
    command.args(["demo", "--listen", &address, "--data"]).arg(place.data());
    Said::of(command.output().unwrap()).ends(1).says("cannot listen on");
    assert!(!place.data().exists());
    place.run([w("serve"), w("--listen"), w(&address)]).ends(1).says("cannot listen on");
    assert!(!place.data().exists());
}

/// Two at a time, because each takes a while; what is said of one then holds of both.
#[test]
fn the_demo_is_the_same_each_time_and_holds_what_it_promises() {
    let (place, other) = (Place::file(), Place::file());
    let people = std::thread::scope(|scope| {
        let second = scope.spawn(|| made(&other.data()));
        let first = made(&place.data());
        second.join().unwrap();
        first
    });
    assert_eq!(mode(&place.data()), 0o600);
    let file = Connection::open(place.data()).unwrap();
    the_same(&content(&file), &content(&Connection::open(other.data()).unwrap()));
    place.run([w("verify")]).ends(0).says("0 erased");
    it_is_as_large_and_as_mixed_as_it_should_be(&file);
    reports_of_one_client_stop_where_they_stop(&file);
    let served = Served::start(place.on([w("serve"), w("--listen"), w("127.0.0.1:0")]));
    let (login, password) = people.iter().find(|(login, _)| login == "amara").unwrap();
    let visitor = served.sign_in(login, password);
    the_jaw_case_is_read_as_reported(&file, &served, &visitor);
    the_neck_case_is_sent_on_untouched(&file, &served, &visitor);
    let page = served.get_as(&visitor, "/reports");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("R16") && page.contains("7 people together"), "{page}");
    assert_eq!(served.stop(), Some(0));
    a_chart_leaves_with_what_proves_it(&file, &place);
}

fn count(file: &Connection, sql: &str) -> i64 {
    file.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|why| panic!("{sql}: {why}"))
}

fn it_is_as_large_and_as_mixed_as_it_should_be(file: &Connection) {
    let least = [
        (40, "select count(*) from client where legal_name not like 'Case report%'"),
        (3, "select count(distinct by) from session"),
        (120, "select count(distinct of) from session where effective_at is not null"),
        // From the first to the last visit: 30 working days, of which the last may fall on a day of rest, are 38 days at the least.
        (38, "select (max(effective_at) - min(effective_at)) / 86400000000 from session"),
        (3, "select count(*) from client where birth_on > date('now', '-18 years') and guardian_name <> ''"),
        (5, "select count(*) from session s where not exists (select 1 from note n where n.session = s.of)"),
        (1, "select count(*) from note_mark where kind = 'addendum'"),
        (1, "select count(*) from note_mark where kind = 'cosign'"),
        (1, "select count(*) from response where kind = 'adverse' and detail like 'Sore for%'"),
        (1, "select count(*) from clearance"),
        (4, "select count(distinct key) from measure"),
        (4, "select count(distinct name) from medication"),
        (2, "select count(*) from treatment_room"),
        (
            9,
            "select count(*) from appointment where substr(starts, 1, 10) > (select min(substr(starts, 1, 10)) from appointment)",
        ),
        (3, "select count(*) from appointment where state = 'arrived'"),
        (1, "select count(*) from appointment where state = 'finished'"),
        (1, "select count(*) from appointment where state = 'cancelled'"),
        (3, "select count(*) from appointment where client is null"),
        (8, "select count(distinct client) from plan_item where kind = 'goal'"),
        (30, "select count(distinct client) from consent"),
        (3, "select count(*) from consent where signer = 'guardian' and assent = 'yes'"),
        (1, "select count(*) from referral where state = 'open' and due_on >= date('now')"),
        (1, "select count(*) from letter"),
        (2, "select count(*) from own_chart"),
        (10, "select count(*) from home_tick"),
        (1, "select count(*) from alert where kind = 'reaction'"),
        (1, "select count(*) from message where side = 'client'"),
        (2, "select count(*) from message where side = 'practice'"),
        (2, "select count(*) from told where what = 'areas'"),
        (2, "select count(*) from consent_request"),
    ];
    for (least, sql) in least {
        assert!(count(file, sql) >= least, "{sql}: {}", count(file, sql));
    }
    let minors = "select count(*) from client where birth_on > date('now', '-18 years') and guardian_name = ''";
    assert_eq!(count(file, minors), 0);
    let said: BTreeSet<String> = texts(file, "select distinct verdict from checked").into_iter().collect();
    for level in ["allow-with-precaution", "avoid-region", "do-not-treat", "refer-urgent", "refer-emergency"] {
        assert!(said.contains(level), "{level} of {said:?}");
    }
    // Nothing recorded against it: most of what was done.
    assert!(count(file, "select count(*) from application where marks = ''") > 100);
}

fn reports_of_one_client_stop_where_they_stop(file: &Connection) {
    let names = texts(file, "select legal_name from client where legal_name like 'Case report%' order by 1");
    assert_eq!(names, ["Case report R01", "Case report R29"], "a group is no client");
    let mine = "client in (select id from client where legal_name like 'Case report%')";
    assert_eq!(count(file, &format!("select count(*) from application where {mine}")), 0);
    assert_eq!(count(file, &format!("select count(*) from medication where {mine}")), 0);
    assert_eq!(count(file, "select count(*) from client where legal_name like 'Case%' and birth_on is not null"), 0);
    assert_eq!(
        texts(
            file,
            &format!("select distinct c.legal_name from fact f join client c on c.id = f.client where f.{mine}")
        ),
        ["Case report R29"],
        "the jaw's report states no answer of intake"
    );
}

fn chart(file: &Connection, report: &str) -> String {
    texts(file, &format!("select id from client where legal_name = 'Case report {report}'")).remove(0)
}

fn the_jaw_case_is_read_as_reported(file: &Connection, served: &Served, visitor: &str) {
    let client = chart(file, "R01");
    let sessions = format!("from session where client = '{client}' and unreported = 1 and effective_at is null");
    assert_eq!(count(file, &format!("select count(*) {sessions}")), 10);
    let ended = format!("select count(*) from session_end where client = '{client}' and duration_min = 45");
    assert_eq!(count(file, &ended), 10);
    assert_eq!(count(file, &format!("select count(*) from note where client = '{client}'")), 10);
    let session = texts(file, &format!("select of {sessions} limit 1")).remove(0);
    let page = served.data_as(visitor, &format!("/clients/{client}/sessions/{session}"));
    assert_eq!(page["unreported"], true);
    let measures = served.data_as(visitor, &format!("/clients/{client}/measures"));
    let series = |key: &str| {
        let all = measures["series"].as_array().unwrap();
        all.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}"))["change"].clone()
    };
    let pain = series("nprs");
    assert_eq!((&pain["from"], &pain["to"], &pain["verdict"]), (&7.0.into(), &3.0.into(), &"better".into()));
    let matters: Vec<&Value> =
        pain["lines"].as_array().unwrap().iter().filter(|line| line["kind"]["key"] == "measure-line-matters").collect();
    assert!(!matters.is_empty());
    for line in matters {
        assert!(line["reached"] == true && line["source"].as_str().is_some_and(|source| source.len() > 20), "{line}");
    }
    let opening = series("jaw_opening");
    assert_eq!((&opening["from"], &opening["to"]), (&31.0.into(), &38.0.into()));
}

/// No focal sign is stated in the report: by the rule the least is no hands and a doctor today. The people of the demo
/// went further, and the record tells both apart.
fn the_neck_case_is_sent_on_untouched(file: &Connection, served: &Served, visitor: &str) {
    let client = chart(file, "R29");
    let screen = served.data_as(visitor, &format!("/clients/{client}/screen"));
    assert_eq!((&screen["stops"], &screen["action"]["key"]), (&true.into(), &"action-see-doctor".into()));
    let rules: BTreeSet<&str> = screen["card"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|line| line["reasons"].as_array().unwrap())
        .map(|reason| reason["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains("S079") && !rules.contains("S002"), "{rules:?}");
    let ends = texts(file, &format!("select outcome from session_end where client = '{client}'"));
    assert_eq!(ends, ["escalated"]);
    assert_eq!(texts(file, &format!("select kind from session where client = '{client}'")), ["seen"]);
    let told = format!("select severity from response where client = '{client}' and kind = 'adverse'");
    assert_eq!(texts(file, &told), ["severe"]);
}

fn a_chart_leaves_with_what_proves_it(file: &Connection, place: &Place) {
    let client = chart(file, "R01");
    let to = place.path("chart.json");
    place.run([w("export-chart"), w(&client), w("--to"), w(&to)]).ends(0);
    assert_eq!(mode(&to), 0o600);
    let export: Value = serde_json::from_str(&std::fs::read_to_string(&to).unwrap()).unwrap();
    assert!(check_export(&export) > 40);
    assert_eq!(export["record"]["session"].as_array().unwrap().len(), 10);
    assert_eq!(export["directory"][0]["legal_name"], "Case report R01");
    let line = format!("select who from trail where verb = 'chart.export' and chart = '{client}'");
    assert!(texts(file, &line)[0].starts_with("os:"));
    place.run([w("export-chart"), w(&client), w("--to"), w(&to)]).ends(1).says("as a new file");
}

fn texts(file: &Connection, sql: &str) -> Vec<String> {
    let mut statement = file.prepare(sql).unwrap_or_else(|why| panic!("{sql}: {why}"));
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn the_same(one: &[String], other: &[String]) {
    assert!(one.len() > 2_000);
    let apart: Vec<(&String, &String)> = one.iter().zip(other).filter(|(a, b)| a != b).take(3).collect();
    let (longer, shorter) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let more: Vec<&String> = longer.iter().skip(shorter.len()).take(3).collect();
    assert!(apart.is_empty() && more.is_empty(), "{} and {} rows: {apart:#?} {more:#?}", one.len(), other.len());
}

/// Every row of every table, without ids, salts, secrets and times, and without the sheets on which these are printed.
fn content(file: &Connection) -> Vec<String> {
    let tables = texts(
        file,
        "select name from sqlite_schema where type = 'table'
         and name not in ('seal', 'sealed', 'chain', 'credential', 'sign_in', 'device_key', 'schema_version', 'tick') order by name",
    );
    let mut rows = Vec::new();
    for table in tables {
        let mut statement = file.prepare(&format!("select * from \"{table}\"")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let mut said = table.clone();
            for (at, column) in columns.iter().enumerate() {
                if matches!(column.as_str(), "id" | "of" | "by" | "at" | "act" | "salt" | "pdf")
                    || column.ends_with("_at")
                {
                    continue;
                }
                let value: rusqlite::types::Value = row.get(at).unwrap();
                match value {
                    rusqlite::types::Value::Text(text) => said.push_str(&format!(" {column}={}", plain(&text))),
                    other => said.push_str(&format!(" {column}={other:?}")),
                }
            }
            rows.push(said);
        }
    }
    rows.sort();
    rows
}

/// A text without the ids, digests and instants that stand in it.
fn plain(text: &str) -> String {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if inside(c) {
            word.push(c);
            continue;
        }
        let id = word.len() == 30 && word.as_bytes()[3] == b'_';
        let digest = word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let instant = word.len() >= 16 && word.bytes().all(|b| b.is_ascii_digit());
        out.push_str(if id || digest || instant { "#" } else { &word });
        out.push(c);
        word.clear();
    }
    out
}
