//! One endpoint a file; the table of URLs is `router.rs`.

pub mod asked;
pub mod assets;
pub mod board;
pub mod board_events;
pub mod calls;
pub mod calls_parts;
pub mod dial;
mod doer;
mod download;
pub mod explain;
pub mod fragments;
pub mod health;
pub mod history;
pub mod journal;
pub mod kpis;
pub mod log;
pub mod me;
pub mod moment;
pub mod oidc;
pub mod pages;
pub mod preferences;
pub mod recordings;
pub mod report;
pub mod reveal;
pub mod rooms;
pub mod sight;
pub mod trend;
