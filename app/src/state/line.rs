//! When to connect, when to wait and when a silent line is dead. Pure: times and dice come from outside.

use wire::{HEARTBEAT_MILLIS, Millis, close};

use super::live::Link;

/// A stream silent for this long is dead: two heartbeats and some travel.
pub const SILENCE: Millis = 2 * HEARTBEAT_MILLIS as Millis + 2_000;
/// A connection that does not open within this is given up.
const OPENING: Millis = 8_000;
/// A line that comes back within this was never lost to the eye.
const GRACE: Millis = 2_000;
const FIRST_PAUSE: f64 = 500.0;
const LONGEST_PAUSE: f64 = 8_000.0;
/// Somebody looks at the page: do not let them wait longer.
const LONGEST_PAUSE_WATCHED: f64 = 5_000.0;

/// What the socket shall do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Stay,
    Open,
    /// Close what is open, without another word.
    Drop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Resting { until: Millis },
    Opening { since: Millis },
    Open,
    Refused,
}

/// The browser at the moment of a decision.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// This machine's time.
    pub now: Millis,
    /// From 0 to 1, by chance: a thousand screens must not come back at once.
    pub dice: f64,
    pub watched: bool,
}

#[derive(Debug)]
pub struct Line {
    phase: Phase,
    failures: u32,
    heard: Millis,
    down_since: Option<Millis>,
    ever_heard: bool,
}

impl Line {
    pub fn new(now: Millis) -> Self {
        let phase = Phase::Resting { until: now };
        Self { phase, failures: 0, heard: now, down_since: Some(now), ever_heard: false }
    }

    /// Time passed, or somebody woke up.
    pub fn poll(&mut self, moment: Moment) -> Step {
        match self.phase {
            Phase::Resting { until } if moment.now >= until => {
                self.phase = Phase::Opening { since: moment.now };
                Step::Open
            }
            Phase::Opening { since } if moment.now - since > OPENING => self.fail(moment),
            Phase::Open if moment.now - self.heard > SILENCE => {
                self.down_since = Some(self.heard);
                self.fail(moment)
            }
            _ => Step::Stay,
        }
    }

    pub fn opened(&mut self, now: Millis) {
        self.phase = Phase::Open;
        self.heard = now;
    }

    /// A frame came.
    pub fn heard(&mut self, now: Millis) {
        self.heard = now;
        self.failures = 0;
        self.down_since = None;
        self.ever_heard = true;
    }

    pub fn closed(&mut self, code: u16, moment: Moment) -> Step {
        if matches!(code, close::SIGNED_OUT | close::NO_SUCH_BOARD | close::REPLAY_ENDS) {
            self.phase = Phase::Refused;
            return Step::Drop;
        }
        self.fail(moment)
    }

    /// The server asked to come back after so many milliseconds.
    pub fn come_back(&mut self, after: Millis, now: Millis) -> Step {
        self.down_since.get_or_insert(now);
        self.phase = Phase::Resting { until: now + after };
        Step::Drop
    }

    /// Another stream is wanted, or a snapshot: leave this connection and take a new one, soon.
    pub fn begin_anew(&mut self, moment: Moment) -> Step {
        self.fail(moment)
    }

    /// The network or the viewer is back: no need to wait out the pause.
    pub fn wake(&mut self, now: Millis) {
        if let Phase::Resting { until } = &mut self.phase {
            *until = now.min(*until);
        }
    }

    /// When to [`Line::poll`] next, at the latest.
    pub fn deadline(&self) -> Option<Millis> {
        match self.phase {
            Phase::Resting { until } => Some(until),
            Phase::Opening { since } => Some(since + OPENING + 1),
            Phase::Open => Some(self.heard + SILENCE + 1),
            Phase::Refused => None,
        }
    }

    /// The line as the page shows it. A short break is not shown.
    pub fn link(&self, now: Millis) -> Link {
        match (self.phase, self.down_since) {
            (Phase::Refused, _) => Link::Refused,
            (_, None) => Link::Live,
            (_, Some(since)) if now - since >= GRACE || self.failures >= 2 => Link::Lost,
            _ if self.ever_heard => Link::Live,
            _ => Link::Opening,
        }
    }

