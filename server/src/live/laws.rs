//! The law the live stream rests on, tried on random days: a viewer's snapshot plus its deltas is the board that a
//! viewer who comes now would get.

use floor::{
    AgentEntry, AgentId, AgentStatus, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegId, LegSide, Links, Millis, Origin, Periods, QueueEntry, QueuedCall, Status,
};
use proptest::prelude::*;
use tokio::time::{Duration, Instant};
use wire::{Board, Frame};

use super::boards::Boards;
use super::sight::Sight;
use super::views::View;
use super::{Meta, Stage, Touched};
use crate::hub::{Encoded, Subscription};
use crate::journal::What;
use crate::ledger::{Figures, QueueFigures};

const AGENTS: u8 = 4;
const QUEUES: u8 = 2;
const CALLERS: u8 = 4;

/// Before anything happened.
pub fn stage() -> Stage {
    Stage::empty(meta("All"))
}

fn meta(name: &str) -> Meta {
    Meta {
        name: name.to_owned(),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"),
        targets: wire::Targets::default(),
        periods: Periods { dashboard: 5_000, events: 5_000, directory: 5_000, history: 5_000 },
        silent_after: 180_000,
    }
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

fn figures() -> impl Strategy<Value = Figures> {
    let figure = (0..3_u8, any::<bool>(), 0..9_i64).prop_map(|(kpi, half_hour, part)| wire::Figure {
        kpi: format!("kpi-{kpi}"),
        window: if half_hour { wire::Window::HalfHour } else { wire::Window::Day },
        part,
        of: 9,
        mixed_targets: part == 0,
    });
    let queue = (0..QUEUES, 0..9_u32).prop_map(|(queue, part)| {
        let share = wire::Share { part, of: 9 };
        (format!("queue-{queue}").into(), QueueFigures { service: share, abandoned: wire::Share::default() })
    });
    let queues = proptest::collection::btree_map(0..QUEUES, queue, 0..2);
    (proptest::collection::vec(figure, 0..3), queues).prop_map(|(all, queues)| Figures {
        at: 0,
        all,
        queues: queues.into_values().collect(),
    })
}

/// Somebody who sees all, or some of it.
pub fn sight() -> impl Strategy<Value = Sight> {
    let sight = prop_oneof![
        Just(Sight::everything()),
        Just(Sight::masked()),
        Just(Sight::wall()),
        (0..AGENTS).prop_map(|who| Sight::agent(agent(who).as_str())),
    ];
    let queues = proptest::option::of(proptest::collection::btree_set(0..QUEUES, 0..2));
    (sight, queues).prop_map(|(sight, queues)| match queues {
        Some(queues) => sight.of_queues(queues.into_iter().map(|queue| format!("queue-{queue}"))),
        None => sight,
    })
}

/// What happens, and when it is shown.
pub fn day() -> impl Strategy<Value = Vec<(Millis, What)>> {
    let what = prop_oneof![
        9 => happening().prop_map(|what| What::Event(Event { at: 0, what })),
        1 => figures().prop_map(What::Figures),
    ];
    let steps = proptest::collection::vec((prop_oneof![0..3_000_i64, Just(70_000_i64)], what), 1..40);
    steps.prop_map(|steps| {
        let mut now = 1_000_000;
        let stamped = |(passed, mut what)| {
            now += passed;
            if let What::Event(event) = &mut what {
                event.at = now;
                if let Happening::Dashboard(dashboard) = &mut event.what {
                    dashboard.asked_at = now - 100;
                }
            }
            (now, what)
        };
        steps.into_iter().map(stamped).collect()
    })
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => callers_leg(),
        6 => agents_leg(),
        2 => dashboard(),
        1 => directory(),
        2 => Just(Happening::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn snapshot_plus_deltas_is_the_next_snapshot(day in day(), sight in sight(), frame_every in 1_usize..5) {
        let mut stage = stage();
        let mut view = View::of(&stage, sight.clone());
        // The viewer holds its own copy, and sees frames as text.
        let mut viewer = view.board.clone();
        let mut touched = Touched::default();
        for (turn, (_, what)) in day.into_iter().enumerate() {
            touched.merge(stage.take(what));
            if turn % frame_every != 0 {
                continue;
            }
            let changes = view.catch_up(&stage, &std::mem::take(&mut touched));
            let text = serde_json::to_string(&changes).expect("changes have a JSON form");
            let received: Vec<wire::Change> = serde_json::from_str(&text).expect("what was written can be read");
            received.iter().for_each(|change| viewer.apply(change));
            prop_assert_eq!(&Board { utc_offset_seconds: view.board.utc_offset_seconds, ..viewer.clone() }, &view.board);
            // Whatever the frames were: the board is the floor's, and nothing else's.
            prop_assert_eq!(&view.board, &View::of(&stage, sight.clone()).board);
        }
    }

    /// Whoever looks, and whenever they came: what they were sent makes the board that is theirs.
    #[test]
    fn agents_share_a_stream_and_each_sees_their_own_calls(
        day in day(),
        sights in proptest::collection::vec((sight(), 0_usize..20), 1..4),
        frame_every in 1_usize..4,
    ) {
        let mut stage = stage();
        let mut boards = Boards::new("e".into());
        let mut viewers: Vec<(Sight, Subscription, Board)> = Vec::new();
        let mut touched = Touched::default();
        for (turn, (_, what)) in day.into_iter().enumerate() {
            for (sight, _) in sights.iter().filter(|(_, comes)| *comes == turn) {
                let subscription = boards.subscribe(&stage, sight, None, String::new());
                viewers.push((sight.clone(), subscription, Board::empty("", "")));
            }
            touched.merge(stage.take(what));
            if turn % frame_every != 0 {
                continue;
            }
            boards.catch_up(&stage, &std::mem::take(&mut touched), "");
            for (sight, subscription, board) in &mut viewers {
                for frame in std::mem::take(&mut subscription.first) {
                    take(board, &frame);
                }
                while let Ok(frame) = subscription.frames.try_recv() {
                    take(board, &frame);
                }
                let now = View::of(&stage, sight.clone()).board;
                prop_assert_eq!(&Board { utc_offset_seconds: now.utc_offset_seconds, ..board.clone() }, &now);
                let Frame::Snapshot { board: asked, .. } = boards.snapshot(&stage, sight, String::new()) else {
                    panic!("it is a snapshot");
                };
                prop_assert_eq!(&asked, &now);
            }
        }
    }
}

fn take(board: &mut Board, frame: &Encoded) {
    match Frame::decode(&frame.text).expect("a frame") {
        Frame::Snapshot { board: whole, .. } => *board = whole,
        Frame::Delta { changes, .. } => changes.iter().for_each(|change| board.apply(change)),
        Frame::Notice { .. } => {}
    }
}

#[test]
fn boards_are_made_when_asked_for_share_their_bytes_and_go_when_nobody_looks() {
    let mut stage = stage();
    let mut boards = Boards::new("e".into());
    let mut agents: Vec<_> = (0..2)
        .map(|who| boards.subscribe(&stage, &Sight::agent(agent(who).as_str()), None, String::new()))
        .collect();
    assert_eq!((boards.len(), boards.viewers()), (1, 2), "two agents, one board");
    let mut tell = |boards: &mut Boards, what: LegEvent| {
        let event = Event { at: 1_000_000, what: Happening::Leg(Box::new(what)) };
        let touched = stage.take(What::Event(event));
        boards.catch_up(&stage, &touched, "");
        agents.iter_mut().map(|agent| agent.frames.try_recv().expect("a frame").text).collect::<Vec<_>>()
    };
    let (leg, digest) = caller(0);
    let told = tell(&mut boards, leg_event(leg, digest, LegEventKind::Created, LegSide::Inbound));
    assert_eq!(told[0].as_ptr(), told[1].as_ptr(), "nobody's own: the same bytes");
    assert!(!told[0].contains("0901234567"), "{}", told[0]);
    let mut rings = leg_event(LegId::new("rings"), Digest([9; 16]), LegEventKind::Created, LegSide::Outbound);
    rings.agent = Some(agent(1));
    rings.links.member_digest = Some(digest);
    let told = tell(&mut boards, rings);
    assert!(told[1].contains("0901234567") && !told[0].contains("0901234567"), "{told:?}");
    let later = Instant::now() + Duration::from_secs(61);
    boards.forget(later);
    assert_eq!(boards.len(), 1, "both still look");
    drop(agents);
    boards.forget(later);
    boards.forget(later + Duration::from_secs(61));
    assert_eq!(boards.len(), 0);
}
