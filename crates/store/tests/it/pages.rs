//! A list put together from its pages, or from its parts, is the whole list.

use std::collections::BTreeSet;

use kpi::Call;
use proptest::prelude::*;
use store::{CallQuery, Counted};

use crate::plain_list;
use crate::random::{call, query};
use crate::support::{Directory, two_days_on};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn pages_put_together_are_the_whole_list(
        calls in prop::collection::vec(call(), 0..60),
        questions in prop::collection::vec(query(), 1..12),
        rows in 1..7_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(turn(calls, questions, rows))?;
    }
}

async fn turn(calls: Vec<Call>, questions: Vec<CallQuery>, rows: usize) -> Result<(), TestCaseError> {
    let directory = Directory::new();
    let (store, _) = directory.open_at(two_days_on).await;
    let mut keys = BTreeSet::new();
    let calls: Vec<Call> = calls.into_iter().filter(|call| keys.insert(call.key.clone())).collect();
    store.put_calls(calls.clone()).await.expect("kept");
    for question in questions {
        let question = CallQuery { limit: 0, offset: 0, ..question };
        let (all, counted) = plain_list::answer(&calls, &question);
        let count = store.count(&question).await.expect("read");
        prop_assert_eq!(count, Counted { calls: counted, is_exact: true }, "{:?}", question);
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
