//! Digests of rows and the hashes that chain the acts, in one canonical form, so that anybody can recompute them.
//!
//! Form 1: a whole number is its eight bytes, the highest first; a text or blob its length as such a number, then its
//! bytes (UTF-8). A row's digest is SHA-256 over the text `palpate row`, the number 1, the table, the id, the salt, and
//! for each other column that is not empty, by name: the name, the blob `i`, `r`, `t` or `b` for its type, and the
//! value (a real as a blob of its eight IEEE bytes). A seal's hash is SHA-256 over the text `palpate seal`, the number
//! 1, the chain, n, the previous hash as a blob (32 zeros before the first), the act's id and time, the count of its
//! rows, and for each of them table, id and digest.

use sha2::{Digest, Sha256};

use crate::value::Cell;

/// The form of digests and hashes that this program writes.
pub(crate) const FORM: i64 = 1;

/// A SHA-256 value.
pub(crate) type Hash = [u8; 32];

/// What stands before the first seal of a chain.
pub(crate) const BEGINNING: Hash = [0; 32];

/// What an act has recorded so far, in order.
pub(crate) struct Sheet {
    secret: [u8; 32],
    salts: u64,
    notes: Vec<Note>,
}

pub(crate) struct Note {
    /// Place of the chain among the act's.
    pub(crate) chain: usize,
    pub(crate) table: &'static str,
    pub(crate) row: String,
    pub(crate) digest: Hash,
}

impl Sheet {
    pub(crate) fn new(secret: &[u8; 32]) -> Sheet {
        Sheet { secret: *secret, salts: 0, notes: Vec::new() }
    }

    /// The next row's salt: drawn from the act's secret, so that running the act again gives the same row.
    pub(crate) fn salt(&mut self) -> [u8; 16] {
        let drawn: Hash =
            Sha256::new().chain_update(self.secret).chain_update(self.salts.to_be_bytes()).finalize().into();
        self.salts += 1;
        let mut salt = [0; 16];
        salt.copy_from_slice(&drawn[..16]);
        salt
    }

    pub(crate) fn note(&mut self, chain: usize, table: &'static str, row: &str, digest: Hash) {
        self.notes.push(Note { chain, table, row: row.to_owned(), digest });
    }

    /// The notes for one of the act's chains, in the order they were written.
    pub(crate) fn on(&self, chain: usize) -> Vec<&Note> {
        self.notes.iter().filter(|note| note.chain == chain).collect()
    }
}

/// Feeds values so that no two different lists feed alike: each text and blob after its length.
struct Canon(Sha256);

