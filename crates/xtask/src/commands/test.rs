//! `cargo xtask test`: everything CI asks.

use super::check;
use super::e2e::{self, Tally};
use crate::failure::Failure;
use crate::process;
use crate::setup::{self, Node};
use crate::site::{self, Alongside, Profile};
use crate::step::seconds;
use crate::workspace::Workspace;
use std::time::Instant;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if !arguments.is_empty() {
        return Err(Failure::new(
            "test",
            "it takes no arguments; use `cargo nextest run` or `cargo xtask e2e` for a few",
        ));
    }
    let started = Instant::now();
    let workspace = Workspace::find()?;
    let tools = setup::for_build(&workspace)?;
    setup::for_browser()?;
    check::formatting(&workspace)?;
    check::lints(&workspace)?;
    let built = site::build(&workspace, &tools, Profile::Release, Alongside::Tests)?;
    let rust = rust_tests(&workspace, &tools.node)?;
    let browser = e2e::in_chromium(&workspace, &tools.node, &built.executable, &[])?;
    let tally = rust.and(browser);
    println!("✓ test: {}", seconds(started.elapsed()));
    let judgement = tally.judge().and_then(|()| built.weight.keep_within_limit());
    if let Err(failure) = &judgement {
        println!("✗ {failure}");
    }
    println!("{tally}");
    if judgement.is_err() {
        // The tally stays the last line.
        std::process::exit(1);
    }
    Ok(())
}

/// Unit, property and integration tests, in the build's profile: its dependencies are compiled already.
fn rust_tests(workspace: &Workspace, node: &Node) -> Result<Tally, Failure> {
    let has_nextest =
        process::answer(process::cargo(&workspace.root).args(["nextest", "--version"])).is_some();
    let arguments: &[&str] = if has_nextest {
        &["nextest", "run", "--cargo-profile", "release", "--no-fail-fast", "--no-tests", "pass"]
    } else {
        &["test", "--release", "--all-targets", "--no-fail-fast"]
    };
    let all = tested(workspace, node, arguments)?;
    Ok(all.and(tested(workspace, node, &["test", "--release", "--doc", "--no-fail-fast"])?))
}

fn tested(workspace: &Workspace, node: &Node, arguments: &[&str]) -> Result<Tally, Failure> {
    let line = arguments.join(" ");
    println!("→ tests: cargo {line}");
    let started = Instant::now();
    let mut cargo = process::cargo(&workspace.root);
    // For the tests against Socket.IO's own servers and clients.
    cargo.envs(node.executable().map(|node| ("CALLBOARD_NODE", node)));
    let (ended_well, said) = process::run_and_listen(cargo.args(arguments), &format!("run cargo {line}"))?;
    let tally = tally_in(&said);
    println!("✓ tests: {tally}, {}", seconds(started.elapsed()));
    if !ended_well && tally.failed == 0 {
        return Err(Failure::new(format!("run cargo {line}"), "mend what is told above"));
    }
    Ok(tally)
}

/// Sums the closing lines: nextest's `Summary`, which has the last word on a test that was tried again, else cargo
/// test's `test result` of each binary. Tests that nextest runs print a `test result` of their own for each try.
fn tally_in(said: &str) -> Tally {
    let by_nextest = said.lines().any(|line| line.trim_start().starts_with("Summary ["));
    let closing = if by_nextest { "Summary [" } else { "test result: " };
    said.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with(closing))
        .map(|line| Tally {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed") + number_before(line, "timed out"),
        })
        .fold(Tally::default(), Tally::and)
}

/// In "8 passed (1 slow), 1 failed", 8 for "passed".
fn number_before(line: &str, word: &str) -> u32 {
    line.split_once(&format!(" {word}"))
        .and_then(|(before, _)| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_closing_lines_are_summed() {
        let nextest =
            "     Summary [   1.204s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n";
        assert_eq!(tally_in(nextest), Tally { passed: 9, failed: 3 });
        let tried_again = "    test result: FAILED. 0 passed; 1 failed; 0 ignored\n\
                           \x20   test result: ok. 1 passed; 0 failed; 0 ignored\n\
                           \x20    Summary [   9.204s] 12 tests run: 12 passed (1 flaky), 0 skipped\n";
        assert_eq!(tally_in(tried_again), Tally { passed: 12, failed: 0 });
        let cargo = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\n\
                     test result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        assert_eq!(tally_in(cargo), Tally { passed: 5, failed: 1 });
        assert_eq!(tally_in("no tests here"), Tally::default());
    }
}
