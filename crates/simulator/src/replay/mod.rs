//! A recorded site instead of a living centre: `callboard capture` wrote it, and here it speaks again.
//!
//! REST gives what was answered last at this point of the recording; the feed sends its events at their time, in the
//! recorded dialect and spelling. All times in it are moved by the age of the recording, so that what was a minute ago
//! then is a minute ago now, and a clock that was wrong stays as wrong. Whoever asks is believed: hashes are not checked,
//! for the file holds no secret to check them with. Tokens are the simulator's own.

mod recording;
mod shift;

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::live::Live;
use crate::moment::Moment;

pub use recording::{Recording, ReplayError};

/// A recording that is being played.
pub struct Player {
    recording: Recording,
    live: Arc<Live>,
    began: Moment,
}

impl Player {
    /// From the beginning, now.
    pub fn new(recording: Recording, live: Arc<Live>) -> Arc<Self> {
        let began = live.clock.now();
        Arc::new(Self { recording, live, began })
    }

    /// The endpoints that were recorded; the others are not found.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new().route("/oapi/v1/{*path}", axum::routing::any(answer)).with_state(Arc::clone(self))
    }

    /// Sends the events, each at its time.
    pub async fn run(self: Arc<Self>) {
        for event in &self.recording.events {
            let due = self.began.after(event.ms as f64 / 1000.0);
            tokio::time::sleep(self.live.clock.until(due)).await;
            let mut payload = event.payload.clone();
            shift::by(&mut payload, self.age());
            self.live.feed.replay(event.name, payload);
        }
    }

    /// Milliseconds from the recording's beginning to the replay's.
    fn age(&self) -> i64 {
        self.began.unix_millis() - self.recording.began.unix_millis()
    }

    /// Milliseconds that were played so far.
    fn played(&self) -> u64 {
        u64::try_from(self.live.clock.now().unix_millis() - self.began.unix_millis()).unwrap_or(0)
    }

    /// A token that this simulator's feed takes, where the recording's was scrubbed.
    fn with_token(&self, mut answer: Value) -> Value {
        let now = self.live.clock.now();
        let expires = now.after(self.live.options.token_seconds as f64);
        let token = self.live.tokens.issue(now, expires);
        let fields = match answer.get_mut("data") {
            Some(inner) if inner.is_object() => inner,
            _ => &mut answer,
        };
        for name in ["value", "token", "auth_token"] {
            if fields.get(name).is_some() {
                fields[name] = json!(token);
            }
        }
        answer
    }
}

async fn answer(State(player): State<Arc<Player>>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(recorded) = player.recording.answer(request.method().as_str(), path, player.played()) else {
        let words = json!({ "error": "nobody asked for this while it was recorded" });
        return (StatusCode::NOT_FOUND, Json(words)).into_response();
    };
    let status = StatusCode::from_u16(recorded.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match &recorded.body {
        // It was no JSON.
        Value::String(text) => (status, text.clone()).into_response(),
        body => {
            let mut body = body.clone();
            shift::by(&mut body, player.age());
            if path.ends_with("/auth_token") {
                body = player.with_token(body);
            }
            (status, Json(body)).into_response()
        }
    }
}
