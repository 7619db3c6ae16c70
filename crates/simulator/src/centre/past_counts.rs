//! The past's own counts: what really happened in the queues, counted from the calls and by nothing else.
//!
//! Times count as the records print them, in whole seconds, because nobody outside knows more. What happened counts
//! when it happened: an offer by the entry, an answer by the pickup, a loss by the end of the wait.

use std::collections::BTreeMap;

use super::call::Kind;
use super::history::CallRecord;
use super::queue::QueueIndex;
use super::stat::{AbandonReason, CallStat};
use super::state::Centre;
use crate::moment::Moment;

/// From the first moment on, up to the second and without it.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub from: Moment,
    pub until: Moment,
}

impl Span {
    pub fn holds(self, moment: Moment) -> bool {
        (self.from.unix_seconds()..self.until.unix_seconds()).contains(&moment.unix_seconds())
    }
}

/// What counts as soon enough, and as too short to count, in seconds; both included.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    pub target_seconds: i64,
    pub short_seconds: i64,
}

/// What happened in a span of time, in one queue or in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Calls that began, by kind. A queue's own counts have none.
    pub inbound: u64,
    pub outbound: u64,
    pub internal: u64,
    /// Entries into queues.
    pub offered: u64,
    pub answered: u64,
    /// The caller hung up.
    pub abandoned: u64,
    /// By time-out or by a key.
    pub flowed_out: u64,
    pub waiting_at_start: u64,
    pub waiting_at_end: u64,
    pub answered_in_target: u64,
    pub abandoned_in_target: u64,
    pub abandoned_short: u64,
    /// Seconds.
    pub answered_waited: i64,
    pub abandoned_waited: i64,
    pub talked: i64,
    /// Conversations of queues that ended, whose seconds those are.
    pub talks: u64,
    pub missed_offers: u64,
    /// Answers by the seconds waited for them.
    pub answers_by_wait: BTreeMap<i64, u64>,
}

impl Centre {
    /// Counts of all queues together, and of each.
    pub fn counts(&self, span: Span, thresholds: Thresholds) -> (Counts, BTreeMap<QueueIndex, Counts>) {
        let mut all = Counts::default();
        let mut queues: BTreeMap<QueueIndex, Counts> =
            (0..self.queues.len()).map(|queue| (queue, Counts::default())).collect();
        let mut passage = |stat: &CallStat| {
            all.add(stat, span, thresholds);
            queues.entry(stat.queue).or_default().add(stat, span, thresholds);
        };
        let finished = || self.history.iter().filter(|record| record.ended >= span.from);
        finished().flat_map(CallRecord::stats).for_each(&mut passage);
        let live = self.calls.values();
        live.flat_map(|call| call.earlier_stats.iter().chain(&call.stat)).for_each(&mut passage);
        for record in finished().filter(|record| span.holds(record.started)) {
            *all.of_kind(record.kind()) += 1;
        }
        for call in self.calls.values().filter(|call| span.holds(call.started)) {
            *all.of_kind(call.kind) += 1;
        }
        (all, queues)
    }
}

impl Counts {
    fn of_kind(&mut self, kind: Kind) -> &mut u64 {
        match kind {
            Kind::Inbound => &mut self.inbound,
            Kind::Outbound => &mut self.outbound,
            Kind::Internal => &mut self.internal,
        }
    }

    fn add(&mut self, stat: &CallStat, span: Span, thresholds: Thresholds) {
        let waited = stat.wait_seconds().unwrap_or_default();
        let in_target = waited <= thresholds.target_seconds;
        self.offered += u64::from(span.holds(stat.entered));
        self.missed_offers += stat.misses.iter().filter(|miss| span.holds(miss.at)).count() as u64;
        if stat.handled.is_some_and(|at| span.holds(at)) {
            self.answered += 1;
            self.answered_waited += waited;
            self.answered_in_target += u64::from(in_target);
            *self.answers_by_wait.entry(waited).or_default() += 1;
            if let Some(seconds) = stat.talk_seconds() {
                self.talks += 1;
                self.talked += seconds;
            }
        }
        match stat.abandoned.filter(|(at, _)| span.holds(*at)) {
            Some((_, AbandonReason::Hangup)) => {
                self.abandoned += 1;
                self.abandoned_waited += waited;
                self.abandoned_in_target += u64::from(in_target);
                self.abandoned_short += u64::from(waited <= thresholds.short_seconds);
            }
            Some((_, AbandonReason::Timeout | AbandonReason::Exit)) => self.flowed_out += 1,
            None => {}
        }
        let left = stat.handled.or(stat.abandoned.map(|(at, _)| at));
        let waits_at = |moment: Moment| {
            let entered = stat.entered.unix_seconds() < moment.unix_seconds();
            entered && left.is_none_or(|at| at.unix_seconds() >= moment.unix_seconds())
        };
        self.waiting_at_start += u64::from(waits_at(span.from));
        self.waiting_at_end += u64::from(waits_at(span.until));
    }
}
