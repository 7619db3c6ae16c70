//! The day's counters against what events told.
//!
//! AntRing defines none of its counters (`protocols.md` §3.4), so each is held against events only once it has moved
//! in step with them, and only where it moved by more than everything that events leave open.

use crate::polls::BELIEVED_AFTER;
use crate::today::Movement;
use crate::{About, Cause, Changes, Counter, Dashboard, Direction, Floor, Millis};

/// Movements in step before a counter is trusted to count what events tell.
const TRUSTED_AFTER: u8 = 3;

const ALL: [Counter; 3] = [Counter::Received, Counter::Handled, Counter::Abandoned];

/// How one counter has kept in step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Step {
    in_step: u8,
    /// It moved by so much more than events told, up to the last poll.
    ahead: u32,
    /// What events told before the last poll and it did not show: the counter may follow them with the next.
    spare: u32,
}

impl Floor {
    pub(crate) fn counters(&mut self, at: Millis, dashboard: &Dashboard, changes: &mut Changes) {
        let movements = self.today.poll(dashboard.counters, dashboard.asked_at);
        // A new day, or a stretch that nobody listened to: there is nothing to compare.
        let Some(movements) = movements.filter(|_| self.listening.is_steady()) else {
            self.steps.iter_mut().for_each(|step| *step = Step { in_step: step.in_step, ..Step::default() });
            return;
        };
        // Calls of which events do not say whether a queue has them, or had.
        let open = self.calls.values().filter(|call| {
            !call.queue_knows() && matches!(call.direction, Direction::Inbound | Direction::Unknown)
        });
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        for (counter, movement) in ALL.into_iter().zip(movements) {
            let Some(movement) = movement else { continue };
            let (about, cause) = (About::Counter(counter), Cause::CounterJumped);
            match self.steps[counter as usize].goes(movement, open) {
                Lead::None => {}
                Lead::New => {
                    self.differences.settle(&about, changes);
                    self.differences.notice(about, cause, at, changes);
                }
                Lead::Lasting => {
                    if self.differences.notice(about.clone(), cause, at, changes) >= BELIEVED_AFTER {
                        self.differences.repair(about, cause, at, changes);
                        self.steps[counter as usize].ahead = 0;
                    }
                }
            }
        }
    }
}

/// By how much a counter is ahead of events, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    /// Since this poll: the events may be on their way.
    New,
    /// The last poll showed it, and no event has come for it since.
    Lasting,
}

impl Step {
    /// How far a counter that is trusted is ahead of events, beyond what they leave open. One that is behind only
    /// counts otherwise than we do. Events that come late make up for the oldest lead first.
    fn goes(&mut self, movement: Movement, open: u32) -> Lead {
        let Movement { moved, told } = movement;
        if moved > 0 && moved == told && self.ahead == 0 {
            self.in_step = self.in_step.saturating_add(1);
        }
        let lasting = self.ahead.saturating_sub(told);
        let told = told.saturating_sub(self.ahead);
        let beyond_spare = moved.saturating_sub(self.spare);
        self.ahead = lasting + beyond_spare.saturating_sub(told);
        self.spare = told.saturating_sub(beyond_spare);
        if self.ahead <= open {
            self.ahead = 0;
        }
        match self.ahead {
            0 => Lead::None,
            _ if self.in_step < TRUSTED_AFTER => Lead::None,
            _ if lasting > 0 => Lead::Lasting,
            _ => Lead::New,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(step: &mut Step, moved: u32, told: u32) -> bool {
        step.goes(Movement { moved, told }, 0) != Lead::None
    }

    #[test]
    fn two_events_that_are_late_in_turn_are_no_lasting_lead() {
        let mut step = Step { in_step: TRUSTED_AFTER, ..Step::default() };
        let mut goes = |moved, told| step.goes(Movement { moved, told }, 0);
        assert_eq!([goes(1, 0), goes(1, 1), goes(0, 1)], [Lead::New, Lead::New, Lead::None]);
        assert_eq!([goes(1, 0), goes(1, 0), goes(0, 2)], [Lead::New, Lead::Lasting, Lead::None]);
    }

    #[test]
    fn only_a_counter_that_kept_in_step_is_missed_when_it_runs_ahead() {
        let mut step = Step::default();
        assert!(!goes(&mut step, 2, 1));
        step = Step::default();
        for _ in 0..TRUSTED_AFTER {
            assert!(!goes(&mut step, 1, 1));
        }
        assert!(goes(&mut step, 1, 0));
        // The event was on its way.
        assert!(!goes(&mut step, 0, 1));
        // It follows what events told with the next poll, and not with the one after.
        assert!(!goes(&mut step, 0, 1) && !goes(&mut step, 1, 0));
        assert!(!goes(&mut step, 0, 1) && !goes(&mut step, 0, 0) && goes(&mut step, 1, 0));
        assert!(!goes(&mut step, 0, 1));
        // It counts less than we do.
        assert!(!goes(&mut step, 0, 3) && !goes(&mut step, 0, 0));
        assert_eq!(step.goes(Movement { moved: 1, told: 0 }, 1), Lead::None);
    }
}
