//! The centre in real time: one lock around it, the clock beside it, its effects to the feed.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::budget::Budget;
use crate::centre::{Centre, Effect};
use crate::clock::Clock;
use crate::faults::{FaultOrder, Faults, FeedFault};
use crate::feed::Feed;
use crate::gate::Gate;
use crate::moment::Moment;
use crate::options::Options;
use crate::recording::Storage;
use crate::stamps::Stamps;
use crate::story::AssistantOrder;
use crate::tokens::Tokens;

/// The longest the centre sleeps, so that a stepped system clock is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// Everything the servers of one simulator share.
#[derive(Debug)]
pub struct Live {
    pub options: Options,
    /// Without a slash at the end.
    pub rest_url: String,
    pub clock: Clock,
    pub stamps: Stamps,
    pub faults: Arc<Faults>,
    pub tokens: Arc<Tokens>,
    pub feed: Arc<Feed>,
    pub budget: Budget,
    pub storage: Storage,
    pub events_gate: Arc<Gate>,
    centre: Mutex<Centre>,
    changed: Notify,
    /// To the voice assistants, when there are any.
    assistants: OnceLock<mpsc::UnboundedSender<(String, AssistantOrder)>>,
}

impl Live {
    pub fn new(
        options: Options,
        rest_url: String,
        clock: Clock,
        centre: Centre,
        events_gate: Arc<Gate>,
    ) -> Self {
        let faults = Arc::new(Faults::default());
        let tokens = Arc::new(Tokens::new(clock.now()));
        let realm = centre.realm().to_owned();
        let feed = Feed::new(&options, realm, clock.clone(), Arc::clone(&tokens), Arc::clone(&faults));
        let live = Self {
            budget: Budget::new(options.requests_per_second, clock.now()),
            storage: Storage::default(),
            rest_url,
            stamps: Stamps::new(clock.clone(), Arc::clone(&faults)),
            clock,
            faults,
            tokens,
            feed: Arc::new(feed),
            events_gate,
            centre: Mutex::new(centre),
            changed: Notify::new(),
            assistants: OnceLock::new(),
            options,
        };
        live.break_things(live.options.faults.clone());
        live
    }

    /// Looks at the centre as it is now.
    pub fn look<R>(&self, look: impl FnOnce(&mut Centre) -> R) -> R {
        let mut centre = self.centre.lock().unwrap_or_else(PoisonError::into_inner);
        self.emit(centre.advance(self.clock.now()));
        let seen = look(&mut centre);
        // What a command did at this very moment leaves before the lock does, so events stay in order.
        self.emit(centre.advance(self.clock.now()));
        seen
    }

    /// Changes the centre, and wakes the clock for what follows from it.
    pub fn command<R>(&self, command: impl FnOnce(&mut Centre) -> R) -> R {
        let done = self.look(command);
        self.changed.notify_one();
        done
    }

    /// Lets what is wrong change.
    pub fn break_things(&self, order: FaultOrder) {
        let feed = order.feed;
        if order.expire_tokens {
            self.tokens.expire_all();
        }
        self.faults.apply(order);
        self.changed.notify_one();
        if matches!(feed, Some(FeedFault::Drop | FeedFault::Refuse)) {
            self.events_gate.cut();
        }
        let standing = self.faults.now().feed;
        self.events_gate.refuse(standing == Some(FeedFault::Refuse));
        self.events_gate.freeze(standing == Some(FeedFault::Frozen));
    }

    /// Lets time pass until told to stop.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut next_cut = None;
        loop {
            self.cut_regularly(&mut next_cut);
            let next = self.look(|centre| centre.next_step_at());
            let next = next.into_iter().chain(next_cut).min();
            let sleep = next.map_or(LONGEST_SLEEP, |next| self.clock.until(next).min(LONGEST_SLEEP));
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = self.changed.notified() => {}
                () = stop.cancelled() => return,
            }
        }
    }

    /// Cuts the feed's sockets when they are due to be cut, and says when they are next.
    fn cut_regularly(&self, next: &mut Option<Moment>) {
        let every = self.faults.now().drop_every_seconds.filter(|seconds| *seconds > 0.0);
        let Some(seconds) = every else {
            *next = None;
            return;
        };
        let now = self.clock.now();
        if next.is_some_and(|due| due <= now) {
            self.events_gate.cut();
            *next = None;
        }
        next.get_or_insert_with(|| now.after(seconds));
    }

    /// What stories tell of the calls of voice assistants, from now on. A story is short, so what waits is bounded by
    /// it. The first to ask has it.
    pub fn assistant_orders(&self) -> mpsc::UnboundedReceiver<(String, AssistantOrder)> {
        let (sender, orders) = mpsc::unbounded_channel();
        if self.assistants.set(sender).is_err() {
            tracing::error!("a story's orders to voice assistants are heard already");
        }
        orders
    }

    fn tell_assistants(&self, call: String, order: AssistantOrder) {
        let told = self.assistants.get().is_some_and(|assistants| assistants.send((call, order)).is_ok());
        if !told {
            tracing::warn!(
                "the story tells of a voice assistant, and there is none: start it with Sovereign's port"
            );
        }
    }

    fn emit(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Leg(event) => self.feed.publish(&event),
                Effect::Fault(order) => self.break_things(order),
                Effect::Assistant { call, order } => self.tell_assistants(call, order),
                Effect::Mishap(text) => tracing::warn!("{text}"),
            }
        }
    }
}
