//! How long the history takes on the server with a million calls in the store: pages, lists and their CSV over HTTP.
//!
//! `cargo bench -p server --bench history` fills a store of 1,000,000 calls (`CALLBOARD_CALLS` says another number) and
//! prints one row a question. The goal is 100 ms for each page. A time is from the request's sending to the whole answer's
//! arrival in this process; `times` is how much longer than the first page of all calls.

#[path = "../../crates/store/examples/measure/past.rs"]
mod past;
mod running;

use std::path::Path;
use std::time::{Duration, Instant};

use access::{Access, By, NewToken, Role, Rules};
use kpi::{Millis, Text};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use store::{Store, StoreSettings};

use crate::past::Past;
use crate::running::Running;

const CALLS_A_DAY: u64 = 5_000;
const DAY: Millis = 24 * 3_600_000;
/// Each question is asked so often; the middle is printed, and the worst.
const ASKED: usize = 9;
/// How long the server may take to know its agents and queues.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    // reqwest makes no client without a provider, even for plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let calls =
        std::env::var("CALLBOARD_CALLS").ok().map_or(1_000_000, |calls| calls.parse().expect("a number"));
    let data_dir = std::env::temp_dir().join(format!("callboard-history-{}", std::process::id()));
    measure(&data_dir, calls).await;
    std::fs::remove_dir_all(&data_dir).expect("it was made here");
}

async fn measure(data_dir: &Path, calls: u64) {
    let mut simulator =
        Running::start(&["simulator", "--rest-port", "0", "--events-port", "0", "--load", "quiet"], &[]);
    let account: Value = serde_json::from_str(&simulator.first_line()).expect("the simulator's account");
    let settings = settings(&account, data_dir);
    std::fs::create_dir_all(data_dir).expect("a directory");
    let token = token(data_dir, None).await;
    let (queues, agents) = {
        let site = Site::start(&settings, token.clone());
        site.everyone().await
    };
    let past = Past {
        queues: queues.clone(),
        agents: agents.clone(),
        until: server::clock::now(),
        calls_a_day: CALLS_A_DAY,
    };
    let mut two = queues.iter().rev().take(2).map(ToString::to_string);
    let of_two = self::token(data_dir, Some([two.next(), two.next()].into_iter().flatten().collect())).await;
    fill(data_dir, &past, calls).await;

    let began = Instant::now();
    let site = Site::start(&settings, token);
    say(&format!("the server answers after {:.1} s", began.elapsed().as_secs_f64()));
    site.everyone().await;
    let oldest = past.call(calls - 1).started - DAY;
    let span = format!("from={oldest}&to={}", past.until);
    let month = format!("from={}&to={}", past.until - 30 * DAY, past.until);
    let (queue, agent) = (&queues[0], &agents[0]);
    row(&["", "cold ms", "ms", "worst ms", "times", "rows", "of"]);
    let first = site.page("first page", &span, None).await;
    let pages = calls / 50;
    for (what, query) in [
        ("page in the middle", format!("{span}&page={}", pages / 2)),
        ("last page", format!("{span}&page={pages}")),
        ("a month", month.clone()),
        ("a month, last page", format!("{month}&page={}", CALLS_A_DAY * 30 / 50)),
        ("a queue", format!("{span}&queue={queue}")),
        ("a queue, page 1,000", format!("{span}&queue={queue}&page=1000")),
        ("an agent", format!("{span}&agent={agent}")),
        ("an agent, page 200", format!("{span}&agent={agent}&page=200")),
        ("abandoned", format!("{span}&result=abandoned")),
        ("abandoned in a queue, page 100", format!("{span}&queue={queue}&result=abandoned&page=100")),
        ("failed (one in 1,000)", format!("{span}&result=failed")),
        ("outbound, page 1,000", format!("{span}&direction=outbound&page=1000")),
        ("a whole number", format!("{span}&number={}", past.call(77).number.unwrap_or_default())),
        ("numbers that begin 0901", format!("{span}&number=0901")),
        ("numbers that end in 4567", format!("{span}&number=4567")),
        ("the longest talks", format!("{span}&sort=-talked")),
        ("the longest waits, page 1,000", format!("{span}&sort=-waited&page=1000")),
    ] {
        site.page(what, &query, Some(first)).await;
    }
    for (what, path) in [
        ("/calls as a page", format!("/calls?{span}")),
        ("/calls, page 1,000", format!("/calls?{span}&page=1000")),
        ("its list", format!("/fragments/calls?{span}")),
        ("its list, the longest talks", format!("/fragments/calls?{span}&sort=-talked")),
        ("its totals of a month", format!("/fragments/calls/totals?{month}")),
    ] {
        site.drawn(what, &path, first).await;
    }
    let supervisor = Site { token: of_two, ..site };
    supervisor.page("two queues only", &span, Some(first)).await;
    supervisor.page("two queues only, page 1,000", &format!("{span}&page=1000"), Some(first)).await;
    supervisor.page("two queues only, abandoned", &format!("{span}&result=abandoned"), Some(first)).await;
    supervisor.csv("CSV of a month", &month).await;
    supervisor.csv("CSV of a queue", &format!("{span}&queue={}", queues[queues.len() - 1])).await;
    say(&format!("the server holds {:.0} MB of memory", supervisor.process.resident_kb() / 1_000.0));
    say(&format!("the server has used {:.1} s of CPU", supervisor.process.cpu_seconds()));
}

