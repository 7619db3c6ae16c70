use leptos::reactive::owner::Owner;
use wire::{Direction, Millis};

use super::*;
use crate::calls::{
    Bar, CallResult, CallsPage, Doing, Hangup, Joined, Lane, OpenedCall, Party, PastCall, SavedFilter, Total,
};
use crate::explained::{Definition, Reading, Spoken, Unit};

/// 2026-11-20 14:02 in Vietnam.
const TWO: Millis = 1_795_158_120_000;
const HOUR: Millis = 3_600_000;
const LANGUAGES: [Lang; 2] = [Lang::Vi, Lang::En];

fn reader(lang: Lang, address: CallsAddress) -> CallsReader {
    CallsReader { lang, utc_offset_seconds: 7 * 3600, address, reveals: false }
}

fn at(query: &[(&str, &str)]) -> CallsAddress {
    let value = |name: &str| query.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    CallsAddress {
        window: value("window"),
        from: value("from"),
        to: value("to"),
        queue: value("queue"),
        result: value("result"),
        q: value("q"),
        sort: value("sort"),
        page: value("page"),
        call: value("call"),
        drill: value("drill"),
        remove: value("remove"),
        said: value("said"),
        ..CallsAddress::default()
    }
}

/// What is drawn; the page's policy forbids styles in attributes.
fn drawn(draw: impl FnOnce() -> String) -> String {
    let html = Owner::new().with(|| draw().replace("<!>", "").replace("<!---->", ""));
    assert!(!html.contains("style="), "{html}");
    html
}

fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
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

fn calls(rows: Vec<PastCall>, total: u32) -> CallsList {
    let calls = CallsPage { rows, from: TWO - HOUR, to: TWO + HOUR, total, total_is_exact: true };
    CallsList { calls, opened: None, reading: None }
}

fn list(lang: Lang, address: CallsAddress, list: CallsList) -> String {
    drawn(|| reader(lang, address).list(&Ok(list)))
}

/// Ten seconds of greeting, nine in the queue with one phone missed, and a talk.
fn opened() -> OpenedCall {
    let bar = |from: Millis, until: Millis, doing| Bar {
        from: TWO + from * 1000,
        until: TWO + until * 1000,
        doing,
    };
    let lane = |who, bars| Lane { who, bars };
    OpenedCall {
        id: "one@pbx".into(),
        call: call(),
        line: Some("02838221234".into()),
        until: TWO + 239_000,
        lanes: vec![
            lane(
                Party::Caller,
                vec![
                    bar(0, 10, Doing::Menu),
                    bar(10, 19, Doing::Waits(Some("Kỹ thuật".into()))),
                    bar(19, 239, Doing::Talks),
                ],
            ),
            lane(
                Party::Agent(Some("Lê Hương Giang".into())),
                vec![bar(10, 14, Doing::Missed(Some(Hangup::NoAnswer)))],
            ),
            lane(
                Party::Agent(Some("Trần Thanh Bình".into())),
                vec![bar(14, 19, Doing::Rings), bar(19, 239, Doing::Talks)],
            ),
        ],
        by_events: true,
        hangup: Some(Hangup::Normal),
        joined: Joined::ByQueue,
        is_cut: false,
    }
}

#[test]
fn a_row_tells_its_call_opens_it_and_plays_its_recording() {
    let html = list(Lang::Vi, at(&[("queue", "q1")]), calls(vec![call()], 1));
    let parts = [
        "data-call=\"one@pbx\"",
        "href=\"/calls?queue=q1&amp;call=one@pbx\"",
        "aria-expanded=\"false\"",
        ">14:02<",
        "aria-label=\"Gọi vào\"",
        "0901 234 321",
        "Kỹ thuật",
        ">Thanh Bình<",
        ">0:09<",
        ">3:40<",
        "Đã nghe",
        "class=\"play btn small\"",
        "data-title=\"14:02 · 0901 234 321\"",
        "href=\"/recordings/one%40pbx\"",
        "1 cuộc trong danh sách",
    ];
    has(&html, &parts);
    assert!(!html.contains("/dial"), "who was spoken to is not called back: {html}");
    let lost = PastCall { has_recording: false, result: CallResult::Abandoned, talked: None, ..call() };
    let html = list(Lang::Vi, CallsAddress::default(), calls(vec![lost.clone()], 1));
    assert!(!html.contains("/recordings/"), "nothing is offered that is not there: {html}");
    has(&html, &["data-dial=\"one@pbx\"", "href=\"/dial?call=one%40pbx\"", "Bỏ cuộc"]);
    let hidden = list(Lang::Vi, CallsAddress::default(), calls(vec![PastCall { number: None, ..lost }], 1));
    assert!(hidden.contains("ẩn số") && !hidden.contains("/dial"), "nobody can be called back: {hidden}");
}

