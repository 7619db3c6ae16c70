//! Channel events in three key styles (`protocols.md` §1.5, §1.6).

use antring::translate::{Reading, digest, leg_event};
use floor::{HangupCause, LegEvent, LegEventKind, LegSide, Origin};
use serde_json::Value;

use crate::support::{json, json_lines};

const CALLER: &str = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
const FIRST_AGENTS: &str = "c947156e8e836cdca1ac4f01f43c9514-da80ca52e8ab9d6b26b7f2eb960545ae-0f1e2d3c";
const SECOND_AGENTS: &str = "c947156e8e836cdca1ac4f01f43c9514-eab4ebf976c53d22d393e94f3ed085dc-1a2b3c4d";
const TRAN_THI_B: &str = "da80ca52e8ab9d6b26b7f2eb960545ae";
const USER_STAGING_2: &str = "eab4ebf976c53d22d393e94f3ed085dc";

/// Unix milliseconds of the scenarios' gregorian 63937571673.
const START: i64 = 1_770_352_473_000;

fn read(name: &str, payload: &Value) -> LegEvent {
    match leg_event(name, payload) {
        Reading::Leg(leg) => *leg,
        other => panic!("{other:?}: {payload}"),
    }
}

fn scenario(file: &str) -> Vec<LegEvent> {
    json_lines(&format!("scenarios/{file}")).iter().map(|line| read("", line)).collect()
}

/// Leg, event, seconds since the start, agent, queue, and where the leg is from or goes to.
fn told(leg: &LegEvent) -> (String, String, i64, Option<String>, Option<String>, &'static str) {
    let kind = match &leg.kind {
        LegEventKind::Created => "created".into(),
        LegEventKind::Answered => "answered".into(),
        LegEventKind::Destroyed { cause, billed_seconds } => {
            format!("destroyed {cause:?} {billed_seconds:?}")
        }
    };
    let place = match (leg.side, leg.origin, leg.to_carrier) {
        (Some(LegSide::Inbound), Origin::Outside, false) => "from outside",
        (Some(LegSide::Inbound), Origin::Device, false) => "from a device",
        (Some(LegSide::Inbound), Origin::Unknown, false) => "from somewhere",
        (Some(LegSide::Outbound), Origin::Unknown, true) => "to a carrier",
        (Some(LegSide::Outbound), Origin::Unknown, false) => "to a phone",
        other => panic!("{other:?}"),
    };
    (
        leg.leg.to_string(),
        kind,
        (leg.happened_at.expect("all are stamped") - START) / 1000,
        leg.agent.as_ref().map(ToString::to_string),
        leg.queue.as_ref().map(ToString::to_string),
        place,
    )
}

#[test]
fn a_queue_call_answered_by_the_second_agent() {
    let row = |leg: &str, kind: &str, at, agent: Option<&str>, queue: Option<&str>, place| {
        (leg.to_owned(), kind.to_owned(), at, agent.map(str::to_owned), queue.map(str::to_owned), place)
    };
    let (b, staging) = (Some(TRAN_THI_B), Some(USER_STAGING_2));
    let expected = [
        row(CALLER, "created", 0, None, None, "from somewhere"),
        row(CALLER, "answered", 1, None, None, "from outside"),
        row(FIRST_AGENTS, "created", 3, b, None, "to a phone"),
        row(FIRST_AGENTS, "destroyed NoAnswer Some(0)", 18, b, None, "to a phone"),
        row(SECOND_AGENTS, "created", 20, staging, None, "to a phone"),
        row(SECOND_AGENTS, "answered", 24, staging, None, "to a phone"),
        row(SECOND_AGENTS, "destroyed Normal Some(109)", 133, staging, None, "to a phone"),
        row(
            CALLER,
            "destroyed Normal Some(132)",
            133,
            None,
            Some("11d7ae6f1d0b4e52b8f7aa0c5f3f9a01"),
            "from outside",
        ),
    ];
    let legs = scenario("queue_call_answered_second_agent.kazoo3.ndjson");
    assert_eq!(legs.iter().map(told).collect::<Vec<_>>(), expected);
    for leg in legs.iter().filter(|leg| leg.agent.is_some()) {
        assert_eq!(leg.links.member_digest, Some(digest(CALLER)));
    }
    let answered = &legs[5];
    assert_eq!(answered.links.other_leg, Some(CALLER.into()));
    assert_eq!(answered.destination.as_deref(), Some("8002"));
    assert_eq!(answered.caller_number.as_deref(), Some("0987654321"));
}

