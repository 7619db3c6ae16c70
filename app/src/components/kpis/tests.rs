use super::*;
use crate::i18n::{EN, VI};
use wire::Share;

const NOW: Millis = 1_795_159_927_250;
static TARGETS: std::sync::LazyLock<Targets> = std::sync::LazyLock::new(Targets::default);

fn live() -> Age {
    Age { freshness: Freshness::Live, heard: Some(NOW - 2_000), stopped: None }
}

fn read(change: impl FnOnce(&mut Totals, &mut Today)) -> [Kpi; 5] {
    read_aged(live(), change)
}

fn read_counted(figures: &[Figure]) -> [Kpi; 5] {
    Reading { figures, ..reading(&Totals::default(), &Today::default()) }.five()
}

fn read_aged(age: Age, change: impl FnOnce(&mut Totals, &mut Today)) -> [Kpi; 5] {
    let (mut totals, mut today) = (Totals::default(), Today::default());
    change(&mut totals, &mut today);
    Reading { polled: age, pushed: age, ..reading(&totals, &today) }.five()
}

fn reading<'a>(totals: &'a Totals, today: &'a Today) -> Reading<'a> {
    Reading {
        words: &VI,
        wall: false,
        totals,
        targets: &TARGETS,
        today,
        figures: &[],
        oldest_queue: Some("Bán hàng".to_owned()),
        polled: live(),
        pushed: live(),
        timer: NOW,
        now: NOW,
        utc_offset_seconds: 7 * 3600,
    }
}

#[test]
fn waiting_is_late_above_its_limit_and_a_breach_above_twice_that() {
    for (waiting, level) in [(3, Level::Normal), (4, Level::Late), (6, Level::Late), (7, Level::Breach)] {
        assert_eq!(read(|totals, _| totals.waiting = waiting)[0].level, level, "{waiting}");
    }
}

#[test]
fn the_longest_wait_warns_before_its_limit() {
    for (waited, text, level) in
        [(30, "0:30", Level::Normal), (48, "0:48", Level::Late), (60, "1:00", Level::Breach)]
    {
        let kpi = &read(|totals, _| totals.oldest = Some((NOW - waited * 1_000, "q".to_owned())))[1];
        assert_eq!((kpi.value.as_str(), kpi.level, kpi.note.as_str()), (text, level, "Bán hàng"));
    }
    assert_eq!(read(|_, _| {})[1].note, "không ai chờ");
}

#[test]
fn a_small_sample_is_a_fraction_without_judgement() {
    let service = |part, of| read(|totals, _| totals.service = Share { part, of })[2].clone();
    assert_eq!(service(0, 0).value, "–");
    let small = service(1, 4);
    assert_eq!((small.value.as_str(), small.level, small.small_sample), ("1/4", Level::Normal, true));
    let enough = service(39, 53);
    assert_eq!((enough.value.as_str(), enough.level, enough.note.as_str()), ("74", Level::Late, "39/53"));
    assert_eq!(service(1, 5).level, Level::Breach);
    assert_eq!(service(5, 5).level, Level::Normal);
}

#[test]
fn abandoned_needs_both_numbers() {
    let abandoned = |abandoned, received| {
        read(|_, today| *today = Today { abandoned, received, ..Today::default() })[4].clone()
    };
    let known = abandoned(Some(13), Some(310));
    assert_eq!((known.value.as_str(), known.unit.as_str(), known.note.as_str()), ("4,2", "%", "13/310"));
    assert_eq!(known.foot, "theo AntRing", "whose count it is");
    assert_eq!(known.level, Level::Normal);
    assert_eq!(abandoned(Some(20), Some(310)).level, Level::Late);
    assert_eq!(abandoned(Some(40), Some(310)).level, Level::Breach);
    for unknown in [abandoned(None, Some(310)), abandoned(Some(3), None)] {
        assert_eq!((unknown.value.as_str(), unknown.freshness), ("––", Freshness::Unknown));
    }
}

#[test]
fn old_numbers_have_no_level_and_unknown_ones_no_value() {
    let busy = |totals: &mut Totals, _: &mut Today| totals.waiting = 9;
    let aged =
        |freshness, seconds: Millis| Age { freshness, heard: Some(NOW - seconds * 1_000), stopped: None };
    let late = &read_aged(aged(Freshness::Late, 12), busy)[0];
    assert_eq!((late.level, late.age.as_str()), (Level::Breach, "12 s trễ"));
    let stale = &read_aged(aged(Freshness::Stale, 188), busy)[0];
    assert_eq!((stale.level, stale.value.as_str()), (Level::Normal, "9"));
    assert_eq!(stale.age, "cũ 3′ 08″, lúc 14:28");
    let unknown = &read_aged(aged(Freshness::Unknown, 1_800), busy)[0];
    assert_eq!((unknown.value.as_str(), unknown.age.as_str()), ("––", "mất nguồn từ 14:02"));
    assert_eq!(read_aged(UNHEARD, busy)[0].age, "chưa có số liệu");
}

fn figure(kpi: &str, window: Window, part: i64, of: i64) -> Figure {
    Figure { kpi: kpi.to_owned(), window, part, of, mixed_targets: false }
}

#[test]
fn half_an_hour_and_the_day_stand_side_by_side() {
    let kpi = read_counted(&[
        figure("service-level", Window::HalfHour, 41, 66),
        figure("service-level", Window::Day, 240, 300),
        figure("abandon-rate", Window::HalfHour, 7, 66),
        figure("abandon-rate", Window::Day, 2, 3),
    ]);
    let service = &kpi[2];
    assert_eq!((service.value.as_str(), service.note.as_str()), ("62", "41/66"));
    assert_eq!((service.foot.as_str(), service.day.as_str()), ("SL-2 80/20", "80 %"));
    let lost = &kpi[4];
    assert_eq!((lost.label, lost.value.as_str(), lost.note.as_str()), ("Bỏ cuộc 30′", "10,6", "7/66"));
    assert_eq!((lost.foot.as_str(), lost.day.as_str()), ("ngưỡng 5 %", "2/3"));
    assert_eq!(lost.level, Level::Breach);
}

#[test]
fn targets_that_differ_are_said_to() {
    let mixed = Figure { mixed_targets: true, ..figure("service-level", Window::HalfHour, 41, 66) };
    assert_eq!(read_counted(&[mixed])[2].foot, "SL-2, nhiều mục tiêu");
}

#[test]
fn our_own_count_of_nothing_is_nothing_whatever_antring_counts() {
    let kpi = read_counted(&[figure("abandon-rate", Window::HalfHour, 0, 0)]);
    assert_eq!((kpi[4].value.as_str(), kpi[4].foot.as_str()), ("–", "chưa có cuộc nào"));
}

#[test]
fn the_numbers_are_told_in_english_too() {
    let figures =
        [figure("abandon-rate", Window::HalfHour, 2, 53), figure("abandon-rate", Window::Day, 13, 310)];
    let kpi = Reading {
        words: &EN,
        wall: true,
        figures: &figures,
        ..reading(&Totals::default(), &Today::default())
    }
    .five();
    assert_eq!(
        (kpi[4].label, kpi[4].value.as_str(), kpi[4].foot.as_str()),
        ("Abandoned 30′", "3.8", "4.2 % today")
    );
}
