use super::*;
use crate::explained::{Compare, Compared, DrillRow, Mark, MarkKind, Recount, Role, RoleCount, Slot, Spoken};
use crate::explained::{Reading, Stretch, Target, Unit, Why};
use leptos::reactive::owner::Owner;
use wire::{AgentRow, AgentState, Board, CallRow, CallState, Direction, Frame, Gap, Millis, Window};

/// 2026-11-20 00:00 in Vietnam.
const MIDNIGHT: Millis = 1_795_107_600_000;
const HOUR: Millis = 3_600_000;
const QUARTER: Millis = HOUR / 4;

fn reader(lang: Lang) -> Reader {
    let page = PageQuery { drill: Some("service-level".into()), ..PageQuery::default() };
    Reader { lang, utc_offset_seconds: 7 * 3600, page, reveals: false }
}

fn drawn(draw: impl FnOnce() -> String) -> String {
    Owner::new().with(|| {
        provide_context(Lang::Vi);
        draw().replace("<!>", "").replace("<!---->", "")
    })
}

fn service_level() -> Drill {
    let row = |minute: i64, waited: i64, role, why| DrillRow {
        key: Some(format!("c/{minute}")),
        at: MIDNIGHT + 10 * HOUR + minute * 60_000,
        queue: Some("Bán hàng".into()),
        number: Some("0901234567".into()),
        agent: Some("Nguyễn Thị Hồng Nhung".into()),
        waited: Some(waited),
        talked: None,
        role,
        why,
    };
    let count = |role, why, count| RoleCount { role, why, count };
    Drill {
        definition: Definition {
            id: "service-level".into(),
            version: 3,
            name: Spoken { vi: "Mức phục vụ".into(), en: "Service level".into() },
            formula: Spoken { vi: "Nghe trong 20 giây ÷ tất cả.".into(), en: "In 20 s ÷ all.".into() },
            unit: Unit::Share,
        },
        window: Some(Window::HalfHour),
        from: MIDNIGHT + 10 * HOUR,
        until: MIDNIGHT + 10 * HOUR + 2 * QUARTER,
        as_of: MIDNIGHT + 10 * HOUR + 2 * QUARTER,
        part: 41,
        of: 66,
        mixed_targets: true,
        recount: Recount { part: 41, of: 66 },
        counts: vec![
            count(Role::Counted, Why::Counted, 41),
            count(Role::Against, Why::AnsweredLate, 18),
            count(Role::Against, Why::Abandoned, 7),
            count(Role::LeftOut, Why::ShortAbandon, 2),
        ],
        total: 68,
        rows: vec![
            row(11, 7_000, Role::Counted, Why::Counted),
            row(10, 72_000, Role::Against, Why::AnsweredLate),
            row(9, 4_000, Role::LeftOut, Why::ShortAbandon),
        ],
        unmatched: 1,
        csv: Some("/api/v1/kpis/service-level/calls.csv".into()),
    }
}

#[test]
fn a_drill_list_tells_number_parts_and_rows() {
    let html = drawn(|| reader(Lang::Vi).drill(&Ok(service_level())));
    for part in [
        ">62 %<",
        ">41 ÷ 66<",
        "bản 3",
        "Mỗi hàng đợi có mục tiêu riêng",
        "41 Đúng hạn, tính vào tử số, 18 Nghe sau mục tiêu, 7 Bỏ cuộc, 2 Bỏ quá sớm, không tính",
        "data-part=\"met\"",
        "fill=\"url(#part-late)\"",
        "0901 234 567",
        "href=\"/calls?call=c%2F11\"",
        "data-role=\"left-out\"",
        "1:12",
        "Quá hạn",
        "3 trong 68 dòng",
        "đếm lại khớp với ô",
        "chưa khớp 1",
        "href=\"/api/v1/kpis/service-level/calls.csv\"",
        "href=\"/?drill=service-level&amp;window=day\"",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("style="), "the page's policy forbids styles in attributes");
}

#[test]
fn a_number_that_its_list_does_not_give_again_is_said_to_differ() {
    let wrong = Drill { recount: Recount { part: 40, of: 66 }, ..service_level() };
    let html = drawn(|| reader(Lang::En).drill(&Ok(wrong)));
    assert!(html.contains("recounted: 61 % 40 ÷ 66") && html.contains("data-agrees=\"false\""), "{html}");
}

