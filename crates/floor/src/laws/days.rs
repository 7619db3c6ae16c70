//! Random days: a few agents, a few calls and their legs, told truly or not, in order or not.
//!
//! Everything is drawn from small sets, so that events are about the same legs and contradict one another.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::{
    AgentEntry, AgentId, AgentStatus, Counters, Dashboard, Digest, Direction, Event, HangupCause, Happening,
    LegEvent, LegEventKind, LegId, LegSide, Links, Millis, Origin, Outcome, PastCall, PastMiss, QueueEntry,
    QueueId, QueuedCall, Records, Source, SourceReport, Status, Text, Trouble,
};

const START: Millis = 1_770_352_873_000;
const CALLERS: u8 = 4;
const LEGS: u8 = 12;

/// The legs of a small world: the first few are callers', the others are made by the switch or by phones.
fn leg_id(number: u8) -> LegId {
    LegId::new(format!("leg-{number}"))
}

fn digest(number: u8) -> Digest {
    Digest([number; 16])
}

fn agent_id(number: u8) -> AgentId {
    AgentId::new(format!("agent-{number}"))
}

fn queue_id(number: u8) -> QueueId {
    QueueId::new(format!("queue-{number}"))
}

fn phone(number: u8) -> Text {
    match number {
        0..4 => format!("800{number}").into(),
        _ => format!("090900011{number}").into(),
    }
}

pub fn day() -> impl Strategy<Value = Vec<Event>> {
    let steps = vec((pause(), happening()), 1..48);
    (steps, vec(any::<prop::sample::Index>(), 0..6), any::<u8>()).prop_map(|(steps, repeats, slowness)| {
        let mut now = START;
        let mut day: Vec<Event> = Vec::new();
        for (pause, what) in steps {
            now += pause;
            day.push(Event { at: now, what: stamped(what, now, slowness) });
        }
        // Some events are heard twice, the second time at any later moment.
        for repeat in repeats {
            let event = day[repeat.index(day.len())].clone();
            let place = repeat.index(day.len() + 1);
            let at = day.get(place).map_or(now, |next| next.at);
            day.insert(place, Event { at, ..event });
        }
        day
    })
}

/// Mostly moments, sometimes minutes, now and then an hour, and a clock that is set back.
fn pause() -> impl Strategy<Value = Millis> {
    prop_oneof![8 => 0..3_000_i64, 3 => 3_000..30_000_i64, 2 => 30_000..120_000_i64,
        1 => Just(3_700_000_i64), 1 => Just(-5_000_i64)]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        20 => leg_event().prop_map(|leg| Happening::Leg(Box::new(leg))),
        4 => dashboard().prop_map(|dashboard| Happening::Dashboard(Box::new(dashboard))),
        2 => Just(Happening::Tick),
        1 => directory().prop_map(Happening::Agents),
        1 => queues().prop_map(Happening::Queues),
        1 => records().prop_map(|records| Happening::Records(Box::new(records))),
        1 => source().prop_map(|(source, report)| Happening::Source(source, report)),
    ]
}

/// Times in what is said are drawn as distances from the moment it is said.
fn stamped(what: Happening, now: Millis, slowness: u8) -> Happening {
    let slow = Millis::from(slowness % 3) * 90_000;
    match what {
        Happening::Leg(mut leg) => {
            leg.happened_at = leg.happened_at.map(|ago| now.saturating_sub(ago) - slow);
            Happening::Leg(leg)
        }
        Happening::Dashboard(mut dashboard) => {
            dashboard.asked_at = now - dashboard.asked_at;
            let since = |ago: Option<Millis>| ago.map(|ago| now - ago - slow);
            dashboard.agents.iter_mut().for_each(|row| row.since = since(row.since));
            for row in dashboard.waiting.iter_mut().chain(&mut dashboard.talking) {
                row.entered_at = since(row.entered_at);
                row.handled_at = since(row.handled_at);
            }
            Happening::Dashboard(dashboard)
        }
        Happening::Records(mut records) => {
            (records.from, records.until) = (now - 200_000, now);
            for call in &mut records.calls {
                call.started_at += now;
                for time in [&mut call.entered_at, &mut call.handled_at, &mut call.ended_at] {
                    *time = time.map(|ago| now + ago - slow);
                }
            }
            Happening::Records(records)
        }
        other => other,
    }
}

