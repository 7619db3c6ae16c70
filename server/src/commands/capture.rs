use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{Failure, say};
use crate::config::{self, ConfigError};
use crate::{capture, clock, lifecycle};

/// Records raw traffic with AntRing, with secrets, names and numbers taken out, to attach to a report
#[derive(Debug, Args)]
pub struct Capture {
    /// The file to write, one JSON object a line; replayed by `callboard simulator --replay FILE`
    file: PathBuf,
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// How long to record; Ctrl-C ends it earlier
    #[arg(long = "for", value_name = "TIME", default_value = "60s", value_parser = super::lasting)]
    lasts: Duration,
}

impl Capture {
    pub async fn run(self) -> Result<(), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let missing = config.missing();
        if !missing.is_empty() {
            return Err(ConfigError::Missing(missing).into());
        }
        // A minute's recording must not fail at its end.
        std::fs::write(&self.file, "")
            .map_err(|error| format!("{} cannot be written: {error}", self.file.display()))?;
        let stop = lifecycle::stop_on_signal()?;
        say(&format!("recording for {} s; Ctrl-C ends it earlier", self.lasts.as_secs()));
        let recording = capture::record(&config, self.lasts, &stop, clock::now).await?;
        let written = recording.write(&config, &self.file)?;
        say(&format!(
            "{}: {} lines, {} of them events; secrets, names, numbers and e-mails are replaced",
            self.file.display(),
            written.lines,
            recording.events()
        ));
        if written.withheld > 0 {
            say(&format!("{} lines were left out: they could not be cleaned", written.withheld));
        }
        if recording.lost > 0 {
            say(&format!("{} pieces came too fast and are missing", recording.lost));
        }
        if recording.full {
            say("it ended early, for it was full");
        }
        Ok(())
    }
}
