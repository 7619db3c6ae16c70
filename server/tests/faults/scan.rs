//! What a television and an agent are sent in an hour of a busy day, byte by byte: no customer's number, but an agent
//! those of their own calls. Every door of the server is tried, by its own table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access::Role;
use futures_util::StreamExt;
use serde_json::Value;

use crate::numbers::{Numbers, spellings};
use crate::pace;
use crate::site::Site;
use crate::support::secrets::Secret;
use crate::support::{TestServer, Viewer, in_path, say};

const CALLS_PER_MINUTE: f64 = 16.0;
/// Simulated minutes; fewer with `CALLBOARD_SCAN_MINUTES`.
const MINUTES: usize = 60;

/// Everything that somebody was sent, by where it came from.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<BTreeMap<String, Received>>>);

#[derive(Default)]
struct Received {
    bytes: usize,
    /// All that looks like a telephone number in it.
    numbers: BTreeSet<String>,
    /// Full names of agents.
    names: BTreeSet<String>,
    masks: usize,
}

impl Sent {
    fn add(&self, from: &str, text: &str, names: &[String]) {
        let mut all = self.0.lock().expect("nobody panicked with it");
        let received = all.entry(from.to_owned()).or_default();
        received.bytes += text.len();
        received.numbers.extend(spellings(text));
        received.masks += text.matches("••••").count();
        received.names.extend(names.iter().filter(|name| text.contains(*name)).cloned());
    }

    fn look<Found>(&self, look: impl FnOnce(&BTreeMap<String, Received>) -> Found) -> Found {
        look(&self.0.lock().expect("nobody panicked with it"))
    }
}

/// Somebody with a secret, and what they were sent.
struct Watcher {
    secret: Secret,
    sent: Sent,
    following: Vec<tokio::task::JoinHandle<()>>,
}

impl Watcher {
    async fn new(server: &TestServer, secret: Secret, names: &[String]) -> Self {
        let sent = Sent::default();
        let following = vec![follow_events(server, &secret, &sent, names)];
        let mut watcher = Self { secret, sent, following };
        for query in ["", "surface=desk&board=all"] {
            watcher.follow(server, query, query, names).await;
        }
        watcher
    }

    async fn follow(&mut self, server: &TestServer, query: &str, called: &str, names: &[String]) {
        let mut viewer = Viewer::as_holder(server, query, &self.secret).await;
        let (sent, names, from) = (self.sent.clone(), names.to_owned(), format!("/live?{called}"));
        self.following.push(tokio::spawn(async move {
            while viewer.next().await {
                viewer.texts.drain(..).for_each(|text| sent.add(&from, &text, &names));
            }
        }));
    }

    /// Tries every door that can be got.
    async fn knock(&self, server: &TestServer, call: &str, moment: i64, names: &[String]) {
        // A stream of events never ends; it is followed beside this.
        let is_got = |door: &&server::access::Door| {
            ["GET", "ANY"].contains(&door.method) && !door.path.ends_with("/events")
        };
        for door in server::access::table().iter().filter(is_got) {
            for path in paths(door.path, call, moment) {
                let text = self.get(server, &path).await;
                self.sent.add(door.path, &text, names);
            }
        }
        let reveal = format!("/api/v1/calls/{}/reveal", in_path(call));
        let asked = self.as_them(server.plain().post(server.url(&reveal)));
        let refused = asked.send().await.expect("an answer");
        assert_eq!(refused.status(), 403, "neither may ask for a number");
        self.sent.add("POST …/reveal", &refused.text().await.expect("text"), names);
    }

    async fn get(&self, server: &TestServer, path: &str) -> String {
        let asked = self.as_them(server.plain().get(server.url(path)));
        let answer = asked.header("accept", "text/html").send().await.expect("an answer");
        let headers = format!("{:?}", answer.headers());
        headers + &answer.text().await.expect("text")
    }

    fn as_them(&self, asked: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let (name, value) = self.secret.header().expect("a secret");
        asked.header(name, value).header("sec-fetch-site", "same-origin")
    }
}

fn follow_events(
    server: &TestServer,
    secret: &Secret,
    sent: &Sent,
    names: &[String],
) -> tokio::task::JoinHandle<()> {
    let (name, value) = secret.header().expect("a secret");
    // Without the limit of other requests: it is read for an hour.
    let asked = reqwest::Client::builder().no_proxy().build().expect("a client");
    let asked = asked.get(server.url("/api/v1/board/all/events")).header(name, value);
    let (sent, names) = (sent.clone(), names.to_owned());
    tokio::spawn(async move {
        let mut pieces = asked.send().await.expect("a stream").bytes_stream();
        let mut text = String::new();
        while let Some(Ok(piece)) = pieces.next().await {
            text.push_str(&String::from_utf8_lossy(&piece));
            // A number may lie across two pieces, never across two events.
            while let Some(end) = text.find("\n\n") {
                let event: String = text.drain(..end + 2).collect();
                sent.add("/api/v1/board/{id}/events", &event, &names);
            }
        }
    })
}