#[test]
fn few_are_a_fraction_none_a_dash_and_no_list_a_sentence() {
    let of = |part, of| {
        let drill = Drill { part, of, rows: Vec::new(), counts: Vec::new(), ..service_level() };
        drawn(|| reader(Lang::Vi).drill(&Ok(drill)))
    };
    assert!(of(3, 4).contains(">3/4<"));
    let nothing = of(0, 0);
    assert!(nothing.contains(">–<") && nothing.contains("Không có cuộc nào trong khoảng này."), "{nothing}");
    for problem in [
        ExplainedProblem::NotKept,
        ExplainedProblem::OutOfReach,
        ExplainedProblem::TooLong,
        ExplainedProblem::Unknown,
        ExplainedProblem::Failed,
    ] {
        for lang in [Lang::Vi, Lang::En] {
            let html = drawn(|| reader(lang).drill(&Err(problem)));
            assert!(html.contains((lang.explained().problem)(problem)) && html.len() > 50, "{html}");
        }
    }
}

fn slot(place: i64, offered: u32, part: i64, of: i64) -> Slot {
    let from = MIDNIGHT + 8 * HOUR + place * QUARTER;
    let (answered, abandoned) = (offered.saturating_sub(1), offered.min(1));
    Slot {
        from,
        until: from + QUARTER,
        offered,
        answered,
        abandoned,
        service: Recount { part, of },
        waiting: offered / 3,
    }
}

fn day() -> Trend {
    let then = MIDNIGHT - 24 * HOUR;
    let yesterday = |place| {
        let slot = slot(place, 9, 9, 10);
        Slot { from: slot.from - 24 * HOUR, until: slot.until - 24 * HOUR, ..slot }
    };
    Trend {
        from: MIDNIGHT,
        until: MIDNIGHT + 24 * HOUR,
        as_of: MIDNIGHT + 9 * HOUR + 5 * 60_000,
        slots: vec![
            slot(0, 10, 9, 10),
            slot(1, 3, 3, 4),
            slot(2, 0, 0, 0),
            slot(3, 12, 6, 12),
            slot(4, 4, 5, 6),
        ],
        targets: vec![
            Target { from: MIDNIGHT, variant: 2, goal_percent: 80, target_seconds: 20 },
            Target { from: MIDNIGHT + 9 * HOUR, variant: 2, goal_percent: 80, target_seconds: 30 },
        ],
        mixed_targets: false,
        gaps: vec![Gap {
            from: MIDNIGHT + 8 * HOUR + 32 * 60_000,
            until: Some(MIDNIGHT + 8 * HOUR + 40 * 60_000),
            filled: false,
        }],
        compare: Some(Compared {
            with: Compare::Yesterday,
            from: then,
            slots: (0..5).map(yesterday).collect(),
        }),
        reading: None,
    }
}

#[test]
fn a_day_is_a_picture_and_a_table_of_the_same() {
    let html = drawn(|| reader(Lang::Vi).trend(&Ok(day())));
    for part in [
        "khoảng trống 08:32–08:40",
        "09:00: SL-2 80/20 thành SL-2 80/30",
        "mục tiêu SL-2 80/30",
        "aria-label=\"08:00–08:15, mức phục vụ 90 % (9 ÷ 10), vào 10 · nghe 9 · bỏ 1, chờ nhiều nhất 3, hôm qua: 90 %, 9\"",
        "aria-label=\"08:15–08:30, mức phục vụ 3/4, vào 3",
        "aria-label=\"09:00–09:05, ",
        "id=\"slot-4\" role=\"img\"",
        "class=\"line other\"",
        "<details class=\"trend-table\">",
        "href=\"/?drill=service-level&amp;compare=last-week\"",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("style="), "{html}");
    assert_eq!(html.matches("tabindex=\"0\" aria-hidden").count(), 0);
    assert_eq!(
        html.matches("class=\"slot\"").count(),
        html.matches("<tr>").count() - 1,
        "a row for each slot"
    );
}

#[test]
fn the_line_is_broken_where_nothing_was_counted_and_where_nobody_listened() {
    let html = drawn(|| reader(Lang::Vi).trend(&Ok(Trend { compare: None, ..day() })));
    let (before, _) = html.rsplit_once("class=\"line\"").expect("a line");
    let (_, path) = before.rsplit_once(" d=\"").expect("its path");
    assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 2), "{path}");
}

#[test]
fn the_chart_begins_with_the_first_call_and_holds_eight_hours() {
    let scale = scale::Scale::of(&Trend { compare: None, ..day() });
    assert_eq!((scale.from, scale.until), (MIDNIGHT + 8 * HOUR, MIDNIGHT + 16 * HOUR));
    assert_eq!(scale.lowest, 40);
    let empty = Trend { slots: Vec::new(), compare: None, ..day() };
    assert!(drawn(|| reader(Lang::En).trend(&Ok(empty))).contains("No call has entered a queue today."));
}

