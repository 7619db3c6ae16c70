//! GET `/assistants` and `/numbers`: the names of what calls name by id (`protocols.md` §4.4).

use floor::Text;
use serde_json::Value;

use super::Client;
use crate::RestError;
use crate::raw::{flag, rows, text};

/// A voice assistant. Its webhook secret, which comes along, is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assistant {
    pub id: Text,
    pub name: Option<Text>,
    /// Whether callers are asked before they are recorded.
    pub asks_before_recording: Option<bool>,
    /// Upstream then keeps neither recordings nor transcripts, as far as is documented.
    pub is_in_gdpr_mode: Option<bool>,
}

/// A company number that an assistant answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub id: Option<Text>,
    pub number: Text,
    pub name: Option<Text>,
    pub assistant_id: Option<Text>,
}

impl Client {
    /// All assistants; by the deprecated `/agents` where upstream does not know the new name.
    ///
    /// # Errors
    /// As any request.
    pub async fn assistants(&self) -> Result<Vec<Assistant>, RestError> {
        let answer = match self.get(&["assistants"], &[]).await {
            Err(RestError::NotFound { .. }) => self.get(&["agents"], &[]).await?,
            answer => answer?,
        };
        let rows = rows(&answer, &["assistants", "agents"]);
        let rows = rows.ok_or_else(|| RestError::garbled("it has no list of assistants"))?;
        Ok(rows.iter().filter_map(assistant).collect())
    }

    /// All numbers.
    ///
    /// # Errors
    /// As any request.
    pub async fn numbers(&self) -> Result<Vec<Number>, RestError> {
        let answer = self.get(&["numbers"], &[]).await?;
        let rows =
            rows(&answer, &["numbers"]).ok_or_else(|| RestError::garbled("it has no list of numbers"))?;
        Ok(rows.iter().filter_map(number).collect())
    }
}

fn assistant(row: &Value) -> Option<Assistant> {
    Some(Assistant {
        id: text(row, &["id", "assistant_id", "agent_id"])?,
        name: text(row, &["name", "assistant_name", "agent_name"]),
        asks_before_recording: flag(row, &["recording_consent"]),
        is_in_gdpr_mode: flag(row, &["gdpr_mode"]),
    })
}

fn number(row: &Value) -> Option<Number> {
    Some(Number {
        id: text(row, &["id"]),
        number: text(row, &["phone_number", "number"])?,
        name: text(row, &["name"]),
        assistant_id: text(row, &["assistant_id", "agent_id"]),
    })
}
