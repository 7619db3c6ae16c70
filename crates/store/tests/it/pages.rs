//! A list put together from its pages, or from its parts, is the whole list.

use std::collections::BTreeSet;

use kpi::{Call, CallResult, Text};
use proptest::prelude::*;
use store::{About, CallQuery, Effort, Store, StoreSettings};

use crate::plain_list;
use crate::random::{call, query};
use crate::support::{self, Directory, two_days_on};

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn pages_put_together_are_the_whole_list(
        calls in prop::collection::vec(call(), 0..60),
        questions in prop::collection::vec(query(), 1..12),
        rows in 1..7_usize,
        // As in a store of many calls: every way of looking is taken.
        effort in (0..12_u32, 0..20_u32, 0..40_u32),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(turn(calls, questions, rows, effort))?;
    }
}

async fn turn(
    calls: Vec<Call>,
    questions: Vec<CallQuery>,
    rows: usize,
    effort: (u32, u32, u32),
) -> Result<(), TestCaseError> {
    let directory = Directory::new();
    let (few, counted, walked) = effort;
    let settings =
        StoreSettings { effort: Effort { few, counted, walked }, ..directory.settings(two_days_on) };
    let (store, _) = Store::open(&settings).await.expect("it opens");
    let mut keys = BTreeSet::new();
    let calls: Vec<Call> = calls.into_iter().filter(|call| keys.insert(call.key.clone())).collect();
    store.put_calls(calls.clone()).await.expect("kept");
    for question in questions {
        let question = CallQuery { limit: 0, offset: 0, ..question };
        let (all, number) = plain_list::answer(&calls, &question);
        let count = store.count(&question).await.expect("read");
        let ceiling = u64::from(counted);
        if !count.is_exact {
            prop_assert!(
                count.calls == ceiling && number > ceiling,
                "{:?} of {} {:?}",
                count,
                number,
                question
            );
        } else {
            prop_assert_eq!(count.calls, number, "{:?}", question);
        }
        prop_assert_eq!(&store.calls(&question).await.expect("read"), &all, "{:?}", question);

        let mut pages = Vec::new();
        // The last one is empty.
        for page in 0..=all.len().div_ceil(rows) {
            let page = CallQuery { limit: rows, offset: page * rows, ..question.clone() };
            pages.extend(store.calls(&page).await.expect("read"));
        }
        prop_assert_eq!(&pages, &all, "pages of {} of {:?}", rows, question);

        let part = CallQuery { limit: rows, ..question.clone() };
        let (mut parts, mut next) = store.calls_behind(&part, None).await.expect("read");
        while let Some(bookmark) = next {
            let (more, then) = store.calls_behind(&part, Some(bookmark)).await.expect("read");
            parts.extend(more);
            next = then;
        }
        prop_assert_eq!(&parts, &all, "parts of {} of {:?}", rows, question);
    }
    Ok(())
}

/// There are 62 bits for queues.
#[tokio::test]
async fn queues_that_share_a_bit_are_told_apart() {
    let directory = Directory::new();
    let settings =
        StoreSettings { effort: Effort { few: 5, ..Effort::default() }, ..directory.settings(two_days_on) };
    let (store, _) = Store::open(&settings).await.expect("it opens");
    let queue = |number: i64| Text::from(format!("queue-{}", number % 150));
    let mut calls: Vec<Call> = (0..450).map(support::call).collect();
    for (number, call) in (0..).zip(&mut calls) {
        call.passages[0].queue = Some(queue(number));
    }
    store.put_calls(calls.clone()).await.expect("kept");
    let three = || BTreeSet::from([queue(7), queue(69), queue(131)]);
    for question in [
        CallQuery { queue: Some(queue(7)), result: Some(CallResult::Answered), ..CallQuery::default() },
        CallQuery { among: Some(three()), ..CallQuery::default() },
        CallQuery {
            about: Some(About { queues: three(), ..About::default() }),
            among: Some(three()),
            ..CallQuery::default()
        },
    ] {
        let (expected, number) = plain_list::answer(&calls, &question);
        assert!(number == 3 || number == 9);
        assert_eq!(store.calls(&question).await.expect("read"), expected, "{question:?}");
        assert_eq!(store.count(&question).await.expect("read").calls, number, "{question:?}");
    }
}
