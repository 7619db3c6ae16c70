use std::net::SocketAddr;

use clap::Args;
use jiff::SignedDuration;
use simulator::{Options, Simulator};
use url::Url;

use super::serve::bind;
use super::{Failure, logins, say};
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
        let config = config(&simulator, dialect)?;
        let people = logins::make_demo_people(&config, &some_agent(&simulator).await?).await?;
        say(&format!("Callboard is at {url}"));
        say(&format!("  sign in at {url}/login as one of these; the passwords are new at each start:"));
        for (name, password) in people {
            say(&format!("    {name:<11} {password}"));
        }
        say(&format!("  television  {url}/wall shows a code; a supervisor types it at {url}/pair"));
        say(&format!("  the simulated AntRing is at {} (control: {0}/control/state)", simulator.rest_url()));
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

/// AntRing's id of one of the simulated agents, for the agent's login.
async fn some_agent(simulator: &Simulator) -> Result<String, Failure> {
    let state: serde_json::Value =
        reqwest::get(format!("{}/control/state", simulator.rest_url())).await?.json().await?;
    let id = state["agents"][0]["id"].as_str().ok_or("the simulated centre has no agents")?;
    Ok(id.to_owned())
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
    config.dial.key = hex::encode(rand::random::<[u8; 32]>()).into();
    Ok(config)
}
