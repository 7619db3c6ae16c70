//! Lists, single calls, names, outbound calls, the key and its budget, over real sockets.

use std::time::Duration;

use serde_json::json;
use sovereign::{CallsAsked, ClientSettings, Direction, Outbound, Phase, RestError, Role, Status};

use crate::support::{KEY, Upstream, client, eventually};

#[tokio::test]
async fn names_of_assistants_and_numbers_also_by_the_older_endpoint() {
    let upstream = Upstream::quiet().await;
    let assistants = upstream.client.assistants().await.expect("assistants");
    assert_eq!(assistants.len(), 3);
    assert_eq!(assistants[0].name.as_deref(), Some("Trợ lý bán hàng"));
    assert_eq!(
        (assistants[0].asks_before_recording, assistants[0].is_in_gdpr_mode),
        (Some(true), Some(false))
    );
    assert!(!format!("{assistants:?}").contains("whsec"), "the secret is not read");

    let numbers = upstream.client.numbers().await.expect("numbers");
    assert_eq!(numbers.len(), 2);
    assert_eq!(numbers[1].assistant_id.as_ref(), Some(&assistants[1].id));
    assert_eq!(
        (&*numbers[1].number, numbers[1].name.as_deref()),
        ("+842873001001", Some("Chăm sóc khách hàng"))
    );

    upstream.order("faults", json!({ "rest_status": 404, "times": 1 })).await;
    assert_eq!(upstream.client.assistants().await.expect("by /agents"), assistants);
}

