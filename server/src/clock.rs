//! The only place that asks what time it is.
//!
//! Time usually runs as the world's does. A test may let it [run faster](run_faster), with a simulator that does the
//! same, to play an hour in minutes: whoever waits here for upstream's sake waits by this clock.

use std::sync::OnceLock;
use std::time::Duration;

use jiff::tz::TimeZone;
use wire::Millis;

/// A faster clock, for the whole process.
#[derive(Debug, Clone, Copy)]
struct Faster {
    times: u32,
    /// The world's time when it began.
    since: Millis,
}

static FASTER: OnceLock<Faster> = OnceLock::new();

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> Millis {
    let world = the_worlds();
    FASTER.get().map_or(world, |faster| faster.since + (world - faster.since) * Millis::from(faster.times))
}

/// From now on time runs this many times faster, for all servers in this process. Only the first call counts.
pub fn run_faster(times: u32) {
    FASTER.get_or_init(|| Faster { times: times.max(1), since: the_worlds() });
}

/// How long the world's clock takes for so long by this one.
pub fn lasting(duration: Duration) -> Duration {
    FASTER.get().map_or(duration, |faster| duration / faster.times)
}

/// Waits, by this clock.
pub async fn sleep(duration: Duration) {
    tokio::time::sleep(lasting(duration)).await;
}

fn the_worlds() -> Millis {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the system's clock")]
    jiff::Timestamp::now().as_millisecond()
}

/// RFC 3339, UTC, milliseconds: the form of `at` in frames.
pub fn rfc3339(at: Millis) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    format!("{at:.3}")
}

/// Seconds that the zone's wall clock is ahead of UTC at that time.
pub fn utc_offset_seconds(zone: &TimeZone, at: Millis) -> i32 {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    zone.to_offset(at).seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_carry_milliseconds_even_when_they_are_zero() {
        assert_eq!(rfc3339(1_763_620_327_000), "2025-11-20T06:32:07.000Z");
        assert_eq!(rfc3339(1_763_620_327_120), "2025-11-20T06:32:07.120Z");
    }
}
