//! What the storage is told to do wrong, and what it was asked for: `/control/media`.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// Requests that are remembered.
const REMEMBERED: usize = 1_000;

/// How the storage behaves. An order replaces the one before, so `{}` mends everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaOrder {
    /// Links made so far count as expired from now on; happens once.
    #[serde(skip_serializing)]
    pub expire: bool,
    /// New links live so long; with 0 or less they are expired when they are handed out.
    pub life_seconds: Option<i64>,
    /// New links begin with this instead of the simulator's own address.
    pub base: Option<String>,
    /// More of the query of new links, spelled like this.
    pub query: Option<String>,
    /// Signed requests are answered with this status and S3's words for it.
    pub status: Option<u16>,
    /// Signed requests are sent on to this address (307); `self` is the same link once more.
    pub redirect: Option<String>,
    /// The connection ends after so many bytes of an answer's body.
    pub break_after: Option<u64>,
    /// After so many bytes of an answer's body nothing more comes, and the connection stays.
    pub stall_after: Option<u64>,
    /// The four above are for so many signed requests; without it, until the next order.
    pub times: Option<u32>,
    /// Every answer waits so long.
    pub delay_ms: Option<u64>,
    /// How fast bodies come.
    pub bytes_per_second: Option<u64>,
    /// Every recording is so long, whatever its call was.
    pub bytes: Option<u64>,
    /// Ranges are ignored, and not offered.
    pub no_ranges: bool,
    pub content_type: Option<String>,
    /// Instead of the true one, as if another object lay there; empty: neither tag nor date is told.
    pub etag: Option<String>,
}

/// A request, as it came, and what became of its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// The request line, byte for byte.
    pub line: String,
    pub range: Option<String>,
    pub if_range: Option<String>,
    pub accept_encoding: Option<String>,
    pub status: u16,
    /// Bytes of the body that were taken from us.
    pub sent: u64,
    pub end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Still being sent.
    UnderWay,
    Whole,
    /// By us, as ordered.
    Broken,
    /// By the client.
    Left,
}

/// The storage's own state. One per simulator.
#[derive(Debug, Default)]
pub struct Storage(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    order: MediaOrder,
    /// Links that expire by then, in unix seconds, have expired.
    expired_through: Option<i64>,
    /// When the last of the links made so far expires.
    last_expiry: Option<i64>,
    links: u64,
    requests: VecDeque<Request>,
    /// Requests that are forgotten, so that the others keep their numbers.
    forgotten: usize,
}

impl Storage {
    pub fn order(&self) -> MediaOrder {
        self.state().order.clone()
    }

    pub fn obey(&self, order: MediaOrder) {
        let mut state = self.state();
        if order.expire {
            state.expired_through = state.last_expiry;
        }
        state.order = MediaOrder { expire: false, ..order };
    }

    /// When a link that is made now, to live until `expires`, will expire; counts it.
    pub fn expiry(&self, expires: i64) -> i64 {
        let mut state = self.state();
        state.links += 1;
        let expires = state.expired_through.map_or(expires, |through| expires.max(through + 1));
        state.last_expiry = state.last_expiry.max(Some(expires));
        expires
    }

    pub fn has_expired(&self, expires: i64, now: i64) -> bool {
        now > expires || self.state().expired_through.is_some_and(|through| expires <= through)
    }

    /// What goes for this signed request; counts it.
    pub fn take_order(&self) -> MediaOrder {
        let mut state = self.state();
        let taken = state.order.clone();
        if let Some(times) = state.order.times.as_mut() {
            *times = times.saturating_sub(1);
            if *times == 0 {
                let MediaOrder { status, redirect, break_after, stall_after, times, .. } = &mut state.order;
                (*status, *redirect, *break_after, *stall_after, *times) = (None, None, None, None, None);
            }
        }
        taken
    }

    /// The number under which is told what becomes of it.
    pub fn remember(&self, request: Request) -> usize {
        let mut state = self.state();
        if state.requests.len() == REMEMBERED {
            state.requests.pop_front();
            state.forgotten += 1;
        }
        state.requests.push_back(request);
        state.forgotten + state.requests.len() - 1
    }

    pub fn tell(&self, number: usize, sent: u64, end: End) {
        let mut state = self.state();
        let place = number.checked_sub(state.forgotten);
        if let Some(request) = place.and_then(|place| state.requests.get_mut(place)) {
            (request.sent, request.end) = (sent, end);
        }
    }

    /// Links made so far.
    pub fn links(&self) -> u64 {
        self.state().links
    }

    /// The last thousand, the oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.iter().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_runs_out_and_the_rest_stays() {
        let storage = Storage::default();
        let order = r#"{"status": 403, "times": 2, "bytes": 10}"#;
        storage.obey(serde_json::from_str(order).unwrap());
        let statuses = [(); 3].map(|()| storage.take_order().status);
        assert_eq!(statuses, [Some(403), Some(403), None]);
        assert_eq!(storage.take_order().bytes, Some(10));
    }

    #[test]
    fn links_made_after_an_expiry_work_even_within_its_second() {
        let storage = Storage::default();
        let expire = || storage.obey(MediaOrder { expire: true, ..MediaOrder::default() });
        let mut links = vec![storage.expiry(700)];
        for _ in 0..3 {
            expire();
            links.push(storage.expiry(700));
        }
        let expired: Vec<bool> = links.iter().map(|expires| storage.has_expired(*expires, 100)).collect();
        assert_eq!(expired, [true, true, true, false]);
        assert!(storage.has_expired(links[3], links[3] + 1));
    }

    #[test]
    fn numbers_stay_right_when_the_oldest_are_forgotten() {
        let storage = Storage::default();
        let request = |line: usize| Request {
            line: line.to_string(),
            range: None,
            if_range: None,
            accept_encoding: None,
            status: 200,
            sent: 0,
            end: End::UnderWay,
        };
        let numbers: Vec<usize> = (0..REMEMBERED + 5).map(|line| storage.remember(request(line))).collect();
        storage.tell(numbers[2], 1, End::Left);
        storage.tell(numbers[REMEMBERED], 7, End::Whole);
        let whole: Vec<Request> =
            storage.requests().into_iter().filter(|request| request.end != End::UnderWay).collect();
        assert_eq!((whole.len(), whole[0].line.clone(), whole[0].sent), (1, REMEMBERED.to_string(), 7));
    }
}
