//! Behind the program's back: every record table, filled by what people do, then altered, robbed, added to, shuffled.
//!
//! The attacker here can write the file, or is the server's superuser, and takes the triggers away first; they do not
//! recompute the chain. (One who does is met by a checkpoint: see the tests of `db` and of `palpate verify`.)
use crate::clients::client;
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::StatusCode;
use db::{Act, Chain, Flaw, Place, Value};

/// The tables that a migration marks as record.
fn record_tables() -> Vec<&'static str> {
    let lines = app::migrations().into_iter().flat_map(|migration| migration.sql.lines());
    lines.filter_map(|line| line.trim().strip_prefix("-- record:")).map(str::trim).collect()
}

/// A way to the data that does not lead through the program.
enum Raw {
    Lite(rusqlite::Connection),
    Post(Box<postgres::Client>),
}

impl Raw {
    fn open(place: &Place) -> Raw {
        match place {
            Place::File(path) => {
                let raw = rusqlite::Connection::open(path).unwrap();
                raw.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
                raw.execute_batch("pragma recursive_triggers = on").unwrap();
                Raw::Lite(raw)
            }
            Place::Postgres { url, schema } => {
                let mut raw = postgres::Client::connect(url, postgres::NoTls).unwrap();
                raw.batch_execute(&format!("set search_path to {schema}")).unwrap();
                Raw::Post(Box::new(raw))
            }
        }
    }

    /// Takes away what stands in an attacker's way.
    fn disarm(&mut self) {
        if let Raw::Post(_) = self {
            return self.run("set session_replication_role = replica").unwrap();
        }
        self.run("pragma foreign_keys = off").unwrap();
        for trigger in self.texts("select name from sqlite_schema where type = 'trigger'") {
            self.run(&format!("drop trigger {trigger}")).unwrap();
        }
    }

    fn run(&mut self, sql: &str) -> Result<(), String> {
        match self {
            Raw::Lite(raw) => raw.execute_batch(sql).map_err(|error| error.to_string()),
            Raw::Post(raw) => raw.batch_execute(sql).map_err(|error| match error.as_db_error() {
                Some(said) => said.message().to_string(),
                None => error.to_string(),
            }),
        }
    }

    fn texts(&mut self, sql: &str) -> Vec<String> {
        match self {
            Raw::Lite(raw) => {
                let mut found = raw.prepare(sql).unwrap();
                found.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
            }
            Raw::Post(raw) => raw.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect(),
        }
    }

    fn ids(&mut self, table: &str) -> Vec<String> {
        self.texts(&format!("select id from \"{table}\" order by id"))
    }

    /// The columns of a table, and for each an expression that is another value.
    fn others(&mut self, table: &str) -> Vec<(String, String)> {
        let sql = match self {
            Raw::Lite(_) => format!("select name || ' ' || lower(type) from pragma_table_info('{table}')"),
            Raw::Post(_) => format!(
                "select (column_name || ' ' || data_type)::text from information_schema.columns
                 where table_name = '{table}' and table_schema = current_schema()"
            ),
        };
        let blob = if matches!(self, Raw::Lite(_)) { "x'00'" } else { "'\\x00'::bytea" };
        let other = |line: String| {
            let (name, kind) = line.split_once(' ').unwrap();
            let other = match kind {
                "text" => format!("coalesce(\"{name}\", '') || 'x'"),
                "bigint" | "integer" => format!("coalesce(\"{name}\", 0) + 1"),
                "real" | "double precision" => format!("coalesce(\"{name}\", 0) + 0.001"),
                "blob" | "bytea" => blob.to_string(),
                kind => panic!("{table}.{name} is of the unknown type {kind}"),
            };
            (name.to_string(), other)
        };
        self.texts(&sql).into_iter().map(other).collect()
    }
}

