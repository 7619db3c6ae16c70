//! The legs that `Transfer-History` names. Its form is not documented, so every form is read.

use floor::LegId;
use serde_json::Value;

/// No call is handed on more often.
const MOST: usize = 16;
/// A value that is nested deeper holds no history.
const DEEPEST: usize = 4;

/// FreeSWITCH writes `1770352873:att_xfer:<call id>@host/<call id>`, or `bl_xfer:<number>/<context>/<dialplan>`, one or
/// several of them; KAZOO hands that on as text, as a list, or as an object of either. What has the form of a call id
/// is taken for one: a wrong guess names a leg that does not exist, and ties nothing.
pub fn transfer_history(value: &Value) -> Vec<LegId> {
    let mut legs = Vec::new();
    collect(value, DEEPEST, &mut legs);
    legs
}

fn collect(value: &Value, deeper: usize, legs: &mut Vec<LegId>) {
    match value {
        Value::String(text) => of_text(text, legs),
        Value::Array(values) if deeper > 0 => {
            values.iter().for_each(|value| collect(value, deeper - 1, legs));
        }
        Value::Object(fields) if deeper > 0 => {
            for (key, value) in fields {
                // Histories are also kept by call id, and by time.
                of_text(key, legs);
                collect(value, deeper - 1, legs);
            }
        }
        _ => {}
    }
}

fn of_text(text: &str, legs: &mut Vec<LegId>) {
    let apart = |letter: char| letter.is_whitespace() || matches!(letter, ':' | '/' | ',' | ';' | '|' | '"');
    for word in text.split(apart).filter(|word| is_call_id(word)) {
        let leg = LegId::new(word);
        if legs.len() < MOST && !legs.contains(&leg) {
            legs.push(leg);
        }
    }
}

/// A UUID or another dashed id, `something@host`, or a SIP.js id; never a telephone number or a word.
fn is_call_id(word: &str) -> bool {
    let has = |wanted: fn(char) -> bool| word.chars().any(wanted);
    let mixed = has(|letter| letter.is_ascii_digit()) && has(|letter| letter.is_ascii_alphabetic());
    word.len() >= 16 && mixed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ONE: &str = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
    const OTHER: &str = "c0ffee00-1234-11e8-9f00-0242ac110002";

    #[test]
    fn every_form_names_the_same_legs() {
        let text = format!("1770352873:att_xfer:{ONE}/{OTHER}");
        for history in [
            json!(text),
            json!([text]),
            json!({"1770352873": {"type": "att_xfer", "legs": [ONE, OTHER]}}),
            json!({ONE: {"to": OTHER}}),
        ] {
            let legs = transfer_history(&history);
            assert_eq!(legs.iter().map(LegId::as_str).collect::<Vec<_>>(), [ONE, OTHER], "{history}");
        }
    }

    #[test]
    fn numbers_and_words_are_no_legs() {
        let blind = json!(["1770352873:bl_xfer:8002/acme.sip.example/XML", 5, null, {"a": [[[[[[ONE]]]]]]}]);
        assert_eq!(transfer_history(&blind), Vec::<LegId>::new());
        let many: Vec<String> = (0..99).map(|leg| format!("c0ffee00-1234-11e8-9f00-{leg:012}")).collect();
        assert_eq!(transfer_history(&json!(many)).len(), MOST);
    }
}
