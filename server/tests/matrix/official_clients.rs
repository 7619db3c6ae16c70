//! Socket.IO's own clients at the simulator's feed: what the server is tested with speaks as the real ones do.

use std::time::Duration;

use antring::{Account, Client, ClientSettings};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use simulator::{Dialect, KeyStyle, Load, Options, Simulator};
use tokio::task::JoinSet;

use super::node::Program;
use super::support::{client, config_for, in_path, order, state_of, until};
use super::table::KEY_STYLES;

/// Clients, and the dialect each of them speaks. Blackhole has no client library of its own.
const CLIENTS: [(&str, Dialect); 3] =
    [("4", Dialect::SocketIo4), ("2", Dialect::SocketIo2), ("0.9", Dialect::SocketIo09)];

/// Heartbeats that a client must live through. 0.9's come every five seconds.
const BEATS: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_ios_own_clients_hear_every_event_and_stay() {
    let mut listening = JoinSet::new();
    for (generation, dialect) in CLIENTS {
        for keys in KEY_STYLES {
            listening.spawn(hears_everything(generation, dialect, keys));
        }
    }
    listening.join_all().await;
}

async fn hears_everything(generation: &'static str, dialect: Dialect, keys: KeyStyle) {
    let simulator = quiet(dialect, keys).await;
    let mut sent = simulator.events();
    let listener = listen(&simulator, generation, &token(&simulator).await);
    subscribed(&simulator, 3).await;
    a_call(&simulator).await;
    let (mut heard, mut beats) = (Vec::new(), 0);
    let mut take = |said: &Value| {
        assert!(said["lost"].is_null(), "{generation} stays connected: {said}");
        heard.extend(said["name"].as_str().map(|name| (name.to_owned(), said["payload"].clone())));
        beats = said["beat"].as_u64().unwrap_or(beats);
        (heard.len(), beats)
    };
    listener.hears("heartbeats", |said| (take(said).1 >= BEATS).then_some(())).await;
    // After the heartbeats it still hears.
    a_call(&simulator).await;
    let told: Vec<(String, Value)> = std::iter::from_fn(|| sent.try_recv().ok())
        .map(|event| (event.name.to_owned(), event.payload.clone()))
        .collect();
    assert_eq!(told.len(), 16, "two calls of three legs, one of which is never answered");
    listener.hears("every event", |said| (take(said).0 == told.len()).then_some(())).await;
    assert_eq!(heard, told, "{generation}, {keys:?}: the same events in the same order");
    simulator.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_ios_own_clients_are_told_of_a_wrong_token() {
    for (generation, dialect) in CLIENTS {
        let simulator = quiet(dialect, KeyStyle::Kazoo3).await;
        let listener = listen(&simulator, generation, "5f2b8c0d");
        for _ in 0..3 {
            let refused = |said: &Value| (said["name"] == "auth_failure").then(|| said["payload"].clone());
            let payload = listener.hears("a refusal", refused).await;
            assert_eq!(
                payload,
                json!({ "message": "invalid auth token", "cause": "5f2b8c0d" }),
                "{generation}"
            );
        }
        a_call(&simulator).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let said = listener.so_far().await;
        assert!(said.iter().all(|said| said["name"].is_null()), "{generation} hears nothing more: {said:?}");
        simulator.stop().await;
    }
}

/// Its pings are short where the dialect lets them be.
async fn quiet(dialect: Dialect, keys: KeyStyle) -> Simulator {
    let options = Options {
        dialect,
        keys: Some(keys),
        load: Load::Quiet,
        ping_interval_ms: Some(700),
        ping_timeout_ms: Some(5_000),
        requests_per_second: 0,
        ..Options::default()
    };
    Simulator::start(options).await.expect("the simulator starts")
}

fn listen(simulator: &Simulator, generation: &str, token: &str) -> Program {
    let account = &simulator.credentials().account_id;
    let listener = Program::start("client.mjs", &[generation, simulator.events_url(), "--account", account]);
    listener.tell(token.to_owned());
    listener
}

/// A token as AntRing's clients get it.
async fn token(simulator: &Simulator) -> String {
    let antring = config_for(simulator, Dialect::SocketIo09).antring;
    let account = Account {
        app_id: antring.app_id,
        app_secret: antring.app_secret,
        account_id: antring.account_id,
        domain: antring.domain,
        email: antring.email,
    };
    let _ = client();
    let client = Client::new(antring.base_url, account, ClientSettings::default()).expect("a client");
    let token = client.auth_token(0).await.expect("a token");
    token.value.expose_secret().to_owned()
}

async fn subscribed(simulator: &Simulator, bindings: u64) {
    let client = client();
    let all = async || {
        (state_of(simulator, &client).await["feed_bindings"].as_u64() >= Some(bindings)).then_some(())
    };
    until("the subscriptions", all).await;
}

/// Eight events: a caller, an agent who misses, one who answers.
async fn a_call(simulator: &Simulator) {
    let client = client();
    let placed = order(simulator, &client, "/calls", json!({ "queue": "1", "hold": true })).await;
    let call = in_path(placed["call_id"].as_str().expect("a call has an id"));
    for (verb, body) in [
        ("ring", json!({ "agent": "1001" })),
        ("miss", json!({})),
        ("answer", json!({ "agent": "1001" })),
        ("hang-up", json!({ "by": "agent" })),
    ] {
        order(simulator, &client, &format!("/calls/{call}/{verb}"), body).await;
    }
    let agent = json!({ "status": "ready" });
    order(simulator, &client, "/agents/1001/status", agent).await;
}