/// Two charts in which everything happened that the program records; every record table holds two rows or more.
fn filled(site: &Site) -> Browser {
    let marta = site.founded();
    let olga = site.person("olga", &[Role::Practitioner]);
    let act = |who: &Browser, url: &str, fields: &[(&str, &str)]| {
        let reply = site.post(who, url, fields);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{url}: {}", reply.body);
        reply.location
    };
    let names = [("Ana Lind", "Anna Lindt"), ("Bo Berg", "Bo B. Berg")];
    for (n, (name, twice)) in (0..).zip(names) {
        let id = client(site, &marta, &[("legal_name", name)]);
        let gone = client(site, &marta, &[("legal_name", twice), ("another", "yes")]);
        let chart = format!("/clients/{id}");
        let at = |tail: &str| format!("{chart}/{tail}");
        act(&marta, &at("edit"), &[("_version", "1"), ("legal_name", name), ("insurer", "Blue 7")]);
        let clot = [("answer", "yes"), ("since", "2026-10-12"), ("region", "calf"), ("side", "left")];
        act(&marta, &at("facts/vte_confirmed"), &clot);
        act(&marta, &at("medicines"), &[("name", "warfarin")]);
        act(&marta, &at("check"), &[("rest", "no")]);
        act(&marta, &at("screen/seen"), &[]);
        act(&marta, &at("consent/spoken"), &[("item", "general")]);
        let clearance = [("rule", "S011"), ("kind", "cleared"), ("given_by", "Dr Hale"), ("profession", "GP")];
        act(&marta, &at("clearances"), &[&clearance[..], &[("given_on", "2026-11-24")]].concat());
        act(&marta, &at("complaints"), &[("words", "It clicks when I chew")]);
        act(&marta, &at("measures/nprs"), &[("i1", "7"), ("i2", "5")]);
        let letter = act(&marta, &at("letters"), &[("kind", "receipt"), ("to", "client")]);
        let letter = act(&marta, &format!("{letter}/sign"), &[("body", "Attended."), ("secret", "linen and spruce")]);
        act(&marta, &format!("{letter}/sent"), &[("how", "handed"), ("whom", name)]);
        let referral = [("direction", "out"), ("whom", "Dr Hale"), ("rule", "scope"), ("due_on", "2026-12-01")];
        act(&marta, &at("referrals"), &referral);
        let session = act(&marta, &at("sessions"), &[("kind", "treatment"), ("on", "2026-11-02")]);
        let to = |tail: &str| format!("{session}/{tail}");
        act(&marta, &to("applications"), &[("technique", "mfr"), ("site", "trapezius_upper"), ("pressure", "3")]);
        for code in ["lighter", "relaxed"] {
            act(&marta, &to("responses"), &[("code", code)]);
        }
        act(&marta, &to("end"), &[("outcome", "finished")]);
        act(&marta, &to("sign"), &[("objective", "Jaw work."), ("secret", "linen and spruce")]);
        act(&marta, &to("addenda"), &[("words", "Left, not right."), ("secret", "linen and spruce")]);
        act(&olga, &at("open"), &[("reason", "on duty this weekend")]);
        act(&marta, &at("merge"), &[("other", &gone), ("reason", "same birth date and phone")]);
        erase(site, n, &id);
    }
    // The lines of looks are written a moment later.
    site.trail();
    marta
}

/// Removes a response by law; no page does that.
fn erase(site: &Site, n: usize, chart: &str) {
    let row = site.texts("select id as text from response order by id").remove(n);
    let chain = Chain::chart(chart);
    let act =
        Act { id: format!("erasure {n}"), by: "per_x".into(), at: 1, secret: [3; 32], chains: vec![chain.clone()] };
    let id = format!("era_{n}");
    site.db.act(act, move |db| db.erase(&chain, &id, "response", &row, "order of a court")).wait().unwrap();
}

