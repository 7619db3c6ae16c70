use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::{clock, config};

/// Copies the store into a new file, also while a server runs
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Backup {
    pub async fn run(self) -> Result<(), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let settings = config.store.settings(&config.server.data_dir, clock::now);
        let backup = store::backup(&settings, &self.file).await?;
        say(&format!("{}: {:.1} MB", backup.file.display(), backup.bytes as f64 / (1024.0 * 1024.0)));
        Ok(())
    }
}
