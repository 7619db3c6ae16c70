//! Parts of the console that only the server draws, as HTML: what explains a number costs a browser nothing until
//! somebody asks for it. The page puts them in place (`components::Fragment`); what they do without the server they
//! do by CSS.
//!
//! * [`drill`]: a number and the list that makes it. [`now`]: the lists of numbers that are of this moment.
//! * [`trend`]: the day by quarters of an hour, as a chart and as a table.
//! * [`timeline`]: how far the day can be seen again.
//! * [`calls`]: the history, found by filters, totalled and opened.
//! * [`lost`]: who gave up waiting and is to be called back.
//! * [`dial`]: the parts of the agent page.
//! * [`definitions`]: what each tile means, on hover and on focus.

pub mod calls;
mod chart;
mod definitions;
pub mod dial;
mod drill;
mod drill_rows;
mod lost;
pub mod now;
mod page_query;
mod parts;
mod scale;
mod slots;
mod timeline;
mod trend;
mod trend_table;
mod value;
pub mod words;

use leptos::prelude::*;

use crate::explained::{Definition, Drill, ExplainedProblem, Timeline, Trend};
use crate::lost::LostCallers;
use crate::visit::Lang;

pub use lost::Place;
pub use page_query::PageQuery;

/// For whom a fragment is drawn.
#[derive(Clone)]
pub struct Reader {
    pub lang: Lang,
    pub utc_offset_seconds: i32,
    /// The page it becomes a part of, so that its links change one thing alone.
    pub page: PageQuery,
    /// May ask for a number that is masked; the server writes it down.
    pub reveals: bool,
}

impl Reader {
    fn words(&self) -> &'static words::ExplainedWords {
        self.lang.explained()
    }

    fn clock(&self, at: wire::Millis) -> String {
        crate::format::clock_minutes(at, self.utc_offset_seconds)
    }

    pub fn drill(&self, drill: &Result<Drill, ExplainedProblem>) -> String {
        self.draw(drill, drill::drill)
    }

    pub fn trend(&self, trend: &Result<Trend, ExplainedProblem>) -> String {
        self.draw(trend, trend::trend)
    }

    pub fn timeline(&self, timeline: &Result<Timeline, ExplainedProblem>) -> String {
        self.draw(timeline, timeline::timeline)
    }

    pub fn lost(&self, lost: &Result<LostCallers, ExplainedProblem>, place: &Place) -> String {
        match lost {
            Ok(lost) => lost::lost(self, lost, place).to_html(),
            Err(problem) => self.trouble(*problem),
        }
    }

    /// The texts of the five tiles, in their order.
    pub fn definitions(&self, definitions: &[Definition]) -> String {
        definitions::definitions(self, definitions).to_html()
    }

    fn draw<Answer>(
        &self,
        answer: &Result<Answer, ExplainedProblem>,
        draw: fn(&Self, &Answer) -> AnyView,
    ) -> String {
        match answer {
            Ok(answer) => draw(self, answer).to_html(),
            Err(problem) => self.trouble(*problem),
        }
    }

    fn trouble(&self, problem: ExplainedProblem) -> String {
        view! { <p class="trouble">{(self.words().problem)(problem)}</p> }.into_any().to_html()
    }
}

#[cfg(test)]
mod tests;
