//! Random calls, stints and questions.

use std::collections::BTreeSet;

use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage, State, Stint, Text};
use proptest::prelude::*;
use store::{About, CallQuery, Sort, SortBy, Span, When};

use crate::support::T0;

const HOUR: Millis = 3_600_000;

pub fn time() -> impl Strategy<Value = Millis> {
    prop_oneof![4 => 0..4 * HOUR, 1 => 0..40 * HOUR].prop_map(|after| T0 + after / 60_000 * 60_000)
}

pub fn some(of: &'static [&'static str]) -> impl Strategy<Value = Option<Text>> {
    prop::option::of(prop::sample::select(of).prop_map(Text::from))
}

const QUEUES: &[&str] = &["sales", "support", "vip"];
const AGENTS: &[&str] = &["an", "binh", "chi"];
const NUMBERS: &[&str] = &[
    "0901234567",
    "+84901234567",
    "84901234000",
    "02812345678",
    "101",
    "19001234",
    "anonymous",
    "+1 212 555 0100",
];
const TYPED: &[&str] = &[
    "0901",
    "84901",
    "+84901234567",
    "567",
    "5678",
    "101",
    "01",
    "19001234",
    "0100",
    "anonymous",
    "28",
    "2812",
];
const RESULTS: &[CallResult] = &[
    CallResult::Live,
    CallResult::Answered,
    CallResult::Abandoned,
    CallResult::LeftEarly,
    CallResult::Busy,
    CallResult::NoAnswer,
    CallResult::Failed,
    CallResult::Unknown,
];
const DIRECTIONS: &[Direction] =
    &[Direction::Inbound, Direction::Outbound, Direction::Internal, Direction::Unknown];
const JOINS: &[Join] = &[Join::FeedOnly, Join::HistoryOnly, Join::ByQueue, Join::ByRecording, Join::Soft];
const STATES: &[State] = &[
    State::Available,
    State::Ringing,
    State::OnCall,
    State::WrapUp,
    State::Paused,
    State::Offline,
    State::Unknown,
];

fn left() -> impl Strategy<Value = Option<Left>> {
    let talked = prop::option::of(0..HOUR);
    prop_oneof![
        Just(None),
        (time(), some(AGENTS), talked).prop_map(|(at, agent, talked)| Some(Left::Answered {
            at,
            agent,
            talked
        })),
        time().prop_map(|at| Some(Left::Abandoned { at })),
        time().prop_map(|at| Some(Left::FlowedOut { at })),
        time().prop_map(|at| Some(Left::Unknown { at })),
    ]
}

fn passage() -> impl Strategy<Value = Passage> {
    (some(QUEUES), time(), any::<bool>(), any::<bool>(), left()).prop_map(
        |(queue, entered, entered_is_call_start, transferred_in, left)| Passage {
            queue,
            entered,
            entered_is_call_start,
            transferred_in,
            left,
        },
    )
}

fn miss() -> impl Strategy<Value = Miss> {
    (prop::sample::select(AGENTS), time(), some(QUEUES)).prop_map(|(agent, at, queue)| Miss {
        agent: agent.into(),
        at,
        queue,
    })
}

pub fn key() -> impl Strategy<Value = Text> {
    (0..40_u8).prop_map(|key| format!("call-{key}@192.0.2.1").into())
}

/// Few, so that calls share some.
fn leg() -> impl Strategy<Value = Text> {
    "[ab\n\\\\]{0,2}".prop_map(Text::from)
}

fn names(of: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<Text>> {
    prop::collection::btree_set(prop::sample::select(of).prop_map(Text::from), 0..3)
}

pub fn call() -> impl Strategy<Value = Call> {
    let values = (key(), time(), prop::option::weighted(0.9, 0..10 * HOUR), prop::option::of(0..HOUR));
    let words =
        (prop::sample::select(RESULTS), prop::sample::select(DIRECTIONS), prop::sample::select(JOINS));
    let names = (some(NUMBERS), some(&["1900", "0281"]), some(AGENTS), some(&["rec.mp3"]));
    let parts = (
        prop::collection::vec(leg(), 0..3),
        prop::collection::vec(passage(), 0..4),
        prop::collection::vec(miss(), 0..3),
    );
    (values, words, names, parts).prop_map(
        |(
            (key, started, lasted, talked),
            (result, direction, join),
            (number, line, agent, recording),
            parts,
        )| {
            let (legs, passages, misses) = parts;
            let ended = lasted.map(|lasted| started + lasted);
            Call {
                key,
                started,
                ended,
                direction,
                number,
                line,
                agent,
                result,
                talked,
                recording,
                legs,
                passages,
                misses,
                join,
            }
        },
    )
}

pub fn stint() -> impl Strategy<Value = Stint> {
    (prop::sample::select(AGENTS), time(), prop::option::of(0..10 * HOUR), prop::sample::select(STATES))
        .prop_map(|(agent, from, lasted, state)| Stint {
            agent: agent.into(),
            state,
            from,
            until: lasted.map(|lasted| from + lasted),
        })
}

pub fn span() -> impl Strategy<Value = Span> {
    (time(), 0..3 * HOUR).prop_map(|(from, long)| Span { from, until: from + long })
}

pub fn query() -> impl Strategy<Value = CallQuery> {
    let when = prop_oneof![
        Just(None),
        span().prop_map(|span| Some(When::Started(span))),
        span().prop_map(|span| Some(When::Active(span))),
    ];
    let words = (
        prop::option::weighted(0.2, prop::sample::select(RESULTS)),
        prop::option::weighted(0.2, prop::sample::select(DIRECTIONS)),
    );
    let number = prop::option::weighted(0.3, prop::sample::select(TYPED).prop_map(Text::from));
    let page = (prop_oneof![Just(0_usize), 1..5_usize], 0..3_usize);
    let among = prop::option::weighted(0.3, names(QUEUES));
    let about = prop::option::weighted(0.3, (names(AGENTS), names(QUEUES)))
        .prop_map(|about| about.map(|(agents, queues)| About { agents, queues }));
    let by = prop::sample::select(&[SortBy::Started, SortBy::Waited, SortBy::Talked]);
    let sort = (by, any::<bool>()).prop_map(|(by, ascending)| Sort { by, ascending });
    let key = prop::option::weighted(0.1, prop_oneof![key(), leg()]);
    (when, (some(QUEUES), among, about), some(AGENTS), words, (number, key), (page, sort)).prop_map(
        |(
            when,
            (queue, among, about),
            agent,
            (result, direction),
            (number, key),
            ((limit, offset), sort),
        )| CallQuery {
            when,
            queue,
            among,
            agent,
            about,
            key,
            result,
            direction,
            number,
            sort,
            limit,
            offset,
        },
    )
}
