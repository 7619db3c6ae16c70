//! The call centre itself, pure: agents, queues, callers and their calls. No sockets, no clock.
//!
//! [`Centre::open`] hires, [`Centre::advance`] lets time pass; what the outside notices comes back as [`Effect`]s.

mod agent;
mod archive;
mod call;
mod chance;
mod commands;
mod day;
mod folding;
mod history;
mod identity;
mod inbound;
mod leg;
mod legs;
mod life;
mod lookup;
mod names;
mod offers;
mod opening;
mod outbound;
mod past;
mod past_counts;
mod queue;
mod roster;
mod schedule;
mod staff;
mod stat;
mod state;
mod telling;
#[cfg(test)]
mod tests;
mod traffic;
mod transfers;
mod week;

pub use agent::{Agent, Break, Status};
pub use call::{Call, CallKey, Side};
pub use chance::Chance;
pub use commands::CommandError;
pub use history::{CallRecord, Party};
pub use leg::{EventName, Leg, LegEvent};
pub use past_counts::{Span, Thresholds};
pub use queue::Queue;
pub use stat::{AbandonReason, CallStat, StatStatus};
pub use state::{Centre, Effect};
