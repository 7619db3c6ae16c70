//! REST's call row (`protocols.md` §4.2: the `Call` page, the SDK's additional fields, and older pages' names).

use floor::Text;
use serde_json::Value;

use super::{count, field, object, text};
use crate::time::instant;
use crate::{Call, Direction, Message, RecordingUrl, Role, Status};

/// `None` without an id. A row without a status is kept, as of an unknown one.
pub(crate) fn call(row: &Value) -> Option<Call> {
    let id = text(row, &["id", "call_id"])?;
    let status = Status::read(text(row, &["status"]).as_deref().unwrap_or_default());
    Some(Call {
        direction: direction(row, &id),
        customer: text(row, &["caller_phone"]),
        line: text(row, &["assistant_phone", "agent_phone", "phone_number"]),
        line_name: None,
        line_id: text(row, &["number_id"]),
        assistant_id: text(row, &["assistant_id", "agent_id"]),
        assistant_name: text(row, &["assistant_name", "agent_name"]),
        business: text(row, &["business_name"]),
        created: instant(row, &["created_at"]),
        started: instant(row, &["started_at"]),
        ended: instant(row, &["ended_at"]),
        updated: instant(row, &["updated_at"]),
        duration: seconds(row),
        ended_reason: text(row, &["end_reason"]),
        error: text(row, &["error"]),
        messages: messages(row),
        summary: text(row, &["summary"]),
        analysis: object(row, &["analysis_result", "analysis"]),
        recording: recording(row),
        ..Call::named(id, status)
    })
}

/// Without the field: an outbound call's room and id say so in front, and ids of the documented kind are inbound.
fn direction(row: &Value, id: &str) -> Option<Direction> {
    match text(row, &["direction"]).as_deref() {
        Some("inbound") => return Some(Direction::Inbound),
        Some("outbound") => return Some(Direction::Outbound),
        _ => {}
    }
    let room = text(row, &["room_name"]);
    let is_outbound = |name: &str| name.trim_start_matches("call-").starts_with("outbound");
    if is_outbound(id) || room.is_some_and(|room| is_outbound(&room)) {
        return Some(Direction::Outbound);
    }
    id.starts_with("call-").then_some(Direction::Inbound)
}

fn seconds(row: &Value) -> Option<u32> {
    count(row, &["duration_seconds", "duration_sec"]).and_then(|seconds| u32::try_from(seconds).ok())
}

/// `None` when there is no list. What has no text is left out: a turn that only calls a tool.
pub(crate) fn messages(row: &Value) -> Option<Vec<Message>> {
    let listed = field(row, &["messages"])?.as_array()?;
    Some(listed.iter().filter_map(message).collect())
}

fn message(row: &Value) -> Option<Message> {
    let role = text(row, &["role"]);
    let role = match role.as_deref().unwrap_or_default() {
        "assistant" => Role::Assistant,
        "user" => Role::User,
        "system" => Role::System,
        "tool" => Role::Tool,
        other => Role::Other(other.into()),
    };
    Some(Message { role, text: content(row)?, at: instant(row, &["timestamp", "created_at"]) })
}

/// A string; or the parts of one, which language models' interfaces also send.
fn content(row: &Value) -> Option<Text> {
    let parts = field(row, &["content"])?.as_array();
    let Some(parts) = parts else { return text(row, &["content"]) };
    let joined =
        parts.iter().filter_map(|part| part.as_str().map(Text::from).or_else(|| text(part, &["text"])));
    let joined = joined.collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then(|| joined.into())
}

pub(crate) fn recording(row: &Value) -> Option<RecordingUrl> {
    RecordingUrl::read(&text(row, &["recording_url"])?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn directions_told_and_inferred() {
        for (row, direction) in [
            (json!({"id": "x", "direction": "inbound"}), Some(Direction::Inbound)),
            (json!({"id": "x", "direction": "outbound"}), Some(Direction::Outbound)),
            (json!({"id": "call-outbound-abc123"}), Some(Direction::Outbound)),
            (json!({"id": "x", "room_name": "outbound-abc12345"}), Some(Direction::Outbound)),
            (json!({"id": "call-_+31623731537_XqaQxRRgAzYc"}), Some(Direction::Inbound)),
            (json!({"id": "5c4d030f-43e3-4e65-899e-8148521e660f"}), None),
        ] {
            assert_eq!(call(&row).expect("a call").direction, direction, "{row}");
        }
    }

    #[test]
    fn a_transcript_that_is_not_told_differs_from_an_empty_one() {
        assert_eq!(messages(&json!({"messages": null})), None);
        assert_eq!(messages(&json!({})), None);
        assert_eq!(messages(&json!({"messages": []})), Some(vec![]));
    }

    #[test]
    fn turns_with_odd_content() {
        let row = json!({"messages": [
            {"role": "assistant", "content": [{"type": "text", "text": "Xin"}, "chào"]},
            {"role": "assistant", "content": null},
            {"role": "moderator", "content": "…", "timestamp": "2025-12-13T10:00:00.000Z"},
            "text",
        ]});
        let messages = messages(&row).expect("a list");
        assert_eq!(messages.len(), 2);
        assert_eq!((&messages[0].role, &*messages[0].text), (&Role::Assistant, "Xin chào"));
        assert_eq!(messages[1].role, Role::Other("moderator".into()));
        assert_eq!(messages[1].at, Some(1_765_620_000_000));
    }

    #[test]
    fn only_rows_with_an_id_are_calls() {
        for row in [json!({}), json!(null), json!([]), json!({"id": ""}), json!("call-1")] {
            assert!(call(&row).is_none(), "{row}");
        }
        assert_eq!(call(&json!({"id": "a"})).expect("a call").status, Status::Other("".into()));
    }
}
