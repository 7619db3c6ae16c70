//! How many live streams one user, token or television may hold open at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ::access::{Id, Kind, Who};

/// Who holds something: ids are each kind's own.
pub type Holder = (Kind, Id);

#[derive(Debug, Clone)]
pub struct Streams {
    most: u32,
    open: Arc<Mutex<BTreeMap<Holder, u32>>>,
}

/// One open stream; its end makes room.
#[derive(Debug)]
pub struct Stream {
    of: Holder,
    streams: Streams,
}

impl Streams {
    /// `most`: `server.streams_per_user`.
    pub fn new(most: u32) -> Self {
        Self { most, open: Arc::default() }
    }

    /// `None` when they have as many as they may.
    pub fn open(&self, who: &Who) -> Option<Stream> {
        let of = (who.kind, who.id);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(of).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Stream { of, streams: self.clone() })
    }

    /// How many are open, of one kind of holder.
    pub fn open_of(&self, kind: Kind) -> u32 {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().filter(|((of, _), _)| *of == kind).map(|(_, count)| count).sum()
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.of);
            }
        }
    }
}
