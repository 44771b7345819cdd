use crate::Error;

/// A value on its way to the engine. Instants are `Int` (microseconds UTC), civil dates `Text`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing there.
    Null,
    /// `bigint`; also truth: 1 or 0.
    Int(i64),
    /// `double precision`. Not-a-number is refused when it is used; −0 is kept as 0.
    Real(f64),
    /// `text`. NUL is refused when it is used.
    Text(String),
    /// `bytea`.
    Blob(Vec<u8>),
}

/// The values of a statement's `:name`s, without the colon.
pub type Params<'a> = &'a [(&'a str, Value)];

impl Value {
    /// The value as both engines keep it, or why neither can; `name` is for the error only.
    pub(crate) fn storable(&self, name: &str) -> Result<Cell<'_>, Error> {
        match self {
            Value::Real(v) if v.is_nan() => Err(Error::Statement(format!("{name} is not a number"))),
            Value::Text(v) if v.contains('\0') => Err(Error::Statement(format!("the text of {name} holds a NUL"))),
            Value::Null => Ok(Cell::Null),
            Value::Int(v) => Ok(Cell::Int(*v)),
            // SQLite keeps −0.0 as 0.0; adding zero makes PostgreSQL do the same, so digests agree.
            Value::Real(v) => Ok(Cell::Real(*v + 0.0)),
            Value::Text(v) => Ok(Cell::Text(v)),
            Value::Blob(v) => Ok(Cell::Blob(v)),
        }
    }
}

/// A value as it lies in a row or goes into one, borrowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl Cell<'_> {
    /// The type's name, for errors that must not show the value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "null",
            Cell::Int(_) => "bigint",
            Cell::Real(_) => "double precision",
            Cell::Text(_) => "text",
            Cell::Blob(_) => "bytea",
        }
    }
}

macro_rules! from {
    ($($from:ty => $make:expr),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(v: $from) -> Value {
                #[allow(clippy::redundant_closure_call)]
                ($make)(v)
            }
        }
    )+};
}
from! {
    i64 => Value::Int,
    i32 => |v: i32| Value::Int(v.into()),
    u32 => |v: u32| Value::Int(v.into()),
    f64 => Value::Real,
    bool => |v: bool| Value::Int(v.into()),
    &str => |v: &str| Value::Text(v.to_owned()),
    String => Value::Text,
    &String => |v: &String| Value::Text(v.clone()),
    Vec<u8> => Value::Blob,
    &[u8] => |v: &[u8]| Value::Blob(v.to_vec()),
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}
