//! The call history: what `/calls` shows below its bar, drawn by the server alone.
//!
//! * [`address`]: the page's own URL. [`filters`]: what can be looked for; [`saved`]: what is looked for often.
//! * [`totals`]: what the ledger counts in the same window.
//! * [`list`]: the calls, [`row`] by row; [`opened`]: one of them with its [`lanes`] and [`steps`].

mod address;
mod filters;
mod lanes;
mod list;
mod opened;
mod row;
mod saved;
mod steps;
mod totals;
pub mod words;

use leptos::prelude::*;
use wire::Millis;

use super::{PageQuery, Reader};
use crate::calls::{CallsList, CallsProblem, Choices, Totals};
use crate::explained::{Drill, ExplainedProblem};
use crate::visit::Lang;

pub use address::{CallsAddress, WINDOWS, given};

/// For whom the history is drawn.
#[derive(Clone)]
pub struct CallsReader {
    pub lang: Lang,
    pub utc_offset_seconds: i32,
    /// The page it becomes a part of.
    pub address: CallsAddress,
    /// May ask for a number that is masked; the server writes it down.
    pub reveals: bool,
}

impl CallsReader {
    fn words(&self) -> &'static words::HistoryWords {
        self.lang.history()
    }

    fn clock(&self, at: Millis) -> String {
        crate::format::clock_minutes(at, self.utc_offset_seconds)
    }

    /// "20/11 14:02".
    fn date_and_clock(&self, at: Millis) -> String {
        let date = crate::format::date(at, self.utc_offset_seconds, self.lang.words());
        format!("{date} {}", self.clock(at))
    }

    pub fn filters(&self, choices: &Choices) -> String {
        filters::filters(self, choices).to_html()
    }

    pub fn totals(&self, totals: &Result<Totals, CallsProblem>) -> String {
        match totals {
            Ok(totals) => totals::totals(self, totals).to_html(),
            Err(problem) => view! { <p class="summary trouble">{(self.words().problem)(*problem)}</p> }
                .into_any()
                .to_html(),
        }
    }

    pub fn list(&self, list: &Result<CallsList, CallsProblem>) -> String {
        match list {
            Ok(list) => list::list(self, list).to_html(),
            Err(problem) => self.trouble(*problem),
        }
    }

    /// A number of the totals with the rows that make it, in the list's place.
    pub fn drill(&self, drill: &Result<Drill, ExplainedProblem>) -> String {
        let (lang, utc_offset_seconds, reveals) = (self.lang, self.utc_offset_seconds, self.reveals);
        let reader = Reader { lang, utc_offset_seconds, page: PageQuery::default(), reveals };
        let drawn = reader.drill(drill);
        view! {
            <section class="drill on-page">
                <a class="btn quiet small back" id="back" href=self.address.but(|_| ())>
                    {self.words().back}
                </a>
                <div inner_html=drawn></div>
            </section>
        }
        .into_any()
        .to_html()
    }

    fn trouble(&self, problem: CallsProblem) -> String {
        let words = self.words();
        view! {
            <div class="notice" role="alert">
                <p>{(words.problem)(problem)}</p>
                <p class="links">
                    <a href=self.address.href() rel="external">
                        {words.retry}
                    </a>
                    <a href="/calls">{words.clear}</a>
                </p>
            </div>
        }
        .into_any()
        .to_html()
    }
}

#[cfg(test)]
mod tests;
