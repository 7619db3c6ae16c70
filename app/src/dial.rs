//! Click to call: what `POST /api/v1/calls` is asked and answers, and what `GET /api/v1/me` tells.

use serde::{Deserialize, Serialize};

/// `{"number": "0901 234 567"}` as a person typed it, or `{"call": "…"}`: the far party of that call, whose number the
/// one who asks need not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DialRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The person was asked and wants it so: without it, some numbers are answered
    /// with 422 `confirm_first`, a [`DialReason`], and what would be dialled.
    #[serde(default)]
    pub confirmed: bool,
}

/// The answer to a call that was placed: 202.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialTaken {
    /// What is dialled, as far as the one who asked may see it.
    pub number: String,
}

/// Why a person is asked before a number is dialled. The first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialReason {
    /// Police, fire, ambulance, or like them.
    Emergency,
    /// 1900…: dear.
    Premium,
    /// Abroad, or a number that can only be one without its prefix.
    International,
    /// What was typed holds two numbers; the first would be dialled.
    TwoNumbers,
    /// Longer than numbers are.
    Long,
    /// Shorter than numbers are, and no colleague's extension: the area code may be missing.
    Short,
    #[serde(other)]
    Other,
}

/// `GET /api/v1/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub role: String,
    /// AntRing's id of the agent they are.
    pub agent: Option<String>,
    pub phone: Phone,
}

/// Which phone rings when they call by a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phone {
    Own,
    /// The one of the settings.
    Shared,
    /// None is set, or what is set cannot be opened.
    None,
}