fn records() -> impl Strategy<Value = Records> {
    let time = || option::of(-150_000..5_000_i64);
    let outcome = prop_oneof![Just(Outcome::Answered), Just(Outcome::Abandoned), Just(Outcome::LeftEarly)];
    let call = (0..LEGS + 4, option::of(0..3_u8), option::of(0..4_u8), [time(), time(), time()], outcome);
    let call = call.prop_map(|(leg, queue, agent, [entered_at, handled_at, ended_at], outcome)| PastCall {
        legs: vec![leg_id(leg)],
        direction: Direction::Inbound,
        caller_number: None,
        callee_number: None,
        line: None,
        queue: queue.map(queue_id),
        started_at: -160_000,
        entered_at,
        handled_at,
        ended_at,
        misses: agent.map(|agent| PastMiss { agent: agent_id(agent), at: None }).into_iter().collect(),
        agent: agent.map(agent_id),
        outcome,
    });
    vec(call, 0..4).prop_map(|calls| Records { from: 0, until: 0, calls })
}

fn leg_event() -> impl Strategy<Value = LegEvent> {
    (0..LEGS, kind(), option::weighted(0.7, 0..40_000_i64), any::<[u8; 8]>(), option::weighted(0.15, 0..3_u8))
        .prop_map(|(number, kind, happened_at, dice, queue)| leg(number, kind, happened_at, dice, queue))
}

/// A leg is mostly what its number makes it, and each die may make it say more, less, or something wrong.
fn leg(
    number: u8,
    kind: LegEventKind,
    happened_at: Option<Millis>,
    dice: [u8; 8],
    queue: Option<u8>,
) -> LegEvent {
    let caller = number % CALLERS;
    let is_caller = number < CALLERS;
    // Half of the callers are agents who dial; the switch's legs are queue offers, plain legs and carrier legs.
    let dials = is_caller && number >= CALLERS / 2;
    let offer = !is_caller && caller < CALLERS / 2;
    let agent = (number / CALLERS + caller) % 4;
    let [says_links, says_side, says_agent, wrong, other, bridge, interaction, numbers] = dice;
    let mut links = Links {
        interaction: (interaction % 4 == 0).then(|| format!("interaction-{caller}").into()),
        ..Links::default()
    };
    if !is_caller && says_links % 4 != 0 {
        links.member_digest = offer.then(|| digest(caller));
        links.member = (offer && says_links % 8 == 1).then(|| leg_id(caller));
        links.bridge = (!offer || bridge % 3 == 0).then(|| leg_id(caller));
    }
    if other % 5 == 0 {
        links.other_leg = Some(leg_id(other / 5 % LEGS));
    }
    if bridge % 13 == 0 {
        links.bridge = Some(leg_id(bridge / 13 % LEGS));
    }
    if wrong % 29 == 0 {
        links.member_digest = Some(digest(wrong / 29 % LEGS));
    }
    let side = if is_caller { LegSide::Inbound } else { LegSide::Outbound };
    let to_carrier = !is_caller && !offer && wrong % 3 == 0;
    LegEvent {
        leg: leg_id(number),
        kind,
        happened_at,
        side: (says_side % 8 != 0).then_some(side),
        origin: match (is_caller, says_side % 3) {
            (true, 0) if dials => Origin::Device,
            (true, 0) => Origin::Outside,
            (false, _) if wrong == 17 => Origin::Outside,
            _ => Origin::Unknown,
        },
        to_carrier,
        caller_number: (numbers % 4 != 0).then(|| phone(if dials { agent } else { 4 + caller })),
        caller_name: None,
        destination: (numbers % 5 != 0).then(|| phone(if is_caller { 4 + numbers % 5 } else { agent })),
        agent: (!to_carrier && (dials || !is_caller) && says_agent % 3 != 0).then(|| agent_id(agent)),
        queue: queue.map(queue_id),
        links,
        digest: digest(number),
        message: None,
    }
}

