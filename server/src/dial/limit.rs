//! How often one person may call within a minute: a script, or a stuck key, must not ring the town.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use access::Who;
use tokio::time::{Duration, Instant};

use crate::access::Holder;

const MINUTE: Duration = Duration::from_secs(60);

pub struct Limit {
    /// Calls within a minute; 0: any number.
    most: usize,
    placed: Mutex<BTreeMap<Holder, VecDeque<Instant>>>,
}

impl Limit {
    pub fn new(calls_per_minute: u32) -> Self {
        Self { most: usize::try_from(calls_per_minute).unwrap_or(usize::MAX), placed: Mutex::default() }
    }

    /// Counts one call.
    ///
    /// # Errors
    /// It would be one too many for so many seconds more.
    pub fn count(&self, who: &Who) -> Result<(), u64> {
        if self.most == 0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut placed = self.placed.lock().unwrap_or_else(PoisonError::into_inner);
        placed.retain(|_, calls| {
            calls.retain(|at| now.duration_since(*at) < MINUTE);
            !calls.is_empty()
        });
        let calls = placed.entry((who.kind, who.id)).or_default();
        match calls.front() {
            Some(oldest) if calls.len() >= self.most => {
                let left = MINUTE.saturating_sub(now.duration_since(*oldest));
                Err(left.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX).max(1))
            }
            _ => {
                calls.push_back(now);
                Ok(())
            }
        }
    }
}
