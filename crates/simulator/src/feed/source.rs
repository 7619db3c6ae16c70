//! Where dialects get their events from, and ask who may hear them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use super::binding::Binding;
use super::payload::Spelling;
use crate::centre::{Chance, LegEvent};
use crate::clock::Clock;
use crate::faults::{FaultOrder, Faults, FeedFault};
use crate::moment::Moment;
use crate::options::{Dialect, KeyStyle, Options};
use crate::stamps::Stamps;
use crate::tokens::Tokens;

/// Events a slow client may be behind before its socket is cut.
const BACKLOG: usize = 16_384;

/// One event, spelled for the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedEvent {
    /// `CHANNEL_CREATE`, `CHANNEL_ANSWER` or `CHANNEL_DESTROY`.
    pub name: &'static str,
    /// Of the leg it is about.
    pub call_id: String,
    /// The argument of a Socket.IO event; Blackhole's `data`.
    pub payload: Value,
}

/// A subscription the server answers. All others are silent.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Event `auth_failure`: the token is unknown or has expired.
    AuthFailure { token: Value },
    /// Event `error`: no such family of bindings.
    UnknownBinding,
}

impl Refusal {
    /// Name and payload of the event that tells the client (`protocols.md` §2.3).
    pub fn event(&self) -> (&'static str, Value) {
        match self {
            Self::AuthFailure { token } => {
                ("auth_failure", json!({ "message": "invalid auth token", "cause": token }))
            }
            Self::UnknownBinding => ("error", json!({ "message": "unknown error" })),
        }
    }
}

/// The feed of one simulator.
#[derive(Debug)]
pub struct Feed {
    events: broadcast::Sender<Arc<FeedEvent>>,
    spelling: Spelling,
    account_id: String,
    tokens: Arc<Tokens>,
    faults: Arc<Faults>,
    stamps: Stamps,
    clock: Clock,
    publishing: Mutex<Publishing>,
    clients: AtomicUsize,
    bindings: AtomicUsize,
    closing: CancellationToken,
}

/// What deliberate disorder needs to remember.
#[derive(Debug)]
struct Publishing {
    chance: Chance,
    held_back: Option<Arc<FeedEvent>>,
    /// Receivers that hear everything, whatever the faults do to it.
    taps: Vec<mpsc::UnboundedSender<Arc<FeedEvent>>>,
}

impl Feed {
    pub fn new(
        options: &Options,
        realm: String,
        clock: Clock,
        tokens: Arc<Tokens>,
        faults: Arc<Faults>,
    ) -> Self {
        let publishing = Publishing {
            chance: Chance::from_seed(options.seed ^ 0xfeed),
            held_back: None,
            taps: Vec::new(),
        };
        // Blackhole's envelope is the dialect's, whatever the keys; elsewhere it comes with KAZOO 4's keys.
        let enveloped = options.key_style() == KeyStyle::Kazoo4 && options.dialect != Dialect::Blackhole;
        let account_id = options.credentials.account_id.clone();
        Self {
            events: broadcast::Sender::new(BACKLOG),
            spelling: Spelling {
                style: options.key_style(),
                enveloped,
                account_id: account_id.clone(),
                realm,
            },
            account_id,
            tokens,
            stamps: Stamps::new(clock.clone(), Arc::clone(&faults)),
            faults,
            clock,
            publishing: Mutex::new(publishing),
            clients: AtomicUsize::new(0),
            bindings: AtomicUsize::new(0),
            closing: CancellationToken::new(),
        }
    }

    /// Sends an event to all subscribers, or does with it what the faults say.
    pub fn publish(&self, event: &LegEvent) {
        let faults = self.faults.now();
        let event = Arc::new(FeedEvent {
            name: event.name.word(),
            call_id: event.leg.id.clone(),
            payload: self.spelling.payload(event, self.stamps.of(event.at)),
        });
        let mut publishing = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        publishing.taps.retain(|tap| tap.send(Arc::clone(&event)).is_ok());
        if publishing.loses(event.name, &faults) {
            return;
        }
        if let Some(millis) = faults.shuffle_ms.filter(|millis| *millis > 0) {
            let copies = if publishing.happens(faults.duplicate) { 2 } else { 1 };
            for _ in 0..copies {
                let hold = Duration::from_millis(publishing.chance.whole(0, millis));
                let (events, late) = (self.events.clone(), Arc::clone(&event));
                let hold = self.clock.in_the_world(hold);
                tokio::spawn(async move {
                    tokio::time::sleep(hold).await;
                    events.send(late).ok();
                });
            }
            return;
        }
        let hold = publishing.held_back.is_none() && publishing.happens(faults.reorder);
        if hold {
            publishing.held_back = Some(event);
            return;
        }
        let copies = if publishing.happens(faults.duplicate) { 2 } else { 1 };
        // Nobody listening is no error.
        for _ in 0..copies {
            self.events.send(Arc::clone(&event)).ok();
        }
        if let Some(late) = publishing.held_back.take() {
            self.events.send(late).ok();
        }
    }

    /// Sends a recorded event as it was.
    pub fn replay(&self, name: &'static str, payload: Value) {
        // What nobody listens to is gone, as in life. Subscriptions are for all calls, so the id decides nothing.
        self.events.send(Arc::new(FeedEvent { name, call_id: String::new(), payload })).ok();
    }

    pub fn listen(&self) -> broadcast::Receiver<Arc<FeedEvent>> {
        self.events.subscribe()
    }

