//! The simulator through its sockets, as clients meet it.

#![expect(clippy::unwrap_used, reason = "all of this is tests, but the lint spares only their own functions")]

mod blackhole;
mod calls;
mod control;
mod faults;
mod feed09;
mod feed2;
mod feed4;
mod histories;
mod recordings;
mod rest;
mod socket;
mod support;
mod tap;
mod time;
