//! Lists, whatever they are wrapped in (`protocols.md` §4.2, §4.4: `{calls}`, `{assistants}` and its older `{agents}`).

use serde_json::Value;

use super::count;

/// The rows under the first of `names`, or under `data`, or the answer itself. `None` when there is no list at all.
pub(crate) fn rows<'a>(answer: &'a Value, names: &[&str]) -> Option<&'a [Value]> {
    let listed = |object: &'a Value| names.iter().find_map(|name| object.get(*name)?.as_array());
    let data = answer.get("data");
    let found = answer.as_array().or_else(|| listed(answer)).or_else(|| data?.as_array());
    found.or_else(|| listed(data?)).map(Vec::as_slice)
}

/// How many rows there are in all, by upstream's word.
pub(crate) fn total(answer: &Value) -> Option<u64> {
    let pagination = answer.get("pagination").unwrap_or(answer);
    count(pagination, &["total"])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_is_found_in_every_wrapper() {
        for answer in [
            json!([1, 2]),
            json!({"assistants": [1, 2]}),
            json!({"agents": [1, 2]}),
            json!({"data": [1, 2]}),
            json!({"data": {"agents": [1, 2]}}),
        ] {
            assert_eq!(rows(&answer, &["assistants", "agents"]).map(<[Value]>::len), Some(2), "{answer}");
        }
        assert_eq!(rows(&json!({"error": "x"}), &["assistants"]), None);
        assert_eq!(rows(&json!("text"), &["assistants"]), None);
    }

    #[test]
    fn totals() {
        assert_eq!(total(&json!({"pagination": {"total": 150}})), Some(150));
        assert_eq!(total(&json!({"total": "7"})), Some(7));
        assert_eq!(total(&json!([])), None);
    }
}
