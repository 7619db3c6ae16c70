//! The operational day: it begins when the night shift goes home, by the clock on the centre's wall.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::{Millis, Span};

/// Where the centre is, and when its day begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    zone: TimeZone,
    starts_at: Time,
}

/// Which setting makes no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    #[error("`{0}` is no IANA time zone; write for example `Asia/Ho_Chi_Minh`")]
    UnknownZone(String),
    #[error("`{0}` is no time of day; write `HH:MM`, for example `06:00`")]
    NotATime(String),
}

impl Day {
    /// From the settings `[day] time_zone` and `starts_at`.
    ///
    /// # Errors
    /// The zone is not in the IANA database, or the start is not `HH:MM`.
    pub fn new(zone: &str, starts_at: &str) -> Result<Self, DayError> {
        let not_a_time = || DayError::NotATime(starts_at.to_owned());
        let (hour, minute) = starts_at.split_once(':').ok_or_else(not_a_time)?;
        let number = |digits: &str| {
            (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| digits.parse::<i8>().ok())
                .flatten()
                .ok_or_else(not_a_time)
        };
        let starts_at = Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| not_a_time())?;
        let zone = TimeZone::get(zone).map_err(|_| DayError::UnknownZone(zone.to_owned()))?;
        Ok(Self { zone, starts_at })
    }

    /// The day that a moment belongs to, by the date on which it began: 02:00 is the day before where days begin at 06:00.
    pub fn date_at(&self, at: Millis) -> Date {
        let moment =
            Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let mut date = self.zone.to_datetime(moment).date();
        while date > Date::MIN && at < self.start_of(date) {
            date = date.saturating_sub(1.day());
        }
        while date < Date::MAX && self.start_of(date.saturating_add(1.day())) <= at {
            date = date.saturating_add(1.day());
        }
        date
    }

    /// The operational day that contains this moment.
    pub fn span_at(&self, at: Millis) -> Span {
        self.span_of(self.date_at(at))
    }

    /// The day that begins on this date. Mostly 24 h; 23 h or 25 h when the clocks are changed in it.
    pub fn span_of(&self, date: Date) -> Span {
        Span { from: self.start_of(date), until: self.start_of(date.saturating_add(1.day())) }
    }

    /// As many days before the day of this moment: 1 is the previous day, 7 the same weekday a week before.
    pub fn days_before(&self, at: Millis, days: u16) -> Span {
        self.span_of(self.date_at(at).saturating_sub(i64::from(days).days()))
    }

    /// The moment of the day so long after its start, but on another day: "yesterday at this time". By the clock on
    /// the wall, so that 10:42 is compared with 10:42 also when one of the days has 23 h; no later than that day lasts.
    pub fn same_time(&self, at: Millis, on: Date) -> Millis {
        let here = self.zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH));
        let past_midnight = here.date() > self.date_at(at);
        let date = if past_midnight { on.saturating_add(1.day()) } else { on };
        let span = self.span_of(on);
        self.first_moment(date, here.time()).clamp(span.from, (span.until - 1).max(span.from))
    }

    /// When clocks at the centre first show this.
    pub fn moment(&self, shown: DateTime) -> Millis {
        self.first_moment(shown.date(), shown.time())
    }

    /// What clocks at the centre show at this moment.
    pub fn shown(&self, at: Millis) -> DateTime {
        self.zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    fn start_of(&self, date: Date) -> Millis {
        self.first_moment(date, self.starts_at)
    }

    /// When clocks first show this time or, where it is skipped, the next one that there is. A time that comes twice
    /// counts the first time: a day must not begin again.
    fn first_moment(&self, date: Date, time: Time) -> Millis {
        let asked = self.zone.to_ambiguous_timestamp(date.to_datetime(time));
        // Of a skipped time, the earlier reading lies before the jump: the jump itself is next.
        let is_skipped = matches!(asked.offset(), jiff::tz::AmbiguousOffset::Gap { .. });
        let first = asked.earlier().unwrap_or(if date.year() < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let jump =
            is_skipped.then(|| self.zone.following(first).next().map(|jump| jump.timestamp())).flatten();
        jump.unwrap_or(first).as_millisecond()
    }
}
