//! Random calls, put, put again and taken away, and random questions: the store answers like a plain list.

use std::collections::BTreeMap;

use kpi::{Call, Millis, Stint, Text};
use proptest::prelude::*;
use store::{CallQuery, Entry, Keyframe, Position, Span, Store, Stored};

use crate::plain_list;
use crate::random::{call, key, query, span, stint, time};
use crate::support::{Directory, two_days_on};

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
                let (expected, counted) = plain_list::answer(&model.calls, &query);
                prop_assert_eq!(store.calls(&query).await.expect("read"), expected, "{:?}", query);
                prop_assert_eq!(store.count(&query).await.expect("read").calls, counted, "{:?}", query);
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
        for (place, call) in calls.iter().enumerate() {
            // Of one that comes twice at once the last is written, in its place.
            if calls[place + 1..].iter().any(|later| later.key == call.key) {
                continue;
            }
            match self.calls.iter_mut().find(|there| there.key == call.key) {
                Some(there) => *there = call.clone(),
                None => self.calls.push(call.clone()),
            }
        }
    }

    fn place(&self, any: u8) -> Position {
        Position(i64::from(any) % (self.journal.len() as i64 + 1))
    }
}
