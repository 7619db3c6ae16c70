//! `POST /oapi/v1/call/click-to-call/:number`: really places the call.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::RestError;
use super::query::must_carry_headers;
use crate::live::Live;
use crate::options::ClickToCallParams;

/// Who calls. Both fields are required wherever the switch expects them.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Caller {
    sip_user: Option<String>,
    sip_password: Option<String>,
}

/// 200 when the SIP user's phone is registered and rings now; 400 when it is not, or the password is wrong. A phone whose
/// clicks hang rings, and nobody is told.
pub async fn click_to_call(
    State(live): State<Arc<Live>>,
    Path(number): Path<String>,
    Query(query): Query<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, RestError> {
    must_carry_headers(&headers, &live.options.credentials)?;
    let caller = match live.options.click_to_call_params {
        ClickToCallParams::Query => query,
        ClickToCallParams::Body => {
            serde_json::from_slice(&body).map_err(|_| RestError::bad_input("the body is not JSON"))?
        }
    };
    let sip_user = caller.sip_user.ok_or_else(|| RestError::bad_input("sipUser is required"))?;
    let sip_password = caller.sip_password.ok_or_else(|| RestError::bad_input("sipPassword is required"))?;
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_ascii_digit()) {
        return Err(RestError::bad_input("invalid number"));
    }
    let hangs = live.command(|centre| {
        let agent = centre.agents().iter().position(|agent| agent.sip_user == sip_user);
        let agent = agent.filter(|agent| centre.agent(*agent).sip_password == sip_password);
        let agent = agent.ok_or_else(|| RestError::bad_input("invalid sip account"))?;
        let hangs = centre.agent(agent).click_hangs;
        let placed = centre.click_to_call(agent, &number).map(|_| hangs);
        placed.map_err(|_| RestError::bad_input("device is not registered"))
    })?;
    if hangs {
        std::future::pending::<()>().await;
    }
    Ok(Json(json!({ "success": true })))
}
