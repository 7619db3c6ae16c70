//! The way to the ledger, for any task.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use antring::CallRecord;
use app::explained::Definition;
use kpi::{Call, Day, Millis, Span, Stint};
use store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};

use super::desk::{Desk, Shelf};
use super::sync::Progress;
use super::task::{Ask, Counts};

#[derive(Clone)]
pub struct LedgerHandle {
    pub(super) asks: mpsc::Sender<Ask>,
    pub(super) store: Store,
    pub(super) day: Day,
    pub(super) progress: watch::Receiver<Progress>,
    pub(super) lost: Arc<AtomicU64>,
    pub(super) definitions: watch::Receiver<Vec<Definition>>,
}

/// Why the ledger has no answer.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the server is stopping")]
    Stopped,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which time a question is about, as of the moment of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Window(wire::Window),
    PreviousDay,
    /// The operational day of that moment.
    DayOf(Millis),
    Span(Span),
}

impl When {
    pub fn span(self, desk: &Desk<'_>) -> Span {
        match self {
            Self::Window(window) => desk.window(window),
            Self::PreviousDay => desk.day.days_before(desk.now, 1),
            Self::DayOf(at) => desk.day.span_at(at),
            Self::Span(span) => span,
        }
    }
}

impl LedgerHandle {
    pub fn day(&self) -> &Day {
        &self.day
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// How far the history has been read.
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// What each number means, by the rules now in force.
    pub fn definitions(&self) -> Vec<Definition> {
        self.definitions.borrow().clone()
    }

    /// What was seen and did not fit into the ledger's mailbox, since the start. It is told again whole.
    pub fn overflowed(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Looks at what is in memory, in one turn of the ledger's task, as of the figures that boards show.
    pub async fn look<Found: Send + 'static>(
        &self,
        look: impl FnOnce(Desk<'_>) -> Found + Send + 'static,
    ) -> Result<Found, LedgerError> {
        let (reply, answer) = oneshot::channel();
        let look = Box::new(move |desk: Desk<'_>| {
            // Whoever asked may be gone.
            let _ = reply.send(look(desk));
        });
        self.asks.send(Ask::Look(look)).await.map_err(|_| LedgerError::Stopped)?;
        answer.await.map_err(|_| LedgerError::Stopped)
    }

    /// Looks at a span as it was known at `at`, or is now: in memory if all of it is there, else out of the store.
    pub async fn look_at<Found: Send + 'static>(
        &self,
        when: When,
        at: Option<Millis>,
        look: impl FnOnce(Desk<'_>, Span) -> Found + Send + 'static,
    ) -> Result<Found, LedgerError> {
        let tried = self
            .look(move |desk| {
                let desk = desk.at(at.unwrap_or(desk.now));
                let span = when.span(&desk);
                if span.from >= desk.from {
                    return Ok(look(desk, span));
                }
                // What is not on disk yet goes with it.
                let is_recent = span.until > desk.from;
                let shelf = Shelf {
                    calls: if is_recent { desk.calls.to_vec() } else { Vec::new() },
                    stints: if is_recent { desk.stints.to_vec() } else { Vec::new() },
                    talking: desk.talking.clone(),
                    rules: desk.rules.clone(),
                    names: desk.names.clone(),
                    day: desk.day.clone(),
                    from: span.from,
                };
                Err(Box::new((look, shelf, span, desk.now)))
            })
            .await?;
        match tried {
            Ok(found) => Ok(found),
            Err(rest) => {
                let (look, mut shelf, span, now) = *rest;
                overlay_calls(&mut shelf.calls, self.store.calls_touching(span).await?);
                overlay_stints(&mut shelf.stints, self.store.stints(span).await?);
                Ok(look(shelf.desk(now), span))
            }
        }
    }

    /// Takes in records of the time that is in memory.
    pub(super) async fn read(&self, records: Vec<CallRecord>) -> Result<Counts, LedgerError> {
        let (reply, answer) = oneshot::channel();
        self.asks.send(Ask::Records { records, reply }).await.map_err(|_| LedgerError::Stopped)?;
        answer.await.map_err(|_| LedgerError::Stopped)
    }
}

/// What is in memory is newer than what is kept.
fn overlay_calls(newer: &mut Vec<Call>, kept: Vec<Call>) {
    let known: std::collections::HashSet<kpi::Text> = newer.iter().map(|call| call.key.clone()).collect();
    newer.extend(kept.into_iter().filter(|call| !known.contains(&call.key)));
}

fn overlay_stints(newer: &mut Vec<Stint>, kept: Vec<Stint>) {
    let known: std::collections::HashSet<(kpi::Text, Millis)> =
        newer.iter().map(|stint| (stint.agent.clone(), stint.from)).collect();
    newer.extend(kept.into_iter().filter(|stint| !known.contains(&(stint.agent.clone(), stint.from))));
}
