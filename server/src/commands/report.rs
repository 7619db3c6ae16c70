use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::civil::Date;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use super::{Failure, say};
use crate::config;

/// Prints each day's numbers, with their balance, as the running server has them
#[derive(Debug, Args)]
pub struct Report {
    /// The settings file; without it, callboard.toml if that is there
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Where the server is; without it, server.listen of the settings
    #[arg(long, value_name = "URL")]
    server: Option<Url>,
    /// A file that holds a supervisor's API token; without it, the environment's CALLBOARD_TOKEN. Not an argument, because
    /// everybody on the machine can see those
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The first day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The last day; without it, the first
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only this queue, by name or id
    #[arg(long, value_name = "QUEUE")]
    queue: Option<String>,
}

/// A column: its heading, and its cell of a day.
type Column = (&'static str, fn(&Value) -> String);

const COLUMNS: [Column; 11] = [
    ("day", |row| row["date"].as_str().unwrap_or("total").to_owned()),
    ("calls", |row| count(row, "calls")),
    ("offered", |row| row["balance"]["offered"].to_string()),
    ("answered", |row| row["balance"]["answered"].to_string()),
    ("abandoned", |row| row["balance"]["abandoned"].to_string()),
    ("flowed out", |row| row["balance"]["flowed_out"].to_string()),
    ("unmatched", |row| row["balance"]["remainder"].to_string()),
    ("service level", |row| share(row, "service-level")),
    ("abandon rate", |row| share(row, "abandon-rate")),
    ("ASA s", |row| mean(row, "asa")),
    ("P90 s", |row| numbers(row, "asa-p90").map_or("–".into(), |(part, _)| seconds(part))),
];

impl Report {
    pub async fn run(self) -> Result<(), Failure> {
        let mut url = match self.server {
            Some(server) => server,
            None => {
                let config = config::load(self.settings.as_deref(), std::env::vars())?;
                Url::parse(&format!("http://{}", config.server.listen))?
            }
        };
        url.set_path("/api/v1/report");
        url.query_pairs_mut()
            .append_pair("from", &self.from.to_string())
            .append_pair("to", &self.to.unwrap_or(self.from).to_string());
        if let Some(queue) = &self.queue {
            url.query_pairs_mut().append_pair("queue", queue);
        }
        let token = token(self.token_file.as_deref())?;
        let client = reqwest::Client::builder().timeout(ANSWERS_WITHIN).build()?;
        let asked = client.get(url.clone()).bearer_auth(token.expose_secret());
        let answer = asked.send().await.map_err(|error| {
            format!("no Callboard answers at {} ({error})", url.origin().ascii_serialization())
        })?;
        let is_report = answer.status().is_success();
        let report: Value = answer.json().await?;
        if !is_report {
            return Err(report["message"].as_str().unwrap_or("the server has no report").to_owned().into());
        }
        say(&table(&report));
        Ok(())
    }
}

/// Many days of a large centre take some seconds.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);

fn token(file: Option<&Path>) -> Result<SecretString, Failure> {
    let token = match file {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|error| format!("the token file {} cannot be read: {error}", file.display()))?,
        None => std::env::var("CALLBOARD_TOKEN").map_err(|_| {
            "a report needs a token: make one by `callboard token create --role supervisor`, and set CALLBOARD_TOKEN \
             or give --token-file"
        })?,
    };
    Ok(token.trim().to_owned().into())
}

fn table(report: &Value) -> String {
    let days = report["days"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut lines = vec![COLUMNS.map(|(heading, _)| heading.to_owned())];
    lines.extend(days.iter().chain([&report["total"]]).map(|row| COLUMNS.map(|(_, cell)| cell(row))));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let line = |cells: &[String; 11]| {
        let cells = cells.iter().zip(&widths).enumerate();
        let cells = cells.map(|(place, (cell, width))| match place {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Part and whole of a number of that day.
fn numbers(row: &Value, kpi: &str) -> Option<(i64, i64)> {
    let number = row["figures"].as_array()?.iter().find(|number| number["kpi"] == kpi)?;
    Some((number["part"].as_i64()?, number["of"].as_i64()?))
}

fn count(row: &Value, kpi: &str) -> String {
    numbers(row, kpi).map_or("–".into(), |(part, _)| part.to_string())
}

fn share(row: &Value, kpi: &str) -> String {
    match numbers(row, kpi) {
        Some((part, of)) if of >= i64::from(kpi::SMALL_SAMPLE) => {
            format!("{:.1} %", part as f64 * 100.0 / of as f64)
        }
        Some((part, of)) if of > 0 => format!("{part}/{of}"),
        _ => "–".into(),
    }
}

fn mean(row: &Value, kpi: &str) -> String {
    match numbers(row, kpi) {
        Some((part, of)) if of > 0 => seconds(part / of),
        _ => "–".into(),
    }
}

fn seconds(millis: i64) -> String {
    format!("{:.1}", millis as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_day_without_calls_shows_no_share_and_few_calls_show_both_numbers() {
        let figures = |asa: [i64; 2], share: [i64; 2]| {
            json!([{ "kpi": "asa", "part": asa[0], "of": asa[1] }, { "kpi": "asa-p90", "part": asa[0], "of": asa[1] },
                   { "kpi": "service-level", "part": share[0], "of": share[1] },
                   { "kpi": "abandon-rate", "part": 0, "of": 0 }, { "kpi": "calls", "part": 7, "of": 0 }])
        };
        let balance = json!({ "offered": 4, "answered": 3, "abandoned": 1, "flowed_out": 0, "remainder": 0 });
        let report = json!({
            "days": [{ "date": "2026-11-20", "figures": figures([9_000, 3], [3, 4]), "balance": balance }],
            "total": { "date": null, "figures": figures([9_000, 3], [41, 52]), "balance": balance },
        });
        let table = table(&report);
        let lines: Vec<&str> = table.lines().collect();
        assert!(
            lines[1].starts_with("2026-11-20") && lines[1].contains(" 3/4 ") && lines[1].ends_with(" 9.0"),
            "{table}"
        );
        assert!(
            lines[2].starts_with("total") && lines[2].contains("78.8 %") && lines[2].contains("–"),
            "{table}"
        );
    }
}
