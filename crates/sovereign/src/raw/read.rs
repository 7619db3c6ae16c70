//! Single values.

use floor::Text;
use serde_json::{Map, Value};

/// The first of `names` that is there and not null.
pub(crate) fn field<'a>(object: &'a Value, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| object.get(*name)).find(|value| !value.is_null())
}

/// A string that says something, or a number written out.
pub(crate) fn text(object: &Value, names: &[&str]) -> Option<Text> {
    match field(object, names)? {
        Value::String(string) if string.trim().is_empty() => None,
        Value::String(string) => Some(string.trim().into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// A count or a number of seconds, rounded; also from a string. Negative numbers are nonsense here, and absent.
pub(crate) fn count(object: &Value, names: &[&str]) -> Option<u64> {
    let number = match field(object, names)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(string) => string.trim().parse().ok()?,
        _ => return None,
    };
    let rounded = number.round();
    (0.0..=f64::from(u32::MAX)).contains(&rounded).then_some(rounded as u64)
}

/// `true` or `false`, also as a string.
pub(crate) fn flag(object: &Value, names: &[&str]) -> Option<bool> {
    match field(object, names)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(string) => string.trim().parse().ok(),
        _ => None,
    }
}

/// An object's members; none for anything else.
pub(crate) fn object(parent: &Value, names: &[&str]) -> Map<String, Value> {
    field(parent, names).and_then(Value::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_and_blank_are_absent_and_the_next_name_is_tried() {
        let row = json!({"agent_phone": null, "assistant_phone": " +31850835037 ", "summary": "  "});
        assert_eq!(text(&row, &["agent_phone", "assistant_phone"]).as_deref(), Some("+31850835037"));
        assert_eq!(text(&row, &["summary"]), None);
        assert_eq!(text(&json!("no object"), &["summary"]), None);
    }

    #[test]
    fn counts_from_numbers_and_strings_alone() {
        let row = json!({"a": 84, "b": "84", "c": 83.6, "d": -1, "e": "soon", "f": 1e308, "g": [84]});
        let read = ["a", "b", "c", "d", "e", "f", "g"].map(|name| count(&row, &[name]));
        assert_eq!(read, [Some(84), Some(84), Some(84), None, None, None, None]);
    }
}
