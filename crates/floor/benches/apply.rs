//! How many events a second one core applies, on a floor of 500 agents and 50 queues in a busy hour.
//!
//! Traffic is as KAZOO makes it: callers wait, agents are rung, one in five offers is missed, agents dial out, and
//! a dashboard of all agents and queue calls comes every 250 events (20 events/s, polled every 12 s or so).

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use floor::{
    AgentEntry, AgentId, AgentStatus, Dashboard, Digest, Event, Floor, HangupCause, Happening, LegEvent,
    LegEventKind, LegId, LegSide, Links, Millis, Origin, QueueEntry, QueueId, QueuedCall, Settings, Status,
};

const AGENTS: u64 = 500;
const QUEUES: u64 = 50;
const CALLS: u64 = 4_000;
/// Calls that begin this far apart, and last three minutes, keep some 300 of them under way.
const APART: Millis = 600;
const POLL_EVERY: usize = 250;

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("apply");
    group.sample_size(20).measurement_time(Duration::from_secs(5)).warm_up_time(Duration::from_secs(1));
    for (name, style, polled) in [
        ("leg events, full links", Style::Full, false),
        ("leg events, seven keys", Style::Flat, false),
        ("leg events, nothing but numbers", Style::Numbers, false),
        ("leg events with dashboards", Style::Full, true),
    ] {
        let hour = hour(style, polled);
        group.throughput(Throughput::Elements(hour.len() as u64));
        group.bench_function(name, |bencher| {
            let play = |(mut floor, hour): (Floor, Vec<Event>)| {
                for event in hour {
                    black_box(floor.apply(event));
                }
                floor
            };
            bencher.iter_batched(|| (staffed(), hour.clone()), play, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);

/// What an agent's leg says of the caller's.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// Digest, bridge and the other leg.
    Full,
    /// The digest in its id.
    Flat,
    /// Neither.
    Numbers,
}

fn staffed() -> Floor {
    let mut floor = Floor::new(Settings::default());
    let agents = (0..AGENTS).map(|number| AgentEntry {
        id: agent_id(number),
        username: None,
        name: format!("Agent {number}").into(),
        extensions: vec![extension(number).into()],
    });
    floor.apply(Event { at: 0, what: Happening::Agents(agents.collect()) });
    let queues = (0..QUEUES).map(|number| QueueEntry {
        id: queue_id(number),
        name: format!("Queue {number}").into(),
        agents: (0..AGENTS).filter(|agent| agent % QUEUES == number).map(agent_id).collect(),
    });
    floor.apply(Event { at: 0, what: Happening::Queues(queues.collect()) });
    floor
}

fn hour(style: Style, polled: bool) -> Vec<Event> {
    let mut hour: Vec<Event> = Vec::new();
    for call in 0..CALLS {
        let begins = call as Millis * APART;
        let events =
            if call % 4 == 3 { outbound(call, begins, style) } else { queue_call(call, begins, style) };
        hour.extend(events);
    }
    hour.sort_by_key(|event| event.at);
    let last = hour.last().map_or(0, |event| event.at);
    hour.extend((0..=last / 1000).map(|second| Event { at: second * 1000, what: Happening::Tick }));
    hour.sort_by_key(|event| event.at);
    if !polled {
        return hour;
    }
    let mut with_polls = Vec::with_capacity(hour.len());
    for (number, event) in hour.into_iter().enumerate() {
        let at = event.at;
        with_polls.push(event);
        if number % POLL_EVERY == 0 {
            with_polls.push(Event { at, what: Happening::Dashboard(Box::new(dashboard(at))) });
        }
    }
    with_polls
}

fn queue_call(call: u64, begins: Millis, style: Style) -> Vec<Event> {
    let number = format!("09{:08}", call * 7919 % 100_000_000);
    let caller = LegEvent {
        caller_number: Some(number.as_str().into()),
        destination: Some("02873019555".into()),
        origin: Origin::Outside,
        ..leg(&caller_leg(call), LegSide::Inbound)
    };
    let mut events = vec![created(begins, &caller), answered(begins + 500, &caller)];
    let missed = call.is_multiple_of(5);
    let mut rung = begins + 2_000;
    for attempt in 0..=u64::from(missed) {
        let agent = (call * 13 + attempt) % AGENTS;
        let offer = LegEvent {
            caller_number: Some(number.as_str().into()),
            destination: Some(extension(agent).into()),
            agent: (style != Style::Numbers).then(|| agent_id(agent)),
            links: Links {
                member_digest: (style != Style::Numbers).then(|| digest(&caller_leg(call))),
                other_leg: (style == Style::Full).then(|| LegId::new(caller_leg(call))),
                ..Links::default()
            },
            ..leg(&format!("{:032x}-{}-{attempt:08x}", call, agent_id(agent)), LegSide::Outbound)
        };
        events.push(created(rung, &offer));
        if attempt == u64::from(missed) {
            events.push(answered(rung + 4_000, &offer));
            events.push(ended(begins + 180_000, &offer));
        } else {
            events.push(ended(rung + 15_000, &offer));
        }
        rung += 17_000;
    }
    let queue = (style == Style::Full).then(|| queue_id(call * 13 % QUEUES));
    events.push(ended(begins + 180_100, &LegEvent { queue, ..caller }));
    events
}

fn outbound(call: u64, begins: Millis, style: Style) -> Vec<Event> {
    let agent = (call * 13) % AGENTS;
    let number = format!("08{:08}", call * 7919 % 100_000_000);
    let phone = LegEvent {
        caller_number: Some(extension(agent).into()),
        destination: Some(number.as_str().into()),
        origin: Origin::Device,
        ..leg(&caller_leg(call), LegSide::Inbound)
    };
    let far = LegEvent {
        caller_number: Some("02873019555".into()),
        destination: Some(number.as_str().into()),
        to_carrier: style == Style::Full,
        links: Links {
            bridge: (style == Style::Full).then(|| LegId::new(caller_leg(call))),
            ..Links::default()
        },
        ..leg(&format!("c0ffee00-1234-11e8-9f00-{call:012x}"), LegSide::Outbound)
    };
    vec![
        created(begins, &phone),
        created(begins + 900, &far),
        answered(begins + 8_000, &far),
        answered(begins + 8_050, &phone),
        ended(begins + 120_000, &far),
        ended(begins + 120_050, &phone),
    ]
}

fn dashboard(at: Millis) -> Dashboard {
    let status = |number: u64| AgentStatus {
        agent: agent_id(number),
        username: None,
        name: None,
        status: if number.is_multiple_of(3) { Status::Connected } else { Status::Ready },
        since: Some(at - 60_000),
        pause_reason: None,
        call: None,
        caller_number: None,
        queue: None,
    };
    // The callers of the last minutes, as the queue calls above have them.
    let newest = (at / APART).max(0) as u64;
    let row = |call: u64| QueuedCall {
        call: LegId::new(caller_leg(call)),
        digest: digest(&caller_leg(call)),
        queue: Some(queue_id(call * 13 % QUEUES)),
        caller_number: None,
        entered_at: Some(call as Millis * APART),
        agent: Some(agent_id(call * 13 % AGENTS)),
        handled_at: None,
    };
    let queued =
        |from: u64, to: u64| (from..to).filter(|call| call % 4 != 3 && *call < CALLS).map(row).collect();
    Dashboard {
        asked_at: at,
        agents: (0..AGENTS).map(status).collect(),
        waiting: queued(newest.saturating_sub(9), newest),
        talking: queued(newest.saturating_sub(290), newest.saturating_sub(45)),
        ..Dashboard::default()
    }
}

fn leg(id: &str, side: LegSide) -> LegEvent {
    LegEvent {
        leg: LegId::new(id),
        kind: LegEventKind::Created,
        happened_at: None,
        side: Some(side),
        origin: Origin::Unknown,
        to_carrier: false,
        caller_number: None,
        caller_name: None,
        destination: None,
        agent: None,
        queue: None,
        links: Links::default(),
        digest: digest(id),
        message: None,
    }
}

fn created(at: Millis, leg: &LegEvent) -> Event {
    event(at, leg, LegEventKind::Created)
}

fn answered(at: Millis, leg: &LegEvent) -> Event {
    event(at, leg, LegEventKind::Answered)
}

fn ended(at: Millis, leg: &LegEvent) -> Event {
    event(at, leg, LegEventKind::Destroyed { cause: HangupCause::Normal, billed_seconds: None })
}

fn event(at: Millis, leg: &LegEvent, kind: LegEventKind) -> Event {
    let happened_at = Some(at - at.rem_euclid(1000));
    Event { at, what: Happening::Leg(Box::new(LegEvent { kind, happened_at, ..leg.clone() })) }
}

fn caller_leg(call: u64) -> String {
    format!("{:08X}-1A1211E8-A55AA457-{call:08}@172.16.0.204", call.wrapping_mul(2_654_435_761) as u32)
}

fn agent_id(number: u64) -> AgentId {
    AgentId::new(format!(
        "{:032x}",
        u128::from(number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    ))
}

fn queue_id(number: u64) -> QueueId {
    QueueId::new(format!(
        "{:032x}",
        u128::from(number + 1).wrapping_mul(0x11d7_ae6f_1d0b_4e52_b8f7_aa0c_5f3f_9a01)
    ))
}

fn extension(number: u64) -> String {
    format!("{}", 8000 + number)
}

/// Stands in for MD5: spread over all bytes, and the same for the same id.
fn digest(id: &str) -> Digest {
    let (mut one, mut two) = (0xcbf2_9ce4_8422_2325_u64, 0x8422_2325_cbf2_9ce4_u64);
    for byte in id.bytes() {
        one = (one ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        two = (two ^ one).wrapping_mul(0x0100_0000_01b3);
    }
    let mut digest = [0; 16];
    digest[..8].copy_from_slice(&one.to_be_bytes());
    digest[8..].copy_from_slice(&two.to_be_bytes());
    Digest(digest)
}
