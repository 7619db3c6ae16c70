//! Random calls, put, put again and taken away, and random questions: the store answers like a plain list.

use std::collections::{BTreeMap, BTreeSet};

use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage, State, Stint, Text};
use proptest::prelude::*;
use store::{CallQuery, Entry, Keyframe, Position, Span, Store, Stored, When};

use crate::support::{Directory, T0, two_days_on};

const HOUR: Millis = 3_600_000;

#[derive(Debug, Clone)]
enum Step {
    Put(Vec<Call>),
    Remove(Vec<Text>),
    Stints(Vec<Stint>),
    Append(Vec<Entry>),
    Keyframe(u8, u32, Millis, Vec<u8>),
    Ask(CallQuery),
    AskStints(Span),
    AskEntries(u8, Millis, usize),
    AskKeyframe(Millis, u32),
    Tidy,
    Reopen,
}

#[derive(Default)]
struct Model {
    /// In the order in which their keys first came: ties of time are broken by it.
    calls: Vec<Call>,
    stints: BTreeMap<(Text, Millis), Stint>,
    journal: Vec<Stored>,
    keyframes: BTreeMap<(Position, u32), Keyframe>,
}

fn time() -> impl Strategy<Value = Millis> {
    prop_oneof![4 => 0..4 * HOUR, 1 => 0..40 * HOUR].prop_map(|after| T0 + after / 60_000 * 60_000)
}

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Option<Text>> {
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

fn key() -> impl Strategy<Value = Text> {
    (0..40_u8).prop_map(|key| format!("call-{key}@192.0.2.1").into())
}

fn call() -> impl Strategy<Value = Call> {
    let values = (key(), time(), prop::option::weighted(0.9, 0..10 * HOUR), prop::option::of(0..HOUR));
    let words =
        (prop::sample::select(RESULTS), prop::sample::select(DIRECTIONS), prop::sample::select(JOINS));
    let names = (some(NUMBERS), some(&["1900", "0281"]), some(AGENTS), some(&["rec.mp3"]));
    let parts = (
        prop::collection::vec("[a-z\n\\\\]{0,4}".prop_map(Text::from), 0..3),
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

fn stint() -> impl Strategy<Value = Stint> {
    (prop::sample::select(AGENTS), time(), prop::option::of(0..10 * HOUR), prop::sample::select(STATES))
        .prop_map(|(agent, from, lasted, state)| Stint {
            agent: agent.into(),
            state,
            from,
            until: lasted.map(|lasted| from + lasted),
        })
}

fn span() -> impl Strategy<Value = Span> {
    (time(), 0..3 * HOUR).prop_map(|(from, long)| Span { from, until: from + long })
}

fn query() -> impl Strategy<Value = CallQuery> {
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
    let among = prop::option::weighted(
        0.3,
        prop::collection::btree_set(prop::sample::select(QUEUES).prop_map(Text::from), 0..3),
    );
    (when, (some(QUEUES), among), some(AGENTS), words, number, page).prop_map(
        |(when, (queue, among), agent, (result, direction), number, (limit, offset))| CallQuery {
            when,
            queue,
            among,
            agent,
            result,
            direction,
            number,
            limit,
            offset,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let body = || prop::collection::vec(any::<u8>(), 0..20);
    let entry = (time(), body()).prop_map(|(at, body)| Entry { at, body });
    prop_oneof![
        3 => prop::collection::vec(call(), 0..12).prop_map(Step::Put),
        1 => prop::collection::vec(key(), 0..4).prop_map(Step::Remove),
        2 => prop::collection::vec(stint(), 0..8).prop_map(Step::Stints),
        3 => prop::collection::vec(entry, 0..20).prop_map(Step::Append),
        1 => (any::<u8>(), 0..2_u32, time(), body())
            .prop_map(|(place, format, at, body)| Step::Keyframe(place, format, at, body)),
        6 => query().prop_map(Step::Ask),
        2 => span().prop_map(Step::AskStints),
        3 => (any::<u8>(), time(), 0..30_usize).prop_map(|(after, until, limit)| Step::AskEntries(after, until, limit)),
        1 => (time(), 0..2_u32).prop_map(|(before, format)| Step::AskKeyframe(before, format)),
        1 => Just(Step::Tidy),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_store_answers_like_a_list(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(play(steps))?;
    }
}

async fn play(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let directory = Directory::new();
    let (mut store, _) = directory.open_at(two_days_on).await;
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Put(calls) => {
                store.put_calls(calls.clone()).await.expect("kept");
                model.put(calls);
            }
            Step::Remove(keys) => {
                let before = model.calls.len();
                model.calls.retain(|call| !keys.contains(&call.key));
                let removed = store.remove_calls(keys).await.expect("removed");
                prop_assert_eq!(removed as usize, before - model.calls.len());
            }
            Step::Stints(stints) => {
                store.put_stints(stints.clone()).await.expect("kept");
                model
                    .stints
                    .extend(stints.into_iter().map(|stint| ((stint.agent.clone(), stint.from), stint)));
            }
            Step::Append(entries) => {
                for entry in entries.clone() {
                    let position = Position(model.journal.len() as i64 + 1);
                    model.journal.push(Stored { position, at: entry.at, body: entry.body });
                }
                let end = store.append(entries).await.expect("kept");
                prop_assert_eq!(end, Position(model.journal.len() as i64));
            }
            Step::Keyframe(place, format, at, body) => {
                let position = model.place(place);
                let keyframe = Keyframe { position, at, format, body };
                store.keyframe(keyframe.clone()).await.expect("kept");
                model.keyframes.insert((position, format), keyframe);
            }
            Step::Ask(query) => {
                let (expected, counted) = model.answer(&query);
                prop_assert_eq!(store.calls(&query).await.expect("read"), expected, "{:?}", query);
                prop_assert_eq!(store.count(&query).await.expect("read"), counted, "{:?}", query);
            }
            Step::AskStints(span) => {
                let expected: Vec<Stint> = model
                    .stints
                    .values()
                    .filter(|stint| {
                        stint.from < span.until && stint.until.is_none_or(|until| until >= span.from)
                    })
                    .cloned()
                    .collect();
                prop_assert_eq!(store.stints(span).await.expect("read"), expected);
            }
            Step::AskEntries(after, until, limit) => {
                let after = model.place(after);
                let expected: Vec<Stored> = model
                    .journal
                    .iter()
                    .filter(|entry| entry.position > after && entry.at <= until)
                    .take(limit)
                    .cloned()
                    .collect();
                prop_assert_eq!(store.entries(after, until, limit).await.expect("read"), expected);
            }
            Step::AskKeyframe(before, format) => {
                let expected = model
                    .keyframes
                    .values()
                    .filter(|keyframe| keyframe.format == format && keyframe.at <= before)
                    .max_by_key(|keyframe| (keyframe.at, keyframe.position));
                let found = store.newest_keyframe(before, format).await.expect("read");
                prop_assert_eq!(found.as_ref(), expected);
            }
            Step::Tidy => {
                let (_, removed) = store.tidy().await.expect("tidied");
                prop_assert_eq!(removed, 0, "nothing is too old");
            }
            Step::Reopen => {
                store.close().await;
                store = reopened(&directory, store).await;
                let end = model.journal.last().map(|last| (last.position, last.at));
                prop_assert_eq!(store.end_of_journal().await.expect("read"), end);
            }
        }
    }
    Ok(())
}

async fn reopened(directory: &Directory, closed: Store) -> Store {
    drop(closed);
    directory.open_at(two_days_on).await.0
}

impl Model {
    fn put(&mut self, calls: Vec<Call>) {
        for call in calls {
            match self.calls.iter_mut().find(|there| there.key == call.key) {
                Some(there) => *there = call,
                None => self.calls.push(call),
            }
        }
    }

    fn place(&self, any: u8) -> Position {
        Position(i64::from(any) % (self.journal.len() as i64 + 1))
    }

    fn answer(&self, query: &CallQuery) -> (Vec<Call>, u64) {
        let mut wanted: Vec<&Call> = self.calls.iter().rev().filter(|call| fits(call, query)).collect();
        // Stable: of two that started together the later known comes first.
        wanted.sort_by_key(|call| std::cmp::Reverse(call.started));
        let limit = if query.limit == 0 { usize::MAX } else { query.limit };
        let counted = wanted.len() as u64;
        (wanted.into_iter().skip(query.offset).take(limit).cloned().collect(), counted)
    }
}

fn fits(call: &Call, query: &CallQuery) -> bool {
    let when = match query.when {
        None => true,
        Some(When::Started(span)) => call.started >= span.from && call.started < span.until,
        Some(When::Active(span)) => active(call, span),
    };
    let queue = query
        .queue
        .as_ref()
        .is_none_or(|queue| call.passages.iter().any(|passage| passage.queue.as_ref() == Some(queue)));
    let went_through = |among: &BTreeSet<Text>| {
        call.passages.iter().any(|passage| passage.queue.as_ref().is_some_and(|queue| among.contains(queue)))
    };
    let agent = query.agent.as_ref().is_none_or(|agent| {
        let picked_up = call.passages.iter().any(
            |passage| matches!(&passage.left, Some(Left::Answered { agent: Some(by), .. }) if by == agent),
        );
        picked_up || call.agent.as_ref() == Some(agent)
    });
    when && queue
        && query.among.as_ref().is_none_or(went_through)
        && agent
        && query.result.is_none_or(|result| call.result == result)
        && query.direction.is_none_or(|direction| call.direction == direction)
        && query.number.as_ref().is_none_or(|typed| has_number(call, typed))
}

/// From the first to the last moment of anything in it; what has no end goes on.
fn active(call: &Call, span: Span) -> bool {
    let mut first = call.started;
    let mut last = call.ended.unwrap_or(Millis::MAX);
    for passage in &call.passages {
        first = first.min(passage.entered);
        last = last.max(passage.left.as_ref().map_or(Millis::MAX, Left::at)).max(passage.entered);
    }
    for miss in &call.misses {
        first = first.min(miss.at);
        last = last.max(miss.at);
    }
    first < span.until && last >= span.from
}

/// The rule as a table, for the few numbers there are.
fn has_number(call: &Call, typed: &str) -> bool {
    let Some(number) = &call.number else { return false };
    let expected: &[&str] = match typed {
        "0901" | "84901" => &["0901234567", "+84901234567", "84901234000"],
        "+84901234567" => &["0901234567", "+84901234567"],
        "567" => &["0901234567", "+84901234567"],
        "5678" => &["02812345678"],
        "101" => &["101"],
        "19001234" => &["19001234"],
        "0100" => &["+1 212 555 0100"],
        "2812" => &["02812345678"],
        _ => &[],
    };
    expected.contains(&&**number)
}
