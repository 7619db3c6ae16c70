use secrecy::SecretString;
use serde::Deserialize;

/// The phone that click to call rings: one shared device, until each agent has their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dial {
    pub sip_user: String,
    pub sip_password: SecretString,
}
