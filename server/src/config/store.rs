use std::path::Path;

use jiff::SignedDuration;
use serde::Deserialize;
use wire::Millis;

/// Where history is kept, and how much of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// `sqlite:` and a file in `server.data_dir`, or an absolute path.
    pub url: String,
    /// So far back the board can be replayed.
    pub journal_days: u32,
    /// So far back numbers open the calls behind them.
    pub calls_days: u32,
    /// The database may grow to so many megabytes; 0: to what the disk holds.
    pub max_size_mb: u64,
    /// So many kilobytes of what happens are held in memory while the disk takes nothing; what comes after that is lost,
    /// and marked.
    pub held_kb: usize,
    /// Days of AntRing's history that are read at the first start; 0: none.
    pub backfill_days: u32,
    /// AntRing writes a call's record some time after its end, how late is not documented: each look at the history
    /// begins so long before the last one. For so long a recording that is not there yet may still come.
    pub late_records: SignedDuration,
    /// How often the history is looked at.
    pub history_every: SignedDuration,
}

impl Default for Store {
    fn default() -> Self {
        let retention = store::Retention::default();
        Self {
            url: "sqlite:callboard.db".into(),
            journal_days: retention.journal_days,
            calls_days: retention.calls_days,
            max_size_mb: 0,
            held_kb: store::Hold::default().bytes / 1024,
            backfill_days: 30,
            late_records: SignedDuration::from_mins(10),
            history_every: SignedDuration::from_mins(1),
        }
    }
}

impl Store {
    pub fn settings(&self, data_dir: &Path, now: fn() -> Millis) -> store::StoreSettings {
        let mut settings = store::StoreSettings::new(&self.url, data_dir, now);
        settings.retention.journal_days = self.journal_days;
        settings.retention.calls_days = self.calls_days;
        settings.hold.bytes = self.held_kb.saturating_mul(1024);
        settings.max_size = (self.max_size_mb > 0).then(|| self.max_size_mb.saturating_mul(1024 * 1024));
        settings
    }
}
