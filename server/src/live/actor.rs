//! The one task that owns the floor.

use std::time::Duration;

use floor::{Changes, Event, Floor, Happening, Periods};
use jiff::tz::TimeZone;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval, sleep_until};
use tokio_util::sync::CancellationToken;
use wire::Board;

use super::account;
use super::to_wire::{self, Privacy};
use super::views::View;
use super::{LiveHandle, Wake};
use crate::clock;
use crate::hub::Stream;

/// Events and requests that may wait for the actor; past that, senders wait.
const MAILBOX: usize = 4096;
/// Wakes handled between two looks at the clock.
const BATCH: usize = 512;
/// Frames are never held back longer than this.
const LONGEST_GATHERING: Duration = Duration::from_millis(30);
/// What one viewer costs a round of sending: one system call and its share of waking (`performance.md`).
const COST_PER_VIEWER: Duration = Duration::from_micros(6);
const HEARTBEAT: Duration = Duration::from_millis(wire::frame::HEARTBEAT_MILLIS as u64);

/// What a board has besides what happens on the floor.
pub struct Meta {
    pub name: String,
    pub zone: TimeZone,
    pub targets: wire::Targets,
    pub periods: Periods,
    pub silent_after: wire::Millis,
}

/// Starts the actor; it ends when `shutdown` is cancelled.
pub fn start(meta: Meta, shutdown: CancellationToken) -> (LiveHandle, tokio::task::JoinHandle<()>) {
    let (sender, mailbox) = mpsc::channel(MAILBOX);
    let actor = Actor::new(meta, mailbox);
    (LiveHandle { mailbox: sender }, tokio::spawn(actor.run(shutdown)))
}

struct Actor {
    meta: Meta,
    floor: Floor,
    /// Touched since the last frame.
    touched: Changes,
    boards: [(View, Stream); 2],
    mailbox: mpsc::Receiver<Wake>,
    last_frame: Instant,
}

impl Actor {
    fn new(meta: Meta, mailbox: mpsc::Receiver<Wake>) -> Self {
        let settings = floor::Settings {
            service_target: i64::from(meta.targets.service_seconds) * 1000,
            periods: meta.periods,
            silent_after: meta.silent_after,
            ..floor::Settings::default()
        };
        let floor = Floor::new(settings);
        // Two servers never share an epoch: start time and chance both differ.
        let epoch = format!("{:x}{:04x}", clock::now(), rand::random::<u16>());
        let board = |privacy| {
            let mut board = Board::empty("all", &meta.name);
            board.targets = meta.targets;
            board.utc_offset_seconds = clock::utc_offset_seconds(&meta.zone, clock::now());
            board.sources = to_wire::sources(&floor, meta.periods);
            (View::new(privacy, board), Stream::new(epoch.clone()))
        };
        let boards = [board(Privacy::Full), board(Privacy::Masked)];
        Self { meta, floor, touched: Changes::default(), boards, mailbox, last_frame: Instant::now() }
    }

    async fn run(mut self, shutdown: CancellationToken) {
        let mut tick = interval(clock::lasting(Duration::from_secs(1)));
        loop {
            let due = self.last_frame + self.gathering();
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = sleep_until(due), if !self.touched.is_empty() => self.send_frame(),
                wake = self.mailbox.recv() => {
                    let Some(wake) = wake else { break };
                    self.handle(wake);
                    self.handle_waiting();
                    if !self.touched.is_empty() && Instant::now() >= due {
                        self.send_frame();
                    }
                }
                _ = tick.tick() => self.tick(),
            }
        }
    }

    fn handle_waiting(&mut self) {
        for _ in 0..BATCH {
            let Ok(wake) = self.mailbox.try_recv() else { break };
            self.handle(wake);
        }
    }

    fn handle(&mut self, wake: Wake) {
        match wake {
            Wake::Happened(event) => self.apply(event),
            Wake::Subscribe { privacy, from, reply } => {
                let (view, stream) = self.board(privacy);
                let subscription =
                    stream.subscribe(from, || (clock::rfc3339(clock::now()), view.board.clone()));
                // A viewer who left meanwhile is no loss.
                let _ = reply.send(subscription);
            }
            Wake::Snapshot { privacy, reply } => {
                let (view, stream) = self.board(privacy);
                let _ = reply.send(stream.snapshot(clock::rfc3339(clock::now()), view.board.clone()));
            }
            Wake::Explain { leg, reply } => {
                let _ = reply.send(self.floor.explain(&leg).map(account::of_call));
            }
            Wake::Trust { reply } => {
                let _ = reply.send(account::of_trust(&self.floor));
            }
        }
    }

    fn apply(&mut self, event: Event) {
        let mut changes = self.floor.apply(event);
        for repair in changes.repairs.drain(..) {
            let about = account::about(&repair.about);
            tracing::info!(cause = repair.cause.code(), %about, "the dashboard's word replaced what events had told");
        }
        self.touched.merge(changes);
    }

    fn send_frame(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        let at = clock::now();
        for (view, stream) in &mut self.boards {
            let changes = view.catch_up(&self.floor, &touched, self.meta.periods);
            if !changes.is_empty() {
                stream.publish(clock::rfc3339(at), changes);
            }
        }
        self.last_frame = Instant::now();
    }

    /// How long changes are gathered into one frame: as long as one round of sending takes. An idle or small board
    /// sends at once; a large audience gets fewer, fuller frames.
    fn gathering(&self) -> Duration {
        let viewers: usize = self.boards.iter().map(|(_, stream)| stream.viewers()).sum();
        let viewers = u32::try_from(viewers).unwrap_or(u32::MAX);
        COST_PER_VIEWER.saturating_mul(viewers).min(LONGEST_GATHERING)
    }

    fn tick(&mut self) {
        let now = clock::now();
        self.apply(Event { at: now, what: Happening::Tick });
        let offset = clock::utc_offset_seconds(&self.meta.zone, now);
        for (view, stream) in &mut self.boards {
            view.board.utc_offset_seconds = offset;
            if stream.silent_for() >= HEARTBEAT {
                stream.notify(clock::rfc3339(now), wire::Notice::Heartbeat);
            }
        }
    }

    fn board(&mut self, privacy: Privacy) -> &mut (View, Stream) {
        let [full, masked] = &mut self.boards;
        match privacy {
            Privacy::Full => full,
            Privacy::Masked => masked,
        }
    }
}
