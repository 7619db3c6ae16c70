//! Who we are to AntRing.

use secrecy::SecretString;

/// One company's registration (`protocols.md` §1.1, §1.4). Nothing of it expires.
#[derive(Debug, Clone)]
pub struct Account {
    /// `appId`, issued on registration.
    pub app_id: String,
    /// `appSecret`. Hashed into every request, never sent.
    pub app_secret: SecretString,
    /// The KAZOO account, 32 hexadecimal digits: event subscriptions are filtered by it, and a wrong one looks
    /// like silence, not like an error (§2.3).
    pub account_id: String,
    /// The company's AntBuddy domain, for example `acme.antbuddy.com` (§1.4, 13).
    pub domain: String,
    /// An e-mail address belonging to the company; hashed as it is written (§1.4, 14).
    pub email: String,
}

/// The phone that click to call rings first.
#[derive(Debug, Clone)]
pub struct SipDevice {
    pub user: String,
    pub password: SecretString,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_an_account_or_a_device_shows_no_secret() {
        let account = Account {
            app_id: "6544646543674".into(),
            app_secret: "s3cr3t-of-the-app".into(),
            account_id: "aa00bb11cc22dd33ee44ff5566778899".into(),
            domain: "acme.antbuddy.com".into(),
            email: "ops@acme.example".into(),
        };
        let device = SipDevice { user: "user_levanc".into(), password: "s3cr3t-of-the-phone".into() };
        assert!(!format!("{account:?} {device:?}").contains("s3cr3t"));
    }
}
