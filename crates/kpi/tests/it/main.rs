//! What numbers mean, by the vectors and edge cases of `product/kpi.md`.

mod days;
mod facts;
mod laws;
mod lost;
mod occupancy;
mod outcomes;
mod people;
mod service_level;
mod slots;
mod waits;
mod words;
