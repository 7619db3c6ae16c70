//! Parts that know calls, agents, queues and sources: properties in, HTML out.

mod agent_tile;
mod agents_table;
pub mod attention;
mod attention_list;
mod board_tabs;
mod call_cells;
mod calls_table;
mod dialer;
pub mod dialing;
mod ended_calls;
mod first_run;
mod history_row;
mod history_table;
mod key_numbers;
pub mod kpis;
mod link_banner;
mod live_age;
mod live_line;
mod phone_bar;
mod placed_call;
mod preferences;
pub mod queue_levels;
mod queue_line;
mod queues_table;
mod recording;
mod source_line;
mod state_glyph;
mod tab;
mod topbar;
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
pub use dialer::Dialer;
pub use ended_calls::EndedCalls;
pub use first_run::FirstRun;
pub use history_row::HistoryRow;
pub use history_table::HistoryTable;
pub use key_numbers::KeyNumbers;
pub use link_banner::LinkBanner;
pub use live_age::LiveAge;
pub use live_line::LiveLine;
pub use phone_bar::PhoneBar;
pub use placed_call::PlacedCall;
pub use preferences::Preferences;
pub use queue_line::QueueLine;
pub use queues_table::QueuesTable;
pub use recording::Recording;
pub use source_line::{SourceLine, SourceList};
pub use state_glyph::{AgentGlyph, agent_state_name, call_state_name};
pub use tab::Tab;
pub use topbar::Topbar;
pub use trust_lines::TrustLines;
pub use wall_agents::WallAgents;
pub use wall_foot::WallFoot;
pub use wall_head::WallHead;
pub use wall_queues::WallQueues;

/// For a link that changes a part of the page: the router shall leave the page where it is scrolled to.
pub(crate) fn no_scroll() -> impl leptos::attr::Attribute {
    leptos::attr::custom::custom_attribute("noscroll", "")
}

#[cfg(test)]
mod tests;
