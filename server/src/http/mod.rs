//! One endpoint a file; the table of URLs is `router.rs`.

pub mod assets;
pub mod board;
pub mod board_events;
pub mod calls;
pub mod dial;
pub mod explain;
pub mod health;
pub mod host;
pub mod journal;
pub mod log;
pub mod moment;
mod origin;
pub mod pages;
pub mod preferences;
pub mod recordings;

pub use origin::same_origin;
