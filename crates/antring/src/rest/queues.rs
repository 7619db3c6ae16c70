//! GET `/oapi/v1/queues`.

use floor::QueueEntry;

use super::Client;
use crate::{RestError, translate};

impl Client {
    /// All queues and who serves them.
    pub async fn queues(&self) -> Result<Vec<QueueEntry>, RestError> {
        let answer = self.company(&["queues"]).await?;
        translate::queues(&answer).ok_or_else(|| RestError::garbled("the answer holds no list of queues"))
    }
}
