//! The live core: one task owns the floor, everyone else holds a [`LiveHandle`].
//!
//! * [`actor`]: the task. Events in, frames out; registering a viewer and taking its snapshot happen in one turn of
//!   it, so nothing falls between "here is everything" and "here is what changed".
//! * [`stage`]: everything that a board shows, and the only way it changes; a replay folds the journal onto another.
//! * [`moments`]: when things happened, such that the journal up to t is what the board showed at t.
//! * [`figures`]: of the ledger's figures, those that changed.
//! * [`sight`]: what somebody may see.
//! * [`boards`]: one board and stream for each sight that somebody looks with.
//! * [`views`]: what a board looks like to viewers now, and what changed since the frame before.
//! * [`account`]: how a call came to be what it is, and where sources disagree, for those who look into a fault.
//! * [`to_wire`]: the floor's words into rows; what a sight hides is left out here, before anything is encoded.

mod account;
mod actor;
mod boards;
mod figures;
#[cfg(test)]
pub mod laws;
mod meta;
mod moments;
mod sight;
mod stage;
mod to_wire;
mod views;

use tokio::sync::{mpsc, oneshot};

use crate::hub::Subscription;
use crate::ledger::Figures;
pub use account::{CallAccount, TrustAccount};
pub use actor::{Beginning, start};
pub use meta::Meta;
pub use sight::{Names, Numbers, Scope, Sight};
pub use stage::{Stage, Touched};
pub use views::View;

/// Everything that can wake the actor.
enum Wake {
    Happened(floor::Event),
    Figures(Figures),
    Subscribe { sight: Sight, from: Option<wire::Position>, reply: oneshot::Sender<Subscription> },
    Snapshot { sight: Sight, reply: oneshot::Sender<wire::Frame> },
    Explain { leg: floor::LegId, sight: Sight, reply: oneshot::Sender<Option<CallAccount>> },
    Call { leg: floor::LegId, reply: oneshot::Sender<Option<Box<floor::Call>>> },
    Trust { sight: Sight, reply: oneshot::Sender<TrustAccount> },
    Number { leg: floor::LegId, sight: Sight, reply: oneshot::Sender<Option<String>> },
}

/// The way to the floor, for any task.
#[derive(Clone)]
pub struct LiveHandle {
    mailbox: mpsc::Sender<Wake>,
}

/// The actor is gone: the server is stopping.
#[derive(Debug, thiserror::Error)]
#[error("the server is stopping")]
pub struct Stopped;

impl LiveHandle {
    /// Hands one event to the floor. Waits while the actor is behind: upstream is slowed down, never cut.
    pub async fn submit(&self, event: floor::Event) {
        // Only fails while stopping, when nobody looks any more.
        let _ = self.mailbox.send(Wake::Happened(event)).await;
    }

    /// Shows the figures of now; those that changed are sent to viewers and recorded.
    pub async fn submit_figures(&self, figures: Figures) {
        let _ = self.mailbox.send(Wake::Figures(figures)).await;
    }

    /// Registers a viewer: what it needs to catch up, and all frames from there on.
    pub async fn subscribe(
        &self,
        sight: Sight,
        from: Option<wire::Position>,
    ) -> Result<Subscription, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Subscribe { sight, from, reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The board as of now.
    pub async fn snapshot(&self, sight: Sight) -> Result<wire::Frame, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Snapshot { sight, reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The facts that made the call of this leg; `None` when nobody remembers it, or this sight does not reach it.
    pub async fn explain(&self, leg: &str, sight: Sight) -> Result<Option<CallAccount>, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Explain { leg: leg.into(), sight, reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The call of this leg as it stands, if it is on the board. Whoever asks cuts it by a sight.
    pub async fn call(&self, leg: &str) -> Result<Option<Box<floor::Call>>, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Call { leg: leg.into(), reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// Where events and dashboard disagree, and what was repaired.
    pub async fn trust(&self, sight: Sight) -> Result<TrustAccount, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Trust { sight, reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The whole number of a call on the board, for a reveal; `None` when this sight does not reach the call.
    pub async fn number(&self, call: &str, sight: Sight) -> Result<Option<String>, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.mailbox.send(Wake::Number { leg: call.into(), sight, reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }
}
