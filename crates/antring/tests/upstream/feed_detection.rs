//! Which dialect a server speaks, asked of servers of each kind (`protocols.md` §2.1).

use std::time::Duration;

use antring::feed::{Dialect, EventServer, SessionEnd, detect_dialect};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use socketioxide::extract::SocketRef;
use socketioxide::{SocketIo, TransportType};
use url::Url;

use crate::support::{install_crypto, refusing, serve};

async fn detected(url: &Url) -> Result<Dialect, SessionEnd> {
    install_crypto();
    detect_dialect(&EventServer::new(url.clone())).await
}

#[tokio::test]
async fn kazoos_own() {
    let handshake = || async { "4f1c2a7b:30:30:websocket,xhr-polling" };
    let url = serve(Router::new().route("/socket.io/1/", get(handshake))).await;
    assert_eq!(detected(&url).await, Ok(Dialect::SocketIo09));
}

#[tokio::test]
async fn a_gateways_with_and_without_polling() {
    for builder in [SocketIo::builder(), SocketIo::builder().transports([TransportType::Websocket])] {
        let (layer, io) = builder.build_layer();
        io.ns("/", async |_: SocketRef| {});
        assert_eq!(detected(&serve(Router::new().layer(layer)).await).await, Ok(Dialect::SocketIo4));
    }
}

const GREETING: &str =
    r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":5000}"#;

#[tokio::test]
async fn a_gateway_of_version_2_with_polling_is_never_taken_for_4() {
    // It ignores which version is asked for, and answers in its own framing.
    let greeting = || async { format!("{}:{GREETING}2:40", GREETING.len()) };
    let url = serve(Router::new().route("/socket.io/", get(greeting))).await;
    assert_eq!(detected(&url).await, Ok(Dialect::SocketIo2));
}

/// A gateway that serves WebSockets only, and refuses the rest as Engine.IO does.
async fn websocket_only(talk: fn(WebSocket) -> BoxFuture<'static, ()>) -> Url {
    let upgrade = move |upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>| async move {
        match upgrade {
            Ok(upgrade) => upgrade.on_upgrade(talk),
            Err(_) => {
                (StatusCode::BAD_REQUEST, r#"{"code":0,"message":"Transport unknown"}"#).into_response()
            }
        }
    };
    serve(Router::new().route("/socket.io/", get(upgrade))).await
}

/// Answers each text by `answer`, after `first`.
async fn answer(mut socket: WebSocket, first: &[&str], answer: impl Fn(&str) -> Option<&'static str>) {
    for text in first {
        let _ = socket.send(Message::text(*text)).await;
    }
    while let Some(Ok(message)) = socket.recv().await {
        if let Message::Text(text) = message
            && let Some(answer) = answer(&text)
        {
            let _ = socket.send(Message::text(answer)).await;
        }
    }
}

#[tokio::test]
async fn a_gateway_of_version_2_without_polling_is_never_taken_for_4() {
    let joins = |socket| -> BoxFuture<'static, ()> {
        // It takes the question for a second joining, and says so, too.
        async move { answer(socket, &[GREETING, "40"], |text| (text == "40").then_some("40")).await }.boxed()
    };
    assert_eq!(detected(&websocket_only(joins).await).await, Ok(Dialect::SocketIo2));

    let joins_late = |mut socket: WebSocket| -> BoxFuture<'static, ()> {
        async move {
            let _ = socket.send(Message::text(GREETING)).await;
            tokio::time::sleep(Duration::from_millis(1500)).await;
            answer(socket, &["40"], |_| None).await;
        }
        .boxed()
    };
    assert_eq!(detected(&websocket_only(joins_late).await).await, Ok(Dialect::SocketIo2));
}

#[tokio::test]
async fn gateways_that_refuse_the_namespace_in_the_same_words() {
    let version_2 = |socket| -> BoxFuture<'static, ()> {
        let refusal = r#"44{"message":"Not authorized"}"#;
        async move { answer(socket, &[GREETING, refusal], |text| (text == "2").then_some("3")).await }.boxed()
    };
    assert_eq!(detected(&websocket_only(version_2).await).await, Ok(Dialect::SocketIo2));
    let version_4 = |socket| -> BoxFuture<'static, ()> {
        let refuse = |text: &str| (text == "40").then_some(r#"44{"message":"Not authorized"}"#);
        async move { answer(socket, &[GREETING], refuse).await }.boxed()
    };
    assert_eq!(detected(&websocket_only(version_4).await).await, Ok(Dialect::SocketIo4));
}

#[tokio::test]
async fn kazoo_4s_own_below_a_path_too() {
    let talk = |upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>, headers: HeaderMap| async move {
        assert!(!headers.contains_key(SEC_WEBSOCKET_PROTOCOL));
        match upgrade {
            Ok(upgrade) => upgrade.on_upgrade(|socket| async move {
                const REPLY: &str = r#"{"action":"reply","request_id":"detect","status":"error","data":{"errors":["authentication token required"]}}"#;
                answer(socket, &[], |text| text.contains("ping").then_some(REPLY)).await;
            }),
            Err(_) => StatusCode::UPGRADE_REQUIRED.into_response(),
        }
    };
    for path in ["/", "/events"] {
        let url = serve(Router::new().route(path, get(talk))).await.join(path).expect("a URL");
        assert_eq!(detected(&url).await, Ok(Dialect::Blackhole), "{path}");
    }
}

#[tokio::test]
async fn a_websocket_that_echoes_is_none_of_them() {
    let echo = |upgrade: WebSocketUpgrade| async {
        upgrade.on_upgrade(|mut socket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                let _ = socket.send(message).await;
            }
        })
    };
    let url = serve(Router::new().route("/", get(echo))).await;
    assert!(matches!(detected(&url).await, Err(SessionEnd::WrongDialect(what)) if what.contains("neither")));
}

#[tokio::test]
async fn another_web_server_and_none() {
    let url = serve(Router::new().fallback(|| async { "<html>It works</html>" })).await;
    assert!(matches!(detected(&url).await, Err(SessionEnd::WrongDialect(what)) if what.contains("neither")));
    assert_eq!(detected(&refusing().await).await, Err(SessionEnd::Refused));
    let url = serve(Router::new().fallback(|| async { StatusCode::SERVICE_UNAVAILABLE })).await;
    assert_eq!(detected(&url).await, Err(SessionEnd::Rejected { status: 503 }));
    let unknown = Url::parse("http://no-such-host.invalid:5557").expect("a URL");
    assert_eq!(detected(&unknown).await, Err(SessionEnd::HostNotFound));
}

#[tokio::test]
async fn a_server_that_hangs_up_on_everything() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = Url::parse(&format!("http://{}", listener.local_addr().expect("it is bound"))).expect("a URL");
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            drop(connection)
        }
    });
    let end = detected(&url).await;
    assert!(matches!(end, Err(SessionEnd::Lost(_))), "{end:?}");
}
