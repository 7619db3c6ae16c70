//! The assistants and their calls, pure: no sockets, no clock. [`Voice::advance`] lets time pass.

use std::collections::BTreeMap;

use super::call::{VoiceCall, VoiceKey};
use super::notice::{Notice, NoticeKind};
use super::options::SovereignOptions;
use crate::centre::Chance;
use crate::moment::Moment;

/// Calls that are remembered; of those that are over, the oldest are forgotten first.
const REMEMBERED: usize = 20_000;

/// Part of the calls that come by themselves which the assistants make.
const OUTBOUND: f64 = 0.2;

#[derive(Clone, Debug)]
pub struct Assistant {
    pub id: String,
    pub name: &'static str,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    /// E.164.
    pub number: &'static str,
    pub name: &'static str,
    /// Its assistant's place in the list.
    pub assistant: usize,
}

/// What the outside notices.
#[derive(Clone, Debug)]
pub enum VoiceEffect {
    Notice(Box<Notice>),
    /// A caller is handed to a human.
    HandOver {
        customer: String,
        destination: String,
    },
}

#[derive(Clone, Debug)]
pub enum VoiceStep {
    Arrival {
        era: u32,
    },
    Answer(VoiceKey),
    Fail {
        call: VoiceKey,
        error: &'static str,
    },
    /// The next turn of the conversation is said.
    Speak(VoiceKey),
    /// The conversation is over: the caller hangs up, or wants a human.
    Conclude(VoiceKey),
    Report(VoiceKey),
}

#[derive(Debug)]
pub struct Voice {
    pub(super) now: Moment,
    pub(super) chance: Chance,
    pub(super) assistants: Vec<Assistant>,
    pub(super) lines: Vec<Line>,
    pub(super) calls: BTreeMap<VoiceKey, VoiceCall>,
    /// Company numbers behind which humans are, in E.164.
    pub(super) humans: Vec<String>,
    pub(super) options: SovereignOptions,
    pub(super) effects: Vec<VoiceEffect>,
    steps: BTreeMap<(Moment, u64), VoiceStep>,
    pub(super) counter: u64,
    calls_per_minute: f64,
    /// Changes with the load; arrivals drawn under another are void.
    era: u32,
}

impl Voice {
    pub fn open(options: SovereignOptions, humans: Vec<String>, seed: u64, now: Moment) -> Self {
        let mut chance = Chance::from_seed(seed ^ now.unix_millis().cast_unsigned());
        let names = ["Trợ lý bán hàng", "Trợ lý chăm sóc khách hàng", "Trợ lý nhắc lịch"];
        let assistants = names.map(|name| Assistant { id: uuid(&mut chance), name }).to_vec();
        let lines = [("+842873001000", "Tổng đài bán hàng"), ("+842873001001", "Chăm sóc khách hàng")];
        let lines = lines.iter().enumerate().map(|(assistant, (number, name))| Line {
            id: uuid(&mut chance),
            number,
            name,
            assistant,
        });
        let calls_per_minute = options.calls_per_minute;
        let mut voice = Self {
            now,
            lines: lines.collect(),
            chance,
            assistants,
            calls: BTreeMap::new(),
            humans,
            options,
            effects: vec![],
            steps: BTreeMap::new(),
            counter: 0,
            calls_per_minute: 0.0,
            era: 0,
        };
        voice.set_load(calls_per_minute);
        voice
    }

    /// Lets everything happen that is due at `now`, each step at its own time.
    pub fn advance(&mut self, now: Moment) -> Vec<VoiceEffect> {
        while let Some(at) = self.next_step_at().filter(|at| *at <= now) {
            self.now = self.now.max(at);
            if let Some((_, step)) = self.steps.pop_first() {
                self.perform(step);
            }
        }
        self.now = self.now.max(now);
        std::mem::take(&mut self.effects)
    }

    pub fn next_step_at(&self) -> Option<Moment> {
        self.steps.keys().next().map(|(at, _)| *at)
    }

    /// Calls that come by themselves, from now on.
    pub fn set_load(&mut self, calls_per_minute: f64) {
        self.era += 1;
        self.calls_per_minute = calls_per_minute;
        self.schedule_arrival();
    }

    pub fn set_talk_seconds(&mut self, seconds: f64) {
        self.options.talk_seconds = seconds;
    }

    fn schedule_arrival(&mut self) {
        if self.calls_per_minute > 0.0 {
            let gap = self.chance.exponential(60.0 / self.calls_per_minute);
            let era = self.era;
            self.in_seconds(gap, VoiceStep::Arrival { era });
        }
    }

    fn perform(&mut self, step: VoiceStep) {
        match step {
            VoiceStep::Arrival { era } if era == self.era => {
                self.schedule_arrival();
                let customer = format!("+849{}", self.chance.text(b"0123456789", 8));
                let line = self.chance.whole(0, self.lines.len() as u64 - 1) as usize;
                let is_outbound = self.chance.happens(OUTBOUND);
                self.begin(customer, line, None, is_outbound, false);
            }
            VoiceStep::Arrival { .. } => {}
            VoiceStep::Answer(key) => self.answer(key),
            VoiceStep::Fail { call, error } => self.fail(call, error),
            VoiceStep::Speak(key) => self.speak(key),
            VoiceStep::Conclude(key) => self.conclude(key),
            VoiceStep::Report(key) => self.report(key),
        }
    }

    pub(super) fn notice(&mut self, key: VoiceKey, kind: NoticeKind) {
        let Some(call) = self.calls.get(&key) else { return };
        let notice = Notice { kind, at: self.now, call: call.clone() };
        self.effects.push(VoiceEffect::Notice(Box::new(notice)));
    }

    pub(super) fn in_seconds(&mut self, seconds: f64, step: VoiceStep) {
        self.counter += 1;
        self.steps.insert((self.now.after(seconds), self.counter), step);
    }

    pub(super) fn forget_the_oldest(&mut self) {
        if self.calls.len() > REMEMBERED {
            let oldest = self.calls.values().find(|call| call.status.is_over()).map(|call| call.key);
            oldest.map(|key| self.calls.remove(&key));
        }
    }
}

pub(super) fn uuid(chance: &mut Chance) -> String {
    let mut part = |length| chance.hex(length);
    format!("{}-{}-4{}-a{}-{}", part(8), part(4), part(3), part(3), part(12))
}
