//! Every dialect and every parser.

use std::path::PathBuf;
use std::time::Duration;

use antring::feed::blackhole::Blackhole;
use antring::feed::machine::{Machine, Output};
use antring::feed::socketio2::SocketIo2;
use antring::feed::socketio4;
use antring::feed::socketio09::SocketIo09;
use antring::raw::{declared_total, rows};
use antring::translate::{Reading, agents, call_record, dashboard, leg_event, queues};
use antring::{AuthToken, CallResult, MediaUrl};
use serde_json::{Value, json};
use tokio::time::Instant;

const NOW: i64 = 1_770_352_873_000;

pub struct Target {
    pub name: &'static str,
    pub seeds: Vec<String>,
    /// Events or rows that were understood.
    pub accepted: u64,
    /// How often a machine closed by its protocol, and was begun anew.
    pub closed: u64,
    kind: Kind,
}

enum Kind {
    /// Its answers to bytes: how much of them was understood.
    Parser(fn(&str) -> usize),
    Dialect(Box<Dialect>),
}

/// A machine that lives for as long as its protocol lets it.
struct Dialect {
    begin: fn(Instant) -> Box<dyn Machine>,
    /// A channel event that must come through, whatever came before.
    good: String,
    machine: Box<dyn Machine>,
    now: Instant,
}

