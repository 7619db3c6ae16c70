//! One budget for all requests with a key (`protocols.md` §4.1: 100 a minute), and a gate that closes when upstream
//! says that it is used up.
//!
//! A minute's budget is a burst and a rate which together never exceed it, in whichever minute one counts. Half of
//! the burst is left for people, who are never made to wait behind polls.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::RestError;

/// The part of a minute's budget that may be spent at once.
const BURST_SHARE: f64 = 0.2;

/// A refusal without `Retry-After` holds for five seconds, a second one in a row for ten, up to a minute.
const FIRST_HOLD: Duration = Duration::from_secs(5);
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// What upstream may ask for at most.
const LONGEST_OBEYED: Duration = Duration::from_secs(3600);

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// Waits for its turn, and leaves the others theirs.
    Poll,
    /// Is told at once when there is no turn.
    Person,
}

#[derive(Debug)]
pub(super) struct Pace {
    budget: Option<Budget>,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
struct Budget {
    burst: f64,
    per_second: f64,
}

#[derive(Debug)]
struct State {
    /// Requests that may be sent now, at the time of `counted`.
    left: f64,
    counted: Option<Instant>,
    held: Option<Hold>,
}

#[derive(Debug, Clone, Copy)]
struct Hold {
    since: Instant,
    until: Instant,
    /// For the next refusal without `Retry-After`.
    next: Duration,
}

/// Leave to send one request. Whoever has it reports what became of it.
#[must_use]
#[derive(Debug)]
pub(super) struct Turn<'a> {
    pace: &'a Pace,
    taken: Instant,
}

impl Pace {
    /// `None` is no limit; zero counts as one.
    pub fn new(per_minute: Option<u32>) -> Self {
        let budget = per_minute.map(|per_minute| {
            let per_minute = f64::from(per_minute.max(1));
            let burst = (per_minute * BURST_SHARE).max(1.0);
            Budget { burst, per_second: (per_minute - burst).max(1.0) / 60.0 }
        });
        let left = budget.map_or(f64::INFINITY, |budget| budget.burst);
        Self { budget, state: Mutex::new(State { left, counted: None, held: None }) }
    }

