use super::*;
use leptos::reactive::owner::Owner;
use wire::{CallNow, Direction, Freshness, Problem, QueueNow, Share, SourceKind};

/// A small generator of chance, so that a failure can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

const STATES: [AgentState; 7] = [
    AgentState::Available,
    AgentState::Ringing,
    AgentState::OnCall,
    AgentState::WrapUp,
    AgentState::Paused,
    AgentState::Offline,
    AgentState::Unknown,
];
const CALL_STATES: [CallState; 5] =
    [CallState::Arriving, CallState::Waiting, CallState::Ringing, CallState::Talking, CallState::Ended];

fn agent(dice: &mut Dice) -> AgentRow {
    let number = dice.roll(6);
    AgentRow {
        id: format!("a{number}"),
        name: format!("Nguyễn {}", dice.roll(40)),
        username: None,
        extensions: Vec::new(),
        queues: (0..dice.roll(3)).map(|queue| format!("q{queue}")).collect(),
        state: STATES[dice.roll(7) as usize],
        since: Some(dice.roll(1_000) as Millis),
        reason: None,
        call: None,
        queue: None,
        missed: 0,
    }
}

fn queue(dice: &mut Dice) -> QueueRow {
    let number = dice.roll(4);
    QueueRow {
        id: format!("q{number}"),
        name: format!("Hàng đợi {}", dice.roll(9)),
        waiting: dice.roll(5) as u32,
        ringing: 0,
        oldest: (dice.roll(2) == 0).then_some(77),
        oldest_from_call_start: false,
        service: Share { part: 3, of: 4 },
        abandoned: Share::default(),
    }
}

fn call(dice: &mut Dice) -> CallRow {
    let number = dice.roll(8);
    CallRow {
        id: format!("c{number}"),
        legs: Vec::new(),
        direction: Direction::Inbound,
        number: None,
        line: None,
        started: dice.roll(1_000) as Millis,
        state: CALL_STATES[dice.roll(5) as usize],
        since: dice.roll(1_000) as Millis,
        queue: None,
        agent: None,
        unplaced: false,
        outcome: None,
        waited: None,
        talked: None,
        missed: 0,
    }
}

fn change(dice: &mut Dice) -> Change {
    match dice.roll(11) {
        0 => Change::Agent(agent(dice).now()),
        1 | 2 => Change::AgentRow(agent(dice)),
        3 => Change::AgentGone(agent(dice).id),
        4 => Change::Queue(QueueNow { ..queue(dice).now() }),
        5 => Change::QueueRow(queue(dice)),
        6 => Change::QueueGone(queue(dice).id),
        7 => Change::Call(CallNow { ..call(dice).now() }),
        8 => Change::CallRow(call(dice)),
        9 => Change::CallGone(call(dice).id),
        _ => match dice.roll(4) {
            0 => Change::Drift(Drift { unmatched: dice.roll(3) as u32, repaired: dice.roll(9) }),
            1 => Change::Gaps(vec![Gap { from: dice.roll(9) as Millis, until: None, filled: false }]),
            2 => Change::Today(Today { abandoned: Some(dice.roll(9) as u32), ..Today::default() }),
            _ => Change::Source(SourceRow {
                source: SourceKind::Events,
                heard: Some(dice.roll(9) as Millis),
                every: 5_000,
                state: Freshness::Live,
                problem: (dice.roll(2) == 0).then_some(Problem::Lost),
            }),
        },
    }
}

fn snapshot(board: Board, seq: u64) -> Frame {
    Frame::Snapshot { epoch: "e".to_owned(), seq, at: "2026-11-20T07:32:07.250Z".to_owned(), board }
}

fn delta(epoch: &str, seq: u64, changes: Vec<Change>) -> Frame {
    Frame::Delta { epoch: epoch.to_owned(), seq, at: "2026-11-20T07:32:08.250Z".to_owned(), changes }
}

