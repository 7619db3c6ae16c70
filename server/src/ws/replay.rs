//! One viewer of a replay: a snapshot, then what followed at the pace asked for.

use std::time::Duration;

use ::access::Grant;
use axum::extract::ws::{Message, WebSocket};
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at};
use wire::frame::close;
use wire::{Frame, Millis, NoReplay, Notice};

use super::session::{HEARD_WITHIN, PING_EVERY, SIGNED_OUT, invite_back, say_goodbye, send_text};
use crate::app_state::AppState;
use crate::clock;
use crate::live::{Sight, View};
use crate::replay::{self, Player, Step};

/// Changes are gathered for so long.
const STEP: Duration = Duration::from_millis(100);
const BEAT: Duration = Duration::from_millis(wire::REPLAY_BEAT_MILLIS as u64);

/// Which moment, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub at: Millis,
    /// Times faster than life; 0 stands still.
    pub speed: u32,
}

/// Why a replay ends.
enum End {
    Gone,
    TooSlow,
    Restart,
    /// The last word has been said.
    Over,
    /// The viewer may no longer look.
    SignedOut,
}

pub async fn serve(mut socket: WebSocket, state: &AppState, grant: &Grant, sight: Sight, asked: Asked) {
    let end = tokio::select! {
        end = follow(&mut socket, state, sight, asked) => end,
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
        End::Over => (close::REPLAY_ENDS, "the replay ends here"),
    };
    say_goodbye(&mut socket, code, reason).await;
}

async fn follow(socket: &mut WebSocket, state: &AppState, sight: Sight, asked: Asked) -> End {
    let (player, _room) = match state.replays.play(asked.at).await {
        Ok(playing) => playing,
        Err(why) => return refuse(socket, asked.at, why).await,
    };
    let view = View::of(player.stage(), sight);
    let mut showing = Showing { player, view, pace: Pace::new(asked), spoke: Instant::now() };
    if !showing.snapshot(socket).await {
        return End::TooSlow;
    }
    let mut step = interval(STEP);
    step.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ping = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            _ = step.tick() => if let Some(end) = showing.step(socket).await { return end },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
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

async fn refuse(socket: &mut WebSocket, at: Millis, why: NoReplay) -> End {
    match send(socket, &Frame::Notice { at: clock::rfc3339(at), notice: Notice::NoReplay(why) }).await {
        true => End::Over,
        false => End::TooSlow,
    }
}

/// The moment that is due, by this machine's own clock.
struct Pace {
    began: Instant,
    at: Millis,
    speed: Millis,
}

impl Pace {
    fn new(asked: Asked) -> Self {
        Self {
            began: Instant::now(),
            at: asked.at,
            speed: Millis::from(asked.speed.min(wire::FASTEST_REPLAY)),
        }
    }

    fn due(&self) -> Millis {
        let passed = Millis::try_from(self.began.elapsed().as_millis()).unwrap_or_default();
        self.at + passed * self.speed
    }

    fn go_on_at(&mut self, at: Millis) {
        (self.began, self.at) = (Instant::now(), at);
    }
}

struct Showing {
    player: Player,
    view: View,
    pace: Pace,
    spoke: Instant,
}

impl Showing {
    /// `None` while it goes on.
    async fn step(&mut self, socket: &mut WebSocket) -> Option<End> {
        let due = self.pace.due();
        if self.pace.speed == 0 {
            return self.beat(socket, due).await;
        }
        match self.player.advance(due).await {
            Ok(Step::Went(touched)) => {
                let changes = self.view.catch_up(self.player.stage(), &touched);
                if changes.is_empty() {
                    return self.beat(socket, due).await;
                }
                let (epoch, seq) = (replay::EPOCH.to_owned(), self.player.next_frame());
                self.say(socket, &Frame::Delta { epoch, seq, at: clock::rfc3339(due), changes }).await
            }
            Ok(Step::Jump(hole)) => {
                let notice = Notice::NotRecorded { from: hole.from, until: hole.until };
                let told = Frame::Notice { at: clock::rfc3339(hole.from), notice };
                if let Some(end) = self.say(socket, &told).await {
                    return Some(end);
                }
                if let Err(why) = self.player.jump(hole.until).await {
                    return Some(refuse(socket, hole.until, why).await);
                }
                self.pace.go_on_at(hole.until);
                self.player.next_frame();
                self.view = View::of(self.player.stage(), self.view.sight.clone());
                (!self.snapshot(socket).await).then_some(End::TooSlow)
            }
            Ok(Step::Ends) => {
                let told = Frame::Notice { at: clock::rfc3339(due), notice: Notice::RecordingEnds };
                Some(self.say(socket, &told).await.unwrap_or(End::Over))
            }
            Err(why) => Some(refuse(socket, due, why).await),
        }
    }

    async fn snapshot(&mut self, socket: &mut WebSocket) -> bool {
        self.spoke = Instant::now();
        send(socket, &replay::snapshot(&self.player, &self.view, self.pace.due())).await
    }

    /// Tells the moment when nothing else was told for a while.
    async fn beat(&mut self, socket: &mut WebSocket, due: Millis) -> Option<End> {
        if self.spoke.elapsed() + STEP < BEAT {
            return None;
        }
        self.say(socket, &Frame::Notice { at: clock::rfc3339(due), notice: Notice::Heartbeat }).await
    }

    async fn say(&mut self, socket: &mut WebSocket, frame: &Frame) -> Option<End> {
        self.spoke = Instant::now();
        (!send(socket, frame).await).then_some(End::TooSlow)
    }
}

async fn send(socket: &mut WebSocket, frame: &Frame) -> bool {
    match frame.encode() {
        Ok(text) => send_text(socket, text.into()).await,
        Err(error) => {
            tracing::error!(%error, "a frame could not be encoded and was not sent");
            true
        }
    }
}
