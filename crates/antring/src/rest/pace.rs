//! One rate for all endpoints, so that a wallboard never uses up the company's quota (`protocols.md` §1.4, 31).

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

const BURST: u32 = 10;

/// A token bucket, kept as the time at which it would be full again.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Option<Duration>,
    full_at: Mutex<Option<Instant>>,
}

impl Pace {
    /// `None`, zero and negative rates are no limit.
    pub fn new(requests_per_second: Option<f64>) -> Self {
        let interval = requests_per_second
            .filter(|rate| rate.is_finite() && *rate > 0.0)
            .and_then(|rate| Duration::try_from_secs_f64(rate.recip()).ok());
        Self { interval, full_at: Mutex::new(None) }
    }

    /// Waits for this request's turn.
    pub async fn turn(&self) {
        if let Some(at) = self.reserve(Instant::now()) {
            sleep_until(at).await;
        }
    }

    /// Takes a turn without waiting for it, for a person who waits; the polls make up for it.
    pub fn jump(&self) {
        self.reserve(Instant::now());
    }

    /// When the turn comes; `None` is now.
    fn reserve(&self, now: Instant) -> Option<Instant> {
        let interval = self.interval?;
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.unwrap_or(now).max(now) + interval;
        *full_at = Some(next);
        next.checked_sub(interval * BURST).filter(|at| *at > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let pace = Pace::new(Some(2.0));
        let now = Instant::now();
        let mut turns = std::iter::repeat_with(|| pace.reserve(now));
        assert!(turns.by_ref().take(BURST as usize).all(|turn| turn.is_none()));
        let waits: Vec<_> = turns.take(4).map(|turn| turn.map(|at| at - now)).collect();
        assert_eq!(waits, [500, 1000, 1500, 2000].map(|millis| Some(Duration::from_millis(millis))));
    }

    #[test]
    fn rest_gives_the_burst_back() {
        let pace = Pace::new(Some(2.0));
        let now = Instant::now();
        let all_at_once = |now| (0..BURST).all(|_| pace.reserve(now).is_none());
        assert!(all_at_once(now));
        assert!(pace.reserve(now).is_some());
        assert!(all_at_once(now + Duration::from_secs(6)));
    }

    #[test]
    fn no_rate_is_no_limit() {
        for rate in [None, Some(0.0), Some(-1.0), Some(f64::NAN), Some(f64::INFINITY), Some(1e-300)] {
            let pace = Pace::new(rate);
            let now = Instant::now();
            assert!((0..100).all(|_| pace.reserve(now).is_none()), "{rate:?}");
        }
    }
}
