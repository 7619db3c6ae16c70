//! Frames: `type:id:endpoint:data`, and several of them in one text message.

use serde_json::{Value, json};

pub const CONNECTED: &str = "1::";
pub const HEARTBEAT: &str = "2::";

/// What a client may say. Everything else kills its session, as KAZOO's parser does.
#[derive(Debug, PartialEq)]
pub enum ClientFrame {
    Disconnect,
    Heartbeat,
    /// Connect, noop, messages: accepted and ignored.
    Ignored,
    Event {
        name: String,
        argument: Value,
    },
}

/// Reads one text frame; `None` kills the session. An event must carry exactly one argument and no ack id.
pub fn parse(text: &str) -> Option<ClientFrame> {
    match text {
        "0" => return Some(ClientFrame::Disconnect),
        HEARTBEAT => return Some(ClientFrame::Heartbeat),
        _ => {}
    }
    if text.starts_with("0::") {
        return Some(ClientFrame::Disconnect);
    }
    if ["1::", "3:", "4:", "7::"].iter().any(|accepted| text.starts_with(accepted)) {
        return Some(ClientFrame::Ignored);
    }
    let mut parts = text.strip_prefix("5:")?.splitn(3, ':');
    let (id, _endpoint, data) = (parts.next()?, parts.next()?, parts.next()?);
    let mut event: Value = serde_json::from_str(data).ok().filter(|_| id.is_empty())?;
    let name = event.get("name")?.as_str()?.to_owned();
    let arguments = event.get_mut("args")?.as_array_mut()?;
    let argument = arguments.pop().filter(|_| arguments.is_empty())?;
    Some(ClientFrame::Event { name, argument })
}

/// An event to the client. `args` is an object, not an array: a peculiarity of KAZOO's.
pub fn event(name: &str, argument: &Value) -> String {
    format!("5:::{}", json!({ "name": name, "args": argument }))
}

/// Pending packets as one message: alone as it is, several each behind `U+FFFD length U+FFFD`, where the length
/// counts code points.
pub fn message(packets: &[String]) -> String {
    match packets {
        [packet] => packet.clone(),
        packets => packets
            .iter()
            .map(|packet| format!("\u{fffd}{}\u{fffd}{packet}", packet.chars().count()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_framed_as_in_the_recorded_trace() {
        let trace = include_str!("../../../tests/fixtures/socketio09_kazoo3.txt");
        let batch = trace.lines().find_map(|line| line.strip_prefix("< \u{fffd}")).unwrap();
        let [create, answer] = ["CHANNEL_CREATE", "CHANNEL_ANSWER"].map(|name| {
            let id = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
            format!(r#"5:::{{"name":"{name}","args":{{"Call-ID":"{id}","Event-Name":"{name}"}}}}"#)
        });
        assert_eq!(message(&[create.clone(), answer]), format!("\u{fffd}{batch}"));
        assert_eq!(message(std::slice::from_ref(&create)), create);
    }

    #[test]
    fn lengths_count_code_points() {
        assert_eq!(message(&["ăâđ".to_owned(), "x".to_owned()]), "\u{fffd}3\u{fffd}ăâđ\u{fffd}1\u{fffd}x");
    }

    #[test]
    fn the_traces_subscription_is_understood() {
        let trace = include_str!("../../../tests/fixtures/socketio09_kazoo3.txt");
        let subscribe = trace.lines().find_map(|line| line.strip_prefix("> 5")).unwrap();
        let Some(ClientFrame::Event { name, argument }) = parse(&format!("5{subscribe}")) else {
            panic!("the subscription was refused");
        };
        assert_eq!(name, "subscribe");
        assert_eq!(argument["binding"], "call.CHANNEL_CREATE.*");
    }

    #[test]
    fn only_the_accepted_frames_live() {
        for accepted in ["0", "0::", "1::", "2::", "3:::hello", "4:::{}", "7::"] {
            assert!(parse(accepted).is_some(), "{accepted}");
        }
        for deadly in [
            "2:::",
            "8::",
            "6:::1",
            "hello",
            "",
            r#"5:1+::{"name":"subscribe","args":[{}]}"#,
            r#"5:::{"name":"subscribe","args":[]}"#,
            r#"5:::{"name":"subscribe","args":[{},{}]}"#,
            r#"5:::{"name":"subscribe"}"#,
            "5:::not json",
        ] {
            assert_eq!(parse(deadly), None, "{deadly}");
        }
    }
}
