//! One rate for all endpoints, so that a wallboard never uses up the company's quota (`protocols.md` §1.4, 31), and
//! one gate before them all, which closes when upstream says that it did.
//!
//! After a refusal nothing is asked until the hold is over, and then one question alone: only its answer opens the
//! gate for the others. So many tasks that wait together do not become a burst of refusals.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

const BURST: u32 = 10;

/// Of a burst, what is left for those who wait for an answer: work in the background never uses it up.
const FOR_OTHERS: u32 = 5;

/// A refusal without `Retry-After` holds for five seconds, a second one in a row for ten, up to a minute.
const FIRST_HOLD: Duration = Duration::from_secs(5);
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// What upstream may ask for at most, as in `BackOff`.
const LONGEST_OBEYED: Duration = Duration::from_secs(3600);

/// A token bucket, kept as the time at which it would be full again, and a gate before it.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Option<Duration>,
    state: Mutex<State>,
    /// The gate opened, or the question that may open it has come to nothing.
    moved: Notify,
}

#[derive(Debug, Default)]
struct State {
    full_at: Option<Instant>,
    /// `None` is an open gate. In the past: the hold is over, and one question at a time is let through.
    held: Option<Hold>,
    /// The one question is under way.
    trying: bool,
}

#[derive(Debug, Clone, Copy)]
struct Hold {
    since: Instant,
    until: Instant,
    /// For the next refusal without `Retry-After`.
    next: Duration,
}

/// Leave to send one request. Whoever has it reports what became of it; dropped without a word, it says nothing
/// about the quota.
#[must_use]
#[derive(Debug)]
pub(super) struct Turn<'a> {
    pace: &'a Pace,
    taken: Instant,
    tries_the_gate: bool,
}

/// For so long nothing may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeldFor(pub Duration);

#[derive(Debug)]
enum Place<'a> {
    Now(Turn<'a>),
    At(Instant),
    HeldUntil(Instant),
    BehindTheTrial,
}

impl Pace {
    /// `None`, zero and negative rates are no limit.
    pub fn new(requests_per_second: Option<f64>) -> Self {
        let interval = requests_per_second
            .filter(|rate| rate.is_finite() && *rate > 0.0)
            .and_then(|rate| Duration::try_from_secs_f64(rate.recip()).ok());
        Self { interval, state: Mutex::default(), moved: Notify::new() }
    }

