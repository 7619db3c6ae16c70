//! The words of the call history. Only the server speaks them.

mod en;
mod vi;

use crate::calls::{CallResult, CallsProblem, Hangup, Joined};
use crate::visit::Lang;

pub use en::EN;
pub use vi::VI;

pub struct HistoryWords {
    pub head: &'static str,
    pub views: &'static str,
    pub calls: &'static str,
    pub lost: &'static str,
    pub find: &'static str,
    pub placeholder: &'static str,
    pub look: &'static str,
    pub clear: &'static str,
    pub retry: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub span: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub time: &'static str,
    pub direction_head: &'static str,
    pub number: &'static str,
    pub unknown_number: &'static str,
    pub queue: &'static str,
    pub agent: &'static str,
    pub person: &'static str,
    pub waited: &'static str,
    pub talked: &'static str,
    pub result_head: &'static str,
    pub actions: &'static str,
    pub listen: &'static str,
    pub call_back: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub none_found: &'static str,
    pub none_found_why: &'static str,
    pub gone: &'static str,
    pub opened: &'static str,
    pub pages: &'static str,
    pub newer: &'static str,
    pub older: &'static str,
    pub wider: &'static str,
    pub way: &'static str,
    pub caller: &'static str,
    pub some_phone: &'static str,
    pub outside: &'static str,
    pub some_queue: &'static str,
    pub left_waiting: &'static str,
    pub told_by_events: &'static str,
    pub told_by_facts: &'static str,
    pub cut: &'static str,
    pub saved: &'static str,
    pub none_saved: &'static str,
    pub save_as: &'static str,
    pub save: &'static str,
    pub remove: &'static str,
    pub keep: &'static str,
    /// When, which number.
    pub open_call: fn(&str, &str) -> String,
    /// Which call: "14:02 · 0901 234 567".
    pub listen_to: fn(&str) -> String,
    pub call_back_to: fn(&str) -> String,
    pub listed: fn(&str) -> String,
    pub listed_more: fn(&str) -> String,
    /// Which, of how many.
    pub page: fn(&str, &str) -> String,
    /// At that time.
    pub matches_board: fn(&str) -> String,
    pub differs_from_board: fn(&str) -> String,
    pub as_of: fn(&str) -> String,
    pub remove_filter: fn(&str) -> String,
    pub remove_question: fn(&str) -> String,
    /// Direction and total length.
    pub summary: fn(&str, &str) -> String,
    pub line: fn(&str) -> String,
    pub hears_menu: fn(&str) -> String,
    /// Queue, time.
    pub waits: fn(&str, &str) -> String,
    /// Who, for how long.
    pub rings: fn(&str, &str) -> String,
    pub talks: fn(&str, &str) -> String,
    pub window: fn(&str) -> &'static str,
    /// What a KPI counts, in few words.
    pub total: fn(&str) -> &'static str,
    /// Of a bar.
    pub leg: fn(&str) -> &'static str,
    /// Who, for how long, and why; the last two may be unknown.
    pub missed: fn(&str, &str, &str) -> String,
    /// Why a line was cut (`protocols.md` §3.5).
    pub hangup: fn(Hangup) -> &'static str,
    /// How anybody knows.
    pub joined: fn(Joined) -> &'static str,
    pub result: fn(CallResult) -> &'static str,
    /// One sentence that says what to do.
    pub problem: fn(CallsProblem) -> &'static str,
    /// What was done, by its word in the address.
    pub said: fn(&str) -> Option<&'static str>,
}

impl Lang {
    pub(crate) fn history(self) -> &'static HistoryWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
