//! When nothing was recorded: the server was not running, events came too fast, or the disk took nothing.

use serde::{Deserialize, Serialize};
use store::{Lost, Store, StoreError};
use wire::Millis;

/// Where the list of holes is kept in the store.
const MARK: &str = "journal.holes";
/// More than retention lets anyone ask about.
const MOST: usize = 1_000;

/// After a gap the writer asks for a keyframe, which comes with the next tick; from there on the board is whole again.
const WHOLE_AGAIN_WITHIN: Millis = 2_500;

/// Between these times, both left out, nothing is known of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    pub from: Millis,
    pub until: Millis,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The server was not running.
    Stopped,
    /// More came than could be written.
    TooFast,
    /// The disk took nothing.
    Disk,
}

impl Hole {
    pub fn contains(&self, at: Millis) -> bool {
        self.from < at && at < self.until
    }
}

/// All that are known, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn holes(store: &Store) -> Result<Vec<Hole>, StoreError> {
    let mut holes = noted(store).await?;
    for gap in store.gaps().await?.into_iter().filter(|gap| gap.lost == Lost::Journal) {
        let after = store.entries(gap.after, Millis::MAX, 1).await?;
        let until = after.first().map_or(gap.until, |entry| entry.at) + WHOLE_AGAIN_WITHIN;
        holes.push(Hole { from: gap.from - 1, until, why: Why::Disk });
    }
    holes.sort_by_key(|hole| hole.from);
    Ok(holes)
}

/// Adds one to the list.
pub(super) async fn note(store: &Store, hole: Hole) -> Result<(), StoreError> {
    let mut holes = noted(store).await?;
    holes.push(hole);
    let surplus = holes.len().saturating_sub(MOST);
    holes.drain(..surplus);
    let text = serde_json::to_string(&holes).unwrap_or_else(|_| "[]".to_owned());
    store.set_mark(MARK, &text).await
}

async fn noted(store: &Store) -> Result<Vec<Hole>, StoreError> {
    let text = store.get_mark(MARK).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}
