//! A websocket that reads text frames, with patience.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, which the lint's exemption for tests does not reach"
)]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::support::Centre;

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a websocket at a path of the event feed, or says why not.
    pub async fn open(centre: &Centre, path: &str) -> Result<Self, tokio_tungstenite::tungstenite::Error> {
        let url = format!("{}{path}", centre.simulator.events_url().replace("http://", "ws://"));
        tokio_tungstenite::connect_async(url).await.map(|(socket, _)| Self(socket))
    }

    pub async fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// The next text frame; `None` when the connection is over, or stays silent for a second.
    pub async fn next(&mut self) -> Option<String> {
        self.next_within(Duration::from_secs(1)).await.ok()?
    }

    /// As `next`, and an error when nothing came in time.
    pub async fn next_within(
        &mut self,
        patience: Duration,
    ) -> Result<Option<String>, tokio::time::error::Elapsed> {
        tokio::time::timeout(patience, async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    _ => return None,
                }
            }
        })
        .await
    }
}

pub fn subscription(centre: &Centre, token: &str, event: &str) -> Value {
    let account_id = &centre.credentials().account_id;
    json!({ "account_id": account_id, "auth_token": token, "binding": format!("call.{event}.*") })
}
