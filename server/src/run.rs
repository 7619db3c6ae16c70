//! The pipe, built in the order in which it is read.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ::access::Access;
use antring::{Account, ClickToCallParams, Client, ClientSettings, ExtraCa, HistoryHashSetting};
use axum::serve::ListenerExt;
use jiff::tz::TimeZone;
use store::{Found, OpenError, Store, StoreError};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::access::{Site, Streams};
use crate::app_state::AppState;
use crate::config::{self, Config};
use crate::dial::{Dialler, Phones};
use crate::explained::Explained;
use crate::history::History;
use crate::ledger::{self, LedgerOpenError};
use crate::live::{self, Beginning, Meta};
use crate::recordings::{Recordings, SystemNames};
use crate::replay::Replays;
use crate::{clock, http, journal, keeping, lifecycle, router, upstream};

/// Whoever plays a recording again after this long is written down again.
const PLAYING: Duration = Duration::from_secs(3_600);

/// Why the server could not run, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] config::ConfigError),
    #[error("the AntRing client cannot be made: {0}")]
    Client(#[from] antring::RestError),
    #[error("no HTTP client can be made: {0}")]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Store(#[from] OpenError),
    #[error(transparent)]
    Access(#[from] ::access::OpenError),
    #[error(transparent)]
    Oidc(#[from] oidc::OidcError),
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] StoreError),
    #[error("the ledger cannot be opened: {0}")]
    Ledger(#[from] LedgerOpenError),
    #[error("the server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// Runs until `shutdown` is cancelled and every viewer was told. The caller binds, so that tests can use port 0.
pub async fn run(
    config: Config,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> Result<(), StartError> {
    run_with_names(config, listener, shutdown, Arc::new(SystemNames)).await
}

/// The same with another resolver for the hosts of recordings: a test's name server may say what it likes.
pub async fn run_with_names(
    config: Config,
    listener: TcpListener,
    shutdown: CancellationToken,
    names: Arc<dyn reqwest::dns::Resolve>,
) -> Result<(), StartError> {
    let account = account(&config);
    let extra_ca = config.antring.extra_ca()?;
    let client = Client::new(
        config.antring.base_url.clone(),
        account.clone(),
        client_settings(&config, extra_ca.clone()),
    )?;

    let store = open_store(&config).await?;
    let rules = config.access.rules();
    let access = Access::open(&config::Access::file(&config.server.data_dir), rules.clone()).await?;
    let (teller, told) = ledger::seen::channel();
    // The actor's first word to the ledger is everything that the restored floor has, also calls that ended just before
    // the stop. Older states of them would only mislead it.
    let restored = journal::restore(&store, &meta(&config), clock::now()).await?;
    tracing::info!(
        entries = restored.folded,
        anew = restored.anew,
        "the board begins where the journal ended"
    );
    let (recorder, recording) = journal::start(store.clone(), restored.end);
    let beginning = Beginning {
        stage: restored.stage,
        meta: meta(&config),
        anew: restored.anew,
        recorded_until: restored.end.map(|(_, at)| at),
        recorder: Some(recorder),
        teller: Some(teller),
    };
    let (live, actor) = live::start(beginning, shutdown.clone());
    let tasks = TaskTracker::new();
    let ledger =
        ledger::start(&config, store.clone(), &client, live.clone(), told, &tasks, &shutdown).await?;
    upstream::start(
        &config,
        extra_ca.clone(),
        &client,
        &account,
        &live,
        restored.heard_at,
        &tasks,
        &shutdown,
    );
    tasks.spawn(access.clone().watch(clock::now, shutdown.clone()));
    tasks.spawn(keeping::watch(store.health(), live.clone(), shutdown.clone()));

    let viewers = TaskTracker::new();
    let history = History::new(client.clone(), live.clone(), ledger.clone());
    let replays = Replays::new(Some(store.clone()));
    let origin = match &config.server.public_url {
        Some(url) => url.origin().ascii_serialization(),
        None => format!("http://{}", listener.local_addr()?),
    };
    let key = config.dial.key().map_err(config::ConfigError::from)?;
    let phones = Phones::new(access.clone(), key, config.dial.shared_phone());
    let state = AppState {
        recordings: Recordings::new(client.clone(), history.clone(), &config, extra_ca.as_ref(), names)?,
        dialler: Dialler::new(client, access.clone(), phones, config.dial.calls_per_minute),
        played: moka::future::Cache::builder().max_capacity(10_000).time_to_live(PLAYING).build(),
        history,
        leptos: http::assets::leptos_options(listener.local_addr()?),
        access,
        house: http::rooms::House::new(&config, &rules),
        oidc_back: url::Url::parse(&format!("{origin}/login")).ok().map(Arc::new),
        oidc: config.oidc.settings(&origin).map(oidc::Provider::new).transpose()?.map(Arc::new),
        site: Arc::new(Site::new(&config.server, listener.local_addr()?)),
        streams: Streams::new(config.server.streams_per_user),
        explained: Explained::new(&ledger, &live, &replays),
        ledger,
        live,
        replays,
        viewers: viewers.clone(),
        shutdown: shutdown.clone(),
    };
    let listener = listener.tap_io(|stream| {
        // A frame is one small write; waiting to fill a packet would only delay it.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps Nagle's delay");
        }
    });
    let app = router::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(shutdown.clone().cancelled_owned());
    tokio::select! {
        served = serving.into_future() => served?,
        // A listener who paused a recording would hold the server up for ever.
        () = lifecycle::patience(&shutdown) => tracing::warn!("some requests were cut off"),
    }
    lifecycle::goodbyes(viewers).await;
    tasks.close();
    tasks.wait().await;
    // It ends with the same token; a panic in it has been printed.
    let _ = actor.await;
    // The journal's last entries; then nothing is handed in any more.
    let _ = recording.await;
    store.close().await;
    Ok(())
}

async fn open_store(config: &Config) -> Result<Store, OpenError> {
    let settings = config.store.settings(&config.server.data_dir, clock::now);
    let (store, opened) = Store::open(&settings).await?;
    match opened.found {
        Found::Damaged { .. } => tracing::warn!("{opened}"),
        Found::Nothing | Found::Sound | Found::Older { .. } => tracing::info!("{opened}"),
    }
    Ok(store)
}

pub(crate) fn account(config: &Config) -> Account {
    Account {
        app_id: config.antring.app_id.clone(),
        app_secret: config.antring.app_secret.clone(),
        account_id: config.antring.account_id.clone(),
        domain: config.antring.domain.clone(),
        email: config.antring.email.clone(),
    }
}

pub(crate) fn client_settings(config: &Config, extra_ca: Option<ExtraCa>) -> ClientSettings {
    ClientSettings {
        requests_per_second: Some(config.antring.requests_per_second),
        history_hash: match config.antring.history_hash {
            config::HistoryHash::Auto => HistoryHashSetting::Auto,
            config::HistoryHash::AppIdFirst => HistoryHashSetting::AppIdFirst,
            config::HistoryHash::DatesFirst => HistoryHashSetting::DatesFirst,
        },
        click_to_call_params: match config.antring.click_to_call_params {
            config::ClickToCallParams::Body => ClickToCallParams::Body,
            config::ClickToCallParams::Query => ClickToCallParams::Query,
        },
        extra_ca,
        ..ClientSettings::default()
    }
}

fn meta(config: &Config) -> Meta {
    Meta {
        name: config.server.name.clone(),
        // Settings with an unknown zone do not start.
        zone: TimeZone::get(&config.day.time_zone).unwrap_or(TimeZone::UTC),
        targets: config.shown_targets(),
        periods: floor::Periods {
            dashboard: millis(upstream::every(config)),
            events: millis(upstream::FEED_BEATS_EVERY),
            directory: millis(upstream::DIRECTORY_EVERY),
            history: millis(keeping::TOLD_EVERY),
        },
        silent_after: millis(config.antring.silent_after.unsigned_abs()),
    }
}

fn millis(duration: Duration) -> wire::Millis {
    wire::Millis::try_from(duration.as_millis()).unwrap_or(wire::Millis::MAX)
}
