//! A running server with its own simulated AntRing, and a viewer of its live stream.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use access::{Access, Role};
use futures_util::{SinkExt, StreamExt};
use reqwest::dns::Resolve;
use serde_json::{Value, json};
use server::SystemNames;
use server::config::{self, Config};
use simulator::{Dialect, Load, Options, Simulator};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use wire::{Board, CallRow, Frame, Position};

#[path = "secrets.rs"]
pub mod secrets;

use secrets::Secret;

/// Long enough for a loaded machine; nothing here waits that long when all is well.
pub const SOON: Duration = Duration::from_secs(20);

pub struct TestServer {
    pub address: SocketAddr,
    pub simulator: Simulator,
    /// Its accounts, as another process has them open.
    pub access: Access,
    /// What a supervisor's program shows, who sees everything.
    token: String,
    client: reqwest::Client,
    plain: reqwest::Client,
    config: Config,
    names: Arc<dyn Resolve>,
    stop: CancellationToken,
    running: tokio::task::JoinHandle<()>,
}

impl TestServer {
    /// A quiet centre: nothing happens that the test does not make happen.
    pub async fn start(dialect: Dialect) -> Self {
        Self::start_with(
            Options { dialect, load: Load::Quiet, history_delay: 0, ..Options::default() },
            |_| {},
        )
        .await
    }

    pub async fn start_with(options: Options, change: impl FnOnce(&mut Config)) -> Self {
        Self::start_with_names(options, change, usual_names()).await
    }

    /// Whose media servers' names are resolved by that.
    pub async fn start_with_names(
        options: Options,
        change: impl FnOnce(&mut Config),
        names: Arc<dyn Resolve>,
    ) -> Self {
        let dialect = options.dialect;
        let simulator = Simulator::start(options).await.expect("the simulator starts");
        let mut config = config_for(&simulator, dialect);
        change(&mut config);
        Self::start_beside(simulator, config, names).await
    }

    /// With a centre that is open already.
    pub async fn start_beside(simulator: Simulator, config: Config, names: Arc<dyn Resolve>) -> Self {
        let access = secrets::accounts(&config.server.data_dir).await;
        let token = secrets::token_of(&access, Role::Supervisor).await;
        let (client, plain) = (client_of(&token), client());
        let (address, stop, running) = serve(config.clone(), "127.0.0.1:0", names.clone()).await;
        Self { address, simulator, access, token, client, plain, config, names, stop, running }
    }

    /// A site that is played from a recording, whose dialect is the recording's.
    pub async fn start_with_options_of_the_recording(options: Options, recorded: Dialect) -> Self {
        Self::start_with(options, |config| {
            let word = Value::from(recorded.word());
            config.antring.events_dialect = serde_json::from_value(word).expect("a dialect's word");
        })
        .await
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks as a supervisor's program.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Asks as nobody.
    pub fn plain(&self) -> &reqwest::Client {
        &self.plain
    }

    pub fn bearer(&self) -> String {
        self.token.clone()
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(self.url(path)).send().await.expect("the server answers")
    }

    /// The truth about the board, as any client gets it.
    pub async fn board(&self) -> Board {
        match self.get("/api/v1/board/all").await.json().await.expect("a snapshot") {
            Frame::Snapshot { board, .. } => board,
            other => panic!("{other:?}"),
        }
    }

    /// Asks the simulator's control API.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        order(&self.simulator, &self.plain, path, body).await
    }

    pub async fn control_delete(&self, path: &str) {
        let url = format!("{}/control{path}", self.simulator.rest_url());
        self.plain.delete(url).send().await.expect("the simulator answers");
    }

    pub async fn control_get(&self, path: &str) -> Value {
        let url = format!("{}/control{path}", self.simulator.rest_url());
        self.plain.get(url).send().await.expect("the simulator answers").json().await.expect("JSON")
    }

    /// The truth in the simulated centre.
    pub async fn control_state(&self) -> Value {
        state_of(&self.simulator, &self.plain).await
    }

