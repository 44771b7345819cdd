//! One chart, whole, so that it can leave and be checked where it arrives.
use super::{Terminal, said, store, verb};
use crate::door::{Outcome, Result, hex, line};
use db::{Chain, Reader};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

impl Terminal {
    /// Everything of one chart as JSON: who it is, each record row as it was sealed, the seals, and where each chain
    /// stands. `None` where there is no such client. Writes the trail before it gives anything.
    ///
    /// # Errors
    /// The database's.
    pub fn export_chart(&self, client: &str) -> Result<Option<Value>> {
        let client = client.to_owned();
        let known = client.clone();
        let Some(kept) = self.db.look(move |db| store::chart_of(db, &known)).wait()? else { return Ok(None) };
        let (subject, chart) = (client, kept.clone());
        self.write(move |db, act, who, at| {
            let said = said(who, at, verb::EXPORT, &chart, &subject, Outcome::Done, "");
            line(db, &Chain::practice(), &act.id("tra", 0), &said)
        })?;
        let at = (self.clock)().to_string();
        let by = self.who.clone();
        let mut whole = self.db.look(move |db| gather(db, &kept)).wait()?;
        whole.insert("exported_at".into(), at.into());
        whole.insert("exported_by".into(), by.into());
        Ok(Some(Value::Object(whole)))
    }
}

/// The same for whoever has the chart open in a browser: the door has written the line of it.
pub(crate) fn whole_chart(db: &mut Reader<'_>, chart: &str, at: Timestamp) -> Result<Value> {
    let mut whole = gather(db, chart)?;
    whole.insert("exported_at".into(), at.to_string().into());
    Ok(Value::Object(whole))
}

/// All of it, in one snapshot.
fn gather(db: &mut Reader<'_>, chart: &str) -> Result<Map<String, Value>> {
    let clients = store::clients_of(db, chart)?;
    let mut tables: Map<String, Value> = Map::new();
    let mut chains = Vec::new();
    for client in &clients {
        let chain = Chain::chart(client);
        let Some(head) = store::head(db, chain.as_str())? else { continue };
        for table in store::tables_of(db, chain.as_str())? {
            let rows = store::sealed_rows(db, &table, chain.as_str())?;
            if let Value::Array(all) = tables.entry(table).or_insert_with(|| json!([])) {
                all.extend(rows);
            }
        }
        chains.push(json!({
            "chain": chain.as_str(),
            "seals": store::seals(db, chain.as_str())?,
            "head": { "n": head.n, "hash": hex(head.hash) },
        }));
    }
    let mut directory = Vec::new();
    let mut trail = Vec::new();
    for client in &clients {
        directory.extend(store::about(db, "client", "id", client)?);
        trail.extend(store::about(db, "trail", "chart", client)?);
    }
    let mut care = Vec::new();
    for client in &clients {
        care.extend(store::about(db, "care_member", "client", client)?);
    }
    let mut whole = Map::new();
    whole.insert("form".into(), "palpate chart 1".into());
    whole.insert("client".into(), chart.into());
    whole.insert("directory".into(), directory.into());
    whole.insert("care_team".into(), care.into());
    // Looks are sealed into the chain of the process that answered them; here they stand beside the acts.
    tables.insert("trail".into(), trail.into());
    whole.insert("record".into(), tables.into());
    whole.insert("chains".into(), chains.into());
    Ok(whole)
}