/// Everything the signals say is what the plain board says.
fn agree(model: &Model, board: &Board) {
    let ids = |rows: Vec<&str>| rows.into_iter().map(str::to_owned).collect::<Vec<_>>();
    model.with_board(|kept| assert_eq!(kept, board));
    assert_eq!(
        model.agents.order.get_untracked(),
        ids(board.agents.iter().map(|row| row.id.as_str()).collect())
    );
    assert_eq!(
        model.queues.order.get_untracked(),
        ids(board.queues.iter().map(|row| row.id.as_str()).collect())
    );
    for row in &board.agents {
        assert_eq!(model.agents.get(&row.id).map(|signal| signal.get_untracked()).as_ref(), Some(row));
    }
    for row in &board.calls {
        assert_eq!(model.calls.get(&row.id).map(|signal| signal.get_untracked()).as_ref(), Some(row));
    }
    for row in &board.queues {
        let free = Totals::available_in(board, &row.id);
        let view = QueueView { row: row.clone(), free };
        assert_eq!(model.queues.get(&row.id).map(|signal| signal.get_untracked()), Some(view));
    }
    let (mut live, mut ended) = (model.live_calls.get_untracked(), model.ended_calls.get_untracked());
    assert!(live.iter().all(|id| !ended.contains(id)));
    live.append(&mut ended);
    live.sort();
    let mut calls = ids(board.calls.iter().map(|row| row.id.as_str()).collect());
    calls.sort();
    assert_eq!(live, calls);
    assert_eq!(model.totals.get_untracked(), Totals::of(board));
    assert_eq!(model.today.get_untracked(), board.today);
    assert_eq!(model.sources.get_untracked(), board.sources);
    // Memory is what is on the board: nothing that is gone is kept.
    for (kept, shown) in [
        (model.agents.rows.with_value(HashMap::len), board.agents.len()),
        (model.queues.rows.with_value(HashMap::len), board.queues.len()),
        (model.calls.rows.with_value(HashMap::len), board.calls.len()),
    ] {
        assert_eq!(kept, shown);
    }
}

#[test]
fn signals_and_board_agree_after_any_changes() {
    for seed in 1..=60 {
        Owner::new().with(|| {
            let mut dice = Dice(seed);
            let model = Model::new(0);
            let mut board = Board::empty("all", "CSKH");
            model.take(snapshot(board.clone(), 0));
            for seq in 1..=60 {
                let changes: Vec<Change> = (0..=dice.roll(4)).map(|_| change(&mut dice)).collect();
                for change in &changes {
                    board.apply(change);
                }
                assert_eq!(model.take(delta("e", seq, changes)), Taken::Applied);
                agree(&model, &board);
            }
            let fresh = Board::empty("all", "CSKH");
            model.take(snapshot(fresh.clone(), 99));
            agree(&model, &fresh);
        });
    }
}

#[test]
fn a_change_of_one_row_leaves_the_others_alone() {
    Owner::new().with(|| {
        let mut dice = Dice(7);
        let mut board = Board::empty("all", "CSKH");
        for _ in 0..20 {
            let row = agent(&mut dice);
            board.apply(&Change::AgentRow(row));
        }
        let model = Model::new(0);
        model.take(snapshot(board.clone(), 0));
        let seen = |id: &str| {
            let row = model.agents.get(id).expect("on the board");
            let count = ArcRwSignal::new(0);
            let memo = {
                let count = count.clone();
                ArcMemo::new(move |_| {
                    row.track();
                    count.update_untracked(|count| *count += 1);
                    count.get_untracked()
                })
            };
            memo.get_untracked();
            memo
        };
        let (one, other) = (seen("a0"), seen("a1"));
        let mut now = board.agents.iter().find(|row| row.id == "a0").expect("on the board").now();
        now.since = Some(424_242);
        model.take(delta("e", 1, vec![Change::Agent(now.clone())]));
        assert_eq!((one.get_untracked(), other.get_untracked()), (2, 1));
        model.take(delta("e", 2, vec![Change::Agent(now)]));
        assert_eq!((one.get_untracked(), other.get_untracked()), (2, 1), "the same again is no change");
    });
}

#[test]
fn a_gap_or_a_new_epoch_asks_for_a_snapshot_and_an_old_frame_is_passed() {
    Owner::new().with(|| {
        let model = Model::new(0);
        assert_eq!(model.take(delta("e", 1, Vec::new())), Taken::Gap, "before any snapshot");
        model.take(snapshot(Board::empty("all", "CSKH"), 5));
        assert_eq!(model.take(delta("e", 5, Vec::new())), Taken::Passed);
        assert_eq!(model.take(delta("e", 6, Vec::new())), Taken::Applied);
        assert_eq!(model.take(delta("e", 8, Vec::new())), Taken::Gap);
        assert_eq!(model.take(delta("f", 7, Vec::new())), Taken::Gap);
        assert_eq!(model.position().map(|position| position.seq), Some(6));
    });
}
