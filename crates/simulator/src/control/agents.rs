//! What agents do, and their phones.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use crate::centre::{Break, Status};
use crate::live::Live;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusOrder {
    status: String,
    reason: Option<String>,
    seconds: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    registered: Option<bool>,
    hangs: Option<bool>,
}

pub async fn status(
    State(live): State<Arc<Live>>,
    Path(agent): Path<String>,
    Json(order): Json<StatusOrder>,
) -> Result<Json<Value>, ControlError> {
    let status = match order.status.as_str() {
        "ready" => Status::Ready,
        "paused" => Status::Paused,
        "logged_out" => Status::LoggedOut,
        "logged_in" => Status::LoggedIn,
        "wrapup" => Status::Wrapup,
        other => return Err(ControlError::not_understood(format!("\"{other}\" cannot be ordered"))),
    };
    live.command(|centre| {
        let agent = centre.find_agent(&agent)?;
        centre.order_status(agent, status, Break { reason: order.reason, seconds: order.seconds })?;
        let agent = centre.agent(agent);
        Ok(Json(json!({ "username": agent.username, "status": agent.status.word() })))
    })
}

pub async fn phone(
    State(live): State<Arc<Live>>,
    Path(sip_user): Path<String>,
    Json(phone): Json<Phone>,
) -> Result<Json<Value>, ControlError> {
    live.command(|centre| {
        let agent = centre.find_agent(&sip_user)?;
        if let Some(registered) = phone.registered {
            centre.register_phone(agent, registered);
        }
        if let Some(hangs) = phone.hangs {
            centre.hang_clicks(agent, hangs);
        }
        let agent = centre.agent(agent);
        let (registered, hangs) = (agent.registered, agent.click_hangs);
        Ok(Json(json!({ "sip_user": agent.sip_user, "registered": registered, "hangs": hangs })))
    })
}
