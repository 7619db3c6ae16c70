use leptos::reactive::owner::Owner;

use super::*;
use crate::explained::Recount;
use crate::fragments::PageQuery;
use crate::lost::{Deaf, Try};
use crate::visit::Lang;

/// 2026-11-20 14:32 in Vietnam.
const NOW: Millis = 1_795_107_600_000 + (14 * 60 + 32) * MINUTE;
const MINUTE: Millis = 60_000;

/// So many minutes before [`NOW`].
fn ago(minutes: i64) -> Millis {
    NOW - minutes * MINUTE
}

fn open(call: &str, tried: u32, last_try: Option<Try>, waits: bool) -> LostCaller {
    LostCaller {
        call: call.to_owned(),
        first_call: format!("{call}-first"),
        number: "•••• 110".into(),
        queue: Some("Bán hàng".into()),
        waited: 80_000,
        attempts: 2,
        first_lost: ago(40),
        last_lost: ago(21),
        state: LostState::Open { tried, last_try, waits },
        closed_before: None,
    }
}

fn closed(how: Spoken, goes_on: bool, agent: Option<&str>) -> LostCaller {
    let talk = Talk { at: ago(5), agent: agent.map(Into::into), how, goes_on };
    LostCaller { state: LostState::Closed { talk }, ..open("c/3", 0, None, false) }
}

fn list(callers: Vec<LostCaller>) -> LostCallers {
    let open = callers.iter().filter(|caller| caller.is_open());
    let oldest = open.map(|caller| caller.first_lost).min();
    let of = callers.len() as i64;
    let part = callers.iter().filter(|caller| !caller.is_open()).count() as i64;
    LostCallers {
        from: ago(14 * 60 + 32),
        until: ago(14 * 60 + 32) + 24 * 60 * MINUTE,
        as_of: NOW,
        recovered: Recount { part, of },
        anonymous: 0,
        oldest,
        deaf: None,
        callers,
    }
}

fn drawn(lang: Lang, lost: &LostCallers, place: &Place) -> String {
    let reader = Reader { lang, utc_offset_seconds: 7 * 3600, page: PageQuery::default(), reveals: false };
    Owner::new().with(|| {
        provide_context(lang);
        reader.lost(&Ok(lost.clone()), place).replace("<!>", "").replace("<!---->", "")
    })
}

#[test]
fn an_open_row_says_whom_to_call_why_and_what_was_tried() {
    let tried = Try { at: ago(9), agent: Some("Nguyễn Thị Hồng Nhung".into()), goes_on: false };
    let lost = list(vec![
        open("c/1", 2, Some(tried.clone()), false),
        open("c/2", 1, Some(Try { goes_on: true, ..tried }), true),
    ]);
    let html = drawn(Lang::Vi, &lost, &Place::Dial);
    for part in [
        "2 khách, lâu nhất 40 phút",
        "•••• 110",
        "Bỏ cuộc sau 1:20 · Bán hàng · 2 lần từ 13:52 · Hồng Nhung gọi lúc 14:23, 2 lần chưa gặp<",
        "Hồng Nhung đang gọi · Đang chờ lại trong hàng đợi<",
        ">14:11<",
        "id=\"lost-c/1-first\"",
        "data-dial=\"c/1\"",
        "href=\"/dial?call=c%2F1\"",
        "aria-label=\"Gọi •••• 110\"",
        "Đã gặp lại 0/2",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("style="), "the page's policy forbids styles in attributes");
    assert!(!html.contains("/calls?call="), "an agent has no history to open");
    let html = drawn(Lang::Vi, &lost, &Place::Calls { csv: "/api/v1/lost.csv?from=1&to=2".into() });
    assert!(html.contains("href=\"/calls?call=c%2F1\""), "{html}");
    assert!(html.contains("href=\"/api/v1/lost.csv?from=1&amp;to=2\""), "{html}");
}