    /// Everything from now on, in order and before faults (but with the stamps of a wrong clock). Nothing is lost: what is not read is kept.
    pub fn tap(&self) -> mpsc::UnboundedReceiver<Arc<FeedEvent>> {
        let (tap, events) = mpsc::unbounded_channel();
        self.publishing.lock().unwrap_or_else(PoisonError::into_inner).taps.push(tap);
        events
    }

    /// Checks a subscription: token first, then the binding. A wrong `account_id` is accepted and stays silent.
    pub fn subscribe(&self, request: &Value) -> Result<Binding, Refusal> {
        let token = request.get("auth_token").cloned().unwrap_or(Value::Null);
        if !token.as_str().is_some_and(|token| self.lets_in(token)) {
            return Err(Refusal::AuthFailure { token });
        }
        let own_account = self.is_ours(request.get("account_id").and_then(Value::as_str));
        let binding = request.get("binding").and_then(Value::as_str).unwrap_or_default();
        self.bind(binding, own_account).ok_or(Refusal::UnknownBinding)
    }

    /// Reads a binding that was let in, and counts it.
    pub fn bind(&self, binding: &str, own_account: bool) -> Option<Binding> {
        let binding = Binding::parse(binding, own_account)?;
        self.bindings.fetch_add(1, Ordering::Relaxed);
        Some(binding)
    }

    /// Bindings that were let in since the start, to be made or withdrawn. Until the three of a new socket are among
    /// them, it may miss events.
    pub fn bindings(&self) -> usize {
        self.bindings.load(Ordering::Relaxed)
    }

    /// Whether a subscription with this token is let in.
    pub fn lets_in(&self, token: &str) -> bool {
        self.tokens.is_valid(token, self.now()) && self.faults.now().auth_failure != Some(true)
    }

    /// Whether this is the account whose events are here to be heard.
    pub fn is_ours(&self, account_id: Option<&str>) -> bool {
        account_id == Some(&self.account_id) && self.faults.now().account != Some(true)
    }

    pub fn stamps(&self) -> Stamps {
        self.stamps.clone()
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// How long the world takes to pass this much of the simulator's time.
    pub fn in_the_world(&self, simulated: Duration) -> Duration {
        self.clock.in_the_world(simulated)
    }

    pub fn account_id(&self) -> &str {
        &self.account_id
    }

    /// Ends the tasks that dialects run beside their sockets.
    pub fn close(&self) {
        self.closing.cancel();
    }

    /// Resolves once the feed is closed.
    pub fn closed(&self) -> impl Future<Output = ()> + use<> {
        self.closing.clone().cancelled_owned()
    }

    /// Sockets that are open now.
    pub fn clients(&self) -> usize {
        self.clients.load(Ordering::Relaxed)
    }

    /// Counts a socket for as long as the guard lives.
    pub fn client(self: &Arc<Self>) -> ClientGuard {
        self.clients.fetch_add(1, Ordering::Relaxed);
        ClientGuard(Arc::clone(self))
    }
}

impl Publishing {
    fn loses(&mut self, name: &str, faults: &FaultOrder) -> bool {
        let named = faults.lose.as_ref().is_some_and(|names| names.iter().any(|lost| lost == name));
        let silent = faults.feed == Some(FeedFault::Silent) || faults.account == Some(true);
        named || silent || self.happens(faults.drop_events)
    }

    fn happens(&mut self, probability: Option<f64>) -> bool {
        probability.is_some_and(|probability| self.chance.happens(probability))
    }
}

#[derive(Debug)]
pub struct ClientGuard(Arc<Feed>);

impl Drop for ClientGuard {
    fn drop(&mut self) {
        self.0.clients.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::centre::{Centre, Effect};
    use crate::options::Load;

    #[test]
    fn named_events_are_lost() {
        let lose = FaultOrder { lose: Some(vec!["CHANNEL_DESTROY".to_owned()]), ..FaultOrder::default() };
        assert_eq!(heard(lose), ["CHANNEL_CREATE", "CHANNEL_ANSWER"]);
    }

    #[test]
    fn events_are_dropped_doubled_and_swapped() {
        let (create, answer, destroy) = ("CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY");
        let certainly = Some(1.0);
        assert!(heard(FaultOrder { drop_events: certainly, ..FaultOrder::default() }).is_empty());
        let doubled = heard(FaultOrder { duplicate: certainly, ..FaultOrder::default() });
        assert_eq!(doubled, [create, create, answer, answer, destroy, destroy]);
        let swapped = heard(FaultOrder { reorder: certainly, ..FaultOrder::default() });
        assert_eq!(swapped, [answer, create], "the last one is held back for one that never comes");
    }

    /// What a listener hears of a call that is abandoned before any phone rings.
    fn heard(faults: FaultOrder) -> Vec<&'static str> {
        let opened = Moment::from_unix_seconds(1_770_352_473);
        let known = Arc::new(Faults::default());
        known.apply(faults);
        let tokens = Arc::new(Tokens::new(opened));
        let options = Options { load: Load::Quiet, ..Options::default() };
        let feed = Feed::new(&options, String::new(), Clock::start(1.0, None), tokens, known);
        let mut listener = feed.listen();
        let mut centre = Centre::open(&options, opened);
        let call = centre.call_queue(0, "0912345678", true, true);
        centre.end_call(call, crate::centre::Side::Caller).unwrap();
        for effect in centre.advance(opened) {
            if let Effect::Leg(event) = effect {
                feed.publish(&event);
            }
        }
        std::iter::from_fn(|| listener.try_recv().ok()).map(|event| event.name).collect()
    }
}
