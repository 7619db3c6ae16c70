//! Whether there is a place to keep things, and whether what is kept there is whole.

use std::fs;
use std::path::{Path, PathBuf};

use wire::Millis;

use super::Report;
use crate::config::Config;

/// Below this a day of journals may not fit.
const LITTLE: u64 = 500 * 1024 * 1024;

pub(super) async fn examine(config: &Config, now: fn() -> Millis, report: &mut Report) {
    place(config, report);
    kept(config, now, report).await;
}

/// Whether there is a place to write to, and room.
fn place(config: &Config, report: &mut Report) {
    let wanted = &config.server.data_dir;
    let advice = "create server.data_dir, or set it to a directory that this user may write to";
    // The server creates it; the doctor changes nothing, so it looks at what is there already.
    let Some(there) = nearest(wanted) else {
        report.fail("storage", format!("{} is nowhere", wanted.display()), advice);
        return;
    };
    if let Err(error) = writable(&there) {
        report.fail("storage", format!("{} cannot be written to: {error}", there.display()), advice);
        return;
    }
    let place = if &there == wanted {
        format!("{} is writable", wanted.display())
    } else {
        format!("{} can be created", wanted.display())
    };
    match free(&there) {
        Some(free) if free < LITTLE => report.warn(
            "storage",
            format!("{place}; only {} MB free", free / (1024 * 1024)),
            "make room on that disk",
        ),
        Some(free) => report.ok("storage", format!("{place}; {:.1} GB free", free as f64 / 1024_f64.powi(3))),
        None => report.guess("storage", format!("{place}; how much is free cannot be told")),
    }
}

/// Whether what is kept there is whole, looked at as the start does.
async fn kept(config: &Config, now: fn() -> Millis, report: &mut Report) {
    let seen = match store::look(&config.store.settings(&config.server.data_dir, now)).await {
        Ok(seen) => seen,
        Err(error) => {
            let advice = "set store.url, or start the program that wrote the file";
            report.fail("history kept", error.to_string(), advice);
            return;
        }
    };
    let file = seen.file.display();
    let size = format!("{:.1} MB", seen.bytes as f64 / (1024.0 * 1024.0));
    match seen.state {
        store::State::Nothing => report.ok("history kept", format!("nothing yet; {file} will be made")),
        store::State::Sound => report.ok("history kept", format!("{file} is sound, {size}")),
        store::State::Older { from, to } => report.ok(
            "history kept",
            format!("{file} is sound, {size}; the next start brings it from version {from} to {to}"),
        ),
        store::State::Damaged(why) => report.fail(
            "history kept",
            format!("{file} is damaged: {why}"),
            "put a backup in its place, or let the next start move it aside and begin a new one",
        ),
    }
}

/// The directory itself, or the first one above it that exists.
fn nearest(wanted: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(wanted).ok()?;
    if wanted.is_dir() {
        return Some(wanted.to_owned());
    }
    whole.ancestors().find(|above| above.exists()).map(Path::to_owned)
}

/// Permission bits do not tell (another user, a read-only mount), so a file is made and taken away.
fn writable(directory: &Path) -> std::io::Result<()> {
    let probe = directory.join(format!(".callboard-check-{}", std::process::id()));
    fs::write(&probe, b"")?;
    fs::remove_file(&probe)
}

fn free(directory: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(directory).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    async fn verdict(data_dir: PathBuf) -> Report {
        let mut report = Report::new(0);
        let mut config = Config::default();
        config.server.data_dir = data_dir;
        examine(&config, || 0, &mut report).await;
        report
    }

    #[tokio::test]
    async fn a_directory_that_is_there_and_one_that_can_be() {
        let there = std::env::temp_dir();
        assert!(verdict(there.clone()).await.ok);
        let not_yet = there.join("callboard-check-nobody/data");
        let report = verdict(not_yet.clone()).await;
        assert!(report.ok && report.rows[0].seen.contains("can be created"), "{report}");
        assert!(report.rows[1].seen.contains("nothing yet"), "{report}");
        assert!(!not_yet.exists(), "the doctor changes nothing");
    }

    #[tokio::test]
    async fn a_file_in_its_place_is_no_directory() {
        let file = std::env::temp_dir().join(format!("callboard-check-file-{}", std::process::id()));
        fs::write(&file, b"x").expect("a file");
        let report = verdict(file.join("data")).await;
        fs::remove_file(&file).expect("it was there");
        assert_eq!(report.rows[0].verdict, Verdict::Fail, "{report}");
    }

    #[tokio::test]
    async fn a_store_that_is_sound_and_one_that_is_damaged() {
        let directory = std::env::temp_dir().join(format!("callboard-check-store-{}", std::process::id()));
        let settings = Config::default().store.settings(&directory, || 0);
        let (store, _) = store::Store::open(&settings).await.expect("a new store");
        let beside = verdict(directory.clone()).await;
        assert!(beside.ok && beside.rows[1].seen.contains("is sound"), "beside a server: {beside}");
        store.close().await;
        fs::write(directory.join("callboard.db"), [7; 8192]).expect("it can be written");
        let report = verdict(directory.clone()).await;
        fs::remove_dir_all(&directory).expect("it was there");
        assert_eq!(report.rows[1].verdict, Verdict::Fail, "{report}");
        assert!(report.rows[1].seen.contains("is damaged"), "{report}");
    }
}
