//! The real server on a real port, against the simulator, over real sockets.

mod accounts;
mod capture;
mod check;
mod doors;
mod endings;
mod hardening;
mod kpis;
mod live_stream;
mod pages;
mod promises;
mod recordings_and_dialling;
mod replay;
mod sights;
mod sources;
mod support;
mod trust;
