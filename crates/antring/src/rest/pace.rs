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
        if let Some(at) = self.reserve() {
            sleep_until(at).await;
        }
    }

    /// Takes a turn without waiting for it, for a person who waits; the polls make up for it.
    pub fn jump(&self) {
        self.reserve();
    }

    fn reserve(&self) -> Option<Instant> {
        let interval = self.interval?;
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.unwrap_or(now).max(now) + interval;
        *full_at = Some(next);
        next.checked_sub(interval * BURST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_passes_and_then_the_rate_holds() {
        let pace = Pace::new(Some(2.0));
        let started = Instant::now();
        for _ in 0..BURST {
            pace.turn().await;
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
        for _ in 0..4 {
            pace.turn().await;
        }
        assert!(started.elapsed() >= Duration::from_secs(2) && started.elapsed() < Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn no_rate_is_no_limit() {
        for rate in [None, Some(0.0), Some(-1.0), Some(f64::NAN), Some(f64::INFINITY)] {
            let pace = Pace::new(rate);
            let started = Instant::now();
            for _ in 0..100 {
                pace.turn().await;
            }
            assert_eq!(started.elapsed(), Duration::ZERO, "{rate:?}");
        }
    }
}
