//! A call centre with its board: the simulator, two cables, the server, and people at work.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use server::config::Config;
use simulator::{Load, Options};
use wire::{Millis, SourceKind, SourceRow};

use crate::cable::Cable;
use crate::figures::{Figures, Trust};
use crate::support::TestServer;
use crate::truth::{Comparison, Told, Truth};
use crate::{pace, people};

/// A difference must stand at two looks this far apart, in the world's time: an event may be on its way.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(60);

pub struct Site {
    pub server: TestServer,
    pub rest: Cable,
    pub feed: Cable,
    people: tokio::task::JoinHandle<()>,
    /// What was expected and did not come true.
    complaints: Mutex<Vec<String>>,
}

impl Site {
    /// A busy centre, with calls at so many a minute once the board listens: whatever happens is there to be heard.
    pub async fn open(
        calls_per_minute: f64,
        options: impl FnOnce(&mut Options),
        config: impl FnOnce(&mut Config),
    ) -> Self {
        let mut wanted = Options { load: Load::Quiet, ..Options::default() };
        options(&mut wanted);
        pace::keep(&mut wanted);
        let (mut rest, mut feed) = (None, None);
        let server = TestServer::start_with(wanted, |settings| {
            let cables = (Cable::to(&settings.antring.base_url), Cable::to(&settings.antring.events_url));
            settings.antring.base_url = cables.0.url();
            settings.antring.events_url = cables.1.url();
            (rest, feed) = (Some(cables.0), Some(cables.1));
            settings.antring.poll_every = jiff::SignedDuration::from_secs(5);
            // The budget is kept by the world's clock.
            settings.antring.requests_per_second = f64::from(pace::TIMES);
            config(settings);
        })
        .await;
        server.ready().await;
        server.control("/load", json!({ "calls_per_minute": calls_per_minute })).await;
        let state = server.control_state().await;
        let usernames = state["agents"].as_array().into_iter().flatten();
        let usernames = usernames.filter_map(|agent| agent["username"].as_str().map(str::to_owned)).collect();
        let people = tokio::spawn(people::live(server.simulator.rest_url().to_owned(), usernames));
        Self {
            server,
            rest: rest.expect("it was laid"),
            feed: feed.expect("it was laid"),
            people,
            complaints: Mutex::default(),
        }
    }

    pub async fn close(self) -> Vec<String> {
        self.people.abort();
        self.server.stop().await;
        self.complaints.into_inner().expect("nobody panicked with it")
    }

    /// Nobody comes and goes any more, and no call begins by itself.
    pub async fn come_to_rest(&self) {
        self.people.abort();
        self.server.control("/load", json!({ "stop": true })).await;
    }

    pub async fn fault(&self, order: Value) {
        self.server.control("/faults", order).await;
    }

    pub async fn mend(&self) {
        self.server.control_delete("/faults").await;
    }

    pub fn expect(&self, is_so: bool, what: impl FnOnce() -> String) {
        if !is_so {
            self.complaints.lock().expect("nobody panicked with it").push(what());
        }
    }

    pub async fn source(&self, kind: SourceKind) -> SourceRow {
        let rows = self.server.board().await.sources;
        rows.into_iter().find(|row| row.source == kind).expect("every board lists every source")
    }

    /// Polls that were answered so far.
    pub fn polls(&self) -> usize {
        self.rest.look(|passed| passed.polls.len())
    }

    /// Of these, the ones asked at or after a moment.
    pub fn polls_since(&self, moment: Millis) -> usize {
        self.rest.look(|passed| passed.polls.iter().filter(|asked_at| **asked_at >= moment).count())
    }

    /// What stands differently at two looks in a row, each with the truth before and after the board.
    pub async fn compare(&self, by_feed: bool) -> Comparison {
        let first = self.look(by_feed).await;
        if first.differences.is_empty() {
            return first;
        }
        tokio::time::sleep(LOOK_AGAIN_AFTER).await;
        let second = self.look(by_feed).await;
        let differences: BTreeSet<_> = first.differences.intersection(&second.differences).cloned().collect();
        Comparison { differences, unknowable: second.unknowable }
    }

    async fn look(&self, by_feed: bool) -> Comparison {
        let polled_at = self.rest.look(|passed| passed.polls.last().copied().unwrap_or_default());
        let before = self.truth().await;
        let board = self.server.board().await;
        let after = self.truth().await;
        self.feed.look(|passed| {
            let told = Told {
                polled_at,
                legs: &passed.legs_told,
                answers: &passed.answers_told,
                ends: &passed.ends_told,
                by_feed,
            };
            before.compare(&board, &after, &told)
        })
    }

    /// The differences with all that the server and the centre can say of them, for whoever must find the cause.
    pub async fn explain(&self, comparison: &Comparison) -> String {
        let mut said = String::new();
        let agents = self.server.control_state().await["agents"].as_array().cloned().unwrap_or_default();
        for difference in &comparison.differences {
            let _ = write!(said, "\n{difference:#?}");
            let Some(call) = difference.about.strip_prefix("call ") else { continue };
            let path = format!("/api/v1/calls/{}/explain", call.replace('@', "%40"));
            let facts = self.server.get(&path).await.text().await.unwrap_or_default();
            let concerned = agents.iter().filter(|agent| {
                agent["id"]
                    .as_str()
                    .is_some_and(|id| difference.on_the_board.contains(id) || facts.contains(id))
            });
            for agent in concerned {
                let _ = write!(said, "\n{} is {} since {}", agent["id"], agent["status"], agent["since"]);
            }
            let _ = write!(said, "\n{facts}");
        }
        said
    }

    pub async fn truth(&self) -> Truth {
        Truth::read(&self.server.control_state().await)
    }

    pub async fn figures(&self) -> Figures {
        let state = self.server.control_state().await;
        let feed = self.feed.look(|passed| (passed.events, passed.connections.len()));
        let asked =
            |path: &str| self.rest.look(|passed| passed.requests.get(path).map_or(0, Vec::len)) as u64;
        Figures {
            emitted: state["events_emitted"].as_u64().expect("the simulator counts its events"),
            heard: feed.0,
            connections: feed.1 as u64,
            polls: self.polls() as u64,
            tokens: asked("voice/auth_token"),
            rest: self.rest.look(|passed| passed.requests.values().map(Vec::len).sum::<usize>()) as u64,
            trust: self.trust().await,
        }
    }

    /// What the server says of its own trustworthiness.
    pub async fn trust(&self) -> Trust {
        let repairs = self.server.get("/api/v1/board/all/repairs").await;
        let repairs: Value = repairs.json().await.expect("what was repaired");
        let frame: Value = self.server.get("/api/v1/board/all").await.json().await.expect("a snapshot");
        Trust::read(&repairs, &frame["board"])
    }
}
