//! A webhook's body (`protocols.md` §4.3).

use serde_json::{Value, json};

use super::call::{VoiceCall, VoiceStatus};
use super::options::SovereignOptions;
use crate::moment::Moment;
use crate::rest::iso;

/// Something that Sovereign tells, or asks.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: NoticeKind,
    pub at: Moment,
    /// As it was then.
    pub call: VoiceCall,
}

#[derive(Clone, Debug)]
pub enum NoticeKind {
    AssistantRequest,
    ToolCalls { id: String, name: String, arguments: Value },
    StatusUpdate,
    EndOfCallReport,
}

impl NoticeKind {
    pub const fn word(&self) -> &'static str {
        match self {
            Self::AssistantRequest => "assistant-request",
            Self::ToolCalls { .. } => "tool-calls",
            Self::StatusUpdate => "status-update",
            Self::EndOfCallReport => "end-of-call-report",
        }
    }
}

impl Notice {
    pub fn body(&self, options: &SovereignOptions, rest_url: &str) -> Value {
        let call = &self.call;
        let is_old = options.legacy_spelling;
        let call_type = match (call.is_outbound, is_old) {
            (false, false) => "inbound_phone_call",
            (true, false) => "outbound_phone_call",
            (false, true) => "inboundPhoneCall",
            (true, true) => "outboundPhoneCall",
        };
        let id = if options.same_ids { &call.id } else { &call.webhook_id };
        let status = match self.kind {
            NoticeKind::EndOfCallReport => VoiceStatus::Ended.word(),
            _ => call.status.webhook_word(),
        };
        let mut message = json!({
            "type": self.kind.word(),
            "timestamp": iso(self.at),
            "call": { "id": id, "type": call_type, "status": status },
            "customer": { "number": call.customer },
            "assistant": { "id": call.assistant.id, "name": call.assistant.name, "metadata": {} },
        });
        message[if is_old { "phoneNumber" } else { "phone_number" }] =
            json!({ "number": call.line.number, "name": call.line.name });
        match &self.kind {
            NoticeKind::AssistantRequest => {}
            NoticeKind::ToolCalls { id, name, arguments } => {
                let id_key = if is_old { "toolCallId" } else { "id" };
                let list_key = if is_old { "toolCallList" } else { "tool_call_list" };
                let function = json!({ "name": name, "arguments": arguments });
                message[list_key] = json!([{ id_key: id, "type": "function", "function": function }]);
            }
            NoticeKind::StatusUpdate => {
                if let Some(error) = &call.error {
                    message["error"] = json!(error);
                }
            }
            NoticeKind::EndOfCallReport => {
                message["duration_seconds"] = json!(call.seconds().unwrap_or(0));
                message["summary"] = json!(call.summary);
                message["messages"] = call.messages(true);
                if let Some(analysis) = &call.analysis {
                    message["analysis"] = analysis.clone();
                }
                if let Some(url) = call.recording_url(rest_url) {
                    message["recording_url"] = json!(url);
                }
            }
        }
        json!({ "message": message })
    }
}
