//! What is kept on disk, behind one handle: [`Store`]. Nothing outside this crate knows SQL.
//!
//! * [`Entry`], [`Stored`], [`Keyframe`]: the journal, every event that the floor applied, in order. Bodies are opaque.
//! * [`CallQuery`]: finding calls, whose types are `kpi`'s.
//! * [`Health`]: whether what is handed in is being kept; a full disk never stops the caller.
//! * [`Gap`]: what could not be kept.
//!
//! One task writes ([`writer`]); what is handed in together is committed together. What is SQLite's own is in
//! [`sqlite`]; every other statement is such that PostgreSQL understands it too.

mod backup;
mod calls;
mod error;
mod gaps;
mod handle;
mod health;
mod housekeeping;
mod inbox;
mod journal;
mod lock;
mod look;
mod marks;
mod open;
mod place;
mod settings;
mod sqlite;
mod stints;
mod writer;

pub use backup::{Backup, BackupError, backup, copy};
pub use calls::{About, Bookmark, CallQuery, Counted, Sort, SortBy, When};
pub use error::StoreError;
pub use gaps::{Gap, Lost};
pub use handle::Store;
pub use health::{Health, Trouble};
pub use journal::{Entry, JournalSpan, Keyframe, Position, Stored};
pub use look::{Seen, State, look};
pub use open::{Found, OpenError, Opened};
pub use settings::{Effort, Hold, Retention, StoreSettings};

pub use kpi::{Millis, Span};
