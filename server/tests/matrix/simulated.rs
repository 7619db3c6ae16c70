//! The matrix: all dialects of the simulator, all key styles, all stories.

use clap::ValueEnum;
use simulator::Dialect;

use super::play::Site;
use super::table;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_dialect_and_key_style_shows_the_same_floor() {
    let sites: Vec<Site> = Dialect::value_variants().iter().copied().map(Site::Simulated).collect();
    table::fill("The same floor at every kind of site", &sites).await;
}
