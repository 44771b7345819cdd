use std::error::Error as StdError;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::Error;
use crate::row::Cells;
use crate::value::Cell;

/// A value that the statement's place does not take; types, never the value.
#[derive(Debug)]
pub(super) struct WrongType(String);

impl std::fmt::Display for WrongType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl StdError for WrongType {}

impl ToSql for Cell<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        let wrong = || Box::new(WrongType(format!("{} given where {ty} is wanted", self.kind())));
        match (self, ty) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(v), &Type::INT8) => v.to_sql(ty, out),
            (Cell::Int(v), &Type::INT4) => i32::try_from(*v).map_err(|_| wrong())?.to_sql(ty, out),
            (Cell::Int(v), &Type::BOOL) => (*v != 0).to_sql(ty, out),
            (Cell::Real(v), &Type::FLOAT8) => v.to_sql(ty, out),
            (Cell::Text(v), &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::UNKNOWN) => v.to_sql(ty, out),
            (Cell::Blob(v), &Type::BYTEA) => v.to_sql(ty, out),
            _ => Err(wrong()),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

impl Cells for postgres::Row {
    fn place(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|c| c.name() == name)
    }
    fn cell(&self, place: usize) -> Result<Cell<'_>, Error> {
        let (name, ty) = self.columns().get(place).map_or(("", &Type::VOID), |c| (c.name(), c.type_()));
        let found = |found: String| Error::Column { name: name.to_owned(), found };
        let unreadable = |_| found(ty.to_string());
        let cell = match *ty {
            Type::INT8 => self.try_get::<_, Option<i64>>(place).map_err(unreadable)?.map(Cell::Int),
            Type::INT4 => self.try_get::<_, Option<i32>>(place).map_err(unreadable)?.map(|v| Cell::Int(v.into())),
            Type::BOOL => self.try_get::<_, Option<bool>>(place).map_err(unreadable)?.map(|v| Cell::Int(v.into())),
            Type::FLOAT8 => self.try_get::<_, Option<f64>>(place).map_err(unreadable)?.map(Cell::Real),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                self.try_get::<_, Option<&str>>(place).map_err(unreadable)?.map(Cell::Text)
            }
            Type::BYTEA => self.try_get::<_, Option<&[u8]>>(place).map_err(unreadable)?.map(Cell::Blob),
            _ => return Err(found(format!("{ty}: cast it to bigint, double precision, text or bytea"))),
        };
        Ok(cell.unwrap_or(Cell::Null))
    }
}
