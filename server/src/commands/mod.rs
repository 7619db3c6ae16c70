//! What `callboard` can be told on the command line. One command a file.

mod accounts;
mod backup;
mod capture;
mod check;
mod demo;
mod display;
mod logins;
mod report;
mod serve;
mod settings;
mod simulator;
mod table;
mod token;
mod user;

use std::io::Write as _;

use clap::{Parser, Subcommand};

/// Callboard, the realtime wallboard for call centres on AntBuddy AntRing.
#[derive(Debug, Parser)]
#[command(version, name = "callboard")]
pub struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Serves the wallboard of a real AntRing account
    Serve(serve::Serve),
    /// Serves a wallboard on a simulated call centre: no account, no network
    Demo(Box<demo::Demo>),
    /// Says what an AntRing account does and what is wrong with the settings; exits with 1 if anything fails
    Check(check::Check),
    /// Records raw traffic with an AntRing account, scrubbed, to attach to a report or to replay
    Capture(capture::Capture),
    /// Who may sign in: adds, lists, changes and removes people, also while a server runs
    #[command(subcommand)]
    User(user::User),
    /// API tokens for programs and screens: creates, lists and revokes them, also while a server runs
    #[command(subcommand)]
    Token(token::Token),
    /// Paired televisions: lists and revokes them, also while a server runs
    #[command(subcommand)]
    Display(display::Display),
    /// Copies what is kept (calls, journal, numbers) into a new file, also while a server runs
    Backup(backup::Backup),
    /// Runs the simulated AntRing alone
    Simulator(Box<simulator::Simulator>),
    /// Prints the numbers of some days, out of a running server
    Report(report::Report),
    /// Prints an example settings file
    Settings,
}

/// A sentence for whoever started the command.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Command {
    /// # Errors
    /// One plain sentence about what is wrong and what to do.
    pub async fn run(self) -> Result<(), Failure> {
        match self.what {
            What::Serve(serve) => serve.run().await,
            What::Demo(demo) => demo.run().await,
            What::User(user) => user.run().await,
            What::Token(token) => token.run().await,
            What::Display(display) => display.run().await,
            What::Backup(backup) => backup.run().await,
            What::Capture(capture) => capture.run().await,
            What::Check(check) => check.run().await,
            What::Simulator(simulator) => simulator.run().await,
            What::Report(report) => report.run().await,
            What::Settings => settings::run(),
        }
    }
}

use check::lasting;

/// Answers that a person or a script reads; logs go to standard error. Whoever has stopped reading misses the rest, and
/// no server stops for it.
fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

pub fn say_on_standard_error(line: &str) {
    #[expect(clippy::print_stderr, reason = "the last words of a command that failed")]
    {
        eprintln!("{line}");
    }
}
