//! Numbers and boxes: parts that know nothing of calls.

mod age_mark;
mod gauge;
mod icon;
mod kpi_tile;
mod level;
mod living;
mod sprite;

pub use age_mark::AgeMark;
pub use gauge::{Gauge, GaugeReading};
pub use icon::Icon;
pub use kpi_tile::{Kpi, KpiTile, Opener};
pub use level::{Level, LevelGlyph, Marked};
pub use living::{Flag, IntoPart, Part, Text, each, flag, part, text};
pub use sprite::Sprite;

use wire::Freshness;

/// The value of `data-age`.
pub fn age_name(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Live => "live",
        Freshness::Late => "late",
        Freshness::Stale => "stale",
        Freshness::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests;
