//! Days by the clock on the wall.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kpi::{Day, DayError, Millis, QUARTER_HOUR, Span};

use crate::facts::HOUR;

fn day(zone: &str, starts_at: &str) -> Day {
    Day::new(zone, starts_at).expect("a zone and a time")
}

fn at(moment: &str) -> Millis {
    moment.parse::<Timestamp>().expect("a moment").as_millisecond()
}

/// Begins, ends, hours.
#[track_caller]
fn assert_day(day: &Day, on: Date, from: &str, until: &str, hours: i64) {
    let span = day.span_of(on);
    assert_eq!(span, Span { from: at(from), until: at(until) }, "{on}");
    assert_eq!(span.length(), hours * HOUR, "{on}");
    for inside in [span.from, span.from + HOUR, span.until - 1] {
        assert_eq!(day.date_at(inside), on);
        assert_eq!(day.span_at(inside), span);
    }
    assert_ne!(day.date_at(span.until), on);
    let slots: Vec<Span> = span.slots(QUARTER_HOUR).collect();
    assert_eq!(slots.len() as i64, hours * 4);
    assert_eq!(slots.iter().map(Span::length).sum::<Millis>(), span.length());
}

#[test]
fn a_day_of_23_hours() {
    let berlin = day("Europe/Berlin", "00:00");
    assert_day(&berlin, date(2026, 3, 29), "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23);
    // The clocks change before this day begins: it is the day before that is short.
    let late = day("Europe/Berlin", "06:00");
    assert_day(&late, date(2026, 3, 28), "2026-03-28T05:00:00Z", "2026-03-29T04:00:00Z", 23);
    assert_day(&late, date(2026, 3, 29), "2026-03-29T04:00:00Z", "2026-03-30T04:00:00Z", 24);
}

#[test]
fn a_day_of_25_hours() {
    let berlin = day("Europe/Berlin", "00:00");
    assert_day(&berlin, date(2026, 10, 25), "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25);
    let late = day("Europe/Berlin", "06:00");
    assert_day(&late, date(2026, 10, 24), "2026-10-24T04:00:00Z", "2026-10-25T05:00:00Z", 25);
}

#[test]
fn midnight() {
    let vietnam = day("Asia/Ho_Chi_Minh", "00:00");
    assert_day(&vietnam, date(2026, 11, 20), "2026-11-19T17:00:00Z", "2026-11-20T17:00:00Z", 24);
    assert_eq!(vietnam.date_at(at("2026-11-20T16:59:59.999Z")), date(2026, 11, 20));
    assert_eq!(vietnam.date_at(at("2026-11-20T17:00:00Z")), date(2026, 11, 21));
}

#[test]
fn a_day_that_begins_at_six() {
    let night_shift = day("Asia/Ho_Chi_Minh", "06:00");
    assert_day(&night_shift, date(2026, 11, 20), "2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z", 24);
    // 02:00 on the 21st is still the 20th's night.
    assert_eq!(night_shift.date_at(at("2026-11-20T19:00:00Z")), date(2026, 11, 20));
}

#[test]
fn a_day_whose_midnight_is_skipped_begins_with_the_next_moment() {
    // Havana goes from 23:59:59 to 01:00.
    let havana = day("America/Havana", "00:00");
    assert_day(&havana, date(2026, 3, 8), "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 23);
    let half_past = day("America/Havana", "00:30");
    assert_eq!(half_past.span_of(date(2026, 3, 8)).from, at("2026-03-08T05:00:00Z"), "not 01:30");
    // São Paulo did until 2018.
    let sao_paulo = day("America/Sao_Paulo", "00:00");
    assert_day(&sao_paulo, date(2018, 11, 4), "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", 23);
}

#[test]
fn a_start_that_comes_twice_counts_once() {
    // Havana goes from 00:59:59 back to 00:00.
    let havana = day("America/Havana", "00:00");
    assert_day(&havana, date(2026, 11, 1), "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25);
    let half_past = day("America/Havana", "00:30");
    assert_day(&half_past, date(2026, 11, 1), "2026-11-01T04:30:00Z", "2026-11-02T05:30:00Z", 25);
    // The clock shows 00:15 again after the day has begun: it is the same day.
    assert_eq!(half_past.date_at(at("2026-11-01T05:15:00Z")), date(2026, 11, 1));
    assert_eq!(half_past.date_at(at("2026-11-01T04:15:00Z")), date(2026, 10, 31));
    // São Paulo went from 23:59:59 back to 23:00 of the same evening.
    let sao_paulo = day("America/Sao_Paulo", "00:00");
    assert_day(&sao_paulo, date(2018, 2, 17), "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z", 25);
    let late = day("America/Sao_Paulo", "23:30");
    assert_day(&late, date(2018, 2, 17), "2018-02-18T01:30:00Z", "2018-02-19T02:30:00Z", 25);
}

#[test]
fn a_date_that_a_country_left_out_is_empty() {
    // Samoa went from 29 December 2011 to the 31st.
    let samoa = day("Pacific/Apia", "00:00");
    assert_eq!(samoa.span_of(date(2011, 12, 30)).length(), 0);
    let span = samoa.span_of(date(2011, 12, 29));
    assert_eq!(span.length(), 24 * HOUR);
    assert_eq!(samoa.date_at(span.until), date(2011, 12, 31));
}

#[test]
fn the_day_before_and_the_same_weekday_a_week_before() {
    let berlin = day("Europe/Berlin", "06:00");
    let now = at("2026-03-30T00:30:00Z"); // 02:30 on Monday, which is still Sunday's shift.
    assert_eq!(berlin.days_before(now, 0), berlin.span_of(date(2026, 3, 29)));
    assert_eq!(berlin.days_before(now, 1), berlin.span_of(date(2026, 3, 28)));
    assert_eq!(berlin.days_before(now, 7), berlin.span_of(date(2026, 3, 22)));
    // The same time by the wall, though the clocks changed between.
    assert_eq!(berlin.same_time(now, date(2026, 3, 22)), at("2026-03-23T01:30:00Z"));
    assert_eq!(berlin.same_time(at("2026-03-29T08:42:00Z"), date(2026, 3, 27)), at("2026-03-27T09:42:00Z"));
}

#[test]
fn settings_that_make_no_day() {
    for time in ["6:00", "24:00", "06:60", "0600", "", "06:00:00", "-1:00", "+6:00"] {
        assert_eq!(Day::new("Asia/Ho_Chi_Minh", time), Err(DayError::NotATime(time.to_owned())));
    }
    assert_eq!(Day::new("Hanoi", "06:00"), Err(DayError::UnknownZone("Hanoi".to_owned())));
}