pub fn targets() -> Vec<Target> {
    let flat = r#"{"call_id":"good","Timestamp":1770352873}"#;
    let dialect = |name, begin: fn(Instant) -> Box<dyn Machine>, good: String, seeds: Vec<String>| {
        let now = Instant::now();
        let dialect = Dialect { begin, machine: begin(now), good, now };
        Target { name, seeds, accepted: 0, closed: 0, kind: Kind::Dialect(Box::new(dialect)) }
    };
    let parser = |name, read, seeds| Target { name, seeds, accepted: 0, closed: 0, kind: Kind::Parser(read) };
    let with_scenarios = |wire: &str, wrap: fn(&Value) -> String| {
        let mut seeds = frames(wire);
        seeds.extend(events().iter().map(wrap));
        seeds
    };
    vec![
        dialect(
            "socketio09",
            |now| {
                opened(SocketIo09::new(&subscriptions(), Some(Duration::from_secs(30)), now), &["1::"], now)
            },
            format!("5:::{{\"name\":\"CHANNEL_CREATE\",\"args\":{flat}}}"),
            with_scenarios("wire/socketio09_kazoo3.txt", |event| {
                format!("5:::{}", json!({"name": name_of(event), "args": event}))
            }),
        ),
        dialect(
            "socketio2",
            |now| {
                let greeting = r#"0{"sid":"a","pingInterval":25000,"pingTimeout":5000}"#;
                opened(SocketIo2::new(&subscriptions(), now), &[greeting, "40"], now)
            },
            format!("42[\"CHANNEL_CREATE\",{flat}]"),
            with_scenarios("wire/socketio2_eio3.txt", |event| {
                format!("42{}", json!([name_of(event), event]))
            }),
        ),
        dialect(
            "blackhole",
            |now| {
                let granted = ["r1", "r2", "r3"]
                    .map(|id| format!(r#"{{"action":"reply","request_id":"{id}","status":"success"}}"#));
                opened(
                    Blackhole::new(&subscriptions(), &"<jwt>".into(), now),
                    &granted.each_ref().map(String::as_str),
                    now,
                )
            },
            format!("{{\"action\":\"event\",\"name\":\"CHANNEL_CREATE\",\"data\":{flat}}}"),
            with_scenarios("wire/kazoo4_plain_ws.txt", |event| {
                json!({"action": "event", "name": name_of(event), "data": event}).to_string()
            }),
        ),
        parser(
            "socketio4",
            socketio4_payload,
            events().iter().map(|event| json!([name_of(event), event]).to_string()).collect(),
        ),
        parser("leg_event", leg, events().iter().map(Value::to_string).chain(fixtures("channel")).collect()),
        parser(
            "dashboard",
            |text| {
                json_of(text)
                    .and_then(|answer| dashboard(&answer, NOW))
                    .map_or(0, |read| 1 + read.agents.len())
            },
            fixtures("dashboard"),
        ),
        parser(
            "agents",
            |text| json_of(text).and_then(|answer| agents(&answer)).map_or(0, |read| read.len()),
            fixtures("agents"),
        ),
        parser(
            "queues",
            |text| json_of(text).and_then(|answer| queues(&answer)).map_or(0, |read| read.len()),
            fixtures("queues"),
        ),
        parser("histories", histories, fixtures("histories")),
        parser(
            "token",
            |text| usize::from(json_of(text).and_then(|answer| AuthToken::read(&answer, NOW)).is_some()),
            fixtures("auth_token"),
        ),
        parser("play_recording", recording, fixtures("play_recording")),
    ]
}

impl Target {
    /// One input; `count` is its number.
    pub fn feed(&mut self, input: &[u8], count: u64) {
        let text = String::from_utf8_lossy(input);
        match &mut self.kind {
            Kind::Parser(read) => self.accepted += read(&text) as u64,
            Kind::Dialect(dialect) => {
                let (accepted, is_closed) = dialect.feed(&text, count);
                self.accepted += accepted;
                self.closed += u64::from(is_closed);
            }
        }
    }
}

impl Dialect {
    /// How many events were understood, and whether the machine closed.
    fn feed(&mut self, text: &str, count: u64) -> (u64, bool) {
        self.now += Duration::from_millis(count % 700);
        // Its own pings are not answered here; what else is due, is.
        let mut outputs = vec![];
        while self.machine.next_deadline().is_some_and(|deadline| deadline <= self.now) {
            outputs.extend(self.machine.handle_timeout(self.now));
        }
        outputs.extend(self.machine.handle_text(text, self.now));
        let mut accepted = understood(&outputs);
        if self.machine.next_deadline().is_some() {
            let outputs = self.machine.handle_text(&self.good, self.now);
            let came = understood(&outputs);
            assert_eq!(came, 1, "after {text:?} a good event gave {outputs:?}");
            accepted += came;
            return (accepted - 1, false);
        }
        assert!(self.machine.handle_text(&self.good, self.now).is_empty(), "it spoke after its end");
        self.machine = (self.begin)(self.now);
        (accepted, true)
    }
}

fn understood(outputs: &[Output]) -> u64 {
    let is_leg = |output: &&Output| match output {
        Output::Event { name, payload } => matches!(leg_event(name, payload), Reading::Leg(_)),
        _ => false,
    };
    outputs.iter().filter(is_leg).count() as u64
}

fn opened(mut machine: impl Machine + 'static, first: &[&str], now: Instant) -> Box<dyn Machine> {
    machine.begin();
    for text in first {
        machine.handle_text(text, now);
    }
    Box::new(machine)
}

fn subscriptions() -> Vec<Value> {
    let binding = |event| {
        json!({"account_id": "aa00bb11cc22dd33ee44ff5566778899", "auth_token": "<jwt>",
               "binding": format!("call.{event}.*")})
    };
    ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"].map(binding).into()
}

// --- parsers --------------------------------------------------------------------------------------------------

fn json_of(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn leg(text: &str) -> usize {
    json_of(text)
        .map_or(0, |event| usize::from(matches!(leg_event("CHANNEL_CREATE", &event), Reading::Leg(_))))
}

/// What the library hands over of `42["name",…]`, read as a session reads it.
fn socketio4_payload(text: &str) -> usize {
    let Some(Value::Array(mut values)) = json_of(text) else { return 0 };
    let name = match values.first() {
        Some(Value::String(name)) => name.clone(),
        _ => "message".into(),
    };
    if values.len() > 1 {
        values.remove(0);
    }
    let (name, payload) = socketio4::event_of(&name, &values);
    usize::from(matches!(leg_event(name, payload), Reading::Leg(_)))
}

fn histories(text: &str) -> usize {
    let Some(answer) = json_of(text) else { return 0 };
    let _ = declared_total(&answer);
    let records = rows(&answer).unwrap_or_default().iter().filter_map(call_record);
    let results: Vec<CallResult> = records.map(|record| record.result()).collect();
    results.len()
}

fn recording(text: &str) -> usize {
    let link = json_of(text).and_then(|answer| Some(answer.get("media")?.as_str()?.to_owned()));
    usize::from(link.is_some_and(|link| MediaUrl::read(&link).is_some()))
        + usize::from(MediaUrl::read(text).is_some())
}

// --- fixtures -------------------------------------------------------------------------------------------------

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The texts of every fixture, variants too, whose name begins so.
fn fixtures(beginning: &str) -> Vec<String> {
    let mut texts = vec![];
    for directory in [directory(), directory().join("variants")] {
        let entries = std::fs::read_dir(directory).expect("fixtures");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("a fixture").path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning)) {
                texts.push(std::fs::read_to_string(path).expect("a fixture"));
            }
        }
    }
    assert!(!texts.is_empty(), "no fixture begins with {beginning}");
    texts
}

/// What servers say in a recorded conversation.
fn frames(wire: &str) -> Vec<String> {
    let text = std::fs::read_to_string(directory().join(wire)).expect("a recording");
    text.lines().filter_map(|line| line.strip_prefix("< ")).map(str::to_owned).collect()
}

/// The events of all scenarios, bare.
fn events() -> Vec<Value> {
    let mut events = vec![];
    for name in [
        "agent_outbound_busy.kazoo3",
        "queue_call_abandoned.kazoo3",
        "queue_call_answered_second_agent.kazoo3",
        "queue_call_answered_second_agent.kazoo4",
    ] {
        let path = directory().join(format!("scenarios/{name}.ndjson"));
        let lines = std::fs::read_to_string(path).expect("a scenario");
        events.extend(lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")));
    }
    events
}

fn name_of(event: &Value) -> &str {
    event["name"].as_str().or(event["Event-Name"].as_str()).unwrap_or("CHANNEL_CREATE")
}
