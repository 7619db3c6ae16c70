//! How fast the store answers, and how small the journal becomes. `cargo run --release -p store --example measure [CALLS…]`
//! writes into a temporary directory, a kilobyte a call, and prints a table for each number of calls. With `CALLBOARD_STORE`
//! it opens the store in that directory, which an earlier run has left, and measures its last number of calls.
#![expect(clippy::print_stdout, reason = "tables are what it is for")]

mod journal;
mod past;
mod questions;

use std::time::Instant;

use kpi::Millis;
use store::{Store, StoreSettings};

use crate::past::Past;

const NOW: Millis = 1_795_132_800_000;
const DAY: Millis = 24 * 3_600_000;
const CALLS_A_DAY: u64 = 5_000;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let directory = std::env::temp_dir().join(format!("callboard-measure-{}", std::process::id()));
    let numbers: Vec<usize> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let numbers = if numbers.is_empty() { vec![100_000, 1_000_000] } else { numbers };
    if let Some(directory) = std::env::var_os("CALLBOARD_STORE") {
        return measure_again(directory.as_ref(), numbers.last().copied().unwrap_or_default()).await;
    }
    let measured = measure(&directory, &numbers).await;
    std::fs::remove_dir_all(&directory)?;
    measured
}

async fn measure(directory: &std::path::Path, numbers: &[usize]) -> Result<(), Failure> {
    let settings = settings(directory);
    let (store, _) = Store::open(&settings).await?;
    journal::measure(&store, &directory.join("callboard.db")).await?;
    let past = past();
    let mut put = 0;
    for number in numbers {
        let began = Instant::now();
        while put < *number {
            let until = (put + 500).min(*number);
            store.put_calls((put..until).map(|number| past.call(number as u64)).collect()).await?;
            put = until;
        }
        let took = began.elapsed();
        println!("\n{number} calls, put in {:.1} s", took.as_secs_f64());
        questions::measure(&store, &past, *number).await?;
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

/// Also how long it takes to bring an older store up to date.
async fn measure_again(directory: &std::path::Path, calls: usize) -> Result<(), Failure> {
    let began = Instant::now();
    let (store, opened) = Store::open(&settings(directory)).await?;
    println!("{opened}: {:.1} s", began.elapsed().as_secs_f64());
    questions::measure(&store, &past(), calls).await?;
    store.close().await;
    Ok(())
}

fn settings(directory: &std::path::Path) -> StoreSettings {
    let mut settings = StoreSettings::new("sqlite:callboard.db", directory, || NOW);
    settings.retention.calls_days = 4000;
    settings
}

fn past() -> Past {
    Past {
        queues: (0..5).map(|queue| format!("queue-{queue}").into()).collect(),
        agents: (0..60).map(|agent| format!("agent-{agent}").into()).collect(),
        until: NOW,
        calls_a_day: CALLS_A_DAY,
    }
}
