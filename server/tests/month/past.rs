//! The simulated centre's own counts of its past, and its calls, as the control API tells them.

use std::collections::BTreeMap;

use serde_json::Value;
use simulator::Simulator;

use crate::recount::Span;

/// One span's counts: of all queues together, and by queue.
pub struct Past {
    pub span: Span,
    pub all: Value,
    pub queues: BTreeMap<String, Value>,
}

/// Every day of Vietnam that the centre remembers, the first first.
pub async fn days(simulator: &Simulator) -> Vec<Past> {
    ask(simulator, "").await
}

pub async fn of(simulator: &Simulator, span: Span) -> Past {
    let mut spans = ask(simulator, &format!("?from={}&until={}", span.from, span.until)).await;
    spans.pop().expect("the span that was asked for")
}

async fn ask(simulator: &Simulator, query: &str) -> Vec<Past> {
    let url = format!("{}/control/past{query}", simulator.rest_url());
    let answer = crate::support::client().get(url).send().await.expect("the simulator answers");
    let answer: Value = answer.json().await.expect("JSON");
    let spans = answer["spans"].as_array().expect("spans").iter();
    let millis = |value: &Value| value.as_i64().expect("a time");
    spans
        .map(|span| Past {
            span: Span { from: millis(&span["from"]), until: millis(&span["until"]) },
            all: span["all"].clone(),
            queues: span["queues"].as_object().expect("queues").clone().into_iter().collect(),
        })
        .collect()
}

/// A count of those.
pub fn count(counts: &Value, name: &str) -> i64 {
    counts[name].as_i64().unwrap_or_else(|| panic!("the centre counts {name}"))
}

/// The truth in the terms of the KPIs: numerator and denominator, or sum and count, in milliseconds.
///
/// Only those that follow from the centre's own counts, which know nothing of KPIs.
pub fn numbers(counts: &Value) -> BTreeMap<&'static str, (i64, i64)> {
    let count = |name| count(counts, name);
    let mut waits: Vec<(i64, i64)> = counts["answers_by_wait"]
        .as_object()
        .expect("waits")
        .iter()
        .map(|(seconds, times)| (seconds.parse().expect("seconds"), times.as_i64().expect("times")))
        .collect();
    waits.sort_unstable();
    let answered = count("answered");
    let mut so_far = 0;
    let ninth = waits.iter().find(|(_, times)| {
        so_far += times;
        so_far * 10 >= answered * 9
    });
    BTreeMap::from([
        ("offered", (count("offered"), 0)),
        ("answered", (answered, 0)),
        ("abandoned", (count("abandoned"), 0)),
        ("flowed-out", (count("flowed_out"), 0)),
        ("asa", (count("answered_waited") * 1000, answered)),
        ("asa-p90", (ninth.map_or(0, |(seconds, _)| seconds * 1000), answered)),
        ("sl-4", (count("answered_in_target"), answered)),
        ("missed", (count("missed_offers"), 0)),
        ("talk", (count("talked") * 1000, count("talks"))),
        ("answer-rate", (count("offered_then_answered"), count("offered"))),
        (
            "abandon-rate",
            (
                count("offered_then_abandoned") - count("offered_then_abandoned_short"),
                count("offered") - count("offered_then_abandoned_short"),
            ),
        ),
        ("service-level", (count("service_in_time"), count("service_of_all"))),
    ])
}
