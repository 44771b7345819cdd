//! What a letter is composed from: the record of the chart, read once.
mod store;

pub(super) use store::{Complaint, Visit, complaints, medicines, techniques, visits};
