//! One thing in the journal, and its text form.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wire::Millis;

use crate::ledger::Figures;
use crate::live::Meta;

/// Everything that can change a board, in order. Written as JSON, which names its fields: a field that was added later
/// has its default when an older entry is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A server began with these settings: on what an earlier one left, or `anew`, on nothing.
    Began {
        meta: Meta,
        anew: bool,
        at: Millis,
    },
    Event(floor::Event),
    /// Those that changed.
    Figures(Figures),
    /// A server stopped: until here the board was as the entries before tell.
    Ended,
    /// So many entries from this time on were lost, because they came faster than they could be written. A keyframe
    /// follows.
    Hole {
        from: Millis,
        lost: u64,
    },
}

/// A thing that happened, and since when a board shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Millis,
    pub what: What,
}

/// Why an entry or a keyframe cannot be read: it was written by a version that had other words.
#[derive(Debug, thiserror::Error)]
#[error("this was recorded by another version of Callboard: {0}")]
pub struct OtherVersion(pub String);

/// # Errors
/// None in practice: every field has a JSON form.
pub fn encode(what: &What) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(what)?;
    leave_out_nulls(&mut value);
    serde_json::to_vec(&value)
}

/// # Errors
/// When it was written by a version that had other words.
pub fn decode(body: &[u8]) -> Result<What, OtherVersion> {
    serde_json::from_slice(body).map_err(|error| OtherVersion(error.to_string()))
}

/// What is not said is most of an event, and reads the same when it is absent.
fn leave_out_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(leave_out_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_nulls),
        _ => {}
    }
}
