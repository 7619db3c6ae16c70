//! Chores of Callboard. `cargo xtask` lists them; each is one file in `commands/`.
//!
//! Every step prints what it does and how long it took, skips what is there, and says in one line what it could not
//! do and how to mend it. Only the standard library: this is compiled before anything else can run.
#![expect(clippy::print_stdout, reason = "telling what it does is what a chore is for")]

mod commands;
mod failure;
mod fingerprint;
mod process;
mod setup;
mod site;
mod step;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match commands::dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("✗ {failure}");
            ExitCode::FAILURE
        }
    }
}
