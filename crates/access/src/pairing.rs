//! How a television comes in without a password: it shows a short code, a supervisor types it (RFC 8628's form).
//!
//! The secret that the screen holds from the beginning opens nothing until its code was approved; then it is the
//! display's own. So an answer that is lost on the way costs nothing: the screen asks again.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::SecretString;

use crate::back_off::Key;
use crate::rules::millis;
use crate::secret::{self, Hash, Purpose};
use crate::users::{entry, fit_name};
use crate::{Access, AccessError, By, Did, Display, Millis, ScreenProfile, Who, audit, displays};

/// What a screen shows and keeps while it waits.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// `BCDF-GHJK`: eight of twenty consonants, so that it is no word in any language and holds no digit.
    pub code: String,
    /// The screen's alone; never shown.
    pub secret: SecretString,
    pub expires_at: Millis,
    /// It may ask this often, not oftener.
    pub poll_every: Duration,
}

/// A code that waits for somebody's yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub code: String,
    /// Of the screen.
    pub address: IpAddr,
    pub begun_at: Millis,
    pub expires_at: Millis,
}

/// Where a screen hangs and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub name: String,
    pub board: String,
    pub profile: ScreenProfile,
}

/// What a waiting screen is told.
#[derive(Debug)]
pub enum Polled {
    Waiting,
    /// The secret is now a display's, to be kept.
    Approved {
        secret: SecretString,
    },
    /// Its code is not valid any more; it begins again.
    Expired,
    /// It asked again before it may.
    TooFast,
}

#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    /// No screen waits with this code: mistyped, used or expired.
    #[error("no screen shows this code")]
    Wrong,
    #[error("too many attempts; try again in {seconds} s")]
    Wait { seconds: u64 },
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// Codes that wait. In memory: after a restart a screen asks for another.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    by_code: HashMap<String, Waiting>,
    codes: HashMap<Hash, String>,
}

#[derive(Debug, Clone)]
struct Waiting {
    hash: Hash,
    address: IpAddr,
    begun_at: Millis,
    expires_at: Millis,
    polled_at: Option<Millis>,
}

const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;
/// So many screens wait at once; a flood of others is refused.
const MOST: usize = 1_000;
const POLL_EVERY: Duration = Duration::from_secs(3);
/// Networks delay one question and not the next.
const POLL_SLACK: Millis = 1_000;

impl Access {
    /// A screen asks for a code.
    ///
    /// # Errors
    /// Too many were asked for from its address, or by all.
    pub fn begin_pairing(&self, address: IpAddr, now: Millis) -> Result<Pairing, PairingError> {
        self.back_off()
            .attempt(&[Key::of_begin(address)], now)
            .map_err(|seconds| PairingError::Wait { seconds })?;
        let (secret, hash) = secret::make(Purpose::Display);
        let expires_at = now + millis(self.inner.rules.pairing);
        let mut pending = self.pending();
        pending.forget_expired(now);
        if pending.by_code.len() >= MOST {
            return Err(PairingError::Wait { seconds: 60 });
        }
        let code = loop {
            let code = random_code();
            if !pending.by_code.contains_key(&code) {
                break code;
            }
        };
        let waiting = Waiting { hash, address, begun_at: now, expires_at, polled_at: None };
        pending.by_code.insert(code.clone(), waiting);
        pending.codes.insert(hash, code.clone());
        Ok(Pairing { code: shown(&code), secret, expires_at, poll_every: POLL_EVERY })
    }

    /// What waits behind a code that a person typed, in any case, with or without its dash.
    ///
    /// # Errors
    /// None does, or this person was wrong too often.
    pub async fn look_at_code(
        &self,
        code: &str,
        by: &Who,
        address: IpAddr,
        now: Millis,
    ) -> Result<Asked, PairingError> {
        let key = Key::Pairing(by.id);
        self.back_off().attempt(&[key], now).map_err(|seconds| PairingError::Wait { seconds })?;
        let code = typed(code);
        let waiting = self.pending().valid(&code, now).cloned();
        let Some(waiting) = waiting else {
            self.audit(entry(&By::of(by, address), Did::PairingFailed, "unknown code", "", now)).await?;
            return Err(PairingError::Wrong);
        };
        self.back_off().take_back(&[key]);
        let Waiting { address, begun_at, expires_at, .. } = waiting;
        Ok(Asked { code: shown(&code), address, begun_at, expires_at })
    }