#[test]
fn pages_lead_to_their_neighbours_and_to_none_beyond_the_ends() {
    let of = |page: &str, total| list(Lang::En, at(&[("page", page)]), calls(vec![call()], total));
    let (first, middle, last) = (of("1", 120), of("2", 120), of("3", 120));
    assert!(!first.contains("Previous page") && first.contains("href=\"/calls?page=2\""), "{first}");
    has(&middle, &["href=\"/calls\"", "href=\"/calls?page=3\"", "page 2 of 3"]);
    assert!(last.contains("href=\"/calls?page=2\"") && !last.contains("Next page"), "{last}");
    let mut many = calls(vec![call()], 10_000);
    many.calls.total_is_exact = false;
    has(
        &list(Lang::En, at(&[("page", "300")]), many),
        &["more than 10,000", "page 300 of 200+", "href=\"/calls?page=301\""],
    );
}

#[test]
fn a_column_is_sorted_by_and_turned_round() {
    let html = list(Lang::Vi, at(&[("sort", "-waited"), ("page", "2")]), calls(vec![call()], 120));
    has(&html, &["aria-sort=\"descending\"", "href=\"/calls?sort=waited\"", "href=\"/calls?sort=-talked\""]);
    let html = list(Lang::Vi, at(&[("sort", "waited")]), calls(vec![call()], 1));
    has(
        &html,
        &["aria-sort=\"ascending\"", "href=\"/calls?sort=-waited\"", "id=\"sort-started\" href=\"/calls\""],
    );
}

#[test]
fn an_open_call_is_a_picture_and_the_same_in_words() {
    let mut open = calls(vec![call()], 1);
    open.opened = Some(Box::new(opened()));
    let html = list(Lang::Vi, at(&[("call", "one@pbx"), ("page", "2")]), open);
    let parts = [
        "aria-expanded=\"true\"",
        "data-opened=\"one@pbx\"",
        "id=\"shut\" href=\"/calls?page=2\"",
        "data-leg=\"wait\" x=\"4.18%\" width=\"3.76%\"",
        "đàm thoại 3:40",
        "Vào hàng đợi Kỹ thuật, chờ 0:09",
        "Hương Giang: đổ chuông 0:04, không ai nhấc máy",
        "Thanh Bình: nghe máy, nói 3:40",
        "Đã nghe: một bên gác máy.",
        "14:05:59",
        "gọi vào · tổng 3:59",
        "Vẽ theo sự kiện của từng máy.",
        "Khớp với lịch sử AntRing theo mã cuộc trong hàng đợi.",
        "0283 822 1234",
    ];
    has(&html.replace("Gọi vào ·", "gọi vào ·"), &parts);
    let waits = html.find("Vào hàng đợi").expect("it waits");
    assert!(waits < html.find("nghe máy").expect("it talks"), "in the order of time");
}

#[test]
fn what_is_not_on_this_page_opens_above_it_and_what_is_not_there_says_so() {
    let mut elsewhere = calls(vec![PastCall { id: Some("two".into()), ..call() }], 1);
    elsewhere.opened = Some(Box::new(OpenedCall { by_events: false, is_cut: true, ..opened() }));
    let html = list(Lang::En, at(&[("call", "one@pbx")]), elsewhere);
    has(&html, &["class=\"opened-alone\"", "Drawn from what is kept", "in other queues is not shown to you"]);
    assert!(!html.contains("Answered: one side hung up"), "how it ended elsewhere is not told: {html}");
    let html = list(Lang::Vi, at(&[("call", "gone")]), calls(vec![call()], 1));
    has(&html, &["Cuộc gọi này không còn được lưu"]);
}

#[test]
fn filters_stand_as_they_were_asked_and_work_as_a_form() {
    let choices = Choices {
        queues: vec![("q1".into(), "Bán hàng".into()), ("q2".into(), "Kỹ thuật".into())],
        agents: vec![("a1".into(), "Trần Thanh Bình".into())],
        from: "2026-11-20T00:00".into(),
        until: "2026-11-21T00:00".into(),
        saved: None,
    };
    let asked =
        at(&[("window", "7d"), ("queue", "q2"), ("result", "busy"), ("q", "hong"), ("sort", "-waited")]);
    let html = drawn(|| reader(Lang::Vi, asked).filters(&choices));
    let parts = [
        "method=\"get\" action=\"/calls\"",
        "name=\"window\" value=\"7d\"",
        "name=\"sort\" value=\"-waited\"",
        "<option value=\"q2\" selected>Kỹ thuật",
        "<option value=\"busy\" selected>Máy bận",
        "value=\"hong\" placeholder=\"Số, tên, mã cuộc gọi\"",
        "20/11 00:00 → 21/11 00:00",
        "href=\"/calls?window=yesterday&amp;queue=q2",
        "href=\"/api/v1/calls.csv?window=7d&amp;queue=q2&amp;result=busy&amp;q=hong&amp;sort=-waited\"",
        "id=\"clear\" href=\"/calls?window=7d\"",
        "type=\"datetime-local\" name=\"from\" id=\"time-from\" value=\"\"",
    ];
    has(&html, &parts);
    assert!(!html.contains("Bộ lọc đã lưu"), "a program keeps no filters: {html}");
    let span = at(&[("from", "2026-11-20T00:00")]);
    let html = drawn(|| reader(Lang::Vi, span).filters(&choices));
    assert!(html.contains("value=\"2026-11-20T00:00\"") && !html.contains("name=\"window\""), "{html}");
    let html = drawn(|| reader(Lang::Vi, at(&[("queue", "q9")])).filters(&choices));
    has(&html, &["<option value=\"q9\" selected>q9"]);
}

