//! How fast the store answers, and how small the journal becomes. `cargo run --release -p store --example measure [CALLS…]`
//! writes into a temporary directory, some 600 bytes a call, and prints a table for each number of calls.
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
    let measured = measure(&directory, &numbers).await;
    std::fs::remove_dir_all(&directory)?;
    measured
}

async fn measure(directory: &std::path::Path, numbers: &[usize]) -> Result<(), Failure> {
    let mut settings = StoreSettings::new("sqlite:callboard.db", directory, || NOW);
    settings.retention.calls_days = 4000;
    let (store, _) = Store::open(&settings).await?;
    journal::measure(&store, &directory.join("callboard.db")).await?;
    let past = Past {
        queues: (0..5).map(|queue| format!("queue-{queue}").into()).collect(),
        agents: (0..60).map(|agent| format!("agent-{agent}").into()).collect(),
        until: NOW,
        calls_a_day: CALLS_A_DAY,
    };
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
        questions::measure(&store, *number).await?;
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
