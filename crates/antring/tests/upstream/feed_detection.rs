//! Which dialect a server speaks, asked of servers of each kind (`protocols.md` §2.1).

use antring::feed::{Dialect, EventServer, SessionEnd, detect_dialect};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::http::StatusCode;
use axum::routing::get;
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

#[tokio::test]
async fn a_gateway_of_version_2_is_named() {
    let greeting = "97:0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":5000}2:40";
    let url = serve(Router::new().route("/socket.io/", get(move || async move { greeting }))).await;
    assert!(
        matches!(detected(&url).await, Err(SessionEnd::WrongDialect(what)) if what.contains("Socket.IO 2"))
    );

    async fn talk(mut socket: WebSocket) {
        for frame in ["0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":5000}", "40"] {
            let _ = socket.send(Message::text(frame)).await;
        }
        let _ = socket.recv().await;
    }
    let upgrade =
        |upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>| async {
            match upgrade {
                Ok(upgrade) => upgrade.on_upgrade(talk),
                Err(_) => axum::response::IntoResponse::into_response(StatusCode::BAD_REQUEST),
            }
        };
    let url = serve(Router::new().route("/socket.io/", get(upgrade))).await;
    assert!(
        matches!(detected(&url).await, Err(SessionEnd::WrongDialect(what)) if what.contains("Socket.IO 2"))
    );
}

#[tokio::test]
async fn another_web_server_and_none() {
    let url = serve(Router::new().fallback(|| async { "<html>It works</html>" })).await;
    assert!(matches!(detected(&url).await, Err(SessionEnd::WrongDialect(what)) if what.contains("neither")));
    assert_eq!(detected(&refusing().await).await, Err(SessionEnd::Refused));
    let url = serve(Router::new().fallback(|| async { StatusCode::SERVICE_UNAVAILABLE })).await;
    assert_eq!(detected(&url).await, Err(SessionEnd::Rejected { status: 503 }));
}
