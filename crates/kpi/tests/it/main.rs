//! What numbers mean, by the vectors and edge cases of `product/kpi.md`.

mod days;
mod facts;
mod laws;
mod service_level;
