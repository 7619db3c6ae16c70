//! Things that can be made to go wrong around the centre.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// What a REST request is answered with instead of the truth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RestAnswer {
    /// This HTTP status, with an error body.
    Status(u16),
    Kind(RestAnswerKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestAnswerKind {
    /// 200 and the beginning of some JSON, not of the answer.
    Garbage,
    /// 200 and a web page, as a captive portal or a proxy sends it.
    Html,
    /// 200 and nothing.
    Empty,
    /// No answer at all: the connection stays open.
    Hang,
    /// The true answer, but the connection ends in the middle of its body.
    Cut,
    /// The first half of the true answer, as if it were the whole.
    Truncated,
    /// The true answer, in twenty pieces half a second apart.
    Slow,
    /// 200 and 64 MB of valid JSON that is no answer.
    Big,
}

/// How the event feed misbehaves as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedFault {
    /// Cuts all sockets once; new ones are welcome.
    Drop,
    /// Cuts all sockets and refuses new ones until cleared.
    Refuse,
    /// Sockets and heartbeats live, but no event is delivered.
    Silent,
    /// Nothing at all is sent, heartbeats neither: a peer that died without saying so. Clearing cuts the sockets.
    Frozen,
}

/// An order to change what goes wrong. Fields left out stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaultOrder {
    pub rest_status: Option<RestAnswer>,
    /// Requests `rest_status` is for; without it, until cleared.
    pub times: Option<u32>,
    /// Only requests whose path begins with this.
    pub path: Option<String>,
    /// Seconds for the header `Retry-After` of answers that `rest_status` makes.
    pub retry_after: Option<u64>,
    /// Every REST answer waits this long, in milliseconds.
    pub rest_delay_ms: Option<u64>,
    pub feed: Option<FeedFault>,
    /// Probability that an event is never sent.
    pub drop_events: Option<f64>,
    /// Probability that an event is sent twice.
    pub duplicate: Option<f64>,
    /// Probability that an event is held back until the next one has been sent.
    pub reorder: Option<f64>,
    /// Each event is held for a random time of up to so many milliseconds, so the order is lost within them.
    pub shuffle_ms: Option<u64>,
    /// Events of these names are never sent (`CHANNEL_DESTROY` …).
    pub lose: Option<Vec<String>>,
    /// Every subscription is answered with `auth_failure`.
    pub auth_failure: Option<bool>,
    /// Every token given so far is refused from now on; happens once. Subscriptions outlive it, as in KAZOO; for a
    /// gateway that closes its sockets then, order `feed: drop` with it.
    pub expire_tokens: bool,
    /// Every subscription counts as one to a foreign account: it stays silent, or Blackhole refuses it.
    pub account: Option<bool>,
    /// All sockets are cut again and again, so many seconds apart; 0 stops it.
    pub drop_every_seconds: Option<f64>,
    /// Everything the vendor stamps is off by so many seconds: events, dashboard, histories, expiry, `Date`.
    pub skew_seconds: Option<f64>,
    /// Mends everything before the rest of the order applies.
    pub clear: bool,
}

/// What goes wrong now. One per simulator.
#[derive(Debug, Default)]
pub struct Faults(Mutex<FaultOrder>);

impl Faults {
    pub fn now(&self) -> FaultOrder {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn apply(&self, order: FaultOrder) {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if order.clear {
            *faults = FaultOrder::default();
        }
        if order.rest_status.is_some() {
            faults.rest_status = order.rest_status;
            faults.times = order.times;
            faults.path = order.path;
            faults.retry_after = order.retry_after;
        }
        // Dropping happens once and leaves nothing behind.
        let feed = order.feed.filter(|fault| *fault != FeedFault::Drop);
        faults.feed = feed.or(faults.feed);
        faults.rest_delay_ms = order.rest_delay_ms.or(faults.rest_delay_ms);
        faults.drop_events = order.drop_events.or(faults.drop_events);
        faults.duplicate = order.duplicate.or(faults.duplicate);
        faults.reorder = order.reorder.or(faults.reorder);
        faults.shuffle_ms = order.shuffle_ms.or(faults.shuffle_ms);
        faults.account = order.account.or(faults.account);
        faults.drop_every_seconds = order.drop_every_seconds.or(faults.drop_every_seconds);
        faults.skew_seconds = order.skew_seconds.or(faults.skew_seconds);
        faults.lose = order.lose.or_else(|| faults.lose.take());
        faults.auth_failure = order.auth_failure.or(faults.auth_failure);
    }

    /// The answer a request to `path` is to get instead of the truth, if any, and its `Retry-After`; counts it.
    pub fn take_rest_answer(&self, path: &str) -> Option<(RestAnswer, Option<u64>)> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.path.as_deref().is_some_and(|prefix| !path.starts_with(prefix)) {
            return None;
        }
        let answer = (faults.rest_status.clone()?, faults.retry_after);
        if let Some(times) = faults.times.as_mut() {
            *times = times.saturating_sub(1);
            if *times == 0 {
                faults.rest_status = None;
                faults.times = None;
                faults.path = None;
                faults.retry_after = None;
            }
        }
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_answer_runs_out() {
        let faults = Faults::default();
        let order = serde_json::json!({ "rest_status": 503, "times": 2, "path": "/oapi", "retry_after": 7 });
        faults.apply(serde_json::from_value(order).unwrap());
        assert_eq!(faults.take_rest_answer("/control"), None);
        assert_eq!(faults.take_rest_answer("/oapi/v1/queues"), Some((RestAnswer::Status(503), Some(7))));
        assert!(faults.take_rest_answer("/oapi/v1/queues").is_some());
        assert_eq!(faults.take_rest_answer("/oapi/v1/queues"), None);
    }

    #[test]
    fn words_are_understood() {
        let order: FaultOrder = serde_json::from_str(r#"{"rest_status":"garbage","feed":"silent"}"#).unwrap();
        assert_eq!(order.rest_status, Some(RestAnswer::Kind(RestAnswerKind::Garbage)));
        assert_eq!(order.feed, Some(FeedFault::Silent));
    }
}