    /// A poll waits for `patience` at most.
    ///
    /// # Errors
    /// [`RestError::Quota`] with the rest of the wait.
    pub async fn turn(&self, asker: Asker, patience: Duration) -> Result<Turn<'_>, RestError> {
        let give_up = Instant::now() + patience;
        loop {
            let now = Instant::now();
            match self.ask(now, asker) {
                Ok(turn) => return Ok(turn),
                Err(wait) if asker == Asker::Poll && now + wait <= give_up => sleep(wait).await,
                Err(wait) => return Err(RestError::Quota { retry_after: Some(wait) }),
            }
        }
    }

    /// A turn now, or how long to wait before asking again.
    fn ask(&self, now: Instant, asker: Asker) -> Result<Turn<'_>, Duration> {
        let mut state = self.state();
        if let Some(hold) = state.held.filter(|hold| hold.until > now) {
            return Err(hold.until - now);
        }
        if let Some(budget) = self.budget {
            let passed =
                state.counted.map_or(Duration::ZERO, |counted| now.saturating_duration_since(counted));
            state.left = (state.left + passed.as_secs_f64() * budget.per_second).min(budget.burst);
            state.counted = Some(state.counted.map_or(now, |counted| counted.max(now)));
            let needed = match asker {
                Asker::Person => 1.0,
                Asker::Poll => 1.0 + (budget.burst / 2.0).floor(),
            };
            // A budget so small that it leaves nothing over is shared by all.
            let needed = needed.min(budget.burst);
            if state.left < needed {
                let wait = Duration::from_secs_f64((needed - state.left) / budget.per_second);
                // Rounded up, so that the turn is there when the wait is over.
                return Err(wait + Duration::from_millis(1));
            }
            state.left -= 1.0;
        }
        Ok(Turn { pace: self, taken: now })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// Upstream answered something else than that the quota is used up.
    pub fn passed(self) {
        let mut state = self.pace.state();
        // An answer to a question from before the hold says nothing about it.
        if state.held.is_some_and(|hold| hold.since <= self.taken) {
            state.held = None;
        }
    }

    /// The quota is used up, or this was the last request that it had room for. `retry_after` is upstream's own word.
    pub fn refused(self, now: Instant, retry_after: Option<Duration>) {
        let mut state = self.pace.state();
        let (wait, next) = match state.held {
            // Several requests were under way; all of them are refused once.
            Some(hold) if hold.since > self.taken => (hold.until.saturating_duration_since(now), hold.next),
            Some(hold) => (hold.next, (hold.next * 2).min(LONGEST_HOLD)),
            None => (FIRST_HOLD, FIRST_HOLD * 2),
        };
        let wait = retry_after.map_or(wait, |asked| asked.min(LONGEST_OBEYED));
        let until = state.held.map_or(now, |hold| hold.until).max(now + wait);
        state.held = Some(Hold { since: now, until, next });
        // After the hold nothing is saved up: one request, then the rate, so that a second refusal costs little.
        if self.pace.budget.is_some() {
            state.left = state.left.min(1.0);
            state.counted = Some(until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn no_minute_has_more_than_the_budget() {
        let pace = Pace::new(Some(100));
        let start = Instant::now();
        let mut sent = vec![];
        for tick in 0..3000 {
            let now = start + Duration::from_millis(100) * tick;
            while pace.ask(now, Asker::Person).is_ok() {
                sent.push(now);
            }
        }
        let most = sent.iter().map(|from| {
            sent.iter().filter(|at| *at >= from && **at < *from + Duration::from_secs(60)).count()
        });
        assert!(most.clone().max().is_some_and(|most| (95..=100).contains(&most)), "{:?}", most.max());
        assert!(sent.len() > 400, "{} in five minutes", sent.len());
    }

    #[test]
    fn polls_leave_room_for_people() {
        let pace = Pace::new(Some(100));
        let now = Instant::now();
        let polls = std::iter::from_fn(|| pace.ask(now, Asker::Poll).ok()).count();
        let people = std::iter::from_fn(|| pace.ask(now, Asker::Person).ok()).count();
        assert_eq!((polls, people), (10, 10));
    }

    #[test]
    fn a_refusal_holds_everybody_for_as_long_as_it_says() {
        let pace = Pace::new(Some(100));
        let now = Instant::now();
        pace.ask(now, Asker::Person).expect("a turn").refused(now, Some(45 * SECOND));
        for asker in [Asker::Person, Asker::Poll] {
            assert_eq!(pace.ask(now, asker).err(), Some(45 * SECOND));
        }
        let over = now + 45 * SECOND;
        pace.ask(over, Asker::Person).expect("one request").passed();
        assert!(pace.ask(over, Asker::Person).is_err(), "nothing is saved up during a hold");
        assert!(pace.ask(over + 2 * SECOND, Asker::Person).is_ok());
    }

    #[test]
    fn refusals_without_a_word_hold_for_longer_each_time() {
        let pace = Pace::new(None);
        let mut now = Instant::now();
        let mut holds = vec![];
        for _ in 0..6 {
            pace.ask(now, Asker::Person).expect("a turn").refused(now, None);
            let hold = pace.ask(now, Asker::Person).expect_err("a hold");
            holds.push(hold.as_secs());
            now += hold;
        }
        assert_eq!(holds, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn requests_under_way_together_are_refused_once() {
        let pace = Pace::new(None);
        let now = Instant::now();
        let turns: Vec<_> = (0..5).filter_map(|_| pace.ask(now, Asker::Person).ok()).collect();
        let late = pace.ask(now, Asker::Person).expect("a turn");
        for turn in turns {
            turn.refused(now + SECOND, None);
        }
        late.passed();
        assert_eq!(pace.ask(now + SECOND, Asker::Person).err(), Some(5 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn a_poll_waits_and_a_person_is_told() {
        let pace = Pace::new(Some(100));
        while pace.ask(Instant::now(), Asker::Person).is_ok() {}
        let told = pace.turn(Asker::Person, 10 * SECOND).await.err();
        assert!(matches!(told, Some(RestError::Quota { retry_after: Some(_) })), "{told:?}");
        let asked = Instant::now();
        assert!(pace.turn(Asker::Poll, 10 * SECOND).await.is_ok());
        assert!(asked.elapsed() > 5 * SECOND, "{:?}", asked.elapsed());
        assert!(pace.turn(Asker::Poll, Duration::ZERO).await.is_err());
    }
}
