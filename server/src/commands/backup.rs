use std::path::{Path, PathBuf};

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
        let accounts = config::Access::file(&config.server.data_dir);
        // The accounts first: they take a moment, and a name that is taken is said before the long copy.
        if accounts.is_file() {
            tell(&store::copy(&accounts, &beside(&self.file)).await?);
        }
        tell(&store::backup(&settings, &self.file).await?);
        Ok(())
    }
}

/// `FILE.db` → `FILE.access.db`; any other ending is part of the name.
fn beside(file: &Path) -> PathBuf {
    let is_named = file.extension().is_some_and(|ending| ending == "db");
    let mut name = if is_named { file.with_extension("") } else { file.to_owned() }.into_os_string();
    name.push(".access.db");
    name.into()
}

fn tell(written: &store::Backup) {
    say(&format!("{}: {:.1} MB", written.file.display(), written.bytes as f64 / (1024.0 * 1024.0)));
}