impl Canon {
    fn new(what: &str) -> Canon {
        let mut canon = Canon(Sha256::new());
        canon.text(what).int(FORM);
        canon
    }
    fn int(&mut self, v: i64) -> &mut Canon {
        self.0.update(v.to_be_bytes());
        self
    }
    fn blob(&mut self, v: &[u8]) -> &mut Canon {
        self.0.update((v.len() as u64).to_be_bytes());
        self.0.update(v);
        self
    }
    fn text(&mut self, v: &str) -> &mut Canon {
        self.blob(v.as_bytes())
    }
    fn end(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The digest of a record row: its columns but `id` and `salt`, which are given apart. Empty columns do not count, so
/// a column added later changes no digest. Sorts `columns` by name.
pub(crate) fn row_digest(table: &str, id: &str, salt: &[u8], columns: &mut [(&str, Cell<'_>)]) -> Hash {
    columns.sort_unstable_by_key(|(name, _)| *name);
    let mut canon = Canon::new("palpate row");
    canon.text(table).text(id).blob(salt);
    for (name, cell) in columns.iter().filter(|(_, cell)| *cell != Cell::Null) {
        canon.text(name);
        match cell {
            Cell::Null => {}
            Cell::Int(v) => drop(canon.blob(b"i").int(*v)),
            Cell::Real(v) => drop(canon.blob(b"r").blob(&v.to_bits().to_be_bytes())),
            Cell::Text(v) => drop(canon.blob(b"t").text(v)),
            Cell::Blob(v) => drop(canon.blob(b"b").blob(v)),
        }
    }
    canon.end()
}

/// What a seal says beside its rows.
pub(crate) struct Stamp<'a> {
    pub(crate) chain: &'a str,
    pub(crate) n: i64,
    pub(crate) previous: &'a [u8],
    pub(crate) act: &'a str,
    pub(crate) at: i64,
}

/// The hash of a seal over its rows in order.
pub(crate) fn seal_hash<'r>(
    stamp: &Stamp<'_>,
    rows: impl ExactSizeIterator<Item = (&'r str, &'r str, &'r [u8])>,
) -> Hash {
    let mut canon = Canon::new("palpate seal");
    canon.text(stamp.chain).int(stamp.n).blob(stamp.previous).text(stamp.act).int(stamp.at).int(rows.len() as i64);
    for (table, row, digest) in rows {
        canon.text(table).text(row).blob(digest);
    }
    canon.end()
}

/// The hash of the act's seal on the chain that stands at `n − 1` with `previous`.
pub(crate) fn seal_notes(stamp: &Stamp<'_>, notes: &[&Note]) -> Hash {
    seal_hash(stamp, notes.iter().map(|note| (note.table, note.row.as_str(), note.digest.as_slice())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_types_order_and_borders_apart_but_not_the_order_of_columns() {
        let digest = |mut columns: Vec<(&'static str, Cell<'static>)>| row_digest("pain", "p1", b"salt", &mut columns);
        let first = digest(vec![("a", Cell::Int(1)), ("b", Cell::Text("x"))]);
        assert_eq!(first, digest(vec![("b", Cell::Text("x")), ("c", Cell::Null), ("a", Cell::Int(1))]));
        for other in [
            vec![("a", Cell::Text("1")), ("b", Cell::Text("x"))],
            vec![("a", Cell::Text("x")), ("b", Cell::Int(1))],
            vec![("a", Cell::Int(1)), ("b", Cell::Blob(b"x"))],
            vec![("a", Cell::Int(1))],
        ] {
            assert_ne!(first, digest(other));
        }
        assert_ne!(
            digest(vec![("a", Cell::Text("xy")), ("b", Cell::Text(""))]),
            digest(vec![("a", Cell::Text("x")), ("b", Cell::Text("y"))])
        );
    }

    /// The two sums were computed with Python's hashlib from the description of form 1 above.
    #[test]
    fn form_1_is_what_its_description_says() {
        let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let salt: Vec<u8> = (0..16).collect();
        let mut columns = [
            ("words", Cell::Text("tira, Ñandú")),
            ("at", Cell::Int(1_700_000_000_000_000)),
            ("side", Cell::Null),
            ("depth", Cell::Real(2.5)),
            ("picture", Cell::Blob(&[0, 255])),
        ];
        let digest = row_digest("pain", "pai_1", &salt, &mut columns);
        assert_eq!(hex(digest), "bf61d45a1d7660cd13e44417952cf29c9cb0c33e81af1e8aef37e20ba2850901");
        let stamp = Stamp { chain: "chart:cli_1", n: 1, previous: &BEGINNING, act: "act-1", at: 1_700_000_000_000_000 };
        let hash = seal_hash(&stamp, [("pain", "pai_1", digest.as_slice())].into_iter());
        assert_eq!(hex(hash), "8e0d57c3595475d91ed7c6d9eeaa77f5583b2ac09ef58721f358e7d1b502432f");
    }

    #[test]
    fn salts_differ_within_an_act_and_repeat_with_it() {
        let (mut first, mut again) = (Sheet::new(&[7; 32]), Sheet::new(&[7; 32]));
        let salts = [first.salt(), first.salt()];
        assert_ne!(salts[0], salts[1]);
        assert_eq!(salts, [again.salt(), again.salt()]);
    }
}
