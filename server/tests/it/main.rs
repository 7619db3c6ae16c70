//! The real server on a real port, against the simulator, over real sockets.

mod accounts;
mod agent_page;
mod capture;
mod check;
mod dialling;
mod doors;
mod endings;
mod hardening;
mod history;
mod kpis;
mod live_stream;
mod lost;
#[path = "../matrix/node.rs"]
mod node;
mod openapi;
mod pages;
mod plaintext;
mod promises;
mod replay;
mod sights;
mod single_sign_on;
mod sources;
mod support;
mod trust;
