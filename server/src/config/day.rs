use serde::Deserialize;

/// The operational day.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Day {
    /// An IANA zone, for instance `Asia/Ho_Chi_Minh`.
    pub time_zone: String,
    /// When the operational day begins, `HH:MM`: a night shift's calls belong to the day it began in.
    pub starts_at: String,
}

impl Default for Day {
    fn default() -> Self {
        Self { time_zone: "Asia/Ho_Chi_Minh".into(), starts_at: "00:00".into() }
    }
}
