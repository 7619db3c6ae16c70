//! Instants as Sovereign writes them: ISO 8601 in the examples (`protocols.md` §4.2, §4.3), unix seconds in headers.

use floor::Millis;
use jiff::Timestamp;
use serde_json::Value;

use crate::raw::field;

/// From here on a number is taken to be milliseconds.
const LEAST_MILLIS: f64 = 1e11;
/// Milliseconds. From here on a number is no time, and sums with it could overflow.
const YEAR_10000: f64 = 253_402_300_800_000.0;

/// The first of `names` that is there, as unix milliseconds; `None` for nonsense.
pub(crate) fn instant(object: &Value, names: &[&str]) -> Option<Millis> {
    match field(object, names)? {
        Value::String(text) => text.trim().parse::<Timestamp>().ok().map(Timestamp::as_millisecond),
        Value::Number(number) => {
            let number = number.as_f64()?;
            let millis = if number < LEAST_MILLIS { number * 1000.0 } else { number };
            (1.0..YEAR_10000).contains(&millis).then_some(millis as Millis)
        }
        _ => None,
    }
}

/// `2025-12-13T10:00:00.000Z`, as the examples write it; `None` outside the years that a calendar can write.
pub(crate) fn written(instant: Millis) -> Option<String> {
    let timestamp = Timestamp::from_millisecond(instant).ok()?;
    Some(timestamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_spelling_of_one_instant() {
        for spelling in [
            json!("2025-12-13T10:00:00.000Z"),
            json!("2025-12-13T17:00:00+07:00"),
            json!(1_765_620_000),
            json!(1_765_620_000_000_i64),
        ] {
            assert_eq!(instant(&json!({"at": spelling}), &["at"]), Some(1_765_620_000_000), "{spelling}");
        }
        for nothing in [json!(null), json!(""), json!("soon"), json!(-1), json!(1e300), json!({})] {
            assert_eq!(instant(&json!({"at": nothing}), &["at"]), None, "{nothing}");
        }
        assert_eq!(written(1_765_620_000_000).as_deref(), Some("2025-12-13T10:00:00.000Z"));
    }
}
