use super::*;
use crate::i18n::{EN, VI};
use crate::state::{Age, QueueView};
use crate::ui::Level;
use crate::{Lang, Surface, Visit};
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use wire::{
    AgentRow, AgentState, Board, CallState, Freshness, Problem, QueueRow, Share, SourceKind, SourceRow,
    Targets,
};

const NOW: i64 = 1_795_159_927_250;

fn html<Page: IntoView + 'static>(page: impl FnOnce() -> Page) -> String {
    Owner::new().with(|| {
        provide_context(Lang::Vi);
        page().into_view().to_html()
    })
}

fn agent(state: AgentState) -> AgentRow {
    AgentRow {
        id: "a1".to_owned(),
        name: "Nguyễn Thị Hồng Nhung".to_owned(),
        username: None,
        extensions: vec!["1016".to_owned()],
        queues: vec!["q1".to_owned()],
        state,
        since: Some(NOW - 751_000),
        reason: None,
        call: None,
        queue: None,
        missed: 0,
    }
}

#[test]
fn an_agent_tile_tells_each_state_by_attribute_shape_and_word() {
    for state in [
        AgentState::Available,
        AgentState::Ringing,
        AgentState::OnCall,
        AgentState::WrapUp,
        AgentState::Paused,
        AgentState::Offline,
        AgentState::Unknown,
    ] {
        let (name, word, time) = match state {
            AgentState::Available => ("available", "Sẵn sàng", "12′"),
            AgentState::Ringing => ("ringing", "Đổ chuông", "751″"),
            AgentState::OnCall => ("on-call", "Đàm thoại", "12′"),
            AgentState::WrapUp => ("wrap-up", "Xử lý sau gọi", "12′"),
            AgentState::Paused => ("paused", "Tạm nghỉ", "12′"),
            AgentState::Offline => ("offline", "Ngoại tuyến", ""),
            AgentState::Unknown => ("unknown", "Không rõ", "12′"),
        };
        let html = html(|| {
            view! { <AgentTile agent=Signal::stored(agent(state)) now=Signal::stored(NOW) level=Signal::stored(Level::Late)/> }
        });
        for part in [
            format!("data-agent=\"a1\" data-state=\"{name}\" data-level=\"late\""),
            format!("#g-{name}"),
            format!("aria-label=\"{word}\""),
            ">Hồng Nhung<".to_owned(),
            format!("{time}<"),
        ] {
            assert!(html.contains(&part), "{part} is missing in {html}");
        }
    }
}

#[test]
fn a_call_state_has_a_name_of_its_own() {
    let names =
        [CallState::Arriving, CallState::Waiting, CallState::Ringing, CallState::Talking, CallState::Ended]
            .map(call_state_name);
    assert_eq!(names, ["arriving", "waiting", "ringing", "talking", "ended"]);
}

const PROBLEMS: [Problem; 10] = [
    Problem::Starting,
    Problem::HostNotFound,
    Problem::Refused,
    Problem::TimedOut,
    Problem::Rejected,
    Problem::TokenRefused,
    Problem::Quota,
    Problem::UpstreamFault,
    Problem::Garbled,
    Problem::Lost,
];

#[test]
fn a_source_line_tells_each_age_and_each_problem_in_one_sentence() {
    for freshness in [Freshness::Live, Freshness::Late, Freshness::Stale, Freshness::Unknown] {
        let (name, old, text) = match freshness {
            Freshness::Live => ("live", Some(3_000), "3 s"),
            Freshness::Late => ("late", Some(12_000), "12 s trễ"),
            Freshness::Stale => ("stale", Some(188_000), "cũ 3′ 08″"),
            Freshness::Unknown => ("unknown", None, "chưa có số liệu"),
        };
        let source = SourceRow {
            source: SourceKind::Events,
            heard: None,
            every: 5_000,
            state: Freshness::Live,
            problem: None,
        };
        let age = Age { freshness, heard: None, stopped: None };
        let html = html(|| {
            view! { <SourceLine source age=Signal::stored(age) old=Signal::stored(old)/> }
        });
        assert!(html.contains(&format!("data-source=\"events\" data-age=\"{name}\"")), "{html}");
        assert!(html.contains(text), "{html}");
        assert_eq!(html.contains("Thường 5 s một lần"), freshness != Freshness::Live, "{html}");
    }
    for problem in PROBLEMS {
        let source = SourceRow {
            source: SourceKind::Dashboard,
            heard: None,
            every: 5_000,
            state: Freshness::Live,
            problem: Some(problem),
        };
        let age = Age { freshness: Freshness::Unknown, heard: None, stopped: None };
        let html = html(|| {
            view! { <SourceLine source age=Signal::stored(age) old=Signal::stored(None)/> }
        });
        assert!(html.contains((VI.problem)(problem)), "{html}");
        for sentence in [(VI.problem)(problem), (EN.problem)(problem)] {
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
        }
    }
}

