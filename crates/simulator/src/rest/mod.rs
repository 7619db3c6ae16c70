//! AntRing's REST API: the seven endpoints of `protocols.md` §1.2, tolerant in nothing.

mod auth_token;
mod click_to_call;
mod dashboard;
mod disturbance;
mod error;
mod hash;
mod histories;
mod lists;
mod play_recording;
mod query;
mod stat_row;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::live::Live;
use crate::stamps;

pub use auth_token::iso;

pub fn router(live: Arc<Live>) -> Router {
    Router::new()
        .route("/oapi/v1/voice/auth_token", post(auth_token::auth_token))
        .route("/oapi/v1/call/click-to-call/{number}", post(click_to_call::click_to_call))
        .route("/oapi/v1/call/histories", get(histories::histories))
        .route("/oapi/v1/call/play_recording", get(play_recording::play_recording))
        .route("/oapi/v1/call/dashboard", get(dashboard::dashboard))
        .route("/oapi/v1/queues", get(lists::queues))
        .route("/oapi/v1/agents", get(lists::agents))
        .layer(from_fn_with_state(Arc::clone(&live), disturbance::disturb))
        .layer(from_fn_with_state(live.stamps.clone(), stamps::date))
        .with_state(live)
}
