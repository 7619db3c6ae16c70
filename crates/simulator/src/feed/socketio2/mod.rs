//! Socket.IO 2 on Engine.IO 3, as a Node gateway runs it: long polling, websockets and the way from one to the
//! other (`protocols.md` §2.2). Written by hand, because the server that Socket.IO 4 uses does not join the
//! default namespace unasked within the first poll, and refuses `EIO=4`, which a 2.x server ignores.
//!
//! [`packet`] is the protocol without a socket, [`session`] one client's state, [`server`] the HTTP around it.

mod packet;
mod server;
mod session;

pub use server::router;
