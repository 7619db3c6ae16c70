//! Placing calls and driving them.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use super::state::call_state;
use crate::centre::{AbandonReason, CallKey, Centre, Side};
use crate::live::Live;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    queue: String,
    caller: Option<String>,
    #[serde(default)]
    hold: bool,
    #[serde(default = "yes")]
    enter: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbound {
    agent: String,
    number: String,
    #[serde(default)]
    hold: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Internal {
    from: String,
    to: String,
    #[serde(default)]
    hold: bool,
}

/// What the verbs may need to know.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Order {
    agent: Option<String>,
    /// For `ring-all`.
    agents: Option<Vec<String>>,
    /// For `transfer`.
    queue: Option<String>,
    by: Option<String>,
    reason: Option<String>,
}

pub async fn place(
    State(live): State<Arc<Live>>,
    Json(caller): Json<Caller>,
) -> Result<Json<Value>, ControlError> {
    live.command(|centre| {
        let queue = centre.find_queue(&caller.queue)?;
        let number = caller.caller.unwrap_or_else(|| "0912345678".to_owned());
        let key = centre.call_queue(queue, &number, caller.hold, caller.enter);
        Ok(Json(shown(centre, key)))
    })
}

pub async fn outbound(
    State(live): State<Arc<Live>>,
    Json(order): Json<Outbound>,
) -> Result<Json<Value>, ControlError> {
    live.command(|centre| {
        let agent = centre.find_agent(&order.agent)?;
        let key = centre.call_customer(agent, &order.number, order.hold)?;
        Ok(Json(shown(centre, key)))
    })
}

pub async fn internal(
    State(live): State<Arc<Live>>,
    Json(order): Json<Internal>,
) -> Result<Json<Value>, ControlError> {
    live.command(|centre| {
        let (from, to) = (centre.find_agent(&order.from)?, centre.find_agent(&order.to)?);
        let key = centre.call_colleague(from, to, order.hold)?;
        Ok(Json(shown(centre, key)))
    })
}

/// `POST /control/calls/{id}/{verb}`; the body may be left out.
pub async fn drive(
    State(live): State<Arc<Live>>,
    Path((id, verb)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Value>, ControlError> {
    let order: Order = if body.is_empty() {
        Order::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| ControlError::not_understood(error.to_string()))?
    };
    live.command(|centre| {
        let key = centre.find_call(&id)?;
        let agent = order.agent.as_deref().map(|agent| centre.find_agent(agent)).transpose()?;
        let queue = order.queue.as_deref().map(|queue| centre.find_queue(queue)).transpose()?;
        match verb.as_str() {
            "ring-all" => {
                let named = order.agents.unwrap_or_default();
                let agents: Result<Vec<_>, _> = named.iter().map(|agent| centre.find_agent(agent)).collect();
                centre.ring_all(key, &agents?)
            }
            "transfer" => match (agent, queue) {
                (Some(agent), None) => centre.transfer_to_agent(key, agent),
                (None, Some(queue)) => centre.transfer_to_queue(key, queue),
                _ => return Err(ControlError::not_understood("say agent or queue")),
            },
            "consult" => {
                let with = agent.ok_or_else(|| ControlError::not_understood("say agent"))?;
                let consultation = centre.consult(key, with)?;
                return Ok(Json(shown(centre, consultation)));
            }
            "complete" => centre.complete_transfer(key),
            "enter-queue" => centre.put_into_queue(key),
            "ring" => centre.ring_agent(key, agent),
            "answer" => centre.answer(key, agent),
            "miss" => centre.leave_unanswered(key, agent),
            "busy" => centre.refuse_busy(key),
            "hang-up" => centre.end_call(key, side(order.by.as_deref())?),
            "abandon" => centre.give_up_waiting(key, abandon_reason(order.reason.as_deref())?),
            other => return Err(ControlError::not_understood(format!("\"{other}\" is not a verb of calls"))),
        }?;
        Ok(Json(shown(centre, key)))
    })
}

fn shown(centre: &Centre, key: CallKey) -> Value {
    centre.call(key).map_or_else(|| json!({ "ended": true }), |call| call_state(centre, call))
}

fn side(text: Option<&str>) -> Result<Side, ControlError> {
    match text {
        None | Some("caller") => Ok(Side::Caller),
        Some("agent") => Ok(Side::Agent),
        Some(other) => Err(ControlError::not_understood(format!("\"{other}\" cannot hang up"))),
    }
}

fn abandon_reason(text: Option<&str>) -> Result<AbandonReason, ControlError> {
    match text {
        None | Some("hangup") => Ok(AbandonReason::Hangup),
        Some("timeout") => Ok(AbandonReason::Timeout),
        Some("exit") => Ok(AbandonReason::Exit),
        Some(other) => {
            Err(ControlError::not_understood(format!("\"{other}\" is no reason to leave a queue")))
        }
    }
}

const fn yes() -> bool {
    true
}
