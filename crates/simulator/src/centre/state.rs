//! The centre as a whole: what it knows, and how time passes in it.

use std::collections::{BTreeMap, VecDeque};

use super::agent::{Agent, AgentIndex};
use super::archive::{Archive, Found};
use super::call::{Call, CallKey};
use super::chance::Chance;
use super::day::{Day, DayCounters};
use super::history::CallRecord;
use super::leg::LegEvent;
use super::queue::{Queue, QueueIndex};
use super::schedule::{Schedule, Step};
use super::traffic::Traffic;
use crate::faults::FaultOrder;
use crate::moment::Moment;
use crate::story::{AssistantOrder, Story, StoryLine};

/// Finished calls kept besides those of a wanted past; the oldest are forgotten first.
pub(super) const HISTORY_ROWS: usize = 20_000;

/// What the outside notices of a centre.
#[derive(Clone, Debug)]
pub enum Effect {
    Leg(Box<LegEvent>),
    /// A story breaks or mends something of the servers around the centre.
    Fault(FaultOrder),
    /// A story tells what happens to a call with a voice assistant, by the name it has there.
    Assistant {
        call: String,
        order: AssistantOrder,
    },
    /// A line of a story could not happen; the text says which and why.
    Mishap(String),
}

/// A call centre: agents, queues, callers and their calls.
///
/// It has no clock and no sockets. [`Centre::advance`] lets time pass up to a moment; what that made visible is
/// returned in order. The same seed, staff, load and moments give the same events.
#[derive(Debug)]
pub struct Centre {
    pub(super) account_id: String,
    pub(super) realm: String,
    pub(super) now: Moment,
    /// What people do. The same seed gives the same day, whenever it begins.
    pub(super) chance: Chance,
    /// Ids. They depend on the opening moment too: a centre that was restarted does not repeat them.
    pub(super) ids: Chance,
    pub(super) agents: Vec<Agent>,
    pub(super) queues: Vec<Queue>,
    pub(super) calls: BTreeMap<CallKey, Call>,
    pub(super) day: Day,
    pub(super) history: Archive,
    /// Callers who were lost a while ago and may try again; the last few.
    pub(super) lost_callers: VecDeque<String>,
    pub(super) schedule: Schedule,
    pub(super) traffic: Traffic,
    /// Whether agents take breaks and go home by themselves.
    pub(super) lively: bool,
    pub(super) effects: Vec<Effect>,
    pub(super) events_emitted: u64,
    pub(super) last_key: CallKey,
    pub(super) story: Vec<StoryLine>,
    /// Calls of the story, by the name it gave them.
    pub(super) story_calls: BTreeMap<String, CallKey>,
    /// Callers of voice assistants, by the name that the story gave the call.
    pub(super) story_callers: BTreeMap<String, String>,
}

impl Centre {
    pub(super) fn with_staff(staff: super::staff::Staff, seed: u64, now: Moment) -> Self {
        Self {
            account_id: staff.account_id,
            realm: staff.realm,
            now,
            chance: Chance::from_seed(seed),
            ids: Chance::from_seed(seed ^ now.unix_millis().cast_unsigned()),
            agents: staff.agents,
            queues: staff.queues,
            calls: BTreeMap::new(),
            day: Day::of(now),
            history: Archive::of_at_most(HISTORY_ROWS),
            lost_callers: VecDeque::new(),
            schedule: Schedule::default(),
            traffic: Traffic::none(),
            lively: false,
            effects: Vec::new(),
            events_emitted: 0,
            last_key: 0,
            story: Vec::new(),
            story_calls: BTreeMap::new(),
            story_callers: BTreeMap::new(),
        }
    }

    /// Lets everything happen that is due at `now`, each step at its own time. Time never runs backwards.
    pub fn advance(&mut self, now: Moment) -> Vec<Effect> {
        while let Some((at, step)) = self.schedule.take_due(now) {
            self.now = self.now.max(at);
            self.perform(step);
        }
        self.now = self.now.max(now);
        std::mem::take(&mut self.effects)
    }

    /// When the next step is due; `None` when nothing will happen by itself.
    pub fn next_step_at(&self) -> Option<Moment> {
        self.schedule.next_at()
    }

    pub fn now(&self) -> Moment {
        self.now
    }

