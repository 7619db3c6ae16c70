//! Whether there is a place to keep things.

use std::fs;
use std::path::{Path, PathBuf};

use super::Report;
use crate::config::Config;

/// Below this a day of journals may not fit.
const LITTLE: u64 = 500 * 1024 * 1024;

pub(super) fn examine(config: &Config, report: &mut Report) {
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

    fn verdict(data_dir: PathBuf) -> Report {
        let mut report = Report::new(0);
        let mut config = Config::default();
        config.server.data_dir = data_dir;
        examine(&config, &mut report);
        report
    }

    #[test]
    fn a_directory_that_is_there_and_one_that_can_be() {
        let there = std::env::temp_dir();
        assert!(verdict(there.clone()).ok);
        let not_yet = there.join("callboard-check-nobody/data");
        let report = verdict(not_yet.clone());
        assert!(report.ok && report.rows[0].seen.contains("can be created"), "{report}");
        assert!(!not_yet.exists(), "the doctor changes nothing");
    }

    #[test]
    fn a_file_in_its_place_is_no_directory() {
        let file = std::env::temp_dir().join(format!("callboard-check-file-{}", std::process::id()));
        fs::write(&file, b"x").expect("a file");
        let report = verdict(file.join("data"));
        fs::remove_file(&file).expect("it was there");
        assert_eq!(report.rows[0].verdict, Verdict::Fail, "{report}");
    }
}
