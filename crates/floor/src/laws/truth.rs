//! A call centre that is known through and through: what the feed says of it, and what its dashboard shows at any
//! moment. Each agent works through jobs of their own, so that days of several agents overlap freely.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::{
    AgentEntry, AgentId, AgentStatus, Counters, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegId, LegSide, Links, Millis, Origin, QueueEntry, QueueId, QueuedCall, Status,
};

pub const START: Millis = 1_770_352_873_000;
const AGENTS: u8 = 4;
const SECOND: Millis = 1_000;
const WRAP_UP: Millis = 8 * SECOND;

/// One call of one agent, by the time of each step.
#[derive(Debug, Clone)]
pub struct Job {
    pub agent: u8,
    number: usize,
    kind: Kind,
    pub begins: Millis,
    /// The queue takes it in, or the far party is dialled.
    entered: Millis,
    rung: Millis,
    /// Picked up, or no longer rung.
    turned: Millis,
    pub ends: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Answered,
    /// The agent does not pick up, and the caller leaves.
    Missed,
    Outbound,
}

/// A day of a few minutes. The first jobs are one of each kind that a dashboard can be seen to agree with.
pub fn jobs() -> impl Strategy<Value = Vec<Job>> {
    let kind = prop_oneof![3 => Just(Kind::Answered), 1 => Just(Kind::Missed), 1 => Just(Kind::Outbound)];
    let job = (kind, 0..20_i64, 3..25_i64, 4..20_i64, 4..60_i64);
    vec(vec(job, 1..5), usize::from(AGENTS)).prop_map(|days| {
        let mut jobs = Vec::new();
        for (agent, day) in (0..AGENTS).zip(days) {
            let usual = [(Kind::Answered, 20, 8, 8, 15), (Kind::Outbound, 5, 5, 8, 20)];
            let mut free_at = START + Millis::from(agent) * 700;
            for (kind, pause, wait, ring, talk) in usual.into_iter().chain(day) {
                let begins = free_at + pause * SECOND + 100;
                let entered = begins + SECOND;
                let rung = if kind == Kind::Outbound { entered } else { entered + wait * SECOND };
                let turned = rung + ring * SECOND;
                let ends = turned + if kind == Kind::Missed { 4 } else { talk } * SECOND;
                free_at = ends + WRAP_UP + 2 * SECOND;
                jobs.push(Job { agent, number: jobs.len(), kind, begins, entered, rung, turned, ends });
            }
        }
        jobs
    })
}

pub fn agent_id(agent: u8) -> AgentId {
    AgentId::new(format!("agent-{agent}"))
}

/// Each agent works for one queue, and each queue has two.
fn queue_id(agent: u8) -> QueueId {
    QueueId::new(format!("queue-{}", agent % 2))
}

pub fn directory() -> [Happening; 2] {
    let agent = |agent| AgentEntry {
        id: agent_id(agent),
        username: None,
        name: format!("Agent {agent}").into(),
        extensions: vec![format!("800{agent}").into()],
    };
    let queue = |queue: u8| QueueEntry {
        id: queue_id(queue),
        name: format!("Queue {queue}").into(),
        agents: vec![agent_id(queue), agent_id(queue + 2)],
    };
    [Happening::Agents((0..AGENTS).map(agent).collect()), Happening::Queues((0..2).map(queue).collect())]
}

impl Job {
    pub fn call(&self) -> LegId {
        LegId::new(format!("caller-{:03}", self.number))
    }

    fn digest(&self, second: bool) -> Digest {
        let mut digest = [u8::from(second); 16];
        digest[..8].copy_from_slice(&self.number.to_be_bytes());
        Digest(digest)
    }

    pub fn is_queued(&self) -> bool {
        self.kind != Kind::Outbound
    }

    fn leg(&self, second: bool) -> LegEvent {
        let id = if second { LegId::new(format!("agents-{:03}", self.number)) } else { self.call() };
        let number = format!("09{:08}", self.number);
        let queued = self.is_queued();
        LegEvent {
            leg: id,
            kind: LegEventKind::Created,
            happened_at: None,
            side: Some(if second { LegSide::Outbound } else { LegSide::Inbound }),
            origin: match (second, queued) {
                (true, _) => Origin::Unknown,
                (false, true) => Origin::Outside,
                (false, false) => Origin::Device,
            },
            to_carrier: second && !queued,
            caller_number: Some(number.as_str().into()),
            caller_name: None,
            destination: Some("02873019555".into()),
            agent: (second == queued).then(|| agent_id(self.agent)),
            queue: None,
            links: Links {
                member_digest: (second && queued).then(|| self.digest(false)),
                bridge: (second && !queued).then(|| self.call()),
                ..Links::default()
            },
            digest: self.digest(second),
            message: None,
        }
    }

