//! Every row and error body of the fixtures, to checked values, through a real socket.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::get;
use serde_json::json;
use sovereign::{CallsAsked, ClientSettings, Direction, Phase, RestError, Role, Status};
use tokio::net::TcpListener;

use crate::support::{client, json, text};

/// A server that answers everything with this, for as long as the test lives.
async fn always(status: u16, headers: &[(&str, &str)], body: String) -> String {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            (HeaderName::try_from(*name).expect("a name"), HeaderValue::from_str(value).expect("a value"))
        })
        .collect();
    let status = StatusCode::from_u16(status).expect("a status");
    let answer = Arc::new((status, headers, body));
    let router = Router::new().fallback(get(async move || (*answer).clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/api/v1")
}

#[tokio::test]
async fn one_call_comes_bare() {
    for body in [text("call.json"), json!({ "call": json("call.json") }).to_string()] {
        let server = always(200, &[], body).await;
        let id = "call-_+31623731537_XqaQxRRgAzYc";
        let call = client(&server, ClientSettings::default()).call(id).await.expect("a call");
        assert_eq!(&*call.id, id);
        assert_eq!((&call.status, call.direction), (&Status::Connecting, Some(Direction::Inbound)));
        assert_eq!(call.customer.as_deref(), Some("+31623731537"));
        assert_eq!(call.line.as_deref(), Some("+31850835037"));
        assert_eq!(call.line_id.as_deref(), Some("7f8a9b2c-3d4e-5f6g-7h8i-9j0k1l2m3n4o"));
        assert_eq!(call.assistant_id.as_deref(), Some("2b1e3b65-2c04-4fa2-a2d7-467901e98978"));
        let said = [&call.assistant_name, &call.business, &call.error, &call.summary];
        assert!(said.iter().all(|text| text.as_deref() == Some("string")), "{said:?}");
        let at = Some(1_566_656_122_123);
        assert_eq!([call.created, call.started, call.ended, call.updated], [at; 4]);
        assert_eq!(call.duration, Some(120));
        assert_eq!(call.analysis.get("sentiment"), Some(&json!(8)));
        let messages = call.messages.expect("a transcript");
        let turns: Vec<_> =
            messages.iter().map(|message| (&message.role, &*message.text, message.at)).collect();
        assert_eq!(
            turns,
            [
                (&Role::Assistant, "Hello, how can I help you?", None),
                (&Role::User, "Hi, can you hear me?", None)
            ]
        );
        assert_eq!((call.ended_reason, call.recording), (None, None));
    }
}

#[tokio::test]
async fn the_list_of_the_documents() {
    let server = always(200, &[], text("calls_list.json")).await;
    let client = client(&server, ClientSettings::default());
    let page = client.calls_page(&CallsAsked::default(), 0, 50).await.expect("a page");
    assert_eq!((page.rows, page.total), (4, Some(150)));
    let phases: Vec<_> = page.calls.iter().map(|call| (call.status.phase(), call.direction)).collect();
    let (inbound, outbound) = (Some(Direction::Inbound), Some(Direction::Outbound));
    assert_eq!(
        phases,
        [
            (Phase::Ringing, outbound),
            (Phase::Live, inbound),
            (Phase::Done, inbound),
            (Phase::Failed, outbound)
        ]
    );
    let [ringing, live, done, failed] = &page.calls[..] else { panic!("four calls") };
    assert_eq!((ringing.started, ringing.duration, &ringing.messages), (None, None, &None));
    assert_eq!((live.started, &live.messages), (Some(1_765_620_304_000), &None));
    assert_eq!(done.ended_reason.as_deref(), Some("customer_hangup"));
    assert_eq!((done.duration, done.ended), (Some(84), Some(1_765_620_084_000)));
    assert!(done.analysis.is_empty() && done.messages.as_ref().is_some_and(|turns| turns.len() == 1));
    assert_eq!((failed.error.as_deref(), failed.started), (Some("SIP 486 Busy Here"), None));

    // Four rows of 150, again and again: a list that ignores the offset ends, and is not called whole.
    let calls = client.calls(&CallsAsked::default(), 10_000).await.expect("calls");
    assert_eq!((calls.calls.len(), calls.is_whole), (4, false));
    assert_eq!(&*calls.calls[0].id, "call-_+31612345678_abc123", "the earliest first");
}

#[tokio::test]
async fn the_older_names() {
    let server = always(200, &[], text("variants/calls_list_older_agent_phone.json")).await;
    let client = client(&server, ClientSettings::default());
    let page = client.calls_page(&CallsAsked::default(), 0, 50).await.expect("a page");
    let call = &page.calls[0];
    assert_eq!(call.line.as_deref(), Some("+31850835037"));
    assert_eq!(call.assistant_name.as_deref(), Some("Customer Support"));
    assert_eq!((call.direction, call.duration), (Some(Direction::Inbound), Some(84)));
    assert_eq!((&call.messages, call.updated), (&None, None));
}

#[tokio::test]
async fn every_documented_error_in_its_shape() {
    let cases = json("variants/sovereign_errors.json");
    let mut told = vec![];
    for case in cases.as_array().expect("cases") {
        let headers: Vec<_> = case["headers"].as_object().into_iter().flatten().collect();
        let headers: Vec<_> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect();
        let status = u16::try_from(case["http"].as_u64().expect("a status")).expect("a status");
        let server = always(status, &headers, case["body"].to_string()).await;
        told.push(client(&server, ClientSettings::default()).call("a").await.expect_err("an error"));
    }
    let [missing, invalid, quota, credit] = &told[..] else { panic!("{told:?}") };
    assert!(
        matches!(missing, RestError::KeyRefused { said } if said.message.as_deref() == Some("Invalid or missing API key"))
    );
    assert!(matches!(invalid, RestError::KeyRefused { said } if said.message.as_deref() == Some("string")));
    assert_eq!(quota, &RestError::Quota { retry_after: Some(Duration::from_secs(45)) });
    let RestError::NoCredit { said } = credit else { panic!("{credit:?}") };
    assert_eq!(said.code.as_deref(), Some("insufficient_credits"));
    assert!(credit.to_string().contains("Insufficient credits to make outbound call."), "{credit}");
}

#[tokio::test]
async fn what_is_no_answer_is_told_apart() {
    for (status, body, what) in [
        (200, "<html>", "a web page"),
        (200, "", "empty"),
        (200, "{\"calls\":", "no JSON"),
        (200, "{}", "no call"),
        (500, "{}", "status 500"),
        (302, "", "status 302"),
        (404, "nginx", "no reason"),
    ] {
        let server = always(status, &[], body.into()).await;
        let error = client(&server, ClientSettings::default()).call("a").await.expect_err("an error");
        assert!(error.to_string().contains(what), "{status} {body}: {error}");
    }
    let large = json!({ "id": "a", "summary": "x".repeat(4096) }).to_string();
    let server = always(200, &[], large).await;
    let settings = ClientSettings { body_limit: 1024, ..ClientSettings::default() };
    let error = client(&server, settings).call("a").await.expect_err("too large");
    assert_eq!(error, RestError::TooLarge { limit: 1024 });
}
