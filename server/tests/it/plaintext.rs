//! Secrets lie nowhere in plain: not in an answer, a log line of whatever level, a file of `data_dir` or an error. The
//! real binary runs with secrets that nothing else resembles, does what touches them, well and badly, and then every
//! byte that came out of it is read. A secret that is planted is found: the scan sees.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use access::{Key, Rights, Role};
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use simulator::{ClickToCallParams, Credentials, Load, Options, Simulator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Row};

use crate::support::secrets::{Secret, token_of};
use crate::support::{
    config_for, filled_in, in_path, order, own_directory, remove, say, secrets, state_of, until,
};

const APP_SECRET: &str = "app-gehëim/7+Q==";
const SHARED_PASSWORD: &str = "p@ss \"SIP\"&<7>-Ω";
const OWN_PASSWORD: &str = "riêng+9313/äöü%";
const KEY: &str = "3f1c9b0a7d5e42868a1f0c2b4d6e8f9001122334455667788990a0b0c0d0e0f1";

/// Everything that came out, by where.
#[derive(Default)]
struct Scan {
    needles: Vec<(String, Vec<u8>)>,
    read: BTreeMap<String, usize>,
    found: Vec<String>,
}

impl Scan {
    /// Each secret in all the ways in which it may be written.
    fn new(secrets: &[(&str, &str)]) -> Self {
        let mut needles = Vec::new();
        for (name, secret) in secrets {
            let json = serde_json::to_string(secret).expect("JSON");
            let html =
                secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            let spellings = [
                ("plain", (*secret).to_owned()),
                ("in JSON", json.trim_matches('"').to_owned()),
                ("in JSON in a log", format!("{json:?}").trim_matches('"').replace("\\\"", "")),
                ("in HTML", html),
                ("in an address", url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()),
                ("in hexadecimal", hex::encode(secret)),
            ];
            for (spelling, text) in spellings {
                needles.push((format!("{name} {spelling}"), text.into_bytes()));
            }
        }
        // What makes a presigned link one; of the key, the bytes themselves.
        for part in ["AWSAccessKeyId=", "Signature=", "AWSAccessKeyId%3D", "Signature%3D"] {
            needles.push((format!("a presigned link's {part}"), part.into()));
        }
        needles.push(("the key's bytes".into(), hex::decode(KEY).expect("a key")));
        Self { needles, ..Self::default() }
    }

    fn look(&mut self, place: &str, bytes: &[u8]) {
        *self.read.entry(place.split(' ').next().unwrap_or_default().to_owned()).or_default() += bytes.len();
        for (name, needle) in &self.needles {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                self.found.push(format!("{name}: {place}"));
            }
        }
    }

    /// Status line, headers and body of an answer.
    async fn answer(&mut self, asked: &str, request: reqwest::RequestBuilder) -> (u16, Value) {
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let mut bytes = format!("{status} {:?}\n", answer.headers()).into_bytes();
        let is_endless = answer.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if is_endless { Default::default() } else { answer.bytes().await.unwrap_or_default() };
        bytes.extend_from_slice(&body);
        self.look(&format!("answer to {asked}"), &bytes);
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    /// Whole files as they lie there, and what is in their tables, unpacked.
    async fn directory(&mut self, directory: &Path) {
        for file in std::fs::read_dir(directory).expect("a directory").flatten() {
            let path = file.path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            self.look(&format!("file {name}"), &std::fs::read(&path).expect("it can be read"));
            if name.ends_with(".db") {
                self.tables(&path, &name).await;
            }
        }
    }

    async fn tables(&mut self, file: &Path, name: &str) {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let mut database = options.connect().await.expect("a database");
        let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'");
        let tables: Vec<SqliteRow> = tables.fetch_all(&mut database).await.expect("tables");
        for table in tables {
            let table: String = table.get(0);
            let all = sqlx::AssertSqlSafe(format!("SELECT * FROM \"{table}\""));
            for row in sqlx::query(all).fetch_all(&mut database).await.expect("rows") {
                for column in 0..row.len() {
                    let value = row.try_get_unchecked::<Vec<u8>, _>(column).unwrap_or_default();
                    let unpacked = zstd::stream::decode_all(value.as_slice()).unwrap_or_default();
                    self.look(&format!("table {table} of {name}"), &value);
                    self.look(&format!("unpacked {table} of {name}"), &unpacked);
                }
            }
        }
    }
}