#[test]
fn kazoo_3_and_4_tell_the_same_story() {
    let mut kazoo3 = scenario("queue_call_answered_second_agent.kazoo3.ndjson");
    let mut kazoo4 = scenario("queue_call_answered_second_agent.kazoo4.ndjson");
    for leg in &kazoo4 {
        assert_eq!(leg.links.interaction.as_deref(), Some("63937571673-5f2b8c0d"));
        let is_agents = leg.agent.is_some();
        assert_eq!(leg.links.member.is_some(), is_agents);
    }
    for leg in &kazoo3 {
        assert!(leg.message.is_some());
    }
    // What only one of the two versions has.
    for leg in kazoo3.iter_mut().chain(&mut kazoo4) {
        (leg.message, leg.links.interaction, leg.links.member) = (None, None, None);
    }
    assert_eq!(kazoo3, kazoo4);
}

#[test]
fn an_abandoned_call_has_no_answered_agents_leg() {
    let legs = scenario("queue_call_abandoned.kazoo3.ndjson");
    let answered: Vec<bool> =
        legs.iter().filter(|leg| leg.kind == LegEventKind::Answered).map(|leg| leg.agent.is_some()).collect();
    assert_eq!(answered, [false]);
    let ends: Vec<(HangupCause, bool)> = legs
        .iter()
        .filter_map(|leg| match leg.kind {
            LegEventKind::Destroyed { cause, .. } => Some((cause, leg.agent.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(ends, [(HangupCause::OriginatorCancelled, true), (HangupCause::Normal, false)]);
    // Both end in the same microsecond upstream; they are two messages all the same.
    assert_ne!(legs[3].message, legs[4].message);
}

#[test]
fn an_agents_own_call_goes_from_the_device_to_a_carrier() {
    let legs = scenario("agent_outbound_busy.kazoo3.ndjson");
    let told: Vec<_> =
        legs.iter().map(told).map(|(leg, kind, at, agent, _, place)| (leg, kind, at, agent, place)).collect();
    let (device, carrier) = ("at6dmu4ffk97vnlp6qfq", "c0ffee00-1234-11e8-9f00-0242ac110002");
    let agent = || Some(USER_STAGING_2.to_owned());
    assert_eq!(
        told,
        [
            (device.into(), "created".into(), 0, agent(), "from a device"),
            (carrier.into(), "created".into(), 2, None, "to a carrier"),
            (carrier.into(), "destroyed Busy Some(0)".into(), 8, None, "to a carrier"),
            (device.into(), "destroyed Busy Some(0)".into(), 9, agent(), "from a device"),
        ]
    );
    assert_eq!(legs[0].destination.as_deref(), Some("0909000111"));
    assert_eq!(legs[1].links.bridge, Some(device.into()));
}

#[test]
fn the_documented_flat_keys_are_enough() {
    for (file, name, kind, at) in [
        ("channel_create.json", "CHANNEL_CREATE", LegEventKind::Created, 0),
        ("channel_answer.json", "CHANNEL_ANSWER", LegEventKind::Answered, 1),
        (
            "channel_destroy.json",
            "CHANNEL_DESTROY",
            LegEventKind::Destroyed { cause: HangupCause::Normal, billed_seconds: None },
            133,
        ),
    ] {
        let leg = read(name, &json(file));
        assert_eq!(leg.leg.as_str(), CALLER, "{file}");
        assert_eq!(leg.kind, kind, "{file}");
        assert_eq!(leg.happened_at, Some(START + at * 1000), "{file}");
        assert_eq!((leg.side, leg.origin), (Some(LegSide::Inbound), Origin::Unknown), "{file}");
        assert_eq!(leg.caller_number.as_deref(), Some("0987654321"), "{file}");
        assert_eq!(leg.destination.as_deref(), Some("02873019555"), "{file}");
        assert_eq!(leg.message, None, "{file}");
    }
}

#[test]
fn the_variants_read_as_their_scenarios_lines() {
    let kazoo3 = scenario("queue_call_answered_second_agent.kazoo3.ndjson");
    let kazoo4 = scenario("queue_call_answered_second_agent.kazoo4.ndjson");
    for (file, expected) in [
        ("channel_create.kazoo3.json", &kazoo3[0]),
        ("channel_answer_agent_leg.kazoo3.json", &kazoo3[5]),
        ("channel_destroy.kazoo3.json", &kazoo3[7]),
        ("channel_create.kazoo4.json", &kazoo4[0]),
    ] {
        assert_eq!(&read("", &json(&format!("variants/{file}"))), expected, "{file}");
    }
}
