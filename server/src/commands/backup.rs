use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::{clock, config};

/// Copies history and accounts into new files, also while a server runs
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write the history to; accounts go beside it, with the ending .access.db. Neither may be there yet
    file: PathBuf,
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Backup {
    pub async fn run(self) -> Result<(), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let settings = config.store.settings(&config.server.data_dir, clock::now);
        tell(&store::backup(&settings, &self.file).await?);
        let accounts = config::Access::file(&config.server.data_dir);
        if accounts.is_file() {
            tell(&store::copy(&accounts, &self.file.with_extension("access.db")).await?);
        }
        Ok(())
    }
}

fn tell(written: &store::Backup) {
    say(&format!("{}: {:.1} MB", written.file.display(), written.bytes as f64 / (1024.0 * 1024.0)));
}