#[tokio::test]
async fn a_call_from_ringing_to_its_report() {
    let upstream = Upstream::quiet().await;
    let order = json!({ "customer": "+84912345678", "line": "+842873001001", "hold": true });
    let id = upstream.order("calls", order).await["id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("call-_+84912345678_"), "{id}");
    let ringing = upstream.client.call(&id).await.expect("a call");
    assert_eq!((&ringing.status, ringing.direction), (&Status::Connecting, Some(Direction::Inbound)));
    assert_eq!((ringing.customer.as_deref(), ringing.started), (Some("+84912345678"), None));
    assert_eq!(ringing.assistant_name.as_deref(), Some("Trợ lý chăm sóc khách hàng"));

    upstream.drive(&id, "answer", json!({})).await;
    upstream.drive(&id, "say", json!({ "role": "user", "text": "Tôi cần gặp kỹ thuật" })).await;
    let live = upstream.client.call(&id).await.expect("a call");
    assert_eq!((live.status.phase(), &live.messages), (Phase::Live, &None), "no transcript while it lives");
    assert!(live.started >= live.created && live.summary.is_none() && live.analysis.is_empty());

    upstream.drive(&id, "end", json!({})).await;
    let reported = eventually(async || {
        let call = upstream.client.call(&id).await.expect("a call");
        call.summary.is_some().then_some(call)
    })
    .await;
    assert_eq!(
        (&reported.status, reported.ended_reason.as_deref()),
        (&Status::Ended, Some("customer_hangup"))
    );
    let messages = reported.messages.expect("a transcript");
    assert_eq!((&messages[0].role, &*messages[0].text), (&Role::User, "Tôi cần gặp kỹ thuật"));
    assert!(reported.analysis.get("sentiment").is_some_and(serde_json::Value::is_u64));
    assert_eq!(reported.recording.expect("a recording").host(), "127.0.0.1");
}

#[tokio::test]
async fn a_transcript_grows_where_upstream_gives_it() {
    let upstream = Upstream::with(|options| options.live_transcript = true, |_| {}).await;
    let id = upstream.live_call("+84912345678").await;
    for turns in 0..3 {
        let call = upstream.client.call(&id).await.expect("a call");
        assert_eq!(call.messages.map(|messages| messages.len()), Some(turns));
        upstream.drive(&id, "say", json!({ "text": "Dạ" })).await;
    }
}

#[tokio::test]
async fn a_failed_call_says_why() {
    let upstream = Upstream::quiet().await;
    let id = upstream.live_call("+84912345678").await;
    upstream.drive(&id, "fail", json!({ "error": "STT connection failed" })).await;
    let call = upstream.client.call(&id).await.expect("a call");
    assert_eq!((&call.status, call.error.as_deref()), (&Status::Failed, Some("STT connection failed")));
}

#[tokio::test]
async fn all_pages_each_call_once_and_the_filters() {
    let upstream = Upstream::with(|options| options.requests_per_minute = 0, |_| {}).await;
    let mut ids = vec![];
    for number in 0..230 {
        let order = json!({ "customer": format!("+8491{number:07}"), "hold": true });
        ids.push(upstream.order("calls", order).await["id"].as_str().expect("an id").to_owned());
    }
    for id in &ids[..3] {
        upstream.drive(id, "answer", json!({})).await;
    }
    let all = upstream.client.calls(&CallsAsked::default(), 10_000).await.expect("calls");
    assert!(all.is_whole);
    let mut read: Vec<_> = all.calls.iter().map(|call| call.id.to_string()).collect();
    assert!(all.calls.is_sorted_by_key(sovereign::Call::began));
    read.sort();
    ids.sort();
    assert_eq!(read, ids);

    let some = upstream.client.calls(&CallsAsked::default(), 150).await.expect("calls");
    assert_eq!((some.calls.len(), some.is_whole), (200, false));

    let live = CallsAsked { status: Some(Status::InProgress), ..CallsAsked::default() };
    assert_eq!(upstream.client.calls(&live, 1000).await.expect("calls").calls.len(), 3);

    let (first, last) = (all.calls[0].created, all.calls[229].created);
    let within = |from, until| CallsAsked { from, until, ..CallsAsked::default() };
    let whole = upstream.client.calls(&within(first, last), 1000).await.expect("calls");
    assert_eq!(whole.calls.len(), 230);
    let before = within(None, first.map(|first| first - 1));
    assert_eq!(upstream.client.calls(&before, 1000).await.expect("calls").calls.len(), 0);
    let after = within(last.map(|last| last + 1), None);
    assert_eq!(upstream.client.calls(&after, 1000).await.expect("calls").calls.len(), 0);

    let page = upstream.client.calls_page(&CallsAsked::default(), 225, 100).await.expect("a page");
    assert_eq!((page.rows, page.total), (5, Some(230)));
    let unknown = CallsAsked { status: Some(Status::Other("paused".into())), ..CallsAsked::default() };
    let error = upstream.client.calls(&unknown, 10).await.expect_err("a refusal");
    assert!(
        matches!(&error, RestError::Rejected { status: 400, said } if said.param.as_deref() == Some("status"))
    );
}

#[tokio::test]
async fn an_outbound_call_rings_once_and_credit_is_needed() {
    let upstream = Upstream::quiet().await;
    let assistants = upstream.client.assistants().await.expect("assistants");
    let outbound = Outbound {
        destination: "+84912345678".into(),
        assistant_id: assistants[2].id.clone(),
        number_id: None,
        first_message: Some("Em gọi để nhắc lịch hẹn ạ.".into()),
    };
    let placed = upstream.client.call_out(&outbound).await.expect("it rings");
    assert_eq!(placed.status, Status::Dialing);
    let call = upstream.client.call(&placed.call_id).await.expect("a call");
    assert_eq!(
        (call.direction, call.assistant_id),
        (Some(Direction::Outbound), Some(assistants[2].id.clone()))
    );
    assert_eq!(upstream.truth().await["calls"].as_array().map(Vec::len), Some(1));

    upstream.order("faults", json!({ "no_credit": true })).await;
    let error = upstream.client.call_out(&outbound).await.expect_err("no credit");
    assert!(
        matches!(&error, RestError::NoCredit { said } if said.code.as_deref() == Some("insufficient_credits"))
    );
    let nobody = Outbound { assistant_id: "nobody".into(), ..outbound.clone() };
    upstream.order("faults", json!({})).await;
    assert!(matches!(upstream.client.call_out(&nobody).await, Err(RestError::NotFound { .. })));
    let nowhere = Outbound { destination: "anh Nam".into(), ..outbound };
    assert!(matches!(upstream.client.call_out(&nowhere).await, Err(RestError::Unsendable(_))));
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_never_told() {
    let upstream = Upstream::quiet().await;
    let url = upstream.simulator.sovereign_url().expect("it was asked for");
    let base_url = url::Url::parse(&url).expect("a URL");
    let wrong = "fl_live_wr0ng";
    let stranger =
        sovereign::Client::new(base_url, wrong.into(), ClientSettings::default()).expect("a client");
    let error = stranger.numbers().await.expect_err("a refusal");
    assert!(
        matches!(&error, RestError::KeyRefused { said } if said.message.as_deref() == Some("Invalid or missing API key"))
    );
    let printed = format!("{error} {error:?} {stranger:?}");
    assert!(!printed.contains(wrong), "{printed}");
    assert!(!format!("{:?}", client(&url, ClientSettings::default())).contains(KEY));
}

#[tokio::test]
async fn the_last_request_of_the_budget_is_noticed_before_it_is_exceeded() {
    let upstream = Upstream::with(|options| options.requests_per_minute = 3, |_| {}).await;
    for _ in 0..3 {
        upstream.client.numbers().await.expect("within the budget");
    }
    // Whatever is sent from now on meets this: the next refusal is the client's own.
    upstream.order("faults", json!({ "rest_status": 500 })).await;
    let error = upstream.client.numbers().await.expect_err("no budget");
    upstream.order("faults", json!({})).await;
    let wait = error.retry_after().expect("a wait");
    assert!((Duration::from_secs(55)..=Duration::from_secs(60)).contains(&wait), "{wait:?}");

    // Another client with the same key finds out by upstream's own refusal.
    let other = client(&upstream.simulator.sovereign_url().expect("a URL"), ClientSettings::default());
    let error = other.numbers().await.expect_err("no budget");
    assert!(matches!(error, RestError::Quota { retry_after: Some(_) }), "{error:?}");
}

#[tokio::test]
async fn what_upstream_does_wrong_is_told_apart() {
    let upstream = Upstream::with(|_| {}, |settings| settings.timeout = Duration::from_millis(500)).await;
    upstream.order("faults", json!({ "rest_status": 502, "times": 1 })).await;
    assert_eq!(upstream.client.numbers().await, Err(RestError::UpstreamFault { status: 502 }));
    upstream.order("faults", json!({ "rest_delay_ms": 3000 })).await;
    assert_eq!(upstream.client.numbers().await, Err(RestError::TimedOut));
    upstream.order("faults", json!({ "rest_status": 429, "times": 1 })).await;
    assert_eq!(upstream.client.numbers().await, Err(RestError::Quota { retry_after: None }));
    let held = upstream.client.numbers().await.expect_err("a hold").retry_after().expect("a wait");
    assert!(held > Duration::from_secs(4) && held <= Duration::from_secs(5), "{held:?}");
    upstream.simulator.stop().await;
}
