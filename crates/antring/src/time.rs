//! Upstream's many ways to write a time, told apart by their magnitude (`protocols.md` §1.4, 9 and §1.5).

use std::time::Duration;

use floor::Millis;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::raw::number;

/// Seconds from the year 0, where Erlang's calendar begins, to 1970 (§3.2; verified there).
pub const GREGORIAN_TO_UNIX_SECONDS: i64 = 62_167_219_200;

/// Milliseconds. From here on a number is no time, and sums with it could overflow.
const YEAR_10000: f64 = 253_402_300_800_000.0;

/// A token is renewed after this at the latest, whatever its expiry says (§1.4, 9).
const LONGEST_TOKEN_USE: Duration = Duration::from_secs(45 * 60);

/// An instant: gregorian or unix seconds, milliseconds, microseconds, as a number or in a string, or ISO 8601.
///
/// `None` for null, nonsense, anything at or before 1970 (KAZOO writes 0 for "not yet"), and after the year 9999.
pub fn instant(value: &Value) -> Option<Millis> {
    match number(value) {
        Some(number) => instant_of_number(number),
        None => iso_8601(value.as_str()?),
    }
}

/// When a token ends. A number below 10 million counts seconds from `now`; a larger one is an instant
/// (§1.4, 9: the documents say only "expire time").
pub fn token_expiry(expire: &Value, now: Millis) -> Option<Millis> {
    match (ExpiryKind::of(expire), number(expire)) {
        (ExpiryKind::Relative, Some(seconds)) => Some(now + (seconds * 1000.0) as Millis),
        _ => instant(expire),
    }
}

/// How a token's expiry is written, by its magnitude (§1.4, 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiryKind {
    /// Seconds from now.
    Relative,
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMillis,
    /// Microseconds since 1970.
    UnixMicros,
    /// Seconds since the year 0.
    Gregorian,
    /// A calendar's spelling.
    Iso,
    Unreadable,
}

impl ExpiryKind {
    pub fn of(expire: &Value) -> Self {
        match number(expire) {
            Some(seconds) if (0.0..1e7).contains(&seconds) => Self::Relative,
            _ if instant(expire).is_none() => Self::Unreadable,
            None => Self::Iso,
            Some(number) if (6.2e10..7e10).contains(&number) => Self::Gregorian,
            Some(number) if number >= 1e15 => Self::UnixMicros,
            Some(number) if number >= 1e12 => Self::UnixMillis,
            Some(_) => Self::Unix,
        }
    }
}

/// How long a token may be used for new connections: its life less a tenth, at most 45 minutes (§1.4, 9).
/// Zero when it has ended already.
pub fn token_use(expires_at: Option<Millis>, now: Millis) -> Duration {
    let Some(expires_at) = expires_at else { return LONGEST_TOKEN_USE };
    let life = Duration::from_millis(u64::try_from(expires_at - now).unwrap_or(0));
    (life * 9 / 10).min(LONGEST_TOKEN_USE)
}

/// `YYYY-MM-DDTHH:MM:SS.mmmZ`, the one spelling the vendor's worked example proves (§1.4, 4).
/// `None` outside the years that a calendar can write.
pub fn written(instant: Millis) -> Option<String> {
    let timestamp = Timestamp::from_millisecond(instant).ok()?;
    Some(timestamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

fn instant_of_number(number: f64) -> Option<Millis> {
    let millis = if (6.2e10..7e10).contains(&number) {
        (number - GREGORIAN_TO_UNIX_SECONDS as f64) * 1000.0
    } else if number >= 1e15 {
        number / 1000.0
    } else if number >= 1e12 {
        number
    } else {
        number * 1000.0
    };
    (1.0..YEAR_10000).contains(&millis).then_some(millis as Millis)
}

fn iso_8601(text: &str) -> Option<Millis> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp.as_millisecond());
    }
    // Without an offset: the vendor writes UTC everywhere else.
    let civil = text.parse::<DateTime>().ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: Millis = 1_770_356_473_000;

    #[test]
    fn every_spelling_of_one_instant() {
        for spelling in [
            json!(1_770_356_473),
            json!("1770356473"),
            json!(63_937_575_673_i64),
            json!("63937575673"),
            json!(1_770_356_473_000_i64),
            json!(1_770_356_473_000_000_i64),
            json!("1770356473000000"),
            json!(1_770_356_473.0),
            json!("2026-02-06T05:41:13.000Z"),
            json!("2026-02-06T12:41:13+07:00"),
            json!("2026-02-06 05:41:13"),
        ] {
            assert_eq!(instant(&spelling), Some(AT), "{spelling}");
        }
    }

    #[test]
    fn what_is_no_instant() {
        for nothing in [json!(null), json!(""), json!(0), json!(-5), json!("yesterday"), json!({}), json!([])]
        {
            assert_eq!(instant(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_gregorian_example_of_the_documents() {
        assert_eq!(instant(&json!(63_936_806_933_i64)), Some(1_769_587_733_000));
    }

    #[test]
    fn a_small_expiry_counts_from_now() {
        let now = AT - 3_600_000;
        assert_eq!(token_expiry(&json!(3600), now), Some(AT));
        assert_eq!(token_expiry(&json!("3600"), now), Some(AT));
        assert_eq!(token_expiry(&json!(1_770_356_473), now), Some(AT));
        assert_eq!(token_expiry(&json!("2026-02-06T05:41:13.000Z"), now), Some(AT));
        assert_eq!(token_expiry(&json!(null), now), None);
    }

    #[test]
    fn expiries_by_their_magnitude() {
        for (expire, kind) in [
            (json!(3600), ExpiryKind::Relative),
            (json!("3600"), ExpiryKind::Relative),
            (json!(1_770_356_473), ExpiryKind::Unix),
            (json!(63_937_575_673_i64), ExpiryKind::Gregorian),
            (json!(1_770_356_473_000_i64), ExpiryKind::UnixMillis),
            (json!(1_770_356_473_000_000_i64), ExpiryKind::UnixMicros),
            (json!("2026-02-06T05:41:13.000Z"), ExpiryKind::Iso),
            (json!("soon"), ExpiryKind::Unreadable),
            (json!(-5), ExpiryKind::Unreadable),
        ] {
            assert_eq!(ExpiryKind::of(&expire), kind, "{expire}");
        }
    }

    #[test]
    fn a_token_is_used_for_nine_tenths_of_its_life_and_never_over_45_minutes() {
        assert_eq!(token_use(Some(600_000), 0), Duration::from_secs(540));
        assert_eq!(token_use(Some(86_400_000), 0), LONGEST_TOKEN_USE);
        assert_eq!(token_use(Some(0), 5), Duration::ZERO);
        assert_eq!(token_use(None, 0), LONGEST_TOKEN_USE);
    }

    #[test]
    fn written_as_the_worked_example_writes_it() {
        assert_eq!(written(1_517_969_973_000).as_deref(), Some("2018-02-07T02:19:33.000Z"));
        assert_eq!(written(1_517_969_973_042).as_deref(), Some("2018-02-07T02:19:33.042Z"));
    }
}