fn settings(account: &Value, data_dir: &Path) -> Vec<(&'static str, String)> {
    let text = |key: &str| account[key].as_str().expect("text").to_owned();
    vec![
        ("SERVER__LISTEN", "127.0.0.1:0".to_owned()),
        ("SERVER__DATA_DIR", data_dir.to_string_lossy().into_owned()),
        ("STORE__CALLS_DAYS", "4000".to_owned()),
        ("STORE__BACKFILL_DAYS", "0".to_owned()),
        ("ANTRING__BASE_URL", text("rest_url")),
        ("ANTRING__EVENTS_URL", text("events_url")),
        ("ANTRING__EVENTS_DIALECT", "socketio09".to_owned()),
        ("ANTRING__APP_ID", text("app_id")),
        ("ANTRING__APP_SECRET", text("app_secret")),
        ("ANTRING__ACCOUNT_ID", text("account_id")),
        ("ANTRING__DOMAIN", text("domain")),
        ("ANTRING__EMAIL", text("email")),
    ]
}

async fn token(data_dir: &Path, queues: Option<Vec<String>>) -> String {
    let access = Access::open(&data_dir.join("access.db"), Rules::default()).await.expect("accounts");
    let new = NewToken {
        name: queues.as_ref().map_or("all", |_| "two queues").into(),
        role: Role::Supervisor,
        board: None,
        queues: queues.map(|queues| queues.into_iter().collect()),
        agent: None,
        expires_at: None,
    };
    let by = By::command_line("bench");
    let (_, secret) = access.create_token(new, &by, server::clock::now()).await.expect("a token");
    secret.expose_secret().to_owned()
}

/// As if all of it had been read from AntRing.
async fn fill(data_dir: &Path, past: &Past, calls: u64) {
    let began = Instant::now();
    let mut settings = StoreSettings::new("sqlite:callboard.db", data_dir, server::clock::now);
    settings.retention.calls_days = 4000;
    let (store, _) = Store::open(&settings).await.expect("a store");
    for some in (0..calls).step_by(1_000) {
        let calls = (some..calls.min(some + 1_000)).map(|number| past.call(number)).collect();
        store.put_calls(calls).await.expect("kept");
    }
    let reached = json!({ "from": past.call(calls - 1).started - 2 * DAY, "until": past.until });
    store.set_mark("ledger.history", &reached.to_string()).await.expect("kept");
    store.close().await;
    say(&format!("{calls} calls, put in {:.0} s", began.elapsed().as_secs_f64()));
}

