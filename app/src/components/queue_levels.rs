//! How bad things stand in one queue. Pure.

use wire::{Millis, Share, Targets};

use super::kpis::{SMALL_SAMPLE, wait_level};
use crate::format::percent;
use crate::state::QueueView;
use crate::ui::Level;

/// The longest wait's level.
pub fn wait(queue: &QueueView, targets: &Targets, now: Millis) -> Level {
    queue.row.oldest.map_or(Level::Normal, |oldest| wait_level(now - oldest, targets))
}

/// Callers wait and nobody is free.
pub fn free(queue: &QueueView) -> Level {
    if queue.row.waiting > 0 && queue.free == 0 { Level::Late } else { Level::Normal }
}

/// The queue as a whole.
pub fn worst(queue: &QueueView, targets: &Targets, now: Millis) -> Level {
    wait(queue, targets, now).max(free(queue))
}

/// A share as a percentage, as a fraction when too small to judge, or a dash when there is nothing.
pub fn share(share: Share, unit: &str) -> String {
    match percent(share.part, share.of) {
        None => "–".to_owned(),
        Some(_) if share.of < SMALL_SAMPLE => format!("{}/{}", share.part, share.of),
        Some(percent) => format!("{percent}{unit}"),
    }
}
