//! The words of the call history. Only the server speaks them.

mod en;
mod vi;

use crate::calls::{CallResult, CallsProblem};
use crate::visit::Lang;

pub use en::EN;
pub use vi::VI;

pub struct HistoryWords {
    pub head: &'static str,
    pub time: &'static str,
    pub direction_head: &'static str,
    pub number: &'static str,
    pub unknown_number: &'static str,
    pub queue: &'static str,
    pub agent: &'static str,
    pub waited: &'static str,
    pub talked: &'static str,
    pub result_head: &'static str,
    pub recording: &'static str,
    pub listen: &'static str,
    /// Which call: "14:02 · 0901 234 567".
    pub listen_to: fn(&str) -> String,
    pub none: &'static str,
    pub none_why: &'static str,
    pub pages: &'static str,
    pub newer: &'static str,
    pub older: &'static str,
    pub retry: &'static str,
    pub result: fn(CallResult) -> &'static str,
    /// One sentence that says what to do.
    pub problem: fn(CallsProblem) -> &'static str,
}

impl Lang {
    pub(crate) fn history(self) -> &'static HistoryWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
