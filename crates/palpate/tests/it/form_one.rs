//! The form of digests and seals, written a second time from its description in docs/decisions/0004-engines.md and
//! `db`'s seal.rs, and from nothing else: what anybody can do with an export, and what an attacker can do with the file.
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub type Hash = [u8; 32];

struct Canon(Sha256);

impl Canon {
    fn new(what: &str) -> Canon {
        Canon(Sha256::new()).text(what).int(1)
    }
    fn int(mut self, number: i64) -> Canon {
        self.0.update(number.to_be_bytes());
        self
    }
    fn blob(mut self, bytes: &[u8]) -> Canon {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }
    fn text(self, text: &str) -> Canon {
        self.blob(text.as_bytes())
    }
    fn end(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The digest of a row: its columns by name; `id` and `salt` (in hexadecimal) are taken out of them.
pub fn row(table: &str, columns: &BTreeMap<String, Value>) -> Hash {
    let id = columns["id"].as_str().unwrap();
    let mut canon = Canon::new("palpate row").text(table).text(id).blob(&bytes(columns["salt"].as_str().unwrap()));
    for (name, value) in columns.iter().filter(|(name, value)| *name != "id" && *name != "salt" && !value.is_null()) {
        canon = match (value.as_i64(), value.as_f64(), value.as_str()) {
            (Some(number), ..) => canon.text(name).blob(b"i").int(number),
            (None, Some(real), _) => canon.text(name).blob(b"r").blob(&real.to_bits().to_be_bytes()),
            (None, None, Some(text)) => canon.text(name).blob(b"t").text(text),
            _ => panic!("{name} is of no type that is sealed"),
        };
    }
    canon.end()
}

/// The hash of a seal over its rows: table, id and digest of each, in their order.
pub fn seal(chain: &str, n: i64, previous: &[u8], act: &str, at: i64, rows: &[(String, String, Vec<u8>)]) -> Hash {
    let mut canon = Canon::new("palpate seal").text(chain).int(n).blob(previous).text(act).int(at);
    canon = canon.int(rows.len() as i64);
    for (table, id, digest) in rows {
        canon = canon.text(table).text(id).blob(digest);
    }
    canon.end()
}

/// Reads hexadecimal digits.
pub fn bytes(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Writes them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Recomputes an exported chart: each row's digest, each seal, and the head of each chain. How many rows it held.
pub fn check_export(export: &Value) -> usize {
    let mut held = 0;
    for chain in export["chains"].as_array().unwrap() {
        let name = chain["chain"].as_str().unwrap();
        let mut previous = vec![0u8; 32];
        let seals = chain["seals"].as_array().unwrap();
        for (seal_at, n) in seals.iter().zip(1..) {
            assert_eq!(seal_at["n"], n);
            assert_eq!(seal_at["previous"], hex(&previous));
            let mut rows = Vec::new();
            for sealed in seal_at["rows"].as_array().unwrap() {
                let (table, id) = (sealed["table"].as_str().unwrap(), sealed["row"].as_str().unwrap());
                let all = export["record"][table].as_array().unwrap();
                let found = all.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{table} {id}"));
                let columns = found.as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                let digest = row(table, &columns);
                assert_eq!(sealed["digest"], hex(&digest), "{table} {id}");
                rows.push((table.to_owned(), id.to_owned(), digest.to_vec()));
                held += 1;
            }
            let (act, at) = (seal_at["act"].as_str().unwrap(), seal_at["at"].as_i64().unwrap());
            previous = seal(name, n, &previous, act, at, &rows).to_vec();
            assert_eq!(seal_at["hash"], hex(&previous));
        }
        assert_eq!(chain["head"]["n"], seals.len());
        assert_eq!(chain["head"]["hash"], hex(&previous));
    }
    held
}
