//! Calls, found by what a person asks for: when, queue, agent, result, direction, number.

mod conditions;
mod finding;
mod order;
mod plan;
mod query;
mod question;
mod read;
mod words;
mod write;

pub(crate) use finding::LONG;
pub(crate) use query::{count, find, go_on, with_keys};
pub use question::{About, Bookmark, CallQuery, Counted, Sort, SortBy, When};
pub(crate) use words::{state, state_word};
pub(crate) use write::{put, remove};
