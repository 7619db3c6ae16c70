//! `cargo xtask e2e [playwright arguments]`: the real server, the simulator and Chromium.

use crate::failure::{Failure, OnFile};
use crate::process;
use crate::setup::{self, Node};
use crate::site::{self, Alongside, Profile};
use crate::step::{seconds, step};
use crate::workspace::Workspace;
use std::path::Path;
use std::time::Instant;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let workspace = Workspace::find()?;
    let tools = setup::for_build(&workspace)?;
    setup::for_browser()?;
    let built = site::build(&workspace, &tools, Profile::Release, Alongside::Nothing)?;
    let tally = in_chromium(&workspace, &tools.node, &built.executable, arguments)?;
    println!("{tally}");
    tally.judge()
}

/// Tests that passed and failed; what was skipped counts as neither and is said by the runner.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    pub fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    pub fn judge(self) -> Result<(), Failure> {
        match self {
            Self { failed: 0, passed: 1.. } => Ok(()),
            Self { failed: 0, .. } => Err(Failure::new("count a single test", "none was selected")),
            _ => Err(Failure::new("pass all tests", "the failures are told above")),
        }
    }
}

pub fn in_chromium(
    workspace: &Workspace,
    node: &Node,
    callboard: &Path,
    arguments: &[String],
) -> Result<Tally, Failure> {
    types(workspace, node)?;
    let report = workspace.parts()?.join("playwright.json");
    if report.exists() {
        std::fs::remove_file(&report).on("remove", &report)?;
    }
    let mut playwright = playwright(workspace, node, callboard)?;
    playwright.arg("--reporter=list,json").args(arguments).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    println!("→ end to end: playwright test {}", arguments.join(" "));
    let started = Instant::now();
    let ended_well =
        process::run(&mut playwright, "pass the tests in Chromium", "the failures are told above");
    let tally = std::fs::read_to_string(&report).ok().and_then(|json| tally_in(&json)).unwrap_or_default();
    println!("✓ end to end: {tally}, {}", seconds(started.elapsed()));
    match (ended_well, tally) {
        // A failed test is told by the tally; anything else that went wrong is not.
        (Err(failure), Tally { failed: 0, .. }) => Err(failure),
        _ => Ok(tally),
    }
}

/// Pictures and measurements are made through the same runner.
pub fn playwright(
    workspace: &Workspace,
    node: &Node,
    callboard: &Path,
) -> Result<std::process::Command, Failure> {
    let mut playwright = node
        .program("playwright")
        .ok_or_else(|| Failure::new("find Playwright in end2end/node_modules", "run `npm ci` in end2end"))?;
    playwright.arg("test").current_dir(workspace.end2end()).env("CALLBOARD_BIN", callboard);
    Ok(playwright)
}

fn types(workspace: &Workspace, node: &Node) -> Result<(), Failure> {
    let Some(mut tsc) = node.program("tsc") else {
        return Err(Failure::new("find tsc in end2end/node_modules", "run `npm ci` in end2end"));
    };
    step("end to end, types", "tsc --noEmit", || {
        tsc.arg("--noEmit").current_dir(workspace.end2end());
        process::run(&mut tsc, "type-check end2end", "mend what tsc says above")
    })
}

/// From the numbers at the end of Playwright's JSON report.
fn tally_in(report: &str) -> Option<Tally> {
    let numbers = &report[report.rfind("\"stats\"")?..];
    let number = |name: &str| -> Option<u32> {
        let after = numbers.split_once(&format!("\"{name}\":"))?.1.trim_start();
        after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    // A flaky test failed once: that is a failure to look into.
    Some(Tally { passed: number("expected")?, failed: number("unexpected")? + number("flaky")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_read_from_the_report() {
        let report = r#"{"suites":[{"title":"\"stats\""}],"stats": {
            "startTime": "2026-11-20T10:00:00.000Z", "duration": 1234.5,
            "expected": 17, "skipped": 0, "unexpected": 2, "flaky": 1 }}"#;
        assert_eq!(tally_in(report), Some(Tally { passed: 17, failed: 3 }));
        assert_eq!(tally_in("{}"), None);
    }

    #[test]
    fn no_test_at_all_is_a_failure() {
        assert!(Tally::default().judge().is_err());
        assert!(Tally { passed: 1, failed: 0 }.judge().is_ok());
        assert!(Tally { passed: 9, failed: 1 }.judge().is_err());
    }
}
