use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use serde::Deserialize;

/// How long people stay signed in, and how long it is kept who did what.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Access {
    /// A session that nobody uses for so long ends. Televisions have none: they stay until revoked.
    pub idle: SignedDuration,
    /// A session ends so long after the sign-in, used or not.
    pub absolute: SignedDuration,
    /// So many days of the audit are kept.
    pub audit_days: u32,
}

impl Default for Access {
    fn default() -> Self {
        let rules = ::access::Rules::default();
        let whole = |duration: std::time::Duration| {
            SignedDuration::from_secs(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))
        };
        Self { idle: whole(rules.idle), absolute: whole(rules.absolute), audit_days: rules.audit_days }
    }
}

impl Access {
    pub fn rules(&self) -> ::access::Rules {
        ::access::Rules {
            idle: self.idle.unsigned_abs(),
            absolute: self.absolute.unsigned_abs(),
            audit_days: self.audit_days,
            ..::access::Rules::default()
        }
    }

    /// Where accounts are kept: beside the history, which may be moved aside or full.
    pub fn file(data_dir: &Path) -> PathBuf {
        data_dir.join("access.db")
    }
}