#[test]
fn a_queue_line_marks_only_the_number_that_offends() {
    let line = |waited: Option<i64>, waiting, free, service| {
        let row = QueueRow {
            id: "q1".to_owned(),
            name: "Bán hàng".to_owned(),
            waiting,
            ringing: 0,
            oldest: waited.map(|waited| NOW - waited),
            oldest_from_call_start: false,
            service,
            abandoned: Share::default(),
        };
        html(|| {
            view! {
                <QueueLine
                    queue=Signal::stored(QueueView { row, free })
                    targets=Signal::stored(Targets::default())
                    now=Signal::stored(NOW)
                    trusted=Signal::stored(true)
                />
            }
        })
    };
    let breach = line(Some(102_000), 4, 0, Share { part: 34, of: 50 });
    assert!(breach.contains("data-queue=\"q1\" data-state=\"breach\""), "{breach}");
    assert!(breach.contains("data-level=\"breach\" class=\"mark\">1:42"), "{breach}");
    assert!(breach.contains("data-level=\"late\" class=\"mark\">0"), "{breach}");
    let calm = line(None, 0, 1, Share { part: 3, of: 4 });
    assert!(calm.contains("data-state=\"normal\"") && calm.contains("3/4"), "{calm}");
    assert!(!calm.contains("data-level=\"late\"") && !calm.contains("data-level=\"breach\""), "{calm}");
}

fn matters_of(board: &Board, freshness: Freshness) -> Vec<(Level, String)> {
    let view = attention::View {
        words: &VI,
        timer: NOW,
        now: NOW,
        trusted: freshness <= Freshness::Late,
        cut_off: false,
    };
    let age = |source: &SourceRow| Age { freshness, heard: source.heard, stopped: None };
    attention::matters(board, &view, age).into_iter().map(|it| (it.level, it.what)).collect()
}

#[test]
fn attention_puts_the_greatest_harm_first_and_old_numbers_raise_no_alarm() {
    let mut board = Board::empty("all", "CSKH");
    let queue = |id: &str, name: &str, waited: i64| QueueRow {
        id: id.to_owned(),
        name: name.to_owned(),
        waiting: 2,
        ringing: 0,
        oldest: Some(NOW - waited),
        oldest_from_call_start: false,
        service: Share::default(),
        abandoned: Share::default(),
    };
    board.queues = vec![queue("q1", "Kỹ thuật", 18_000), queue("q2", "Bán hàng", 102_000)];
    board.agents = vec![agent(AgentState::OnCall)];
    board.sources = vec![SourceRow {
        source: SourceKind::Events,
        heard: Some(NOW - 40_000),
        every: 5_000,
        state: Freshness::Stale,
        problem: Some(Problem::TokenRefused),
    }];
    let live = matters_of(&board, Freshness::Live);
    let expected = [
        (Level::Breach, "Bán hàng quá ngưỡng 42 s"),
        (Level::Late, "Kỹ thuật: không ai rảnh"),
        (Level::Late, "Hồng Nhung: cuộc dài 12:31"),
        (Level::Normal, "Sự kiện cuộc gọi trễ 40 s"),
    ]
    .map(|(level, what)| (level, what.to_owned()));
    assert_eq!(live, expected);
    assert_eq!(
        matters_of(&board, Freshness::Stale),
        [(Level::Late, "Mất nguồn: Sự kiện cuộc gọi".to_owned())]
    );
    let mut silent = Board::empty("all", "CSKH");
    silent.sources = vec![SourceRow { problem: Some(Problem::Silent), ..board.sources[0].clone() }];
    let connected = [(Level::Late, "Sự kiện cuộc gọi: im lặng".to_owned())];
    assert_eq!(matters_of(&silent, Freshness::Live), connected, "not \"0 s late\"");
    let kept = SourceRow { source: SourceKind::History, problem: None, ..board.sources[0].clone() };
    silent.sources = vec![kept.clone()];
    assert!(matters_of(&silent, Freshness::Stale).is_empty(), "live numbers do not need it");
    silent.sources = vec![SourceRow { problem: Some(Problem::DiskFull), ..kept }];
    let not_kept = [(Level::Late, "Lịch sử không được lưu".to_owned())];
    assert_eq!(matters_of(&silent, Freshness::Live), not_kept);
    assert!(matters_of(&Board::empty("all", "CSKH"), Freshness::Live).is_empty());
    let view = attention::View { words: &VI, timer: NOW, now: NOW, trusted: false, cut_off: true };
    let found = attention::matters(&board, &view, |_| crate::state::UNHEARD);
    assert_eq!(found.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["Mất kết nối"]);
}

#[test]
fn the_wall_shows_no_number_of_a_customer_even_if_it_were_sent_one() {
    let mut board = Board::empty("all", "CSKH Miền Nam");
    board.agents = vec![AgentRow { call: Some("c1".to_owned()), ..agent(AgentState::OnCall) }];
    board.sources = vec![SourceRow {
        source: SourceKind::Dashboard,
        heard: Some(NOW),
        every: 5_000,
        state: Freshness::Live,
        problem: None,
    }];
    let visit = Visit {
        surface: Surface::Wall,
        now: NOW,
        wire_snapshot: Some(wire::Frame::Snapshot {
            epoch: "e".to_owned(),
            seq: 1,
            at: "2026-11-20T07:32:07.250Z".to_owned(),
            board,
        }),
        ..Visit::default()
    };
    let html = html(|| {
        provide_context(crate::state::Live::at_birth(&visit));
        let turn = Memo::new(|_| 0);
        view! { <KeyNumbers wall=true/><WallQueues turn/><WallAgents turn/> }
    });
    assert!(html.contains("Hồng Nhung") && !html.contains("09"), "{html}");
}
