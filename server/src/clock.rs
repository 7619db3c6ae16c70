//! The only place that asks what time it is.

use jiff::tz::TimeZone;
use wire::Millis;

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> Millis {
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
