use ::access::{Key, KeyUnfit};
use antring::SipDevice;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The phones that click to call rings.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dial {
    /// One for all who have none of their own.
    pub sip_user: String,
    pub sip_password: SecretString,
    /// Seals people's own phones on the disk; without it none can be set. 32 bytes, hexadecimal or base64.
    pub key: SecretString,
    /// By one person; 0: any number.
    pub calls_per_minute: u32,
}

impl Default for Dial {
    fn default() -> Self {
        Self {
            sip_user: String::new(),
            sip_password: SecretString::default(),
            key: SecretString::default(),
            calls_per_minute: 10,
        }
    }
}

impl Dial {
    /// `None` when none is set.
    ///
    /// # Errors
    /// It is no key.
    pub fn key(&self) -> Result<Option<Key>, KeyUnfit> {
        let key = self.key.expose_secret();
        if key.trim().is_empty() { Ok(None) } else { Key::read(key).map(Some) }
    }

    pub fn shared_phone(&self) -> Option<SipDevice> {
        let user = self.sip_user.clone();
        (!user.is_empty()).then(|| SipDevice { user, password: self.sip_password.clone() })
    }
}
