//! How fast the store answers, and how small the journal becomes. `cargo run --release -p store --example measure [CALLS…]`
//! writes into a temporary directory, some 600 bytes a call, and prints a table for each number of calls.
#![expect(clippy::print_stdout, reason = "tables are what it is for")]

use std::time::{Duration, Instant};

use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage, Text};
use store::{CallQuery, Entry, Span, Store, StoreSettings, When};

const NOW: Millis = 1_795_132_800_000;
const DAY: Millis = 24 * 3_600_000;
const CALLS_A_DAY: usize = 5_000;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let directory = std::env::temp_dir().join(format!("callboard-measure-{}", std::process::id()));
    let numbers: Vec<usize> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let numbers = if numbers.is_empty() { vec![100_000, 1_000_000] } else { numbers };
    let measured = measure(&directory, &numbers).await;
    std::fs::remove_dir_all(&directory)?;
    measured
}

async fn measure(directory: &std::path::Path, numbers: &[usize]) -> Result<(), Failure> {
    let mut settings = StoreSettings::new("sqlite:callboard.db", directory, || NOW);
    settings.retention.calls_days = 4000;
    let (store, _) = Store::open(&settings).await?;
    journal(&store, &directory.join("callboard.db")).await?;
    let mut put = 0;
    for number in numbers {
        let began = Instant::now();
        while put < *number {
            let until = (put + 500).min(*number);
            store.put_calls((put..until).map(|number| call(number as u64)).collect()).await?;
            put = until;
        }
        let took = began.elapsed();
        println!("\n{number} calls, put in {:.1} s", took.as_secs_f64());
        questions(&store, *number).await?;
        let began = Instant::now();
        let backup = store.backup(&directory.join("copy.db")).await?;
        println!(
            "{:<44} {:>9.1} s, {} MB",
            "backup",
            began.elapsed().as_secs_f64(),
            backup.bytes / 1_000_000
        );
        std::fs::remove_file(backup.file)?;
    }
    store.close().await;
    drop(store);
    let began = Instant::now();
    Store::open(&settings).await?;
    println!("{:<44} {:>9.1} s", "open, the whole file examined", began.elapsed().as_secs_f64());
    Ok(())
}

async fn questions(store: &Store, calls: usize) -> Result<(), Failure> {
    let page = CallQuery { limit: 50, ..CallQuery::default() };
    let newest = NOW;
    let day = Span { from: newest - 2 * DAY, until: newest - DAY };
    let old = Span { from: newest - (calls / CALLS_A_DAY) as Millis * DAY / 2, until: 0 };
    let old = Span { until: old.from + DAY, ..old };
    let text = |text: &str| Some(Text::from(text));
    let questions = [
        ("the newest 50", page.clone()),
        ("50 of a queue", CallQuery { queue: text("queue-3"), ..page.clone() }),
        ("50 of a queue with one call in 10,000", CallQuery { queue: text("rare"), ..page.clone() }),
        ("50 of an agent", CallQuery { agent: text("agent-17"), ..page.clone() }),
        ("50 abandoned", CallQuery { result: Some(CallResult::Abandoned), ..page.clone() }),
        ("50 failed, one in 10,000", CallQuery { result: Some(CallResult::Failed), ..page.clone() }),
        ("50 outbound", CallQuery { direction: Some(Direction::Outbound), ..page.clone() }),
        (
            "50 of a month",
            CallQuery {
                when: Some(When::Started(Span { from: newest - 30 * DAY, until: newest })),
                ..page.clone()
            },
        ),
        ("50 of a day half-way back", CallQuery { when: Some(When::Started(old)), ..page.clone() }),
        ("a whole number", CallQuery { number: text("0900012345"), ..page.clone() }),
        ("a number's beginning, 09012", CallQuery { number: text("09012"), ..page.clone() }),
        ("a number's beginning, 090 (half of all)", CallQuery { number: text("090"), ..page.clone() }),
        ("a number's last four digits", CallQuery { number: text("2345"), ..page.clone() }),
        ("a number's last three digits", CallQuery { number: text("345"), ..page.clone() }),
        (
            "abandoned in a queue in a month",
            CallQuery {
                when: Some(When::Started(Span { from: newest - 30 * DAY, until: newest })),
                queue: text("queue-3"),
                result: Some(CallResult::Abandoned),
                ..page.clone()
            },
        ),
        ("page 100 of a queue", CallQuery { queue: text("queue-3"), offset: 5_000, ..page.clone() }),
    ];
    for (what, question) in questions {
        let (took, found) = median(|| store.calls(&question)).await?;
        println!("{what:<44} {:>9.2} ms, {} calls", took.as_secs_f64() * 1000.0, found.len());
    }
    for (what, span) in [("all that touches yesterday", day), ("all that touches a day half-way back", old)] {
        let (took, found) = median(|| store.calls_touching(span)).await?;
        println!("{what:<44} {:>9.2} ms, {} calls", took.as_secs_f64() * 1000.0, found.len());
    }
    let of_queue = CallQuery { queue: text("queue-3"), ..CallQuery::default() };
    let (took, counted) = median(|| store.count(&of_queue)).await?;
    println!("{:<44} {:>9.2} ms, {counted:?}", "count of a queue", took.as_secs_f64() * 1000.0);
    Ok(())
}