    /// Some agent who serves that queue: (id, user name).
    pub async fn agent_of(&self, queue: &str) -> (String, String) {
        let state = self.control_state().await;
        let agents = state["agents"].as_array().expect("agents").clone();
        let serves = |agent: &&Value| {
            agent["status"] == "ready"
                && agent["queues"].as_array().is_some_and(|queues| queues.iter().any(|name| name == queue))
        };
        let agent = agents.iter().find(serves).expect("somebody serves it");
        let text = |key: &str| agent[key].as_str().expect("text").to_owned();
        (text("id"), text("username"))
    }

    /// A caller who does nothing by itself; the answer is the call's id.
    pub async fn held_call(&self, queue: &str, caller: &str) -> String {
        let answer = self.control("/calls", json!({ "queue": queue, "caller": caller, "hold": true })).await;
        answer["call_id"].as_str().expect("a call id").to_owned()
    }

    pub async fn drive(&self, call: &str, verb: &str, body: Value) {
        self.control(&format!("/calls/{}/{verb}", in_path(call)), body).await;
    }

    pub async fn viewer(&self, query: &str) -> Viewer {
        Viewer::connect(self, query, None).await
    }

    /// Until both sources speak and everybody is known.
    pub async fn ready(&self) {
        until("the server is ready", || async {
            let ready = self.get("/readyz").await.status().is_success();
            let board = self.board().await;
            (ready && !board.agents.is_empty() && !board.queues.is_empty()).then_some(())
        })
        .await;
    }

    /// Tells the server to stop, and waits until it has.
    pub async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(SOON, self.running).await.expect("it stops in time").expect("it stops cleanly");
        self.simulator.stop().await;
        remove(&self.config.server.data_dir);
    }

    /// Stops the server alone and starts another at the same address, with the same directory.
    pub async fn restart(&mut self) {
        self.stop_server().await;
        self.start_server().await;
    }

    pub async fn stop_server(&mut self) {
        self.stop.cancel();
        (&mut self.running).await.expect("it stops cleanly");
    }

    pub async fn start_server(&mut self) {
        let (_, stop, running) =
            serve(self.config.clone(), &self.address.to_string(), self.names.clone()).await;
        self.stop = stop;
        self.running = running;
    }
}

/// Asks a simulator's control API.
pub async fn order(simulator: &Simulator, client: &reqwest::Client, path: &str, body: Value) -> Value {
    let url = format!("{}/control{path}", simulator.rest_url());
    let answer = client.post(url).json(&body).send().await.expect("the simulator answers");
    let status = answer.status();
    let text = answer.text().await.expect("an answer");
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// The truth in a simulated centre.
pub async fn state_of(simulator: &Simulator, client: &reqwest::Client) -> Value {
    let url = format!("{}/control/state", simulator.rest_url());
    client.get(url).send().await.expect("the simulator answers").json().await.expect("its state")
}

/// As a page's form sends it.
pub fn filled_in(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}

/// A call id as a segment of a path.
pub fn in_path(call: &str) -> String {
    call.replace('@', "%40")
}

pub fn config_for(simulator: &Simulator, dialect: Dialect) -> Config {
    let credentials = simulator.credentials();
    let settings = [
        ("SERVER__NAME", "Test"),
        ("ANTRING__BASE_URL", simulator.rest_url()),
        ("ANTRING__EVENTS_URL", simulator.events_url()),
        ("ANTRING__EVENTS_DIALECT", dialect.word()),
        ("ANTRING__APP_ID", &credentials.app_id),
        ("ANTRING__APP_SECRET", &credentials.app_secret),
        ("ANTRING__ACCOUNT_ID", &credentials.account_id),
        ("ANTRING__DOMAIN", &credentials.domain),
        ("ANTRING__EMAIL", &credentials.email),
        ("ANTRING__POLL_EVERY", "1s"),
        ("ANTRING__REQUESTS_PER_SECOND", "100"),
        ("ANTRING__MEDIA_HOSTS", "127.0.0.1"),
        ("DIAL__SIP_USER", &credentials.sip_user),
        ("DIAL__SIP_PASSWORD", &credentials.sip_password),
    ];
    let settings = settings.map(|(name, value)| (format!("CALLBOARD_{name}"), value.to_owned()));
    let mut config = config::load(None, settings).expect("these settings are right");
    config.server.data_dir = own_directory();
    config
}

/// Where one server of a test keeps its files.
pub fn own_directory() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("callboard-test-{}-{number}", std::process::id()))
}

