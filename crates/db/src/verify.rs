//! Recomputes every digest and every seal, and says what does not fit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::catalog::Table;
use crate::seal::{BEGINNING, FORM, Hash, Stamp, row_digest, seal_hash};
use crate::{Error, Reader, Row};

/// Where a chain stood: what is signed, printed on exports, and held against the chain later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The chain's name.
    pub chain: String,
    /// The number of its last seal, from 1.
    pub n: i64,
    /// The hash of that seal.
    pub hash: [u8; 32],
}

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Chains that hold a seal.
    pub chains: u64,
    /// Seals recomputed.
    pub seals: u64,
    /// Record rows whose digest was recomputed.
    pub rows: u64,
    /// Rows removed with an erasure on record: no fault.
    pub erased: u64,
    /// Earlier heads held against their chains.
    pub earlier: u64,
    /// The first fault of each chain, and of each table with rows outside any seal.
    pub faults: Vec<Fault>,
    /// How many faults there are beside those.
    pub more: u64,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The chain; empty for a row outside any seal.
    pub chain: String,
    /// The seal's number in it; 0 where none applies.
    pub n: i64,
    /// What is wrong.
    pub flaw: Flaw,
    /// The table and id of the row, where it is about one.
    pub row: Option<(String, String)>,
}

/// The ways in which a record can fail to fit its seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The row is not what was sealed.
    RowAltered,
    /// The row was sealed and is gone, with no erasure on record.
    RowMissing,
    /// The row stands in a record table and in no seal.
    RowUnsealed,
    /// Seals are missing before this one.
    Gap,
    /// The seal does not follow from the one before it: altered before, inserted, or put in another place.
    Follows,
    /// The seal's hash is not that of what it covers.
    SealAltered,
    /// A seal without its chain, or a digest without its seal.
    Loose,
    /// The chain's head is not its last seal: seals were removed from or added at the end.
    Head,
    /// The chain ends before an earlier head of it.
    CutOff,
    /// The chain differs from an earlier head of it: it was recomputed.
    Rewritten,
    /// The seal is of a form that this program does not know.
    UnknownForm,
    /// The digest names a table that this program does not know.
    UnknownTable,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.chain.as_str(), self.n) {
            ("", _) => {}
            (chain, 0) => write!(f, "{chain}: ")?,
            (chain, n) => write!(f, "{chain}, seal {n}: ")?,
        }
        if let Some((table, row)) = &self.row {
            write!(f, "row {row} of {table} ")?;
        }
        f.write_str(match self.flaw {
            Flaw::RowAltered => "was altered",
            Flaw::RowMissing => "is missing",
            Flaw::RowUnsealed => "stands outside any seal",
            Flaw::Gap => "seals before it are missing",
            Flaw::Follows => "does not follow from the seal before it",
            Flaw::SealAltered => "does not fit what it covers",
            Flaw::Loose => "belongs to no chain",
            Flaw::Head => "the chain's head is not its last seal",
            Flaw::CutOff => "cut off since an earlier head",
            Flaw::Rewritten => "rewritten since an earlier head",
            Flaw::UnknownForm => "is of an unknown form",
            Flaw::UnknownTable => "is of an unknown table",
        })
    }
}

/// How each chain stands now.
pub fn heads(reader: &mut Reader<'_>) -> Result<Vec<Head>, Error> {
    reader.rows("select name, n, head from chain where n > 0 order by name", &[], |row| {
        Ok(Head { chain: row.text("name")?.to_owned(), n: row.int("n")?, hash: hash(row, "head")? })
    })
}

/// Recomputes everything, row by row, and holds `earlier` heads against their chains.
///
/// Alone, this shows changes by whoever did not recompute the chain; against one who did, only heads that were signed
/// or kept elsewhere help: give them as `earlier`.
pub fn verify(reader: &mut Reader<'_>, earlier: &[Head]) -> Result<Report, Error> {
    let mut findings = Findings::default();
    chains(reader, earlier, &mut findings)?;
    loose(reader, &mut findings)?;
    let tables: Vec<Table> = reader.catalog().records().cloned().collect();
    for table in &tables {
        rows(reader, table, &mut findings)?;
        missing(reader, table, &mut findings)?;
    }
    unknown_tables(reader, &tables, &mut findings)?;
    let Findings { mut report, faults } = findings;
    report.earlier = earlier.len() as u64;
    report.faults = faults.into_values().collect();
    Ok(report)
}

#[derive(Default)]
struct Findings {
    report: Report,
    /// By chain; for rows outside any seal by table. The lowest seal's fault is kept.
    faults: BTreeMap<(String, String), Fault>,
}

/// More chains at fault than this are only counted.
const MOST: usize = 10_000;

