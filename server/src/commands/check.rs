use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

use super::{Failure, say};
use crate::{clock, config, doctor};

/// Longer is a recording, not a check.
const LONGEST: Duration = Duration::from_secs(600);

/// Asks AntRing everything once, listens to its events for a while, and says what is right and what is not
#[derive(Debug, Args)]
pub struct Check {
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// How long the event feed is listened to
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = super::lasting)]
    listen: Duration,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl Check {
    pub async fn run(self) -> Result<(), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let report = doctor::check(&config, self.listen.min(LONGEST), clock::now).await?;
        if self.json {
            say(&serde_json::to_string_pretty(&report)?);
        } else {
            say(&report.to_string());
        }
        match report.failures() {
            0 => Ok(()),
            1 => Err("one check failed".into()),
            failures => Err(format!("{failures} checks failed").into()),
        }
    }
}

/// `20s`, `2m`: as the settings spell it.
pub(super) fn lasting(text: &str) -> Result<Duration, String> {
    let written: SignedDuration = text.parse().map_err(|_| "write a time like 20s or 2m".to_owned())?;
    if written.is_positive() { Ok(written.unsigned_abs()) } else { Err("it must last some time".into()) }
}
