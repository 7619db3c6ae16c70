//! `callboard`: the wallboard, its demo and its simulator.

use std::process::ExitCode;

use clap::Parser;
use server::commands::Command;

#[tokio::main]
async fn main() -> ExitCode {
    let command = Command::parse();
    server::telemetry::start();
    // One TLS provider for the whole process; it can only be installed once, and this is first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match command.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            server::commands::say_on_standard_error(&format!("callboard: {sentence}"));
            ExitCode::FAILURE
        }
    }
}
