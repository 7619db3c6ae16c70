//! POST `/oapi/v1/voice/auth_token`: the token that the event feed is subscribed with.

use std::time::Duration;

use floor::{Millis, Text};
use secrecy::SecretString;
use serde_json::Value;

use super::Client;
use crate::raw::{field, text};
use crate::time::ExpiryKind;
use crate::{RestError, time};

/// Needed fresh at each connection; a live subscription outlives it (`protocols.md` §2.4).
#[derive(Debug, Clone)]
pub struct AuthToken {
    pub value: SecretString,
    /// `None` when upstream does not say, or says it in an unknown way.
    pub expires_at: Option<Millis>,
    /// For how long it may be used for new connections, from when it was asked for.
    pub use_for: Duration,
    /// How upstream wrote the expiry; `None` when it does not say.
    pub expiry_kind: Option<ExpiryKind>,
    /// Not documented, but taken where it is sent (§1.4, 10).
    pub account_id: Option<Text>,
}

impl Client {
    /// A token; `now` is needed because its expiry may be told in seconds from now.
    pub async fn auth_token(&self, now: Millis) -> Result<AuthToken, RestError> {
        let url = self.url(&["voice", "auth_token"])?;
        let turn = self.turn().await?;
        // The documents name no body.
        let answer = self.json(self.send(self.post(url).body("{}"), turn).await?).await?;
        token(&answer, now).ok_or_else(|| RestError::garbled("the answer holds no token"))
    }
}

impl AuthToken {
    /// Reads an answer; `None` when it holds no token.
    pub fn read(answer: &Value, now: Millis) -> Option<Self> {
        token(answer, now)
    }
}

pub(crate) fn token(answer: &Value, now: Millis) -> Option<AuthToken> {
    let answer = field(answer, &["data"]).filter(|inner| inner.is_object()).unwrap_or(answer);
    let value = field(answer, &["value", "token", "auth_token"]).and_then(text)?;
    let expire = field(answer, &["expire", "expires", "expires_at", "expired"]);
    let expires_at = expire.and_then(|expire| time::token_expiry(expire, now));
    Some(AuthToken {
        value: value.to_string().into(),
        expires_at,
        expiry_kind: expire.map(ExpiryKind::of),
        use_for: time::token_use(expires_at, now),
        account_id: field(answer, &["account_id", "accountId"]).and_then(text),
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_in_its_shapes_and_never_printed() {
        for answer in [
            json!({"value": "5f2b8c0d", "expire": 3600}),
            json!({"data": {"value": "5f2b8c0d", "expire": "3600"}}),
        ] {
            let token = token(&answer, 1000).expect("a token");
            assert_eq!(token.value.expose_secret(), "5f2b8c0d");
            assert_eq!(token.expires_at, Some(3_601_000));
            assert_eq!(token.use_for, Duration::from_secs(45 * 60));
            assert!(!format!("{token:?}").contains("5f2b8c0d"));
        }
    }

    #[test]
    fn no_value_is_no_token() {
        assert!(token(&json!({"error": "invalid hash"}), 0).is_none());
        assert!(token(&json!({"value": ""}), 0).is_none());
    }
}
