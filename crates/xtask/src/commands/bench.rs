//! `cargo xtask bench`: criterion's benchmarks, then latency and load as a browser sees them.

use super::e2e;
use crate::failure::Failure;
use crate::process;
use crate::step::step;
use crate::workspace::Workspace;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let workspace = Workspace::find()?;
    step("benchmarks", "cargo bench --benches", || {
        let mut cargo = process::cargo(&workspace.root);
        process::run(cargo.args(["bench", "--benches"]), "run the benchmarks", "mend what cargo says above")
    })?;
    let mut selected = vec!["latency".to_owned(), "load".to_owned()];
    selected.extend_from_slice(arguments);
    e2e::run(&selected)
}
