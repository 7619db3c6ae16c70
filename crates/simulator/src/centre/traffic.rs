//! How many calls come by themselves, and how long they take.

use super::agent::AgentIndex;
use super::chance::Chance;
use super::week;
use crate::moment::Moment;

/// Peaks and lulls of the demo follow each other at this interval, so that queues fill and empty while one watches.
const WAVE_SECONDS: f64 = 660.0;
const WAVE_HEIGHT: f64 = 0.35;

/// For each call from outside, this many by agents to customers and between agents.
const OUTBOUND_SHARE: f64 = 0.2;
const INTERNAL_SHARE: f64 = 0.06;

/// Seconds an agent is busy with a call besides talking, when the load leaves room for it.
const RINGING_SECONDS: f64 = 8.0;

/// The part of the agents' time that calls may take under a requested load.
const UTILISATION: f64 = 0.75;

/// How calls are spread over time.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Even,
    /// In waves, one of which rises through this moment.
    Waves(Moment),
    /// By the hour and the day of the week; the rate is the busiest hour's.
    Week,
}

/// The rates in force.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Calls from outside, all queues together.
    pub calls_per_minute: f64,
    pub shape: Shape,
    /// Median length of a conversation, in seconds.
    pub talk_median: f64,
    /// Upper bound of after-call work, in seconds.
    pub longest_wrapup: u64,
    /// Whether some calls ring everybody, are handed on or consulted about.
    pub varied: bool,
    /// Part of the callers who hang up within seconds of entering a queue.
    pub hasty: f64,
    /// Part of the callers who were lost before and try again.
    pub trying_again: f64,
    /// The queue's own limit, in seconds (ACDC's `connection_timeout`, shortened for a demo).
    pub longest_wait: f64,
    /// Part of those who reach that limit and are sent on to another queue.
    pub sent_on: f64,
    /// Changes with each change of load; steps drawn under another era are void.
    pub era: u32,
}

impl Traffic {
    pub const fn none() -> Self {
        Self {
            calls_per_minute: 0.0,
            shape: Shape::Even,
            talk_median: 110.0,
            longest_wrapup: u64::MAX,
            varied: false,
            hasty: 0.0,
            trying_again: 0.0,
            longest_wait: 600.0,
            sent_on: 0.0,
            era: 0,
        }
    }

    /// A steady load. Conversations are shortened, if they must be, until the agents can keep up with it.
    pub fn steady(calls_per_minute: f64, agents: AgentIndex, era: u32) -> Self {
        let seconds_per_call = UTILISATION * 60.0 * agents as f64 / calls_per_minute.max(0.001);
        let wrapup = (seconds_per_call * 0.2).clamp(1.0, 40.0);
        let talk_median = (seconds_per_call - wrapup - RINGING_SECONDS).clamp(2.0, 110.0);
        let longest_wrapup = wrapup as u64;
        Self { calls_per_minute, talk_median, longest_wrapup, varied: true, era, ..Self::none() }
    }

    pub fn with_waves(calls_per_minute: f64, rising: Moment, era: u32) -> Self {
        Self { calls_per_minute, shape: Shape::Waves(rising), era, ..Self::none() }
    }

    /// Days that look like a call centre's. `calls_per_minute` are all of the busiest hour's, those that agents make
    /// among them, and `agents` those on duty then; they barely keep up with it.
    pub fn by_the_week(calls_per_minute: f64, agents: AgentIndex, era: u32) -> Self {
        let from_outside = calls_per_minute / (1.0 + OUTBOUND_SHARE + INTERNAL_SHARE);
        Self {
            shape: Shape::Week,
            hasty: 0.03,
            trying_again: 0.06,
            longest_wait: 240.0,
            sent_on: 0.5,
            ..Self::steady(from_outside, agents, era)
        }
    }

    /// Seconds to the next candidate of a process with `share` of the traffic; thin it with [`Self::keeps`].
    pub fn gap_seconds(&self, share: f64, chance: &mut Chance) -> f64 {
        chance.exponential(60.0 / (self.peak() * self.calls_per_minute * share))
    }

    /// Whether a candidate drawn at the peak rate is a call at this moment's rate.
    pub fn keeps(&self, now: Moment, chance: &mut Chance) -> bool {
        match self.shape {
            Shape::Even => true,
            Shape::Waves(rising) => {
                let seconds = (now.unix_millis() - rising.unix_millis()) as f64 / 1000.0;
                let wave = (seconds / WAVE_SECONDS * std::f64::consts::TAU).sin();
                chance.happens((1.0 + WAVE_HEIGHT * wave) / self.peak())
            }
            Shape::Week => chance.happens(week::busyness(now)),
        }
    }

    /// The same for the calls that agents make, which come evenly in spite of waves.
    pub fn keeps_dialled(&self, now: Moment, chance: &mut Chance) -> bool {
        !matches!(self.shape, Shape::Week) || self.keeps(now, chance)
    }

    pub fn talk_seconds(&self, chance: &mut Chance) -> f64 {
        chance.log_normal(self.talk_median, 0.6).clamp(1.5, 900.0)
    }

    pub const fn outbound_share() -> f64 {
        OUTBOUND_SHARE
    }

    pub const fn internal_share() -> f64 {
        INTERNAL_SHARE
    }

    fn peak(&self) -> f64 {
        if matches!(self.shape, Shape::Waves(_)) { 1.0 + WAVE_HEIGHT } else { 1.0 }
    }
}
