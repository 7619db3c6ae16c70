//! The dashboard's answers (`protocols.md` §1.3, §3.4).

use antring::translate::dashboard;
use floor::{Counters, Dashboard, Status};

use crate::support::json;

const NOW: i64 = 1_770_352_873_000;

fn read(file: &str) -> Dashboard {
    dashboard(&json(file), NOW).unwrap_or_else(|| panic!("{file}"))
}

#[test]
fn the_documented_example() {
    let read = read("dashboard.json");
    assert_eq!(read.asked_at, NOW);
    assert_eq!(read.agents.len(), 1);
    let agent = &read.agents[0];
    // Not the id before the `::`, which is another one.
    assert_eq!(agent.agent.as_str(), "df67983ccdeee7d834e8f5d345db1fe5");
    assert_eq!(
        (agent.name.as_deref(), agent.username.as_deref()),
        (Some("Nguyễn Văn A"), Some("nguyenvana"))
    );
    assert_eq!((&agent.status, agent.since), (&Status::Ready, Some(1_769_587_733_000)));
    let expected = Counters {
        received: Some(12),
        offered: Some(12),
        handled: Some(12),
        abandoned: Some(0),
        average_wait: Some(6),
        longest_wait: Some(15),
        average_talk: Some(180),
    };
    assert_eq!(read.counters, expected);
    assert!(read.waiting.is_empty() && read.talking.is_empty());
}

#[test]
fn a_busy_one() {
    let read = read("dashboard_busy.json");
    let agents: Vec<(&str, &Status, Option<&str>)> = read
        .agents
        .iter()
        .map(|agent| (agent.username.as_deref().unwrap_or(""), &agent.status, agent.caller_number.as_deref()))
        .collect();
    assert_eq!(
        agents,
        [
            ("nguyenvana", &Status::Paused, None),
            ("userstaging2", &Status::Connected, Some("0977333444")),
            ("tranthib", &Status::WrapUp, None),
            ("levanc", &Status::Connected, Some("0966444555")),
        ]
    );
    assert_eq!(read.agents[1].queue, Some("11d7ae6f1d0b4e52b8f7aa0c5f3f9a01".into()));
    assert_eq!(read.agents[1].call, Some("1A0055E7-0A2A11F1-8C05-7A3D9C22@172.16.0.204".into()));
    let waiting: Vec<(Option<&str>, Option<i64>)> =
        read.waiting.iter().map(|call| (call.caller_number.as_deref(), call.entered_at)).collect();
    assert_eq!(
        waiting,
        [
            (Some("0903111222"), Some(1_770_352_752_000)),
            (Some("0918222333"), Some(1_770_352_830_000)),
            (Some("02873019555"), Some(1_770_352_855_000)),
            (Some("anonymous"), Some(1_770_352_869_000)),
        ]
    );
    assert!(read.waiting.iter().all(|call| call.agent.is_none() && call.handled_at.is_none()));
    assert_eq!(read.talking.len(), 2);
    assert_eq!(read.talking[0].agent, Some("eab4ebf976c53d22d393e94f3ed085dc".into()));
    assert_eq!(read.talking[0].handled_at, Some(1_770_352_633_000));
    assert_eq!((read.counters.abandoned, read.counters.received), (Some(3), Some(18)));
}

#[test]
fn other_shapes_of_the_same() {
    let busy = read("dashboard_busy.json");
    // One object a queue: the counts add up, the averages do not.
    let mut by_queue = read("variants/dashboard_per_queue_array.json");
    assert_eq!((by_queue.counters.received, by_queue.counters.abandoned), (Some(36), Some(6)));
    assert_eq!((by_queue.counters.average_wait, by_queue.counters.longest_wait), (Some(34), Some(121)));
    by_queue.counters = busy.counters;
    assert_eq!(by_queue, busy);
    // A percentage for `abandoned`, details by queue, and a second, newer record of one agent.
    let mut alternative = read("variants/dashboard_busy_alt_shapes.json");
    assert_eq!(alternative.agents[0].status, Status::Ringing);
    alternative.agents[0] = busy.agents[0].clone();
    assert_eq!(alternative, busy);
}

#[test]
fn an_error_is_no_dashboard() {
    assert_eq!(dashboard(&json("variants/error_400_guess.json"), NOW), None);
}
