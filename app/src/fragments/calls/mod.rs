//! The call history: what `/calls` shows below its bar, drawn by the server alone.

mod address;
mod list;
mod row;
pub mod words;

use leptos::prelude::*;

use crate::calls::{CallsPage, CallsProblem};
use crate::visit::Lang;

pub use address::CallsAddress;

/// For whom the history is drawn.
#[derive(Clone)]
pub struct CallsReader {
    pub lang: Lang,
    pub utc_offset_seconds: i32,
    /// The page it becomes a part of.
    pub address: CallsAddress,
}

impl CallsReader {
    fn words(&self) -> &'static words::HistoryWords {
        self.lang.history()
    }

    pub fn list(&self, calls: &Result<CallsPage, CallsProblem>) -> String {
        match calls {
            Ok(calls) => list::list(self, calls).to_html(),
            Err(problem) => self.trouble(*problem),
        }
    }

    fn trouble(&self, problem: CallsProblem) -> String {
        let words = self.words();
        view! {
            <div class="notice" role="alert">
                <p>{(words.problem)(problem)}</p>
                <a class="btn" href=self.address.href() rel="external">
                    {words.retry}
                </a>
            </div>
        }
        .into_any()
        .to_html()
    }
}

#[cfg(test)]
mod tests;