impl Findings {
    fn note(&mut self, chain: &str, n: i64, flaw: Flaw, row: Option<(&str, &str)>) {
        let row = row.map(|(table, id)| (table.to_owned(), id.to_owned()));
        let table = row.as_ref().filter(|_| chain.is_empty()).map(|(table, _)| table.clone()).unwrap_or_default();
        let fault = Fault { chain: chain.to_owned(), n, flaw, row };
        let key = (chain.to_owned(), table);
        let first = self.faults.get(&key).is_none_or(|known| n < known.n);
        if self.faults.contains_key(&key) || self.faults.len() >= MOST {
            self.report.more += 1;
        }
        if first && (self.faults.len() < MOST || self.faults.contains_key(&key)) {
            self.faults.insert(key, fault);
        }
    }
}

/// Walks the seals of every chain in order.
fn chains(reader: &mut Reader<'_>, earlier: &[Head], findings: &mut Findings) -> Result<(), Error> {
    let mut walk = Walk { findings, earlier: HashMap::new(), chain: None, seal: None };
    for head in earlier {
        walk.earlier.entry(&head.chain).or_default().push(head);
    }
    let sql = "select c.name as chain, c.n as last, c.head as head, s.n as n, s.act as act, s.at as at, \
        s.previous as previous, s.hash as hash, s.form as form, \
        d.tbl as tbl, d.\"row\" as id, d.digest as digest, d.act as sealed_act \
        from chain c left join seal s on s.chain = c.name left join sealed d on d.chain = s.chain and d.n = s.n \
        order by c.name, s.n, d.place";
    reader.stream(sql, &[], |row| walk.row(row).map(|()| true))?;
    walk.end_chain();
    let Walk { earlier, findings, .. } = walk;
    let mut unreached: Vec<&Head> = earlier.into_values().flatten().collect();
    unreached.sort_by(|a, b| (&a.chain, a.n).cmp(&(&b.chain, b.n)));
    for head in unreached {
        findings.note(&head.chain, head.n, Flaw::CutOff, None);
    }
    Ok(())
}

/// The walk over chain, seal and sealed, joined and in order.
struct Walk<'f, 'e> {
    findings: &'f mut Findings,
    /// Heads that the walk has not come to yet.
    earlier: HashMap<&'e str, Vec<&'e Head>>,
    chain: Option<Standing>,
    seal: Option<Covering>,
}

struct Standing {
    name: String,
    last: i64,
    head: Vec<u8>,
    /// The seal walked last, as it is kept.
    n: i64,
    hash: Vec<u8>,
}

struct Covering {
    n: i64,
    act: String,
    at: i64,
    previous: Vec<u8>,
    hash: Vec<u8>,
    form: i64,
    rows: Vec<(String, String, Vec<u8>)>,
    /// Whether a digest under this seal names another act.
    stray: bool,
}

impl Walk<'_, '_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let name = row.text("chain")?;
        if self.chain.as_ref().is_none_or(|c| c.name != name) {
            self.end_chain();
            let (last, head) = (row.int("last")?, row.blob("head")?.to_vec());
            self.chain = Some(Standing { name: name.to_owned(), last, head, n: 0, hash: BEGINNING.to_vec() });
        }
        let Some(n) = row.opt_int("n")? else { return Ok(()) };
        if self.seal.as_ref().is_none_or(|s| s.n != n) {
            self.end_seal();
            self.seal = Some(Covering {
                n,
                act: row.text("act")?.to_owned(),
                at: row.int("at")?,
                previous: row.blob("previous")?.to_vec(),
                hash: row.blob("hash")?.to_vec(),
                form: row.int("form")?,
                rows: Vec::new(),
                stray: false,
            });
        }
        if let (Some(seal), Some(table)) = (self.seal.as_mut(), row.opt_text("tbl")?) {
            seal.stray |= row.text("sealed_act")? != seal.act;
            seal.rows.push((table.to_owned(), row.text("id")?.to_owned(), row.blob("digest")?.to_vec()));
        }
        Ok(())
    }

    fn end_seal(&mut self) {
        let (Some(seal), Some(chain)) = (self.seal.take(), self.chain.as_mut()) else { return };
        self.findings.report.seals += 1;
        let stamp = Stamp { chain: &chain.name, n: seal.n, previous: &seal.previous, act: &seal.act, at: seal.at };
        let rows = seal.rows.iter().map(|(table, row, digest)| (table.as_str(), row.as_str(), digest.as_slice()));
        let computed = seal_hash(&stamp, rows);
        let flaw = if seal.form != FORM {
            Some(Flaw::UnknownForm)
        } else if seal.n != chain.n + 1 {
            Some(Flaw::Gap)
        } else if seal.previous != chain.hash {
            Some(Flaw::Follows)
        } else if computed.as_slice() != seal.hash || seal.stray {
            Some(Flaw::SealAltered)
        } else {
            None
        };
        if let Some(flaw) = flaw {
            self.findings.note(&chain.name, seal.n, flaw, None);
        }
        if let Some(heads) = self.earlier.get_mut(chain.name.as_str()) {
            for head in heads.extract_if(.., |head| head.n == seal.n) {
                if head.hash.as_slice() != seal.hash {
                    self.findings.note(&chain.name, seal.n, Flaw::Rewritten, None);
                }
            }
        }
        (chain.n, chain.hash) = (seal.n, seal.hash);
    }

    fn end_chain(&mut self) {
        self.end_seal();
        let Some(chain) = self.chain.take() else { return };
        self.findings.report.chains += u64::from(chain.n > 0);
        if chain.n != chain.last || (chain.n > 0 && chain.head != chain.hash) {
            self.findings.note(&chain.name, chain.n.max(1), Flaw::Head, None);
        }
    }
}

