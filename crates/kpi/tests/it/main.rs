//! What numbers mean, by the vectors and edge cases of `product/kpi.md`.

mod days;
mod edges;
mod facts;
mod laws;
mod service_level;
mod words;
