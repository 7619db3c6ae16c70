//! Lists, bare or in an envelope.

use serde_json::Value;

use super::{count, field};

/// Where an envelope keeps its rows (`protocols.md` §1.4, 7).
const ENVELOPES: [&str; 8] = ["data", "items", "docs", "histories", "results", "records", "rows", "calls"];

/// The rows of an answer: a bare array, the first array in an envelope, or one in a nested envelope
/// (`data.items`). `None` when there is no list at all, which is not an empty one.
pub fn rows(answer: &Value) -> Option<&[Value]> {
    rows_named(answer, &[])
}

/// The same, where the envelope may also go by the endpoint's own name (`agents`, `queues`).
pub fn rows_named<'a>(answer: &'a Value, own_names: &[&str]) -> Option<&'a [Value]> {
    if let Value::Array(rows) = answer {
        return Some(rows);
    }
    let inside: Vec<&Value> =
        own_names.iter().chain(&ENVELOPES).filter_map(|name| field(answer, &[name])).collect();
    if let Some(rows) = inside.iter().find_map(|value| value.as_array()) {
        return Some(rows);
    }
    inside.into_iter().filter(|value| value.is_object()).find_map(|value| rows_named(value, own_names))
}

/// How many rows there are over all pages, when the envelope says so.
pub fn declared_total(answer: &Value) -> Option<u32> {
    let names = ["total", "count", "totalRecords", "data.total", "data.count", "data.totalRecords"];
    field(answer, &names).and_then(count)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bare_or_enveloped_or_nested() {
        for answer in [
            json!([1, 2]),
            json!({"data": [1, 2], "total": 2}),
            json!({"docs": [1, 2]}),
            json!({"data": {"items": [1, 2], "total": 2}}),
            json!({"queues": [1, 2]}),
            json!({"success": true, "data": {"queues": [1, 2]}}),
        ] {
            assert_eq!(rows_named(&answer, &["queues"]).map(<[Value]>::len), Some(2), "{answer}");
        }
    }

    #[test]
    fn no_list_is_not_an_empty_list() {
        assert_eq!(rows(&json!({"data": []})), Some(&[][..]));
        for answer in
            [json!({}), json!(null), json!("text"), json!({"error": "invalid hash"}), json!({"data": null})]
        {
            assert_eq!(rows(&answer), None, "{answer}");
        }
    }

    #[test]
    fn totals_by_each_name() {
        for answer in [json!({"total": 5}), json!({"count": "5"}), json!({"data": {"total": 5}})] {
            assert_eq!(declared_total(&answer), Some(5), "{answer}");
        }
        assert_eq!(declared_total(&json!([])), None);
    }
}
