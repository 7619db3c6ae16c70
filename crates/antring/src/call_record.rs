//! One row of the call history (`protocols.md` §1.3).

use floor::{AgentId, LegId, Millis, QueueId, Text};

use crate::translate::call_id_of_recording;

const DAY: Millis = 24 * 3_600_000;

/// One human call as AntRing remembers it. It has no id of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// When the call took place, to the second.
    pub started: Millis,
    pub direction: CallDirection,
    pub caller: Party,
    pub callee: Party,
    /// The company's number; seldom there for outbound and internal calls.
    pub did_number: Option<Text>,
    pub status: StatusDetail,
    /// The whole call, with ringing and waiting.
    pub duration_seconds: Option<u32>,
    /// Two parties connected.
    pub billed_seconds: Option<u32>,
    /// The file's name, to be handed to `Client::play_recording` unchanged.
    pub recording: Option<Text>,
    /// The caller's leg in the event feed: what the queue says, else what the recording's name says (§1.6).
    pub call_id: Option<LegId>,
    /// One for each queue that the call was in.
    pub queue: Vec<QueueStat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallDirection {
    /// `to_ab`.
    Inbound,
    /// `from_ab`.
    Outbound,
    /// Between two users (`class` is `one_one`), whichever way it points.
    Internal,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// A telephone number, an extension or a SIP user.
    pub number: Option<Text>,
    /// Only for users.
    pub username: Option<Text>,
}

/// `status_detail`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusDetail {
    Success,
    /// Ended at the system, unanswered by a human.
    Ivr,
    /// Outbound: the caller hung up before pickup.
    Cancelled,
    /// Outbound: the callee was busy.
    Busy,
    Unsuccess,
    Other(Text),
}

/// A call's passage through one queue: ACDC's call stat (§3.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueStat {
    pub call_id: Option<LegId>,
    pub queue_id: Option<QueueId>,
    /// The agent who handled it.
    pub agent_id: Option<AgentId>,
    pub username: Option<Text>,
    pub status: Option<QueueStatStatus>,
    pub wait_seconds: Option<u32>,
    /// As upstream says it, which need not equal processed − handled; computed only where it is absent.
    pub talk_seconds: Option<u32>,
    pub entered: Option<Millis>,
    pub handled: Option<Millis>,
    pub processed: Option<Millis>,
    pub abandoned: Option<Millis>,
    /// `member_hangup`, `member_timeout`, `member_exit`, … (§3.3).
    pub abandoned_reason: Option<Text>,
    /// `member` or `agent`.
    pub hung_up_by: Option<Text>,
    /// Agents who were offered the call and did not take it.
    pub misses: Vec<Miss>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueStatStatus {
    Waiting,
    /// An agent talks.
    Handled,
    /// Finished.
    Processed,
    Abandoned,
    Other(Text),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub agent_id: AgentId,
    pub reason: Option<Text>,
    pub at: Option<Millis>,
}

/// How a call ended, by the wallboard's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallResult {
    Answered,
    Abandoned,
    Busy,
    Cancelled,
    /// Ended in the menu, without a queue.
    Ivr,
    Failed,
}

impl CallRecord {
    /// The wallboard's rule (§1.3): a call that comes in was answered by a human if it is `SUCCESS` or a queue
    /// handled it, and abandoned if none did and a queue lost it. Queues do not change a call that goes out.
    pub fn result(&self) -> CallResult {
        let queued = |status: &[QueueStatStatus]| {
            self.comes_in()
                && self.queue.iter().filter_map(|stat| stat.status.as_ref()).any(|one| status.contains(one))
        };
        if self.status == StatusDetail::Success
            || queued(&[QueueStatStatus::Processed, QueueStatStatus::Handled])
        {
            return CallResult::Answered;
        }
        if queued(&[QueueStatStatus::Abandoned]) {
            return CallResult::Abandoned;
        }
        match self.status {
            StatusDetail::Busy => CallResult::Busy,
            StatusDetail::Cancelled => CallResult::Cancelled,
            StatusDetail::Ivr => CallResult::Ivr,
            StatusDetail::Success => CallResult::Answered,
            StatusDetail::Unsuccess | StatusDetail::Other(_) => CallResult::Failed,
        }
    }