    /// What the feed says of it, in the order in which it happens.
    fn events(&self) -> Vec<(Millis, LegEvent)> {
        let (one, two) = (self.leg(false), self.leg(true));
        let create = |at, leg: &LegEvent| (at, LegEvent { kind: LegEventKind::Created, ..leg.clone() });
        let answer = |at, leg: &LegEvent| (at, LegEvent { kind: LegEventKind::Answered, ..leg.clone() });
        let end = |at, leg: &LegEvent, cause| {
            let kind = LegEventKind::Destroyed { cause, billed_seconds: None };
            (at, LegEvent { kind, ..leg.clone() })
        };
        let normal = HangupCause::Normal;
        match self.kind {
            Kind::Answered => vec![
                create(self.begins, &one),
                answer(self.entered, &one),
                create(self.rung, &two),
                answer(self.turned, &two),
                end(self.ends, &two, normal),
                end(self.ends + 100, &one, normal),
            ],
            Kind::Missed => vec![
                create(self.begins, &one),
                answer(self.entered, &one),
                create(self.rung, &two),
                end(self.turned, &two, HangupCause::NoAnswer),
                end(self.ends, &one, normal),
            ],
            Kind::Outbound => vec![
                create(self.begins, &one),
                create(self.entered, &two),
                answer(self.turned, &two),
                answer(self.turned, &one),
                end(self.ends, &two, normal),
                end(self.ends + 100, &one, normal),
            ],
        }
    }

    /// What the agent does at a moment, and since when.
    fn status(&self, at: Millis) -> Option<(Status, Millis)> {
        let during = |from: Millis, until: Millis| from <= at && at < until;
        match self.kind {
            Kind::Outbound => during(self.begins, self.ends).then_some((Status::Outbound, self.begins)),
            _ if during(self.rung, self.turned) => Some((Status::Ringing, self.rung)),
            Kind::Answered if during(self.turned, self.ends) => Some((Status::Connected, self.turned)),
            Kind::Answered if during(self.ends, self.ends + WRAP_UP) => Some((Status::WrapUp, self.ends)),
            _ => None,
        }
    }

    fn row(&self) -> QueuedCall {
        QueuedCall {
            call: self.call(),
            digest: self.digest(false),
            queue: Some(queue_id(self.agent)),
            caller_number: Some(format!("09{:08}", self.number).into()),
            entered_at: Some(self.entered),
            agent: None,
            handled_at: None,
        }
    }

    pub fn waits(&self, at: Millis) -> bool {
        let until = if self.kind == Kind::Answered { self.turned } else { self.ends };
        self.is_queued() && self.entered <= at && at < until
    }

    pub fn talks(&self, at: Millis) -> bool {
        self.kind == Kind::Answered && self.turned <= at && at < self.ends
    }
}

/// All that the feed says, in order.
pub fn feed(jobs: &[Job]) -> Vec<(Millis, LegEvent)> {
    let mut events: Vec<_> = jobs.iter().flat_map(Job::events).collect();
    events.sort_by_key(|(at, _)| *at);
    for (at, event) in &mut events {
        // KAZOO stamps whole seconds.
        event.happened_at = Some(*at - at.rem_euclid(SECOND));
    }
    events
}

pub fn heard(at: Millis, event: &LegEvent) -> Event {
    Event { at, what: Happening::Leg(Box::new(event.clone())) }
}

/// What every agent does at a moment.
pub fn statuses(jobs: &[Job], at: Millis) -> Vec<(u8, Status, Option<Millis>, Option<LegId>)> {
    let status = |agent: u8| {
        let mut theirs = jobs.iter().filter(|job| job.agent == agent);
        let now = theirs.find_map(|job| Some((job.status(at)?, job)));
        match now {
            Some(((status, since), job)) => {
                let call = matches!(status, Status::Ringing | Status::Connected).then(|| job.call());
                (agent, status, Some(since), call)
            }
            None => (agent, Status::Ready, None, None),
        }
    };
    (0..AGENTS).map(status).collect()
}

/// The dashboard of the moment `of`, asked at `asked_at`.
pub fn dashboard(jobs: &[Job], of: Millis, asked_at: Millis) -> Dashboard {
    let whole = |at: Millis| at - at.rem_euclid(SECOND);
    let agents = statuses(jobs, of).into_iter().map(|(agent, status, since, call)| AgentStatus {
        agent: agent_id(agent),
        username: None,
        name: None,
        status,
        since: since.map(whole),
        pause_reason: None,
        call,
        caller_number: None,
        queue: None,
    });
    let stamped = |row: QueuedCall| QueuedCall { entered_at: row.entered_at.map(whole), ..row };
    let waiting = jobs.iter().filter(|job| job.waits(of)).map(|job| stamped(job.row()));
    let talking = jobs.iter().filter(|job| job.talks(of)).map(|job| {
        let (agent, handled_at) = (Some(agent_id(job.agent)), Some(whole(job.turned)));
        QueuedCall { agent, handled_at, ..stamped(job.row()) }
    });
    let count = |is: &dyn Fn(&Job) -> bool| {
        u32::try_from(jobs.iter().filter(|job| job.is_queued() && is(job)).count()).ok()
    };
    Dashboard {
        asked_at,
        agents: agents.collect(),
        counters: Counters {
            received: count(&|job| job.entered <= of),
            handled: count(&|job| job.kind == Kind::Answered && job.turned <= of),
            abandoned: count(&|job| job.kind == Kind::Missed && job.ends <= of),
            ..Counters::default()
        },
        waiting: waiting.collect(),
        talking: talking.collect(),
    }
}
