//! Calls from outside, up to the moment an agent is wanted, and their ends.

use super::agent::{AgentIndex, Status};
use super::call::{CallKey, Kind, Side, Stage};
use super::history::{CallRecord, Outcome, Party};
use super::identity::{inbound_call_id, object_id, switch_call_id};
use super::leg::{Cause, Direction};
use super::queue::QueueIndex;
use super::schedule::Step;
use super::stat::{AbandonReason, CallStat, StatStatus};
use super::state::Centre;

/// Part of the callers who hang up in the voice menu.
const MENU_LOSS: f64 = 0.03;
/// Mean patience of a caller in a queue, in seconds.
const MEAN_PATIENCE: f64 = 150.0;
/// Callers lost who are remembered until they try again.
const LOST_REMEMBERED: usize = 40;
/// ACDC looks for an agent about a second after a caller entered.
const OFFER_DELAY: f64 = 1.2;
const VIETNAMESE_MOBILE_PREFIXES: [&str; 15] =
    ["090", "091", "093", "094", "096", "097", "098", "032", "035", "038", "070", "076", "079", "083", "088"];

impl Centre {
    /// One of the callers who come by themselves, and the draw for the next.
    pub(super) fn arrival(&mut self, queue: QueueIndex, era: u32) {
        if era != self.traffic.era {
            return;
        }
        self.schedule_arrival(queue);
        if self.traffic.keeps(self.now, &mut self.chance) {
            let number = self.next_caller();
            self.caller_arrives(queue, number, false);
        }
    }

    pub(super) fn schedule_arrival(&mut self, queue: QueueIndex) {
        let total: f64 = self.queues.iter().map(|queue| queue.weight).sum();
        let share = self.queues[queue].weight / total;
        let gap = self.traffic.gap_seconds(share, &mut self.chance);
        self.in_seconds(gap, Step::Arrival { queue, era: self.traffic.era });
    }

    /// Somebody who was lost a while ago, or somebody new.
    fn next_caller(&mut self) -> String {
        let again = self.traffic.trying_again > 0.0 && self.chance.happens(self.traffic.trying_again);
        let lost = again.then(|| self.lost_callers.pop_front()).flatten();
        lost.unwrap_or_else(|| self.customer_number())
    }

    /// A Vietnamese mobile number nobody has been given here before, as likely as not.
    pub(super) fn customer_number(&mut self) -> String {
        let prefix = *self.chance.pick(&VIETNAMESE_MOBILE_PREFIXES);
        format!("{prefix}{}", self.chance.text(b"0123456789", 7))
    }

    /// The A-leg appears. Unless held, the menu answers it about a second later.
    pub(super) fn caller_arrives(&mut self, queue: QueueIndex, number: String, held: bool) -> CallKey {
        let id = inbound_call_id(&mut self.ids);
        let leg = self.new_leg(id, Direction::Inbound, number, self.queues[queue].did_number.clone());
        let call = self.begin_call(Kind::Inbound, held, leg);
        if let Some(call) = self.calls.get_mut(&call) {
            call.queue = Some(queue);
        }
        if !held {
            let answered_after = self.chance.between(0.8, 1.4);
            let step =
                if self.chance.happens(MENU_LOSS) { Step::LeaveMenu(call) } else { Step::EnterQueue(call) };
            self.in_seconds(answered_after, step);
        }
        call
    }

    /// The switch answers the A-leg, which is not yet an agent's answer (`protocols.md` §1.6).
    pub(super) fn menu_answers(&mut self, call: CallKey) {
        let inception = format!("{}@172.16.0.10", self.calls[&call].called_number);
        let fetch_id = switch_call_id(&mut self.ids);
        if let Some(leg) = self.leg_mut(call, 0) {
            let own_id = leg.id.clone();
            leg.variables.extend([
                ("Inception", inception),
                ("Authorizing-Type", "resource".to_owned()),
                ("Global-Resource", "false".to_owned()),
                ("Bridge-ID", own_id),
                ("Fetch-ID", fetch_id),
            ]);
        }
        self.answer_leg(call, 0);
        if let Some(call) = self.calls.get_mut(&call) {
            call.stage = Stage::Menu;
        }
    }

