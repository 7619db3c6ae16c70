use crate::Trouble;

/// Why a request to the store has no answer. It says what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not on disk yet, and so not acknowledged: it is held in memory and written, in its order, as soon as the disk
    /// takes it. Do not hand it in again.
    #[error("not kept yet: {0}; it is held in memory and will be written")]
    Held(Trouble),
    /// The disk has taken nothing for so long that memory is full too. It is gone, and counted in a [`Gap`](crate::Gap).
    #[error("not kept: the disk takes nothing and no more can be held in memory")]
    Lost,
    /// The database refused this one request; another try would be refused too. A fault of this program.
    #[error("the store refused a request: {0}")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Nothing could be read.
    #[error("the store cannot be read: {0}")]
    Read(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store is closed; the program is about to end.
    #[error("the store is closed")]
    Closed,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Read(error.into())
    }
}