#[test]
fn saved_filters_are_opened_saved_and_taken_away_after_a_question() {
    let filter = SavedFilter { id: 7, name: "Bỏ cuộc".into(), query: "result=abandoned".into() };
    let choices = Choices { saved: Some(vec![filter]), ..Choices::default() };
    let html = drawn(|| reader(Lang::Vi, at(&[("result", "abandoned"), ("page", "2")])).filters(&choices));
    let parts = [
        "href=\"/calls?result=abandoned\" aria-current=\"true\"",
        "href=\"/calls?result=abandoned&amp;remove=7\"",
        "method=\"post\" action=\"/calls/filters\"",
        "name=\"query\" value=\"result=abandoned\"",
    ];
    has(&html, &parts);
    assert!(!html.contains("Xoá bộ lọc “"), "nothing is asked before it is wanted: {html}");
    let html = drawn(|| reader(Lang::Vi, at(&[("remove", "7")])).filters(&choices));
    has(&html, &["Xoá bộ lọc “Bỏ cuộc”?", "action=\"/calls/filters/7/remove\"", "Giữ lại"]);
    let html = drawn(|| reader(Lang::En, at(&[("said", "saved")])).filters(&choices));
    has(&html, &["The filter is saved."]);
    let html = drawn(|| reader(Lang::En, at(&[("said", "You are hacked")])).filters(&choices));
    assert!(!html.contains("hacked"), "words never come out of the address: {html}");
}

fn total(id: &str, unit: Unit, part: i64, of: i64) -> Total {
    let spoken = || Spoken { vi: id.to_owned(), en: id.to_owned() };
    let definition = Definition { id: id.to_owned(), version: 1, name: spoken(), formula: spoken(), unit };
    Total { definition, part, of }
}

#[test]
fn totals_lead_to_their_rows_and_say_whether_the_board_agrees() {
    let numbers = vec![total("offered", Unit::Count, 1310, 0), total("service-level", Unit::Share, 240, 300)];
    let totals = Totals {
        from: TWO - HOUR,
        until: TWO + HOUR,
        as_of: TWO,
        numbers,
        matches_board: Some(true),
        is_wider: false,
    };
    let of = |address, totals: &Totals| drawn(|| reader(Lang::Vi, address).totals(&Ok(totals.clone())));
    let html = of(at(&[("queue", "q1"), ("page", "4")]), &totals);
    let parts = [
        ">1.310<",
        "vào hàng đợi",
        "80 %",
        "href=\"/calls?queue=q1&amp;drill=offered\"",
        "data-part=\"1310\"",
        "khớp với bảng lúc 14:02",
    ];
    has(&html, &parts);
    assert!(!html.contains("danh sách bên dưới còn lọc thêm"), "{html}");
    let wider = Totals { matches_board: Some(false), is_wider: true, ..totals };
    has(
        &of(at(&[("q", "hong")]), &wider),
        &["danh sách bên dưới còn lọc thêm", "bảng đang cập nhật", "data-agrees=\"false\""],
    );
    for lang in LANGUAGES {
        let html = drawn(|| reader(lang, CallsAddress::default()).totals(&Err(CallsProblem::NotKept)));
        has(&html, &[(lang.history().problem)(CallsProblem::NotKept)]);
    }
}

#[test]
fn an_empty_list_and_each_problem_say_what_to_do() {
    for lang in LANGUAGES {
        let words = lang.history();
        has(&list(lang, CallsAddress::default(), calls(Vec::new(), 0)), &[words.none, words.none_why]);
        has(
            &list(lang, at(&[("q", "hong")]), calls(Vec::new(), 0)),
            &[words.none_found, words.none_found_why],
        );
        let mut reading = calls(Vec::new(), 0);
        reading.reading = Some(Reading { days_done: 3, days: 30, in_vain: false });
        has(&list(lang, CallsAddress::default(), reading), &["class=\"reading\"", "30"]);
        for problem in [
            CallsProblem::UpstreamSilent,
            CallsProblem::NotKept,
            CallsProblem::Unfit,
            CallsProblem::NumbersHidden,
            CallsProblem::Failed,
        ] {
            let html = drawn(|| reader(lang, CallsAddress::default()).list(&Err(problem)));
            has(&html, &[(words.problem)(problem), "role=\"alert\""]);
        }
    }
}
