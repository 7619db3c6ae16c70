//! What happens without anybody asking: other processes' changes are taken in, what is over ends, and uses are written.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::memory::Use;
use crate::rules::millis;
use crate::{Access, AccessError, Kind, Millis, displays};

/// What another process revokes ends within this and the time of one reading.
const LOOKS_EVERY: Duration = Duration::from_millis(300);
const HOUR: Millis = 60 * 60 * 1000;

impl Access {
    /// Looks until told to stop; the uses that are not written yet are written then.
    pub async fn watch(self, now: fn() -> Millis, shutdown: CancellationToken) {
        let mut housekeeping_at = now();
        let mut is_well = true;
        loop {
            let looked = self.look(now()).await;
            if let (Err(error), true) = (&looked, is_well) {
                tracing::error!(%error, "accounts cannot be read or written; what is in memory goes on");
            }
            is_well = looked.is_ok();
            if is_well && now() >= housekeeping_at {
                housekeeping_at = now() + HOUR;
                if let Err(error) = self.keep_house(now()).await {
                    tracing::warn!(%error, "old sessions and old audit entries stay for now");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(LOOKS_EVERY) => {}
                () = shutdown.cancelled() => break,
            }
        }
        if let Err(error) = self.write_uses().await {
            tracing::warn!(%error, "the last minute's uses are not written");
        }
    }

    /// One look: whoever lost something in another process, or by time, has lost it when this returns.
    ///
    /// # Errors
    /// The disk; what is over has ended all the same.
    pub async fn look(&self, now: Millis) -> Result<(), AccessError> {
        let taken_in = self.take_in().await;
        self.memory_mut().end_what_is_over(now);
        taken_in?;
        self.write_uses().await
    }

    async fn write_uses(&self) -> Result<(), AccessError> {
        let uses = self.memory().uses();
        if uses.is_empty() {
            return Ok(());
        }
        let mut turn = self.turn().await?;
        for Use { kind, row, at } in &uses {
            let statement = match kind {
                Kind::User => "UPDATE sessions SET used_at = $1 WHERE id = $2",
                Kind::Token => "UPDATE tokens SET used_at = $1 WHERE id = $2",
                Kind::Display => {
                    let state = self.display(*row).and_then(|display| display.state);
                    displays::write_state(turn.on(), *row, *at, state.as_ref()).await?;
                    continue;
                }
            };
            sqlx::query(statement).bind(at).bind(row.0).execute(turn.on()).await?;
        }
        turn.commit_without_reload().await?;
        self.memory().written(&uses);
        Ok(())
    }

    /// Forgets sessions that are over and what the audit need not keep.
    ///
    /// # Errors
    /// The disk.
    pub async fn keep_house(&self, now: Millis) -> Result<(), AccessError> {
        let rules = &self.inner.rules;
        let mut turn = self.turn().await?;
        sqlx::query("DELETE FROM sessions WHERE created_at <= $1 OR used_at <= $2")
            .bind(now - millis(rules.absolute))
            // A use may be a minute newer than the disk knows.
            .bind(now - millis(rules.idle) - 2 * 60 * 1000)
            .execute(turn.on())
            .await?;
        turn.commit().await?;
        self.forget_old_entries(now).await.map(|_| ())
    }
}
