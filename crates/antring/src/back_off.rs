//! How long to wait before the next attempt. Pure: the random number is passed in.

use std::time::Duration;

/// What upstream may ask for at most: an hour of silence is already an outage on a wallboard.
const LONGEST_OBEYED: Duration = Duration::from_secs(3600);

/// A connection that lived this long counts as health (`protocols.md` §2.4).
const HEALTHY_AFTER: Duration = Duration::from_secs(60);

/// Exponential back-off: each failure waits between half its ceiling and all of it, and the ceiling doubles from one
/// second up to the cap. The fixed half is a promise: in a long outage no minute sees more than 120 s ÷ cap attempts,
/// whatever chance says.
#[derive(Debug, Clone)]
pub struct BackOff {
    cap: Duration,
    ceiling: Duration,
}

impl BackOff {
    const FIRST_CEILING: Duration = Duration::from_secs(1);

    /// For REST: up to 60 s (§1.4, 31).
    pub fn for_rest() -> Self {
        Self::with_cap(Duration::from_secs(60))
    }

    /// For the event feed: up to 30 s (§2.4).
    pub fn for_feed() -> Self {
        Self::with_cap(Duration::from_secs(30))
    }

    pub fn with_cap(cap: Duration) -> Self {
        Self { cap, ceiling: Self::FIRST_CEILING.min(cap) }
    }

    /// The wait after a failure. `random` is uniform in `[0, 1)`. A `Retry-After` is obeyed, with the jitter on
    /// top of it, so that not everyone returns in the same second.
    pub fn failed(&mut self, random: f64, retry_after: Option<Duration>) -> Duration {
        let random = if random.is_finite() { random.clamp(0.0, 1.0) } else { 1.0 };
        let half = self.ceiling / 2;
        let jitter = half.mul_f64(random);
        self.ceiling = (self.ceiling * 2).min(self.cap);
        retry_after.map_or(half, |asked| asked.min(LONGEST_OBEYED)) + jitter
    }

    /// An answer came: the next failure starts from one second again.
    pub fn succeeded(&mut self) {
        self.ceiling = Self::FIRST_CEILING.min(self.cap);
    }

    /// A connection ended after `lived`. Only one that lived for 60 s resets the wait: a server that accepts
    /// and hangs up at once is not healthy.
    pub fn connection_ended(&mut self, lived: Duration) {
        if lived >= HEALTHY_AFTER {
            self.succeeded();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_doubles_up_to_the_cap() {
        let mut back_off = BackOff::for_rest();
        let waits: Vec<u64> = (0..9).map(|_| back_off.failed(1.0, None).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn six_hours_of_outage_make_a_bounded_number_of_attempts() {
        // A fixed sequence that is spread evenly over [0, 1): the fractional parts of multiples of the golden ratio.
        let mut back_off = BackOff::for_rest();
        let (mut elapsed, mut attempts) = (Duration::ZERO, 0_u32);
        while elapsed < Duration::from_secs(6 * 3600) {
            let wait = back_off.failed((f64::from(attempts) * 0.618_033_988_749_895).fract(), None);
            assert!(wait >= Duration::from_millis(500) && wait <= Duration::from_secs(60));
            elapsed += wait;
            attempts += 1;
        }
        assert!((470..500).contains(&attempts), "{attempts} attempts");
    }

    #[test]
    fn no_random_number_makes_it_spin_or_panic() {
        let mut back_off = BackOff::for_feed();
        for random in [0.0, -1.0, 2.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE] {
            for _ in 0..100 {
                let wait = back_off.failed(random, None);
                let bounds = Duration::from_millis(500)..=Duration::from_secs(30);
                assert!(bounds.contains(&wait), "{random}: {wait:?}");
            }
        }
    }

    #[test]
    fn retry_after_is_obeyed_within_reason() {
        let mut back_off = BackOff::for_rest();
        assert_eq!(back_off.failed(0.0, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert!(back_off.failed(0.5, Some(Duration::from_secs(7))) > Duration::from_secs(7));
        assert_eq!(back_off.failed(0.0, Some(Duration::from_secs(999_999))), LONGEST_OBEYED);
    }

    #[test]
    fn health_starts_it_over() {
        let mut back_off = BackOff::for_feed();
        for _ in 0..10 {
            back_off.failed(1.0, None);
        }
        back_off.connection_ended(Duration::from_secs(3));
        assert_eq!(back_off.failed(1.0, None), Duration::from_secs(30));
        back_off.connection_ended(Duration::from_secs(60));
        assert_eq!(back_off.failed(1.0, None), Duration::from_secs(1));
        back_off.succeeded();
        assert_eq!(back_off.failed(1.0, None), Duration::from_secs(1));
    }
}
