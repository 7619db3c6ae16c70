//! POST `/calls/{id}/control`: one command.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::error::ApiError;
use crate::sovereign::VoiceLive;
use crate::sovereign::orders::{Command, Refused};

pub async fn control(
    State(live): State<Arc<VoiceLive>>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, ApiError> {
    let command = command(&body)?;
    let now = live.centre.clock.now();
    // Only calls that there are have a count.
    live.with(|voice| voice.find(&id)).ok_or(ApiError::Unknown("Call"))?;
    let standing = {
        let mut commands = live.commands.lock().unwrap_or_else(PoisonError::into_inner);
        commands.entry(id.clone()).or_default().count(live.options.commands_per_minute, now)
    };
    if !standing.passes {
        return Err(ApiError::TooMany { seconds: standing.retry_after(now) });
    }
    live.with(|voice| voice.command(&id, command, body)).map_err(|refused| match refused {
        Refused::Unknown => ApiError::Unknown("Call"),
        Refused::NotInProgress => ApiError::Invalid("id", "Call is not in progress".to_owned()),
    })?;
    Ok(Json(json!({ "success": true, "message": "Command sent successfully" })))
}

fn command(body: &Value) -> Result<Command, ApiError> {
    let text = |name: &str| body[name].as_str().map(str::to_owned).filter(|text| !text.trim().is_empty());
    let flag = |name: &str| body[name].as_bool().unwrap_or(false);
    let kind = text("type").ok_or(ApiError::Missing("type"))?;
    Ok(match kind.as_str() {
        "inject-context" => Command::InjectContext {
            content: text("content").ok_or(ApiError::Missing("content"))?,
            trigger_response: flag("trigger_response"),
        },
        "say" => Command::Say {
            content: text("content").ok_or(ApiError::Missing("content"))?,
            end_after: flag("end_after"),
        },
        "end-call" => Command::EndCall { message: text("message") },
        "transfer" => Command::Transfer {
            destination: destination(&text("destination").ok_or(ApiError::Missing("destination"))?)?,
            message: text("message"),
        },
        other => return Err(ApiError::Invalid("type", format!("\"{other}\" is not a command"))),
    })
}

/// `+31… or sip:…`
fn destination(text: &str) -> Result<String, ApiError> {
    let is_number = text
        .strip_prefix('+')
        .is_some_and(|digits| digits.len() >= 7 && digits.bytes().all(|digit| digit.is_ascii_digit()));
    if is_number || text.strip_prefix("sip:").is_some_and(|address| !address.is_empty()) {
        return Ok(text.to_owned());
    }
    Err(ApiError::Invalid("destination", "destination must be in E.164 or a sip: address".to_owned()))
}
