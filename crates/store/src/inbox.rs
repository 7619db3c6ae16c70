//! What waits for the writer, in order: bounded, and never a reason for the caller to wait.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kpi::{Call, Millis, Stint, Text};
use tokio::sync::{Notify, oneshot};

use crate::housekeeping::{Forget, Segment};
use crate::{Entry, Gap, Hold, Keyframe, Lost, Position, StoreError, Trouble};

/// One transaction takes no more, so that the first does not wait long for the last.
const GROUP_REQUESTS: usize = 1_000;
const GROUP_BYTES: usize = 4 * 1024 * 1024;

#[derive(Debug)]
pub(crate) enum Work {
    Append(Vec<Entry>),
    Keyframe(Keyframe),
    PutCalls(Vec<Call>),
    RemoveCalls(Vec<Text>),
    PutStints(Vec<Stint>),
    SetMark { name: String, body: String },
    Gap(Gap),
    Fold(Segment),
    Forget(Forget),
}

impl Work {
    /// It leaves more room than it takes, so it goes first when there is none.
    fn relieves(&self) -> bool {
        matches!(self, Self::Fold(_) | Self::Forget(_))
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// The last entry's position.
    Appended(Position),
    Kept,
    Removed(u64),
}

pub(crate) type Reply = oneshot::Sender<Result<Done, StoreError>>;

#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) work: Work,
    bytes: usize,
    reply: Option<Reply>,
}

#[derive(Debug)]
pub(crate) struct Inbox {
    hold: Hold,
    inside: Mutex<Inside>,
    come: Notify,
}

#[derive(Debug, Default)]
struct Inside {
    waiting: VecDeque<Request>,
    /// The housekeeper's; one at a time. It is waited for, however long the disk takes nothing.
    relief: VecDeque<Request>,
    /// What waits and what the writer has in hand.
    requests: usize,
    bytes: usize,
    trouble: Option<Trouble>,
    /// Entries that found no room. While there are any no later entry is taken: the journal has one gap, not a sieve.
    lost_entries: Option<Gap>,
    lost_others: Option<Gap>,
    closed: bool,
}

impl Request {
    /// It is not on the disk and will be; who waits for relief goes on waiting.
    pub(crate) fn held(&mut self, trouble: &Trouble) {
        if !self.work.relieves() {
            self.answer(Err(StoreError::Held(trouble.clone())));
        }
    }

    pub(crate) fn answer(&mut self, with: Result<Done, StoreError>) {
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(with);
        }
    }
}

impl Inbox {
    pub(crate) fn new(hold: Hold) -> Self {
        Self { hold, inside: Mutex::default(), come: Notify::new() }
    }

    /// Takes a request in, or answers at once why not.
    pub(crate) fn push(&self, work: Work, reply: Reply, now: Millis) {
        let bytes = weight(&work);
        let mut inside = self.lock();
        if inside.closed {
            let _ = reply.send(Err(StoreError::Closed));
            return;
        }
        if work.relieves() {
            inside.requests += 1;
            inside.bytes += bytes;
            inside.relief.push_back(Request { work, bytes, reply: Some(reply) });
            drop(inside);
            self.come.notify_one();
            return;
        }
        if !inside.has_room(&work, bytes, self.hold) {
            inside.lose(&work, now);
            let _ = reply.send(Err(StoreError::Lost));
            return;
        }
        let reply = match &inside.trouble {
            Some(trouble) => {
                let _ = reply.send(Err(StoreError::Held(trouble.clone())));
                None
            }
            None => Some(reply),
        };
        inside.requests += 1;
        inside.bytes += bytes;
        inside.waiting.push_back(Request { work, bytes, reply });
        drop(inside);
        self.come.notify_one();
    }

    /// What is to be committed together next; `None` when the inbox is closed and empty.
    pub(crate) async fn next_group(&self) -> Option<Vec<Request>> {
        loop {
            let come = self.come.notified();
            {
                let mut inside = self.lock();
                let group = inside.group();
                if !group.is_empty() {
                    return Some(group);
                }
                if inside.closed {
                    return None;
                }
            }
            come.await;
        }
    }

