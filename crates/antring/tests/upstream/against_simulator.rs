//! The whole client against the simulator, which was written from the same documents by other hands.

use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, detect_dialect, run_session};
use antring::{Account, Client, ClientSettings, Dialled, RestError, SipDevice};
use floor::Millis;
use simulator::{
    ClickToCallParams, Credentials, ExpireStyle, HistoryHash, KeyStyle, Load, Options, Simulator,
};
use tokio::sync::mpsc;
use tokio::time::timeout;
use url::Url;

use crate::support::{install_crypto, settings};

const DAY: Millis = 24 * 3600 * 1000;

#[expect(clippy::disallowed_methods, reason = "the simulator lives by the machine's clock")]
fn now() -> Millis {
    jiff::Timestamp::now().as_millisecond()
}

fn account(credentials: &Credentials) -> Account {
    Account {
        app_id: credentials.app_id.clone(),
        app_secret: credentials.app_secret.clone().into(),
        account_id: credentials.account_id.clone(),
        domain: credentials.domain.clone(),
        email: credentials.email.clone(),
    }
}

async fn start(options: Options) -> (Simulator, Client, Account) {
    install_crypto();
    let settings = ClientSettings {
        click_to_call_params: match options.click_to_call_params {
            ClickToCallParams::Body => antring::ClickToCallParams::Body,
            ClickToCallParams::Query => antring::ClickToCallParams::Query,
        },
        ..settings()
    };
    let simulator = Simulator::start(options).await.expect("it starts");
    let account = account(simulator.credentials());
    let base_url = Url::parse(simulator.rest_url()).expect("a URL");
    let client = Client::new(base_url, account.clone(), settings).expect("a client");
    (simulator, client, account)
}

fn event_server(simulator: &Simulator) -> EventServer {
    EventServer::new(Url::parse(simulator.events_url()).expect("a URL"))
}

#[tokio::test]
async fn every_endpoint_in_every_style() {
    let documented = Options { load: Load::Demo, ..Options::default() };
    let otherwise = Options {
        history_hash: HistoryHash::DatesFirst,
        envelope: true,
        expire: ExpireStyle::Gregorian,
        capital_agent_ids: true,
        click_to_call_params: ClickToCallParams::Query,
        ..documented.clone()
    };
    for options in [documented, otherwise] {
        let (simulator, client, _) = start(options).await;
        let agents = client.agents().await.expect("agents");
        let queues = client.queues().await.expect("queues");
        assert_eq!((agents.len(), queues.len()), (28, 5));
        let is_known = |id: &floor::AgentId| agents.iter().any(|agent| agent.id == *id);
        assert!(queues.iter().flat_map(|queue| &queue.agents).all(is_known));

        let dashboard = client.dashboard(now()).await.expect("a dashboard");
        assert!(!dashboard.agents.is_empty() && dashboard.agents.iter().all(|agent| is_known(&agent.agent)));
        assert!(dashboard.counters.received.is_some());

        let token = client.auth_token(now()).await.expect("a token");
        let life = token.expires_at.expect("it ends") - now();
        assert!((3_500_000..=3_601_000).contains(&life), "{life}");

        let records = client.histories(now() - DAY, now()).await.expect("records");
        assert!(records.len() > 100, "{}", records.len());
        assert!(records.is_sorted_by_key(|record| record.started));
        assert!(records.iter().flat_map(|record| &record.queue).all(|stat| stat.queue_id.is_some()));
        let name = records.iter().rev().find_map(|record| record.recording.clone()).expect("a recording");
        let media = client.play_recording(&name).await.expect("a link");
        assert_eq!(media.host(), "127.0.0.1");
        assert!(media.expires_at().is_some_and(|at| at > now()));
        simulator.stop().await;
    }
}

