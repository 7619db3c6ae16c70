//! Tokens of `/voice/auth_token` and how long they live.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::centre::Chance;
use crate::moment::Moment;

#[derive(Debug)]
pub struct Tokens(Mutex<Issued>);

#[derive(Debug)]
struct Issued {
    chance: Chance,
    expiry: BTreeMap<String, Moment>,
}

impl Tokens {
    /// Tokens of another opening moment are others, so a restart makes the old ones invalid.
    pub fn new(opened: Moment) -> Self {
        let seed = opened.unix_millis().cast_unsigned();
        Self(Mutex::new(Issued { chance: Chance::from_seed(seed), expiry: BTreeMap::new() }))
    }

    /// A new token of 32 hex characters, KAZOO 3's opaque form (`protocols.md` §1.7).
    pub fn issue(&self, now: Moment, expires: Moment) -> String {
        let mut issued = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        issued.expiry.retain(|_, expiry| *expiry > now);
        let token = issued.chance.hex(32);
        issued.expiry.insert(token.clone(), expires);
        token
    }

    /// Every token given so far is refused from now on.
    pub fn expire_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).expiry.clear();
    }

    pub fn is_valid(&self, token: &str, now: Moment) -> bool {
        let issued = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        issued.expiry.get(token).is_some_and(|expiry| *expiry > now)
    }
}
