//! GET `/oapi/v1/agents`.

use floor::AgentEntry;

use super::Client;
use crate::{RestError, translate};

impl Client {
    /// The whole directory of agents.
    pub async fn agents(&self) -> Result<Vec<AgentEntry>, RestError> {
        let answer = self.company(&["agents"]).await?;
        translate::agents(&answer).ok_or_else(|| RestError::garbled("the answer holds no list of agents"))
    }
}
