//! A server that is killed at random moments under load, again and again: no acknowledged row is lost, the database stays
//! sound, and the board is right again within two polls.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use simulator::{Load, Options, Simulator};
use url::Url;

use crate::cable::{Cable, Passed};
use crate::child::{Server, Settings};
use crate::kept::Kept;
use crate::say;
use crate::scratch::Scratch;
use crate::support::{client, state_of};
use crate::truth::{Comparison, Told, Truth};

const CALLS_PER_MINUTE: f64 = 90.0;
const AGENTS: usize = 20;
/// Kills in all, and after so many of them the board is held against the truth. More with `CALLBOARD_STOPS`.
const KILLS: usize = 20;
const GROUP: usize = 10;
/// How long a life lasts after the first answer, in seconds; short ones are likelier.
const LIFE: (f64, f64) = (0.3, 4.0);
/// Polls that may pass until the board is right.
const POLLS: usize = 2;
/// A poll asked this soon after the start may be older than what it seems to contradict, in milliseconds.
const IN_FLIGHT: i64 = 2_000;
/// A difference must stand at two looks this far apart: an event may be on its way.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(300);

/// A centre and a place on the disk, for one life of a server after another.
struct Site {
    simulator: Simulator,
    client: reqwest::Client,
    directory: Scratch,
    settings: Settings,
}

/// One life: a server with cables of its own, so that what it was told is known.
struct Life {
    server: Server,
    rest: Cable,
    feed: Cable,
    /// From the start to the first answer.
    took: Duration,
    answered_at: i64,
}

/// What a group of kills came to.
#[derive(Default)]
struct Group {
    kills: usize,
    starts: Vec<Duration>,
    /// Acknowledged before a kill, and there after it, summed over the kills.
    acknowledged: i64,
    found: i64,
    complaints: Vec<String>,
    /// Ended calls that were said to be live after a kill, summed over the kills.
    live_again: usize,
    /// Of these, how many the last life of the group had not ended again.
    still_live: usize,
    position: i64,
    calls: usize,
    polls: Option<usize>,
    left: Comparison,
}

