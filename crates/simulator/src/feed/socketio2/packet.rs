//! Engine.IO 3 packets, the Socket.IO packets inside them, and the payloads of long polling.

use std::time::Duration;

use serde_json::{Value, json};

/// The server joins the default namespace without being asked.
pub const JOINED: &str = "40";
/// Says nothing; releases a waiting poll.
pub const NOOP: &str = "6";
pub const CLOSE: &str = "1";

#[derive(Debug, PartialEq)]
pub enum ClientPacket {
    Close,
    /// Answered with a pong that carries the same text (`2probe` opens an upgrade).
    Ping(String),
    /// The websocket takes over from polling.
    Upgrade,
    Event {
        name: String,
        argument: Value,
    },
    /// The client leaves the namespace and stays connected.
    Leave,
    /// Accepted and without effect here: pongs, noops, acknowledgements, other namespaces.
    Ignored,
}

/// Reads one packet; `None` for what a 2.x server closes the connection over.
pub fn parse(text: &str) -> Option<ClientPacket> {
    let (kind, rest) = text.split_at_checked(1)?;
    Some(match kind {
        "1" => ClientPacket::Close,
        "2" => ClientPacket::Ping(rest.to_owned()),
        "5" => ClientPacket::Upgrade,
        "3" | "6" => ClientPacket::Ignored,
        "4" => return message(rest),
        _ => return None,
    })
}

fn message(text: &str) -> Option<ClientPacket> {
    let (kind, rest) = text.split_at_checked(1)?;
    match kind {
        "1" => return Some(ClientPacket::Leave),
        "2" if !rest.starts_with('/') => {}
        "0" | "2" | "3" | "4" => return Some(ClientPacket::Ignored),
        _ => return None, // 5 and 6 are binary, for which nothing here has a use
    }
    // An acknowledgement may be asked for; a gateway's handlers never give one.
    let event = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let mut items = serde_json::from_str::<Vec<Value>>(event).ok()?.into_iter();
    let name = items.next()?.as_str()?.to_owned();
    Some(ClientPacket::Event { name, argument: items.next().unwrap_or(Value::Null) })
}

/// The first packet of a session.
pub fn open(sid: &str, upgrades: &[&str], ping_interval: Duration, ping_timeout: Duration) -> String {
    let (interval, timeout) = (ping_interval.as_millis(), ping_timeout.as_millis());
    let upgrades = json!(upgrades);
    // Written out, so that the keys stand in the order a 2.x server sends them in.
    format!(r#"0{{"sid":"{sid}","upgrades":{upgrades},"pingInterval":{interval},"pingTimeout":{timeout}}}"#)
}

pub fn event(name: &str, argument: &Value) -> String {
    format!("42{}", json!([name, argument]))
}

/// Packets as one answer to a poll: each behind its length, which counts UTF-16 units as JavaScript does.
pub fn payload(packets: &[String]) -> String {
    packets.iter().map(|packet| format!("{}:{packet}", packet.encode_utf16().count())).collect()
}

/// The packets of a posted body; `None` when its lengths do not fit.
pub fn posted(body: &str) -> Option<Vec<String>> {
    let mut packets = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let (length, after) = rest.split_once(':')?;
        let mut units: usize = length.parse().ok()?;
        let mut end = 0;
        for letter in after.chars() {
            if units == 0 {
                break;
            }
            units = units.checked_sub(letter.len_utf16())?;
            end += letter.len_utf8();
        }
        if units > 0 {
            return None;
        }
        packets.push(after[..end].to_owned());
        rest = &after[end..];
    }
    Some(packets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = include_str!("../../../tests/fixtures/socketio2_eio3.txt");

    #[test]
    fn the_traces_frames_are_understood_and_written() {
        let sent: Vec<&str> = TRACE.lines().filter_map(|line| line.strip_prefix("> ")).skip(1).collect();
        let Some(ClientPacket::Event { name, argument }) = parse(sent[0]) else { panic!("{}", sent[0]) };
        assert_eq!((name.as_str(), &argument["binding"]), ("subscribe", &json!("call.CHANNEL_CREATE.*")));
        assert_eq!(parse(sent[1]), Some(ClientPacket::Ping(String::new())));

        let heard: Vec<&str> = TRACE.lines().filter_map(|line| line.strip_prefix("< ")).collect();
        let (interval, timeout) = (Duration::from_secs(25), Duration::from_secs(5));
        assert_eq!(heard[0], open("lv_VI97HAXpY6yYWAAAC", &[], interval, timeout));
        assert_eq!(heard[1], JOINED);
        let call_id = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
        let written =
            event("CHANNEL_CREATE", &json!({ "call_id": call_id, "Timestamp": 63_937_571_673_i64 }));
        let (written, recorded) = (&written[2..], &heard[2][2..]);
        assert_eq!(
            serde_json::from_str::<Value>(written).unwrap(),
            serde_json::from_str::<Value>(recorded).unwrap()
        );
    }

    #[test]
    fn a_polls_lengths_count_utf16_units() {
        let first =
            open("lv_VI97HAXpY6yYWAAAC", &["websocket"], Duration::from_secs(25), Duration::from_secs(5));
        let body = payload(&[first.clone(), JOINED.to_owned()]);
        assert_eq!(body, format!("96:{first}2:40"));
        assert_eq!(posted(&body), Some(vec![first, JOINED.to_owned()]));
        assert_eq!(payload(&["4ă😀".to_owned()]), "4:4ă😀");
        assert_eq!(posted("4:4ă😀1:2"), Some(vec!["4ă😀".to_owned(), "2".to_owned()]));
        for broken in ["3:4ă😀", "9:40", "x:40", "40"] {
            assert_eq!(posted(broken), None, "{broken}");
        }
    }

    #[test]
    fn what_is_no_packet_is_refused() {
        for broken in ["", "9", "4", "42{}", "42[]", "42[1]", "451-[\"x\"]", "hello", "é"] {
            assert_eq!(parse(broken), None, "{broken}");
        }
        assert_eq!(parse("42/admin,[\"x\"]"), Some(ClientPacket::Ignored));
        let asked = parse("4217[\"subscribe\",{}]");
        assert!(matches!(asked, Some(ClientPacket::Event { .. })), "{asked:?}");
    }
}