/// What a failed test leaves behind is for whoever looks into it.
pub fn remove(directory: &Path) {
    let ours =
        directory.file_name().is_some_and(|name| name.to_string_lossy().starts_with("callboard-test-"));
    if ours {
        let _ = std::fs::remove_dir_all(directory);
    }
}

async fn serve(
    config: Config,
    at: &str,
    names: Arc<dyn Resolve>,
) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind(at).await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let stop = CancellationToken::new();
    let server = server::run_with_names(config, listener, stop.clone(), names);
    let running = tokio::spawn(async move { server.await.expect("it runs until told to stop") });
    (address, stop, running)
}

/// Host names lead where this machine says.
pub fn usual_names() -> Arc<dyn Resolve> {
    Arc::new(SystemNames)
}

/// Shows nothing, and follows no redirection.
pub fn client() -> reqwest::Client {
    client_with(reqwest::header::HeaderMap::new())
}

/// Shows this token with everything it asks.
pub fn client_of(token: &str) -> reqwest::Client {
    let bearer = format!("Bearer {token}").parse().expect("a header");
    client_with([(reqwest::header::AUTHORIZATION, bearer)].into_iter().collect())
}

fn client_with(headers: reqwest::header::HeaderMap) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder =
        reqwest::Client::builder().timeout(SOON).redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.default_headers(headers).build().expect("a client")
}

/// Says a line past the test harness, which keeps what tests print to itself.
pub fn say(line: &str) {
    use std::io::Write as _;
    // Nobody reading is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Asks again and again until there is an answer.
pub async fn until<Answer, Asked: Future<Output = Option<Answer>>>(
    what: &str,
    mut ask: impl FnMut() -> Asked,
) -> Answer {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, asking).await.unwrap_or_else(|_| panic!("in vain: {what}"))
}

/// A viewer that keeps its own board, as a browser does.
pub struct Viewer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub board: Option<Board>,
    pub position: Option<Position>,
    /// Every text received, for tests that look at bytes.
    pub texts: Vec<String>,
    pub snapshots: usize,
    pub closed: Option<u16>,
}

impl Viewer {
    /// With the server's own token.
    pub async fn connect(server: &TestServer, query: &str, known: Option<(Board, Position)>) -> Self {
        Self::open(server.address, query, &Secret::Bearer(server.bearer()), known).await
    }

    /// As somebody else.
    pub async fn as_holder(server: &TestServer, query: &str, secret: &Secret) -> Self {
        Self::open(server.address, query, secret, None).await
    }

    /// At a server's address, showing that.
    pub async fn open(
        address: SocketAddr,
        query: &str,
        secret: &Secret,
        known: Option<(Board, Position)>,
    ) -> Self {
        let url = format!("ws://{address}/live?{query}");
        let mut request = url.into_client_request().expect("a request");
        let (name, value) = secret.header().expect("a secret");
        request.headers_mut().insert(name, value.parse().expect("a header"));
        let (socket, _) = connect_async(request).await.expect("a live stream");
        let (board, position) = known.unzip();
        Self { socket, board, position, texts: Vec::new(), snapshots: 0, closed: None }
    }

    pub async fn say(&mut self, message: Message) {
        // A server that has closed already need not hear it.
        let _ = self.socket.send(message).await;
    }

