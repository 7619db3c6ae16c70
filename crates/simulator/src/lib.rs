//! A call centre that lives, and speaks AntRing's real protocols: for the demo, tests and benchmarks.
//!
//! ```text
//! centre (pure: agents, queues, callers, legs) ← live (clock, lock) → feed   Socket.IO 0.9 | 2 | 4, Blackhole
//!        ↑ story, load, control                                    → rest, recording, control   HTTP
//! ```
//!
//! From the one state in `centre` come AntRing's seven REST endpoints, the recordings and the event feed, so they
//! agree with each other as the real ones do. Beside it, if asked for, a simulated HMS Sovereign (`sovereign`) has voice
//! assistants whose callers are handed to its queues. The vendors' facts are cited by their section of `protocols.md`.
//! How tests script it: the `control` module.

mod arguments;
mod budget;
mod centre;
mod clock;
mod control;
mod faults;
mod feed;
mod gate;
mod live;
mod moment;
mod options;
mod recording;
mod replay;
mod rest;
mod simulator;
mod sovereign;
mod stamps;
mod story;
mod tokens;

pub use arguments::Arguments;
pub use faults::{FaultOrder, FeedFault, RestAnswer, RestAnswerKind};
pub use feed::FeedEvent;
pub use options::{
    ClickToCallParams, Credentials, Dialect, ExpireStyle, HistoryHash, KeyStyle, Load, Options, WrongAccount,
};
pub use recording::MediaOrder;
pub use replay::ReplayError;
pub use simulator::{Simulator, StartError};
pub use sovereign::{SovereignCredentials, SovereignOptions};
pub use story::StoryError;
