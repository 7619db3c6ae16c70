//! The simulator through its sockets, as clients meet it.

mod calls;
mod support;
