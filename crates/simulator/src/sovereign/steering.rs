//! The control API on Sovereign's port: how tests script its calls. JSON in, JSON out, no authentication.
//!
//! Calls are named by REST's id or the webhooks'; lines by number or id, assistants by name or id.
//!
//! | request | body | does |
//! |---|---|---|
//! | `GET /control/state` | | the truth: `now`, `calls` (REST's rows with `webhook_id`, `transferred_to`, `commands` carried out, `reported`), `faults`, `webhooks` with the fate of each in `sent` |
//! | `POST /control/calls` | `{"customer", "line"?, "assistant"?, "outbound"?: false, "hold"?: false}` | a call begins to ring; held, nothing happens to it by itself but its report |
//! | `POST /control/calls/{id}/answer` | | in progress |
//! | `POST /control/calls/{id}/say` | `{"role": "user"\|"assistant", "text"}` | one more turn of the transcript |
//! | `POST /control/calls/{id}/tool` | `{"name", "arguments"?}` | the assistant asks for something by webhook |
//! | `POST /control/calls/{id}/transfer` | `{"to"}`: a company number | the caller reaches that queue of the AntRing centre; the call ends |
//! | `POST /control/calls/{id}/end` | | the caller hangs up |
//! | `POST /control/calls/{id}/fail` | `{"error"?}` | ended with an error |
//! | `POST /control/load` | `{"calls_per_minute", "talk_seconds"?}` | calls that come by themselves |
//! | `POST /control/webhooks` | `{"url", "secret"?}` | where webhooks go from now on |
//! | `GET`, `POST`, `DELETE /control/faults` | see `VoiceFaults` | what goes wrong; an order replaces the whole |

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::VoiceKey;
use super::faults::VoiceFaults;
use super::live::VoiceLive;
use super::state::{call_state, state};

type Answer = Result<Json<Value>, (StatusCode, Json<Value>)>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCall {
    customer: String,
    line: Option<String>,
    assistant: Option<String>,
    #[serde(default)]
    outbound: bool,
    #[serde(default)]
    hold: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Order {
    role: Option<String>,
    text: String,
    name: String,
    arguments: Value,
    to: String,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Load {
    calls_per_minute: f64,
    talk_seconds: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Target {
    url: String,
    secret: Option<String>,
}

pub fn router(live: Arc<VoiceLive>) -> Router {
    Router::new()
        .route("/control/state", get(state))
        .route("/control/calls", post(begin))
        .route("/control/calls/{id}/{verb}", post(drive))
        .route("/control/load", post(load))
        .route("/control/webhooks", post(webhooks))
        .route("/control/faults", get(faults).post(break_things).delete(mend))
        .with_state(live)
}

async fn begin(State(live): State<Arc<VoiceLive>>, Json(order): Json<NewCall>) -> Answer {
    live.with(|voice| {
        let line = order.line.as_deref().map(|line| voice.find_line(line).ok_or_else(|| unknown("line")));
        let assistant = order.assistant.as_deref();
        let assistant = assistant.map(|name| voice.find_assistant(name).ok_or_else(|| unknown("assistant")));
        let (line, assistant) = (line.transpose()?.unwrap_or(0), assistant.transpose()?);
        let key = voice.begin(order.customer, line, assistant, order.outbound, order.hold);
        Ok(shown(&live, voice.call(key)))
    })
}

/// The body may be left out.
async fn drive(
    State(live): State<Arc<VoiceLive>>,
    Path((id, verb)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let order = if body.is_empty() { Ok(Order::default()) } else { serde_json::from_slice(&body) };
    let order: Order = order.map_err(|error| refused(StatusCode::BAD_REQUEST, &error.to_string()))?;
    live.with(|voice| {
        let key: VoiceKey = voice.find_by_any_id(&id).ok_or_else(|| unknown("call"))?;
        match verb.as_str() {
            "answer" => voice.answer(key),
            "say" => {
                let role = if order.role.as_deref() == Some("user") { "user" } else { "assistant" };
                voice.say(key, role, order.text);
            }
            "tool" => voice.ask_tool(key, order.name, order.arguments),
            "transfer" => voice.transfer(key, order.to),
            "end" => voice.end(key, "customer_hangup"),
            "fail" => voice.fail(key, order.error.as_deref().unwrap_or("STT connection failed")),
            other => {
                return Err(refused(StatusCode::BAD_REQUEST, &format!("\"{other}\" is no verb of calls")));
            }
        }
        Ok(shown(&live, voice.call(key)))
    })
}

async fn load(State(live): State<Arc<VoiceLive>>, Json(order): Json<Load>) -> Json<Value> {
    live.with(|voice| {
        order.talk_seconds.into_iter().for_each(|seconds| voice.set_talk_seconds(seconds));
        voice.set_load(order.calls_per_minute);
    });
    Json(json!({ "calls_per_minute": order.calls_per_minute }))
}

async fn webhooks(State(live): State<Arc<VoiceLive>>, Json(target): Json<Target>) -> Json<Value> {
    live.send_webhooks_to(target.url, target.secret);
    Json(json!({}))
}

async fn faults(State(live): State<Arc<VoiceLive>>) -> Json<VoiceFaults> {
    Json(live.faults())
}

async fn break_things(
    State(live): State<Arc<VoiceLive>>,
    Json(order): Json<VoiceFaults>,
) -> Json<VoiceFaults> {
    live.break_things(order);
    Json(live.faults())
}

async fn mend(State(live): State<Arc<VoiceLive>>) -> Json<VoiceFaults> {
    live.break_things(VoiceFaults::default());
    Json(live.faults())
}

fn shown(live: &VoiceLive, call: Option<&super::call::VoiceCall>) -> Json<Value> {
    Json(call.map_or(Value::Null, |call| call_state(live, call)))
}

fn unknown(what: &str) -> (StatusCode, Json<Value>) {
    refused(StatusCode::NOT_FOUND, &format!("there is no such {what} here"))
}

fn refused(status: StatusCode, reason: &str) -> (StatusCode, Json<Value>) {
    (status, Json(json!({ "error": reason })))
}
