//! What the journal costs: the actor an event, the disk an hour, a restart, and a seek in twelve hours.
//!
//! `cargo nextest run --release -p server --lib --run-ignored only journal::measure --no-capture`

use std::time::{Duration, Instant};

use floor::{
    AgentEntry, AgentId, AgentStatus, Dashboard, Digest, Event, HangupCause, Happening, LegEvent,
    LegEventKind, LegId, LegSide, Links, Origin, Status,
};
use store::{Store, StoreSettings};
use wire::Millis;

use super::entry::{self, Entry, What};
use super::{keyframe, recorder, restore, start};
use crate::clock;
use crate::live::laws::stage;
use crate::live::{Stage, View};
use crate::replay::Replays;

const AGENTS: u64 = 200;
/// Seven events each, and one in three seconds: with ticks and polls some 4 entries a second of them.
const HOURS: Millis = 12;
const CALL_EVERY: Millis = 370;
const POLL_EVERY: Millis = 5_000;

fn agent(number: u64) -> AgentId {
    AgentId::new(format!("{number:032x}"))
}

fn leg(call: u64, kind: LegEventKind, by_queue: bool) -> Happening {
    let digest = |salt: u8| {
        let mut bytes = [salt; 16];
        bytes[..8].copy_from_slice(&call.to_le_bytes());
        Digest(bytes)
    };
    let id =
        if by_queue { format!("{call:032x}-{:032x}-0", call % AGENTS) } else { format!("{call:x}@10.0.0.1") };
    Happening::Leg(Box::new(LegEvent {
        leg: LegId::new(id),
        kind,
        happened_at: None,
        side: Some(if by_queue { LegSide::Outbound } else { LegSide::Inbound }),
        origin: if by_queue { Origin::Unknown } else { Origin::Outside },
        to_carrier: false,
        caller_number: Some(format!("09{call:08}").as_str().into()),
        caller_name: None,
        destination: Some("02873019555".into()),
        agent: by_queue.then(|| agent(call % AGENTS)),
        queue: by_queue.then(|| "sales".into()),
        links: Links { member_digest: by_queue.then(|| digest(1)), ..Links::default() },
        digest: digest(if by_queue { 2 } else { 1 }),
        message: None,
    }))
}

fn dashboard(at: Millis) -> Happening {
    let row = |number| AgentStatus {
        agent: agent(number),
        username: Some(format!("agent{number}").as_str().into()),
        name: Some(format!("Nguyễn Thị {number}").as_str().into()),
        status: Status::Ready,
        since: Some(at - 60_000),
        pause_reason: None,
        call: None,
        caller_number: None,
        queue: None,
    };
    Happening::Dashboard(Box::new(Dashboard {
        asked_at: at - 100,
        agents: (0..AGENTS).map(row).collect(),
        ..Dashboard::default()
    }))
}

