//! The four commands, each once, their limit, and a caller who is handed to a human.

use std::time::Duration;

use serde_json::{Value, json};
use sovereign::{Command, RestError, Status};

use crate::support::{Upstream, eventually};

fn say(text: &str) -> Command {
    Command::Say { content: text.into(), end_after: false }
}

/// Commands that Sovereign carried out, by their type, and the transcript.
async fn carried_out(upstream: &Upstream, id: &str) -> (Vec<String>, Vec<String>) {
    let truth = upstream.truth().await;
    let call = truth["calls"].as_array().into_iter().flatten().find(|call| call["id"] == id).cloned();
    let call = call.expect("it is remembered");
    let texts = |list: &Value, key: &str| {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(|item| Some(item[key].as_str()?.to_owned()))
            .collect()
    };
    (texts(&call["commands"], "type"), texts(&call["messages"], "content"))
}

#[tokio::test]
async fn each_command_arrives_once_and_does_what_it_says() {
    let upstream = Upstream::quiet().await;
    let id = upstream.live_call("+84912345678").await;
    assert!(id.contains('+'), "ids need encoding: {id}");
    let inject = Command::InjectContext { content: "Khách VIP".into(), trigger_response: false };
    for command in [inject, say("Xin chờ một lát"), Command::EndCall { message: Some("Cảm ơn".into()) }]
    {
        upstream.client.control(&id, &command).await.expect("it is carried out");
    }
    let (commands, transcript) = carried_out(&upstream, &id).await;
    assert_eq!(commands, ["inject-context", "say", "end-call"]);
    assert_eq!(transcript, ["Khách VIP", "Xin chờ một lát", "Cảm ơn"]);
    let call = upstream.client.call(&id).await.expect("a call");
    assert_eq!((&call.status, call.ended_reason.as_deref()), (&Status::Ended, Some("assistant_ended")));
}

#[tokio::test]
async fn refusals_are_sentences() {
    let upstream = Upstream::quiet().await;
    let id = upstream.live_call("+84912345678").await;
    upstream.drive(&id, "end", json!({})).await;
    let over = upstream.client.control(&id, &say("Alô?")).await.expect_err("it is over");
    assert_eq!(
        over.to_string(),
        "upstream rejected the request with status 400: Call is not in progress (invalid_request)"
    );
    let unknown = upstream.client.control("call-_+84900000000_x", &say("Alô?")).await.expect_err("unknown");
    assert_eq!(unknown.to_string(), "upstream knows nothing of it: Call not found");
    for no_id in ["", ".", ".."] {
        let error = upstream.client.control(no_id, &say("Alô?")).await;
        assert!(matches!(error, Err(RestError::Unsendable(_))), "{no_id:?}: {error:?}");
    }
    let live = upstream.live_call("+84912345679").await;
    let bad = Command::Transfer { destination: "0912".into(), message: None };
    let error = upstream.client.control(&live, &bad).await.expect_err("no E.164");
    assert!(
        matches!(&error, RestError::Rejected { status: 400, said } if said.param.as_deref() == Some("destination"))
    );
    assert_eq!(carried_out(&upstream, &live).await.0, [""; 0]);
}

#[tokio::test]
async fn the_eleventh_command_of_a_minute_is_not_sent() {
    let upstream = Upstream::with(|_| {}, |settings| settings.commands_per_minute = Some(10)).await;
    let id = upstream.live_call("+84912345678").await;
    for number in 0..10 {
        upstream.client.control(&id, &say(&number.to_string())).await.expect("within the limit");
    }
    let error = upstream.client.control(&id, &say("11")).await.expect_err("too many");
    let RestError::TooManyCommands { retry_after } = error else { panic!("{error:?}") };
    assert!((Duration::from_secs(40)..=Duration::from_secs(60)).contains(&retry_after), "{retry_after:?}");
    assert_eq!(carried_out(&upstream, &id).await.0.len(), 10);
    let other = upstream.live_call("+84912345679").await;
    upstream.client.control(&other, &say("1")).await.expect("another call has its own ten");
}

#[tokio::test]
async fn upstreams_own_refusal_holds_that_call_and_nothing_else() {
    let upstream = Upstream::with(|options| options.commands_per_minute = 2, |_| {}).await;
    let id = upstream.live_call("+84912345678").await;
    for _ in 0..2 {
        upstream.client.control(&id, &say("Dạ")).await.expect("within the limit");
    }
    for _ in 0..2 {
        let error = upstream.client.control(&id, &say("Dạ")).await.expect_err("too many");
        // Whatever is sent from now on meets this, so the second refusal is the client's own.
        upstream.order("faults", json!({ "rest_status": 500 })).await;
        assert!(matches!(error, RestError::TooManyCommands { .. }), "{error:?}");
        assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(50)), "{error}");
    }
    upstream.order("faults", json!({})).await;
    upstream.client.call(&id).await.expect("the key's own budget is not touched");
    assert_eq!(carried_out(&upstream, &id).await.0.len(), 2);
}

#[tokio::test]
async fn a_transfer_is_the_same_caller_in_a_queue() {
    let upstream = Upstream::quiet().await;
    let id = upstream.live_call("+84912345678").await;
    let queues = upstream.centre().await["queues"].clone();
    let number = queues[1]["did_number"].as_str().map(str::to_owned);
    let number = number.unwrap_or_else(|| panic!("queues tell their numbers: {}", queues[1]));
    let destination = format!("+84{}", number.trim_start_matches('0'));
    let transfer =
        Command::Transfer { destination: destination.into(), message: Some("Em chuyển máy ạ".into()) };
    upstream.client.control(&id, &transfer).await.expect("it is carried out");
    let call = upstream.client.call(&id).await.expect("a call");
    assert_eq!((&call.status, call.ended_reason.as_deref()), (&Status::Ended, Some("transferred")));
    let caller = eventually(async || {
        let calls = upstream.centre().await["calls"].clone();
        calls.as_array()?.iter().find(|call| call["caller"] == "0912345678").cloned()
    })
    .await;
    assert_eq!(caller["queue"], queues[1]["name"], "{caller}");
}
