//! When things happened, such that "everything up to t" is exactly what the board showed at t.
//!
//! What happens after a look at the board is later than the look, if by a millisecond; and a clock that was set back
//! stands still until it has caught up.

use wire::Millis;

use crate::clock;

#[derive(Debug, Clone, Copy, Default)]
pub struct Moments {
    happened: Millis,
    shown: Millis,
}

impl Moments {
    /// Whatever comes is later than this.
    pub fn after(last: Millis) -> Self {
        Self { happened: last, shown: last }
    }

    /// The time of something that happens now.
    pub fn happens(&mut self) -> Millis {
        self.happens_at(clock::now())
    }

    /// The time of a look at the board now.
    pub fn is_shown(&mut self) -> Millis {
        self.is_shown_at(clock::now())
    }

    fn happens_at(&mut self, now: Millis) -> Millis {
        self.happened = now.max(self.happened).max(self.shown + 1);
        self.happened
    }

    fn is_shown_at(&mut self, now: Millis) -> Millis {
        self.shown = now.max(self.happened).max(self.shown);
        self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_after_a_look_is_later_than_the_look() {
        let mut moments = Moments::after(10);
        assert_eq!([moments.happens_at(5), moments.happens_at(20), moments.happens_at(20)], [11, 20, 20]);
        assert_eq!([moments.is_shown_at(20), moments.is_shown_at(20)], [20, 20]);
        assert_eq!(moments.happens_at(20), 21);
        assert_eq!(moments.is_shown_at(20), 21);
        assert_eq!(moments.happens_at(19), 22);
    }
}
