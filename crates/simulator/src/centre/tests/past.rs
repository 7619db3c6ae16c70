//! A past of whole days: that it looks like a call centre's, and that it is counted and found right.

use std::collections::{BTreeMap, BTreeSet};

use super::{NOON, pass};
use crate::centre::past_counts::Counts;
use crate::centre::{AbandonReason, CallRecord, Centre, Span, StatStatus, Thresholds};
use crate::moment::Moment;
use crate::options::{Load, Options};

const DAY: f64 = 86_400.0;
const THRESHOLDS: Thresholds = Thresholds { target_seconds: 20, short_seconds: 5 };

/// Two weeks of a middling centre.
fn fortnight(seed: u64) -> Centre {
    let options =
        Options { load: Load::Quiet, past_days: 14, past_calls_per_day: 2000.0, seed, ..Options::default() };
    Centre::open(&options, NOON)
}

fn counts(centre: &Centre, from: Moment, until: Moment) -> Counts {
    centre.counts(Span { from, until }, THRESHOLDS).0
}

fn today() -> Moment {
    NOON.midnight_in_vietnam()
}

/// What can be seen of a call, for telling two pasts apart.
fn drawn(record: &CallRecord) -> String {
    let at = |moment: Moment| moment.unix_millis();
    let (began, ended) = (at(record.started), at(record.ended));
    format!(
        "{} {began} {ended} {} {:?}",
        record.call_id,
        record.outcome.word(),
        record.stats().collect::<Vec<_>>()
    )
}

#[test]
fn a_seed_and_the_dates_decide_the_past() {
    let past = |seed| fortnight(seed).history().map(drawn).collect::<Vec<_>>();
    let first = past(1);
    assert_eq!(first, past(1));
    assert_ne!(first, past(2));
    let ids: BTreeSet<&str> = first.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(ids.len(), first.len(), "no call id comes twice");
}

#[test]
fn days_look_like_a_call_centres() {
    let centre = fortnight(3);
    let records: Vec<&CallRecord> = centre.history().collect();
    let per_day = records.iter().filter(|record| record.started < today()).count() / 14;
    assert!((1900..2100).contains(&per_day), "{per_day} calls a day");
    let at = |days_ago: f64, hour: f64, hours: f64| {
        let from = today().after((hour - 24.0 * days_ago) * 3600.0);
        counts(&centre, from, from.after(hours * 3600.0))
    };
    let of_hour = |hour: f64| -> Counts {
        let days = (1..=14).map(|days_ago| at(f64::from(days_ago), hour, 1.0));
        days.reduce(|sum, day| Counts {
            offered: sum.offered + day.offered,
            abandoned: sum.abandoned + day.abandoned,
            ..sum
        })
        .unwrap_or_default()
    };
    let (night, ten, lunch, two) = (of_hour(3.0), of_hour(10.0), of_hour(12.0), of_hour(14.0));
    assert!(night.offered > 30 && night.offered * 10 < ten.offered, "{night:?}");
    assert!(lunch.offered * 3 < ten.offered * 2 && lunch.offered * 3 < two.offered * 2, "{lunch:?}");
    let lost = |counts: &Counts| counts.abandoned as f64 / counts.offered as f64;
    assert!(
        lost(&ten) > 1.3 * lost(&two) && lost(&ten) < 0.4,
        "abandons rise with load: {} {}",
        lost(&ten),
        lost(&two)
    );
    // 2026-02-01 was a Sunday, five days before.
    assert!(at(5.0, 0.0, 24.0).offered * 2 < at(4.0, 0.0, 24.0).offered);
    let whole = counts(&centre, today().after(-14.0 * DAY), today());
    assert!(whole.flowed_out > 100 && whole.abandoned_short > 300 && whole.missed_offers > 500, "{whole:?}");
    assert!(whole.outbound > 2000 && whole.internal > 500, "{whole:?}");
    let several = records.iter().filter(|record| record.stats().count() > 1).count();
    assert!(several > 100, "{several} calls were in several queues");
    let menu_only = records.iter().filter(|record| record.inbound && record.stats().count() == 0).count();
    assert!(menu_only > 200, "{menu_only} calls ended in the menu");
    let over_midnight =
        |record: &&&CallRecord| record.started.day_in_vietnam() != record.ended.day_in_vietnam();
    assert!(records.iter().filter(over_midnight).count() > 5);
    let mut by_caller = BTreeMap::<_, u32>::new();
    let from_outside = records.iter().filter(|record| record.inbound);
    from_outside.for_each(|record| *by_caller.entry(format!("{:?}", record.caller)).or_default() += 1);
    assert!(by_caller.values().filter(|calls| **calls > 1).count() > 200, "some try again");
}

#[test]
fn nobody_enters_a_queue_and_is_not_accounted_for() {
    let mut centre = fortnight(4);
    for hour in 0..14 * 24 {
        let from = today().after(f64::from(hour) * 3600.0 - 14.0 * DAY);
        let span = Span { from, until: from.after(3600.0) };
        let (all, queues) = centre.counts(span, THRESHOLDS);
        for counts in std::iter::once(&all).chain(queues.values()) {
            let came = counts.offered + counts.waiting_at_start;
            let left = counts.answered + counts.abandoned + counts.flowed_out;
            assert_eq!(came, left + counts.waiting_at_end, "{counts:?}");
        }
        assert_eq!(queues.values().map(|counts| counts.offered).sum::<u64>(), all.offered);
    }
    assert_eq!(centre.events_emitted(), 0, "the past is not sent");
    pass(&mut centre, 1800.0);
    assert_eq!(centre.live_calls().count(), 0, "what was under way came to its end");
    let stats: Vec<_> = centre.history().flat_map(CallRecord::stats).collect();
    let is_over = |status| matches!(status, StatStatus::Processed | StatStatus::Abandoned);
    assert!(stats.iter().all(|stat| is_over(stat.status)));
    let sent_on =
        stats.iter().filter(|stat| stat.abandoned.is_some_and(|(_, why)| why == AbandonReason::Timeout));
    assert!(sent_on.count() > 50);
}

#[test]
fn pages_hold_what_looking_at_every_call_would_find() {
    let centre = fortnight(5);
    let shown_until = today().after(-3.0 * 3600.0);
    for (from, to) in [
        (today().after(-2.0 * DAY), today().after(-DAY)),
        (today().after(-30.0 * DAY), NOON),
        (today().after(-4.0 * 3600.0), today()),
        (today().after(-3600.0), today().after(-3600.0)),
        (today().after(-2.0 * DAY), today().after(-2.0 * DAY + 90.0)),
        (NOON.after(DAY), NOON.after(2.0 * DAY)),
    ] {
        let wanted =
            |record: &&CallRecord| (from..=to).contains(&record.started) && record.ended <= shown_until;
        let ids = |record: &CallRecord| record.call_id.clone();
        let expected: Vec<String> = centre.history().rev().filter(wanted).map(ids).collect();
        let found = centre.history_between(from, to, shown_until);
        assert_eq!(found.len(), expected.len(), "{from:?} {to:?}");
        for page in 0..=expected.len() / 7 {
            let rows: Vec<String> = found.newest_first(page * 7, 7).map(ids).collect();
            let until = expected.len().min(page * 7 + 7);
            assert_eq!(rows, expected[page * 7..until], "page {page} of {from:?} {to:?}");
        }
    }
}