/// A door's path with everything that may be asked there.
fn paths(door: &str, call: &str, moment: i64) -> Vec<String> {
    if door.starts_with('(') {
        return vec!["/nowhere".into()];
    }
    let named =
        |id: &str| door.replace("{id}", id).replace("{call_id}", &in_path(call)).replace("{*path}", "x");
    let plain = match door {
        path if path.contains("/board/") => named("all"),
        path if path.contains("/kpis/") => named("calls"),
        _ => named(&in_path(call)),
    };
    let queries = match door {
        "/live" => &[][..],
        "/" => &["", "?drill=waiting", "?drill=calls&window=day", "?drill=service-level"][..],
        "/fragments/drill" => &["?drill=waiting", "?drill=calls&window=day", "?drill=nothing"][..],
        path if path.starts_with("/api/v1/calls") => &["", "?number=09", "?queue=nowhere"][..],
        path if path.starts_with("/api/v1/board") => &["", "?surface=desk", "?surface=wall"][..],
        _ => &["", "?queue=nowhere"][..],
    };
    let mut paths: Vec<String> = queries.iter().map(|query| format!("{plain}{query}")).collect();
    if door == "/api/v1/board/{id}" || door == "/" {
        paths.push(format!("{plain}?at={moment}&speed=0"));
    }
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_in_the_open_is_sent_a_customers_number() {
    let minutes = std::env::var("CALLBOARD_SCAN_MINUTES").ok().and_then(|text| text.parse().ok());
    let site = Site::open(CALLS_PER_MINUTE, |_| {}, |_| {}).await;
    let server = &site.server;
    let state = server.control_state().await;
    let agents = state["agents"].as_array().expect("agents").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = agents.iter().map(|agent| text(&agent["name"])).collect();
    let own = text(&agents.iter().find(|agent| agent["status"] == "ready").expect("somebody works")["id"]);
    let began = pace::now();
    let mut screen = Watcher::new(server, server.display().await, &names).await;
    let mut agent = Watcher::new(server, server.agent_token(&own).await, &names).await;
    let supervisor = Watcher::new(server, server.token(Role::Supervisor).await, &names).await;

    let numbers = Mutex::new(Numbers::default());
    // Whose phone rings is nobody's memory afterwards: it is looked at all the time.
    let looking = async {
        loop {
            let state = server.control_state().await;
            numbers.lock().expect("nobody panicked with it").look(&state, &own);
            pace::pass(1).await;
        }
    };
    let knocking = async {
        let mut call = String::from("nobody");
        for _ in 0..minutes.unwrap_or(MINUTES) {
            pace::pass(60).await;
            call = numbers.lock().expect("nobody panicked with it").some_call().unwrap_or(call);
            let moment = pace::now() - 20_000;
            for watcher in [&screen, &agent] {
                watcher.knock(server, &call, moment, &names).await;
            }
        }
    };
    tokio::select! {
        () = looking => {}
        () = knocking => {}
    }
    let mut numbers = numbers.into_inner().expect("nobody panicked with it");
    numbers.read(&supervisor.get(server, "/api/v1/calls.csv").await);
    // And once more, as a replay.
    let again = format!("at={}&speed=60", began + 120_000);
    for watcher in [&mut screen, &mut agent] {
        watcher.follow(server, &again, "at=…", &names).await;
    }
    tokio::time::sleep(Duration::from_secs(10)).await;

    let whole =
        supervisor.sent.look(|sent| sent.values().flat_map(|one| numbers.leaked(&one.numbers)).count());
    let own_seen =
        agent.sent.look(|sent| sent.values().flat_map(|one| numbers.own_among(&one.numbers)).count());
    say(&format!(
        "\n{} customers' numbers, {} of them the agent's own; a supervisor was sent {whole} in frames, the agent {own_seen} of \
         their own\n| to | from | bytes | masks | numbers |\n|---|---|---|---|---|",
        numbers.count(),
        numbers.count_own(),
    ));
    let mut leaks = Vec::new();
    for (who, watcher) in [("screen", &screen), ("agent", &agent)] {
        watcher.sent.look(|sent| {
            for (from, received) in sent {
                let mut leaked: BTreeSet<String> = numbers.leaked(&received.numbers).cloned().collect();
                if who == "agent" {
                    leaked.retain(|number| !numbers.is_own(number));
                } else if let Some(name) = received.names.iter().next() {
                    leaks.push(format!("{who} {from}: {name}"));
                }
                say(&format!(
                    "| {who} | {from} | {} | {} | {} |",
                    received.bytes,
                    received.masks,
                    leaked.len()
                ));
                leaks.extend(leaked.into_iter().map(|number| format!("{who} {from}: {number}")));
            }
        });
    }
    for watcher in [screen, agent, supervisor] {
        watcher.following.iter().for_each(tokio::task::JoinHandle::abort);
    }
    site.close().await;
    assert!(leaks.is_empty(), "{} leaks, such as {:#?}", leaks.len(), &leaks[..leaks.len().min(20)]);
    assert!(whole > 50, "the supervisor sees whole numbers, so the scan would find them: {whole}");
    assert!(own_seen > 0, "an agent sees the numbers of their own calls");
}
