//! One viewer: frames out, pings both ways, a reason at the end.

use std::time::Duration;

use ::access::Grant;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, interval_at, timeout};
use wire::frame::close;

use crate::app_state::AppState;
use crate::clock;
use crate::hub::{Encoded, Subscription};
use crate::live::Sight;

/// A viewer whose socket takes nothing for this long is cut.
const SEND_WITHIN: Duration = Duration::from_secs(10);
pub(super) const PING_EVERY: Duration = Duration::from_secs(20);
/// Neither pong nor anything else for this long: the viewer is gone.
pub(super) const HEARD_WITHIN: Duration = Duration::from_secs(45);
/// Falling behind the ring once is bad luck; this often in a minute is a viewer that cannot follow.
const LAGS_A_MINUTE: u32 = 3;
/// A last word is waited for so long.
const GOODBYE_WITHIN: Duration = Duration::from_millis(500);
/// Viewers are told to come back within this spread, so that not all come at once.
const COME_BACK_WITHIN: Duration = Duration::from_secs(3);

/// Why a session ends.
enum End {
    Gone,
    TooSlow,
    Restart,
    /// The viewer may no longer look.
    SignedOut,
}

pub(super) const SIGNED_OUT: &str = "signed out, or no longer allowed; sign in again";

pub async fn serve(
    mut socket: WebSocket,
    state: &AppState,
    grant: &Grant,
    sight: Sight,
    from: Option<wire::Position>,
) {
    // Also in the middle of a frame that the viewer does not take.
    let end = tokio::select! {
        end = follow(&mut socket, state, sight, from) => end,
        () = grant.ended.cancelled() => End::SignedOut,
    };
    let (code, reason) = match end {
        End::Gone => return,
        End::TooSlow => (close::TOO_SLOW, "this viewer read too slowly; come back for a fresh snapshot"),
        End::Restart => {
            invite_back(&mut socket).await;
            (close::RESTART, "the server restarts; come back")
        }
        End::SignedOut => (close::SIGNED_OUT, SIGNED_OUT),
    };
    say_goodbye(&mut socket, code, reason).await;
}

pub async fn refuse(mut socket: WebSocket) {
    say_goodbye(&mut socket, close::NO_SUCH_BOARD, "there is no such board").await;
}

async fn follow(socket: &mut WebSocket, state: &AppState, sight: Sight, from: Option<wire::Position>) -> End {
    let Ok(mut subscription) = state.live.subscribe(sight.clone(), from).await else { return End::Restart };
    if !catch_up(socket, &mut subscription).await {
        return End::TooSlow;
    }
    let mut ping = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    let mut heard = Instant::now();
    let mut lags = Lags::default();
    loop {
        tokio::select! {
            frame = subscription.frames.recv() => match frame {
                Ok(frame) => if !send(socket, frame).await { return End::TooSlow },
                Err(RecvError::Closed) => return End::Restart,
                Err(RecvError::Lagged(_)) => {
                    if lags.too_many(Instant::now()) {
                        return End::TooSlow;
                    }
                    // One fresh snapshot instead of everything missed.
                    let Ok(fresh) = state.live.subscribe(sight.clone(), None).await else { return End::Restart };
                    subscription = fresh;
                    if !catch_up(socket, &mut subscription).await {
                        return End::TooSlow;
                    }
                }
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
                // A viewer has nothing to say; that it speaks shows that it lives. Pings are answered below us.
                Some(Ok(_)) => heard = Instant::now(),
            },
            _ = ping.tick() => {
                if heard.elapsed() > HEARD_WITHIN || socket.send(Message::Ping(bytes::Bytes::new())).await.is_err() {
                    return End::Gone;
                }
            },
            () = state.shutdown.cancelled() => return End::Restart,
        }
    }
}

async fn catch_up(socket: &mut WebSocket, subscription: &mut Subscription) -> bool {
    for frame in std::mem::take(&mut subscription.first) {
        if !send(socket, frame).await {
            return false;
        }
    }
    true
}

async fn send(socket: &mut WebSocket, frame: Encoded) -> bool {
    send_text(socket, frame.text).await
}

/// False when the viewer did not take it in time, or is gone.
pub(super) async fn send_text(socket: &mut WebSocket, text: Utf8Bytes) -> bool {
    matches!(timeout(SEND_WITHIN, socket.send(Message::Text(text))).await, Ok(Ok(())))
}

/// Tells a viewer when to come back, so that not all come at once.
pub(super) async fn invite_back(socket: &mut WebSocket) {
    let after = rand::random_range(0..COME_BACK_WITHIN.as_millis());
    let notice = wire::Notice::ComeBack { after_millis: u32::try_from(after).unwrap_or_default() };
    let frame = wire::Frame::Notice { at: clock::rfc3339(clock::now()), notice };
    if let Ok(text) = frame.encode() {
        // Whoever does not take it finds the connection closed a moment later.
        let _ = timeout(Duration::from_secs(1), socket.send(Message::Text(text.into()))).await;
    }
}

pub(super) async fn say_goodbye(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let goodbye = Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }));
    // Whoever does not take it in time finds the connection closed.
    let _ = timeout(GOODBYE_WITHIN, socket.send(goodbye)).await;
}

/// How often this viewer fell behind within the last minute.
#[derive(Default)]
struct Lags {
    count: u32,
    since: Option<Instant>,
}

impl Lags {
    fn too_many(&mut self, now: Instant) -> bool {
        if self.since.is_none_or(|since| now - since > Duration::from_secs(60)) {
            *self = Self { count: 0, since: Some(now) };
        }
        self.count += 1;
        self.count >= LAGS_A_MINUTE
    }
}