    /// Says yes. A code is good for one screen.
    ///
    /// # Errors
    /// As [`look_at_code`](Self::look_at_code); or the name is unfit, and the code stays good.
    pub async fn approve_pairing(
        &self,
        code: &str,
        by: &Who,
        address: IpAddr,
        placed: &Placed,
        now: Millis,
    ) -> Result<Display, PairingError> {
        let name = fit_name(&placed.name)?;
        self.look_at_code(code, by, address, now).await?;
        let code = typed(code);
        // Taken out first: two who say yes at the same moment make one display.
        let waiting = self.pending().take(&code).ok_or(PairingError::Wrong)?;
        let made = self.make_display(&waiting, &name, placed, &By::of(by, address), now).await;
        if made.is_err() {
            self.pending().put_back(code, waiting);
        }
        Ok(made?)
    }

    /// A waiting screen asks how it stands, with the secret it was given.
    pub fn poll_pairing(&self, secret: &str, now: Millis) -> Polled {
        let hash = secret::hash(secret);
        if let Some(grant) = self.memory().holds(&hash) {
            let is_display = grant.who.kind == crate::Kind::Display;
            return if is_display { Polled::Approved { secret: secret.into() } } else { Polled::Expired };
        }
        let mut pending = self.pending();
        pending.forget_expired(now);
        let code = pending.codes.get(&hash).cloned();
        let Some(waiting) = code.and_then(|code| pending.by_code.get_mut(&code)) else {
            return Polled::Expired;
        };
        let soonest = |last: Millis| last + millis(POLL_EVERY) - POLL_SLACK;
        let too_fast = waiting.polled_at.is_some_and(|last| now < soonest(last));
        waiting.polled_at = Some(now);
        if too_fast { Polled::TooFast } else { Polled::Waiting }
    }

    async fn make_display(
        &self,
        waiting: &Waiting,
        name: &str,
        placed: &Placed,
        by: &By,
        now: Millis,
    ) -> Result<Display, AccessError> {
        let mut turn = self.turn().await?;
        let display = (name, &*placed.board, placed.profile);
        let id = displays::insert(turn.on(), &waiting.hash, display, by, now).await?;
        let detail = format!("board {}, {}, at {}", placed.board, placed.profile, waiting.address);
        audit::write(turn.on(), &entry(by, Did::DisplayPaired, name, detail, now)).await?;
        turn.commit().await?;
        self.display(id).ok_or(AccessError::Unknown)
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.inner.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pending {
    fn forget_expired(&mut self, now: Millis) {
        self.by_code.retain(|_, waiting| now < waiting.expires_at);
        let Self { by_code, codes } = self;
        codes.retain(|_, code| by_code.contains_key(code));
    }

    fn valid(&self, code: &str, now: Millis) -> Option<&Waiting> {
        self.by_code.get(code).filter(|waiting| now < waiting.expires_at)
    }

    fn take(&mut self, code: &str) -> Option<Waiting> {
        let waiting = self.by_code.remove(code)?;
        self.codes.remove(&waiting.hash);
        Some(waiting)
    }

    fn put_back(&mut self, code: String, waiting: Waiting) {
        self.codes.insert(waiting.hash, code.clone());
        self.by_code.insert(code, waiting);
    }
}

fn random_code() -> String {
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let mut byte = [0];
        OsRng.try_fill_bytes(&mut byte).expect("the system has random bytes");
        // 240 is twelve times twenty: each letter is as likely as another.
        if byte[0] < 240 {
            code.push(char::from(LETTERS[usize::from(byte[0] % 20)]));
        }
    }
    code
}

/// As it stands on the screen.
fn shown(code: &str) -> String {
    let (left, right) = code.split_at(LENGTH / 2);
    format!("{left}-{right}")
}

fn typed(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .take(64)
        .collect()
}
