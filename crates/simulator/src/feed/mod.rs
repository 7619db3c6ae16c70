//! The event feed. [`Feed`] knows tokens, subscriptions and events; each dialect is a server on top of it.
//!
//! A new dialect is one module with a `router` of axum's, and one arm in [`router`].

mod binding;
mod blackhole;
mod engine_error;
mod heartbeat;
mod payload;
mod socketio09;
mod socketio2;
mod socketio4;
mod source;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

use crate::options::{Dialect, Options};
use crate::stamps;

pub use source::{Feed, FeedEvent};

/// The server of the chosen dialect, on this feed.
pub fn router(options: &Options, feed: Arc<Feed>) -> Router {
    let heartbeat = heartbeat::Heartbeat::of(options);
    let stamps = feed.stamps();
    let router = match options.dialect {
        Dialect::SocketIo09 => socketio09::router(feed),
        Dialect::SocketIo2 => socketio2::router(feed, heartbeat),
        Dialect::SocketIo4 => socketio4::router(feed, heartbeat),
        Dialect::Blackhole => blackhole::router(feed, options.wrong_account),
    };
    router.layer(from_fn_with_state(stamps, stamps::date))
}
