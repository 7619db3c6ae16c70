//! Time as the call centre counts it: an argument, never read from a clock here.

/// What must be added to unix seconds to get KAZOO's gregorian seconds (`protocols.md` §3.2, verified there).
pub const GREGORIAN_OFFSET_SECONDS: i64 = 62_167_219_200;

/// Vietnam is seven hours ahead of UTC and has had no daylight saving time since 1975.
const VIETNAM_OFFSET_SECONDS: i64 = 7 * 3600;

const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time, kept as unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Seconds since year 0, which is what KAZOO writes into `Timestamp`.
    pub const fn gregorian_seconds(self) -> i64 {
        self.unix_seconds() + GREGORIAN_OFFSET_SECONDS
    }

    /// The moment `seconds` later (earlier when negative), rounded to a millisecond.
    pub fn after(self, seconds: f64) -> Self {
        Self(self.0 + (seconds * 1000.0).round() as i64)
    }

    /// Whole seconds from `earlier`, counted between the two *printed* seconds, so that every duration a
    /// record shows equals the difference of the timestamps beside it.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.unix_seconds() - earlier.unix_seconds()
    }

    /// Number of the calendar day in `Asia/Ho_Chi_Minh`, counted from 1970-01-01.
    pub const fn day_in_vietnam(self) -> i64 {
        (self.unix_seconds() + VIETNAM_OFFSET_SECONDS).div_euclid(SECONDS_PER_DAY)
    }

    /// Seconds since midnight in `Asia/Ho_Chi_Minh`.
    pub const fn second_of_day_in_vietnam(self) -> i64 {
        (self.unix_seconds() + VIETNAM_OFFSET_SECONDS).rem_euclid(SECONDS_PER_DAY)
    }

    /// Day of the week in `Asia/Ho_Chi_Minh`, from 0 for Monday to 6.
    pub const fn weekday_in_vietnam(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.day_in_vietnam() + 3).rem_euclid(7) as usize
    }

    /// The midnight with which the day of this moment began in `Asia/Ho_Chi_Minh`.
    pub const fn midnight_in_vietnam(self) -> Self {
        Self::from_unix_seconds(self.day_in_vietnam() * SECONDS_PER_DAY - VIETNAM_OFFSET_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gregorian_seconds_agree_with_the_documented_pair() {
        assert_eq!(Moment::from_unix_seconds(1_769_587_733).gregorian_seconds(), 63_936_806_933);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let monday = Moment::from_unix_seconds(1_794_762_000); // 2026-11-16T00:00:00+07:00
        assert_eq!((monday.weekday_in_vietnam(), monday.second_of_day_in_vietnam()), (0, 0));
        assert_eq!(
            (monday.after(-1.0).weekday_in_vietnam(), monday.after(-1.0).second_of_day_in_vietnam()),
            (6, 86_399)
        );
    }

    #[test]
    fn a_day_begins_at_seventeen_hours_utc() {
        let before = Moment::from_unix_seconds(1_769_619_599); // 2026-01-28T16:59:59Z
        assert_eq!(before.after(1.0).day_in_vietnam(), before.day_in_vietnam() + 1);
        assert_eq!(before.after(1.0).midnight_in_vietnam(), before.after(1.0));
    }
}
