//! A limit in any minute, for the key and for each call (`protocols.md` §4.1).

use std::collections::VecDeque;

use crate::moment::Moment;

const SECONDS: f64 = 60.0;

/// The times of the last minute.
#[derive(Debug, Default)]
pub struct Minute(VecDeque<Moment>);

/// How a limit stands after one more was counted, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub passes: bool,
    pub left: usize,
    /// When the oldest of the minute no longer counts.
    pub reset: Moment,
}

impl Minute {
    /// Counts one at `now`, if fewer than `limit` were within a minute; 0 is no limit.
    pub fn count(&mut self, limit: usize, now: Moment) -> Standing {
        while self.0.front().is_some_and(|at| at.after(SECONDS) <= now) {
            self.0.pop_front();
        }
        let passes = limit == 0 || self.0.len() < limit;
        if passes {
            self.0.push_back(now);
        }
        let reset = self.0.front().copied().unwrap_or(now).after(SECONDS);
        Standing { passes, left: limit.saturating_sub(self.0.len()), reset }
    }
}

impl Standing {
    /// Whole seconds until one more passes, at least one.
    pub fn retry_after(&self, now: Moment) -> i64 {
        let millis = self.reset.unix_millis() - now.unix_millis();
        (millis.max(1) as u64).div_ceil(1000).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_of_two_waits_for_the_first_to_be_a_minute_old() {
        let start = Moment::from_unix_seconds(0);
        let mut minute = Minute::default();
        assert_eq!(minute.count(2, start).left, 1);
        assert!(minute.count(2, start.after(10.0)).passes);
        let refused = minute.count(2, start.after(20.5));
        assert_eq!((refused.passes, refused.left, refused.retry_after(start.after(20.5))), (false, 0, 40));
        assert!(minute.count(2, start.after(60.0)).passes);
    }
}
