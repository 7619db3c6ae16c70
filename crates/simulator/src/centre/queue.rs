//! The queues callers wait in.

/// Index of a queue in the centre's list.
pub type QueueIndex = usize;

#[derive(Clone, Debug)]
pub struct Queue {
    /// 32 hex characters.
    pub id: String,
    pub name: String,
    /// The company number that leads into this queue.
    pub did_number: String,
    /// After-call work, in seconds.
    pub wrapup_seconds: u64,
    /// This queue's share of all arrivals, relative to the others.
    pub weight: f64,
}
