//! The three shapes of an error's body (`protocols.md` §4.1).

use serde_json::Value;

use super::{field, text};
use crate::Said;

/// `{"error":"Invalid API key","message":"…"}`, `{"error":{"code","message","param","type"}}`, or
/// `{"error":"<string>","message","param","type"}`, whose string may be a code too.
pub(crate) fn said(body: &Value) -> Said {
    let inner = field(body, &["error"]);
    let nested = inner.filter(|error| error.is_object());
    let object = nested.unwrap_or(body);
    let word = text(body, &["error"]);
    let is_code = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let (code, title) = match word {
        Some(word) if is_code(&word) => (Some(word), None),
        title => (text(object, &["code"]), title),
    };
    Said { code, message: text(object, &["message"]).or(title), param: text(object, &["param"]) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parts(body: &Value) -> [Option<String>; 3] {
        let said = said(body);
        [said.code, said.message, said.param].map(|part| part.map(|part| part.to_string()))
    }

    #[test]
    fn three_shapes_say_the_same() {
        let some = |text: &str| Some(text.to_owned());
        let titled = json!({"error": "Invalid API key", "message": "Check it"});
        assert_eq!(parts(&titled), [None, some("Check it"), None]);
        let nested = json!({"error": {"code": "missing_field", "message": "Say more", "param": "content"}});
        let flat = json!({"error": "missing_field", "message": "Say more", "param": "content", "type": "x"});
        for body in [nested, flat] {
            assert_eq!(parts(&body), [some("missing_field"), some("Say more"), some("content")]);
        }
    }

    #[test]
    fn a_title_alone_is_the_message_and_other_bodies_say_nothing() {
        assert_eq!(parts(&json!({"error": "Not found"})), [None, Some("Not found".to_owned()), None]);
        for body in [json!(null), json!([]), json!("text"), json!({}), json!({"error": []})] {
            assert_eq!(parts(&body), [None, None, None], "{body}");
        }
    }
}
