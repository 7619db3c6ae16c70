//! How long somebody waits who was wrong: for each account, address and person, doubling, up to a ceiling. In memory: a
//! restart forgets it, and a guesser cannot restart the server.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{MutexGuard, PoisonError};

use crate::secret::{self, Hash};
use crate::{Access, Id, Millis};

/// Whose failures are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// One account from one address: a person who mistypes.
    AccountFrom(Hash),
    /// One account from anywhere: a guess spread over many addresses. Its ceiling is low, so that nobody can lock
    /// somebody out by being wrong in their name.
    Account(Hash),
    /// One address, whatever the account: a whole office may share it.
    Address(IpAddr),
    /// Codes of televisions, typed by one person.
    Pairing(Id),
    /// Codes of televisions asked for by one address.
    Begin(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Millis,
}

#[derive(Debug, Default)]
pub(crate) struct BackOff {
    failures: HashMap<Key, Failures>,
}

/// Failures are forgotten after so long without another one, in milliseconds.
const FORGOTTEN_AFTER: Millis = 60 * 60 * 1000;
/// So many are remembered; names can be invented without end.
const MOST: usize = 20_000;

impl Access {
    pub(crate) fn back_off(&self) -> MutexGuard<'_, BackOff> {
        self.inner.back_off.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// The three of a sign-in.
    pub(crate) fn of_sign_in(name: &str, address: IpAddr) -> [Self; 3] {
        let (account, address) = (name.trim().to_lowercase(), site(address));
        let hash = |text: &str| secret::hash(text);
        [
            Self::AccountFrom(hash(&format!("{address} {account}"))),
            Self::Account(hash(&account)),
            Self::Address(address),
        ]
    }

    pub(crate) fn of_begin(address: IpAddr) -> Self {
        Self::Begin(site(address))
    }

    /// So many failures cost nothing, and nobody waits longer than so many seconds.
    fn rule(self) -> (u32, u64) {
        match self {
            Self::AccountFrom(_) => (5, 900),
            Self::Account(_) => (20, 60),
            Self::Address(_) => (30, 900),
            Self::Pairing(_) => (5, 900),
            Self::Begin(_) => (60, 60),
        }
    }
}

/// Whoever has one IPv6 address has its 2^64 neighbours.
fn site(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or_else(
            || {
                let [a, b, c, d, ..] = six.segments();
                std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            },
            IpAddr::V4,
        ),
    }
}

impl BackOff {
    /// Counts an attempt as failed before it is tried, so that a hundred at once are not all free.
    ///
    /// # Errors
    /// The seconds to wait; then nothing is counted.
    pub(crate) fn attempt(&mut self, keys: &[Key], now: Millis) -> Result<(), u64> {
        let wait = keys.iter().map(|key| self.wait(*key, now)).max().unwrap_or(0);
        if wait > 0 {
            return Err(wait);
        }
        self.make_room(now);
        for key in keys {
            let failures = self.failures.entry(*key).or_insert(Failures { count: 0, last: now });
            if now - failures.last >= FORGOTTEN_AFTER {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
        }
        Ok(())
    }

    /// It was right. The others' failures at the same key stay: who has one account must not guess another's for free.
    pub(crate) fn take_back(&mut self, keys: &[Key]) {
        for key in keys {
            if matches!(key, Key::AccountFrom(_) | Key::Pairing(_)) {
                self.failures.remove(key);
            } else if let Some(failures) = self.failures.get_mut(key) {
                failures.count = failures.count.saturating_sub(1);
            }
        }
    }

    /// Seconds until the next attempt, rounded up.
    fn wait(&self, key: Key, now: Millis) -> u64 {
        let Some(failures) = self.failures.get(&key) else { return 0 };
        let (free, ceiling) = key.rule();
        let Some(over) = failures.count.checked_sub(free) else { return 0 };
        let seconds = 1u64.checked_shl(over).unwrap_or(ceiling).min(ceiling);
        let until = failures.last + Millis::try_from(seconds * 1000).unwrap_or(Millis::MAX);
        u64::try_from(until - now).map_or(0, |left| left.div_ceil(1000))
    }

    fn make_room(&mut self, now: Millis) {
        if self.failures.len() < MOST {
            return;
        }
        self.failures.retain(|_, failures| now - failures.last < FORGOTTEN_AFTER);
        // Still full: a flood of invented names. Those with the fewest failures go; addresses keep theirs.
        let mut least = 1;
        while self.failures.len() >= MOST {
            self.failures.retain(|_, failures| failures.count > least);
            least = least.saturating_mul(2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn waiting_doubles_up_to_its_ceiling_and_is_forgotten() {
        let mut back_off = BackOff::default();
        let key = Key::of_sign_in("ann", HERE)[0];
        let mut now = 0;
        let mut waited = Vec::new();
        for _ in 0..20 {
            match back_off.attempt(&[key], now) {
                Ok(()) => waited.push(0),
                Err(seconds) => {
                    waited.push(seconds);
                    now += Millis::try_from(seconds).expect("small") * 1000;
                    back_off.attempt(&[key], now).expect("the wait is over");
                }
            }
        }
        assert_eq!(waited, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900]);
        assert_eq!(back_off.attempt(&[key], now + FORGOTTEN_AFTER), Ok(()));
        assert_eq!(back_off.attempt(&[key], now + FORGOTTEN_AFTER), Ok(()), "it counts from one again");
    }

    #[test]
    fn one_right_password_does_not_pay_for_guesses_at_others() {
        let mut back_off = BackOff::default();
        for guess in 0..30 {
            let keys = Key::of_sign_in(&format!("victim {guess}"), HERE);
            back_off.attempt(&keys, 0).expect("free");
            let own = Key::of_sign_in("mallory", HERE);
            if back_off.attempt(&own, 0).is_ok() {
                back_off.take_back(&own);
            }
        }
        assert!(back_off.attempt(&Key::of_sign_in("victim 31", HERE), 0).is_err());
    }

    #[test]
    fn neighbours_of_one_ipv6_site_wait_together_and_memory_is_bounded() {
        let mut back_off = BackOff::default();
        for host in 0..30u16 {
            let address = IpAddr::V6(std::net::Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 0, 0, 0, host));
            back_off.attempt(&Key::of_sign_in(&format!("n{host}"), address), 0).expect("free");
        }
        let another = IpAddr::V6(std::net::Ipv6Addr::new(0x2001, 0xdb8, 1, 2, 9, 9, 9, 9));
        assert!(back_off.attempt(&Key::of_sign_in("other", another), 0).is_err());
        for name in 0..50_000 {
            let _ = back_off.attempt(&Key::of_sign_in(&name.to_string(), HERE)[..2], 0);
        }
        assert!(back_off.failures.len() <= MOST + 3, "{}", back_off.failures.len());
        assert!(back_off.attempt(&Key::of_sign_in("other", another), 0).is_err(), "the flood hid nobody");
    }
}
