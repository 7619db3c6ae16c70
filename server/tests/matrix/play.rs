//! Playing one story at one kind of site.

use std::time::Duration;

use serde_json::{Value, json};
use server::config::EventsDialect;
use simulator::{Dialect, KeyStyle, Load, Options, Simulator};
use tokio::time::{Instant, sleep};

use super::drawing::{Names, draw};
use super::official_servers::OfficialServer;
use super::story::{Line, Step, Story};
use super::support::{SOON, TestServer, client, config_for, in_path, order, state_of, until, usual_names};
use super::truth::{Chronicle, contradictions};

/// Two polls of the dashboard: nothing that they teach may change a board that is right.
const SETTLED: Duration = Duration::from_millis(2_200);

/// What kind of site it is.
#[derive(Debug, Clone, Copy)]
pub enum Site {
    /// The simulator's own event feed, and the server is told its dialect.
    Simulated(Dialect),
    /// The simulator's events through Socket.IO's own server of that generation; the server finds out which.
    Official(&'static str),
}

impl Site {
    pub fn name(self) -> String {
        match self {
            Self::Simulated(dialect) => dialect.word().to_owned(),
            Self::Official(version) => format!("socket.io {version}"),
        }
    }
}

/// Plays it, and answers the last board. The error is what the board showed and should not have.
pub async fn play(story: &Story, site: Site, keys: KeyStyle) -> Result<Vec<String>, String> {
    let options = Options {
        dialect: if let Site::Simulated(dialect) = site { dialect } else { Dialect::SocketIo09 },
        keys: Some(keys),
        load: Load::Quiet,
        agents: 6,
        queues: 2,
        wrapup_seconds: Some(600),
        requests_per_second: 0,
        ..Options::default()
    };
    let dialect = options.dialect;
    let client = client();
    let simulator = Simulator::start(options).await.map_err(|error| error.to_string())?;
    let mut config = config_for(&simulator, dialect);
    let peer = match site {
        Site::Simulated(_) => None,
        Site::Official(version) => Some(OfficialServer::beside(&simulator, version).await),
    };
    if let Some(peer) = &peer {
        config.antring.events_url = peer.url();
        config.antring.events_dialect = EventsDialect::Auto;
    }
    let names = names(&state_of(&simulator, &client).await);
    let mut stage = Stage { keys, client, names, chronicle: Chronicle::default() };

    let start = story.steps.iter().position(|step| matches!(step, Step::Start));
    let (before, after) = story.steps.split_at(start.unwrap_or_default());
    for step in before {
        stage.order(&simulator, step).await;
    }
    let server = TestServer::start_beside(simulator, config, usual_names()).await;
    server.ready().await;
    match &peer {
        Some(peer) => peer.subscribed().await,
        None => subscribed(&server).await,
    }
    let mut board = Vec::new();
    for step in after {
        match step {
            Step::Board(lines) => board = stage.settles(&server, lines).await?,
            step => stage.order(&server.simulator, step).await,
        }
    }
    sleep(SETTLED).await;
    let last =
        after.iter().rev().find_map(|step| if let Step::Board(lines) = step { Some(lines) } else { None });
    stage
        .agrees(&server, last.expect("a story ends with a board"), &mut board)
        .await
        .map_err(|found| format!("two polls later, {found}"))?;
    server.stop().await;
    Ok(board)
}

/// What the test knows of a centre.
struct Stage {
    keys: KeyStyle,
    client: reqwest::Client,
    names: Names,
    chronicle: Chronicle,
}

impl Stage {
    async fn order(&mut self, simulator: &Simulator, step: &Step) {
        match step {
            Step::Wait(seconds) => return sleep(Duration::from_secs_f64(*seconds)).await,
            Step::Start | Step::Board(_) => return,
            Step::Order { verb, call, body, makes } => {
                let path = match self.names.calls.iter().find(|(_, letter)| *letter == call) {
                    Some((id, _)) => format!("/calls/{}/{verb}", in_path(id)),
                    None if verb == "call" => "/calls".to_owned(),
                    None => format!("/{verb}"),
                };
                let mut body = body.clone();
                if makes.as_ref() == Some(call) {
                    // It does nothing by itself.
                    body["hold"] = json!(true);
                }
                let answer = order(simulator, &self.client, &path, body).await;
                if let Some(letter) = makes {
                    let id = answer["call_id"].as_str().expect("a call has an id");
                    self.names.calls.insert(id.to_owned(), letter.clone());
                }
            }
        }
        self.chronicle.note(&state_of(simulator, &self.client).await);
    }

    /// Waits until the board shows these lines and agrees with the centre.
    async fn settles(&mut self, server: &TestServer, lines: &[Line]) -> Result<Vec<String>, String> {
        let began = Instant::now();
        let mut board = Vec::new();
        loop {
            let found = match self.agrees(server, lines, &mut board).await {
                Ok(()) => return Ok(board),
                Err(found) => found,
            };
            if began.elapsed() > SOON {
                return Err(format!("even after {} s, {found}", SOON.as_secs()));
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn agrees(
        &mut self,
        server: &TestServer,
        lines: &[Line],
        drawn: &mut Vec<String>,
    ) -> Result<(), String> {
        let board = server.board().await;
        let state = server.control_state().await;
        self.chronicle.note(&state);
        *drawn = draw(&board, &self.names);
        let expected: Vec<&str> = lines.iter().map(|line| line.in_style(self.keys)).collect();
        if *drawn != expected {
            return Err(format!(
                "the board shows\n{}\nand the story says\n{}",
                listed(drawn),
                listed(&expected)
            ));
        }
        // Where a key style knows less, the story says so line by line, and the centre knows more.
        if lines.iter().any(|line| line.differs_in(self.keys)) {
            return Ok(());
        }
        let found = contradictions(&board, &state, &self.chronicle, &self.names);
        if found.is_empty() { Ok(()) } else { Err(format!("in the centre\n{}", listed(&found))) }
    }
}

/// A socket that is open hears nothing before it has subscribed to all three events.
async fn subscribed(server: &TestServer) {
    let all = async || (server.control_state().await["feed_bindings"].as_u64() >= Some(3)).then_some(());
    until("three subscriptions", all).await;
}

fn listed(lines: &[impl AsRef<str>]) -> String {
    lines.iter().map(|line| format!("    | {}", line.as_ref())).collect::<Vec<_>>().join("\n")
}

fn names(state: &Value) -> Names {
    let mut names = Names::default();
    for agent in state["agents"].as_array().into_iter().flatten() {
        for key in ["id", "username"] {
            names.agents.insert(text(agent, key), text(agent, "extension"));
        }
    }
    for (number, queue) in state["queues"].as_array().into_iter().flatten().enumerate() {
        for key in ["id", "name"] {
            names.queues.insert(text(queue, key), format!("queue {}", number + 1));
        }
    }
    names
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().expect("it is text").to_owned()
}