/// The real binary, which says everything it can say into a file.
struct Callboard {
    child: std::process::Child,
    address: String,
    log: PathBuf,
}

impl Callboard {
    fn start(settings: &[(String, String)], log: PathBuf) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        let errors = std::fs::File::create(&log).expect("a file");
        command.arg("serve").envs(settings.iter().cloned()).env("RUST_LOG", "trace").env("NO_COLOR", "1");
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().expect("callboard starts");
        let mut output = std::io::BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        std::io::BufRead::read_line(&mut output, &mut line).expect("it says where it is");
        let address = line.trim().rsplit(' ').next().expect("an address").to_owned();
        Self { child, address, log }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// As a service manager stops it.
    fn stop(&mut self) {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it runs");
        let _ = self.child.wait();
    }
}

impl Drop for Callboard {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn settings(simulator: &Simulator, directory: &Path) -> Vec<(String, String)> {
    let credentials = simulator.credentials();
    let settings = [
        ("SERVER__LISTEN", "127.0.0.1:0"),
        ("SERVER__DATA_DIR", &directory.to_string_lossy()),
        ("ANTRING__BASE_URL", simulator.rest_url()),
        ("ANTRING__EVENTS_URL", simulator.events_url()),
        ("ANTRING__EVENTS_DIALECT", "socketio09"),
        ("ANTRING__APP_ID", &credentials.app_id),
        ("ANTRING__APP_SECRET", &credentials.app_secret),
        ("ANTRING__ACCOUNT_ID", &credentials.account_id),
        ("ANTRING__DOMAIN", &credentials.domain),
        ("ANTRING__EMAIL", &credentials.email),
        ("ANTRING__POLL_EVERY", "1s"),
        ("ANTRING__REQUESTS_PER_SECOND", "100"),
        ("ANTRING__MEDIA_HOSTS", "127.0.0.1"),
        // The worse of the two: in the address of a request.
        ("ANTRING__CLICK_TO_CALL_PARAMS", "query"),
        ("DIAL__SIP_USER", &credentials.sip_user),
        ("DIAL__SIP_PASSWORD", &credentials.sip_password),
        ("DIAL__KEY", KEY),
    ];
    settings.map(|(name, value)| (format!("CALLBOARD_{name}"), value.to_owned())).to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_lies_anywhere_in_plain() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let credentials = Credentials {
        app_secret: APP_SECRET.into(),
        sip_password: SHARED_PASSWORD.into(),
        ..Credentials::default()
    };
    let click_to_call_params = ClickToCallParams::Query;
    let options = Options { load: Load::Demo, credentials, click_to_call_params, ..Options::default() };
    let simulator = Simulator::start(options).await.expect("the simulator starts");
    let directory = own_directory();
    let access = secrets::accounts(&directory).await;
    let config = config_for(&simulator, simulator::Dialect::SocketIo09);
    assert_eq!(config.dial.sip_password.expose_secret(), SHARED_PASSWORD, "the secrets are the ones in use");
    let settings = settings(&simulator, &directory);
    let log = directory.with_extension("log");
    let mut server = Callboard::start(&settings, log.clone());

    let http =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let hash_of_headers = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(
        format!("{}{APP_SECRET}", simulator.credentials().app_id).as_bytes(),
    ));
    let mut scan = Scan::new(&[
        ("the app secret", APP_SECRET),
        ("the shared SIP password", SHARED_PASSWORD),
        ("a person's SIP password", OWN_PASSWORD),
        ("the key", KEY),
        // It opens click to call for ever (`protocols.md` §1.2).
        ("the headers' hash", &hash_of_headers),
    ]);

