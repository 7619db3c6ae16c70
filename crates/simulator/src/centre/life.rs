//! An agent's day: work, after-call work, breaks, going home and coming back.

use super::agent::{AgentIndex, Break, Status, Wish};
use super::call::CallKey;
use super::schedule::Step;
use super::state::Centre;

/// Mean seconds between an agent's breaks, and until an agent leaves for a while.
const MEAN_BETWEEN_BREAKS: f64 = 100.0 * 60.0;
const MEAN_SHIFT: f64 = 7.0 * 3600.0;
/// Reasons agents choose, and how many minutes each break is planned for.
const BREAKS: [(&str, u64); 6] = [
    ("Nghỉ trưa", 45),
    ("Nghỉ giải lao", 10),
    ("Đi vệ sinh", 5),
    ("Họp nhóm", 20),
    ("Đào tạo", 30),
    ("Xử lý hồ sơ", 12),
];

impl Centre {
    /// Lets agents take breaks and leave; some are away when it begins.
    pub(super) fn come_to_life(&mut self) {
        self.lively = true;
        for agent in 0..self.agents.len() {
            if self.chance.happens(0.1) {
                self.log_out_for_a_while(agent, 60.0, 3000.0);
            }
            self.schedule_life(agent);
        }
    }

    pub(super) fn set_status(&mut self, agent: AgentIndex, status: Status) {
        let now = self.now;
        let agent = &mut self.agents[agent];
        agent.status = status;
        agent.since = now;
        if status != Status::Paused {
            agent.pause = None;
        }
    }

    /// A call takes hold of an agent.
    pub(super) fn occupy(&mut self, agent: AgentIndex, status: Status, call: CallKey) {
        // A pause or a logged-out state comes back after a call the agent made during it.
        if status == Status::Outbound && self.agents[agent].wish.is_none() {
            self.agents[agent].wish = match self.agents[agent].status {
                Status::Paused => self.agents[agent].pause.clone().map(Wish::Pause),
                Status::LoggedOut => Some(Wish::LogOut),
                _ => None,
            };
        }
        self.agents[agent].call = Some(call);
        self.set_status(agent, status);
    }

    /// A call lets go of an agent: to what was wished during it, to after-call work, or to the next call.
    pub(super) fn release(&mut self, agent: AgentIndex, wrapup_seconds: u64) {
        let wish = self.agents[agent].wish.take();
        self.agents[agent].call = None;
        match wish {
            Some(Wish::LogOut) => self.set_status(agent, Status::LoggedOut),
            Some(Wish::Pause(pause)) => self.begin_break(agent, pause),
            None if wrapup_seconds > 0 => {
                self.set_status(agent, Status::Wrapup);
                self.agents[agent].wrapup_seconds = wrapup_seconds;
                let since = self.now;
                self.in_seconds(wrapup_seconds as f64, Step::BecomesReady { agent, since });
            }
            None => self.make_ready(agent),
        }
    }

    pub(super) fn make_ready(&mut self, agent: AgentIndex) {
        self.set_status(agent, Status::Ready);
        if self.calls.values().any(|call| call.wants_an_agent()) {
            self.in_seconds(0.6, Step::Offer);
        }
    }

    /// After-call work, a break or a login has run its time, unless the agent has moved on since.
    pub(super) fn becomes_ready(&mut self, agent: AgentIndex, since: crate::moment::Moment) {
        let known = &self.agents[agent];
        if known.since == since && matches!(known.status, Status::Wrapup | Status::Paused | Status::LoggedIn)
        {
            self.make_ready(agent);
        }
    }

    pub(super) fn begin_break(&mut self, agent: AgentIndex, pause: Break) {
        self.set_status(agent, Status::Paused);
        if let (Some(seconds), true) = (pause.seconds, self.lively) {
            // People come back a little early or late.
            let away = seconds as f64 * self.chance.between(0.7, 1.1);
            let since = self.now;
            self.in_seconds(away, Step::BecomesReady { agent, since });
        }
        self.agents[agent].pause = Some(pause);
    }

    pub(super) fn break_is_due(&mut self, agent: AgentIndex) {
        if self.agents[agent].status != Status::Ready {
            let later = self.chance.between(20.0, 90.0);
            self.in_seconds(later, Step::BreakIsDue { agent });
            return;
        }
        let (reason, minutes) = *self.chance.pick(&BREAKS);
        self.begin_break(agent, Break { reason: Some(reason.to_owned()), seconds: Some(minutes * 60) });
        let gap = self.chance.exponential(MEAN_BETWEEN_BREAKS) + minutes as f64 * 60.0;
        self.in_seconds(gap, Step::BreakIsDue { agent });
    }

    pub(super) fn shift_ends(&mut self, agent: AgentIndex) {
        if self.agents[agent].status == Status::Ready {
            self.log_out_for_a_while(agent, 900.0, 3600.0);
            let gap = self.chance.exponential(MEAN_SHIFT) + 3600.0;
            self.in_seconds(gap, Step::ShiftEnds { agent });
        } else {
            let later = self.chance.between(20.0, 90.0);
            self.in_seconds(later, Step::ShiftEnds { agent });
        }
    }

    pub(super) fn log_out_for_a_while(&mut self, agent: AgentIndex, least_seconds: f64, most_seconds: f64) {
        self.set_status(agent, Status::LoggedOut);
        let away = self.chance.between(least_seconds, most_seconds);
        let since = self.now;
        self.in_seconds(away, Step::LogsIn { agent, since });
    }

    pub(super) fn logs_in(&mut self, agent: AgentIndex, since: crate::moment::Moment) {
        if self.agents[agent].status == Status::LoggedOut && self.agents[agent].since == since {
            self.log_in(agent);
        }
    }

    /// `logged_in` shows for two seconds, then the agent is ready.
    pub(super) fn log_in(&mut self, agent: AgentIndex) {
        self.agents[agent].misses_in_a_row = 0;
        self.set_status(agent, Status::LoggedIn);
        let since = self.now;
        self.in_seconds(2.0, Step::BecomesReady { agent, since });
    }

    fn schedule_life(&mut self, agent: AgentIndex) {
        let to_break = self.chance.exponential(MEAN_BETWEEN_BREAKS);
        self.in_seconds(to_break, Step::BreakIsDue { agent });
        let to_leaving = self.chance.exponential(MEAN_SHIFT);
        self.in_seconds(to_leaving, Step::ShiftEnds { agent });
    }
}