/// Seals without a chain, and digests without a seal.
fn loose(reader: &mut Reader<'_>, findings: &mut Findings) -> Result<(), Error> {
    let seals =
        "select s.chain as chain, s.n as n from seal s left join chain c on c.name = s.chain where c.name is null";
    reader.stream(seals, &[], |row| {
        findings.note(row.text("chain")?, row.int("n")?, Flaw::Loose, None);
        Ok::<_, Error>(true)
    })?;
    let digests = "select d.chain as chain, d.n as n, d.tbl as tbl, d.\"row\" as id from sealed d \
        left join seal s on s.chain = d.chain and s.n = d.n where s.n is null";
    reader.stream(digests, &[], |row| {
        let of = (row.text("tbl")?, row.text("id")?);
        findings.note(row.text("chain")?, row.int("n")?, Flaw::Loose, Some(of));
        Ok(true)
    })
}

/// Recomputes the digest of each row of the table.
fn rows(reader: &mut Reader<'_>, table: &Table, findings: &mut Findings) -> Result<(), Error> {
    let names: Vec<&str> =
        table.columns.iter().map(|c| c.name.as_str()).filter(|n| !matches!(*n, "id" | "salt")).collect();
    let columns: String = names.iter().map(|n| format!("t.\"{n}\", ")).collect();
    // Names with a blank, which no column of a table has: a table may well call a column of its own `row_id`.
    let sql = format!(
        "select {columns}t.id as \"its id\", t.salt as \"its salt\", d.chain as \"its chain\", d.n as \"its n\", \
         d.digest as \"its digest\" \
         from \"{0}\" t left join sealed d on d.tbl = '{0}' and d.\"row\" = t.id",
        table.name
    );
    reader.stream(&sql, &[], |row| {
        let id = row.text("its id")?;
        let of = Some((table.name.as_str(), id));
        findings.report.rows += 1;
        let Some(sealed) = row.opt_blob("its digest")? else {
            findings.note("", 0, Flaw::RowUnsealed, of);
            return Ok(true);
        };
        let mut cells = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            cells.push((*name, row.0.cell(at)?));
        }
        let fits = row_digest(&table.name, id, row.blob("its salt")?, &mut cells).as_slice() == sealed;
        if !fits {
            findings.note(row.text("its chain")?, row.int("its n")?, Flaw::RowAltered, of);
        }
        Ok(true)
    })
}

/// Finds digests whose row is gone: erased, or missing.
fn missing(reader: &mut Reader<'_>, table: &Table, findings: &mut Findings) -> Result<(), Error> {
    let sql = format!(
        "select d.chain as chain, d.n as n, d.\"row\" as id, e.id as erasure from sealed d \
         left join \"{0}\" t on t.id = d.\"row\" left join erasure e on e.tbl = d.tbl and e.\"row\" = d.\"row\" \
         where d.tbl = '{0}' and t.id is null",
        table.name
    );
    reader.stream(&sql, &[], |row| {
        if row.opt_text("erasure")?.is_some() {
            findings.report.erased += 1;
        } else {
            let of = (table.name.as_str(), row.text("id")?);
            findings.note(row.text("chain")?, row.int("n")?, Flaw::RowMissing, Some(of));
        }
        Ok(true)
    })
}

fn unknown_tables(reader: &mut Reader<'_>, tables: &[Table], findings: &mut Findings) -> Result<(), Error> {
    let known: BTreeSet<&str> = tables.iter().map(|t| t.name.as_str()).collect();
    let sql = "select tbl, min(chain) as chain from sealed group by tbl order by tbl";
    reader.stream(sql, &[], |row| {
        let table = row.text("tbl")?;
        if !known.contains(table) {
            findings.note(row.text("chain")?, 0, Flaw::UnknownTable, Some((table, "")));
        }
        Ok(true)
    })
}

fn hash(row: &Row<'_>, name: &str) -> Result<Hash, Error> {
    let wrong = |_| Error::Column { name: name.to_owned(), found: "not a SHA-256".to_owned() };
    row.blob(name)?.try_into().map_err(wrong)
}
