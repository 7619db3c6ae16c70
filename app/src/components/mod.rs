//! Parts that know calls, agents, queues and sources: properties in, HTML out.

mod agent_tile;
mod agents_table;
pub mod attention;
mod attention_list;
mod board_tabs;
pub(crate) mod call_cells;
mod calls_table;
mod current_call;
mod day_bar;
mod drill_panel;
mod ended_calls;
mod first_run;
mod fragment;
pub(crate) mod here;
mod key_numbers;
pub mod kpis;
mod link_banner;
mod live_age;
mod live_line;
mod my_line;
mod phone_bar;
mod preferences;
pub mod queue_levels;
mod queue_line;
mod queues_table;
mod replay_banner;
mod source_line;
mod state_glyph;
mod tab;
mod topbar;
mod trend_pane;
mod trust_lines;
mod wall_agents;
mod wall_foot;
mod wall_head;
mod wall_queues;

pub use agent_tile::AgentTile;
pub use agents_table::AgentsTable;
pub use attention_list::AttentionList;
pub use board_tabs::BoardTabs;
pub use calls_table::CallsTable;
pub use current_call::CurrentCall;
pub use day_bar::DayBar;
pub use drill_panel::DrillPanel;
pub use ended_calls::EndedCalls;
pub use first_run::FirstRun;
pub use fragment::Fragment;
pub use key_numbers::KeyNumbers;
pub use link_banner::LinkBanner;
pub use live_age::LiveAge;
pub use live_line::LiveLine;
pub use my_line::MyLine;
pub use phone_bar::PhoneBar;
pub use preferences::Preferences;
pub use queue_line::QueueLine;
pub use queues_table::QueuesTable;
pub use replay_banner::ReplayBanner;
pub use source_line::{SourceLine, SourceList};
pub use state_glyph::{AgentGlyph, agent_state_name, call_state_name};
pub use tab::Tab;
pub use topbar::Topbar;
pub use trend_pane::TrendPane;
pub use trust_lines::TrustLines;
pub use wall_agents::WallAgents;
pub use wall_foot::WallFoot;
pub use wall_head::WallHead;
pub use wall_queues::WallQueues;

/// For a link that changes a part of the page: the router shall leave the page where it is scrolled to.
pub(crate) fn no_scroll() -> impl leptos::attr::Attribute {
    leptos::attr::custom::custom_attribute("noscroll", "")
}

/// Puts the focus on the element with this id, if it is on the page.
fn focus(id: &str) {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::HtmlElement;

    if let Some(it) = leptos::prelude::document().get_element_by_id(id) {
        // HTML and SVG elements are focused by the same method; the cast asks nobody.
        _ = it.unchecked_ref::<HtmlElement>().focus();
    }
}

#[cfg(test)]
mod tests;
