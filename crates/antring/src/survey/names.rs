//! The names in a piece of JSON, by where they stand.

use serde_json::Value;

use super::documented::MAPS;

/// Longer or stranger ones are values that somebody used as keys, and may be a customer's.
const LONGEST: usize = 40;

/// Every key with its path (`queue_stat[].call_id`), in the order of the document.
pub(super) fn names(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(value, "", &mut found);
    found
}

fn gather(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if !is_a_name(key) {
                    continue;
                }
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                found.push(path.clone());
                if !MAPS.contains(&crate::raw::canonical(key).as_str()) {
                    gather(value, &path, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, &format!("{path}[]"), found)),
        _ => {}
    }
}

fn is_a_name(key: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '$');
    key.len() <= LONGEST
        && key.chars().all(plain)
        && key.chars().filter(char::is_ascii_digit).count() < 7
        && key.chars().any(|letter| letter.is_ascii_alphabetic() || letter == '_')
}

/// The name itself, without its path.
pub(super) fn leaf(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_have_paths_and_values_are_no_names() {
        let found = names(&json!({"a": [{"b": 1}], "abandoned_detail": {"hangup": 2}, "0912345678": 1}));
        assert_eq!(found, ["a", "a[].b", "abandoned_detail"]);
        assert_eq!(leaf("queue_stat[].misses[].reason"), "reason");
        assert_eq!(leaf("queue_stat[]"), "queue_stat");
    }
}
