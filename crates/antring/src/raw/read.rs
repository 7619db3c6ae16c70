//! Single values.

use floor::Text;
use serde_json::Value;

use super::watch::looked;

/// The first of `names` that is there and not null. A dotted name is looked for as one flat key, then as a path
/// (`anttel.userId`: §1.4, 19).
pub fn field<'a>(object: &'a Value, names: &[&str]) -> Option<&'a Value> {
    looked(names);
    names.iter().find_map(|name| named(object, name)).filter(|value| !value.is_null())
}

/// A name, number or identity: a string that says something, or a number written out.
/// Erlang's and JavaScript's words for nothing (`undefined`, `null`) say nothing.
pub fn text(value: &Value) -> Option<Text> {
    match value {
        Value::String(string) => {
            let trimmed = string.trim();
            let nothing = trimmed.is_empty() || trimmed == "undefined" || trimmed == "null";
            (!nothing).then(|| trimmed.into())
        }
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// Texts from an array, one string (also comma-separated), one number, or null (§1.4, 20).
pub fn texts(value: &Value) -> Vec<Text> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::String(string) => {
            string.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(Text::from).collect()
        }
        other => text(other).into_iter().collect(),
    }
}

/// A finite number, or a string that is one (KAZOO sends durations as strings: §1.4, 27).
pub fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(string) => string.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A count or a number of seconds, rounded. Negative numbers are nonsense here, and absent.
pub fn count(value: &Value) -> Option<u32> {
    let rounded = number(value)?.round();
    (0.0..=f64::from(u32::MAX)).contains(&rounded).then_some(rounded as u32)
}

/// A truth: `true`, `"true"`, 1 or `"1"` (KAZOO sends booleans as strings).
pub fn flag(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(string) => matches!(string.trim().to_ascii_lowercase().as_str(), "true" | "1" | "yes"),
        other => number(other) == Some(1.0),
    }
}

fn named<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(name) {
        return Some(value);
    }
    let (first, rest) = name.split_once('.')?;
    named(object.get(first)?, rest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_dotted_name_is_a_flat_key_or_a_path() {
        let names = ["anttel.userId", "userId"];
        for object in
            [json!({"anttel.userId": "a"}), json!({"anttel": {"userId": "a"}}), json!({"userId": "a"})]
        {
            assert_eq!(field(&object, &names), Some(&json!("a")), "{object}");
        }
        assert_eq!(field(&json!({"anttel": null}), &names), None);
        assert_eq!(field(&json!("text"), &names), None);
    }

    #[test]
    fn extensions_in_every_shape() {
        let shapes: [(Value, &[&str]); 7] = [
            (json!(["8000", 8001, null]), &["8000", "8001"]),
            (json!("8000"), &["8000"]),
            (json!("8000, 8001"), &["8000", "8001"]),
            (json!(8000), &["8000"]),
            (json!(null), &[]),
            (json!(""), &[]),
            (json!({}), &[]),
        ];
        for (shape, expected) in shapes {
            let read = texts(&shape);
            assert_eq!(read.iter().map(|text| &**text).collect::<Vec<_>>(), expected, "{shape}");
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        let shapes =
            [(json!("133"), Some(133)), (json!(6.5), Some(7)), (json!(-1), None), (json!("16 %"), None)];
        for (shape, expected) in shapes {
            assert_eq!(count(&shape), expected, "{shape}");
        }
    }

    #[test]
    fn words_for_nothing_say_nothing() {
        for nothing in [json!(""), json!("  "), json!("undefined"), json!("null"), json!(null), json!([])] {
            assert_eq!(text(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn flags_as_kazoo_spells_them() {
        assert!(flag(&json!("true")) && flag(&json!(true)) && flag(&json!(1)) && flag(&json!("1")));
        assert!(!flag(&json!("false")) && !flag(&json!(0)) && !flag(&json!(null)) && !flag(&json!("")));
    }
}