#[test]
fn a_closed_row_says_who_reached_them_and_has_no_button() {
    let bình = Some("Trần Thanh Bình");
    for (caller, vi, en) in [
        (
            closed(Spoken::CalledBack, false, bình),
            "Thanh Bình đã gọi lại lúc 14:27",
            "Thanh Bình called back at 14:27",
        ),
        (
            closed(Spoken::CalledAgain, false, bình),
            "Khách tự gọi lại, Thanh Bình nghe lúc 14:27",
            "Called again, Thanh Bình answered at 14:27",
        ),
        (
            closed(Spoken::CalledAgain, false, None),
            "Khách tự gọi lại, đã nghe lúc 14:27",
            "Called again, answered at",
        ),
        (
            closed(Spoken::CalledBack, true, bình),
            "Thanh Bình đang nói chuyện từ 14:27",
            "Thanh Bình has been talking since 14:27",
        ),
    ] {
        let lost = list(vec![caller]);
        let html = drawn(Lang::Vi, &lost, &Place::Dial);
        assert!(html.contains(vi) && html.contains("class=\"done\""), "{vi}: {html}");
        assert!(!html.contains("data-dial"), "nobody is called who was reached: {html}");
        assert!(html.contains("id=\"lost-c/3-first\""), "whose hand was on the button keeps the row: {html}");
        let html = drawn(Lang::En, &lost, &Place::Dial);
        assert!(html.contains(en), "{en}: {html}");
    }
}

#[test]
fn an_opened_again_row_says_that_it_had_been_closed() {
    let before = Talk { at: ago(30), agent: None, how: Spoken::CalledBack, goes_on: false };
    let again = LostCaller { closed_before: Some(before), attempts: 1, ..open("c/1", 0, None, false) };
    let html = drawn(Lang::Vi, &list(vec![again]), &Place::Dial);
    assert!(html.contains("Bán hàng · Đã gặp lúc 14:02, lại bị lỡ<"), "{html}");
}

#[test]
fn nobody_lost_and_everybody_reached_are_said_apart() {
    let nobody = drawn(Lang::Vi, &list(Vec::new()), &Place::Dial);
    assert!(nobody.contains("Chưa lỡ khách nào") && !nobody.contains("data-recovered"), "{nobody}");
    let all = drawn(Lang::Vi, &list(vec![closed(Spoken::CalledBack, false, None)]), &Place::Dial);
    assert!(all.contains("Đã gặp lại mọi khách bị lỡ") && all.contains("không còn ai"), "{all}");
    let anonymous = LostCallers { anonymous: 2, ..list(Vec::new()) };
    let html = drawn(Lang::Vi, &anonymous, &Place::Dial);
    assert!(html.contains("2 cuộc ẩn số, không gọi lại được"), "{html}");
}

#[test]
fn few_are_a_fraction_and_many_a_share() {
    let reached = || closed(Spoken::CalledBack, false, None);
    let callers = |reached_of: usize, of: usize| {
        let missing = (reached_of..of).map(|_| open("c/1", 0, None, false));
        list(std::iter::repeat_with(reached).take(reached_of).chain(missing).collect())
    };
    let share = |lost: &LostCallers| {
        let html = drawn(Lang::Vi, lost, &Place::Dial);
        html.split("data-recovered=\"").nth(1).and_then(|rest| rest.split('"').next()).map(ToOwned::to_owned)
    };
    assert_eq!(share(&callers(3, 4)).as_deref(), Some("3/4"));
    assert_eq!(share(&callers(3, 6)).as_deref(), Some("50 %"));
    assert!(drawn(Lang::Vi, &callers(3, 6), &Place::Dial).contains(">Đã gặp lại 50 % (3/6)<"));
}

#[test]
fn an_old_source_and_an_old_list_say_since_when() {
    let deaf = LostCallers { deaf: Some(Deaf { since: Some(ago(12)) }), ..list(Vec::new()) };
    assert!(drawn(Lang::Vi, &deaf, &Place::Dial).contains("Không nhận được sự kiện từ 14:20"));
    let never = LostCallers { deaf: Some(Deaf { since: None }), ..list(Vec::new()) };
    assert!(drawn(Lang::En, &never, &Place::Dial).contains("No events from the exchange so far"));
    let yesterday = LostCaller { last_lost: ago(25 * 60), ..open("c/1", 0, None, false) };
    let html = drawn(Lang::Vi, &list(vec![yesterday]), &Place::Dial);
    assert!(html.contains(">13:32 Th 5, 19/11<"), "{html}");
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let lost = list((0..DRAWN_ROWS + 3).map(|place| open(&format!("c{place}"), 0, None, false)).collect());
    let html = drawn(Lang::Vi, &lost, &Place::Dial);
    assert_eq!(html.matches("data-dial=").count(), DRAWN_ROWS);
    assert!(html.contains("và 3 khách nữa"), "{html}");
}
