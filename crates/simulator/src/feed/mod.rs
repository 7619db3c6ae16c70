//! The event feed. [`Feed`] knows tokens, subscriptions and events; each dialect is a server on top of it.
//!
//! A new dialect is one module with a `router(Arc<Feed>) -> Router` and one arm in [`router`].

mod binding;
mod payload;
mod socketio09;
mod socketio4;
mod source;

use std::sync::Arc;

use axum::Router;

use crate::options::Dialect;

pub use source::Feed;

/// The server of a dialect, on this feed.
pub fn router(dialect: Dialect, feed: Arc<Feed>) -> Router {
    match dialect {
        Dialect::SocketIo09 => socketio09::router(feed),
        Dialect::SocketIo4 => socketio4::router(feed),
    }
}
