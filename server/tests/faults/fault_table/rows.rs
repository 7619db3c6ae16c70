//! The faults, in the order of the table.

use serde_json::json;
use simulator::Options;
use wire::{CallState, Problem, SourceKind};

use super::row::{Fault, Repairs};
use crate::cable::Way;
use crate::pace::{self, pass};
use crate::site::Site;

const MINUTE: u64 = 60;

pub fn all() -> Vec<Fault> {
    vec![
        fault("nothing is wrong", Repairs::None, |site| Box::pin(nothing(site))),
        fault("socket dropped every 5 s for 2 min", Repairs::Perhaps, |site| Box::pin(dropped(site))),
        fault("feed refused for 10 min", Repairs::Perhaps, |site| Box::pin(feed_down(site))),
        fault("1 % of events lost", Repairs::Some, |site| Box::pin(lossy(site, 0.01, 20))),
        fault("5 % of events lost", Repairs::Some, |site| Box::pin(lossy(site, 0.05, 10))),
        fault("20 % of events lost", Repairs::Some, |site| Box::pin(lossy(site, 0.2, 10))),
        fault("every event twice", Repairs::None, |site| Box::pin(twice(site))),
        fault("events swapped", Repairs::None, |site| Box::pin(swapped(site))),
        fault("order shuffled within 3 s", Repairs::None, |site| Box::pin(shuffled(site))),
        fault("token expired", Repairs::None, |site| Box::pin(token_expired(site))),
        fault("token expired, sockets closed", Repairs::Perhaps, |site| Box::pin(token_and_socket(site))),
        fault("REST 500", Repairs::OnlyCounters, |site| Box::pin(rest_says(site, json!(500)))),
        fault("REST 503", Repairs::OnlyCounters, |site| {
            Box::pin(over_quota(site, json!({ "rest_status": 503 })))
        }),
        fault("REST 503, Retry-After 3", Repairs::OnlyCounters, |site| {
            Box::pin(over_quota(site, json!({ "rest_status": 503, "retry_after": 3 })))
        }),
        fault("REST garbage", Repairs::OnlyCounters, |site| Box::pin(rest_says(site, json!("garbage")))),
        fault("REST a web page", Repairs::OnlyCounters, |site| Box::pin(rest_says(site, json!("html")))),
        fault("REST cut amid its answers", Repairs::OnlyCounters, |site| {
            Box::pin(rest_says(site, json!("cut")))
        }),
        fault("REST half-closed", Repairs::OnlyCounters, |site| Box::pin(half_closed(site))),
        fault("REST 10 s slow", Repairs::OnlyCounters, |site| Box::pin(slow(site))),
        fault("clock 10 min ahead", Repairs::None, |site| Box::pin(skewed(site, 600))),
        fault("clock 10 min behind", Repairs::None, |site| Box::pin(skewed(site, -600))),
        fault("midnight", Repairs::None, |site| Box::pin(midnight(site))),
        Fault {
            config: |config| config.antring.account_id = "00000000000000000000000000000bad".into(),
            by_feed: false,
            ..fault("wrong account id", Repairs::Perhaps, |site| Box::pin(unheard(site)))
        },
    ]
}

fn fault(name: &'static str, repairs: Repairs, happens: super::row::Happens) -> Fault {
    Fault { name, options: |_: &mut Options| {}, config: |_| {}, happens, repairs, by_feed: true }
}

async fn nothing(_: &Site) {
    pass(4 * MINUTE).await;
}

async fn dropped(site: &Site) {
    for _ in 0..24 {
        site.feed.cut();
        pass(5).await;
    }
}

async fn feed_down(site: &Site) {
    site.feed.set(Way::Unplugged);
    pass(10 * MINUTE).await;
    site.feed.set(Way::Through);
}

async fn lossy(site: &Site, share: f64, minutes: u64) {
    site.fault(json!({ "drop_events": share })).await;
    pass(minutes * MINUTE).await;
    site.mend().await;
}

async fn twice(site: &Site) {
    site.fault(json!({ "duplicate": 1.0 })).await;
    pass(5 * MINUTE).await;
    site.mend().await;
}

async fn swapped(site: &Site) {
    site.fault(json!({ "reorder": 0.5 })).await;
    pass(5 * MINUTE).await;
    site.mend().await;
}

async fn shuffled(site: &Site) {
    site.fault(json!({ "shuffle_ms": 3_000 })).await;
    pass(5 * MINUTE).await;
    site.mend().await;
    // What was held back is out.
    pass(4).await;
}

