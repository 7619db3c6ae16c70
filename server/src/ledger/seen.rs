//! What the floor has seen, as plain copies for the ledger: the live actor makes them after each event, of what the
//! event touched. They are whole, not steps, so the same one again changes nothing and a lost one is mended by the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use floor::{AgentId, AgentState, CallState, Changes, Floor, Freshness, LegId, QueueId, Source};
use kpi::{CallResult, Direction, Millis, State, Text};
use tokio::sync::mpsc;

/// Copies that may wait for the ledger. A busy second makes a few hundred.
const MAILBOX: usize = 16_384;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Call(Box<SeenCall>),
    Agent(SeenAgent),
    Queue {
        id: Text,
        name: Text,
    },
    /// How far the dashboard may be believed, which alone tells what agents do between their calls.
    Dashboard {
        heard_at: Option<Millis>,
        is_fresh: bool,
        at: Millis,
    },
}

/// A call as the floor has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenCall {
    /// The first leg's id.
    pub id: Text,
    pub legs: Vec<Text>,
    pub started: Millis,
    pub ended: Option<Millis>,
    pub direction: Direction,
    /// The far party's number, unmasked.
    pub number: Option<Text>,
    pub line: Option<Text>,
    /// Who talks on it, or talked last; who dialled.
    pub agent: Option<Text>,
    pub result: CallResult,
    pub talked: Option<Millis>,
    /// Since when two people speak on it now.
    pub speaks_since: Option<Millis>,
    /// Its last way through a queue; the ledger remembers those before.
    pub wait: Option<SeenWait>,
    /// Who talked on it, when.
    pub talks: Vec<SeenTalk>,
    /// Offers not taken: who, when.
    pub misses: Vec<(Text, Millis)>,
    /// When it was seen so, by this server's clock.
    pub at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenWait {
    pub queue: Option<Text>,
    pub since: Millis,
    /// The entry was not seen: `since` is the start of the call.
    pub since_call_start: bool,
    /// Somebody had talked on the call before this wait.
    pub again: bool,
    pub picked_up: Option<Millis>,
    /// The call ended while the caller waited, and the floor is sure of that.
    pub left: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTalk {
    pub agent: Option<Text>,
    pub from: Millis,
    pub until: Option<Millis>,
}

/// An agent as the floor has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenAgent {
    pub id: Text,
    pub name: Text,
    /// What call records name people by.
    pub username: Option<Text>,
    pub extensions: Vec<Text>,
    pub state: State,
    pub since: Option<Millis>,
    pub at: Millis,
}

/// The live actor's way to tell the ledger. It never waits: what does not fit is told whole a little later.
#[derive(Debug)]
pub struct Teller {
    mailbox: mpsc::Sender<Seen>,
    lost: Arc<AtomicU64>,
    /// Something did not fit: everything is to be told again.
    owes_all: bool,
}

/// The ledger's end of it.
#[derive(Debug)]
pub struct Told {
    pub mailbox: mpsc::Receiver<Seen>,
    /// Copies that did not fit, since the start.
    pub lost: Arc<AtomicU64>,
}

pub fn channel() -> (Teller, Told) {
    let (sender, mailbox) = mpsc::channel(MAILBOX);
    let lost = Arc::default();
    (Teller { mailbox: sender, lost: Arc::clone(&lost), owes_all: true }, Told { mailbox, lost })
}

impl Teller {
    /// Tells what an event that came at `at` has touched. The first time, or after a loss, everything.
    pub fn tell(&mut self, floor: &Floor, touched: &Changes, at: Millis) {
        if self.owes_all && self.mailbox.capacity() > MAILBOX / 2 {
            self.owes_all = false;
            everything(floor, at).for_each(|seen| self.send(seen));
            return;
        }
        self.touched(floor, touched, at);
    }

    fn touched(&mut self, floor: &Floor, touched: &Changes, at: Millis) {
        for id in &touched.queues {
            queue(floor, id).into_iter().for_each(|seen| self.send(seen));
        }
        for id in &touched.calls {
            call(floor, id, at).into_iter().for_each(|seen| self.send(seen));
        }
        for id in &touched.agents {
            agent(floor, id, at).into_iter().for_each(|seen| self.send(seen));
        }
        if touched.sources {
            self.send(dashboard(floor, at));
        }
    }

    fn send(&mut self, seen: Seen) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.mailbox.try_send(seen) {
            self.owes_all = true;
            if self.lost.fetch_add(1, Ordering::Relaxed) == 0 {
                tracing::warn!(
                    "the ledger is behind: what was seen did not fit, and will be told again whole"
                );
            }
        }
    }
}

fn everything(floor: &Floor, at: Millis) -> impl Iterator<Item = Seen> {
    let queues = floor.queues().filter_map(|each| queue(floor, &each.id));
    let calls = floor.calls().filter_map(move |each| call(floor, &each.id, at));
    let agents = floor.agents().filter_map(move |each| agent(floor, &each.id, at));
    queues.chain(calls).chain(agents).chain(std::iter::once(dashboard(floor, at)))
}