    /// What makes room, for a group that found none.
    pub(crate) fn relief(&self) -> Vec<Request> {
        self.lock().relief.drain(..).collect()
    }

    /// The writer is done with a group.
    pub(crate) fn done(&self, group: &[Request]) {
        let mut inside = self.lock();
        inside.requests -= group.len();
        inside.bytes -= group.iter().map(|request| request.bytes).sum::<usize>();
    }

    /// From now on nobody waits: what is here and what comes is held.
    pub(crate) fn in_trouble(&self, trouble: &Trouble) {
        let mut inside = self.lock();
        inside.trouble = Some(trouble.clone());
        for request in &mut inside.waiting {
            request.held(trouble);
        }
    }

    /// From now on requests wait for their commit again. Says whether all that was held, and what was lost, is written.
    pub(crate) fn out_of_trouble(&self) -> bool {
        let mut inside = self.lock();
        inside.trouble = None;
        // What is held stands before all that came later.
        let held = inside.waiting.front().is_some_and(|request| request.reply.is_none());
        !held && inside.lost_entries.is_none() && inside.lost_others.is_none()
    }

    /// Nothing more is taken in; what is here is still written.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.come.notify_one();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn has_room(&self, work: &Work, bytes: usize, hold: Hold) -> bool {
        let journal = matches!(work, Work::Append(_));
        if journal && self.lost_entries.is_some() {
            return false;
        }
        let most = if journal { hold.bytes / 4 * 3 } else { hold.bytes };
        self.requests < hold.requests && self.bytes.saturating_add(bytes) <= most
    }

    fn lose(&mut self, work: &Work, now: Millis) {
        let (gap, lost, from, until, count) = match work {
            Work::Append(entries) => {
                let times = || entries.iter().map(|entry| entry.at);
                let (Some(from), Some(until)) = (times().min(), times().max()) else { return };
                (&mut self.lost_entries, Lost::Journal, from, until, entries.len() as u64)
            }
            _ => (&mut self.lost_others, Lost::Others, now, now, 1),
        };
        let gap = gap.get_or_insert(Gap { lost, after: Position::START, from, until, count: 0 });
        gap.from = gap.from.min(from);
        gap.until = gap.until.max(until);
        gap.count += count;
    }

    fn group(&mut self) -> Vec<Request> {
        let mut group: Vec<Request> = self.relief.drain(..).collect();
        let mut bytes = 0;
        while let Some(request) = self.waiting.front() {
            bytes += request.bytes;
            if !group.is_empty() && (group.len() >= GROUP_REQUESTS || bytes > GROUP_BYTES) {
                return group;
            }
            group.extend(self.waiting.pop_front());
        }
        // All that was held is in hand: now the gap is told, and entries are taken again behind it.
        for gap in [self.lost_entries.take(), self.lost_others.take()].into_iter().flatten() {
            self.requests += 1;
            group.push(Request { work: Work::Gap(gap), bytes: 0, reply: None });
        }
        group
    }
}

/// About how much memory it holds.
fn weight(work: &Work) -> usize {
    match work {
        Work::Append(entries) => entries.iter().map(|entry| entry.body.len() + 64).sum(),
        Work::Keyframe(keyframe) => keyframe.body.len() + 64,
        Work::PutCalls(calls) => calls
            .iter()
            .map(|call| 600 + 80 * call.legs.len() + 120 * call.passages.len() + 80 * call.misses.len())
            .sum(),
        Work::RemoveCalls(keys) => keys.len() * 100,
        Work::PutStints(stints) => stints.len() * 100,
        Work::SetMark { name, body } => name.len() + body.len() + 64,
        Work::Fold(segment) => segment.body.len(),
        Work::Gap(_) | Work::Forget(_) => 64,
    }
}
