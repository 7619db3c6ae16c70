//! AntRing's words into the floor's. Upstream's spelling ends here.

mod call_record;
mod dashboard;
mod directory;
mod hangup_cause;
mod identity;
mod leg_event;
mod past_call;
mod status;
mod transfer_history;

pub use call_record::call_record;
pub use dashboard::dashboard;
pub use directory::{AGENT_ID, agents, queues};
pub use hangup_cause::hangup_cause;
pub(crate) use identity::call_id_of_recording;
pub use identity::{AgentLegId, digest};
pub use leg_event::{Reading, leg_event};
pub use past_call::past_call;
pub use status::status;
