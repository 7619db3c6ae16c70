//! KAZOO 4's Blackhole: JSON messages on a plain websocket at `/` (`protocols.md` §2.2).
//!
//! [`message`] is the protocol without a socket, [`server`] owns the sockets.

mod message;
mod server;

pub use server::router;
