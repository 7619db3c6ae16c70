//! AntRing away for twenty minutes, behind a proxy that resets every connection: how often does the server try?

use std::collections::BTreeMap;

use wire::Millis;

use crate::cable::{Passed, Way};
use crate::figures::say;
use crate::pace;
use crate::site::Site;

const MINUTES: u64 = 20;
/// The first minutes, in which waits still grow.
const RAMP: usize = 2;

const DASHBOARD: &str = "call/dashboard";
const TOKEN: &str = "voice/auth_token";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_minutes_of_reset_connections_are_borne_without_a_hot_loop() {
    let site = Site::open(12.0, |_| {}, |_| {}).await;
    pace::pass(120).await;
    let before = site.figures().await;
    let began = pace::now();
    site.rest.set(Way::Resets);
    site.feed.set(Way::Resets);
    pace::pass(MINUTES * 60).await;
    let (rest, feed) = (site.rest.passed(), site.feed.passed());
    site.rest.set(Way::Through);
    site.feed.set(Way::Through);

    let tried = Tried::read(&rest, &feed, began);
    tried.print();
    tried.judge(&site);

    // The waits that are under way when it ends are not the board's fault; from the first answered poll on, two
    // polls must do.
    let answered = site.polls();
    while site.polls() == answered {
        pace::pass(1).await;
    }
    while site.feed.look(|passed| passed.events) == feed.events {
        pace::pass(1).await;
    }
    let back = site.polls();
    while site.polls() < back + 2 {
        pace::pass(1).await;
    }
    let left = site.compare(true).await;
    site.expect(left.differences.is_empty(), || format!("two polls after its end: {:#?}", left.differences));
    let figures = site.figures().await.since(&before);
    say(&format!(
        "after the outage: equal within two polls, {} unknowable calls, {} token calls in all, {} repairs {:?}, \
         gaps filled {}/{}",
        left.unknowable.len(),
        figures.tokens,
        figures.trust.repairs(),
        figures.trust.repaired,
        figures.trust.gaps_filled,
        figures.trust.gaps,
    ));
    let complaints = site.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Attempts in each simulated minute.
struct Tried {
    /// By what was asked for.
    rest: BTreeMap<String, Vec<usize>>,
    connections: Vec<usize>,
    feed: Vec<usize>,
}

impl Tried {
    fn read(rest: &Passed, feed: &Passed, began: Millis) -> Self {
        let per_minute = |times: &[Millis]| {
            let mut minutes = vec![0; MINUTES as usize];
            for at in times.iter().filter(|at| **at >= began) {
                if let Some(minute) = minutes.get_mut(usize::try_from((at - began) / 60_000).expect("after"))
                {
                    *minute += 1;
                }
            }
            minutes
        };
        Self {
            rest: rest.requests.iter().map(|(path, times)| (path.clone(), per_minute(times))).collect(),
            connections: per_minute(&rest.connections),
            feed: per_minute(&feed.connections),
        }
    }

    fn print(&self) {
        say("\nattempts in each minute of an outage, all of them reset");
        for (path, minutes) in &self.rest {
            say(&format!("{path:>20} {}", row(minutes)));
        }
        say(&format!("{:>20} {}", "REST connections", row(&self.connections)));
        say(&format!("{:>20} {}", "feed connections", row(&self.feed)));
    }

    /// `BackOff` promises at most 120 s ÷ cap attempts a minute once it has grown.
    fn judge(&self, site: &Site) {
        for (path, minutes) in &self.rest {
            // Asked every ten seconds at most, and at least: whoever looks at a dead board wants it back.
            let ceiling = if path == DASHBOARD || path == TOKEN { 12 } else { 2 };
            for (minute, tried) in minutes.iter().enumerate().skip(RAMP) {
                site.expect(*tried <= ceiling, || format!("{path}: {tried} attempts in minute {minute}"));
                let missed = path == DASHBOARD && *tried < 5;
                site.expect(!missed, || format!("the dashboard was asked {tried} times in minute {minute}"));
            }
        }
        for (minute, tried) in self.feed.iter().enumerate() {
            // Five seconds are the feed's longest wait; the first minute may hold the shorter ones too.
            let ceiling = if minute < RAMP { 30 } else { 24 };
            site.expect(*tried <= ceiling, || format!("{tried} connections to the feed in minute {minute}"));
        }
        for (minute, tried) in self.connections.iter().enumerate() {
            site.expect(*tried <= 60, || format!("{tried} connections to REST in minute {minute}"));
        }
    }
}

fn row(minutes: &[usize]) -> String {
    minutes.iter().map(|tried| format!("{tried:>3}")).collect()
}