/// A subscription outlives its token (`protocols.md` §2.4): nothing may end for it.
async fn token_expired(site: &Site) {
    let before = site.feed.look(|passed| passed.connections.len());
    site.fault(json!({ "expire_tokens": true })).await;
    pass(3 * MINUTE).await;
    let connections = site.feed.look(|passed| passed.connections.len()) - before;
    site.expect(connections == 0, || format!("a healthy feed was left {connections} times"));
}

/// A gateway that closes its sockets when the token ends: the old token is refused, and a new one is asked for.
async fn token_and_socket(site: &Site) {
    let asked =
        |site: &Site| site.rest.look(|passed| passed.requests.get("voice/auth_token").map_or(0, Vec::len));
    let before = asked(site);
    for _ in 0..3 {
        site.fault(json!({ "expire_tokens": true, "feed": "drop" })).await;
        pass(MINUTE).await;
    }
    let tokens = asked(site) - before;
    site.expect((3..=12).contains(&tokens), || format!("{tokens} tokens were asked for three that expired"));
    let events = site.source(SourceKind::Events).await;
    site.expect(events.problem.is_none(), || format!("{events:?}: a new token was there to be had"));
}

async fn skewed(site: &Site, seconds: i64) {
    site.fault(json!({ "skew_seconds": seconds })).await;
    pass(5 * MINUTE).await;
    let board = site.server.board().await;
    let ages = board.calls.iter().map(|row| pace::now() - row.started);
    let wrong: Vec<i64> = ages.filter(|age| !(-5_000..15 * 60_000).contains(age)).collect();
    site.expect(wrong.is_empty(), || format!("calls begin {wrong:?} ms ago"));
    // It is judged while it lasts: a clock that is off stays so.
}

/// The dashboard's counters begin anew.
async fn midnight(site: &Site) {
    pass(MINUTE).await;
    let before = site.server.board().await.today;
    site.server.control("/new-day", json!({})).await;
    pass(MINUTE / 2).await;
    let after = site.server.board().await.today;
    site.expect(after.received < before.received, || format!("{before:?}, and after midnight {after:?}"));
    pass(MINUTE).await;
}

/// Connected, subscribed, and never an event: the board must say so.
async fn unheard(site: &Site) {
    pass(4 * MINUTE).await;
    let events = site.source(SourceKind::Events).await;
    let said = serde_json::to_value(&events).expect("a row is JSON");
    site.expect(said["problem"] == "silent", || format!("{events:?}: the silence is not said"));
}

/// Short, because the hold that a 503 brings is kept by the world's clock: its five seconds are 100 here.
async fn over_quota(site: &Site, order: serde_json::Value) {
    let polls = site.polls();
    site.fault(order).await;
    pass(20).await;
    site.mend().await;
    let dashboard = site.source(SourceKind::Dashboard).await;
    site.expect(dashboard.problem == Some(Problem::Quota), || format!("{dashboard:?}"));
    let asked = site.rest.look(|passed| passed.requests["call/dashboard"].len());
    while site.polls() == polls {
        pass(1).await;
    }
    let asked = site.rest.look(|passed| passed.requests["call/dashboard"].len()) - asked;
    site.expect(asked <= 2, || format!("{asked} questions during the hold"));
}

async fn rest_says(site: &Site, answer: serde_json::Value) {
    site.fault(json!({ "rest_status": answer, "path": "/oapi" })).await;
    without_rest(site).await;
    site.mend().await;
}

async fn half_closed(site: &Site) {
    site.rest.set(Way::HalfCloses);
    without_rest(site).await;
    site.rest.set(Way::Through);
}

async fn slow(site: &Site) {
    site.fault(json!({ "rest_delay_ms": 10_000 })).await;
    pass(5 * MINUTE).await;
    site.mend().await;
}

/// While REST is no good: live events keep flowing, and the dashboard's numbers are said to be old.
async fn without_rest(site: &Site) {
    pass(MINUTE).await;
    let call = site.server.held_call("Bán hàng", "0912345678").await;
    pass(2).await;
    let board = site.server.board().await;
    let waits = board.calls.iter().any(|row| row.id == call && row.state == CallState::Waiting);
    site.expect(waits, || format!("the new call {call} does not come from the feed alone"));
    site.server.drive(&call, "abandon", json!({})).await;
    let dashboard = site.source(SourceKind::Dashboard).await;
    let age = pace::now() - dashboard.heard.unwrap_or_default();
    site.expect(age > 2 * i64::from(dashboard.every), || format!("{dashboard:?} looks live"));
    site.expect(dashboard.problem.is_some(), || format!("{dashboard:?} says nothing of what is wrong"));
    let events = site.source(SourceKind::Events).await;
    site.expect(events.problem.is_none(), || format!("{events:?}: the feed is well"));
    pass(MINUTE).await;
}
