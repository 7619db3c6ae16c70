//! Starting and stopping: the sockets and the tasks around one centre.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::centre::Centre;
use crate::clock::Clock;
use crate::feed::FeedEvent;
use crate::gate::{Gate, GatedListener};
use crate::live::Live;
use crate::moment::Moment;
use crate::options::{Credentials, Options};
use crate::replay::{Player, Recording, ReplayError};
use crate::sovereign::{SovereignCredentials, VoiceLive, send_webhooks};
use crate::story::{Story, StoryError};
use crate::{control, feed, recording, rest, sovereign};

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Choose another port, or stop whatever holds it.
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
    /// Mend the story.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// Record it again.
    #[error(transparent)]
    Replay(#[from] ReplayError),
}

/// A running call centre with its servers. Several can run in one process.
#[derive(Debug)]
pub struct Simulator {
    live: Arc<Live>,
    events_url: String,
    rest_gate: Arc<Gate>,
    voice: Option<Arc<VoiceLive>>,
    voice_gate: Arc<Gate>,
    tasks: JoinSet<()>,
    stop: CancellationToken,
}

impl Simulator {
    /// Opens the centre, binds both sockets and serves them until [`Simulator::stop`] or drop.
    pub async fn start(mut options: Options) -> Result<Self, StartError> {
        let replayed = options.replay.as_deref().map(Recording::read).transpose()?;
        replayed.iter().for_each(|recording| recording.set_up(&mut options));
        let story = options.story.as_deref().map(Story::read).transpose()?;
        let (rest_gate, events_gate) = (Arc::new(Gate::default()), Arc::new(Gate::default()));
        let rest_listener = listen(options.rest, &rest_gate).await?;
        let events_listener = listen(options.events, &events_gate).await?;
        let voice_gate = Arc::new(Gate::default());
        let voice_listener = match &options.sovereign {
            Some(sovereign) => Some(listen(sovereign.listen, &voice_gate).await?),
            None => None,
        };
        let [rest_url, events_url] =
            [&rest_listener, &events_listener].map(|listener| format!("http://{}", listener.address()));
        let clock = Clock::start(options.speed.max(0.001), options.opens_at.map(Moment::from_unix_millis));
        let mut centre = Centre::open(&options, clock.now());
        if let Some(story) = story {
            centre.tell(story);
        }
        let live = Arc::new(Live::new(options, rest_url, clock, centre, events_gate));
        let player = replayed.map(|recording| Player::new(recording, Arc::clone(&live)));
        let antring = match &player {
            Some(player) => player.router(),
            None => rest::router(Arc::clone(&live)),
        };
        let rest =
            antring.merge(recording::router(Arc::clone(&live))).merge(control::router(Arc::clone(&live)));
        let events = feed::router(&live.options, Arc::clone(&live.feed));
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(Arc::clone(&live).run(stop.clone()));
        if let Some(player) = player {
            let stop = stop.clone();
            tasks.spawn(async move { stop.run_until_cancelled(player.run()).await.unwrap_or_default() });
        }
        tasks.spawn(serve(rest_listener, rest, stop.clone()));
        tasks.spawn(serve(events_listener, events, stop.clone()));
        let voice = live.options.sovereign.clone().zip(voice_listener).map(|(sovereign, listener)| {
            let url = format!("http://{}", listener.address());
            let (voice, notices) = VoiceLive::open(sovereign, url, Arc::clone(&live));
            tasks.spawn(Arc::clone(&voice).run(stop.clone()));
            tasks.spawn(send_webhooks(Arc::clone(&voice), notices, stop.clone()));
            tasks.spawn(serve(listener, sovereign::router(Arc::clone(&voice)), stop.clone()));
            voice
        });
        Ok(Self { live, events_url, rest_gate, voice, voice_gate, tasks, stop })
    }

    /// Base URL of REST, recordings and the control API, without a slash at the end.
    pub fn rest_url(&self) -> &str {
        &self.live.rest_url
    }

    /// Base URL of the event feed, without a slash at the end.
    pub fn events_url(&self) -> &str {
        &self.events_url
    }

    pub fn credentials(&self) -> &Credentials {
        &self.live.options.credentials
    }

    /// Base URL of Sovereign's REST API, with `/api/v1`; its control API is at `/control` beside that. `None` when it
    /// was not asked for.
    pub fn sovereign_url(&self) -> Option<String> {
        self.voice.as_ref().map(|voice| format!("{}/api/v1", voice.url))
    }

    pub fn sovereign_credentials(&self) -> Option<&SovereignCredentials> {
        self.voice.as_ref().map(|voice| &voice.options.credentials)
    }

    /// Where Sovereign's webhooks go from now on, for a server that was started later than this. Without Sovereign
    /// nothing happens.
    ///
    /// The process must have installed a rustls crypto provider before.
    pub fn send_webhooks_to(&self, url: &str) {
        if let Some(voice) = &self.voice {
            voice.send_webhooks_to(url.to_owned(), None);
        }
    }

    /// Every event from now on, exactly as the feed would send it, in order and before any fault: for servers beside
    /// this one that play the gateway. The receiver must be read; what waits in it is not bounded.
    pub fn events(&self) -> mpsc::UnboundedReceiver<Arc<FeedEvent>> {
        self.live.feed.tap()
    }

    /// Whether a subscription with this token of `/voice/auth_token` would be let in now.
    pub fn token_is_valid(&self, token: &str) -> bool {
        self.live.feed.lets_in(token)
    }

    /// Cuts all connections, ends all tasks and frees both ports.
    pub async fn stop(mut self) {
        self.stop.cancel();
        self.live.feed.close();
        self.cut();
        while self.tasks.join_next().await.is_some() {
            // Connections accepted while the first were cut.
            self.cut();
        }
    }

    fn cut(&self) {
        self.rest_gate.cut();
        self.live.events_gate.cut();
        self.voice_gate.cut();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.cancel();
        self.live.feed.close();
        self.cut();
    }
}

async fn listen(address: SocketAddr, gate: &Arc<Gate>) -> Result<GatedListener, StartError> {
    let failed = |source| StartError::Listen { address, source };
    GatedListener::bind(address, Arc::clone(gate)).await.map_err(failed)
}

async fn serve(listener: GatedListener, router: Router, stop: CancellationToken) {
    let server = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
    if let Err(error) = server.await {
        tracing::error!(%error, "a server of the simulator ended");
    }
}
