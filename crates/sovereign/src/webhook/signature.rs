//! Whether a delivery is Sovereign's own: `X-Webhook-Signature` is `sha256=` and the hex HMAC-SHA256, keyed by the
//! secret, of `X-Webhook-Timestamp`, a dot and the raw body (`protocols.md` §4.3). Older pages leave the prefix out.

use std::fmt;

use floor::Millis;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// A delivery whose timestamp is further from now than this is refused, in milliseconds (§4.3: 300 s). So a copy is
/// worth nothing after five minutes; within them [`DeliveryKey`](super::DeliveryKey) finds it.
pub const TOLERANCE: Millis = 300_000;

/// What the account's webhooks are signed with.
#[derive(Clone)]
pub struct WebhookSecret(SecretString);

impl WebhookSecret {
    /// `None` for a blank one, with which anybody could sign.
    pub fn new(secret: &SecretString) -> Option<Self> {
        let trimmed = secret.expose_secret().trim();
        (!trimmed.is_empty()).then(|| Self(trimmed.into()))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WebhookSecret(…)")
    }
}

/// What came in, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// `X-Webhook-Timestamp`: unix seconds.
    pub timestamp: Option<&'a str>,
    /// `X-Webhook-Signature`.
    pub signature: Option<&'a str>,
    pub body: &'a [u8],
}

/// Why a delivery is not believed. The answer to all of them is the same 401: who forges learns nothing from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrusted {
    /// The account has no secret configured at Sovereign, or somebody else posts.
    #[error("it has no signature")]
    Unsigned,
    #[error("its timestamp is no number of seconds")]
    BadTimestamp,
    /// Not signed with our secret: forged, altered on the way, or the secrets differ.
    #[error("its signature is not ours")]
    Forged,
    /// Signed by who knows the secret, but too long ago (or from a clock that is ahead): a replay, or clocks differ.
    #[error("it was signed {seconds} s from now")]
    Stale { seconds: i64 },
}

impl<'a> Delivery<'a> {
    pub fn new(headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Self { timestamp: header("x-webhook-timestamp"), signature: header("x-webhook-signature"), body }
    }

    /// The signature first, so that what is said about the time is true of an authentic delivery.
    ///
    /// # Errors
    /// Whenever it is not to be believed.
    pub fn check(&self, secret: &WebhookSecret, now: Millis) -> Result<(), Distrusted> {
        let signature = self.signature.ok_or(Distrusted::Unsigned)?.trim();
        let timestamp = self.timestamp.ok_or(Distrusted::Unsigned)?.trim();
        let seconds: i64 = timestamp.parse().map_err(|_| Distrusted::BadTimestamp)?;
        let signature = hex::decode(signature.strip_prefix("sha256=").unwrap_or(signature));
        let signature = signature.map_err(|_| Distrusted::Forged)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.0.expose_secret().as_bytes())
            .map_err(|_| Distrusted::Forged)?;
        mac.update(timestamp.as_bytes());
        mac.update(b".");
        mac.update(self.body);
        // In constant time: how long it takes tells nothing of where the first difference is.
        mac.verify_slice(&signature).map_err(|_| Distrusted::Forged)?;
        let seconds_off = (now / 1000).saturating_sub(seconds);
        if now.abs_diff(seconds.saturating_mul(1000)) > TOLERANCE.unsigned_abs() {
            return Err(Distrusted::Stale { seconds: seconds_off });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of `protocols.md` §4.3.
    const SIGNED: &str = "b7875b4bd3cc6c5c1a4453189b5fa746880c17cb42258530a7355906dbc5ec1d";
    const AT: Millis = 1_700_000_000_000;

    fn secret() -> WebhookSecret {
        WebhookSecret::new(&"whsec_test_secret_12345".into()).expect("a secret")
    }

    fn delivery(signature: &str) -> Delivery<'_> {
        Delivery { timestamp: Some("1700000000"), signature: Some(signature), body: b"{\"test\":true}" }
    }

    #[test]
    fn the_vector_in_both_forms() {
        let prefixed = format!("sha256={SIGNED}");
        for signature in [SIGNED, &prefixed, &SIGNED.to_uppercase()] {
            assert_eq!(delivery(signature).check(&secret(), AT), Ok(()), "{signature}");
        }
    }

    #[test]
    fn five_minutes_either_way_and_no_more() {
        for (off, checked) in [
            (TOLERANCE, Ok(())),
            (-TOLERANCE, Ok(())),
            (TOLERANCE + 1, Err(Distrusted::Stale { seconds: 300 })),
            (-TOLERANCE - 1, Err(Distrusted::Stale { seconds: -301 })),
        ] {
            let read = delivery(SIGNED).check(&secret(), AT + off);
            assert_eq!(read.is_ok(), checked.is_ok(), "{off}: {read:?}");
        }
        let old = delivery(SIGNED).check(&secret(), AT + 400_000);
        assert_eq!(old, Err(Distrusted::Stale { seconds: 400 }));
    }

    #[test]
    fn every_bit_counts() {
        let good = delivery(SIGNED);
        let other_secret = WebhookSecret::new(&"whsec_test_secret_12346".into()).expect("a secret");
        assert_eq!(good.check(&other_secret, AT), Err(Distrusted::Forged));
        for forged in [
            Delivery { body: b"{\"test\":true} ", ..good },
            Delivery { body: b"", ..good },
            Delivery { timestamp: Some("1700000001"), ..good },
            Delivery { signature: Some(&SIGNED[..62]), ..good },
            Delivery { signature: Some(""), ..good },
            Delivery { signature: Some("sha256="), ..good },
            Delivery { signature: Some("not hex at all"), ..good },
            Delivery { signature: Some("sha1=b7875b4bd3cc6c5c"), ..good },
        ] {
            assert_eq!(forged.check(&secret(), AT), Err(Distrusted::Forged), "{forged:?}");
        }
    }

    #[test]
    fn headers_that_are_missing_or_nonsense() {
        let good = delivery(SIGNED);
        for (delivery, why) in [
            (Delivery { signature: None, ..good }, Distrusted::Unsigned),
            (Delivery { timestamp: None, ..good }, Distrusted::Unsigned),
            (Delivery { timestamp: Some("soon"), ..good }, Distrusted::BadTimestamp),
            (Delivery { timestamp: Some("99999999999999999999"), ..good }, Distrusted::BadTimestamp),
        ] {
            assert_eq!(delivery.check(&secret(), AT), Err(why));
        }
    }

    #[test]
    fn extreme_times_do_not_overflow() {
        for timestamp in [i64::MAX.to_string(), i64::MIN.to_string()] {
            let mut mac = Hmac::<Sha256>::new_from_slice(b"whsec_test_secret_12345").expect("any key");
            mac.update(format!("{timestamp}.").as_bytes());
            let signature = hex::encode(mac.finalize().into_bytes());
            let delivery = Delivery { timestamp: Some(&timestamp), signature: Some(&signature), body: b"" };
            assert!(matches!(delivery.check(&secret(), AT), Err(Distrusted::Stale { .. })));
        }
    }

    #[test]
    fn a_blank_secret_is_none_and_none_is_printed() {
        assert!(WebhookSecret::new(&"  ".into()).is_none());
        assert!(!format!("{:?}", secret()).contains("whsec"));
    }
}
