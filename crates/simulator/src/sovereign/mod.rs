//! HMS Sovereign beside the centre: voice assistants whose calls live over time, served over its own port as Sovereign
//! does it (`protocols.md` §4), with signed webhooks. Off unless asked for.
//!
//! ```text
//! voice (pure: assistants, lines, calls) ← live (clock, lock) → rest, steering   HTTP
//!        ↑ load, steering                                      → sender          webhooks
//!        ↓ a transfer to a human: the same caller reaches a queue of the AntRing centre
//! ```

mod call;
mod faults;
mod life;
mod limits;
mod live;
mod notice;
mod options;
mod orders;
mod rest;
mod script;
mod sender;
mod state;
mod steering;
mod told;
mod voice;

pub use live::VoiceLive;
pub use options::{SovereignCredentials, SovereignOptions};
pub use rest::router;
pub use sender::run as send_webhooks;
