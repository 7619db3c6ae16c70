use floor::Periods;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use wire::Millis;

use crate::clock;

/// What a board has besides what happens on the floor: the settings, as of the server's start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    pub name: String,
    #[serde(with = "jiff::fmt::serde::tz::required")]
    pub zone: TimeZone,
    pub targets: wire::Targets,
    pub periods: Periods,
    pub silent_after: Millis,
}

impl Meta {
    pub(super) fn settings(&self) -> floor::Settings {
        floor::Settings {
            service_target: i64::from(self.targets.service_seconds) * 1000,
            periods: self.periods,
            silent_after: self.silent_after,
            ..floor::Settings::default()
        }
    }

    pub(super) fn utc_offset_seconds(&self, at: Millis) -> i32 {
        clock::utc_offset_seconds(&self.zone, at)
    }
}
