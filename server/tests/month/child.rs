//! The real `callboard serve`, as a process that can be killed.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use access::Role;
use serde_json::Value;
use simulator::Credentials;
use wire::{Board, Frame};

use crate::support::client_of;
use crate::support::secrets::{Secret, accounts, token_of};

/// How the server is set up, the same for each of its lives.
#[derive(Clone)]
pub struct Settings {
    pub address: SocketAddr,
    pub data_dir: PathBuf,
    /// What it says of itself goes here, all lives after one another.
    pub log: PathBuf,
    environment: Vec<(String, String)>,
    /// What a supervisor's program shows.
    token: String,
}

pub struct Server {
    pub settings: Settings,
    process: Child,
    client: reqwest::Client,
}

impl Settings {
    /// Beside a centre whose REST and feed are at these addresses.
    pub async fn new(directory: &Path, rest: &str, events: &str, credentials: &Credentials) -> Self {
        let address = free_address();
        let data_dir = directory.join("data");
        let settings = [
            ("SERVER__LISTEN", address.to_string()),
            ("SERVER__DATA_DIR", data_dir.display().to_string()),
            ("ANTRING__BASE_URL", rest.to_owned()),
            ("ANTRING__EVENTS_URL", events.to_owned()),
            ("ANTRING__EVENTS_DIALECT", "socketio09".to_owned()),
            ("ANTRING__APP_ID", credentials.app_id.clone()),
            ("ANTRING__APP_SECRET", credentials.app_secret.clone()),
            ("ANTRING__ACCOUNT_ID", credentials.account_id.clone()),
            ("ANTRING__DOMAIN", credentials.domain.clone()),
            ("ANTRING__EMAIL", credentials.email.clone()),
            ("ANTRING__POLL_EVERY", "1s".to_owned()),
            ("ANTRING__REQUESTS_PER_SECOND", "50".to_owned()),
        ];
        let environment = settings.map(|(name, value)| (format!("CALLBOARD_{name}"), value)).to_vec();
        let token = token_of(&accounts(&data_dir).await, Role::Supervisor).await;
        Self { address, data_dir, log: directory.join("server.log"), environment, token }
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.push((format!("CALLBOARD_{name}"), value.into()));
    }
}

impl Server {
    pub fn start(settings: &Settings) -> Self {
        Self::start_by(settings, Command::new(env!("CARGO_BIN_EXE_callboard")))
    }

    /// By a command that becomes the server when it is given the server's own arguments.
    pub fn start_by(settings: &Settings, mut command: Command) -> Self {
        let log = File::options().create(true).append(true).open(&settings.log).expect("a log");
        let process = command
            .arg("serve")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RUST_LOG", "info,rust_socketio=off")
            .envs(settings.environment.iter().cloned())
            .current_dir(settings.log.parent().expect("a directory"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the same log"))
            .stderr(log)
            .spawn()
            .expect("the server's own binary can be started");
        Self { settings: settings.clone(), process, client: client_of(&settings.token) }
    }

    /// Asks as a supervisor's program.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    pub fn bearer(&self) -> Secret {
        Secret::Bearer(self.settings.token.clone())
    }

    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// `None` while nobody answers.
    pub async fn get(&self, path: &str) -> Option<Value> {
        let url = format!("http://{}{path}", self.settings.address);
        self.client.get(url).send().await.ok()?.json().await.ok()
    }

    pub async fn status(&self, path: &str) -> Option<u16> {
        let url = format!("http://{}{path}", self.settings.address);
        Some(self.client.get(url).send().await.ok()?.status().as_u16())
    }

    pub async fn board(&self) -> Option<Board> {
        let url = format!("http://{}/api/v1/board/all", self.settings.address);
        match self.client.get(url).send().await.ok()?.json().await.ok()? {
            Frame::Snapshot { board, .. } => Some(board),
            other => panic!("{other:?}"),
        }
    }

    /// Until it answers at all; the time that took.
    pub async fn answers(&mut self) -> Duration {
        let began = Instant::now();
        while self.status("/healthz").await != Some(200) {
            if let Some(ended) = self.process.try_wait().expect("its state") {
                panic!("the server ended by itself ({ended}):\n{}", self.last_words());
            }
            assert!(began.elapsed() < Duration::from_secs(60), "it never answered:\n{}", self.last_words());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        began.elapsed()
    }

    /// SIGKILL: nothing is written, flushed or said any more.
    pub fn kill(mut self) {
        let ended = self.process.try_wait().expect("its state");
        assert_eq!(ended, None, "it ended by itself:\n{}", self.last_words());
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("its end");
    }

    /// SIGTERM, and its end.
    pub async fn stop(mut self) {
        let id = i32::try_from(self.process_id()).ok().and_then(rustix::process::Pid::from_raw);
        let told = rustix::process::kill_process(id.expect("a process id"), rustix::process::Signal::TERM);
        told.expect("it can be told");
        let began = Instant::now();
        loop {
            if let Some(ended) = self.process.try_wait().expect("its state") {
                assert!(ended.success(), "{ended}: {}", self.last_words());
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "it does not stop:\n{}", self.last_words());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.settings.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended cannot be killed again, and need not be.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Freed at once; the server binds it a moment later, again and again.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound")
}
