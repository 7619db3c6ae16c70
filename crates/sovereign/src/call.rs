//! One call with a voice assistant, in plain types.

use std::fmt;

use floor::{Millis, Text};
use serde_json::{Map, Value};
use url::Url;

use crate::Status;

/// A call as far as upstream has told of it: by REST (`protocols.md` §4.2) or by a webhook (§4.3), whose `id`s differ
/// for the same call. Only `id` and `status` are always there.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub id: Text,
    pub status: Status,
    /// Told, or inferred from the room's name or the id, which begin with `outbound` for outbound calls (§4.2).
    pub direction: Option<Direction>,
    /// The human's number, whoever called whom: REST's `caller_phone`, webhooks' `customer`.
    pub customer: Option<Text>,
    /// The company's number that the assistant talks on.
    pub line: Option<Text>,
    /// Only webhooks tell it; over REST it is in [`Client::numbers`](crate::Client::numbers).
    pub line_name: Option<Text>,
    pub line_id: Option<Text>,
    pub assistant_id: Option<Text>,
    pub assistant_name: Option<Text>,
    pub business: Option<Text>,
    pub created: Option<Millis>,
    /// When talking began. From a webhook: the timestamp of the status update that says in progress (inferred).
    pub started: Option<Millis>,
    /// From a webhook: the timestamp of the status update that says so (inferred). A report comes later than the end.
    pub ended: Option<Millis>,
    pub updated: Option<Millis>,
    /// Talk time in seconds.
    pub duration: Option<u32>,
    /// Upstream's word, for example `customer_hangup`; the vocabulary is not documented.
    pub ended_reason: Option<Text>,
    /// Why it failed, in upstream's words.
    pub error: Option<Text>,
    /// The transcript. `None` when nothing was told of it, as for live calls in the examples: not the same as empty.
    pub messages: Option<Vec<Message>>,
    pub summary: Option<Text>,
    /// Free-form, by the assistant's template; empty when no analysis is configured or none is there yet.
    pub analysis: Map<String, Value>,
    /// Only when recording is on (§5).
    pub recording: Option<RecordingUrl>,
}

impl Call {
    /// A row of `/calls`, in every spelling of `protocols.md` §4.2; `None` without an id.
    pub fn from_row(row: &Value) -> Option<Self> {
        crate::raw::call(row)
    }

    /// Of which nothing is known but its name.
    pub(crate) fn named(id: Text, status: Status) -> Self {
        Self {
            id,
            status,
            direction: None,
            customer: None,
            line: None,
            line_name: None,
            line_id: None,
            assistant_id: None,
            assistant_name: None,
            business: None,
            created: None,
            started: None,
            ended: None,
            updated: None,
            duration: None,
            ended_reason: None,
            error: None,
            messages: None,
            summary: None,
            analysis: Map::new(),
            recording: None,
        }
    }

    /// The first moment that is known of it.
    pub fn began(&self) -> Option<Millis> {
        self.created.into_iter().chain(self.started).min()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// A human called the assistant.
    Inbound,
    /// The assistant called a human.
    Outbound,
    /// From a web page (`web_call`): nobody has a number.
    Web,
}

/// One turn of a conversation, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub text: Text,
    /// Not in the documented examples; read where it is sent.
    pub at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Assistant,
    /// The human on the phone.
    User,
    /// Instructions, injected context among them.
    System,
    Tool,
    /// As upstream spelled it.
    Other(Text),
}

/// Where a recording is. Whether it is signed is not documented (§5), so it is kept like a signed one: it prints only
/// its host.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordingUrl(Url);

impl RecordingUrl {
    /// `None` unless it is an http or https URL with a host.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(Self(url))
    }

    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// For the recordings proxy alone.
    pub fn expose(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for RecordingUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RecordingUrl(at {})", self.host())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recordings_url_prints_its_host_alone() {
        let url = RecordingUrl::read("https://media.example/rec.mp3?Signature=s3cr3t").expect("a URL");
        assert_eq!(format!("{url:?}"), "RecordingUrl(at media.example)");
        assert_eq!(url.expose().query(), Some("Signature=s3cr3t"));
        for no_url in ["", "rec.mp3", "file:///etc/passwd", "data:audio/mp3;base64,"] {
            assert_eq!(RecordingUrl::read(no_url), None, "{no_url}");
        }
    }
}