    pub(super) fn enter_queue(&mut self, key: CallKey) {
        let Some(stage) = self.calls.get(&key).map(|call| call.stage) else { return };
        if stage == Stage::Arriving {
            self.menu_answers(key);
        } else if stage != Stage::Menu {
            return;
        }
        let Some(queue) = self.queue_of(key) else { return };
        let queue_id = self.queues[queue].id.clone();
        let stat_id = object_id(self.now.unix_seconds(), &mut self.ids);
        let Some(call) = self.calls.get_mut(&key) else { return };
        call.stage = Stage::Waiting;
        // Later events of the A-leg carry the queue; its ANSWER, already sent, did not.
        let a_leg = &mut call.legs[0];
        a_leg.variables.extend([("Queue-ID", queue_id.clone()), ("Eavesdrop-Group-ID", queue_id)]);
        call.stat = Some(CallStat {
            id: stat_id,
            call_id: a_leg.id.clone(),
            queue,
            caller_number: call.caller_number.clone(),
            status: StatStatus::Waiting,
            entered: self.now,
            handled: None,
            processed: None,
            abandoned: None,
            agent: None,
            hung_up_by: None,
            misses: Vec::new(),
            offered: false,
        });
        let held = call.held;
        self.day.at(self.now).received += 1;
        if !held {
            self.in_seconds(OFFER_DELAY, Step::Offer);
            let hasty = self.traffic.hasty > 0.0 && self.chance.happens(self.traffic.hasty);
            let patience = if hasty {
                self.chance.between(0.8, 5.0)
            } else {
                4.0 + self.chance.exponential(MEAN_PATIENCE)
            };
            self.in_seconds(patience.min(self.traffic.longest_wait), Step::PatienceEnds(key));
        }
    }

    /// The caller listens to the menu for a while and hangs up.
    pub(super) fn leave_menu(&mut self, key: CallKey) {
        match self.calls.get(&key).map(|call| call.stage) {
            Some(Stage::Arriving) => {
                self.menu_answers(key);
                let listens = self.chance.between(4.0, 25.0);
                self.in_seconds(listens, Step::LeaveMenu(key));
            }
            Some(Stage::Menu) => self.end_unanswered(key, Cause::NormalClearing),
            _ => {}
        }
    }

    pub(super) fn patience_ends(&mut self, key: CallKey) {
        let Some(call) = self.calls.get(&key).filter(|call| call.stage == Stage::Waiting && !call.held)
        else {
            return;
        };
        let waited = call.stat.as_ref().map_or(0, |stat| self.now.seconds_since(stat.entered));
        let reason = if waited >= self.traffic.longest_wait as i64 {
            if self.traffic.sent_on > 0.0 && self.chance.happens(self.traffic.sent_on) {
                return self.sent_on(key);
            }
            AbandonReason::Timeout
        } else if self.chance.happens(0.08) {
            AbandonReason::Exit
        } else {
            AbandonReason::Hangup
        };
        self.abandon(key, reason);
    }

    /// The caller leaves the queue: ringing phones stop, then the A-leg ends with NORMAL_CLEARING, because it
    /// was answered by the queue (`protocols.md` §3.5).
    pub(super) fn abandon(&mut self, key: CallKey, reason: AbandonReason) {
        let now = self.now;
        self.stop_ringing(key, Cause::OriginatorCancel, None);
        if let Some(stat) = self.calls.get_mut(&key).and_then(|call| call.stat.as_mut()) {
            stat.status = StatStatus::Abandoned;
            stat.abandoned = Some((now, reason));
            *self.day.at(now).abandoned.entry(reason).or_default() += 1;
        }
        if let Some(call) = self.calls.get(&key).filter(|_| reason == AbandonReason::Hangup) {
            self.lost_callers.push_back(call.caller_number.clone());
            if self.lost_callers.len() > LOST_REMEMBERED {
                self.lost_callers.pop_front();
            }
        }
        self.end_unanswered(key, Cause::NormalClearing);
    }

