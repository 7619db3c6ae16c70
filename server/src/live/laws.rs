//! The law the live stream rests on, tried on random days: a viewer's snapshot plus its deltas is the board that a
//! viewer who comes now would get.

use floor::{
    AgentEntry, AgentId, AgentStatus, Dashboard, Digest, Event, Floor, HangupCause, Happening, LegEvent,
    LegEventKind, LegId, LegSide, Links, Millis, Origin, Periods, QueueEntry, QueuedCall, Settings, Status,
};
use proptest::prelude::*;
use wire::Board;

use super::to_wire::{self, Privacy};
use super::views::View;

const AGENTS: u8 = 4;
const QUEUES: u8 = 2;
const CALLERS: u8 = 4;

fn periods() -> Periods {
    Periods { dashboard: 5_000, events: 5_000, directory: 5_000, history: 5_000 }
}

/// What a viewer who comes now would get, made from the floor alone.
fn fresh(floor: &Floor, privacy: Privacy) -> Board {
    let mut board = Board::empty("all", "");
    board.sources = to_wire::sources(floor, periods());
    board.today = to_wire::today(floor);
    board.drift = to_wire::drift(floor);
    board.gaps = to_wire::gaps(floor);
    let numbers = floor.queue_numbers();
    board.queues = floor
        .queues()
        .filter_map(|queue| {
            to_wire::queue(floor, &queue.id, &numbers.get(&queue.id).cloned().unwrap_or_default())
        })
        .collect();
    board.agents = floor.agents().filter_map(|agent| to_wire::agent(floor, &agent.id)).collect();
    board.calls = floor.calls().filter_map(|call| to_wire::call(floor, &call.id, privacy)).collect();
    board.sort();
    board
}

fn agent(index: u8) -> AgentId {
    AgentId::new(format!("agent-{index}"))
}

fn caller(index: u8) -> (LegId, Digest) {
    (LegId::new(format!("caller-{index}")), Digest([index; 16]))
}

fn leg_event(leg: LegId, digest: Digest, kind: LegEventKind, side: LegSide) -> LegEvent {
    LegEvent {
        leg,
        kind,
        happened_at: None,
        side: Some(side),
        origin: if side == LegSide::Inbound { Origin::Outside } else { Origin::Device },
        to_carrier: false,
        caller_number: Some("0901234567".into()),
        caller_name: None,
        destination: Some("02873019555".into()),
        agent: None,
        queue: None,
        links: Links::default(),
        digest,
        message: None,
    }
}

fn kind() -> impl Strategy<Value = LegEventKind> {
    prop_oneof![
        Just(LegEventKind::Created),
        Just(LegEventKind::Answered),
        Just(LegEventKind::Destroyed { cause: HangupCause::Normal, billed_seconds: None }),
    ]
}

fn callers_leg() -> impl Strategy<Value = Happening> {
    (0..CALLERS, kind()).prop_map(|(index, kind)| {
        let (leg, digest) = caller(index);
        Happening::Leg(Box::new(leg_event(leg, digest, kind, LegSide::Inbound)))
    })
}

fn agents_leg() -> impl Strategy<Value = Happening> {
    (0..CALLERS, 0..AGENTS, kind()).prop_map(|(index, who, kind)| {
        let leg = LegId::new(format!("leg-{index}-{who}"));
        let mut event = leg_event(leg, Digest([100 + index * AGENTS + who; 16]), kind, LegSide::Outbound);
        event.agent = Some(agent(who));
        event.links.member_digest = Some(caller(index).1);
        Happening::Leg(Box::new(event))
    })
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Ready),
        Just(Status::Ringing),
        Just(Status::Connected),
        Just(Status::WrapUp),
        Just(Status::Paused)
    ]
}

fn queued_call() -> impl Strategy<Value = QueuedCall> {
    (0..CALLERS, 0..QUEUES, proptest::option::of(0..AGENTS)).prop_map(|(index, queue, who)| {
        let (call, digest) = caller(index);
        QueuedCall {
            call,
            digest,
            queue: Some(format!("queue-{queue}").as_str().into()),
            caller_number: Some("0901234567".into()),
            entered_at: None,
            agent: who.map(agent),
            handled_at: None,
        }
    })
}

fn dashboard() -> impl Strategy<Value = Happening> {
    let agents = proptest::collection::vec((0..AGENTS, status()), 0..4);
    let calls = || proptest::collection::vec(queued_call(), 0..3);
    (agents, calls(), calls(), any::<u8>()).prop_map(|(agents, waiting, talking, abandoned)| {
        let agents = agents.into_iter().map(|(who, status)| AgentStatus {
            agent: agent(who),
            username: None,
            name: Some("An".into()),
            status,
            since: None,
            pause_reason: None,
            call: None,
            caller_number: None,
            queue: None,
        });
        let counters = floor::Counters { abandoned: Some(abandoned.into()), ..Default::default() };
        Happening::Dashboard(Box::new(Dashboard {
            asked_at: 0,
            agents: agents.collect(),
            counters,
            waiting,
            talking,
        }))
    })
}

fn directory() -> impl Strategy<Value = Happening> {
    let agents = (0..AGENTS, "[A-C]").prop_map(|(who, name)| {
        let entry = AgentEntry { id: agent(who), username: None, name: name.into(), extensions: Vec::new() };
        Happening::Agents(vec![entry])
    });
    let queues =
        (0..QUEUES, "[A-C]", proptest::collection::vec(0..AGENTS, 0..3)).prop_map(|(queue, name, agents)| {
            let id = format!("queue-{queue}").as_str().into();
            Happening::Queues(vec![QueueEntry {
                id,
                name: name.into(),
                agents: agents.into_iter().map(agent).collect(),
            }])
        });
    prop_oneof![agents, queues]
}

/// Milliseconds that pass, and what happens then.
fn day() -> impl Strategy<Value = Vec<(Millis, Happening)>> {
    let happening = prop_oneof![
        6 => callers_leg(),
        6 => agents_leg(),
        2 => dashboard(),
        1 => directory(),
        2 => Just(Happening::Tick),
    ];
    proptest::collection::vec((prop_oneof![0..3_000_i64, Just(70_000_i64)], happening), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn snapshot_plus_deltas_is_the_next_snapshot(day in day(), masked in any::<bool>(), frame_every in 1_usize..5) {
        let privacy = if masked { Privacy::Masked } else { Privacy::Full };
        let mut floor = Floor::new(Settings::default());
        let mut view = View::new(privacy, fresh(&floor, privacy));
        // The viewer holds its own copy, and sees frames as text.
        let mut viewer = view.board.clone();
        let mut touched = floor::Changes::default();
        let mut at = 1_000_000;
        for (turn, (passed, mut what)) in day.into_iter().enumerate() {
            at += passed;
            if let Happening::Dashboard(dashboard) = &mut what {
                dashboard.asked_at = at - 100;
            }
            touched.merge(floor.apply(Event { at, what }));
            if turn % frame_every != 0 {
                continue;
            }
            let changes = view.catch_up(&floor, &std::mem::take(&mut touched), periods());
            let text = serde_json::to_string(&changes).expect("changes have a JSON form");
            let received: Vec<wire::Change> = serde_json::from_str(&text).expect("what was written can be read");
            received.iter().for_each(|change| viewer.apply(change));
            prop_assert_eq!(&viewer, &view.board);
            // Whatever the frames were: the board is the floor's, and nothing else's.
            prop_assert_eq!(&viewer, &fresh(&floor, privacy));
        }
    }
}
