//! The recorded conversation of Socket.IO 0.9, replayed without a socket.

use antring::feed::socketio09::{Output, SocketIo09};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::support::text;

#[test]
fn the_recorded_conversation() {
    let conversation = text("wire/socketio09_kazoo3.txt");
    // What precedes the upgrade is HTTP, and the shell's business.
    let mut lines =
        conversation.lines().skip_while(|line| *line != "< 1::").filter(|line| !line.starts_with('#'));
    let now = Instant::now();
    let bindings = ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"].map(|event| {
        json!({"account_id": "aa00bb11cc22dd33ee44ff5566778899", "auth_token": "<token>",
               "binding": format!("call.{event}.*")})
    });
    let mut machine = SocketIo09::new(&bindings, now);
    let (mut sent, mut expected, mut told) = (vec![], vec![], vec![]);
    for line in lines.by_ref() {
        match line.split_at(2) {
            ("< ", frame) => {
                for output in machine.handle_text(frame, now) {
                    match output {
                        Output::Send(frame) => sent.push(frame),
                        Output::Event { name, payload } => told.push((name, leg_of(&payload))),
                        Output::Opened | Output::Subscribed | Output::Heard => {}
                        other => panic!("{other:?}"),
                    }
                }
            }
            // The farewell is the owner's wish, not the machine's.
            ("> ", "0::") => {}
            ("> ", frame) => expected.push(frame.to_owned()),
            other => panic!("{other:?}"),
        }
    }
    let meaning = |frames: &[String]| frames.iter().map(|frame| meaning(frame)).collect::<Vec<_>>();
    assert_eq!(meaning(&sent), meaning(&expected));
    let leg = || Some("F5879958-1A1211E8-A55AA457-72574952@172.16.0.204".to_owned());
    assert_eq!(
        told,
        [
            ("auth_failure".to_owned(), None),
            ("error".to_owned(), None),
            ("CHANNEL_CREATE".to_owned(), leg()),
            ("CHANNEL_CREATE".to_owned(), leg()),
            ("CHANNEL_ANSWER".to_owned(), leg()),
        ]
    );
}

/// A frame's head and its JSON, in which the order of keys does not matter.
fn meaning(frame: &str) -> (String, Option<Value>) {
    match frame.split_once("{") {
        Some((head, _)) => (head.into(), serde_json::from_str(&frame[head.len()..]).ok()),
        None => (frame.into(), None),
    }
}

fn leg_of(payload: &Value) -> Option<String> {
    payload.get("Call-ID")?.as_str().map(str::to_owned)
}