/// Of nine.
async fn median<T, F: Future<Output = Result<T, store::StoreError>>>(
    question: impl Fn() -> F,
) -> Result<(Duration, T), Failure> {
    let mut times = Vec::new();
    let mut answer = question().await?;
    for _ in 0..9 {
        let began = Instant::now();
        answer = question().await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok((times[4], answer))
}

/// Mixes a number well enough for a table (SplitMix64).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The newest come first, as when history is fetched backwards.
fn call(number: u64) -> Call {
    let chance = mixed(number);
    let started = NOW - (number as Millis + 1) * DAY / CALLS_A_DAY as Millis;
    let inbound = !chance.is_multiple_of(4);
    let answered = !(chance >> 8).is_multiple_of(10);
    let agent: Option<Text> = answered.then(|| format!("agent-{}", (chance >> 16) % 120).into());
    let queue: Text =
        if number % 10_000 == 7 { "rare".into() } else { format!("queue-{}", (chance >> 24) % 12).into() };
    let waited = ((chance >> 32) % 60_000) as Millis;
    let talked = answered.then_some(((chance >> 40) % 600_000) as Millis);
    let left_at = started + 10_000 + waited;
    let key: Text = format!("{:016x}{:016x}@203.0.113.7", chance, mixed(chance)).into();
    Call {
        started,
        ended: Some(left_at + talked.unwrap_or(0)),
        direction: if inbound { Direction::Inbound } else { Direction::Outbound },
        number: Some(format!("09{:08}", mixed(number / 3) % 20_000_000).into()),
        line: Some("19001234".into()),
        agent: agent.clone(),
        result: match (answered, inbound) {
            _ if number % 10_000 == 9 => CallResult::Failed,
            (true, _) => CallResult::Answered,
            (false, true) => CallResult::Abandoned,
            (false, false) => CallResult::NoAnswer,
        },
        talked,
        recording: answered.then(|| format!("rec-{key}.mp3").into()),
        legs: vec![key.clone(), format!("{:032x}", mixed(chance ^ 1)).into()],
        passages: inbound
            .then(|| Passage {
                queue: Some(queue.clone()),
                entered: started + 10_000,
                entered_is_call_start: false,
                transferred_in: false,
                left: Some(if answered {
                    Left::Answered { at: left_at, agent, talked }
                } else {
                    Left::Abandoned { at: left_at }
                }),
            })
            .into_iter()
            .collect(),
        misses: (inbound && (chance >> 50).is_multiple_of(3))
            .then(|| Miss { agent: "agent-5".into(), at: left_at, queue: Some(queue) })
            .into_iter()
            .collect(),
        join: Join::ByQueue,
        key,
    }
}

/// A day of ten hours with 120 agents: a dashboard each 5 s, a tick each second, 25,000 events of legs.
async fn journal(store: &Store, file: &std::path::Path) -> Result<(), Failure> {
    const SECONDS: Millis = 10 * 3600;
    let from = NOW - 2 * DAY;
    let mut plain = 0;
    let mut entries = Vec::new();
    for second in 0..SECONDS {
        let at = from + second * 1000;
        entries.push(Entry { at, body: format!(r#"{{"tick":{at}}}"#).into_bytes() });
        if second % 5 == 0 {
            entries.push(Entry { at, body: dashboard(second).into_bytes() });
        }
        // 25,000 in 36,000 seconds.
        if second % 36 < 25 {
            entries.push(Entry { at, body: leg_event(second, at).into_bytes() });
        }
        if entries.len() >= 500 {
            plain += entries.iter().map(|entry| entry.body.len()).sum::<usize>();
            store.append(std::mem::take(&mut entries)).await?;
        }
    }
    let before = used(file);
    let began = Instant::now();
    let (segments, _) = store.tidy().await?;
    let took = began.elapsed();
    let mut after = store::Position::START;
    let (mut packed_entries, began) = (0, Instant::now());
    loop {
        let some = store.entries(after, NOW, 5_000).await?;
        let Some(last) = some.last() else { break };
        after = last.position;
        packed_entries += some.len();
    }
    let reading = began.elapsed();
    let copy = file.with_extension("journal");
    let packed = store.backup(&copy).await?.bytes;
    std::fs::remove_file(copy)?;
    println!(
        "a day's journal: {packed_entries} entries, {:.1} MB of bodies, {:.1} MB as rows",
        mb(plain as u64),
        mb(before)
    );
    println!(
        "folded in {:.1} s into {segments} segments: {:.1} MB on disk, {:.0} : 1; read back whole in {:.2} s",
        took.as_secs_f64(),
        mb(packed),
        plain as f64 / packed as f64,
        reading.as_secs_f64()
    );
    Ok(())
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

fn used(file: &std::path::Path) -> u64 {
    std::fs::metadata(file).map_or(0, |meta| meta.len())
}

/// 120 agents, each changing about once in two minutes, and a handful of callers who wait; some 22 kB.
fn dashboard(second: Millis) -> String {
    let agents: Vec<String> = (0..120_u64)
        .map(|agent| {
            let turn = second as u64 / (60 + mixed(agent) % 120);
            let chance = mixed(agent << 32 | turn);
            let state = ["available", "on-call", "ringing", "paused", "wrap-up"][(chance % 5) as usize];
            let since = second as u64 / (60 + mixed(agent) % 120) * (60 + mixed(agent) % 120);
            format!(
                r#"{{"id":"{:024x}","name":"Agent {agent}","extension":"{}","state":"{state}","since":{since},"number":"09{:08}","queues":["{:024x}"]}}"#,
                mixed(agent),
                100 + agent,
                chance % 100_000_000,
                mixed(agent % 12)
            )
        })
        .collect();
    let waiting: Vec<String> = (0..mixed(second as u64 / 20) % 9)
        .map(|caller| {
            format!(
                r#"{{"call_id":"{:032x}","since":{}}}"#,
                mixed(second as u64 / 60 + caller),
                second / 60 * 60
            )
        })
        .collect();
    format!(r#"{{"at":{second},"agents":[{}],"waiting":[{}]}}"#, agents.join(","), waiting.join(","))
}

fn leg_event(second: Millis, at: Millis) -> String {
    let chance = mixed(second as u64 ^ 0xCA11);
    let event =
        ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_DESTROY"][(chance % 4) as usize];
    format!(
        r#"{{"event":"{event}","call_id":"{:016x}{:016x}@203.0.113.7","other":"{:032x}","from":"09{:08}","to":"{}","direction":"inbound","at":{at}}}"#,
        mixed(chance),
        mixed(chance + 1),
        mixed(chance + 2),
        chance % 100_000_000,
        100 + chance % 120
    )
}