/// The server, and who asks it.
struct Site {
    process: Running,
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Site {
    /// Once it listens.
    fn start(settings: &[(&str, String)], token: String) -> Self {
        let mut process = Running::start(&["serve"], settings);
        let address = process.first_line().rsplit("http://").next().expect("an address").trim().to_owned();
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { process, url: format!("http://{address}"), token, client }
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer
    }

    /// Ids of the queues and agents, once the history may be asked for them.
    async fn everyone(&self) -> (Vec<Text>, Vec<Text>) {
        let began = Instant::now();
        loop {
            let board: Value = self.get("/api/v1/board/all").await.json().await.expect("JSON");
            let ids = |rows: &str| -> Vec<Text> {
                let rows = board["board"][rows].as_array().into_iter().flatten();
                rows.filter_map(|row| row["id"].as_str().map(Text::from)).collect()
            };
            let progress: Value = self.get("/api/v1/history/progress").await.json().await.expect("JSON");
            let (queues, agents) = (ids("queues"), ids("agents"));
            if !queues.is_empty() && !agents.is_empty() && progress["read_from"].is_number() {
                return (queues, agents);
            }
            assert!(began.elapsed() < PATIENCE, "nobody is there yet: {board} {progress}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Prints the row; yields the middle time in milliseconds.
    async fn page(&self, what: &str, query: &str, first: Option<f64>) -> f64 {
        let (times, body) = self.timed(&format!("/api/v1/calls?{query}")).await;
        let page: Value = serde_json::from_slice(&body).expect("JSON");
        let rows = page["rows"].as_array().map_or(0, Vec::len).to_string();
        times.tell(what, first, &[&rows, &page["total"].to_string()]);
        times.middle
    }

    /// The same of HTML.
    async fn drawn(&self, what: &str, path: &str, first: f64) {
        let (times, body) = self.timed(path).await;
        let rows = String::from_utf8_lossy(&body).matches("<tr data-call").count().to_string();
        times.tell(what, Some(first), &[&rows]);
    }

    async fn timed(&self, path: &str) -> (Times, Vec<u8>) {
        let mut times = Vec::new();
        let mut body = Vec::new();
        for _ in 0..=ASKED {
            let began = Instant::now();
            body = self.get(path).await.bytes().await.expect("a whole answer").to_vec();
            times.push(ms(began));
        }
        let cold = times.remove(0);
        times.sort_unstable_by(f64::total_cmp);
        (Times { cold, middle: times[ASKED / 2], worst: times[ASKED - 1] }, body)
    }

    async fn csv(&self, what: &str, query: &str) {
        let began = Instant::now();
        let mut answer = self.get(&format!("/api/v1/calls.csv?{query}")).await;
        let (mut first_byte, mut first_row) = (None, None);
        let mut lines = 0;
        while let Some(part) = answer.chunk().await.expect("it goes on") {
            first_byte.get_or_insert_with(|| ms(began));
            lines += part.iter().filter(|byte| **byte == b'\n').count();
            // The first line names the columns.
            if lines > 1 {
                first_row.get_or_insert_with(|| ms(began));
            }
        }
        say(&format!(
            "{what}: first byte {:.1} ms, first row {:.1} ms, all {} rows {:.0} ms",
            first_byte.unwrap_or_default(),
            first_row.unwrap_or_default(),
            lines.saturating_sub(1),
            ms(began)
        ));
    }
}

/// Milliseconds: of the first request, and of those after it.
struct Times {
    cold: f64,
    middle: f64,
    worst: f64,
}

impl Times {
    fn tell(&self, what: &str, first: Option<f64>, more: &[&str]) {
        let ratio = self.middle / first.unwrap_or(self.middle);
        let figures = [self.cold, self.middle, self.worst, ratio].map(|figure| format!("{figure:.1}"));
        let cells: Vec<&str> = [what]
            .into_iter()
            .chain(figures.iter().map(String::as_str))
            .chain(more.iter().copied())
            .collect();
        row(&cells);
    }
}

fn ms(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

fn row(cells: &[&str]) {
    let [what, figures @ ..] = cells else { return };
    let figures: String = figures.iter().map(|cell| format!("{cell:>10}")).collect();
    say(&format!("{what:<34}{figures}"));
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn say(line: &str) {
    println!("{line}");
}
