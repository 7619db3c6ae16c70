//! `cargo xtask run`: the demo, with everything it needs.

use crate::failure::Failure;
use crate::setup;
use crate::site::{self, Alongside, Profile};
use crate::workspace::Workspace;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Further arguments go to `callboard demo`.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let workspace = Workspace::find()?;
    let tools = setup::for_build(&workspace)?;
    let built = site::build(&workspace, &tools, Profile::Release, Alongside::Nothing)?;
    println!("→ {} demo", built.executable.display());
    // This process becomes the demo: Ctrl-C, signals and the exit code are the demo's own.
    let error = Command::new(&built.executable).arg("demo").args(arguments).exec();
    Err(Failure::new(format!("start {}", built.executable.display()), error.to_string()))
}
