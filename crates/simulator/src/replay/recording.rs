//! The file: one JSON object a line, the header first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::Value;

use crate::moment::Moment;
use crate::options::{Dialect, KeyStyle, Load, Options};

/// Why a file cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    #[error("{path} cannot be read: {error}")]
    Unreadable { path: PathBuf, error: std::io::Error },
    #[error("{path} line {line}: {what}")]
    Malformed { path: PathBuf, line: usize, what: String },
}

#[derive(Debug)]
pub struct Recording {
    pub began: Moment,
    pub events: Vec<RecordedEvent>,
    dialect: Option<Dialect>,
    keys: Option<KeyStyle>,
    /// By method and path, in the order of their time.
    answers: BTreeMap<(String, String), Vec<RecordedAnswer>>,
}

#[derive(Debug)]
pub struct RecordedAnswer {
    ms: u64,
    pub status: u16,
    /// A string where it was no JSON.
    pub body: Value,
}

#[derive(Debug)]
pub struct RecordedEvent {
    pub ms: u64,
    pub name: &'static str,
    pub payload: Value,
}

impl Recording {
    pub fn read(path: &Path) -> Result<Self, ReplayError> {
        let text = fs::read_to_string(path)
            .map_err(|error| ReplayError::Unreadable { path: path.to_owned(), error })?;
        Self::parse(&text).map_err(|(line, what)| ReplayError::Malformed {
            path: path.to_owned(),
            line,
            what,
        })
    }

    /// What of the options the recording decides: how the feed speaks, and that nothing happens by itself.
    pub fn set_up(&self, options: &mut Options) {
        options.dialect = self.dialect.unwrap_or(options.dialect);
        options.keys = self.keys.or(options.keys);
        options.load = Load::Quiet;
    }

    /// What was answered last at this point; before the first answer, that one.
    pub fn answer(&self, method: &str, path: &str, ms: u64) -> Option<&RecordedAnswer> {
        let answers = self.answers.get(&(method.to_owned(), path.to_owned()))?;
        answers.iter().rev().find(|answer| answer.ms <= ms).or_else(|| answers.first())
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let json = |number: usize, line: &str| -> Result<Value, (usize, String)> {
            serde_json::from_str(line).map_err(|error| (number + 1, error.to_string()))
        };
        let (number, first) = lines.next().ok_or((1, "the file is empty".to_owned()))?;
        let header = json(number, first)?;
        if header["callboard_capture"] != 1 {
            return Err((1, "this is no recording of `callboard capture`, version 1".to_owned()));
        }
        let at: jiff::Timestamp = header["at"]
            .as_str()
            .and_then(|at| at.parse().ok())
            .ok_or((1, "the header does not say when it was recorded".to_owned()))?;
        let word = |key: &str| header[key].as_str().unwrap_or_default().to_owned();
        let mut recording = Self {
            began: Moment::from_unix_millis(at.as_millisecond()),
            dialect: Dialect::from_str(&word("dialect"), true).ok(),
            keys: KeyStyle::from_str(&word("key_style"), true).ok(),
            events: Vec::new(),
            answers: BTreeMap::new(),
        };
        for (number, line) in lines {
            recording.take(&json(number, line)?);
        }
        recording.events.sort_by_key(|event| event.ms);
        for answers in recording.answers.values_mut() {
            answers.sort_by_key(|answer| answer.ms);
        }
        Ok(recording)
    }

    /// Lines that cannot be played (a request that failed, a word about the connection) are passed over.
    fn take(&mut self, line: &Value) {
        let ms = line["ms"].as_u64().unwrap_or(0);
        let rest = &line["rest"];
        if let (Some(method), Some(path), Some(status)) = (
            rest["method"].as_str(),
            rest["path"].as_str(),
            rest["status"].as_u64().and_then(|status| u16::try_from(status).ok()),
        ) {
            let answer = RecordedAnswer { ms, status, body: rest["body"].clone() };
            self.answers.entry((method.to_owned(), path.to_owned())).or_default().push(answer);
        }
        let feed = &line["feed"];
        if let Some(name) = feed["name"].as_str().and_then(subscribable) {
            let payload = match &feed["payload"] {
                // Blackhole's envelope is the dialect's own work.
                enveloped if self.dialect == Some(Dialect::Blackhole) && enveloped["data"].is_object() => {
                    enveloped["data"].clone()
                }
                payload => payload.clone(),
            };
            self.events.push(RecordedEvent { ms, name, payload });
        }
    }
}

/// The three events that can be subscribed to; others never came that way.
fn subscribable(name: &str) -> Option<&'static str> {
    ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_DESTROY"].into_iter().find(|known| name.contains(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"callboard_capture":1,"at":"2026-11-20T08:00:00.000Z","dialect":"socketio4","key_style":"flat"}
{"ms":900,"rest":{"method":"GET","path":"/oapi/v1/queues","status":200,"body":[1]}}
{"ms":1900,"rest":{"method":"GET","path":"/oapi/v1/queues","status":503,"body":"busy"}}
{"ms":2000,"rest":{"method":"GET","path":"/oapi/v1/agents","status":null,"failure":"refused"}}
{"ms":30,"feed":{"name":"CHANNEL_ANSWER","payload":{"call_id":"b"}}}
{"ms":20,"feed":{"name":"call.CHANNEL_CREATE.x","payload":{"call_id":"a"}}}
{"ms":5,"feed_state":"connected"}
"#;

    #[test]
    fn answers_and_events_by_their_time() {
        let recording = Recording::parse(FILE).unwrap();
        let status = |ms| recording.answer("GET", "/oapi/v1/queues", ms).unwrap().status;
        assert_eq!([status(0), status(900), status(1899), status(1900)], [200, 200, 200, 503]);
        assert!(recording.answer("GET", "/oapi/v1/agents", 9999).is_none());
        let names: Vec<_> = recording.events.iter().map(|event| (event.ms, event.name)).collect();
        assert_eq!(names, [(20, "CHANNEL_CREATE"), (30, "CHANNEL_ANSWER")]);
        let mut options = Options::default();
        recording.set_up(&mut options);
        assert_eq!((options.dialect, options.key_style()), (Dialect::SocketIo4, KeyStyle::Flat));
    }

    #[test]
    fn what_is_no_recording_is_said_with_its_line() {
        for (text, line) in
            [("", 1), ("{}", 1), ("{\"callboard_capture\":1}", 1), (&FILE.replace("\"ms\":900", "ms"), 2)]
        {
            assert_eq!(Recording::parse(text).map(drop).map_err(|(at, _)| at), Err(line), "{text}");
        }
    }
}