/// Entries of so long a time, in order: about twenty a second.
fn busy(from: Millis, until: Millis) -> Vec<Entry> {
    let ended = || LegEventKind::Destroyed { cause: HangupCause::Normal, billed_seconds: None };
    let entry = |at, what| Entry { at, what: What::Event(Event { at, what }) };
    let agents = (0..AGENTS).map(|number| AgentEntry {
        id: agent(number),
        username: None,
        name: format!("Nguyễn Thị {number}").as_str().into(),
        extensions: Vec::new(),
    });
    let mut entries = vec![entry(from, Happening::Agents(agents.collect()))];
    for (call, at) in (from..until).step_by(usize::try_from(CALL_EVERY).unwrap_or(1)).enumerate() {
        let call = call as u64;
        entries.push(entry(at, leg(call, LegEventKind::Created, false)));
        entries.push(entry(at + 500, leg(call, LegEventKind::Answered, false)));
        entries.push(entry(at + 2_000, leg(call, LegEventKind::Created, true)));
        entries.push(entry(at + 8_000, leg(call, LegEventKind::Answered, true)));
        entries.push(entry(at + 90_000, leg(call, ended(), true)));
        entries.push(entry(at + 90_100, leg(call, ended(), false)));
    }
    entries.extend((from..until).step_by(1_000).map(|at| entry(at, Happening::Tick)));
    let polls = (from..until).step_by(usize::try_from(POLL_EVERY).unwrap_or(1));
    entries.extend(polls.map(|at| entry(at, dashboard(at))));
    entries.retain(|entry| entry.at < until);
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn each(took: Duration, count: usize) -> String {
    format!("{:.2} µs", took.as_secs_f64() * 1e6 / count as f64)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: it writes twelve hours, and wants a quiet machine"]
#[expect(clippy::print_stdout, reason = "what is measured is told")]
async fn what_the_journal_costs() {
    let now = clock::now();
    let five_minutes = busy(now - 300_000, now);
    println!("| what | measured |\n|---|---|");
    println!("| entries in 5 minutes, {AGENTS} agents | {} |", five_minutes.len());

    let fold = |record: bool| {
        let (mut recorder, mut records) = recorder::channel();
        let mut stage = stage();
        let began = Instant::now();
        for Entry { at, what } in five_minutes.clone() {
            let entry = record.then(|| Entry { at, what: what.clone() });
            stage.take(what);
            if let Some(entry) = entry {
                recorder.record(entry, &stage);
            }
        }
        records.receiver.close();
        (began.elapsed(), stage)
    };
    let cloning = Instant::now();
    drop(five_minutes.clone());
    let cloning = cloning.elapsed();
    let (without, _) = fold(false);
    let (with, whole) = fold(true);
    let count = five_minutes.len();
    println!("| an event in the actor, not recorded | {} |", each(without.saturating_sub(cloning), count));
    println!("| the same, recorded | {} |", each(with.saturating_sub(cloning), count));

    let began = Instant::now();
    let bodies: Vec<Vec<u8>> =
        five_minutes.iter().map(|entry| entry::encode(&entry.what).expect("it can be written")).collect();
    println!("| encoding an entry, in the writer | {} |", each(began.elapsed(), count));
    let bytes: usize = bodies.iter().map(Vec::len).sum();
    println!("| bytes of 5 minutes, before the store packs them | {} kB |", bytes / 1024);
    let began = Instant::now();
    let kept = keyframe::encode(&whole).expect("it can be written");
    println!("| encoding a keyframe of {} kB | {:?} |", kept.len() / 1024, began.elapsed());
    let began = Instant::now();
    drop(whole.clone());
    println!("| copying a stage for a keyframe, in the actor | {:?} |", began.elapsed());

    let directory = std::env::temp_dir().join(format!("callboard-measure-{}", std::process::id()));
    let (store, _) =
        Store::open(&StoreSettings::new("sqlite:m.db", &directory, clock::now)).await.expect("a store");
    write_hours(&store, now).await;
    store.close().await;
    let size: u64 = std::fs::read_dir(&directory)
        .expect("files")
        .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
        .sum();
    println!("| {HOURS} hours on the disk, not folded yet | {} MB |", size / 1024 / 1024);

    let (store, _) =
        Store::open(&StoreSettings::new("sqlite:m.db", &directory, clock::now)).await.expect("a store");
    let began = Instant::now();
    let restored = restore(&store, &stage().meta, clock::now()).await.expect("it can be read");
    println!("| a restart: {} entries folded | {:?} |", restored.folded, began.elapsed());
    let replays = Replays::new(Some(store.clone()));
    let mut worst = Duration::ZERO;
    let mut sum = Duration::ZERO;
    for _ in 0..20 {
        let at = rand::random_range(now - HOURS * 3_600_000 + 1_000..now - 1_000);
        let began = Instant::now();
        let (player, _room) = replays.play(at).await.expect("it was recorded");
        drop(View::of(player.stage(), crate::live::Sight::everything()));
        (worst, sum) = (worst.max(began.elapsed()), sum + began.elapsed());
    }
    println!("| a seek at random in {HOURS} hours, mean of 20 | {:?} |", sum / 20);
    println!("| the worst of them | {worst:?} |");
    store.close().await;
    std::fs::remove_dir_all(&directory).expect("it is ours");
}

/// By the writer itself, as a server does it.
async fn write_hours(store: &Store, until: Millis) {
    let from = until - HOURS * 3_600_000;
    let (mut recorder, writing) = start(store.clone(), None);
    let mut stage: Stage = stage();
    for (number, entry) in busy(from, until).into_iter().enumerate() {
        stage.take(entry.what.clone());
        recorder.record(entry, &stage);
        if number % 2_000 == 0 {
            recorder.settled().await;
        }
    }
    recorder.settled().await;
    drop(recorder);
    writing.await.expect("it writes");
}
