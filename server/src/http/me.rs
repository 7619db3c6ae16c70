//! `GET /api/v1/me`: who asks, as a program of theirs may want to know, and whether there is a phone to ring for them.

use ::access::Grant;
use app::dial::Me;
use axum::extract::State;
use axum::{Extension, Json};

use crate::app_state::AppState;

pub async fn me(State(state): State<AppState>, Extension(grant): Extension<Grant>) -> Json<Me> {
    let who = &grant.who;
    Json(Me {
        name: who.name.clone(),
        role: who.role.word().to_owned(),
        agent: who.agent.clone(),
        phone: state.dialler.phones.kind(who),
    })
}
