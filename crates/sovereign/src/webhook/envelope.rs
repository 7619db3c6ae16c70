//! What a delivery tells: the envelope, in today's spelling and the older one (`protocols.md` §4.3).

use floor::{Millis, Text};
use serde_json::{Map, Value};

use crate::raw::{count, field, messages, object, recording, text};
use crate::time::instant;
use crate::{Call, Direction, Phase, Status};

/// One delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    pub told: Told,
    /// When it happened, by Sovereign's clock. The header's time is that of the delivery.
    pub at: Option<Millis>,
    /// As far as this delivery tells of it; its id is the webhook's, which REST may not know
    /// ([`same_call`](crate::same_call)).
    pub call: Call,
    /// What the company's own settings attach to the assistant.
    pub metadata: Map<String, Value>,
}

/// By the body's `type`: the header `X-Webhook-Event` is not under the signature.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A question, within 5 s: who shall answer this call?
    AssistantRequest,
    /// A question, within 10 s: the assistant asks for something while a human waits.
    ToolCalls(Vec<ToolCall>),
    StatusUpdate,
    /// After the end: duration, summary, and analysis, transcript and recording where they are on.
    EndOfCallReport,
    /// As upstream spelled it.
    Other(Text),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    pub id: Option<Text>,
    pub name: Text,
    pub arguments: Value,
}

/// The same for every delivery of one message. Not documented as an id by upstream; by its own advice of what does
/// not change (§4.3: call, type, status, timestamp), with the tools asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryKey {
    pub call: Text,
    pub kind: Text,
    pub status: Text,
    pub at: Option<Millis>,
    pub tools: Vec<Text>,
}

/// Why a body tells nothing. An authentic one is worth looking at: a new format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it is no JSON")]
    NotJson,
    #[error("it has no message")]
    NoMessage,
    #[error("its message names no call")]
    NoCall,
}

/// Reads a body whose signature was checked.
///
/// # Errors
/// When there is no message about a call in it. Everything else that is odd is left out.
pub fn read(body: &[u8]) -> Result<Webhook, Unreadable> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Unreadable::NotJson)?;
    let message = body.get("message").filter(|message| message.is_object()).ok_or(Unreadable::NoMessage)?;
    let told_call = message.get("call").ok_or(Unreadable::NoCall)?;
    let id = text(told_call, &["id"]).ok_or(Unreadable::NoCall)?;
    let told = told(message);
    let status = text(told_call, &["status"]).or_else(|| text(message, &["status"]));
    let status = status.map_or_else(|| usual_status(&told), |word| Status::read(&word));
    let at = instant(message, &["timestamp"]);
    let line = field(message, &["phone_number", "phoneNumber"]).unwrap_or(&Value::Null);
    let customer = field(message, &["customer"]).unwrap_or(&Value::Null);
    let assistant = field(message, &["assistant"]).unwrap_or(&Value::Null);
    let reached = |phase: Phase| at.filter(|_| told == Told::StatusUpdate && status.phase() == phase);
    let call = Call {
        direction: text(told_call, &["type"]).and_then(|kind| direction(&kind)),
        customer: text(customer, &["number"]),
        line: text(line, &["number"]),
        line_name: text(line, &["name"]),
        assistant_id: text(assistant, &["id"]),
        assistant_name: text(assistant, &["name"]),
        created: at.filter(|_| told == Told::AssistantRequest),
        started: reached(Phase::Live),
        ended: reached(Phase::Done).or_else(|| reached(Phase::Failed)),
        updated: at,
        duration: count(message, &["duration_seconds", "durationSeconds"])
            .and_then(|seconds| u32::try_from(seconds).ok()),
        ended_reason: text(message, &["end_reason", "endReason"]),
        error: text(message, &["error"]),
        messages: messages(message),
        summary: text(message, &["summary"]),
        analysis: object(message, &["analysis", "analysis_result"]),
        recording: recording(message),
        ..Call::named(id, status)
    };
    Ok(Webhook { told, at, call, metadata: object(assistant, &["metadata"]) })
}

impl Webhook {
    pub fn key(&self) -> DeliveryKey {
        let tools = match &self.told {
            Told::ToolCalls(tools) => tools.iter().filter_map(|tool| tool.id.clone()).collect(),
            _ => vec![],
        };
        DeliveryKey {
            call: self.call.id.clone(),
            kind: self.told.word().into(),
            status: self.call.status.word().into(),
            at: self.at,
            tools,
        }
    }
}

impl Told {
    /// As the wire spells it.
    pub fn word(&self) -> &str {
        match self {
            Self::AssistantRequest => "assistant-request",
            Self::ToolCalls(_) => "tool-calls",
            Self::StatusUpdate => "status-update",
            Self::EndOfCallReport => "end-of-call-report",
            Self::Other(word) => word,
        }
    }
}

fn told(message: &Value) -> Told {
    let kind = text(message, &["type"]).unwrap_or_default();
    match &*kind {
        "assistant-request" => Told::AssistantRequest,
        "tool-calls" => Told::ToolCalls(tool_calls(message)),
        "status-update" => Told::StatusUpdate,
        "end-of-call-report" => Told::EndOfCallReport,
        _ => Told::Other(kind),
    }
}

/// For a message that does not say it.
fn usual_status(told: &Told) -> Status {
    match told {
        Told::AssistantRequest => Status::Ringing,
        Told::ToolCalls(_) => Status::InProgress,
        Told::EndOfCallReport => Status::Ended,
        Told::StatusUpdate | Told::Other(_) => Status::Other("".into()),
    }
}

/// `inbound_phone_call`, `outbound_phone_call`, `web_call`; older `inboundPhoneCall`.
fn direction(kind: &str) -> Option<Direction> {
    let plain = kind.replace('_', "").to_ascii_lowercase();
    match plain.as_str() {
        "inboundphonecall" => Some(Direction::Inbound),
        "outboundphonecall" => Some(Direction::Outbound),
        "webcall" => Some(Direction::Web),
        _ => None,
    }
}

fn tool_calls(message: &Value) -> Vec<ToolCall> {
    let listed = field(message, &["tool_call_list", "toolCallList"]).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(tool_call).collect()
}

fn tool_call(row: &Value) -> Option<ToolCall> {
    let function = field(row, &["function"]).unwrap_or(row);
    Some(ToolCall {
        id: text(row, &["id", "tool_call_id", "toolCallId"]),
        name: text(function, &["name"])?,
        arguments: field(function, &["arguments"]).cloned().unwrap_or_default(),
    })
}
