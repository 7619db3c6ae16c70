//! Socket.IO 0.9 (protocol 1) as KAZOO 3.x serves it (`protocols.md` §2.2), written from that description.
//!
//! [`frame`] is the protocol without a socket; [`server`] owns the handshake and the sockets.

mod frame;
mod server;

pub use server::router;
