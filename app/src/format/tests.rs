use super::*;
use crate::i18n::{EN, VI};

/// 2026-11-20 14:32:07.250 in Ho Chi Minh City, a Friday.
const NOW: Millis = 1_795_159_927_250;
const HO_CHI_MINH: i32 = 7 * 3600;

#[test]
fn a_duration_never_runs_below_zero() {
    assert_eq!(duration(-5_000), "0:00");
    assert_eq!(duration(102_999), "1:42");
    assert_eq!(duration(3_723_000), "1:02:03");
}

#[test]
fn the_wall_counts_minutes_and_rings_in_seconds() {
    assert_eq!(minutes(59_999), "");
    assert_eq!(minutes(9 * MINUTE + 2_000), "9′");
    assert_eq!(seconds(4_900), "4″");
}

#[test]
fn an_age_is_told_in_the_readers_words() {
    assert_eq!(age(0, &VI), "0 s");
    assert_eq!(age(830, &VI), "0,8 s");
    assert_eq!(age(830, &EN), "0.8 s");
    assert_eq!(age(3_400, &VI), "3 s");
    assert_eq!(age(130_000, &VI), "2 phút");
    assert_eq!(age(60_000, &EN), "1 minute");
    assert_eq!(age(3 * HOUR, &EN), "3 hours");
    assert_eq!(age_short(188_000), "3′ 08″");
    assert_eq!(age_short(12_000), "12 s");
}

#[test]
fn numbers_carry_the_marks_of_the_language() {
    assert_eq!(integer(1_234_567, &VI), "1.234.567");
    assert_eq!(integer(1_234, &EN), "1,234");
    assert_eq!(integer(310, &VI), "310");
    assert_eq!(percent_fine(13, 310, &VI).as_deref(), Some("4,2"));
    assert_eq!(percent_fine(13, 310, &EN).as_deref(), Some("4.2"));
    assert_eq!(percent_fine(5, 100, &VI).as_deref(), Some("5"));
    assert_eq!(percent(39, 53), Some(74));
    assert_eq!(percent(0, 0), None);
}

#[test]
fn phone_numbers_are_grouped_and_masks_are_left_alone() {
    assert_eq!(phone("0901234567"), "0901 234 567");
    assert_eq!(phone("+84901234567"), "0901 234 567");
    assert_eq!(phone("84901234567"), "0901 234 567");
    assert_eq!(phone("02439281234"), "0243 928 1234");
    assert_eq!(phone("19001234"), "1900 1234");
    assert_eq!(phone("09xx xxx 678"), "09xx xxx 678");
    assert_eq!(phone("1016"), "1016");
    assert_eq!(phone("anonymous"), "anonymous");
}

#[test]
fn what_is_typed_becomes_what_is_dialled() {
    for typed in ["0901 234 567", "0901.234.567", "+84 901 234 567", "84901234567", " (0901) 234-567 "] {
        assert_eq!(dialable(typed).as_deref(), Some("0901234567"), "{typed}");
    }
    assert_eq!(dialable("1016").as_deref(), Some("1016"));
    assert_eq!(dialable("+1 202 555 0199").as_deref(), Some("0012025550199"));
    for typed in ["", "12", "chín", "0901 234 56a", "1234567890123456"] {
        assert_eq!(dialable(typed), None, "{typed}");
    }
}

#[test]
fn the_short_name_is_the_last_two_words() {
    assert_eq!(short_name("Nguyễn Thị Hồng Nhung"), "Hồng Nhung");
    assert_eq!(short_name("Lê An"), "Lê An");
    assert_eq!(short_name("An"), "An");
}

#[test]
fn the_clock_is_the_sites_own() {
    assert_eq!(clock(NOW, HO_CHI_MINH), "14:32:07");
    assert_eq!(clock_minutes(NOW, 0), "07:32");
    assert_eq!(date(NOW, HO_CHI_MINH, &VI), "Th 6, 20/11");
    assert_eq!(date(NOW, HO_CHI_MINH, &EN), "Fri 20 Nov");
    assert_eq!(date(0, -3600, &EN), "Wed 31 Dec");
}

#[test]
fn server_times_are_read_to_the_millisecond() {
    assert_eq!(rfc3339("2026-11-20T07:32:07.250Z"), Some(NOW));
    assert_eq!(rfc3339("2026-11-20T07:32:07.250999Z"), Some(NOW));
    assert_eq!(rfc3339("2026-11-20T14:32:07.25+07:00"), Some(NOW));
    assert_eq!(rfc3339("2026-11-20T07:32:07Z"), Some(NOW - 250));
    assert_eq!(rfc3339("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(rfc3339("2024-02-29T00:00:00Z"), Some(1_709_164_800_000));
    for text in ["", "2026-11-20", "2026-13-20T07:32:07Z", "a-b-cTd:e:fZ", "2026-11-20T07:32:07"] {
        assert_eq!(rfc3339(text), None, "{text}");
    }
}

#[test]
fn a_part_of_a_url_escapes_what_would_end_it() {
    assert_eq!(percent_encoded("/calls?page=2&open=a@b", "/"), "/calls%3Fpage%3D2%26open%3Da%40b");
    assert_eq!(percent_encoded("ư/", ""), "%C6%B0%2F");
}
