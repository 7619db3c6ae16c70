//! Dialling: once, and told apart from an offline phone.

use std::time::Duration;

use antring::{ClickToCallParams, ClientSettings, Dialled, RestError, SipDevice, hash};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{account, client, serve, settings, upstream};

fn device() -> SipDevice {
    SipDevice { user: "user_levanc".into(), password: "s3cr3t-of-the-phone".into() }
}

#[tokio::test]
async fn the_number_is_a_segment_and_the_phone_is_in_the_body() {
    let (url, log) = upstream(|_| StatusCode::OK).await;
    let dialled = client(&url, settings()).click_to_call(" 0909 000/111#1 ", &device()).await;
    assert_eq!(dialled, Ok(Dialled::Ringing));
    let seen = log.only();
    assert_eq!(
        (&seen.method, seen.path.as_str()),
        (&Method::POST, "/oapi/v1/call/click-to-call/0909000%2F111%231")
    );
    assert_eq!(seen.header("x-auth-app-hash"), Some(hash::header(&account()).as_str()));
    let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
    assert_eq!(body, json!({"sipUser": "user_levanc", "sipPassword": "s3cr3t-of-the-phone"}));
    assert!(seen.query.is_empty());
}

#[tokio::test]
async fn or_in_the_query() {
    let (url, log) = upstream(|_| StatusCode::OK).await;
    let settings = ClientSettings { click_to_call_params: ClickToCallParams::Query, ..settings() };
    assert_eq!(client(&url, settings).click_to_call("+84909000111", &device()).await, Ok(Dialled::Ringing));
    let seen = log.only();
    assert_eq!(seen.path, "/oapi/v1/call/click-to-call/+84909000111");
    assert_eq!(
        (seen.param("sipUser"), seen.param("sipPassword")),
        (Some("user_levanc"), Some("s3cr3t-of-the-phone"))
    );
}

#[tokio::test]
async fn a_phone_that_is_not_registered() {
    let (url, log) = upstream(|_| (StatusCode::BAD_REQUEST, "{\"error\":\"device offline\"}")).await;
    assert_eq!(client(&url, settings()).click_to_call("113", &device()).await, Ok(Dialled::PhoneOffline));
    log.only();
}

#[tokio::test]
async fn other_failures_are_not_the_phones_and_show_no_password() {
    let (url, log) = upstream(|seen| (StatusCode::FORBIDDEN, seen.body.clone())).await;
    let failure = client(&url, settings()).click_to_call("113", &device()).await.expect_err("it must fail");
    assert!(matches!(failure, RestError::Rejected { status: 403, .. }), "{failure:?}");
    assert!(!format!("{failure:?}").contains("s3cr3t"), "{failure:?}");
    log.only();
}

#[tokio::test]
async fn a_time_out_is_not_tried_again() {
    let rings = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = std::sync::Arc::clone(&rings);
    let router = axum::Router::new().fallback(move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        std::future::pending::<()>()
    });
    let url = serve(router).await;
    let client = client(&url, ClientSettings { timeout: Duration::from_millis(300), ..settings() });
    assert_eq!(client.click_to_call("113", &device()).await, Err(RestError::TimedOut));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(rings.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_is_no_number_is_not_sent() {
    let (url, log) = upstream(|_| StatusCode::OK).await;
    for number in ["", "  ", "..", "abc"] {
        let failure = client(&url, settings()).click_to_call(number, &device()).await;
        assert!(matches!(failure, Err(RestError::Unsendable(_))), "{number:?}");
    }
    assert!(log.all().is_empty());
}
