//! The one task that owns the floor.

use std::time::Duration;

use floor::{Event, Happening, SourceReport, Trouble};
use tokio::sync::mpsc;
use tokio::time::{Instant, interval, sleep_until};
use tokio_util::sync::CancellationToken;
use wire::Millis;

use super::boards::Boards;
use super::moments::Moments;
use super::sight::Sight;
use super::stage::{Stage, Touched};
use super::{LiveHandle, Meta, Wake, account, figures};
use crate::clock;
use crate::journal::{Entry, Recorder, What};
use crate::ledger::Teller;

/// Events and requests that may wait for the actor; past that, senders wait.
const MAILBOX: usize = 4096;
/// Wakes handled between two looks at the clock.
const BATCH: usize = 512;
/// Frames are never held back longer than this.
const LONGEST_GATHERING: Duration = Duration::from_millis(30);
/// What one viewer costs a round of sending: one system call and its share of waking (`performance.md`).
const COST_PER_VIEWER: Duration = Duration::from_micros(6);
const HEARTBEAT: Duration = Duration::from_millis(wire::frame::HEARTBEAT_MILLIS as u64);

/// What the actor begins with, and whom it tells.
pub struct Beginning {
    /// As a server before this one left it, or nothing.
    pub stage: Stage,
    /// The settings of now, which may differ from the stage's.
    pub meta: Meta,
    /// Nothing was restored.
    pub anew: bool,
    /// The time of the journal's last entry.
    pub recorded_until: Option<Millis>,
    pub recorder: Option<Recorder>,
    pub teller: Option<Teller>,
}

/// Starts the actor; it ends when `shutdown` is cancelled.
pub fn start(beginning: Beginning, shutdown: CancellationToken) -> (LiveHandle, tokio::task::JoinHandle<()>) {
    let (sender, mailbox) = mpsc::channel(MAILBOX);
    let actor = Actor::new(beginning, mailbox);
    (LiveHandle { mailbox: sender }, tokio::spawn(actor.run(shutdown)))
}

struct Actor {
    stage: Stage,
    moments: Moments,
    recorder: Option<Recorder>,
    teller: Option<Teller>,
    /// Touched since the last frame.
    touched: Touched,
    boards: Boards,
    mailbox: mpsc::Receiver<Wake>,
    last_frame: Instant,
}

impl Actor {
    fn new(beginning: Beginning, mailbox: mpsc::Receiver<Wake>) -> Self {
        let Beginning { stage, meta, anew, recorded_until, recorder, teller } = beginning;
        // Two servers never share an epoch: start time and chance both differ.
        let epoch = format!("{:x}{:04x}", clock::now(), rand::random::<u16>());
        let mut actor = Self {
            stage,
            moments: Moments::after(recorded_until.unwrap_or_default()),
            recorder,
            teller,
            touched: Touched::default(),
            boards: Boards::new(epoch),
            mailbox,
            last_frame: Instant::now(),
        };
        actor.begin(meta, anew, recorded_until);
        actor
    }

    /// From the end of the journal until the feed is connected nobody listened: a gap, as when the feed is lost.
    fn begin(&mut self, meta: Meta, anew: bool, recorded_until: Option<Millis>) {
        let at = clock::now();
        self.happen(What::Began { meta, anew, at });
        let Some(recorded_until) = recorded_until else { return };
        let report = |at, report| Event { at, what: Happening::Source(floor::Source::Events, report) };
        if anew {
            self.happen(What::Event(report(recorded_until, SourceReport::Heard)));
        }
        self.happen(What::Event(report(at, SourceReport::Failed(Trouble::Lost))));
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
        if let Some(recorder) = self.recorder.take() {
            recorder.stop(self.moments.happens(), &self.stage);
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
            Wake::Happened(event) => self.happen(What::Event(event)),
            Wake::Figures(figures) => {
                if let Some(news) = figures::news(&self.stage.figures, &figures) {
                    self.happen(What::Figures(news));
                }
            }
            Wake::Subscribe { sight, from, reply } => {
                let at = clock::rfc3339(self.moments.is_shown());
                // A viewer who left meanwhile is no loss.
                let _ = reply.send(self.boards.subscribe(&self.stage, &sight, from, at));
            }
            Wake::Snapshot { sight, reply } => {
                // What is told is all that has happened, so that a replay of this moment can tell the same.
                if !self.touched.is_empty() {
                    self.send_frame();
                }
                let at = clock::rfc3339(self.moments.is_shown());
                let _ = reply.send(self.boards.snapshot(&self.stage, &sight, at));
            }
            Wake::Explain { leg, sight, reply } => {
                let _ = reply.send(account::of_call(&self.stage.floor, &leg, &sight));
            }
            Wake::Trust { sight, reply } => {
                let _ = reply.send(account::of_trust(&self.stage.floor, &sight));
            }
            Wake::Call { leg, reply } => {
                let _ = reply.send(self.stage.floor.call_of(&leg).cloned().map(Box::new));
            }
            Wake::Number { leg, sight, reply } => {
                let _ = reply.send(self.number(&leg, &sight));
            }
        }
    }

    /// The only way anything changes: recorded, taken in, told to the ledger.
    fn happen(&mut self, what: What) {
        let at = self.moments.happens();
        let entry = self.recorder.is_some().then(|| Entry { at, what: what.clone() });
        let mut touched = self.stage.take(what);
        if let (Some(recorder), Some(entry)) = (&mut self.recorder, entry) {
            recorder.record(entry, &self.stage);
        }
        if let Some(teller) = &mut self.teller {
            teller.tell(&self.stage.floor, &touched.floor, at);
        }
        for repair in touched.floor.repairs.drain(..) {
            let about = account::about(&repair.about);
            tracing::info!(cause = repair.cause.code(), %about, "the dashboard's word replaced what events had told");
        }
        self.touched.merge(touched);
    }

    fn send_frame(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        let at = clock::rfc3339(self.moments.is_shown());
        self.boards.catch_up(&self.stage, &touched, &at);
        self.last_frame = Instant::now();
    }

    /// The whole number of a call on the board that this sight reaches, masked or not.
    fn number(&self, leg: &floor::LegId, sight: &Sight) -> Option<String> {
        let call = self.stage.floor.call(leg)?;
        let in_scope = sight.scope.has(call.queue.as_ref().map(|queue| queue.as_str()));
        call.number().filter(|_| in_scope).map(ToString::to_string)
    }

    /// How long changes are gathered into one frame: as long as one round of sending takes. An idle or small board
    /// sends at once; a large audience gets fewer, fuller frames.
    fn gathering(&self) -> Duration {
        let viewers = u32::try_from(self.boards.viewers()).unwrap_or(u32::MAX);
        COST_PER_VIEWER.saturating_mul(viewers).min(LONGEST_GATHERING)
    }

    fn tick(&mut self) {
        self.happen(What::Event(Event { at: clock::now(), what: Happening::Tick }));
        if self.touched.is_empty() {
            // The site's clock may have been changed for summer.
            self.boards.catch_up(&self.stage, &Touched::default(), "");
        }
        let at = clock::rfc3339(self.moments.is_shown());
        self.boards.beat(HEARTBEAT, &at);
        self.boards.forget(Instant::now());
    }
}
