//! One budget for all: what happens when upstream says that the quota is used up, over real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use antring::{Account, Client, RestError, SipDevice, TokenKeeper};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::IntoResponse;
use secrecy::ExposeSecret;
use simulator::{Load, Options, Simulator};
use tokio::time::Instant;
use url::Url;

use crate::support::{client, install_crypto, settings, upstream};

/// Everything a wallboard asks, by several tasks at once, for as long as `during`.
async fn everyone_asks(client: &Client, during: Duration) {
    let until = Instant::now() + during;
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                while Instant::now() < until {
                    let _ = match task % 4 {
                        0 => client.dashboard(0).await.err(),
                        1 => client.agents().await.err(),
                        2 => client.queues().await.err(),
                        _ => client.auth_token(0).await.err(),
                    };
                    // No back-off of its own: the client alone must hold it.
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        })
        .collect();
    for task in tasks {
        let _ = tokio::time::timeout_at(until + Duration::from_millis(50), task).await;
    }
}

#[tokio::test]
async fn a_retry_after_holds_every_endpoint_and_then_one_question_tries() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let (url, _) = upstream(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")]).into_response()
    })
    .await;
    let client = client(&url, settings());
    everyone_asks(&client, Duration::from_millis(3300)).await;
    // Eight were under way at the first refusal; after that, one trial a second.
    let asked = asked.load(Ordering::SeqCst);
    assert!((4..=8 + 4).contains(&asked), "{asked} requests");
}

#[tokio::test]
async fn without_a_retry_after_the_simulators_503s_hold_five_seconds() {
    install_crypto();
    let options = Options { load: Load::Quiet, requests_per_second: 1, ..Options::default() };
    let simulator = Simulator::start(options).await.expect("it starts");
    let known = simulator.credentials().clone();
    let account = Account {
        app_id: known.app_id,
        app_secret: known.app_secret.into(),
        account_id: known.account_id,
        domain: known.domain,
        email: known.email,
    };
    let url = Url::parse(simulator.rest_url()).expect("a URL");
    let client = Client::new(url, account, settings()).expect("a client");
    // Two are saved up, the third is refused.
    let outcomes = [client.queues().await, client.queues().await, client.queues().await];
    let refused = outcomes.iter().filter(|outcome| **outcome == Err(RestError::Quota { retry_after: None }));
    assert_eq!(refused.count(), 1, "{outcomes:?}");
    let device = SipDevice { user: known.sip_user, password: known.sip_password.into() };
    let clicked = Instant::now();
    let click = client.click_to_call("0912345678", &device).await;
    assert!(
        matches!(click, Err(RestError::Quota { retry_after: Some(rest) }) if rest <= Duration::from_secs(5))
    );
    assert!(clicked.elapsed() < Duration::from_millis(200), "a person is told at once");
    let began = Instant::now();
    client.agents().await.expect("after the hold there is quota again");
    let waited = began.elapsed();
    assert!((Duration::from_millis(4500)..Duration::from_secs(7)).contains(&waited), "{waited:?}");
    simulator.stop().await;
}

#[tokio::test]
async fn a_hold_longer_than_an_answer_may_take_is_an_error_at_once() {
    let (url, log) = upstream(|_| (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "600")])).await;
    let client = client(&url, settings());
    assert!(client.queues().await.is_err());
    let began = Instant::now();
    let told = client.agents().await.expect_err("it is held").retry_after().expect("for how long");
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!((590..=600).contains(&told.as_secs()), "{told:?}");
    log.only();
}

#[tokio::test]
async fn a_token_serves_many_connections() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let (url, _) = upstream(move |_| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        format!("{{\"value\":\"token-{number}\",\"expire\":3600}}")
    })
    .await;
    let client = client(&url, settings());
    let mut keeper = TokenKeeper::new();
    for second in 0..100 {
        let token = keeper.token(&client, || second * 1000).await.expect("a token");
        assert_eq!(token.value.expose_secret(), "token-0");
    }
    keeper.refused();
    let token = keeper.token(&client, || 101_000).await.expect("a token");
    assert_eq!(token.value.expose_secret(), "token-1");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
