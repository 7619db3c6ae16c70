//! Who works when, in a past of whole days: shifts, lunch and short breaks.

use super::agent::{AgentIndex, Break, Status, Wish};
use super::schedule::Step;
use super::state::Centre;
use crate::moment::Moment;

const HOUR: f64 = 3600.0;

/// An agent's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    Early,
    Day,
    Late,
    /// Over midnight.
    Night,
    /// A centre too small for shifts.
    Always,
}

impl Shift {
    /// Early, late and night have one agent for each queue, who calls it home; everybody else works by day.
    fn of(agent: AgentIndex, agents: usize, queues: usize) -> Self {
        let from_the_end = agents.saturating_sub(agent + 1);
        if agents < 4 * queues {
            Self::Always
        } else if agent < queues {
            Self::Early
        } else if from_the_end < queues {
            Self::Night
        } else if from_the_end < 2 * queues {
            Self::Late
        } else {
            Self::Day
        }
    }

    /// First and last hour, the last counted on over midnight.
    const fn hours(self) -> Option<(f64, f64)> {
        match self {
            Self::Early => Some((6.5, 15.5)),
            Self::Day => Some((7.9, 17.5)),
            Self::Late => Some((13.0, 22.25)),
            Self::Night => Some((22.0, 31.0)),
            Self::Always => None,
        }
    }
}

impl Centre {
    /// Agents who are on duty in the busiest hours of a working day.
    pub(super) fn on_duty_at_the_peak(&self) -> usize {
        let (agents, queues) = (self.agents.len(), self.queues.len());
        let shifts = (0..agents).map(|agent| Shift::of(agent, agents, queues));
        shifts.filter(|shift| matches!(shift, Shift::Early | Shift::Day | Shift::Always)).count()
    }

    /// Everybody is where the roster wants them at this moment, and will come and go by it until the load changes.
    pub(super) fn work_by_the_roster(&mut self) {
        self.lively = true;
        let era = self.traffic.era;
        for agent in 0..self.agents.len() {
            if Shift::of(agent, self.agents.len(), self.queues.len()) != Shift::Always {
                self.set_status(agent, Status::LoggedOut);
            }
        }
        self.schedule_roster(self.now.midnight_in_vietnam().after(-86_400.0), era);
        self.schedule_roster(self.now.midnight_in_vietnam(), era);
        self.in_seconds(0.0, Step::NewRoster { era });
    }

    /// Each midnight, the coming day's.
    pub(super) fn new_roster(&mut self, era: u32) {
        if era != self.traffic.era {
            return;
        }
        let tomorrow = self.now.midnight_in_vietnam().after(86_400.0);
        self.schedule.add(tomorrow, Step::NewRoster { era });
        self.schedule_roster(tomorrow, era);
    }

    fn schedule_roster(&mut self, midnight: Moment, era: u32) {
        for agent in 0..self.agents.len() {
            let shift = Shift::of(agent, self.agents.len(), self.queues.len());
            let Some((begins, ends)) = shift.hours() else { continue };
            if shift == Shift::Day && !works(agent, midnight.weekday_in_vietnam()) {
                continue;
            }
            let mut at = |hours: f64, step| {
                let minutes = self.chance.between(-6.0, 6.0);
                self.schedule.add(midnight.after(hours * HOUR + minutes * 60.0), step);
            };
            at(begins, Step::ShiftBegins { agent, era });
            at(ends, Step::ShiftIsOver { agent, era });
            // Colleagues eat one after another.
            let third = (agent % 3) as f64 * 0.75;
            let (lunch, coffee) = (begins + 3.0 + third, begins + 6.5 + third / 2.0);
            at(lunch, Step::Rest { agent, minutes: 40, era });
            at(coffee, Step::Rest { agent, minutes: 10, era });
        }
    }

    pub(super) fn shift_begins(&mut self, agent: AgentIndex, era: u32) {
        if era == self.traffic.era && self.agents[agent].status == Status::LoggedOut {
            self.log_in(agent);
        }
    }

    /// Whoever is on a call goes after it.
    pub(super) fn shift_is_over(&mut self, agent: AgentIndex, era: u32) {
        if era != self.traffic.era {
            return;
        }
        if self.agents[agent].status.is_on_a_call() {
            self.agents[agent].wish = Some(Wish::LogOut);
        } else {
            self.set_status(agent, Status::LoggedOut);
        }
    }

    /// A break of so many minutes, after the call if there is one.
    pub(super) fn rest(&mut self, agent: AgentIndex, minutes: u64, era: u32) {
        let status = self.agents[agent].status;
        if era != self.traffic.era || status == Status::LoggedOut || self.agents[agent].wish.is_some() {
            return;
        }
        let reason = if minutes > 20 { "Nghỉ trưa" } else { "Nghỉ giải lao" };
        let pause = Break { reason: Some(reason.to_owned()), seconds: Some(minutes * 60) };
        if status.is_on_a_call() {
            self.agents[agent].wish = Some(Wish::Pause(pause));
        } else {
            self.begin_break(agent, pause);
        }
    }

    /// The roster ends: whoever is off comes to work, and breaks are over.
    pub(super) fn everybody_comes_to_work(&mut self) {
        self.lively = false;
        for agent in 0..self.agents.len() {
            self.agents[agent].wish = None;
            if !self.agents[agent].status.is_on_a_call() {
                self.make_ready(agent);
            }
        }
    }
}

/// Half of those who work by day come on Saturdays, a third on Sundays.
const fn works(agent: AgentIndex, weekday: usize) -> bool {
    match weekday {
        5 => agent.is_multiple_of(2),
        6 => agent.is_multiple_of(3),
        _ => true,
    }
}
