//! How many REST requests AntRing lets through before it says 503 (`protocols.md` §1.1).

use std::sync::{Mutex, PoisonError};

use crate::moment::Moment;

/// A token bucket; a second's worth can be saved up once more.
#[derive(Debug)]
pub struct Budget {
    per_second: f64,
    left: Mutex<(f64, Moment)>,
}

impl Budget {
    /// `per_second` of 0 means no limit.
    pub fn new(per_second: u32, now: Moment) -> Self {
        let per_second = f64::from(per_second);
        Self { per_second, left: Mutex::new((per_second * 2.0, now)) }
    }

    /// Whether one more request may pass at `now`.
    pub fn spend(&self, now: Moment) -> bool {
        if self.per_second == 0.0 {
            return true;
        }
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = (now.unix_millis() - left.1.unix_millis()).max(0) as f64 / 1000.0;
        *left = ((left.0 + passed * self.per_second).min(self.per_second * 2.0), now);
        let passes = left.0 >= 1.0;
        if passes {
            left.0 -= 1.0;
        }
        passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_budget_fills_with_time() {
        let start = Moment::from_unix_seconds(0);
        let budget = Budget::new(2, start);
        assert_eq!((0..6).filter(|_| budget.spend(start)).count(), 4);
        assert!(!budget.spend(start.after(0.4)));
        assert!(budget.spend(start.after(0.6)));
    }

    #[test]
    fn zero_is_no_limit() {
        let start = Moment::from_unix_seconds(0);
        let budget = Budget::new(0, start);
        assert!((0..1000).all(|_| budget.spend(start)));
    }
}
