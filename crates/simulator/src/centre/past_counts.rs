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

/// Who is answered in this time or less is answered in time; who hangs up in less than the other hardly meant to call. In
/// seconds.
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
    /// What became of the entries of this span, whenever it did.
    pub offered_then_answered: u64,
    pub offered_then_abandoned: u64,
    pub offered_then_abandoned_short: u64,
    /// Service level with short abandons left out: in time, of all. Who passes the target counts at that moment.
    pub service_in_time: u64,
    pub service_of_all: u64,
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
        self.missed_offers += stat.misses.iter().filter(|miss| span.holds(miss.at)).count() as u64;
        if stat.handled.is_some_and(|at| span.holds(at)) {
            self.answered += 1;
            self.answered_waited += waited;
            self.answered_in_target += u64::from(in_target);
            *self.answers_by_wait.entry(waited).or_default() += 1;
        }
        if let Some(seconds) = stat.talk_seconds().filter(|_| stat.processed.is_some_and(|at| span.holds(at)))
        {
            self.talks += 1;
            self.talked += seconds;
        }
        match stat.abandoned.filter(|(at, _)| span.holds(*at)) {
            Some((_, AbandonReason::Hangup)) => {
                self.abandoned += 1;
                self.abandoned_waited += waited;
                self.abandoned_in_target += u64::from(in_target);
                self.abandoned_short += u64::from(waited < thresholds.short_seconds);
            }
            Some((_, AbandonReason::Timeout | AbandonReason::Exit)) => self.flowed_out += 1,
            None => {}
        }
        self.add_entry(stat, span, thresholds);
        self.add_service(stat, span, thresholds);
        let left = stat.handled.or(stat.abandoned.map(|(at, _)| at));
        let waits_at = |moment: Moment| {
            let entered = stat.entered.unix_seconds() < moment.unix_seconds();
            entered && left.is_none_or(|at| at.unix_seconds() >= moment.unix_seconds())
        };
        self.waiting_at_start += u64::from(waits_at(span.from));
        self.waiting_at_end += u64::from(waits_at(span.until));
    }

    fn add_entry(&mut self, stat: &CallStat, span: Span, thresholds: Thresholds) {
        if !span.holds(stat.entered) {
            return;
        }
        self.offered += 1;
        self.offered_then_answered += u64::from(stat.handled.is_some());
        if matches!(stat.abandoned, Some((_, AbandonReason::Hangup))) {
            let waited = stat.wait_seconds().unwrap_or_default();
            self.offered_then_abandoned += 1;
            self.offered_then_abandoned_short += u64::from(waited < thresholds.short_seconds);
        }
    }

    /// Of those whose wait is over; who waits at this moment is left out.
    fn add_service(&mut self, stat: &CallStat, span: Span, thresholds: Thresholds) {
        let Some(waited) = stat.wait_seconds() else { return };
        let left = stat.handled.or(stat.abandoned.map(|(at, _)| at));
        let target = thresholds.target_seconds;
        if waited > target {
            // A moment after the target's last second, which is still in time.
            let crossed = Moment::from_unix_seconds(stat.entered.unix_seconds() + target);
            self.service_of_all += u64::from(span.holds(crossed));
        } else if left.is_some_and(|at| span.holds(at)) {
            let hung_up = matches!(stat.abandoned, Some((_, AbandonReason::Hangup)));
            let counts = stat.handled.is_some() || (hung_up && waited >= thresholds.short_seconds);
            self.service_of_all += u64::from(counts);
            self.service_in_time += u64::from(stat.handled.is_some());
        }
    }
}
