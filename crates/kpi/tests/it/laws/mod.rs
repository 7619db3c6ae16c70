//! What must hold on any day. Each law runs over thousands of random ones.

mod lost;
mod random;
mod random_rules;
mod recount;
mod tiles;
mod time;

use proptest::prelude::ProptestConfig;

/// Every law sees at least this many days.
fn many_days() -> ProptestConfig {
    ProptestConfig {
        cases: 5_000,
        max_shrink_iters: 4_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
