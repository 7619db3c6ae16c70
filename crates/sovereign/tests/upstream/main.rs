//! Sovereign's own payloads, and its behaviour over real sockets.

mod calls;
mod support;
mod webhooks;
