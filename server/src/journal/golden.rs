//! The bytes of one small day, as they were when their format got its number. Whoever changes them by accident would
//! make yesterday's journal unreadable, or worse, misread.

use std::path::PathBuf;

use floor::{
    AgentEntry, AgentId, AgentStatus, Counters, Dashboard, Digest, Direction, Event, HangupCause, Happening,
    LegEvent, LegEventKind, LegId, LegSide, Links, Origin, Outcome, PastCall, PastMiss, QueueEntry,
    QueuedCall, Records, Source, SourceReport, Status, Trouble,
};
use wire::{Figure, Millis, Share, Window};

use super::entry::{self, What};
use super::keyframe::{self, FORMAT};
use crate::ledger::{Figures, QueueFigures};
use crate::live::laws::stage;

const START: Millis = 1_795_160_000_000;

fn agent() -> AgentId {
    AgentId::new("00000000000000000000000000000a01")
}

fn leg(id: &str, kind: LegEventKind, side: LegSide) -> LegEvent {
    let by_queue = side == LegSide::Outbound;
    LegEvent {
        leg: LegId::new(id),
        kind,
        happened_at: Some(START),
        side: Some(side),
        origin: if by_queue { Origin::Unknown } else { Origin::Outside },
        to_carrier: false,
        caller_number: Some("0901234567".into()),
        caller_name: None,
        destination: Some("02873019555".into()),
        agent: by_queue.then(agent),
        queue: by_queue.then(|| "sales".into()),
        links: Links { member_digest: by_queue.then_some(Digest([7; 16])), ..Links::default() },
        digest: Digest([if by_queue { 9 } else { 7 }; 16]),
        message: by_queue.then(|| "message-1".into()),
    }
}

fn dashboard() -> Dashboard {
    let queued = |id: &str, handled| QueuedCall {
        call: LegId::new(id),
        digest: Digest([8; 16]),
        queue: Some("sales".into()),
        caller_number: Some("0907654321".into()),
        entered_at: Some(START),
        agent: None,
        handled_at: handled,
    };
    Dashboard {
        asked_at: START + 6_000,
        agents: vec![AgentStatus {
            agent: agent(),
            username: None,
            name: Some("Trần Thị Hồng Nhung".into()),
            status: Status::Connected,
            since: Some(START),
            pause_reason: None,
            call: Some(LegId::new("caller-1")),
            caller_number: None,
            queue: None,
        }],
        counters: Counters { received: Some(5), average_wait: Some(12), ..Counters::default() },
        waiting: vec![queued("caller-2", None)],
        talking: vec![],
    }
}

fn records() -> Records {
    let call = PastCall {
        legs: vec![LegId::new("past-1")],
        direction: Direction::Inbound,
        caller_number: Some("0900000000".into()),
        callee_number: None,
        line: None,
        queue: Some("sales".into()),
        started_at: START + 20_000,
        entered_at: None,
        handled_at: None,
        ended_at: Some(START + 25_000),
        agent: None,
        outcome: Outcome::Abandoned,
        misses: vec![PastMiss { agent: agent(), at: None }],
    };
    Records { from: START, until: START + 30_000, calls: vec![call] }
}

fn figures() -> Figures {
    let service = Share { part: 3, of: 4 };
    let of_sales = QueueFigures { service, abandoned: Share::default() };
    let figure = Figure {
        kpi: "service-level".into(),
        window: Window::HalfHour,
        part: 3,
        of: 4,
        mixed_targets: false,
    };
    Figures { at: START + 7_000, all: vec![figure], queues: [("sales".into(), of_sales)].into() }
}

/// Of every kind of entry one, and of the floor's kinds of event each.
fn day() -> Vec<What> {
    let ended = LegEventKind::Destroyed { cause: HangupCause::Normal, billed_seconds: Some(9) };
    let agents =
        AgentEntry { id: agent(), username: None, name: "Nhung".into(), extensions: vec!["1001".into()] };
    let queues = QueueEntry { id: "sales".into(), name: "Bán hàng".into(), agents: vec![agent()] };
    let caller = |kind| Happening::Leg(Box::new(leg("caller-1", kind, LegSide::Inbound)));
    let offer = |kind| Happening::Leg(Box::new(leg("offer-1", kind, LegSide::Outbound)));
    let happenings = [
        Happening::Agents(vec![agents]),
        Happening::Queues(vec![queues]),
        Happening::Source(Source::Events, SourceReport::Connected),
        caller(LegEventKind::Created),
        caller(LegEventKind::Answered),
        offer(LegEventKind::Created),
        offer(LegEventKind::Answered),
        Happening::Dashboard(Box::new(dashboard())),
        offer(ended.clone()),
        caller(ended),
        Happening::Source(Source::Events, SourceReport::Failed(Trouble::Lost)),
        Happening::Source(Source::Events, SourceReport::Connected),
        Happening::Records(Box::new(records())),
        Happening::Tick,
    ];
    let began = What::Began { meta: stage().meta, anew: true, at: START };
    let events =
        (1..).zip(happenings).map(|(second, what)| What::Event(Event { at: START + second * 1_000, what }));
    let rest = [What::Figures(figures()), What::Hole { from: START + 60_000, lost: 3 }, What::Ended];
    [began].into_iter().chain(events).chain(rest).collect()
}

#[test]
fn the_bytes_of_a_format_do_not_change_unsaid() {
    let mut stage = stage();
    let mut text = String::new();
    for what in day() {
        text += &String::from_utf8(entry::encode(&what).expect("it can be written")).expect("it is text");
        text.push('\n');
        assert_eq!(
            entry::decode(text.lines().last().unwrap_or_default().as_bytes()).expect("readable"),
            what
        );
        stage.take(what);
    }
    for line in keyframe::encode(&stage).expect("it can be written").chunks(60) {
        text.extend(line.iter().map(|byte| format!("{byte:02x}")));
        text.push('\n');
    }
    let golden =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("src/journal/format-{FORMAT}.golden"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &text).expect("the file can be written");
    }
    let known = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(
        text == known,
        "entries or keyframes are written otherwise than journal format {FORMAT} has them. If older ones can still be \
         read as they are now, run this test once with UPDATE_GOLDEN=1; if not, raise journal::FORMAT first.\n{text}"
    );
}

#[test]
fn an_entry_of_an_older_version_has_defaults_for_what_came_later() {
    let older = br#"{"event":{"at":7,"what":{"Dashboard":{"asked_at":5,"agents":[],"counters":{},"waiting":[],"talking":[]}}}}"#;
    let what = entry::decode(older).expect("counters that are not said are not there");
    let expected = Dashboard { asked_at: 5, ..Dashboard::default() };
    assert_eq!(what, What::Event(Event { at: 7, what: Happening::Dashboard(Box::new(expected)) }));
}