#[tokio::test]
async fn a_click_rings_and_is_heard_on_every_feed_in_all_key_styles() {
    for (dialect, other, keys) in [
        (Dialect::SocketIo09, simulator::Dialect::SocketIo09, KeyStyle::Kazoo3),
        (Dialect::SocketIo09, simulator::Dialect::SocketIo09, KeyStyle::Flat),
        (Dialect::SocketIo2, simulator::Dialect::SocketIo2, KeyStyle::Flat),
        (Dialect::SocketIo2, simulator::Dialect::SocketIo2, KeyStyle::Kazoo3),
        (Dialect::Blackhole, simulator::Dialect::Blackhole, KeyStyle::Kazoo4),
        (Dialect::Blackhole, simulator::Dialect::Blackhole, KeyStyle::Kazoo3),
        (Dialect::SocketIo4, simulator::Dialect::SocketIo4, KeyStyle::Flat),
        (Dialect::SocketIo4, simulator::Dialect::SocketIo4, KeyStyle::Kazoo4),
    ] {
        let options = Options { dialect: other, keys: Some(keys), load: Load::Quiet, ..Options::default() };
        let (simulator, client, account) = start(options).await;
        let server = event_server(&simulator);
        assert_eq!(detect_dialect(&server).await, Ok(dialect));
        let token = client.auth_token(now()).await.expect("a token").value;
        let (sender, mut events) = mpsc::channel(256);
        let session =
            tokio::spawn(async move { run_session(dialect, &server, &account, &token, sender).await });
        while next(&mut events).await != FeedEvent::Subscribed {}
        // Success is silent: give the server the time to take the subscriptions in.
        tokio::time::sleep(Duration::from_millis(300)).await;

        let credentials = simulator.credentials();
        let device = SipDevice {
            user: credentials.sip_user.clone(),
            password: credentials.sip_password.clone().into(),
        };
        assert_eq!(client.click_to_call("0909000111", &device).await, Ok(Dialled::Ringing));
        let leg = loop {
            match next(&mut events).await {
                FeedEvent::Leg(leg) => break leg,
                FeedEvent::Heard => {}
                other => panic!("{dialect:?} {keys:?}: {other:?}"),
            }
        };
        assert!(
            leg.happened_at.is_some_and(|at| (at - now()).abs() < 60_000),
            "{dialect:?} {keys:?}: {leg:?}"
        );
        assert!(leg.side.is_some() && leg.destination.is_some(), "{dialect:?} {keys:?}: {leg:?}");
        simulator.stop().await;
        let end = timeout(Duration::from_secs(15), session).await.expect("it ends").expect("no panic");
        assert!(matches!(end, SessionEnd::Closed | SessionEnd::Lost(_)), "{dialect:?}: {end:?}");
    }
}

#[tokio::test]
async fn a_wrong_secret_and_a_wrong_token() {
    let (simulator, _, account) = start(Options { load: Load::Quiet, ..Options::default() }).await;
    let wrong = Account { app_secret: "wrong".into(), ..account.clone() };
    let base_url = Url::parse(simulator.rest_url()).expect("a URL");
    let client = Client::new(base_url, wrong, settings()).expect("a client");
    assert!(matches!(client.dashboard(now()).await, Err(RestError::Rejected { status: 400, .. })));
    assert!(matches!(client.auth_token(now()).await, Err(RestError::Rejected { .. })));

    for (dialect, other) in [
        (Dialect::SocketIo09, simulator::Dialect::SocketIo09),
        (Dialect::SocketIo2, simulator::Dialect::SocketIo2),
        (Dialect::SocketIo4, simulator::Dialect::SocketIo4),
        (Dialect::Blackhole, simulator::Dialect::Blackhole),
    ] {
        let options = Options { dialect: other, load: Load::Quiet, ..Options::default() };
        let (simulator, _, account) = start(options).await;
        let server = event_server(&simulator);
        let (sender, _events) = mpsc::channel(16);
        let end = run_session(dialect, &server, &account, &"no-such-token".into(), sender).await;
        assert!(matches!(end, SessionEnd::TokenRefused(_)), "{dialect:?}: {end:?}");
    }
}

async fn next(events: &mut mpsc::Receiver<FeedEvent>) -> FeedEvent {
    timeout(Duration::from_secs(20), events.recv())
        .await
        .expect("something comes")
        .expect("the session lives")
}
