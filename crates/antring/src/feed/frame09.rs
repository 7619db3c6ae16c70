//! Socket.IO 0.9's frames: `type:id:endpoint:data`, alone or several in one text (`protocols.md` §2.2).

use serde_json::Value;

/// Begins and ends the length of each frame in a batch.
const BATCH_MARK: char = '\u{FFFD}';

/// What the server said.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    Disconnect,
    Connect,
    Heartbeat,
    Event {
        name: String,
        payload: Value,
    },
    /// Acknowledgements, empty frames, and those of other endpoints.
    Nothing,
    /// `7`: the reason, and a `+` before the server's advice.
    Error(String),
    /// What is wrong with it, without its contents.
    Unreadable(&'static str),
}

/// The frames of one text message. A batch is `\u{FFFD}<length>\u{FFFD}<frame>` repeated, the length in code
/// points; what is left after a wrong length is told as unreadable.
pub(super) fn frames(text: &str) -> Vec<Frame> {
    if !text.starts_with(BATCH_MARK) {
        return vec![frame(text)];
    }
    let mut frames = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((packet, after)) = first_of_batch(rest) else {
            frames.push(Frame::Unreadable("a batch whose lengths are wrong"));
            break;
        };
        frames.push(frame(packet));
        rest = after;
    }
    frames
}

fn first_of_batch(text: &str) -> Option<(&str, &str)> {
    let (length, rest) = text.strip_prefix(BATCH_MARK)?.split_once(BATCH_MARK)?;
    let length: usize = length.parse().ok()?;
    let mut ends = rest.char_indices().map(|(at, _)| at).chain(std::iter::once(rest.len()));
    let (packet, after) = rest.split_at(ends.nth(length)?);
    (after.is_empty() || after.starts_with(BATCH_MARK)).then_some((packet, after))
}

fn frame(text: &str) -> Frame {
    let mut parts = text.splitn(4, ':');
    let kind = parts.next().unwrap_or_default();
    let _id = parts.next();
    let endpoint = parts.next().unwrap_or_default();
    let data = parts.next().unwrap_or_default();
    match kind {
        "0" if endpoint.is_empty() => Frame::Disconnect,
        "1" if endpoint.is_empty() => Frame::Connect,
        "2" => Frame::Heartbeat,
        "4" => json_message(data),
        "5" => event(data),
        "7" => Frame::Error(data.chars().take(100).collect()),
        "0" | "1" | "3" | "6" | "8" => Frame::Nothing,
        _ => Frame::Unreadable("a frame of an unknown type"),
    }
}

/// A JSON message has no name of its own, but a channel event in it has.
fn json_message(data: &str) -> Frame {
    match serde_json::from_str(data) {
        Ok(payload) => Frame::Event { name: "message".into(), payload },
        Err(_) => Frame::Unreadable("a message that is no JSON"),
    }
}

/// KAZOO sends `args` as an object; the protocol says an array, of which the first counts.
fn event(data: &str) -> Frame {
    let Ok(Value::Object(mut event)) = serde_json::from_str(data) else {
        return Frame::Unreadable("an event that is no JSON object");
    };
    let Some(Value::String(name)) = event.remove("name") else {
        return Frame::Unreadable("an event without a name");
    };
    let payload = match event.remove("args") {
        Some(Value::Array(args)) => args.into_iter().next().unwrap_or(Value::Null),
        Some(args) => args,
        None => Value::Null,
    };
    Frame::Event { name, payload }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event_named(name: &str, payload: Value) -> Frame {
        Frame::Event { name: name.into(), payload }
    }

    #[test]
    fn every_type() {
        let texts = [
            ("0", Frame::Disconnect),
            ("0::", Frame::Disconnect),
            ("0::/chat", Frame::Nothing),
            ("1::", Frame::Connect),
            ("2::", Frame::Heartbeat),
            ("3:::hello", Frame::Nothing),
            ("4:::{\"a\":1}", event_named("message", json!({"a": 1}))),
            ("5:::{\"name\":\"x\",\"args\":{\"a\":1}}", event_named("x", json!({"a": 1}))),
            ("5:::{\"name\":\"x\",\"args\":[{\"a\":1},2]}", event_named("x", json!({"a": 1}))),
            ("5:1+::{\"name\":\"x\"}", event_named("x", Value::Null)),
            ("6:::1", Frame::Nothing),
            ("7:::1+0", Frame::Error("1+0".into())),
            ("8::", Frame::Nothing),
            ("5:::{", Frame::Unreadable("an event that is no JSON object")),
            ("5:::[]", Frame::Unreadable("an event that is no JSON object")),
            ("5:::{}", Frame::Unreadable("an event without a name")),
            ("4:::x", Frame::Unreadable("a message that is no JSON")),
            ("", Frame::Unreadable("a frame of an unknown type")),
            ("<html>", Frame::Unreadable("a frame of an unknown type")),
        ];
        for (text, expected) in texts {
            assert_eq!(frames(text), [expected], "{text}");
        }
    }

    #[test]
    fn lengths_count_code_points() {
        let name = "Nguyễn 📞";
        let packet = format!("5:::{{\"name\":\"x\",\"args\":\"{name}\"}}");
        let batch = format!("\u{FFFD}{}\u{FFFD}{packet}\u{FFFD}3\u{FFFD}2::", packet.chars().count());
        assert_eq!(frames(&batch), [event_named("x", json!(name)), Frame::Heartbeat]);
    }

    #[test]
    fn a_packet_may_hold_the_mark_itself() {
        let packet = "5:::{\"name\":\"x\",\"args\":\"\u{FFFD}3\u{FFFD}\"}";
        let batch = format!("\u{FFFD}{}\u{FFFD}{packet}", packet.chars().count());
        assert_eq!(frames(&batch), [event_named("x", json!("\u{FFFD}3\u{FFFD}"))]);
    }

    #[test]
    fn a_wrong_length_is_told_and_what_came_before_is_kept() {
        for broken in
            ["\u{FFFD}9\u{FFFD}2::", "\u{FFFD}2\u{FFFD}2::", "\u{FFFD}x\u{FFFD}2::", "\u{FFFD}", "\u{FFFD}3"]
        {
            let batch = format!("\u{FFFD}3\u{FFFD}2::{broken}");
            let expected = [Frame::Heartbeat, Frame::Unreadable("a batch whose lengths are wrong")];
            assert_eq!(frames(&batch), expected, "{broken}");
        }
    }
}