    /// The SIP realm of the account's phones.
    pub fn realm(&self) -> &str {
        &self.realm
    }

    pub fn agents(&self) -> &[Agent] {
        &self.agents
    }

    pub fn agent(&self, agent: AgentIndex) -> &Agent {
        &self.agents[agent]
    }

    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    /// Calls under way, the oldest first.
    pub fn live_calls(&self) -> impl Iterator<Item = &Call> + Clone {
        self.calls.values()
    }

    pub fn call(&self, call: CallKey) -> Option<&Call> {
        self.calls.get(&call)
    }

    /// Today's counters (Vietnam).
    pub fn counters(&mut self) -> &DayCounters {
        self.day.at(self.now)
    }

    /// The counters start again now, as at midnight.
    pub fn begin_new_day(&mut self) {
        self.day = Day::of(self.now);
    }

    /// Finished calls in the order in which they ended.
    pub fn history(&self) -> impl DoubleEndedIterator<Item = &CallRecord> + ExactSizeIterator {
        self.history.iter()
    }

    /// Finished calls that began from `from` to `to`, both included, and have ended by `ended_by`.
    pub fn history_between(&self, from: Moment, to: Moment, ended_by: Moment) -> Found<'_> {
        self.history.began_between(from, to, ended_by)
    }

    /// Channel events emitted since the start, past excluded.
    pub fn events_emitted(&self) -> u64 {
        self.events_emitted
    }

    /// Calls per minute that come by themselves.
    pub fn calls_per_minute(&self) -> f64 {
        self.traffic.calls_per_minute
    }

    /// Lays a story over the coming time; its offsets count from now.
    pub fn tell(&mut self, story: Story) {
        let first = self.story.len();
        for (index, line) in story.lines.iter().enumerate() {
            self.schedule.add(self.now.after(line.offset_seconds), Step::Story(first + index));
        }
        self.story.extend(story.lines);
    }

    pub(super) fn in_seconds(&mut self, seconds: f64, step: Step) {
        self.schedule.add(self.now.after(seconds), step);
    }

    pub(super) fn remember(&mut self, record: CallRecord) {
        self.history.put(record);
    }

    fn perform(&mut self, step: Step) {
        match step {
            Step::Arrival { queue, era } => self.arrival(queue, era),
            Step::EnterQueue(call) => self.enter_queue(call),
            Step::LeaveMenu(call) => self.leave_menu(call),
            Step::Offer => self.offer_waiting_calls(),
            Step::Pickup { call, leg } => self.pick_up(call, leg),
            Step::Miss { call, leg } => self.miss(call, leg),
            Step::PatienceEnds(call) => self.patience_ends(call),
            Step::TalkEnds { call, by } => self.hang_up(call, by),
            Step::NextOutbound { era } => self.next_outbound(era),
            Step::NextInternal { era } => self.next_internal(era),
            Step::OwnPhoneAnswers { call } => self.own_phone_answers(call),
            Step::RingFarEnd(call) => self.ring_far_end(call),
            Step::FarEndAnswers(call) => self.far_end_answers(call),
            Step::FarEndFails { call, cause } => self.far_end_fails(call, cause),
            Step::TargetAnswers(call) => self.target_answers(call),
            Step::TargetFails(call) => self.target_fails(call),
            Step::HandOn(call) => self.agent_hands_on(call),
            // The consultation may have come to nothing.
            Step::CompleteTransfer(call) => drop(self.complete_transfer(call)),
            Step::DiallerGivesUp(call) => self.dialler_gives_up(call),
            Step::BecomesReady { agent, since } => self.becomes_ready(agent, since),
            Step::BreakIsDue { agent } => self.break_is_due(agent),
            Step::ShiftEnds { agent } => self.shift_ends(agent),
            Step::LogsIn { agent, since } => self.logs_in(agent, since),
            Step::NewRoster { era } => self.new_roster(era),
            Step::ShiftBegins { agent, era } => self.shift_begins(agent, era),
            Step::ShiftIsOver { agent, era } => self.shift_is_over(agent, era),
            Step::Rest { agent, minutes, era } => self.rest(agent, minutes, era),
            Step::Story(line) => self.story_line(line),
        }
    }

    pub(super) fn queue_of(&self, call: CallKey) -> Option<QueueIndex> {
        self.calls.get(&call)?.queue
    }
}
