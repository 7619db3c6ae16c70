//! When a call centre is busy: the hours of a day and the days of a week.

use crate::moment::Moment;

/// What each hour of a day brings, in per cent of the day's calls: two peaks, a lunch between them, a quiet night.
const HOURS: [f64; 24] = [
    0.6, 0.4, 0.3, 0.3, 0.3, 0.5, 1.2, 3.2, 8.2, 10.4, 10.0, 7.0, 4.2, 7.2, 9.4, 9.0, 7.8, 5.4, 3.6, 3.6,
    3.2, 2.2, 1.2, 0.8,
];
/// What each day brings, from Monday on, relative to each other.
const DAYS: [f64; 7] = [1.12, 1.03, 1.0, 0.98, 1.02, 0.55, 0.35];
const SECONDS_PER_HOUR: i64 = 3600;

/// How busy it is at a moment, compared with the busiest hour of the week; from 0 to 1.
pub fn busyness(now: Moment) -> f64 {
    let hour = usize::try_from(now.second_of_day_in_vietnam() / SECONDS_PER_HOUR).unwrap_or_default();
    let busiest = share_of_the_busiest_hour() * busiest_day();
    HOURS.get(hour).copied().unwrap_or_default() / 100.0 * day(now) / busiest
}

/// Calls a minute in the busiest hour of the week, when so many days that end before `today` hold so many calls each,
/// on average.
pub fn peak_per_minute(days: u32, calls_per_day: f64, today: Moment) -> f64 {
    let weights = (1..=days).map(|ago| day(today.after(-86_400.0 * f64::from(ago))));
    let mean = weights.sum::<f64>() / f64::from(days.max(1));
    calls_per_day / mean * busiest_day() * share_of_the_busiest_hour() / 60.0
}

fn day(now: Moment) -> f64 {
    DAYS.get(now.weekday_in_vietnam()).copied().unwrap_or_default()
}

fn busiest_day() -> f64 {
    DAYS.into_iter().fold(f64::MIN_POSITIVE, f64::max)
}

fn share_of_the_busiest_hour() -> f64 {
    HOURS.into_iter().fold(f64::MIN_POSITIVE, f64::max) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-16, a Monday, 00:00 in Vietnam.
    const MONDAY: Moment = Moment::from_unix_seconds(1_794_762_000);

    #[test]
    fn hours_are_shares_of_a_whole_day() {
        assert!((HOURS.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_week_at_the_peaks_rate_holds_the_wanted_calls() {
        let peak = peak_per_minute(7, 3500.0, MONDAY.after(7.0 * 86_400.0));
        let calls: f64 =
            (0..7 * 24).map(|hour| busyness(MONDAY.after(f64::from(hour) * 3600.0)) * peak * 60.0).sum();
        assert!((calls / 7.0 - 3500.0).abs() < 1.0, "{calls}");
    }

    #[test]
    fn monday_morning_is_the_busiest_and_lunch_a_dip() {
        let at = |hours: f64| busyness(MONDAY.after(hours * 3600.0));
        assert!((at(9.5) - 1.0).abs() < 1e-9);
        assert!(at(12.5) < at(11.5) && at(12.5) < at(13.5));
        assert!(at(2.5) < 0.05);
        assert!(at(6.0 * 24.0 + 9.5) < 0.4, "Sunday");
    }
}
