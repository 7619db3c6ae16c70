use clap::Args;
use simulator::Options;

use super::{Failure, say};
use crate::lifecycle;

#[derive(Debug, Args)]
pub struct Simulator {
    #[command(flatten)]
    arguments: simulator::Arguments,
}

impl Simulator {
    /// Prints one line of JSON with everything a client must know, then runs until it is told to stop.
    pub async fn run(self) -> Result<(), Failure> {
        let simulator = simulator::Simulator::start(Options::from(self.arguments)).await?;
        let credentials = simulator.credentials();
        say(&serde_json::to_string(&serde_json::json!({
            "rest_url": simulator.rest_url(),
            "events_url": simulator.events_url(),
            "app_id": credentials.app_id,
            "app_secret": credentials.app_secret,
            "account_id": credentials.account_id,
            "domain": credentials.domain,
            "email": credentials.email,
            "sip_user": credentials.sip_user,
            "sip_password": credentials.sip_password,
        }))?);
        lifecycle::stop_on_signal()?.cancelled().await;
        simulator.stop().await;
        Ok(())
    }
}
