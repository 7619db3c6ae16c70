use leptos::reactive::owner::Owner;
use wire::{Direction, Millis};

use super::*;
use crate::calls::{CallResult, PastCall};

/// 2026-11-20 14:02 in Vietnam.
const TWO: Millis = 1_795_158_120_000;

fn reader(lang: Lang, address: CallsAddress) -> CallsReader {
    CallsReader { lang, utc_offset_seconds: 7 * 3600, address }
}

fn drawn(draw: impl FnOnce() -> String) -> String {
    Owner::new().with(|| draw().replace("<!>", "").replace("<!---->", ""))
}

fn call() -> PastCall {
    PastCall {
        id: Some("one@pbx".into()),
        started: TWO,
        direction: Direction::Inbound,
        number: Some("0901234321".into()),
        name: None,
        queue: Some("Kỹ thuật".into()),
        agent: Some("Trần Thanh Bình".into()),
        waited: Some(9),
        talked: Some(220),
        result: CallResult::Answered,
        has_recording: true,
    }
}

fn page(rows: Vec<PastCall>, total: u32) -> CallsPage {
    CallsPage { rows, from: TWO - 3_600_000, to: TWO + 3_600_000, total }
}

#[test]
fn a_row_tells_its_call_and_plays_its_recording() {
    let html = drawn(|| reader(Lang::Vi, CallsAddress::default()).list(&Ok(page(vec![call()], 1))));
    for part in [
        "data-call=\"one@pbx\"",
        ">14:02<",
        "aria-label=\"Gọi vào\"",
        "0901 234 321",
        "Kỹ thuật",
        ">Thanh Bình<",
        ">0:09<",
        ">3:40<",
        "Đã nghe",
        "class=\"play btn small\"",
        "data-play",
        "data-title=\"14:02 · 0901 234 321\"",
        "href=\"/recordings/one%40pbx\"",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("style="), "the page's policy forbids styles in attributes");
    let silent = PastCall { has_recording: false, ..call() };
    let html = drawn(|| reader(Lang::Vi, CallsAddress::default()).list(&Ok(page(vec![silent], 1))));
    assert!(!html.contains("/recordings/"), "nothing is offered that is not there: {html}");
}

#[test]
fn pages_lead_to_their_neighbours_and_to_none_beyond_the_ends() {
    let of = |page: &str, total| {
        let address = CallsAddress { page: Some(page.into()), ..CallsAddress::default() };
        drawn(|| reader(Lang::En, address).list(&Ok(self::page(vec![call()], total))))
    };
    let (first, middle, last) = (of("1", 120), of("2", 120), of("3", 120));
    assert!(!first.contains("Newer") && first.contains("href=\"/calls?page=2\""), "{first}");
    assert!(middle.contains("href=\"/calls\"") && middle.contains("href=\"/calls?page=3\""), "{middle}");
    assert!(last.contains("href=\"/calls?page=2\"") && !last.contains("Older"), "{last}");
}

#[test]
fn an_empty_list_and_each_problem_say_what_to_do() {
    for lang in [Lang::Vi, Lang::En] {
        let html = drawn(|| reader(lang, CallsAddress::default()).list(&Ok(page(Vec::new(), 0))));
        assert!(html.contains(lang.history().none) && html.contains(lang.history().none_why), "{html}");
        for problem in [
            CallsProblem::UpstreamSilent,
            CallsProblem::NotKept,
            CallsProblem::Unfit,
            CallsProblem::NumbersHidden,
            CallsProblem::Failed,
        ] {
            let html = drawn(|| reader(lang, CallsAddress::default()).list(&Err(problem)));
            assert!(html.contains((lang.history().problem)(problem)), "{html}");
            assert!(html.contains("role=\"alert\""), "{html}");
        }
    }
}
