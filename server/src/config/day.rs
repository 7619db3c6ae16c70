use serde::Deserialize;

/// The operational day.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Day {
    /// An IANA zone, for instance `Asia/Ho_Chi_Minh`.
    pub time_zone: String,
    /// When the day begins, `HH:MM`. Not read yet: today's counters are AntRing's own, reset when AntRing does.
    pub starts_at: String,
}

impl Default for Day {
    fn default() -> Self {
        Self { time_zone: "Asia/Ho_Chi_Minh".into(), starts_at: "00:00".into() }
    }
}
