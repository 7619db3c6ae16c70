//! The store on a real disk.

mod model;
mod support;
