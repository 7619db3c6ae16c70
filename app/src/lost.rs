//! Lost callers as pages and the API show them (`docs/lost-callers.md`).

use serde::Serialize;
use wire::Millis;

use crate::explained::Recount;

/// `GET /api/v1/lost` and `GET /fragments/lost`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostCallers {
    /// The time in which they were lost.
    pub from: Millis,
    pub until: Millis,
    /// The list is true of this moment.
    pub as_of: Millis,
    /// So many were spoken to, of so many.
    pub recovered: Recount,
    /// So many calls without a number were lost: nobody can call them back.
    pub anonymous: u32,
    /// Of the open ones: since when the one who was lost first has not been spoken to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    /// No events are heard: who was lost or reached since may be missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deaf: Option<Deaf>,
    /// The open ones first, the newest loss first; then those who were reached, the last one first.
    pub callers: Vec<LostCaller>,
}

/// When events were last heard; `None`: never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Deaf {
    pub since: Option<Millis>,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostCaller {
    /// Their last lost call: what `POST /api/v1/calls` and `/dial?call=` take.
    pub call: String,
    /// Their first lost call since they were last spoken to: it names the row as long as it is open.
    pub first_call: String,
    /// Masked where the one who asks may not see it.
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Milliseconds of the last wait.
    pub waited: Millis,
    /// Losses since they were last spoken to.
    pub attempts: u32,
    pub first_lost: Millis,
    pub last_lost: Millis,
    #[serde(flatten)]
    pub state: LostState,
    /// They had been spoken to, and were lost again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_before: Option<Talk>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum LostState {
    Open {
        /// Calls to them since, in which nobody spoke.
        tried: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_try: Option<Try>,
        /// They wait in a queue again.
        waits: bool,
    },
    Closed {
        talk: Talk,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Try {
    pub at: Millis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// It rings at this moment.
    pub goes_on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Talk {
    pub at: Millis,
    /// The agent's name; absent also when they spoke in a queue that the one who asks does not see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    pub how: Spoken,
    pub goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spoken {
    /// We called.
    CalledBack,
    /// They called again, and were answered.
    CalledAgain,
}

impl LostCallers {
    pub fn open(&self) -> usize {
        self.callers.iter().filter(|caller| caller.is_open()).count()
    }
}

impl LostCaller {
    pub fn is_open(&self) -> bool {
        matches!(self.state, LostState::Open { .. })
    }
}
