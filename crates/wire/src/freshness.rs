//! How old a number may be before it must look old (`go-beyond.md` 1).

use serde::{Deserialize, Serialize};

use crate::rows::{Millis, SourceRow};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freshness {
    /// Heard within twice its period.
    Live,
    /// Within five times its period: say the age.
    Late,
    /// Older: it may not be read as now. Timers stop.
    Stale,
    /// Never, or not for a quarter of an hour: show no number at all.
    Unknown,
}

const UNKNOWN_AFTER: Millis = 15 * 60 * 1000;

/// `every` and the two times in milliseconds.
pub fn freshness(heard: Option<Millis>, every: u32, now: Millis) -> Freshness {
    let Some(heard) = heard else { return Freshness::Unknown };
    let age = now - heard;
    let every = Millis::from(every);
    if age > UNKNOWN_AFTER.max(5 * every) {
        Freshness::Unknown
    } else if age > 5 * every {
        Freshness::Stale
    } else if age > 2 * every {
        Freshness::Late
    } else {
        Freshness::Live
    }
}

impl SourceRow {
    pub fn freshness(&self, now: Millis) -> Freshness {
        freshness(self.heard, self.every, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_grows_old_by_its_own_period() {
        let at = |age: Millis| freshness(Some(1_000_000), 5_000, 1_000_000 + age);
        assert_eq!(at(0), Freshness::Live);
        assert_eq!(at(10_000), Freshness::Live);
        assert_eq!(at(10_001), Freshness::Late);
        assert_eq!(at(25_001), Freshness::Stale);
        assert_eq!(at(15 * 60 * 1000 + 1), Freshness::Unknown);
        assert_eq!(freshness(None, 5_000, 0), Freshness::Unknown);
    }

    #[test]
    fn a_source_heard_once_in_an_hour_is_not_unknown_after_a_quarter() {
        assert_eq!(freshness(Some(0), 3_600_000, 16 * 60 * 1000), Freshness::Live);
    }
}
