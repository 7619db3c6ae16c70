use jiff::SignedDuration;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

/// HMS Sovereign, the voice-AI vendor. Accepted, and not read yet.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sovereign {
    pub base_url: Url,
    pub api_key: SecretString,
    pub webhook_secret: SecretString,
    pub poll_every: SignedDuration,
}

impl Default for Sovereign {
    fn default() -> Self {
        Self {
            base_url: Url::parse("https://api.hmsovereign.com/api/v1").expect("a constant address"),
            api_key: SecretString::default(),
            webhook_secret: SecretString::default(),
            poll_every: SignedDuration::from_secs(10),
        }
    }
}