fn kind() -> impl Strategy<Value = LegEventKind> {
    let cause = prop_oneof![
        Just(HangupCause::Normal),
        Just(HangupCause::Busy),
        Just(HangupCause::OriginatorCancelled),
        Just(HangupCause::Unknown)
    ];
    prop_oneof![
        3 => Just(LegEventKind::Created),
        3 => Just(LegEventKind::Answered),
        2 => (cause, option::of(0..200_u32))
            .prop_map(|(cause, billed_seconds)| LegEventKind::Destroyed { cause, billed_seconds }),
    ]
}

fn dashboard() -> impl Strategy<Value = Dashboard> {
    let counters = (option::of(0..9_u32), option::of(0..9_u32), option::of(0..9_u32));
    (-500..9_000_i64, vec(status_row(), 0..4), counters, vec(queued_call(), 0..4), vec(queued_call(), 0..4))
        .prop_map(|(asked_at, agents, (received, handled, abandoned), waiting, talking)| Dashboard {
            asked_at,
            agents,
            counters: Counters { received, handled, abandoned, ..Counters::default() },
            waiting,
            talking,
        })
}

fn status_row() -> impl Strategy<Value = AgentStatus> {
    let status = prop_oneof![
        Just(Status::Ready),
        Just(Status::Ringing),
        Just(Status::Connected),
        Just(Status::Outbound),
        Just(Status::WrapUp),
        Just(Status::Paused),
        Just(Status::LoggingOut),
        Just(Status::LoggedOut),
        Just(Status::Other("sync".into())),
    ];
    let call = option::of((0..CALLERS).prop_map(leg_id));
    (0..5_u8, status, option::of(-200_000..4_000_000_i64), call).prop_map(|(agent, status, since, call)| {
        AgentStatus {
            agent: agent_id(agent),
            username: None,
            name: None,
            status,
            since,
            pause_reason: None,
            call,
            caller_number: None,
            queue: None,
        }
    })
}

fn queued_call() -> impl Strategy<Value = QueuedCall> {
    let time = || option::of(-5_000..300_000_i64);
    (0..LEGS, option::of(0..3_u8), option::of(0..4_u8), time(), time()).prop_map(
        |(number, queue, agent, entered_at, handled_at)| {
            // Mostly a caller's leg, as it should be.
            let number = if number % 4 == 0 { number } else { number % CALLERS };
            QueuedCall {
                call: leg_id(number),
                digest: digest(number),
                queue: queue.map(queue_id),
                caller_number: Some(phone(4 + number % CALLERS)),
                entered_at,
                agent: agent.map(agent_id),
                handled_at,
            }
        },
    )
}

fn directory() -> impl Strategy<Value = Vec<AgentEntry>> {
    prop::sample::subsequence(vec![0_u8, 1, 2, 3], 0..=4).prop_map(|numbers| {
        let entry = |number| AgentEntry {
            id: agent_id(number),
            username: None,
            name: format!("Agent {number}").into(),
            extensions: vec![phone(number)],
        };
        numbers.into_iter().map(entry).collect()
    })
}

fn queues() -> impl Strategy<Value = Vec<QueueEntry>> {
    let agents = prop::sample::subsequence(vec![0_u8, 1, 2, 3], 0..=4);
    vec((0..3_u8, agents), 0..4).prop_map(|queues| {
        let entry = |(number, agents): (u8, Vec<u8>)| QueueEntry {
            id: queue_id(number),
            name: format!("Queue {number}").into(),
            agents: agents.into_iter().map(agent_id).collect(),
        };
        queues.into_iter().map(entry).collect()
    })
}

fn source() -> impl Strategy<Value = (Source, SourceReport)> {
    let source = prop_oneof![
        Just(Source::Dashboard),
        Just(Source::Events),
        Just(Source::Directory),
        Just(Source::History)
    ];
    let report = prop_oneof![
        Just(SourceReport::Heard),
        Just(SourceReport::Connected),
        Just(SourceReport::Overflowed),
        Just(SourceReport::Failed(Trouble::Lost)),
        Just(SourceReport::Failed(Trouble::DiskFull))
    ];
    (source, report)
}
