use std::time::Duration;

use crate::Millis;

/// How long things hold. The defaults are those of the settings' section `[access]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// A session that nobody uses for so long ends.
    pub idle: Duration,
    /// A session ends so long after the sign-in, used or not.
    pub absolute: Duration,
    /// The audit is kept for so many days.
    pub audit_days: u32,
    /// A code for pairing can be typed for so long.
    pub pairing: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            idle: Duration::from_hours(12),
            absolute: Duration::from_hours(7 * 24),
            audit_days: 400,
            pairing: Duration::from_mins(10),
        }
    }
}

pub(crate) fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
