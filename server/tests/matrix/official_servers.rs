//! Socket.IO's own servers in the place of AntRing's event feed: nobody here wrote them. The server is not told which
//! it is. REST is the simulator's, whose events each of them passes on.

use std::collections::BTreeSet;
use std::sync::Arc;

use antring::feed::{Dialect, EventServer, detect_dialect};
use serde_json::{Value, json};
use server::config::EventsDialect;
use simulator::{KeyStyle, Load, Options, Simulator};
use tokio::task::JoinSet;
use url::Url;
use wire::{CallState, Problem, SourceKind};

use super::node::Program;
use super::play::Site;
use super::support::{TestServer, client, config_for, until, usual_names};
use super::table;

/// Generations, and the dialect that each must be taken for.
const GENERATIONS: [(&str, Dialect); 3] =
    [("4", Dialect::SocketIo4), ("2", Dialect::SocketIo2), ("0.9", Dialect::SocketIo09)];

/// `end2end/peers/server.mjs`, with a simulator's events flowing into it.
pub struct OfficialServer {
    program: Arc<Program>,
    port: u16,
    /// What npm says it is.
    pub version: String,
    passing_on: tokio::task::JoinHandle<()>,
}

impl OfficialServer {
    /// One that takes any token.
    pub async fn beside(simulator: &Simulator, generation: &str) -> Self {
        let server = Self::start(simulator, generation, 0).await;
        server.accept(json!("any"));
        server
    }

    /// One that takes no token yet. A port of 0 is any that is free.
    pub async fn start(simulator: &Simulator, generation: &str, port: u16) -> Self {
        let account = &simulator.credentials().account_id;
        let arguments = [generation, "--account", account, "--port", &port.to_string()];
        let program = Arc::new(Program::start("server.mjs", &arguments));
        let mut events = simulator.events();
        let told = Arc::clone(&program);
        let passing_on = tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                let (name, id, payload) = (event.name, &event.call_id, &event.payload);
                told.tell(json!({ "name": name, "call_id": id, "payload": payload }).to_string());
            }
        });
        let listens = |said: &Value| Some((said["port"].as_u64()?, said["version"].as_str()?.to_owned()));
        let (port, version) = program.hears("it listens", listens).await;
        let port = u16::try_from(port).expect("a port");
        Self { program, port, version, passing_on }
    }

    pub fn url(&self) -> Url {
        format!("http://127.0.0.1:{}", self.port).parse().expect("a URL")
    }

    /// The tokens that are good from now on: a list, or "any".
    pub fn accept(&self, tokens: Value) {
        self.program.tell(json!({ "tokens": tokens }).to_string());
    }

    /// Until somebody has subscribed to all three channel events.
    pub async fn subscribed(&self) {
        let mut bindings = BTreeSet::new();
        let all = |said: &Value| {
            bindings.extend(said["subscribed"].as_str().map(ToOwned::to_owned));
            (bindings.len() == 3).then_some(())
        };
        self.program.hears("three subscriptions", all).await;
    }
}

impl Drop for OfficialServer {
    fn drop(&mut self) {
        self.passing_on.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_ios_own_servers_show_the_same_floor() {
    let sites = GENERATIONS.map(|(generation, _)| Site::Official(generation));
    table::fill("The same floor from Socket.IO's own servers, whose generation is detected", &sites).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_ios_own_servers_are_told_apart() {
    let simulator = quiet().await;
    for (generation, dialect) in GENERATIONS {
        let peer = OfficialServer::start(&simulator, generation, 0).await;
        assert!(peer.version.starts_with(generation), "npm installed {}", peer.version);
        let detected = detect_dialect(&EventServer::new(peer.url())).await;
        assert_eq!(detected, Ok(dialect), "socket.io {}", peer.version);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_whose_server_refuses_the_token_or_dies_comes_back() {
    let mut trials = JoinSet::new();
    for (generation, _) in GENERATIONS {
        trials.spawn(refused_then_killed(generation));
    }
    trials.join_all().await;
}

async fn refused_then_killed(generation: &'static str) {
    let simulator = quiet().await;
    let peer = OfficialServer::start(&simulator, generation, 0).await;
    let mut config = config_for(&simulator, simulator::Dialect::SocketIo09);
    config.antring.events_url = peer.url();
    config.antring.events_dialect = EventsDialect::Auto;
    let server = TestServer::start_beside(simulator, config, usual_names()).await;
    until_events_are(&server, Some(Problem::TokenRefused)).await;

    peer.accept(json!("any"));
    peer.subscribed().await;
    until_events_are(&server, None).await;

    let (port, call) = (peer.port, server.held_call("1", "0912345678").await);
    drop(peer);
    let gone =
        async || events(&server).await.is_some_and(|problem| problem != Problem::TokenRefused).then_some(());
    until("the death of the event server is seen", gone).await;
    // What happens meanwhile is in the dashboard.
    server.drive(&call, "ring", json!({ "agent": "1001" })).await;

    let peer = OfficialServer::start(&server.simulator, generation, port).await;
    peer.accept(json!("any"));
    peer.subscribed().await;
    server.drive(&call, "answer", json!({})).await;
    let talks = async || {
        let board = server.board().await;
        let row = board.calls.into_iter().find(|row| row.id == call)?;
        let agent = board.agents.into_iter().find(|row| row.extensions == ["1001"])?;
        (row.state == CallState::Talking && row.agent == Some(agent.id)).then_some(())
    };
    until("the call goes on over the new connection", talks).await;
    until_events_are(&server, None).await;
    server.stop().await;
}

async fn events(server: &TestServer) -> Option<Problem> {
    let board = server.board().await;
    board.sources.into_iter().find(|row| row.source == SourceKind::Events)?.problem
}

async fn until_events_are(server: &TestServer, problem: Option<Problem>) {
    let is = async || (events(server).await == problem).then_some(());
    until(&format!("the events' problem is {problem:?}"), is).await;
}

async fn quiet() -> Simulator {
    let _ = client();
    let options = Options {
        keys: Some(KeyStyle::Kazoo3),
        load: Load::Quiet,
        requests_per_second: 0,
        ..Options::default()
    };
    Simulator::start(options).await.expect("the simulator starts")
}
