//! A call's times: its wait, its pickup, its talk.

use crate::call::InQueue;
use crate::leg::By;
use crate::polls::IN_FLIGHT;
use crate::{Call, CallState, Direction, HangupCause, Leg, Millis};

impl Call {
    /// When an agent (or, going out, the far party) answered.
    pub fn answered_at(&self) -> Option<Millis> {
        if self.goes_out() && self.legs.len() == 1 {
            // The far party's leg is kept from us: the phone that dialled was put through to something.
            return self.first_leg().answered_at;
        }
        let leg = self.other_legs().filter_map(|leg| leg.answered_at).min();
        leg.or(self.handled.as_ref().map(|(_, at)| *at))
    }

    fn goes_out(&self) -> bool {
        matches!(self.direction, Direction::Outbound | Direction::Internal)
    }

    /// Milliseconds in the queue, once it is over.
    pub fn waited(&self) -> Option<Millis> {
        if self.goes_out() || !self.queue_knows() {
            return None;
        }
        let until = self.answered_at().or(self.ended_at)?;
        Some((until - self.entered()).max(0))
    }

    /// Milliseconds of talk, once the call is over.
    pub fn talked(&self) -> Option<Millis> {
        Some((self.ended_at? - self.answered_at()?).max(0))
    }

    /// Waits in a queue and has not been picked up.
    pub fn is_waiting(&self) -> bool {
        !self.goes_out()
            && self.picked_up_at().is_none()
            && match self.state() {
                CallState::Waiting => true,
                CallState::Ringing => self.in_queue == InQueue::Confirmed,
                CallState::Arriving | CallState::Talking | CallState::Ended => false,
            }
    }

    /// The queue entry where it was seen, else the start of the call. A caller who was transferred to a queue waits
    /// since then.
    pub fn waits_since(&self) -> Option<Millis> {
        Some(self.waits_again.unwrap_or_else(|| self.entered()))
    }

    fn entered(&self) -> Millis {
        self.entered_at.or(self.first_leg().answered_at).unwrap_or_else(|| self.started_at())
    }

    /// When somebody took it out of the queue that it is in, or was in last.
    pub fn picked_up_at(&self) -> Option<Millis> {
        let Some(again) = self.waits_again else { return self.answered_at() };
        let answers = self.other_legs().filter_map(|leg| leg.answered_at);
        let handled = self.handled.as_ref().map(|(_, at)| *at);
        answers.chain(handled).filter(|at| *at >= again).min()
    }

    /// A poll that has somebody talk on it since then tells of a pickup that no event told of: the first, or one after
    /// whoever talked had handed it on.
    pub(crate) fn is_news(&self, handled_at: Millis) -> bool {
        let answers = self.other_legs().filter_map(|leg| leg.answered_at);
        let last = answers.chain(self.handled.as_ref().map(|(_, at)| *at)).max();
        self.picked_up_at().is_none()
            || (!self.is_heard_talking() && last.is_none_or(|last| last + IN_FLIGHT < handled_at))
    }

    /// Polls alone had told of a talk that began before.
    pub(crate) fn was_handled_before(&self, entered_at: Millis) -> bool {
        !self.is_heard_talking() && self.handled.as_ref().is_some_and(|(_, since)| *since < entered_at)
    }

    /// Events told of an agent who talks on it now.
    fn is_heard_talking(&self) -> bool {
        self.other_legs().any(|leg| leg.agent.is_some() && leg.is_live() && leg.talked())
    }

    /// When the phone that dialled hung up, if it handed nothing on and the far end's leg alone goes on.
    pub(crate) fn far_end_alone_since(&self) -> Option<Millis> {
        let ours = self.legs.iter().any(|leg| leg.is_live() && leg.agent.is_some());
        let (ended_at, cause) = self.first_leg().ended?;
        let dialled = self.direction == Direction::Outbound;
        (dialled && !ours && cause != HangupCause::Transferred).then_some(ended_at)
    }

    /// When somebody handed it on, if no phone and no queue has been heard of since.
    pub(crate) fn handed_on_to_nobody_at(&self) -> Option<Millis> {
        let others_ended = self.legs.iter().skip(1).all(|leg| !leg.is_live());
        let handed_on = !self.goes_out() && others_ended && self.state() == CallState::Arriving;
        self.talk_ended_at().filter(|_| handed_on)
    }

    /// Somebody had talked on it before its present wait, or its last: it was handed on to a queue.
    pub fn waits_again(&self) -> bool {
        self.waits_again.is_some()
    }

    /// It ended while the caller waited, and that is more than a guess of the polls.
    pub fn left_waiting(&self) -> bool {
        let waited = self.queue_knows() && self.picked_up_at().is_none();
        !self.goes_out() && !self.is_live() && waited && self.ended_by != By::Polls
    }

    /// It is in a queue again after somebody had talked on it.
    pub(crate) fn wait_again(&mut self, since: Millis) {
        self.waits_again = Some(since);
        self.in_queue = InQueue::Confirmed;
        (self.entry_tallied, self.pickup_tallied, self.pickup_recorded) = (false, false, false);
    }

    /// A talk that ended then followed on the last wait, however often it was handed on.
    pub(crate) fn is_after_wait(&self, ended_at: Millis) -> bool {
        self.waits_again.is_none_or(|again| again < ended_at)
    }

    /// When the last talk was over, if one was and nobody talks now.
    pub(crate) fn talk_ended_at(&self) -> Option<Millis> {
        let talked = || self.other_legs().filter(|leg| leg.agent.is_some() && leg.talked());
        if talked().any(Leg::is_live) {
            return None;
        }
        talked().filter_map(|leg| leg.ended.map(|(at, _)| at)).max()
    }

    pub fn queue_entry_known(&self) -> bool {
        self.entered_at.is_some() || self.first_leg().answered_at.is_some()
    }

    /// A queue that rings an agent after somebody's talk was handed on has the caller again.
    pub(crate) fn follow_transfer(&mut self) {
        let handed_on =
            self.talk_ended_at().filter(|ended_at| !self.goes_out() && self.is_after_wait(*ended_at));
        let Some(ended_at) = handed_on else { return };
        if self.other_legs().any(|leg| leg.offered && leg.agent.is_some() && leg.created_at >= ended_at) {
            self.wait_again(ended_at);
        }
    }
}