    // Who asks: an admin and an agent in browsers, a supervisor's program.
    let (admin, _) = secrets::person(&access, Rights::of(Role::Admin)).await;
    let agents = Rights { agent: Some("agent-7".into()), ..Rights::of(Role::Agent) };
    let (agent, agents_id) = secrets::person(&access, agents).await;
    let program = Secret::Bearer(token_of(&access, Role::Supervisor).await);
    let ask = |who: &Secret, method: Method, path: &str| {
        let (name, value) = who.header().expect("a secret");
        http.request(method, server.url(path)).header(name, value).header("origin", &server.address)
    };
    let recorded = until("a recorded call", || async {
        let page: Value =
            ask(&program, Method::GET, "/api/v1/calls?limit=200").send().await.ok()?.json().await.ok()?;
        let rows = page["rows"].as_array()?.clone();
        rows.iter()
            .find(|row| row["has_recording"] == true)
            .and_then(|row| Some(row["id"].as_str()?.to_owned()))
    });
    let recorded = recorded.await;

    // A phone of one's own: mistyped, set, looked at, set by an admin.
    let form = |user: &'static str| [("sip_user", user), ("sip_password", OWN_PASSWORD)];
    for user in ["two words", "user_lan"] {
        let request = filled_in(ask(&agent, Method::POST, "/account/phone"), &form(user));
        let (status, _) = scan.answer("POST /account/phone", request).await;
        assert_eq!(status, if user == "user_lan" { 303 } else { 422 });
    }
    let of_user = format!("/settings/users/{agents_id}");
    for user in ["", "user_lan"] {
        let request = filled_in(ask(&admin, Method::POST, &format!("{of_user}/phone")), &form(user));
        scan.answer("POST /settings/users/ID/phone", request).await;
    }
    let kept = access.phone(agents_id, &Key::read(KEY).expect("a key"));
    access.look(0).await.expect("the disk is well");
    let kept = kept.or_else(|| access.phone(agents_id, &Key::read(KEY).expect("a key"))).expect("it was set");
    assert_eq!(kept.password.expose_secret(), OWN_PASSWORD, "the secret is the one in use");

    // Calls: well, with a wrong password, at a fault of AntRing's, timed out.
    let dial = |who: &Secret, number: &str| {
        ask(who, Method::POST, "/api/v1/calls").json(&json!({ "number": number }))
    };
    let (status, _) = scan.answer("POST /api/v1/calls", dial(&admin, "0901234561")).await;
    assert_eq!(status, 202, "the shared phone rings");
    let (status, _) = scan.answer("POST /api/v1/calls", dial(&agent, "0901234562")).await;
    assert_eq!(status, 409, "nobody has that phone there");
    let phone = &simulator.credentials().sip_user;
    for fault in [json!(400), json!(404), json!(500), json!("html"), json!("cut")] {
        let body = json!({ "rest_status": fault, "times": 1, "path": "/oapi/v1/call/click-to-call" });
        order(&simulator, &http, "/faults", body).await;
        scan.answer("POST /api/v1/calls", dial(&admin, "0901234563")).await;
        tokio::time::sleep(Duration::from_millis(3_100)).await;
    }
    order(&simulator, &http, &format!("/phones/{phone}"), json!({ "hangs": true })).await;
    let (status, _) = scan.answer("POST /api/v1/calls", dial(&admin, "0901234564")).await;
    assert_eq!(status, 504);

    // Recordings: played, in part, and when neither the link nor the file can be had.
    let recording = format!("/recordings/{}", in_path(&recorded));
    let (status, _) = scan.answer("GET /recordings", ask(&program, Method::GET, &recording)).await;
    assert_eq!(status, 200);
    let part = ask(&program, Method::GET, &recording).header("range", "bytes=0-99");
    scan.answer("GET /recordings", part).await;
    scan.answer("HEAD /recordings", ask(&program, Method::HEAD, &recording)).await;
    for path in ["/oapi/v1/call/play_recording", "/nkrecord"] {
        for fault in [json!(403), json!(500), json!("html")] {
            order(&simulator, &http, "/faults", json!({ "rest_status": fault, "times": 2, "path": path }))
                .await;
            scan.answer("GET /recordings", ask(&program, Method::GET, &recording)).await;
            order(&simulator, &http, "/faults", json!({ "clear": true })).await;
        }
    }

