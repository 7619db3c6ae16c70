//! The server, in the order in which a call passes through it:
//!
//! [`upstream`] hears AntRing → [`live`] keeps the floor and makes frames → [`hub`] numbers and shares them →
//! [`ws`] carries them to viewers. [`http`] renders pages and answers everything else; [`router`] lists every URL.
//! [`ledger`] makes facts and figures of what the floor saw; [`keeping`] says when the disk takes nothing.
//! [`history`], [`recordings`] and [`dial`] are what a page can ask for besides the board.
//! [`access`] stands before all of that: who is asking, and may they?
//! [`doctor`] and [`capture`] look at a site without serving anybody.

// A page is one nested type; the compiler must follow it all the way down.
#![recursion_limit = "512"]

pub mod access;
mod app_state;
pub mod capture;
pub mod clock;
pub mod commands;
pub mod config;
mod dial;
pub mod doctor;
mod error;
mod explained;
mod first_password;
mod history;
mod http;
mod hub;
mod journal;
pub mod keeping;
pub mod ledger;
mod lifecycle;
mod live;
mod recordings;
mod replay;
mod router;
mod run;
pub mod telemetry;
mod upstream;
mod ws;

pub use recordings::SystemNames;
pub use run::{StartError, run, run_with_names};
