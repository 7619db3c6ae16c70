//! How long each question takes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use kpi::{CallResult, Direction, Millis, Text};
use store::{About, CallQuery, Sort, SortBy, Span, Store, When};

use crate::past::Past;
use crate::{CALLS_A_DAY, DAY, Failure, NOW};

pub async fn measure(store: &Store, past: &Past, calls: usize) -> Result<(), Failure> {
    let days = calls as Millis / CALLS_A_DAY as Millis;
    let text = |text: &str| Some(Text::from(text));
    let all = CallQuery::default();
    let between = |from: Millis, until: Millis| {
        Some(When::Started(Span { from: NOW - from * DAY, until: NOW - until * DAY }))
    };
    let month = between(30, 0);
    let queue = || text("queue-1");
    let among: BTreeSet<Text> = ["queue-2".into(), "queue-3".into()].into();
    let by = |by, ascending| Sort { by, ascending };
    let about = |agents: &[&str], queues: &[&str]| {
        let named = |names: &[&str]| names.iter().map(|name| Text::from(*name)).collect();
        Some(About { agents: named(agents), queues: named(queues) })
    };
    let questions = [
        ("all", all.clone()),
        ("a day half-way back", CallQuery { when: between(days / 2 + 1, days / 2), ..all.clone() }),
        ("a month", CallQuery { when: month, ..all.clone() }),
        ("a queue", CallQuery { queue: queue(), ..all.clone() }),
        ("a queue that no call went through", CallQuery { queue: text("none"), ..all.clone() }),
        ("two queues (a supervisor's)", CallQuery { among: Some(among.clone()), ..all.clone() }),
        ("an agent", CallQuery { agent: text("agent-17"), ..all.clone() }),
        ("an agent in a month", CallQuery { agent: text("agent-17"), when: month, ..all.clone() }),
        (
            "an agent, of two queues",
            CallQuery { agent: text("agent-17"), among: Some(among.clone()), ..all.clone() },
        ),
        ("abandoned", CallQuery { result: Some(CallResult::Abandoned), ..all.clone() }),
        ("failed, one in 1,000", CallQuery { result: Some(CallResult::Failed), ..all.clone() }),
        ("outbound", CallQuery { direction: Some(Direction::Outbound), ..all.clone() }),
        (
            "abandoned in a queue",
            CallQuery { queue: queue(), result: Some(CallResult::Abandoned), ..all.clone() },
        ),
        (
            "abandoned in a queue in a month",
            CallQuery { queue: queue(), result: Some(CallResult::Abandoned), when: month, ..all.clone() },
        ),
        (
            "outbound and abandoned: none",
            CallQuery {
                direction: Some(Direction::Outbound),
                result: Some(CallResult::Abandoned),
                ..all.clone()
            },
        ),
        (
            "about three agents",
            CallQuery { about: about(&["agent-1", "agent-2", "agent-3"], &[]), ..all.clone() },
        ),
        ("about an agent or a queue", CallQuery { about: about(&["agent-1"], &["queue-4"]), ..all.clone() }),
        ("a whole number", CallQuery { number: past.call(77).number, ..all.clone() }),
        ("a number's beginning, 09012", CallQuery { number: text("09012"), ..all.clone() }),
        ("a number's beginning, 090 (16 of 100)", CallQuery { number: text("090"), ..all.clone() }),
        ("a number's last four digits", CallQuery { number: text("2345"), ..all.clone() }),
        (
            "090 and abandoned in a queue",
            CallQuery {
                number: text("090"),
                queue: queue(),
                result: Some(CallResult::Abandoned),
                ..all.clone()
            },
        ),
        ("a key that there is not", CallQuery { key: text("0123456789abcdef"), ..all.clone() }),
        ("longest waits", CallQuery { sort: by(SortBy::Waited, false), ..all.clone() }),
        (
            "longest waits of a queue",
            CallQuery { queue: queue(), sort: by(SortBy::Waited, false), ..all.clone() },
        ),
        (
            "longest waits of two queues in a month",
            CallQuery {
                among: Some(among.clone()),
                when: month,
                sort: by(SortBy::Waited, false),
                ..all.clone()
            },
        ),
        (
            "longest waits, abandoned",
            CallQuery { result: Some(CallResult::Abandoned), sort: by(SortBy::Waited, false), ..all.clone() },
        ),
        ("shortest talks", CallQuery { sort: by(SortBy::Talked, true), ..all.clone() }),
        (
            "shortest talks of an agent",
            CallQuery { agent: text("agent-17"), sort: by(SortBy::Talked, true), ..all.clone() },
        ),
        ("oldest first", CallQuery { sort: by(SortBy::Started, true), ..all.clone() }),
    ];
    println!("{:<42} {:>9} {:>9} {:>9} {:>9} {:>9}   ms", "", "first", "middle", "last", "count", "calls");
    for (what, question) in questions {
        let (counting, counted) = median(|| store.count(&question)).await?;
        let at = |offset: usize| CallQuery { limit: 50, offset, ..question.clone() };
        let first = at(0);
        let (took, _) = median(|| store.calls(&first)).await?;
        // As far as a person is offered pages, and half as far.
        let middle = at(counted.calls as usize / 2);
        let (half, _) = median(|| store.calls(&middle)).await?;
        let last = at((counted.calls as usize).saturating_sub(50));
        let (far, found) = median(|| store.calls(&last)).await?;
        assert!(found.len() as u64 == counted.calls.min(50), "{what}: {} of {counted:?}", found.len());
        let more = if counted.is_exact { ' ' } else { '+' };
        println!(
            "{what:<42} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9}{more}",
            ms(took),
            ms(half),
            ms(far),
            ms(counting),
            counted.calls
        );
    }
    let month_parts = CallQuery { when: month, limit: 1_000, ..all.clone() };
    let (took, (_, next)) = median(|| store.calls_behind(&month_parts, None)).await?;
    println!("{:<42} {:>9.2}", "a thousand of an export", ms(took));
    let (took, _) = median(|| store.calls_behind(&month_parts, next)).await?;
    println!("{:<42} {:>9.2}", "the next thousand", ms(took));
    for (what, days) in
        [("all that touches yesterday", 2), ("all that touches a day half-way back", days / 2)]
    {
        let span = Span { from: NOW - days * DAY, until: NOW - (days - 1) * DAY };
        let (took, found) = median(|| store.calls_touching(span)).await?;
        println!("{what:<42} {:>9.2} {:>9} calls", ms(took), found.len());
    }
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Of five.
async fn median<T, F: Future<Output = Result<T, store::StoreError>>>(
    question: impl Fn() -> F,
) -> Result<(Duration, T), Failure> {
    let mut times = Vec::new();
    let mut answer = question().await?;
    for _ in 0..5 {
        let began = Instant::now();
        answer = question().await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok((times[2], answer))
}
