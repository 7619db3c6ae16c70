//! How many recordings play at once: each is a connection here and one at AntRing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ::access::Who;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::access::Holder;
use crate::error::AppError;

/// By all together.
const AT_ONCE: usize = 32;
/// By one user, token or screen. A player that seeks has two open for a moment.
const OF_ONE: usize = 4;
/// How long a listener waits for a place: one that has just been left is free at once.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone)]
pub struct Places {
    all: Arc<Semaphore>,
    /// Of those who have one, or wait for one.
    own: Arc<Mutex<Own>>,
}

type Own = BTreeMap<Holder, Weak<Semaphore>>;

/// Held for as long as somebody listens.
#[derive(Debug)]
pub struct Place {
    _own: OwnedSemaphorePermit,
    _one: OwnedSemaphorePermit,
}

impl Default for Places {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE)), own: Arc::default() }
    }
}

impl Places {
    pub async fn take(&self, who: &Who) -> Result<Place, AppError> {
        let own = timeout(PATIENCE, self.own(who).acquire_owned()).await;
        let Ok(Ok(own)) = own else { return Err(AppError::OwnRecordingsBusy(OF_ONE)) };
        let one = timeout(PATIENCE, Arc::clone(&self.all).acquire_owned()).await;
        let Ok(Ok(one)) = one else { return Err(AppError::RecordingsBusy(AT_ONCE)) };
        Ok(Place { _own: own, _one: one })
    }

    fn own(&self, who: &Who) -> Arc<Semaphore> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.retain(|_, places| places.strong_count() > 0);
        let theirs = own.entry((who.kind, who.id)).or_default();
        theirs.upgrade().unwrap_or_else(|| {
            let places = Arc::new(Semaphore::new(OF_ONE));
            *theirs = Arc::downgrade(&places);
            places
        })
    }
}
