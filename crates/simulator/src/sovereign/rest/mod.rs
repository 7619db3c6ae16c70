//! Sovereign's REST API (`protocols.md` §4.1, §4.2, §4.4), tolerant in nothing, with the control API beside it.

mod calls;
mod control;
mod directory;
mod error;
mod gate;
mod outbound;
mod recording;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::live::VoiceLive;
use super::steering;
use crate::stamps;

pub fn router(live: Arc<VoiceLive>) -> Router {
    let stamps = live.centre.stamps.clone();
    Router::new()
        .route("/api/v1/calls", get(calls::list))
        .route("/api/v1/calls/outbound", post(outbound::outbound))
        .route("/api/v1/calls/{id}", get(calls::one))
        .route("/api/v1/calls/{id}/control", post(control::control))
        .route("/api/v1/assistants", get(directory::assistants))
        .route("/api/v1/agents", get(directory::agents))
        .route("/api/v1/numbers", get(directory::numbers))
        .layer(from_fn_with_state(Arc::clone(&live), gate::let_in))
        .route("/recordings/{name}", get(recording::recording))
        .with_state(Arc::clone(&live))
        .merge(steering::router(live))
        .layer(from_fn_with_state(stamps, stamps::date))
}
