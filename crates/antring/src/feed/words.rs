//! Upstream's own words about an error, fit to be logged and shown.

use serde_json::Value;

use crate::raw::{field, text};

const LONGEST: usize = 100;

/// A run of characters this long is taken for a token or an account id: upstream quotes them in its errors
/// (`failed to authenticate token <jwt>`, `protocols.md` §2.2).
const TOKEN_LIKE: usize = 24;

/// At most 100 characters on one line, without anything that may be a token.
pub(super) fn words(said: &str) -> String {
    let shown = |word: &str| if word.chars().count() < TOKEN_LIKE { word.to_owned() } else { "…".into() };
    let words: Vec<String> = said.split_whitespace().take(LONGEST).map(shown).collect();
    words.join(" ").chars().filter(|character| !character.is_control()).take(LONGEST).collect()
}

/// The `message` of a payload, or the payload when it is words itself.
pub(super) fn message_of(payload: &Value) -> String {
    let message = field(payload, &["message"]).and_then(text).or_else(|| text(payload));
    message.as_deref().map_or_else(|| "no reason given".into(), words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tokens_do_not_pass_and_sentences_do() {
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrYXpvbyJ9.c2lnbmF0dXJl";
        assert_eq!(words(&format!("failed to authenticate token {jwt}")), "failed to authenticate token …");
        assert_eq!(
            words("event call.CHANNEL_FOO.* not\n supported"),
            "event call.CHANNEL_FOO.* not supported"
        );
        assert_eq!(words(&"Lỗi ".repeat(100)).chars().count(), 100);
        assert_eq!(message_of(&json!({"message": "unknown error"})), "unknown error");
        assert_eq!(message_of(&json!("Not authorized")), "Not authorized");
        assert_eq!(message_of(&json!({})), "no reason given");
    }
}
