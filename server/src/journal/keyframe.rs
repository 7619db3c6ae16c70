//! A whole stage as bytes: where a restart and a replay begin.

use serde::{Deserialize, Serialize};

use super::entry::OtherVersion;
use crate::ledger::Figures;
use crate::live::{Meta, Stage};

/// Rises whenever the bytes below mean something else than before: a field of the floor added, moved or removed, or an
/// entry that older ones cannot be read as. A keyframe of another format is passed over, so that nothing is misread:
/// the server then begins with an empty board, and times before are told to be another version's.
pub const FORMAT: u32 = 1;

/// The floor by postcard, which is small and takes maps of any key, but names no field; the rest by JSON.
#[derive(Serialize, Deserialize)]
struct Kept {
    rest: String,
    floor: floor::Floor,
}

#[derive(Serialize, Deserialize)]
struct Rest {
    meta: Meta,
    figures: Figures,
    utc_offset_seconds: i32,
}

/// # Errors
/// None in practice: every field has a form.
pub fn encode(stage: &Stage) -> Result<Vec<u8>, OtherVersion> {
    let rest = Rest {
        meta: stage.meta.clone(),
        figures: stage.figures.clone(),
        utc_offset_seconds: stage.utc_offset_seconds,
    };
    let rest = serde_json::to_string(&rest).map_err(|error| OtherVersion(error.to_string()))?;
    let kept = KeptRef { rest: &rest, floor: &stage.floor };
    postcard::to_stdvec(&kept).map_err(|error| OtherVersion(error.to_string()))
}

/// [`Kept`], for writing without a copy.
#[derive(Serialize)]
struct KeptRef<'a> {
    rest: &'a str,
    floor: &'a floor::Floor,
}

/// # Errors
/// When the bytes are not of [`FORMAT`], whatever they claim.
pub fn decode(body: &[u8]) -> Result<Stage, OtherVersion> {
    let kept: Kept = postcard::from_bytes(body).map_err(|error| OtherVersion(error.to_string()))?;
    let rest: Rest = serde_json::from_str(&kept.rest).map_err(|error| OtherVersion(error.to_string()))?;
    let Rest { meta, figures, utc_offset_seconds } = rest;
    Ok(Stage { meta, floor: kept.floor, figures, utc_offset_seconds })
}