/// `None` when the floor no longer has it: nothing is forgotten here because it left the board.
pub fn call(floor: &Floor, id: &LegId, at: Millis) -> Option<Seen> {
    let call = floor.call(id)?;
    let waits = call.queue_knows() || call.is_waiting();
    let wait = waits.then(|| SeenWait {
        queue: call.queue.as_ref().map(|queue| text(queue.as_str())),
        since: call.waits_since().unwrap_or_else(|| call.started_at()),
        since_call_start: !call.queue_entry_known(),
        again: call.waits_again(),
        picked_up: call.picked_up_at(),
        left: call.left_waiting(),
    });
    let talks = call.legs.iter().filter(|leg| leg.id != call.id).filter_map(|leg| {
        let from = leg.answered_at?;
        let until = leg.ended.map(|(ended_at, _)| ended_at);
        Some(SeenTalk { agent: leg.agent.as_ref().map(|agent| text(agent.as_str())), from, until })
    });
    let handled = call.handled.as_ref().map(|(agent, from)| SeenTalk {
        agent: Some(text(agent.as_str())),
        from: *from,
        until: call.ended_at,
    });
    // While a phone only rings, its agent has no part in the call yet.
    let has_part = !matches!(call.state(), CallState::Ringing | CallState::Waiting | CallState::Arriving)
        || matches!(call.direction, floor::Direction::Outbound | floor::Direction::Internal);
    Some(Seen::Call(Box::new(SeenCall {
        id: text(call.id.as_str()),
        legs: call.legs.iter().map(|leg| text(leg.id.as_str())).collect(),
        started: call.started_at(),
        ended: call.ended_at,
        direction: direction(call.direction),
        number: call.number().cloned(),
        line: call.line().cloned(),
        agent: call.agent().filter(|_| has_part).map(|agent| text(agent.as_str())),
        result: call.outcome.filter(|_| !call.is_live()).map_or(CallResult::Live, result),
        talked: call.talked(),
        speaks_since: (call.state() == CallState::Talking).then(|| call.since()),
        wait,
        talks: talks.chain(handled).collect(),
        misses: call.misses().map(|(agent, at, _)| (text(agent.as_str()), at)).collect(),
        at,
    })))
}

pub fn agent(floor: &Floor, id: &AgentId, at: Millis) -> Option<Seen> {
    let agent = floor.agent(id)?;
    let doing = floor.doing(agent);
    Some(Seen::Agent(SeenAgent {
        id: text(id.as_str()),
        name: agent.name.clone(),
        username: agent.username.clone(),
        extensions: agent.extensions.clone(),
        state: state(doing.state),
        since: doing.since,
        at,
    }))
}

fn queue(floor: &Floor, id: &QueueId) -> Option<Seen> {
    let queue = floor.queue(id)?;
    Some(Seen::Queue { id: text(id.as_str()), name: queue.name.clone() })
}

fn dashboard(floor: &Floor, at: Millis) -> Seen {
    let source = floor.source(Source::Dashboard);
    let is_fresh = matches!(source.freshness, Freshness::Live | Freshness::Late);
    Seen::Dashboard { heard_at: source.heard_at, is_fresh, at }
}

fn text(text: &str) -> Text {
    text.into()
}

fn direction(direction: floor::Direction) -> Direction {
    match direction {
        floor::Direction::Inbound => Direction::Inbound,
        floor::Direction::Outbound => Direction::Outbound,
        floor::Direction::Internal => Direction::Internal,
        floor::Direction::Unknown => Direction::Unknown,
    }
}

fn result(outcome: floor::Outcome) -> CallResult {
    match outcome {
        floor::Outcome::Answered => CallResult::Answered,
        floor::Outcome::Abandoned => CallResult::Abandoned,
        floor::Outcome::LeftEarly => CallResult::LeftEarly,
        floor::Outcome::Busy => CallResult::Busy,
        floor::Outcome::NoAnswer => CallResult::NoAnswer,
        floor::Outcome::Failed => CallResult::Failed,
        floor::Outcome::Unknown => CallResult::Unknown,
    }
}

fn state(state: AgentState) -> State {
    match state {
        AgentState::Available => State::Available,
        AgentState::Ringing => State::Ringing,
        AgentState::OnCall => State::OnCall,
        AgentState::WrapUp => State::WrapUp,
        AgentState::Paused => State::Paused,
        AgentState::Offline => State::Offline,
        AgentState::Unknown => State::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use floor::{Event, Happening, Settings, SourceReport};

    use super::*;

    #[test]
    fn what_did_not_fit_is_told_whole_later() {
        let (mut teller, mut told) = channel();
        let mut floor = Floor::new(Settings::default());
        let mut hear = |at| {
            let what = Happening::Source(Source::Dashboard, SourceReport::Heard);
            let mut changes = floor.apply(Event { at, what });
            changes.sources = true;
            (floor.clone(), changes)
        };
        for at in 1..=(MAILBOX as Millis + 10) {
            let (floor, changes) = hear(at);
            teller.tell(&floor, &changes, at);
        }
        assert_eq!(told.lost.load(Ordering::Relaxed), 10);
        assert!(teller.owes_all);
        while told.mailbox.try_recv().is_ok() {}
        let (floor, _) = hear(1_000_000);
        teller.tell(&floor, &Changes::default(), 1_000_000);
        assert!(told.mailbox.try_recv().is_ok(), "nothing was touched, yet all is told");
        assert!(!teller.owes_all);
    }
}