#[tokio::test(flavor = "multi_thread")]
async fn forced_stops_lose_nothing_that_was_acknowledged() {
    let kills = std::env::var("CALLBOARD_STOPS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let began = Instant::now();
    let site = Site::open().await;
    let mut chance = StdRng::seed_from_u64(20_261_120);
    let mut before = Kept::default();
    let mut groups = Vec::new();
    // First legs of all calls that were ever kept as ended.
    let mut ended = BTreeSet::new();
    say(&format!("\n{kills} forced stops at {CALLS_PER_MINUTE} calls a minute\n{}", Group::heading()));
    for number in 0..kills.div_ceil(GROUP) {
        let mut group = Group::default();
        for _ in 0..GROUP.min(kills - number * GROUP) {
            let life = site.start().await;
            group.starts.push(life.took);
            let length = LIFE.0 + (LIFE.1 - LIFE.0) * chance.random::<f64>().powi(2);
            let acknowledged = life.live_for(Duration::from_secs_f64(length)).await;
            life.server.kill();
            let (kept, complaints) = Kept::read(&site.settings.data_dir, site.directory.path()).await;
            group.complaints.extend(complaints);
            group.complaints.extend(kept.lacks(&before));
            group.live_again += kept.live_again(&before).len();
            ended.extend(kept.ended_calls());
            if kept.position < acknowledged {
                group
                    .complaints
                    .push(format!("acknowledged up to {acknowledged}, kept up to {}", kept.position));
            }
            group.kills += 1;
            group.acknowledged += acknowledged - before.position.min(acknowledged);
            group.found += kept.position - before.position;
            (group.position, group.calls) = (kept.position, kept.calls);
            before = kept;
        }
        let life = site.start().await;
        (group.left, group.polls) = site.until_equal(&life, &before).await;
        let explained = life.explain(&group.left).await;
        life.server.kill();
        let (kept, complaints) = Kept::read(&site.settings.data_dir, site.directory.path()).await;
        group.complaints.extend(complaints);
        group.complaints.extend(kept.lacks(&before));
        let ended_now = kept.ended_calls().collect::<BTreeSet<_>>();
        group.still_live = ended.difference(&ended_now).count();
        before = kept;
        say(&group.to_string());
        if group.polls.is_none() {
            say(&format!("  not equal: {:#?}{explained}", group.left.differences));
        }
        groups.push(group);
    }
    say(&format!("  {:.0} s in all", began.elapsed().as_secs_f64()));
    let complaints: Vec<&String> = groups.iter().flat_map(|group| &group.complaints).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
    for group in &groups {
        assert!(group.polls.is_some(), "not equal after {POLLS} polls: {:#?}", group.left.differences);
    }
    assert!(groups.iter().all(|group| group.acknowledged > 0), "something was acknowledged in every group");
    site.simulator.stop().await;
}

impl Site {
    async fn open() -> Self {
        let options = Options {
            load: Load::CallsPerMinute(CALLS_PER_MINUTE),
            agents: AGENTS,
            requests_per_second: 0,
            ..Options::default()
        };
        let simulator = Simulator::start(options).await.expect("the simulator starts");
        let directory = Scratch::new("stops");
        let (rest, events) = (simulator.rest_url().to_owned(), simulator.events_url().to_owned());
        let settings = Settings::new(directory.path(), &rest, &events, simulator.credentials()).await;
        Self { simulator, client: client(), directory, settings }
    }

    async fn start(&self) -> Life {
        let cable = |url: &str| Cable::to(&url.parse::<Url>().expect("an address"));
        let (rest, feed) = (cable(self.simulator.rest_url()), cable(self.simulator.events_url()));
        let mut settings = self.settings.clone();
        settings.set("ANTRING__BASE_URL", rest.url());
        settings.set("ANTRING__EVENTS_URL", feed.url());
        let mut server = Server::start(&settings);
        let took = server.answers().await;
        Life { server, rest, feed, took, answered_at: crate::pace::now() }
    }

    /// Looks until two polls have passed, and says what differs then, and after how many polls nothing differed first.
    async fn until_equal(&self, life: &Life, kept: &Kept) -> (Comparison, Option<usize>) {
        loop {
            let polls = life.polls_since(life.answered_at + IN_FLIGHT);
            let comparison = self.compare(life, kept).await;
            if comparison.differences.is_empty() {
                return (comparison, Some(polls));
            }
            if polls >= POLLS {
                return (comparison, None);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn compare(&self, life: &Life, kept: &Kept) -> Comparison {
        let first = self.look(life, kept).await;
        if first.differences.is_empty() {
            return first;
        }
        tokio::time::sleep(LOOK_AGAIN_AFTER).await;
        let second = self.look(life, kept).await;
        let differences: BTreeSet<_> = first.differences.intersection(&second.differences).cloned().collect();
        Comparison { differences, unknowable: second.unknowable }
    }

    async fn look(&self, life: &Life, kept: &Kept) -> Comparison {
        let polled_at = life.rest.look(|passed| passed.polls.last().copied().unwrap_or_default());
        let before = Truth::read(&state_of(&self.simulator, &self.client).await);
        let board = life.server.board().await.expect("a snapshot");
        let state = state_of(&self.simulator, &self.client).await;
        let after = Truth::read(&state);
        let heard = |passed: &Passed| {
            (passed.legs_told.clone(), passed.answers_told.clone(), passed.ends_told.clone())
        };
        let (mut legs, answers, ends) = life.feed.look(heard);
        // What earlier lives were told counts as far as it was kept.
        let of_now = state["calls"].as_array().into_iter().flatten();
        let of_now = of_now.flat_map(|call| call["legs"].as_array().cloned().unwrap_or_default());
        let of_now = of_now.filter_map(|leg| leg["call_id"].as_str().map(str::to_owned));
        legs.extend(of_now.filter(|leg| kept.tells_of(leg)));
        let told = Told { polled_at, legs: &legs, answers: &answers, ends: &ends, by_feed: true };
        before.compare(&board, &after, &told)
    }
}

impl Life {
    /// Returns what the server had acknowledged shortly before the end: its journal's position.
    async fn live_for(&self, length: Duration) -> i64 {
        let until = Instant::now() + length;
        let mut acknowledged = 0;
        while Instant::now() < until {
            if let Some(journal) = self.server.get("/api/v1/journal").await {
                acknowledged = journal["position"].as_i64().unwrap_or(acknowledged);
            }
            let left = until.saturating_duration_since(Instant::now());
            tokio::time::sleep(left.min(Duration::from_millis(40))).await;
        }
        acknowledged
    }

    /// What the server says of the calls that differ, for whoever must find the cause.
    async fn explain(&self, comparison: &Comparison) -> String {
        let mut said = String::new();
        for difference in &comparison.differences {
            let Some(call) = difference.about.strip_prefix("call ") else { continue };
            let facts = self.server.get(&format!("/api/v1/calls/{}/explain", call.replace('@', "%40"))).await;
            let _ = write!(said, "\n  {}", facts.unwrap_or_default());
        }
        if !said.is_empty() {
            let repairs = self.server.get("/api/v1/board/all/repairs").await.unwrap_or_default();
            let _ = write!(said, "\n  {repairs}");
        }
        said
    }

    fn polls_since(&self, moment: i64) -> usize {
        self.rest.look(|passed| passed.polls.iter().filter(|asked_at| **asked_at >= moment).count())
    }
}

impl Group {
    fn heading() -> String {
        format!(
            "{:>6} {:>12} {:>12} {:>12} {:>9} {:>9} {:>7} {:>11} {:>10} {:>12} {:>10}",
            "kills",
            "start mean",
            "start max",
            "acknowledged",
            "found",
            "position",
            "calls",
            "still/again",
            "complaints",
            "equal after",
            "unknowable"
        )
    }
}

impl std::fmt::Display for Group {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mean =
            self.starts.iter().sum::<Duration>() / u32::try_from(self.starts.len().max(1)).unwrap_or(1);
        let most = self.starts.iter().max().copied().unwrap_or_default();
        let equal = self.polls.map_or("never".to_owned(), |polls| format!("{polls} polls"));
        write!(
            formatter,
            "{:>6} {:>10.0}ms {:>10.0}ms {:>12} {:>9} {:>9} {:>7} {:>11} {:>10} {:>12} {:>10}",
            self.kills,
            mean.as_secs_f64() * 1000.0,
            most.as_secs_f64() * 1000.0,
            self.acknowledged,
            self.found,
            self.position,
            self.calls,
            format!("{}/{}", self.still_live, self.live_again),
            self.complaints.len(),
            equal,
            self.left.unknowable.len(),
        )
    }
}