/// Fills what no scenario above writes to, so that no table is left out when a room is added.
fn fill_the_rest(site: &Site, raw: &mut Raw) {
    let client = site.texts("select id as text from client order by id").remove(0);
    for table in record_tables() {
        for n in raw.ids(table).len()..2 {
            println!("{table}: no act of this scenario writes to it; filled through the store");
            let given = ["id", "by", "at", "act", "salt"];
            let columns = raw.others(table).into_iter().filter(|(name, _)| !given.contains(&name.as_str()));
            let value = |(name, other): (String, String)| {
                let value = match other.as_str() {
                    _ if name == "client" => Value::from(client.as_str()),
                    text if text.ends_with("'x'") => Value::from(format!("{table} {n}").as_str()),
                    number if number.ends_with("+ 1") => Value::from(1_i64),
                    number if number.ends_with("0.001") => Value::Real(1.0),
                    _ => Value::Blob(vec![1]),
                };
                (&*name.leak(), value)
            };
            let columns: Vec<(&'static str, Value)> = columns.map(value).collect();
            let chain = Chain::chart(&client);
            let id = format!("{table}_{n}");
            let act = Act { id: id.clone(), by: "per_x".into(), at: 1, secret: [4; 32], chains: vec![chain.clone()] };
            site.db.act(act, move |db| db.record(&chain, table, &id, &columns)).wait().unwrap();
        }
    }
}

/// The rows that `verify` names, with what it says of them.
fn named(site: &Site) -> Vec<(String, String, Flaw)> {
    let report = site.db.look(|db| db::verify(db, &[])).wait().unwrap();
    let row = |fault: db::Fault| fault.row.map(|(table, row)| (table, row, fault.flaw));
    report.faults.into_iter().filter_map(row).collect()
}

/// Does this to the table, sees what `verify` names, and puts everything back.
fn after(site: &Site, raw: &mut Raw, table: &str, sql: &str, expected: Flaw, rows: &[&str]) {
    raw.run(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let found = named(site);
    let is_named = |(of, row, flaw): &(String, String, Flaw)| {
        of == table && rows.contains(&row.as_str()) && *flaw == expected
            // What an erasure no longer accounts for is missing; whichever of the two comes first in the chain is named.
            || table == "erasure" && of == "response" && *flaw == Flaw::RowMissing
    };
    assert!(found.iter().any(is_named), "{sql}: {expected:?} is not named: {found:?}");
    assert!(found.iter().all(is_named), "{sql}: more is named than was done: {found:?}");
    raw.run(&format!("delete from \"{table}\"; insert into \"{table}\" select * from kept_{table}")).unwrap();
}

#[test]
fn a_row_altered_in_any_column_removed_inserted_or_swapped_is_named_for_each_record_table() {
    each_engine(|site| {
        filled(site);
        let mut raw = Raw::open(&site.place);
        fill_the_rest(site, &mut raw);
        assert!(site.verified());
        raw.disarm();
        for table in record_tables() {
            let ids = raw.ids(table);
            let (one, two) = (ids[0].as_str(), ids[1].as_str());
            raw.run(&format!("create table kept_{table} as select * from \"{table}\"")).unwrap();
            let all = raw.others(table);
            for (column, other) in all.iter().filter(|(column, _)| column != "id") {
                let alter = format!("update \"{table}\" set \"{column}\" = {other} where id = '{one}'");
                after(site, &mut raw, table, &alter, Flaw::RowAltered, &[one]);
            }
            let remove = format!("delete from \"{table}\" where id = '{two}'");
            after(site, &mut raw, table, &remove, Flaw::RowMissing, &[two]);
            // A copy under another id; what must be unique is made so.
            let copied = all.iter().map(|(column, other)| match (column.as_str(), table) {
                ("id", _) => "'forged'".to_string(),
                ("row", "erasure") => other.clone(),
                _ => format!("\"{column}\""),
            });
            let names: Vec<String> = all.iter().map(|(column, _)| format!("\"{column}\"")).collect();
            let (names, copied) = (names.join(", "), copied.collect::<Vec<_>>().join(", "));
            let insert =
                format!("insert into \"{table}\" ({names}) select {copied} from \"{table}\" where id = '{one}'");
            after(site, &mut raw, table, &insert, Flaw::RowUnsealed, &["forged"]);
            let name = |from: &str, to: &str| format!("update \"{table}\" set id = '{to}' where id = '{from}';");
            let swap = [name(one, "between"), name(two, one), name("between", two)].concat();
            after(site, &mut raw, table, &swap, Flaw::RowAltered, &[one, two]);
        }
        assert!(site.verified(), "everything was put back");
    });
}

#[test]
fn update_delete_insert_replace_upsert_and_truncate_are_refused_on_each_record_table() {
    each_engine(|site| {
        filled(site);
        let mut raw = Raw::open(&site.place);
        fill_the_rest(site, &mut raw);
        let is_lite = site.db.engine() == db::Engine::Sqlite;
        for table in record_tables() {
            let before = raw.ids(table);
            let insert = format!("insert into \"{table}\" select * from \"{table}\" where act <> '' limit 1");
            let replace = format!("insert or replace into \"{table}\" select * from \"{table}\" limit 1");
            let truncate = format!("truncate \"{table}\" cascade");
            let by_anybody = [
                format!("update \"{table}\" set act = 'x'"),
                format!("delete from \"{table}\""),
                format!("{insert} on conflict (id) do update set act = excluded.act"),
                if is_lite { replace } else { truncate },
            ];
            for sql in by_anybody.iter().chain([&insert]) {
                let (tried, n) = (sql.clone(), before.len());
                let act = Act {
                    id: format!("{table} {n} {sql}"),
                    by: "per_x".into(),
                    at: 1,
                    secret: [5; 32],
                    chains: vec![Chain::practice()],
                };
                let refused = site.db.act(act, move |db| db.run(&tried, &[])).wait();
                match refused {
                    Err(db::Error::RecordTable(named)) => assert_eq!(named, table),
                    // The program has no such verb at all.
                    Err(db::Error::Statement(_)) if sql.starts_with("truncate") => {}
                    other => panic!("through the program: {sql}: {other:?}"),
                }
            }
            for sql in &by_anybody {
                let refused = raw.run(sql).expect_err(sql);
                assert!(refused.contains(&format!("record table: {table}")), "by the engine itself: {sql}: {refused}");
            }
            assert_eq!(raw.ids(table), before);
        }
        assert!(site.verified());
    });
}
