//! Names of agents and queues, and who serves what. Asked seldom, and again soon while it fails.

use antring::{BackOff, Client, RestError};
use floor::{Happening, Source, Trouble};

use super::DIRECTORY_EVERY;
use crate::clock;
use crate::live::LiveHandle;

pub async fn run(client: Client, live: LiveHandle) {
    let mut back_off = BackOff::for_rest();
    loop {
        match ask(&client, &live).await {
            Ok(()) => {
                back_off.succeeded();
                super::heard(&live, Source::Directory).await;
                clock::sleep(DIRECTORY_EVERY).await;
            }
            Err(error) => {
                tracing::debug!(%error, "the directory cannot be read");
                super::failed(&live, Source::Directory, Trouble::from(&error)).await;
                clock::sleep(back_off.failed(rand::random(), error.retry_after())).await;
            }
        }
    }
}

async fn ask(client: &Client, live: &LiveHandle) -> Result<(), RestError> {
    // Agents first, so that queues find everyone who serves them.
    super::submit(live, Happening::Agents(client.agents().await?)).await;
    super::submit(live, Happening::Queues(client.queues().await?)).await;
    Ok(())
}
