use leptos::prelude::Owner;

use super::*;
use crate::fragments::PageQuery;
use crate::visit::Lang;

/// 2026-11-20 10:00 in Vietnam.
const TEN: Millis = 1_795_143_600_000;

fn drawn(lang: Lang, draw: impl FnOnce(&Reader) -> String) -> String {
    let reader = Reader { lang, utc_offset_seconds: 7 * 3600, page: PageQuery::default(), reveals: false };
    Owner::new().with(|| draw(&reader).replace("<!>", "").replace("<!---->", ""))
}

fn row(can_call: bool) -> Row {
    Row {
        key: "a b@c".into(),
        at: TEN,
        direction: Direction::Inbound,
        number: Some("0901234567".into()),
        queue: Some("Kỹ thuật".into()),
        agent: Some("Nguyễn Thị Hồng Nhung".into()),
        result: CallResult::Answered,
        talked: Some(192_000),
        can_call,
    }
}

#[test]
fn a_link_fills_the_field_and_asks_and_a_masked_number_is_asked_for_by_its_call() {
    let html = drawn(Lang::Vi, |reader| reader.dialer(Phone::Own, &Asked::Number("+84901234567".into())));
    assert!(html.contains("value=\"0901 234 567\"") && html.contains("data-ask=\"0901 234 567\""), "{html}");
    let asked = Asked::Call { id: "c1".into(), number: "•••• 567".into() };
    let html = drawn(Lang::Vi, |reader| reader.dialer(Phone::Own, &asked));
    assert!(html.contains("data-call=\"c1\"") && html.contains("data-ask=\"•••• 567\""), "{html}");
    assert!(html.contains("value=\"\""), "no mask is typed into the field: {html}");
    let html = drawn(Lang::Vi, |reader| reader.dialer(Phone::Own, &Asked::Nothing));
    assert!(!html.contains("data-ask"), "{html}");
}

#[test]
fn every_word_of_the_server_has_a_sentence_and_nothing_is_shown_before_it_is_said() {
    for lang in [Lang::Vi, Lang::En] {
        let html = drawn(lang, |reader| reader.dialer(Phone::None, &Asked::Nothing));
        for problem in
            ["phone_offline", "bad_number", "upstream_timed_out", "calling_too_often", "not_configured"]
        {
            assert!(html.contains(&format!("data-problem=\"{problem}\" hidden")), "{problem}: {html}");
        }
        for reason in ["emergency", "international", "premium", "short", "long", "two_numbers", "link"] {
            assert!(html.contains(&format!("data-reason=\"{reason}\" hidden")), "{reason}: {html}");
        }
        assert!(html.contains("href=\"/account\""), "it says where a phone is set up");
    }
}

#[test]
fn a_recent_call_tells_what_it_was_and_offers_a_call_only_where_one_may_be_made() {
    let html = drawn(Lang::Vi, |reader| reader.recent(&[row(true)], TEN + 60_000));
    for part in [
        "0901 234 567",
        "Kỹ thuật",
        "3:12",
        "Đã nghe",
        "10:00",
        "href=\"/dial?call=a%20b%40c\"",
        "Gọi lại 0901",
    ] {
        assert!(html.contains(part), "{part} is missing: {html}");
    }
    assert!(!drawn(Lang::Vi, |reader| reader.recent(&[row(false)], TEN)).contains("data-dial"));
    assert!(drawn(Lang::En, |reader| reader.recent(&[], TEN)).contains("no call today"));
}

#[test]
fn nothing_is_no_zero_average() {
    let none = Mine { calls: 0, talk: (0, 0), missed: 0, paused: None };
    let html = drawn(Lang::En, |reader| reader.mine(&none));
    assert_eq!(html.matches('–').count(), 2, "average and break are not known: {html}");
    let some = Mine { calls: 15, talk: (3_525_000, 15), missed: 1, paused: Some(2_460_000) };
    let html = drawn(Lang::Vi, |reader| reader.mine(&some));
    for part in [">15<", ">3:55<", ">1<", ">41′<", "Giám sát thấy đúng các số này"] {
        assert!(html.contains(part), "{part} is missing: {html}");
    }
}

#[test]
fn earlier_calls_are_told_by_day_and_person() {
    let earlier = Earlier { called: 3, rows: vec![row(false)] };
    let html = drawn(Lang::Vi, |reader| reader.earlier(&earlier));
    for part in ["gọi 3 lần trong 7 ngày", "20/11 10:00", "Hồng Nhung", "3:12"] {
        assert!(html.contains(part), "{part} is missing: {html}");
    }
}
