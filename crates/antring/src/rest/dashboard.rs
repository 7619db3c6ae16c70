//! GET `/oapi/v1/call/dashboard`: one aggregate of the whole company.

use floor::{Dashboard, Millis};

use super::Client;
use crate::{RestError, translate};

impl Client {
    /// What AntRing says is going on. `now` becomes [`Dashboard::asked_at`].
    pub async fn dashboard(&self, now: Millis) -> Result<Dashboard, RestError> {
        let answer = self.company(&["call", "dashboard"]).await?;
        translate::dashboard(&answer, now)
            .ok_or_else(|| RestError::garbled("the dashboard holds neither agent nor queue"))
    }
}
