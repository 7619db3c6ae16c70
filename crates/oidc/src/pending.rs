//! Browsers that are at the provider. Each comes back once, within ten minutes, and is the one that left.

use std::collections::HashMap;

use access::Millis;
use openidconnect::{Nonce, PkceCodeVerifier};
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Where to send a browser, and what it must bring back.
#[derive(Debug)]
pub struct Begun {
    pub url: String,
    /// For a cookie of this browser: it shows that the one who comes back is the one who left.
    pub browser: SecretString,
}

pub(crate) struct Leave {
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
    /// The path they asked for.
    pub next: String,
    browser: [u8; 32],
    until: Millis,
}

#[derive(Default)]
pub(crate) struct Pending {
    by_state: HashMap<String, Leave>,
}

/// Also how long the browser keeps its cookie, in milliseconds.
pub(crate) const LASTS: Millis = 10 * 60 * 1000;
/// So many are away at once; whoever began first is forgotten first.
const MOST: usize = 2_000;

impl Pending {
    /// Returns the browser's secret.
    pub(crate) fn leave(
        &mut self,
        state: String,
        nonce: Nonce,
        verifier: PkceCodeVerifier,
        next: &str,
        now: Millis,
    ) -> SecretString {
        self.by_state.retain(|_, leave| now < leave.until);
        if self.by_state.len() >= MOST {
            let first = self.by_state.iter().min_by_key(|(_, leave)| leave.until);
            let first = first.map(|(state, _)| state.clone());
            first.map(|state| self.by_state.remove(&state));
        }
        let mut bytes = [0; 32];
        OsRng.try_fill_bytes(&mut bytes).expect("the system has random bytes");
        let browser = SecretString::from(hex::encode(bytes));
        let hash = Sha256::digest(browser.expose_secret().as_bytes()).into();
        let leave = Leave { nonce, verifier, next: next.to_owned(), browser: hash, until: now + LASTS };
        self.by_state.insert(state, leave);
        browser
    }

    /// Good once, whoever asks: a state that was shown to another browser is spent too.
    pub(crate) fn come_back(&mut self, state: &str, browser: &str, now: Millis) -> Option<Leave> {
        let leave = self.by_state.remove(state)?;
        let hash: [u8; 32] = Sha256::digest(browser.as_bytes()).into();
        (now < leave.until && hash == leave.browser).then_some(leave)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(pending: &mut Pending, state: &str) -> SecretString {
        let verifier = PkceCodeVerifier::new("v".repeat(43));
        pending.leave(state.into(), Nonce::new("n".into()), verifier, "/calls", 0)
    }

    #[test]
    fn a_browser_comes_back_once_in_time_and_is_the_one_that_left() {
        let mut pending = Pending::default();
        let browser = left(&mut pending, "a");
        let back = pending.come_back("a", browser.expose_secret(), LASTS - 1);
        assert_eq!(back.map(|leave| leave.next).as_deref(), Some("/calls"));
        assert!(pending.come_back("a", browser.expose_secret(), 0).is_none(), "once");

        let late = left(&mut pending, "b");
        assert!(pending.come_back("b", late.expose_secret(), LASTS).is_none(), "in time");

        let victims = left(&mut pending, "c");
        let attackers = left(&mut pending, "d");
        assert!(pending.come_back("d", victims.expose_secret(), 0).is_none(), "not another's sign-in");
        assert!(pending.come_back("d", attackers.expose_secret(), 0).is_none(), "and it is spent");
    }

    #[test]
    fn however_many_begin_only_so_many_are_remembered() {
        let mut pending = Pending::default();
        for number in 0..MOST + 50 {
            left(&mut pending, &number.to_string());
        }
        assert_eq!(pending.by_state.len(), MOST);
    }
}
