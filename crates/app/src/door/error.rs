//! How a request ends without what it asked for: what was typed cannot be taken, the answer is no, or we failed.
use super::view::Shown;

/// Why there is no answer.
pub enum Error {
    /// What was typed cannot be taken: the same page again, with every refusal beside its field. 422.
    Refused(Shown),
    /// It changed meanwhile: both versions, side by side. 409, or 412 where the version came as `If-Match`.
    Stale(Shown),
    /// It changed between reading and writing, a moment ago. 409: load it again.
    Moved,
    /// It is signed: only an addendum, a co-signature or "entered in error" can follow. 409.
    Signed,
    /// Nothing there, or nothing this person may know of: the answer is the same. 404.
    NotFound,
    /// The person is known and lacks the right. 403.
    Forbidden,
    /// A chart outside this practitioner's circle; it opens with a reason. 403.
    Closed {
        /// The client whose chart it is.
        client: String,
    },
    /// Nobody is signed in. To the sign-in page; 401 for a program.
    SignedOut,
    /// Signed in, and the screen is locked. To the PIN page.
    Locked,
    /// The request is not of the form's shape. Our pages never send such a one. 400.
    Unreadable(String),
    /// The act's id was used for something else before. 409.
    Conflict,
    /// The write came from another site's page. 403.
    Foreign,
    /// Larger than this route takes. 413.
    TooLarge,
    /// Too many tries; how many seconds to wait. 429.
    TooMany(i64),
    /// The database is busy or away; nothing was lost, try again. 503.
    Later(String),
    /// A named constraint of the database said no. A room that expects it answers better; else our fault.
    Constraint(String),
    /// Our fault. Logged once, with a number; the person sees the number. 500.
    Fault(String),
}

/// What a room's function gives back.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Our fault, in words for the log. Never a client's data.
    pub fn fault(what: impl std::fmt::Display) -> Error {
        Error::Fault(what.to_string())
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Busy => Error::Later("busy".into()),
            db::Error::Down(why) => Error::Later(why),
            db::Error::Constraint { name, .. } => Error::Constraint(name),
            other => Error::Fault(format!("{other:?}")),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Fault(format!("page: {error}"))
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Refused(_) => f.write_str("Refused"),
            Error::Stale(_) => f.write_str("Stale"),
            Error::Moved => f.write_str("Moved"),
            Error::Signed => f.write_str("Signed"),
            Error::NotFound => f.write_str("NotFound"),
            Error::Forbidden => f.write_str("Forbidden"),
            Error::Closed { .. } => f.write_str("Closed"),
            Error::SignedOut => f.write_str("SignedOut"),
            Error::Locked => f.write_str("Locked"),
            Error::Unreadable(why) => write!(f, "Unreadable({why})"),
            Error::Conflict => f.write_str("Conflict"),
            Error::Foreign => f.write_str("Foreign"),
            Error::TooLarge => f.write_str("TooLarge"),
            Error::TooMany(wait) => write!(f, "TooMany({wait})"),
            Error::Later(why) => write!(f, "Later({why})"),
            Error::Constraint(name) => write!(f, "Constraint({name})"),
            Error::Fault(why) => write!(f, "Fault({why})"),
        }
    }
}
