//! Which of the documented hashes `/call/histories` wants (`protocols.md` §1.4, 1), and when to find out.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::RestError;
use crate::hash::HistoryHash;

/// A wrong guess must not become a stream of bad requests.
const BETWEEN_PROBES: Duration = Duration::from_secs(600);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryHashSetting {
    /// Begin with `AppIdFirst`, and try the others when it is refused.
    Auto,
    AppIdFirst,
    DatesFirst,
}

/// One way to ask: the hash's order, and whether `limit` and `page` are sent and hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryVariant {
    pub order: HistoryHash,
    pub paging: bool,
}

/// In the order to try them.
pub(super) const VARIANTS: [HistoryVariant; 4] = [
    HistoryVariant { order: HistoryHash::AppIdFirst, paging: true },
    HistoryVariant { order: HistoryHash::DatesFirst, paging: true },
    HistoryVariant { order: HistoryHash::AppIdFirst, paging: false },
    HistoryVariant { order: HistoryHash::DatesFirst, paging: false },
];

/// What is known so far.
#[derive(Debug)]
pub(super) struct HistoryProbe {
    setting: HistoryHashSetting,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    winner: Option<HistoryVariant>,
    probed_at: Option<Instant>,
}

impl HistoryProbe {
    pub fn new(setting: HistoryHashSetting) -> Self {
        Self { setting, known: Mutex::default() }
    }

    /// The way to ask now.
    pub fn variant(&self) -> HistoryVariant {
        match self.setting {
            HistoryHashSetting::Auto => self.known().winner.unwrap_or(VARIANTS[0]),
            HistoryHashSetting::AppIdFirst => VARIANTS[0],
            HistoryHashSetting::DatesFirst => VARIANTS[1],
        }
    }

    /// Whether this failure is a reason to try the other ways now: a refusal, in automatic mode, and ten minutes
    /// after the last time. A fault or a used-up quota says nothing about the hash.
    pub fn may_begin(&self, failure: &RestError, now: Instant) -> bool {
        self.setting == HistoryHashSetting::Auto
            && is_refusal(failure)
            && self.known().probed_at.is_none_or(|at| now >= at + BETWEEN_PROBES)
    }

    /// The ways were tried to the end. Without a winner the earlier one stays.
    pub fn ended(&self, winner: Option<HistoryVariant>, now: Instant) {
        let mut known = self.known();
        known.winner = winner.or(known.winner);
        known.probed_at = Some(now);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 400, 401 or 403: which one means a wrong hash is not documented.
pub(super) fn is_refusal(failure: &RestError) -> bool {
    matches!(failure, RestError::Rejected { status: 400 | 401 | 403, .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: RestError = RestError::Rejected { status: 400, excerpt: String::new() };

    #[test]
    fn at_most_one_probe_in_ten_minutes() {
        let probe = HistoryProbe::new(HistoryHashSetting::Auto);
        let now = Instant::now();
        assert!(probe.may_begin(&REFUSED, now));
        probe.ended(None, now);
        assert!(!probe.may_begin(&REFUSED, now + BETWEEN_PROBES / 2));
        assert!(probe.may_begin(&REFUSED, now + BETWEEN_PROBES));
    }

    #[test]
    fn the_winner_is_kept() {
        let probe = HistoryProbe::new(HistoryHashSetting::Auto);
        assert_eq!(probe.variant(), VARIANTS[0]);
        probe.ended(Some(VARIANTS[3]), Instant::now());
        probe.ended(None, Instant::now());
        assert_eq!(probe.variant(), VARIANTS[3]);
    }

    #[test]
    fn faults_and_quotas_and_fixed_settings_are_no_reason_to_probe() {
        let now = Instant::now();
        let probe = HistoryProbe::new(HistoryHashSetting::Auto);
        assert!(!probe.may_begin(&RestError::UpstreamFault { status: 500 }, now));
        assert!(!probe.may_begin(&RestError::Quota { retry_after: None }, now));
        assert!(!probe.may_begin(&RestError::Rejected { status: 404, excerpt: String::new() }, now));
        let fixed = HistoryProbe::new(HistoryHashSetting::DatesFirst);
        assert!(!fixed.may_begin(&REFUSED, now));
        assert_eq!(fixed.variant(), VARIANTS[1]);
    }
}