#[test]
fn how_far_the_history_has_been_read_stands_with_the_chart() {
    let reading = |in_vain| Some(Reading { days_done: 12, days: 30, in_vain });
    let html =
        |lang, in_vain| drawn(|| reader(lang).trend(&Ok(Trend { reading: reading(in_vain), ..day() })));
    assert!(html(Lang::En, false).contains("12 of 30 days.<"));
    assert!(html(Lang::Vi, true).contains("12/30 ngày. AntRing chưa trả lời"));
    assert!(!drawn(|| reader(Lang::En).trend(&Ok(day()))).contains("class=\"reading\""));
}

#[test]
fn the_ruler_of_the_day_tells_what_is_kept_and_what_is_not() {
    let day = Timeline {
        from: MIDNIGHT,
        until: MIDNIGHT + 24 * HOUR,
        as_of: MIDNIGHT + 12 * HOUR,
        kept: Some(Stretch { from: MIDNIGHT + 6 * HOUR, until: MIDNIGHT + 12 * HOUR }),
        gaps: vec![Gap { from: MIDNIGHT + 7 * HOUR, until: None, filled: false }],
        holes: vec![Stretch { from: MIDNIGHT + 8 * HOUR, until: MIDNIGHT + 9 * HOUR }],
        marks: vec![Mark { at: MIDNIGHT + 6 * HOUR, kind: MarkKind::Start }],
    };
    let html = drawn(|| reader(Lang::En).timeline(&Ok(day.clone())));
    for part in [
        "aria-valuetext=\"12:00\"",
        "Not recorded 08:00–09:00",
        "No events 07:00–12:00",
        "06:00 Server started",
        "x=\"25.000%\"",
        "data-go=\"begin\"",
        ">Live<",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    let page =
        PageQuery { at: Some("1795143720000".into()), speed: Some("10".into()), ..PageQuery::default() };
    let replay = Reader { page, ..reader(Lang::En) };
    let html = drawn(|| replay.timeline(&Ok(day.clone())));
    assert!(
        html.contains("data-go=\"0\"") && html.contains("aria-pressed=\"true\" class=\"choice\">10×"),
        "{html}"
    );
    let html = drawn(|| replay.timeline(&Ok(Timeline { kept: None, ..day })));
    assert!(html.contains("Nothing has been recorded today"), "{html}");
}

#[test]
fn numbers_of_this_moment_are_counted_from_the_board() {
    let mut board = Board::empty("all", "CSKH");
    let agent = |id: &str, state| AgentRow {
        id: id.into(),
        name: format!("Lê {id}"),
        username: None,
        extensions: Vec::new(),
        queues: Vec::new(),
        state,
        since: Some(MIDNIGHT),
        reason: None,
        call: None,
        queue: None,
        missed: 0,
    };
    board.agents = vec![
        agent("An", AgentState::Available),
        agent("Bình", AgentState::OnCall),
        agent("Chi", AgentState::Offline),
    ];
    let mut waits: CallRow = serde_json::from_value(serde_json::json!({
        "id": "c1", "legs": [], "direction": "inbound", "state": "waiting",
        "started": MIDNIGHT, "since": MIDNIGHT + 1_000, "number": "0901234567",
    }))
    .expect("a call");
    waits.state = CallState::Waiting;
    waits.direction = Direction::Inbound;
    waits.unplaced = true;
    board.calls = vec![waits];
    let frame = Frame::Snapshot { epoch: "e".into(), seq: 1, at: String::new(), board };
    let drill = |kpi| now::drill(kpi, &frame, MIDNIGHT + 31_000, &[]).expect("a number of this moment");
    let waiting = drill("waiting");
    assert_eq!((waiting.part, waiting.recount.part, waiting.unmatched), (1, 1, 0));
    let longest = drill("longest-wait");
    assert_eq!((longest.part, longest.recount), (30_000, Recount { part: 30_000, of: 1 }));
    let available = drill("available");
    assert_eq!((available.part, available.of, available.recount), (1, 2, Recount { part: 1, of: 2 }));
    assert_eq!(available.rows.len(), 3);
    assert!(now::drill("asa", &frame, 0, &[]).is_none());
    let html = drawn(|| reader(Lang::Vi).drill(&Ok(available)));
    assert!(html.contains("Lê An") && html.contains("/ 2") && html.contains("lúc này"), "{html}");
}

#[test]
fn each_tile_has_a_text() {
    let known = [service_level().definition];
    let html = drawn(|| reader(Lang::Vi).definitions(&known));
    assert_eq!(html.matches("class=\"definition\"").count(), 5);
    assert!(
        html.contains("id=\"definition-service-level\"") && html.contains("Nghe trong 20 giây"),
        "{html}"
    );
}