    fn fail(&mut self, moment: Moment) -> Step {
        self.down_since.get_or_insert(moment.now);
        let longest = if moment.watched { LONGEST_PAUSE_WATCHED } else { LONGEST_PAUSE };
        let ceiling = (FIRST_PAUSE * 2f64.powi(self.failures.min(8).cast_signed())).min(longest);
        self.failures = self.failures.saturating_add(1);
        let pause = if self.failures == 1 {
            ceiling * moment.dice
        } else {
            FIRST_PAUSE + (ceiling - FIRST_PAUSE).max(0.0) * moment.dice
        };
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 8000")]
        let pause = pause as Millis;
        self.phase = Phase::Resting { until: moment.now + pause };
        Step::Drop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(now: Millis) -> Moment {
        Moment { now, dice: 1.0, watched: true }
    }

    fn open(now: Millis) -> Line {
        let mut line = Line::new(now);
        assert_eq!(line.poll(at(now)), Step::Open);
        line.opened(now);
        line.heard(now);
        line
    }

    #[test]
    fn a_page_connects_at_once_and_is_live_with_the_first_frame() {
        let mut line = Line::new(0);
        assert_eq!(line.link(0), Link::Opening);
        assert_eq!(line.poll(at(0)), Step::Open);
        line.opened(50);
        line.heard(60);
        assert_eq!(line.link(60), Link::Live);
    }

    #[test]
    fn silence_beyond_two_heartbeats_is_a_lost_line() {
        let mut line = open(0);
        assert_eq!(line.poll(at(SILENCE)), Step::Stay);
        assert_eq!(line.poll(at(SILENCE + 1)), Step::Drop);
        assert_eq!(line.link(SILENCE + 1), Link::Lost);
    }

    #[test]
    fn a_short_break_is_not_shown_and_a_long_one_is() {
        let mut line = open(0);
        assert_eq!(line.closed(1006, at(1_000)), Step::Drop);
        assert_eq!(line.link(1_500), Link::Live);
        assert_eq!(line.poll(at(1_500)), Step::Open);
        line.closed(1006, at(1_600));
        assert_eq!(line.link(1_600), Link::Lost);
    }

    #[test]
    fn pauses_grow_to_five_seconds_for_a_viewer_and_eight_without() {
        for (watched, longest) in [(true, 5_000), (false, 8_000)] {
            let mut line = open(0);
            let mut pauses = Vec::new();
            for _ in 0..8 {
                line.closed(1006, Moment { now: 0, dice: 1.0, watched });
                pauses.push(line.deadline().expect("it tries again"));
                line.wake(0);
                assert_eq!(line.poll(at(0)), Step::Open);
            }
            assert_eq!(&pauses[..4], &[500, 1_000, 2_000, 4_000]);
            assert_eq!(pauses.last(), Some(&longest));
        }
    }

    #[test]
    fn a_frame_after_a_break_begins_the_pauses_anew() {
        let mut line = open(0);
        for _ in 0..5 {
            line.closed(1006, at(0));
        }
        line.opened(0);
        line.heard(0);
        assert_eq!(line.link(0), Link::Live);
        line.closed(1006, at(0));
        assert_eq!(line.deadline(), Some(500));
    }

    #[test]
    fn the_server_says_when_to_come_back_and_when_never() {
        let mut line = open(0);
        assert_eq!(line.come_back(3_000, 100), Step::Drop);
        assert_eq!(line.deadline(), Some(3_100));
        for code in [close::NO_SUCH_BOARD, close::SIGNED_OUT] {
            let mut line = open(0);
            assert_eq!(line.closed(code, at(10)), Step::Drop);
            assert_eq!(line.deadline(), None);
            assert_eq!(line.link(10), Link::Refused);
            line.wake(20);
            assert_eq!(line.poll(at(1_000_000)), Step::Stay);
        }
    }

    #[test]
    fn a_replay_that_ended_begins_again_only_when_it_is_asked_to() {
        let mut line = open(0);
        assert_eq!(line.closed(close::REPLAY_ENDS, at(10)), Step::Drop);
        assert_eq!(line.poll(at(1_000_000)), Step::Stay);
        line.begin_anew(at(1_000_000));
        assert_eq!(line.poll(at(1_000_500)), Step::Open);
    }
}
