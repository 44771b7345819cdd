use crate::Error;
use crate::value::Cell;

/// A row of an answer, read by column name where it lies.
///
/// The types are strict, so that a query gives the same on both engines: `sum(…)` and `avg(…)` are numeric on
/// PostgreSQL and want `cast(… as bigint)` or `cast(… as double precision)`.
pub struct Row<'a>(pub(crate) &'a dyn Cells);

/// What an engine's row can show.
pub(crate) trait Cells {
    fn place(&self, name: &str) -> Option<usize>;
    fn cell(&self, place: usize) -> Result<Cell<'_>, Error>;
}

macro_rules! column {
    ($must:ident, $may:ident, $kind:path, $type:ty, $what:literal) => {
        #[doc = concat!("The ", $what, " in the column; an error when it holds nothing or another type.")]
        pub fn $must(&self, name: &str) -> Result<$type, Error> {
            match self.cell(name)? {
                $kind(v) => Ok(v),
                other => Err(Error::Column { name: name.to_owned(), found: other.kind().to_owned() }),
            }
        }
        #[doc = concat!("The ", $what, " in the column, or `None` when it holds nothing.")]
        pub fn $may(&self, name: &str) -> Result<Option<$type>, Error> {
            match self.cell(name)? {
                Cell::Null => Ok(None),
                $kind(v) => Ok(Some(v)),
                other => Err(Error::Column { name: name.to_owned(), found: other.kind().to_owned() }),
            }
        }
    };
}

impl Row<'_> {
    column!(int, opt_int, Cell::Int, i64, "whole number");
    column!(real, opt_real, Cell::Real, f64, "number");
    column!(text, opt_text, Cell::Text, &str, "text");
    column!(blob, opt_blob, Cell::Blob, &[u8], "bytes");

    fn cell(&self, name: &str) -> Result<Cell<'_>, Error> {
        let missing = || Error::Column { name: name.to_owned(), found: "no such column".to_owned() };
        self.0.cell(self.0.place(name).ok_or_else(missing)?)
    }
}
