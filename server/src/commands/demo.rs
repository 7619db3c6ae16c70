use std::net::SocketAddr;

use clap::Args;
use jiff::SignedDuration;
use simulator::{Options, Simulator};
use url::Url;

use super::serve::bind;
use super::{Failure, say};
use crate::config::{Config, EventsDialect};
use crate::{lifecycle, run};

/// The same server on an embedded simulator, over real HTTP and a real event socket on loopback.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where the pages are served
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    simulator: simulator::Arguments,
}

impl Demo {
    pub async fn run(self) -> Result<(), Failure> {
        let options = Options::from(self.simulator);
        let dialect = match options.dialect {
            simulator::Dialect::SocketIo09 => EventsDialect::SocketIo09,
            simulator::Dialect::SocketIo2 => EventsDialect::SocketIo2,
            simulator::Dialect::SocketIo4 => EventsDialect::SocketIo4,
            simulator::Dialect::Blackhole => EventsDialect::Blackhole,
        };
        let listener = bind(self.listen).await?;
        let simulator = Simulator::start(options).await?;
        let shutdown = lifecycle::stop_on_signal()?;
        let url = format!("http://{}", listener.local_addr()?);
        say(&format!("Callboard is at {url}"));
        say(&format!("  supervisor  {url}/"));
        say(&format!("  television  {url}/wall"));
        say(&format!("  agent       {url}/dial"));
        say("  no login: accounts do not exist yet, and only this machine can connect");
        say(&format!("  the simulated AntRing is at {} (control: {0}/control/state)", simulator.rest_url()));
        let config = config(&simulator, dialect)?;
        // The simulated centre has no yesterday, so the demo keeps none either.
        let kept = config.server.data_dir.clone();
        let ran = run(config, listener, shutdown).await;
        if let Err(error) = std::fs::remove_dir_all(&kept) {
            tracing::debug!(%error, "the demo's files stay behind");
        }
        ran?;
        simulator.stop().await;
        Ok(())
    }
}

fn config(simulator: &Simulator, dialect: EventsDialect) -> Result<Config, Failure> {
    let credentials = simulator.credentials().clone();
    let mut config = Config::default();
    config.server.data_dir = std::env::temp_dir().join(format!("callboard-demo-{}", std::process::id()));
    config.server.name = "CSKH Miền Nam".into();
    config.antring.base_url = Url::parse(simulator.rest_url())?;
    config.antring.events_url = Url::parse(simulator.events_url())?;
    config.antring.events_dialect = dialect;
    config.antring.app_id = credentials.app_id;
    config.antring.app_secret = credentials.app_secret.into();
    config.antring.account_id = credentials.account_id;
    config.antring.domain = credentials.domain;
    config.antring.email = credentials.email;
    config.antring.poll_every = SignedDuration::from_secs(3);
    config.antring.requests_per_second = 10.0;
    config.antring.media_hosts = vec!["127.0.0.1".into()];
    config.dial.sip_user = credentials.sip_user;
    config.dial.sip_password = credentials.sip_password.into();
    Ok(config)
}