    /// Waits for this request's turn, unless the gate stays closed for longer than `patience`.
    pub async fn turn(&self, patience: Duration) -> Result<Turn<'_>, HeldFor> {
        let give_up = Instant::now() + patience;
        let mut reserved = None;
        loop {
            let mut moved = std::pin::pin!(self.moved.notified());
            // From here on no move is missed, whatever `place` says.
            moved.as_mut().enable();
            let now = Instant::now();
            match self.place(now, &mut reserved) {
                Place::Now(turn) => return Ok(turn),
                Place::At(at) => sleep_until(at).await,
                Place::HeldUntil(until) if until > give_up => return Err(HeldFor(until - now)),
                Place::HeldUntil(until) => {
                    tokio::select! { () = sleep_until(until) => {}, () = moved => {} }
                }
                Place::BehindTheTrial => moved.await,
            }
        }
    }

    /// Waits until nobody else would notice this request: what is saved up for bursts is at least half there. Waits as
    /// long as that takes, also behind a closed gate.
    pub async fn background_turn(&self) -> Turn<'_> {
        loop {
            let room = self.room(Instant::now());
            if let Some(at) = room {
                sleep_until(at).await;
                continue;
            }
            match self.turn(LONGEST_OBEYED).await {
                Ok(turn) => return turn,
                Err(HeldFor(hold)) => tokio::time::sleep(hold).await,
            }
        }
    }

    /// When half a burst will be there again; `None` is now.
    fn room(&self, now: Instant) -> Option<Instant> {
        let interval = self.interval?;
        let full_at = self.state().full_at?;
        full_at.checked_sub(interval * (BURST - FOR_OTHERS - 1)).filter(|at| *at > now)
    }

    /// Takes a turn without waiting for it, for a person who waits; the polls make up for it. Refused while the gate
    /// is closed.
    pub fn jump(&self, now: Instant) -> Result<Turn<'_>, HeldFor> {
        let mut state = self.state();
        if let Some(hold) = state.held.filter(|hold| hold.until > now) {
            return Err(HeldFor(hold.until - now));
        }
        self.reserve(&mut state, now);
        let tries_the_gate = state.held.is_some() && !std::mem::replace(&mut state.trying, true);
        Ok(Turn { pace: self, taken: now, tries_the_gate })
    }

    /// Where a request stands now. `reserved` is its place at the rate, which it loses when the gate closes.
    fn place(&self, now: Instant, reserved: &mut Option<Instant>) -> Place<'_> {
        let mut state = self.state();
        if let Some(hold) = state.held {
            if hold.until > now {
                *reserved = None;
                return Place::HeldUntil(hold.until);
            }
            if state.trying {
                *reserved = None;
                return Place::BehindTheTrial;
            }
        }
        let at = *reserved.get_or_insert_with(|| self.reserve(&mut state, now).unwrap_or(now));
        if at > now {
            return Place::At(at);
        }
        let tries_the_gate = state.held.is_some();
        state.trying = tries_the_gate;
        Place::Now(Turn { pace: self, taken: now, tries_the_gate })
    }

    /// When the turn comes; `None` is now.
    fn reserve(&self, state: &mut State, now: Instant) -> Option<Instant> {
        let interval = self.interval?;
        let next = state.full_at.unwrap_or(now).max(now) + interval;
        state.full_at = Some(next);
        next.checked_sub(interval * BURST).filter(|at| *at > now)
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

    /// Upstream answered that the quota is used up. `retry_after` is its own word.
    pub fn refused(self, now: Instant, retry_after: Option<Duration>) {
        let mut state = self.pace.state();
        let (wait, next) = match state.held {
            // Several questions were under way; all of them are refused once.
            Some(hold) if hold.since > self.taken => (hold.until.saturating_duration_since(now), hold.next),
            Some(hold) => (hold.next, (hold.next * 2).min(LONGEST_HOLD)),
            None => (FIRST_HOLD, (FIRST_HOLD * 2).min(LONGEST_HOLD)),
        };
        let wait = retry_after.map_or(wait, |asked| asked.min(LONGEST_OBEYED));
        let until = state.held.map_or(now, |hold| hold.until).max(now + wait);
        state.held = Some(Hold { since: now, until, next });
        // What is saved up is lost with it: after the hold the rate holds from the first request on.
        if let Some(interval) = self.pace.interval {
            let empty = until + interval * (BURST - 1);
            state.full_at = Some(state.full_at.unwrap_or(empty).max(empty));
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.tries_the_gate {
            self.pace.state().trying = false;
            self.pace.moved.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Pace {
        /// As full as that one.
        fn copy(pace: &Pace) -> Self {
            let state = State { full_at: pace.state().full_at, ..State::default() };
            Self { interval: pace.interval, state: Mutex::new(state), moved: Notify::new() }
        }
    }

    fn reserve(pace: &Pace, now: Instant) -> Option<Instant> {
        pace.reserve(&mut pace.state(), now)
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let pace = Pace::new(Some(2.0));
        let now = Instant::now();
        let mut turns = std::iter::repeat_with(|| reserve(&pace, now));
        assert!(turns.by_ref().take(BURST as usize).all(|turn| turn.is_none()));
        let waits: Vec<_> = turns.take(4).map(|turn| turn.map(|at| at - now)).collect();
        assert_eq!(waits, [500, 1000, 1500, 2000].map(|millis| Some(Duration::from_millis(millis))));
    }

    #[test]
    fn rest_gives_the_burst_back() {
        let pace = Pace::new(Some(2.0));
        let now = Instant::now();
        let all_at_once = |now| (0..BURST).all(|_| reserve(&pace, now).is_none());
        assert!(all_at_once(now));
        assert!(reserve(&pace, now).is_some());
        assert!(all_at_once(now + Duration::from_secs(6)));
    }

    #[tokio::test]
    async fn work_in_the_background_leaves_half_a_burst_to_others() {
        let pace = Pace::new(Some(100.0));
        let began = Instant::now();
        for _ in 0..20 {
            pace.background_turn().await.passed();
            let as_full = Pace::copy(&pace);
            let others = (0..FOR_OTHERS).all(|_| reserve(&as_full, Instant::now()).is_none());
            assert!(others, "somebody who asks now has their turn at once");
        }
        assert!(began.elapsed() >= Duration::from_millis(140), "the rate holds: {:?}", began.elapsed());
    }

    #[test]
    fn no_rate_is_no_limit() {
        for rate in [None, Some(0.0), Some(-1.0), Some(f64::NAN), Some(f64::INFINITY), Some(1e-300)] {
            let pace = Pace::new(rate);
            let now = Instant::now();
            assert!((0..100).all(|_| reserve(&pace, now).is_none()), "{rate:?}");
        }
    }

    /// What a request at `now` gets: its turn, or the seconds to wait.
    fn ask(pace: &Pace, now: Instant) -> Result<Turn<'_>, u64> {
        match pace.place(now, &mut None) {
            Place::Now(turn) => Ok(turn),
            Place::At(at) | Place::HeldUntil(at) => Err((at - now).as_secs()),
            Place::BehindTheTrial => Err(u64::MAX),
        }
    }

    fn turn(pace: &Pace, now: Instant) -> Turn<'_> {
        ask(pace, now).expect("its turn")
    }

    #[test]
    fn the_hold_doubles_while_it_lasts_and_a_success_resets_it() {
        let pace = Pace::new(None);
        let mut now = Instant::now();
        turn(&pace, now).refused(now, None);
        let mut waited = Vec::new();
        for _ in 0..6 {
            let wait = ask(&pace, now).expect_err("it is held");
            waited.push(wait);
            now += Duration::from_secs(wait);
            turn(&pace, now).refused(now, None);
        }
        assert_eq!(waited, [5, 10, 20, 40, 60, 60]);
        now += Duration::from_secs(60);
        turn(&pace, now).passed();
        turn(&pace, now).refused(now, None);
        assert_eq!(ask(&pace, now).err(), Some(5));
    }

    #[test]
    fn questions_that_were_under_way_together_are_one_refusal() {
        let pace = Pace::new(None);
        let asked = Instant::now();
        let (first, second, third) = (turn(&pace, asked), turn(&pace, asked), turn(&pace, asked));
        let answered = asked + Duration::from_millis(10);
        first.refused(answered, None);
        second.refused(answered, None);
        // Its question is older than the hold.
        third.passed();
        assert_eq!(ask(&pace, answered).err(), Some(5));
    }

    #[test]
    fn one_question_alone_tries_the_gate() {
        let pace = Pace::new(Some(100.0));
        let now = Instant::now();
        turn(&pace, now).refused(now, Some(Duration::from_secs(2)));
        let now = now + Duration::from_secs(2);
        let trial = turn(&pace, now);
        assert_eq!(
            ask(&pace, now + Duration::from_secs(30)).err(),
            Some(u64::MAX),
            "it waits for the answer"
        );
        // No answer at all: the next one tries.
        drop(trial);
        let next = turn(&pace, now + Duration::from_millis(10));
        assert!(next.tries_the_gate);
        next.passed();
        assert!(!turn(&pace, now + Duration::from_secs(1)).tries_the_gate);
    }

    #[test]
    fn a_person_is_told_at_once() {
        let pace = Pace::new(Some(1.0));
        let now = Instant::now();
        turn(&pace, now).refused(now, Some(Duration::from_secs(17)));
        assert_eq!(pace.jump(now).err(), Some(HeldFor(Duration::from_secs(17))));
        assert!(pace.jump(now + Duration::from_secs(17)).is_ok());
    }

    #[test]
    fn after_the_hold_nothing_is_saved_up() {
        let pace = Pace::new(Some(1.0));
        let now = Instant::now();
        turn(&pace, now).refused(now, Some(Duration::from_secs(60)));
        let over = now + Duration::from_secs(60);
        turn(&pace, over).passed();
        assert_eq!(ask(&pace, over).err(), Some(1));
    }

    #[test]
    fn a_longer_word_of_upstream_is_not_shortened_by_a_later_one() {
        let pace = Pace::new(None);
        let now = Instant::now();
        let (first, second) = (turn(&pace, now), turn(&pace, now));
        let answered = now + Duration::from_millis(1);
        first.refused(answered, Some(Duration::from_secs(30)));
        second.refused(answered, None);
        assert_eq!(ask(&pace, answered).err(), Some(30));
    }
}
