use std::path::PathBuf;

use clap::Args;
use tokio::net::TcpListener;

use super::{Failure, logins, say};
use crate::access::Site;
use crate::config::{self, ConfigError};
use crate::{lifecycle, run};

#[derive(Debug, Args)]
pub struct Serve {
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Serve {
    pub async fn run(self) -> Result<(), Failure> {
        let config = config::load(self.settings.as_deref(), std::env::vars())?;
        let missing = config.missing();
        if !missing.is_empty() {
            return Err(ConfigError::Missing(missing).into());
        }
        let listener = bind(config.server.listen).await?;
        let shutdown = lifecycle::stop_on_signal()?;
        let url = format!("http://{}", listener.local_addr()?);
        say(&format!("Callboard is at {url}"));
        logins::print_first_admin_link(&config, &url).await?;
        if let Some(warning) = Site::new(&config.server, listener.local_addr()?).warning() {
            tracing::warn!("{warning}");
        }
        Ok(run(config, listener, shutdown).await?)
    }
}

pub(super) async fn bind(listen: std::net::SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| {
        format!("nothing can listen on {listen} ({error}); is Callboard running already? Set server.listen")
            .into()
    })
}
