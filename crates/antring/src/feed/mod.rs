//! The event feed: one connection of it, from connect to end.
//!
//! [`run_session`] is the whole of it for the caller, who owns what comes between sessions: the back-off, a fresh
//! token for each, and the polls that make up for what was missed (`protocols.md` §2.3).
//!
//! * [`detect_dialect`]: which of them a server speaks.
//! * [`socketio09`], [`socketio2`], [`blackhole`]: state machines without a socket, alike to the outside
//!   ([`machine`]); `shell` is the socket of all three.
//! * [`socketio4`]: Socket.IO 3 and 4, through `rust_socketio`, which is given one connection at a time.

pub mod blackhole;
mod detect;
mod dialect;
mod event;
mod event_server;
mod frame09;
mod handshake09;
pub mod machine;
mod outlet;
mod probe;
mod session;
mod shell;
pub mod socketio09;
pub mod socketio2;
pub mod socketio4;
mod subscription;
mod url;
mod words;

pub use detect::detect_dialect;
pub use dialect::Dialect;
pub use event::{FeedEvent, SessionEnd};
pub use event_server::EventServer;
pub use session::run_session;
