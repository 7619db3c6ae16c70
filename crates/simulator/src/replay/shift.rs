//! Moving the times in a piece of JSON, each in its own spelling (`protocols.md` §1.5).

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Every time later by so many milliseconds. Lengths of time stay, and so does what only looks like a time.
pub fn by(value: &mut Value, millis: i64) {
    under("", value, millis);
}

fn under(key: &str, value: &mut Value, millis: i64) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                under(&key.to_lowercase(), value, millis);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| under(key, item, millis)),
        Value::Number(number) if is_time(key) => {
            if let Some(moved) = number.as_i64().and_then(|number| moved(number, millis)) {
                *value = moved.into();
            }
        }
        Value::String(text) if is_time(key) => {
            if let Some(moved) = text.parse().ok().and_then(|number| moved(number, millis)) {
                *text = moved.to_string();
            } else if let Ok(at) = text.parse::<Timestamp>()
                && let Ok(moved) = at.checked_add(SignedDuration::from_millis(millis))
            {
                *text = format!("{moved:.3}");
            }
        }
        _ => {}
    }
}

fn is_time(key: &str) -> bool {
    key.contains("timestamp") || key.ends_with("time") || key.contains("expire")
}

/// By its magnitude: unix or gregorian seconds, milliseconds, microseconds. `None` for a length of time.
fn moved(number: i64, millis: i64) -> Option<i64> {
    match number {
        1_000_000_000..5_000_000_000 | 62_000_000_000..70_000_000_000 => {
            Some(number + millis.div_euclid(1000))
        }
        1_000_000_000_000..5_000_000_000_000 => Some(number + millis),
        1_000_000_000_000_000..5_000_000_000_000_000 => Some(number + millis * 1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_move_and_lengths_stay() {
        let mut value = json!({
            "Timestamp": 63_937_575_673_i64, "unix_timestamp": "1770356473", "start_idle_time": 63_937_575_673_i64,
            "idle_time": 765_140, "wait_time": 12, "queue": [{"entered_timestamp": 1_770_356_473_000_i64}],
            "expire": "2026-02-06T05:41:13.000Z", "caller_id_number": "1770356473", "Msg-ID": "1770356473000123"
        });
        by(&mut value, 60_000);
        let expected = json!({
            "Timestamp": 63_937_575_733_i64, "unix_timestamp": "1770356533", "start_idle_time": 63_937_575_733_i64,
            "idle_time": 765_140, "wait_time": 12, "queue": [{"entered_timestamp": 1_770_356_533_000_i64}],
            "expire": "2026-02-06T05:42:13.000Z", "caller_id_number": "1770356473", "Msg-ID": "1770356473000123"
        });
        assert_eq!(value, expected);
    }
}