    /// The legs that it names: the caller's by its queues' rows, then one by the recording's name (§1.6). Often none.
    pub fn legs(&self) -> Vec<LegId> {
        let by_queue = self.queue.iter().filter_map(|stat| stat.call_id.clone());
        let mut legs: Vec<LegId> = Vec::new();
        for leg in by_queue.chain(self.call_id.clone()).chain(self.leg_of_recording()) {
            if !legs.contains(&leg) {
                legs.push(leg);
            }
        }
        legs
    }

    /// The leg in the recording's name (§1.6).
    pub fn leg_of_recording(&self) -> Option<LegId> {
        self.recording.as_deref().and_then(call_id_of_recording).map(LegId::new)
    }

    /// `None` while it goes on. The whole call's length counts from its start; a queue's own times end with the queue.
    pub fn ended_at(&self) -> Option<Millis> {
        let goes_on = |stat: &QueueStat| {
            matches!(stat.status, Some(QueueStatStatus::Waiting | QueueStatStatus::Handled))
                && stat.processed.or(stat.abandoned).is_none()
        };
        // The documents' own example pairs a call with a queue's row of another year.
        let of_this_call = |at: &Millis| (at - self.started).abs() <= DAY;
        let by_queue = self.queue.iter().filter_map(|stat| stat.processed.or(stat.abandoned));
        let by_queue = by_queue.filter(of_this_call).max();
        match self.duration_seconds {
            // A row that is written while the call goes on has no length yet.
            Some(0) | None if self.queue.iter().any(goes_on) => None,
            Some(seconds) => Some((self.started + Millis::from(seconds) * 1000).max(by_queue.unwrap_or(0))),
            None => by_queue,
        }
    }

    fn comes_in(&self) -> bool {
        matches!(self.direction, CallDirection::Inbound | CallDirection::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wallboards_rule() {
        use CallDirection::{Inbound, Internal, Outbound};
        use QueueStatStatus::{Abandoned, Handled, Processed, Waiting};
        let cases: [(CallDirection, StatusDetail, &[QueueStatStatus], CallResult); 14] = [
            (Inbound, StatusDetail::Success, &[], CallResult::Answered),
            (Inbound, StatusDetail::Success, &[Abandoned], CallResult::Answered),
            (Inbound, StatusDetail::Ivr, &[Processed], CallResult::Answered),
            (Inbound, StatusDetail::Ivr, &[Handled], CallResult::Answered),
            (Inbound, StatusDetail::Ivr, &[Abandoned, Processed], CallResult::Answered),
            (Inbound, StatusDetail::Ivr, &[Abandoned], CallResult::Abandoned),
            (Inbound, StatusDetail::Ivr, &[Waiting], CallResult::Ivr),
            (Inbound, StatusDetail::Ivr, &[], CallResult::Ivr),
            (Inbound, StatusDetail::Unsuccess, &[Abandoned], CallResult::Abandoned),
            (Outbound, StatusDetail::Busy, &[], CallResult::Busy),
            (Outbound, StatusDetail::Busy, &[Processed], CallResult::Busy),
            (Internal, StatusDetail::Cancelled, &[], CallResult::Cancelled),
            (Outbound, StatusDetail::Unsuccess, &[], CallResult::Failed),
            (Outbound, StatusDetail::Other("NEW".into()), &[], CallResult::Failed),
        ];
        for (direction, status, stats, expected) in cases {
            let queue =
                stats.iter().map(|status| QueueStat { status: Some(status.clone()), ..QueueStat::default() });
            let record = CallRecord {
                started: 1,
                direction,
                caller: Party::default(),
                callee: Party::default(),
                did_number: None,
                status,
                duration_seconds: None,
                billed_seconds: None,
                recording: None,
                call_id: None,
                queue: queue.collect(),
            };
            assert_eq!(record.result(), expected, "{record:?}");
        }
    }
}
