//! Where the data is: a file, or a PostgreSQL server.
use crate::outcome::Outcome;
use clap::Args;
use db::Place;
use std::path::PathBuf;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Data {
    /// The file that holds the practice.
    #[arg(long, value_name = "FILE", env = "PALPATE_DATA", conflicts_with = "database_url")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL server instead of a file: postgres://user@host/database
    #[arg(long, value_name = "URL", env = "PALPATE_DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// The practice's schema on that server.
    #[arg(long, value_name = "NAME", env = "PALPATE_SCHEMA", default_value = "palpate")]
    pub(crate) schema: String,
}

impl Data {
    /// The place; without a word about it, `palpate.palpate` in this folder.
    pub(crate) fn place(&self) -> Result<Place, Outcome> {
        match (&self.database_url, &self.data) {
            (Some(url), _) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Place::Postgres { url: url.clone(), schema: self.schema.clone() })
            }
            (Some(_), _) => Err(Outcome::Input(
                "--database-url must begin with postgres://, for example postgres://palpate@localhost/palpate".into(),
            )),
            (None, Some(file)) => Ok(Place::File(file.clone())),
            (None, None) => Ok(Place::File(PathBuf::from("practice.palpate"))),
        }
    }
}