    /// Nobody came in time: the dialplan tries the next queue (`member_timeout`, and a row for each queue).
    fn sent_on(&mut self, key: CallKey) {
        let now = self.now;
        self.stop_ringing(key, Cause::OriginatorCancel, None);
        let queues = self.queues.len();
        let Some(call) = self.calls.get_mut(&key) else { return };
        if let Some(stat) = call.stat.as_mut() {
            stat.status = StatStatus::Abandoned;
            stat.abandoned = Some((now, AbandonReason::Timeout));
            *self.day.at(now).abandoned.entry(AbandonReason::Timeout).or_default() += 1;
        }
        call.earlier_stats.extend(call.stat.take());
        call.queue = call.queue.map(|queue| (queue + 1) % queues);
        call.stage = Stage::Menu;
        self.enter_queue(key);
    }

    /// Ends an inbound call that nobody answered, and records it.
    pub(super) fn end_unanswered(&mut self, key: CallKey, cause: Cause) {
        self.end_leg(key, 0, cause);
        let Some(mut call) = self.calls.remove(&key) else { return };
        let answered = call.legs[0].answered;
        // Somebody may have talked to the caller before the call was handed on.
        let talked = call.earlier_stats.iter().rev().find_map(|stat| stat.agent);
        let stat = call.stat.take().or_else(|| call.earlier_stats.pop());
        self.remember(CallRecord {
            call_id: call.id().to_owned(),
            caller: Party::Number(call.caller_number.clone()),
            callee: match talked {
                Some(agent) => Party::Agent { agent, number: self.agents[agent].extension.clone() },
                None => Party::Number(call.called_number.clone()),
            },
            internal: false,
            did_number: Some(call.called_number.clone()),
            inbound: true,
            outcome: if talked.is_some() { Outcome::Success } else { Outcome::Ivr },
            started: call.started,
            ended: self.now,
            billing_seconds: answered.map_or(0, |at| self.now.seconds_since(at)),
            recorded: talked.is_some(),
            earlier_stats: call.earlier_stats,
            stat,
        });
    }

    /// Ends an inbound conversation: agent leg first, then the caller's, as KAZOO reports it.
    pub(super) fn end_conversation(&mut self, key: CallKey, by: Side) {
        let now = self.now;
        self.end_consultation(key);
        let legs = self.calls.get(&key).map_or(0, |call| call.legs.len());
        for leg in (0..legs).rev() {
            self.end_leg(key, leg, Cause::NormalClearing);
        }
        self.finish_stat(key, by);
        let agent = self.calls.get(&key).and_then(|call| call.agent);
        let wrapup = agent.map_or(0, |agent| self.wrapup_after(agent, key));
        let Some(mut call) = self.calls.remove(&key) else { return };
        let Some(agent) = agent else { return };
        self.release(agent, wrapup);
        let talk_began = call.first_talk_began.or(call.talk_began);
        let stat = call.stat.take().or_else(|| call.earlier_stats.pop());
        self.remember(CallRecord {
            call_id: call.id().to_owned(),
            caller: Party::Number(call.caller_number.clone()),
            callee: Party::Agent { agent, number: self.agents[agent].extension.clone() },
            internal: false,
            did_number: Some(call.called_number.clone()),
            inbound: true,
            outcome: Outcome::Success,
            started: call.started,
            ended: now,
            billing_seconds: talk_began.map_or(0, |began| now.seconds_since(began)),
            recorded: true,
            earlier_stats: call.earlier_stats,
            stat,
        });
    }

    /// The queue's part of a call is over, because the agent it found is no longer with the caller.
    pub(super) fn finish_stat(&mut self, key: CallKey, by: Side) {
        let now = self.now;
        let stat = self.calls.get_mut(&key).and_then(|call| call.stat.as_mut());
        let Some(stat) = stat.filter(|stat| stat.status == StatStatus::Handled) else { return };
        stat.status = StatStatus::Processed;
        stat.processed = Some(now);
        stat.hung_up_by = Some(by);
        let talked = stat.talk_seconds().unwrap_or_default();
        let counters = self.day.at(now);
        counters.finished += 1;
        counters.talked_seconds += talked;
    }

    /// Seconds of after-call work: none after a call that reached the agent past the queue.
    pub(super) fn wrapup_after(&self, agent: AgentIndex, key: CallKey) -> u64 {
        let from_queue = self.agents[agent].status == Status::Connected;
        let queue = self.queue_of(key).filter(|_| from_queue);
        queue.map_or(0, |queue| self.queues[queue].wrapup_seconds.min(self.traffic.longest_wrapup))
    }
}
