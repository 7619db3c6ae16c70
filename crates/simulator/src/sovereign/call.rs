//! One call of an assistant, and REST's row of it (`protocols.md` §4.2).

use serde_json::{Value, json};

use super::voice::{Assistant, Line};
use crate::moment::Moment;
use crate::rest::iso;

pub type VoiceKey = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoiceStatus {
    Connecting,
    InProgress,
    Ended,
    Failed,
}

impl VoiceStatus {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::InProgress => "in-progress",
            Self::Ended => "ended",
            Self::Failed => "failed",
        }
    }

    /// Webhooks have words of their own.
    pub const fn webhook_word(self) -> &'static str {
        match self {
            Self::Connecting => "ringing",
            Self::Failed => "ended-with-error",
            Self::InProgress | Self::Ended => self.word(),
        }
    }

    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Failed)
    }
}

#[derive(Clone, Debug)]
pub struct Turn {
    /// `assistant`, `user` or `system`.
    pub role: &'static str,
    pub content: String,
}

#[derive(Clone, Debug)]
pub struct VoiceCall {
    pub key: VoiceKey,
    /// REST's id.
    pub id: String,
    /// The webhooks' id.
    pub webhook_id: String,
    pub room: String,
    pub is_outbound: bool,
    /// Nothing happens to it but what is ordered.
    pub is_held: bool,
    /// E.164.
    pub customer: String,
    pub line: Line,
    pub assistant: Assistant,
    pub status: VoiceStatus,
    pub error: Option<String>,
    pub end_reason: Option<&'static str>,
    pub created: Moment,
    pub started: Option<Moment>,
    pub ended: Option<Moment>,
    pub updated: Moment,
    pub turns: Vec<Turn>,
    /// Which conversation of the script it follows, and how many turns of it are said.
    pub script: usize,
    pub said: usize,
    /// The report is out: summary, analysis and recording are known.
    pub is_reported: bool,
    pub summary: Option<String>,
    pub analysis: Option<Value>,
    pub is_recorded: bool,
    /// To a human; E.164 or `sip:`.
    pub transferred_to: Option<String>,
    /// Commands of REST that were carried out, in order.
    pub commands: Vec<Value>,
}

impl VoiceCall {
    pub fn seconds(&self) -> Option<i64> {
        Some(self.ended?.unix_seconds() - self.started?.unix_seconds())
    }

    /// A call that is over tells its transcript; a live one only when `live_transcript`.
    pub fn messages(&self, live_transcript: bool) -> Value {
        if !self.status.is_over() && !live_transcript {
            return Value::Null;
        }
        self.turns.iter().map(|turn| json!({ "role": turn.role, "content": turn.content })).collect()
    }

    /// As `/calls` and `/calls/{id}` show it.
    pub fn row(&self, live_transcript: bool, rest_url: &str) -> Value {
        json!({
            "id": self.id,
            "caller_phone": self.customer,
            "assistant_phone": self.line.number,
            "status": self.status.word(),
            "direction": if self.is_outbound { "outbound" } else { "inbound" },
            "end_reason": self.end_reason,
            "error": self.error,
            "started_at": self.started.map(iso),
            "ended_at": self.ended.map(iso),
            "duration_seconds": self.seconds(),
            "summary": self.summary,
            "analysis_result": self.analysis,
            "messages": self.messages(live_transcript),
            "room_name": self.room,
            "recording_url": self.recording_url(rest_url),
            "agent_id": self.assistant.id,
            "number_id": self.line.id,
            "agent_name": self.assistant.name,
            "business_name": "Acme",
            "phone_number": self.line.number,
            "created_at": iso(self.created),
            "updated_at": iso(self.updated),
        })
    }

    /// With the report, of calls that are recorded and were talked on.
    pub fn recording_url(&self, rest_url: &str) -> Option<String> {
        let is_there = self.is_recorded && self.is_reported && self.started.is_some();
        is_there.then(|| format!("{rest_url}/recordings/{}.mp3", self.webhook_id))
    }
}