    /// Takes in one message; false when the stream ended.
    pub async fn next(&mut self) -> bool {
        let message =
            tokio::time::timeout(SOON, self.socket.next()).await.expect("the stream is never silent");
        match message {
            Some(Ok(Message::Text(text))) => self.take(text.as_str()),
            Some(Ok(Message::Close(close))) => {
                self.closed = close.map(|close| close.code.into());
                return false;
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return false,
        }
        true
    }

    fn take(&mut self, text: &str) {
        self.texts.push(text.to_owned());
        match Frame::decode(text).expect("a frame") {
            Frame::Snapshot { epoch, seq, board, .. } => {
                self.snapshots += 1;
                self.board = Some(board);
                self.position = Some(Position { epoch, seq });
            }
            Frame::Delta { epoch, seq, changes, .. } => {
                let position = self.position.as_mut().expect("a delta follows a snapshot");
                assert_eq!((&position.epoch, position.seq + 1), (&epoch, seq), "no frame is missing");
                position.seq = seq;
                let board = self.board.as_mut().expect("a delta follows a snapshot");
                changes.iter().for_each(|change| board.apply(change));
            }
            Frame::Notice { .. } => {}
        }
    }

    /// Follows the stream until the board shows what is waited for.
    pub async fn until<Found>(&mut self, what: &str, mut look: impl FnMut(&Board) -> Option<Found>) -> Found {
        let following = async {
            loop {
                if let Some(found) = self.board.as_ref().and_then(&mut look) {
                    return found;
                }
                assert!(self.next().await, "the stream ended before: {what}");
            }
        };
        tokio::time::timeout(SOON, following).await.unwrap_or_else(|_| panic!("in vain: {what}"))
    }

    pub async fn until_call(&mut self, id: &str, what: &str, is_so: impl Fn(&CallRow) -> bool) -> CallRow {
        self.until(what, |board| board.calls.iter().find(|call| call.id == id && is_so(call)).cloned()).await
    }
}

/// The real binary, which can be killed.
pub struct CallboardProcess {
    child: std::process::Child,
    address: String,
    client: reqwest::Client,
}

impl CallboardProcess {
    /// With the settings of `config`, as far as tests change any.
    pub async fn start(simulator: &Simulator, config: &Config) -> Self {
        let access = secrets::accounts(&config.server.data_dir).await;
        let client = client_of(&secrets::token_of(&access, Role::Supervisor).await);
        let credentials = simulator.credentials();
        let data_dir = config.server.data_dir.to_string_lossy().into_owned();
        let settings = [
            ("SERVER__LISTEN", "127.0.0.1:0"),
            ("SERVER__DATA_DIR", &data_dir),
            ("ANTRING__BASE_URL", simulator.rest_url()),
            ("ANTRING__EVENTS_URL", simulator.events_url()),
            ("ANTRING__EVENTS_DIALECT", "socketio4"),
            ("ANTRING__APP_ID", &credentials.app_id),
            ("ANTRING__APP_SECRET", &credentials.app_secret),
            ("ANTRING__ACCOUNT_ID", &credentials.account_id),
            ("ANTRING__DOMAIN", &credentials.domain),
            ("ANTRING__EMAIL", &credentials.email),
            ("ANTRING__POLL_EVERY", "1s"),
            ("ANTRING__REQUESTS_PER_SECOND", "100"),
        ];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_callboard"));
        command.arg("serve").env("RUST_LOG", "error").stdout(std::process::Stdio::piped());
        command.envs(settings.map(|(name, value)| (format!("CALLBOARD_{name}"), value.to_owned())));
        let mut child = command.spawn().expect("callboard starts");
        let mut output = std::io::BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut line = String::new();
        std::io::BufRead::read_line(&mut output, &mut line).expect("it says where it is");
        let address = line.trim().rsplit(' ').next().expect("an address").to_owned();
        Self { child, address, client }
    }

    pub async fn board(&self) -> Option<Board> {
        let answer = self.client.get(format!("{}/api/v1/board/all", self.address)).send().await.ok()?;
        match answer.json().await.ok()? {
            Frame::Snapshot { board, .. } => Some(board),
            Frame::Delta { .. } | Frame::Notice { .. } => None,
        }
    }

    /// As a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        let _ = self.child.wait();
    }
}

impl Drop for CallboardProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
