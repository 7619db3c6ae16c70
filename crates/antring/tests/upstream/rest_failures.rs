//! Every way in which upstream can fail, each as the error that says what to do.

use std::time::Duration;

use antring::{ClientSettings, RestError};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::Instant;
use url::Url;

use crate::support::{SECRET, client, refusing, serve, settings, upstream};

async fn failure_of(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> RestError {
    let (url, log) = upstream(move |_| answer()).await;
    let failure = client(&url, settings()).queues().await.expect_err("it must fail");
    log.only();
    failure
}

#[tokio::test]
async fn a_used_up_quota_and_its_retry_after() {
    let failure =
        failure_of(|| (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "17")], "busy").into_response()).await;
    assert_eq!(failure, RestError::Quota { retry_after: Some(Duration::from_secs(17)) });
    assert_eq!(failure.retry_after(), Some(Duration::from_secs(17)));
    let bare = failure_of(|| StatusCode::SERVICE_UNAVAILABLE.into_response()).await;
    assert_eq!(bare, RestError::Quota { retry_after: None });
    let other = failure_of(|| StatusCode::TOO_MANY_REQUESTS.into_response()).await;
    assert_eq!(other, RestError::Quota { retry_after: None });
}

#[tokio::test]
async fn upstreams_own_faults() {
    for status in [500, 502, 504] {
        let failure =
            failure_of(move || StatusCode::from_u16(status).expect("a status").into_response()).await;
        assert_eq!(failure, RestError::UpstreamFault { status });
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read() {
    for (body, what) in [
        ("", "it is empty"),
        (" \r\n", "it is empty"),
        ("<!DOCTYPE html><html><body>Log in</body></html>", "it is a web page, not JSON"),
        ("[{\"name\":", "it is no JSON at line 1 column 9"),
        ("{\"error\":\"invalid hash\"}", "the answer holds no list of queues"),
        ("null", "the answer holds no list of queues"),
    ] {
        let failure = failure_of(move || body.into_response()).await;
        assert_eq!(failure, RestError::Garbled { what: what.into() }, "{body}");
    }
}

#[tokio::test]
async fn a_rejection_keeps_its_reason_and_no_secret() {
    let (url, _) = upstream(|seen| {
        let hash = seen.param("hash").unwrap_or_default().to_owned();
        (StatusCode::BAD_REQUEST, format!("{{\"error\":\"invalid hash {hash}, secret is {SECRET}\"}}"))
    })
    .await;
    let failure = client(&url, settings()).queues().await.expect_err("it must fail");
    let expected = RestError::Rejected {
        status: 400,
        excerpt: "{\"error\":\"invalid hash …, secret is …\"}".into(),
    };
    assert_eq!(failure, expected);
    let printed = format!("{failure} {failure:?}");
    assert!(!printed.contains(SECRET) && !printed.contains("hash="), "{printed}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let failure = failure_of(|| (StatusCode::FOUND, [(LOCATION, "/elsewhere")]).into_response()).await;
    assert!(matches!(failure, RestError::Rejected { status: 302, .. }), "{failure:?}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    // 64 MB in pieces of 64 kB.
    let failure = failure_of(|| {
        let pieces =
            stream::iter((0..1024).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 64 * 1024]))));
        Body::from_stream(pieces).into_response()
    })
    .await;
    assert_eq!(failure, RestError::TooLarge { limit: "8388608 bytes".into() });
}

#[tokio::test]
async fn a_server_that_hangs_before_or_within_its_answer() {
    let hanging = || async {
        std::future::pending::<()>().await;
    };
    let dripping = || async {
        let pieces = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b" ")), ()))
        });
        Body::from_stream(pieces)
    };
    let router = Router::new()
        .route("/oapi/v1/queues", axum::routing::get(hanging))
        .route("/oapi/v1/agents", axum::routing::get(dripping));
    let url = serve(router).await;
    let client = client(&url, ClientSettings { timeout: Duration::from_millis(400), ..settings() });
    let started = Instant::now();
    assert_eq!(client.queues().await, Err(RestError::TimedOut));
    assert_eq!(client.agents().await, Err(RestError::TimedOut));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_refused_port_and_an_unknown_host() {
    assert_eq!(client(&refusing().await, settings()).queues().await, Err(RestError::Refused));
    let unknown = Url::parse("http://no-such-host.invalid").expect("a URL");
    assert_eq!(client(&unknown, settings()).queues().await, Err(RestError::HostNotFound));
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = Url::parse(&format!("http://{}", listener.local_addr().expect("it is bound"))).expect("a URL");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0; 2048];
            let _ = socket.read(&mut request).await;
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[").await;
        }
    });
    let failure = client(&url, settings()).queues().await.expect_err("it must fail");
    assert!(matches!(failure, RestError::Lost { .. }), "{failure:?}");
    assert!(!failure.to_string().contains("hash"), "{failure}");
}

#[tokio::test]
async fn https_to_a_server_without_it_is_lost_and_not_refused() {
    let (url, _) = upstream(|_| "[]").await;
    let secure = Url::parse(&url.as_str().replace("http:", "https:")).expect("a URL");
    let failure = client(&secure, settings()).queues().await.expect_err("it must fail");
    assert!(matches!(failure, RestError::Lost { .. }), "{failure:?}");
}
