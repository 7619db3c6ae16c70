//! A day of the journal, and how small it becomes.

use std::path::Path;
use std::time::Instant;

use kpi::Millis;
use store::{Entry, Store};

use crate::past::mixed;
use crate::{DAY, Failure, NOW};

/// A day of ten hours with 120 agents: a dashboard each 5 s, a tick each second, 25,000 events of legs.
pub async fn measure(store: &Store, file: &Path) -> Result<(), Failure> {
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

fn used(file: &Path) -> u64 {
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
