//! The journal: everything that changed a board, in order, with the whole stage now and then to begin from.
//!
//! * [`entry`]: one thing in it, as JSON. [`keyframe`]: the whole stage, as bytes with a [`FORMAT`].
//! * [`recorder`]: the live actor hands on what it applied, and never waits; what does not fit is a hole.
//! * [`writer`]: the task that encodes and hands to the store, some at a time.
//! * [`restore`]: the stage after a restart. [`crate::replay`] folds the same entries to show what was.
//! * [`holes`]: when nothing was recorded.

mod entry;
#[cfg(test)]
mod golden;
mod holes;
mod keyframe;
#[cfg(test)]
mod measure;
mod recorder;
mod restore;
#[cfg(test)]
mod tests;
mod writer;

use store::{Position, Store};
use tokio::task::JoinHandle;
use wire::Millis;

pub use entry::{Entry, What, decode};
pub use holes::{Hole, Why, holes};
pub use keyframe::{FORMAT, decode as decode_keyframe};
pub use recorder::Recorder;
pub use restore::restore;

/// Starts the task that writes. `end` is where the journal ended before. It ends when the recorder is gone and all is
/// handed to the store.
pub fn start(store: Store, end: Option<(Position, Millis)>) -> (Recorder, JoinHandle<()>) {
    let (recorder, records) = recorder::channel();
    (recorder, tokio::spawn(writer::Writer::new(store, end).run(records)))
}
