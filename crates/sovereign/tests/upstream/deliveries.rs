//! Webhooks over real sockets, as good as they come and spoiled in every way: what is believed, and what it tells.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use axum::{Json, Router};
use floor::Millis;
use serde_json::{Value, json};
use sovereign::webhook::{Delivery, DeliveryKey, Distrusted, Told, Webhook, WebhookSecret, read};
use sovereign::{Call, Likeness, Phase, same_call};
use tokio::net::TcpListener;

use crate::support::{Upstream, eventually};

/// What a receiver made of a delivery.
type Judged = Result<Webhook, Distrusted>;

/// Takes deliveries as a server would, and answers the safe answer, or one of the test's.
#[derive(Clone, Default)]
struct Receiver {
    judged: Arc<Mutex<Vec<Judged>>>,
    answer: Option<Value>,
}

impl Receiver {
    /// For as long as the test lives.
    async fn start(&self) -> String {
        let router = Router::new().route("/webhooks/sovereign", post(take)).with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/webhooks/sovereign")
    }

    fn judged(&self) -> Vec<Judged> {
        self.judged.lock().expect("no test panicked").clone()
    }

    fn believed(&self) -> Vec<Webhook> {
        self.judged().into_iter().filter_map(Result::ok).collect()
    }

    /// Waits for so many deliveries, believed or not.
    async fn after(&self, count: usize) -> Vec<Judged> {
        eventually(async || Some(self.judged()).filter(|judged| judged.len() >= count)).await
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Json<Value> {
    let secret = WebhookSecret::new(&"whsec_test_secret_12345".into()).expect("a secret");
    let judged = Delivery::new(&headers, &body).check(&secret, now());
    let judged = judged.map(|()| read(&body).expect("it is readable"));
    let answer = judged.as_ref().map_or(Value::Null, Webhook::answer);
    receiver.judged.lock().expect("no test panicked").push(judged);
    Json(receiver.answer.unwrap_or(answer))
}

#[expect(clippy::disallowed_methods, reason = "the simulator lives by the machine's clock")]
fn now() -> Millis {
    jiff::Timestamp::now().as_millisecond()
}

/// One call that is answered, hung up and reported: three deliveries, if nothing is spoiled.
async fn one_call(upstream: &Upstream) -> Call {
    let id = upstream.live_call("+84912345678").await;
    upstream.drive(&id, "end", json!({})).await;
    upstream.client.call(&id).await.expect("a call")
}

/// Short words for what came.
fn words(judged: &[Judged]) -> Vec<String> {
    let word = |judged: &Judged| match judged {
        Ok(webhook) if webhook.told == Told::StatusUpdate => webhook.call.status.word().to_owned(),
        Ok(webhook) => webhook.told.word().to_owned(),
        Err(Distrusted::Stale { .. }) => "stale".to_owned(),
        Err(why) => format!("{why:?}").to_lowercase(),
    };
    judged.iter().map(word).collect()
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the table is what one runs it for")]
async fn spoiled_in_every_way() {
    const GOOD: [&str; 3] = ["in-progress", "ended", "end-of-call-report"];
    println!("spoiled by | came | believed | messages");
    for (fault, came, messages) in [
        ("nothing", GOOD.to_vec(), 3),
        ("forge", vec!["forged"; 3], 0),
        ("stale", vec!["stale"; 3], 0),
        ("lose", vec![], 0),
        ("duplicate", vec![GOOD[0], GOOD[0], GOOD[1], GOOD[1], GOOD[2], GOOD[2]], 3),
        ("replay", vec![GOOD[0], GOOD[0], GOOD[1], GOOD[1], GOOD[2], GOOD[2]], 3),
        ("reorder", vec![GOOD[1], GOOD[0], GOOD[2]], 3),
        ("unsigned", vec!["unsigned"; 3], 0),
    ] {
        let receiver = Receiver::default();
        let url = receiver.start().await;
        let upstream = Upstream::with(|options| options.webhooks = Some(url), |_| {}).await;
        let order = match fault {
            "nothing" => json!({}),
            "unsigned" => json!({ "unsigned": true }),
            share => json!({ share: 1.0 }),
        };
        upstream.order("faults", order).await;
        let call = one_call(&upstream).await;
        let judged = receiver.after(came.len()).await;
        // Whether it was sent is written down after the answer.
        let sent = eventually(async || {
            let sent = upstream.truth().await["webhooks"]["sent"].as_array()?.clone();
            (sent.len() >= came.len().max(3)).then_some(sent)
        })
        .await;
        assert!(sent.iter().all(|sent| (sent["how"] == "lost") == (fault == "lose")), "{fault}: {sent:?}");

        let (mut seen, mut expected) = (words(&judged), came.clone());
        if fault == "replay" {
            // Two seconds later, between or after the others.
            seen.sort();
            expected.sort();
        }
        assert_eq!(seen, expected, "{fault}");
        let believed = receiver.believed();
        let keys: BTreeSet<DeliveryKey> = believed.iter().map(Webhook::key).collect();
        println!("{fault:<10} | {:>4} | {:>8} | {:>8}", judged.len(), believed.len(), keys.len());
        assert_eq!(keys.len(), messages, "{fault}: the same message has the same key");

        // In whatever order they came, the furthest phase is the call's.
        let furthest = believed.iter().map(|webhook| webhook.call.status.phase()).max();
        assert_eq!(furthest, (messages > 0).then_some(Phase::Done), "{fault}");
        assert_eq!(call.status.phase(), Phase::Done, "{fault}: polling knows it in any case");
        upstream.simulator.stop().await;
    }
}

#[tokio::test]
async fn all_spellings_and_forms_tell_the_same() {
    let mut told = vec![];
    for (legacy, bare) in [(false, false), (true, false), (false, true), (true, true)] {
        let receiver = Receiver::default();
        let url = receiver.start().await;
        let upstream = Upstream::with(
            |options| {
                options.webhooks = Some(url);
                options.legacy_spelling = legacy;
                options.bare_signature = bare;
            },
            |_| {},
        )
        .await;
        one_call(&upstream).await;
        assert_eq!(words(&receiver.after(3).await).len(), 3);
        let report = receiver.believed().pop().expect("a report").call;
        assert!(report.summary.is_some() && !report.analysis.is_empty() && report.recording.is_some());
        let call = (report.direction, report.line, report.line_name, report.customer, report.status);
        told.push(call);
    }
    assert!(told.iter().all(|call| *call == told[0]), "{told:?}");
}

#[tokio::test]
async fn a_webhooks_call_is_joined_to_rests() {
    for same_ids in [false, true] {
        let receiver = Receiver::default();
        let url = receiver.start().await;
        let change = |options: &mut simulator::SovereignOptions| {
            options.webhooks = Some(url);
            options.same_ids = same_ids;
        };
        let upstream = Upstream::with(change, |_| {}).await;
        let call = one_call(&upstream).await;
        let answered = receiver.after(3).await.swap_remove(0).expect("it is believed").call;
        match same_call(&answered, &call) {
            Some(Likeness::Id) => assert!(same_ids),
            Some(Likeness::NumbersAndTime { apart }) => assert!(!same_ids && apart < 5_000, "{apart}"),
            None => panic!("{answered:?} {call:?}"),
        }
        assert_eq!(answered.id == call.id, same_ids);
    }
}

#[tokio::test]
async fn questions_are_answered_while_somebody_waits() {
    let ask = |url| {
        Upstream::with(
            |options| {
                options.webhooks = Some(url);
                options.assistant_requests = true;
            },
            |_| {},
        )
    };
    let receiver = Receiver::default();
    let upstream = ask(receiver.start().await).await;
    let id = upstream.live_call("+84912345678").await;
    upstream.drive(&id, "tool", json!({ "name": "lookup_contact", "arguments": { "query": "Minh" } })).await;
    let judged = receiver.after(3).await;
    assert_eq!(words(&judged), ["assistant-request", "in-progress", "tool-calls"]);
    let sent = eventually(async || {
        let sent = upstream.truth().await["webhooks"]["sent"].as_array()?.clone();
        (sent.len() == 3).then_some(sent)
    })
    .await;
    let Ok(Webhook { told: Told::ToolCalls(tools), .. }) = &judged[2] else { panic!("{judged:?}") };
    assert_eq!((&*tools[0].name, &tools[0].arguments["query"]), ("lookup_contact", &json!("Minh")));
    assert_eq!(sent[0]["answer"], json!({}));
    assert_eq!(sent[2]["answer"]["results"][0]["tool_call_id"].as_str(), tools[0].id.as_deref());
    assert_eq!(upstream.client.call(&id).await.expect("a call").status.phase(), Phase::Live);

    // Whoever answers with an error refuses the call: that is why the safe answer is an empty one.
    let refusing = Receiver { answer: Some(json!({ "error": "closed" })), ..Receiver::default() };
    let upstream = ask(refusing.start().await).await;
    let call = upstream.order("calls", json!({ "customer": "+84912345678", "hold": true })).await;
    let id = call["id"].as_str().expect("an id");
    let error = eventually(async || upstream.client.call(id).await.expect("a call").error).await;
    assert_eq!(&*error, "rejected by webhook");
}

#[tokio::test]
async fn a_busy_hour_comes_whole_and_agrees_with_rest() {
    let receiver = Receiver::default();
    let url = receiver.start().await;
    let change = |options: &mut simulator::SovereignOptions| {
        options.webhooks = Some(url);
        options.requests_per_minute = 0;
        options.talk_seconds = 1.0;
    };
    let upstream = Upstream::with(change, |_| {}).await;
    upstream.order("load", json!({ "calls_per_minute": 600 })).await;
    receiver.after(100).await;
    upstream.order("load", json!({ "calls_per_minute": 0 })).await;
    let calls = eventually(async || {
        let calls = upstream.client.calls(&sovereign::CallsAsked::default(), 10_000).await.expect("calls");
        let is_settled =
            |call: &Call| call.status.phase().is_over() && (call.started.is_none() || call.summary.is_some());
        calls.calls.iter().all(is_settled).then_some(calls.calls)
    })
    .await;
    let ended = calls.iter().filter(|call| call.started.is_some()).count();
    let reports = |receiver: &Receiver| {
        receiver.believed().iter().filter(|webhook| webhook.told == Told::EndOfCallReport).count()
    };
    eventually(async || (reports(&receiver) >= ended).then_some(())).await;
    assert_eq!(reports(&receiver), ended);
    let believed = receiver.believed();
    let last: BTreeSet<_> = believed
        .iter()
        .filter(|webhook| webhook.told == Told::StatusUpdate && webhook.call.status.phase().is_over())
        .map(|webhook| (webhook.call.customer.clone(), webhook.call.status.phase()))
        .collect();
    let polled: BTreeSet<_> = calls.iter().map(|call| (call.customer.clone(), call.status.phase())).collect();
    assert_eq!(last, polled);
    assert!(calls.len() > 30, "{}", calls.len());
}