    // Every door that can be looked through, and AntRing out of order.
    order(&simulator, &http, "/faults", json!({ "rest_status": 403, "times": 6 })).await;
    let mut doors = 0;
    for door in server::access::table().iter().filter(|door| door.method == "GET") {
        let path =
            door.path.replace("{call_id}", &in_path(&recorded)).replace("{id}", &agents_id.to_string());
        let path = path.replace("/board/1", "/board/all").replace("(anything else)", "nothing-here");
        for who in [&admin, &agent, &program] {
            scan.answer(&format!("GET {path}"), ask(who, Method::GET, &path)).await;
            doors += 1;
        }
    }
    let known = simulator.credentials().app_id.clone();
    let doctor = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["check", "--listen", "2s"])
        .envs(settings.iter().cloned())
        .env("RUST_LOG", "trace")
        .output()
        .expect("it runs");
    scan.look("doctor's report", &doctor.stdout);
    scan.look("doctor's log", &doctor.stderr);

    // As it runs, with its logs of the database; and after a stop.
    scan.directory(&directory).await;
    server.stop();
    scan.directory(&directory).await;
    let told = std::fs::read(&server.log).expect("a log");
    scan.look("log of the server", &told);

    say(&format!("plaintext: {doors} doors; bytes read: {:?}", scan.read));
    assert!(scan.found.is_empty(), "{:#?}", scan.found);

    // The scan sees what it should: what is known to be there, and what is planted.
    let text = String::from_utf8_lossy(&told);
    assert!(text.contains(" TRACE ") && text.contains(" DEBUG "), "every level is in the log");
    for place in ["answer", "file", "table", "unpacked", "log", "doctor's"] {
        assert!(scan.read.get(place).is_some_and(|bytes| *bytes > 100), "{place}: {:?}", scan.read);
    }
    assert!(state_of(&simulator, &http).await.to_string().contains(&known));
    plant(&mut scan, &directory, &simulator, &http).await;
    simulator.stop().await;
    remove(&directory);
    let _ = std::fs::remove_file(log);
}

/// Secrets where there must be none: each is found.
async fn plant(scan: &mut Scan, directory: &Path, simulator: &Simulator, http: &reqwest::Client) {
    let file = directory.join("callboard.db");
    let mut database = SqliteConnectOptions::new().filename(&file).connect().await.expect("the file");
    let packed =
        zstd::bulk::compress(format!("{{\"x\":\"{OWN_PASSWORD}\"}}").as_bytes(), 3).expect("it packs");
    let planted = sqlx::query("INSERT INTO keyframes (position, format, at, body) VALUES (0, 0, 0, $1)");
    planted.bind(packed).execute(&mut database).await.expect("planted");
    std::fs::write(
        directory.join("left-behind.tmp"),
        url::form_urlencoded::byte_serialize(SHARED_PASSWORD.as_bytes()).collect::<String>(),
    )
    .expect("a file");
    scan.directory(directory).await;
    // The simulator tells its secrets to whoever asks.
    let state = format!("{}/control/state", simulator.rest_url());
    scan.answer("GET /control/state", http.get(state)).await;
    let line = format!(
        "DEBUG asked https://abs1.example/nkrecord/x.mp3?Expires=1&Signature=a%3D hash {}",
        hex::encode(APP_SECRET)
    );
    scan.look("log that was planted", line.as_bytes());
    let found =
        |what: &str, place: &str| scan.found.iter().any(|line| line.contains(what) && line.contains(place));
    assert!(found("a person's SIP password", "unpacked keyframes"), "{:?}", scan.found);
    assert!(found("the shared SIP password in an address", "left-behind.tmp"), "{:?}", scan.found);
    assert!(found("the app secret", "answer to GET /control/state"), "{:?}", scan.found);
    assert!(found("a presigned link's Signature=", "log that was planted"), "{:?}", scan.found);
    assert!(found("the app secret in hexadecimal", "log that was planted"), "{:?}", scan.found);
}
