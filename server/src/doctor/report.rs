//! What was found, as a table or as JSON.

use std::fmt::{self, Write as _};

use serde::Serialize;
use wire::Millis;

use crate::clock;

/// Columns of a terminal.
const WIDTH: usize = 100;
/// What a row is about, and its verdict, stand in so many columns.
const WHAT: usize = 17;
const VERDICT: usize = 7;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ok,
    /// Nothing speaks against it, and nothing proves it.
    Guess,
    /// The board works, but not with everything.
    Warn,
    Fail,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub what: &'static str,
    pub verdict: Verdict,
    pub seen: String,
    /// What to do; always there for a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// RFC 3339.
    pub at: String,
    pub ok: bool,
    pub rows: Vec<Finding>,
}

impl Report {
    pub(super) fn new(at: Millis) -> Self {
        Self { at: clock::rfc3339(at), ok: true, rows: Vec::new() }
    }

    pub(super) fn ok(&mut self, what: &'static str, seen: impl Into<String>) {
        self.push(what, Verdict::Ok, seen.into(), None);
    }

    pub(super) fn guess(&mut self, what: &'static str, seen: impl Into<String>) {
        self.push(what, Verdict::Guess, seen.into(), None);
    }

    pub(super) fn warn(&mut self, what: &'static str, seen: impl Into<String>, advice: impl Into<String>) {
        self.push(what, Verdict::Warn, seen.into(), Some(advice.into()));
    }

    pub(super) fn fail(&mut self, what: &'static str, seen: impl Into<String>, advice: impl Into<String>) {
        self.push(what, Verdict::Fail, seen.into(), Some(advice.into()));
    }

    fn push(&mut self, what: &'static str, verdict: Verdict, seen: String, advice: Option<String>) {
        self.ok &= verdict != Verdict::Fail;
        self.rows.push(Finding { what, verdict, seen, advice });
    }

    /// How many rows failed.
    pub fn failures(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict == Verdict::Fail).count()
    }
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Guess => "guess",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        }
    }
}

/// The table, in plain text of at most a hundred columns.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = WHAT + VERDICT;
        for row in &self.rows {
            let mut lines = wrapped(&row.seen, WIDTH - indent).into_iter();
            let first = lines.next().unwrap_or_default();
            let head = format!("{:<WHAT$}{:<VERDICT$}{first}", row.what, row.verdict.word());
            writeln!(formatter, "{}", head.trim_end())?;
            for line in lines {
                writeln!(formatter, "{:indent$}{line}", "")?;
            }
            if let Some(advice) = &row.advice {
                for (number, line) in wrapped(advice, WIDTH - indent - 3).into_iter().enumerate() {
                    let mark = if number == 0 { "-> " } else { "   " };
                    writeln!(formatter, "{:indent$}{mark}{line}", "")?;
                }
            }
        }
        let mut counts = String::new();
        for verdict in [Verdict::Ok, Verdict::Guess, Verdict::Warn, Verdict::Fail] {
            let count = self.rows.iter().filter(|row| row.verdict == verdict).count();
            let comma = if counts.is_empty() { "" } else { ", " };
            let _ = write!(counts, "{comma}{count} {}", verdict.word());
        }
        write!(formatter, "\n{counts}")
    }
}

/// Broken at blanks; a longer word is broken where it must be.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let used = line.chars().count();
            let blank = usize::from(used > 0);
            if used + blank + word.len() <= width {
                if blank == 1 {
                    line.push(' ');
                }
                line.extend(word);
                break;
            }
            if used == 0 {
                line.extend(word.drain(..width));
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_a_hundred_columns_wide_at_most() {
        let mut report = Report::new(0);
        report.ok("dashboard", "27 agents, an object");
        report.fail("histories", "x".repeat(250), "word ".repeat(60));
        let table = report.to_string();
        assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
        assert!(
            table.starts_with("dashboard        ok     27 agents, an object\nhistories        FAIL   xxx"),
            "{table}"
        );
        assert!(table.contains("-> word word"), "{table}");
        assert!(table.ends_with("1 ok, 0 guess, 0 warn, 1 FAIL"), "{table}");
        assert!(!report.ok);
    }

    #[test]
    fn a_guess_is_no_failure() {
        let mut report = Report::new(0);
        report.guess("click to call", "not tried");
        report.warn("clock", "40 s", "set it");
        assert!(report.ok && report.failures() == 0);
    }
}
