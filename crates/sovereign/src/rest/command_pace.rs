//! Ten commands a minute to one call (`protocols.md` §4.1), counted here so that the eleventh is refused with a wait
//! instead of being sent.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use floor::Text;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct CommandPace {
    per_minute: Option<usize>,
    calls: Mutex<BTreeMap<Text, Sent>>,
}

#[derive(Debug, Default)]
struct Sent {
    /// Of the last minute.
    times: VecDeque<Instant>,
    /// By upstream's word.
    held_until: Option<Instant>,
}

impl CommandPace {
    pub fn new(per_minute: Option<u32>) -> Self {
        let per_minute = per_minute.map(|per_minute| per_minute.max(1) as usize);
        Self { per_minute, calls: Mutex::default() }
    }

    /// Counts one command, or says for how long the call takes none.
    pub fn count(&self, call: &str, now: Instant) -> Result<(), Duration> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.retain(|_, sent| {
            sent.times.retain(|at| *at + MINUTE > now);
            sent.held_until.take_if(|until| *until <= now);
            !sent.times.is_empty() || sent.held_until.is_some()
        });
        let sent = calls.entry(call.into()).or_default();
        if let Some(until) = sent.held_until {
            return Err(until - now);
        }
        let full = self.per_minute.is_some_and(|per_minute| sent.times.len() >= per_minute);
        if let Some(oldest) = sent.times.front().filter(|_| full) {
            return Err(*oldest + MINUTE - now);
        }
        sent.times.push_back(now);
        Ok(())
    }

    /// Upstream refused a command to this call with 429. Its other calls are not held.
    pub fn hold(&self, call: &str, now: Instant, retry_after: Duration) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.entry(call.into()).or_default().held_until = Some(now + retry_after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_waits_for_the_first_to_be_a_minute_old() {
        let pace = CommandPace::new(Some(10));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        for second in 0..10 {
            assert_eq!(pace.count("a", at(second)), Ok(()));
        }
        assert_eq!(pace.count("a", at(10)), Err(Duration::from_secs(50)));
        assert_eq!(pace.count("b", at(10)), Ok(()), "another call has its own ten");
        assert_eq!(pace.count("a", at(60)), Ok(()));
    }

    #[test]
    fn upstreams_hold_is_for_its_call_and_ends() {
        let pace = CommandPace::new(None);
        let now = Instant::now();
        pace.hold("a", now, Duration::from_secs(7));
        assert_eq!(pace.count("a", now), Err(Duration::from_secs(7)));
        assert_eq!(pace.count("b", now), Ok(()));
        assert_eq!(pace.count("a", now + Duration::from_secs(7)), Ok(()));
    }

    #[test]
    fn calls_of_an_hour_ago_are_forgotten() {
        let pace = CommandPace::new(Some(10));
        let now = Instant::now();
        for call in 0..1000 {
            let _ = pace.count(&call.to_string(), now);
        }
        let _ = pace.count("last", now + Duration::from_secs(3600));
        assert_eq!(pace.calls.lock().expect("no panic").len(), 1);
    }
}
