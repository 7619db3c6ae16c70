//! One answer of one endpoint.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

use super::documented::{expected, optional};
use super::names::{leaf, names};
use crate::raw::{field, rows_named, watched};
use crate::{rest, translate};

/// The endpoints that answer with something to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    AuthToken,
    Histories,
    PlayRecording,
    Dashboard,
    Queues,
    Agents,
}

/// What an answer is wrapped in (`protocols.md` §1.4, 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Container {
    /// A bare array of rows.
    Array,
    /// Rows inside an object, under this path (`data`, `data.items`).
    Envelope(String),
    /// One object that is no list.
    Object,
    /// One object inside another, under this name.
    ObjectIn(String),
    /// Nothing that could be read.
    Neither,
}

/// What was seen. Names only, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSurvey {
    pub container: Container,
    /// Rows of a list; agents' statuses of the dashboard.
    pub rows: usize,
    /// The parser's names that were there, as they were spelled.
    pub found: BTreeSet<String>,
    /// Documented names that no row had.
    pub missing: Vec<&'static str>,
    /// Names that neither the parser nor the documents know, with their path.
    pub unknown: BTreeSet<String>,
}

impl Endpoint {
    /// What this answer is like.
    pub fn survey(self, answer: &Value) -> AnswerSurvey {
        let (container, rows) = self.rows(answer);
        let known = self.vocabulary(answer);
        let documented: BTreeSet<&str> = expected(self).iter().chain(optional(self)).copied().collect();
        let paths: BTreeSet<String> = rows.iter().flat_map(|row| names(row)).collect();
        let is = |set: &dyn Fn(&str) -> bool, path: &str| set(leaf(path)) || set(&path.replace("[]", ""));
        let (mut found, mut unknown) = (BTreeSet::new(), BTreeSet::new());
        for path in &paths {
            // `anttel` of `anttel.userId`.
            let leads =
                |name: &str| name.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
            if is(&|name| known.contains(name), path) {
                found.insert(path.clone());
            } else if !is(&|name| documented.contains(name), path) && !known.iter().any(|name| leads(name)) {
                unknown.insert(path.clone());
            }
        }
        let is_there = |name: &str| paths.iter().any(|path| is(&|seen| seen == name, path));
        let missing = expected(self).iter().copied().filter(|name| !rows.is_empty() && !is_there(name));
        AnswerSurvey { container, rows: self.count(&rows), missing: missing.collect(), found, unknown }
    }

    /// The parser's own names: what it looks for in this answer, and in an empty one, where it tries every other name.
    fn vocabulary(self, answer: &Value) -> BTreeSet<String> {
        watched(|| {
            self.read(answer);
            match self {
                Self::Dashboard => {
                    self.read(
                        &json!({"agent": {"status_details": [{"agent_id": "a", "status": "ready"}, {}]},
                        "queue": {"waiting_call_logs": [{"call_id": "c"}, {}]}}),
                    );
                    self.read(&json!({}));
                }
                Self::Histories => {
                    self.read(
                        &json!([{"unix_timestamp": 1, "queue_stat": [{"misses": [{"agent_id": "a"}]}]}, {}]),
                    );
                }
                Self::Queues => self.read(&json!([{"name": "q"}, {}])),
                Self::Agents => self.read(&json!([{"id": "a"}, {}])),
                Self::AuthToken => {
                    self.read(&json!({"value": "t"}));
                    self.read(&json!({}));
                }
                Self::PlayRecording => self.read(&json!({})),
            }
        })
    }

    /// Reads it as the client does.
    fn read(self, answer: &Value) {
        match self {
            Self::AuthToken => drop(rest::token(answer, 0)),
            Self::Histories => {
                let rows = rows_named(answer, &[]).unwrap_or_default();
                rows.iter().for_each(|row| drop(translate::call_record(row)));
            }
            Self::PlayRecording => drop(rest::link_in(answer.to_string().as_bytes())),
            Self::Dashboard => drop(translate::dashboard(answer, 0)),
            Self::Queues => drop(translate::queues(answer)),
            Self::Agents => drop(translate::agents(answer)),
        }
    }

    fn rows(self, answer: &Value) -> (Container, Vec<&Value>) {
        let own_names: &[&str] = match self {
            Self::Histories => &[],
            Self::Queues => &["queues"],
            Self::Agents => &["agents"],
            Self::AuthToken | Self::PlayRecording => return object(answer, &["data"]),
            Self::Dashboard => return object(answer, &["data", "dashboard"]),
        };
        match rows_named(answer, own_names) {
            Some(rows) if answer.is_array() => (Container::Array, rows.iter().collect()),
            Some(rows) => {
                (Container::Envelope(path_to(answer, rows).unwrap_or_default()), rows.iter().collect())
            }
            None => (Container::Neither, vec![]),
        }
    }

    fn count(self, rows: &[&Value]) -> usize {
        let statuses =
            |row: &&Value| field(row, &["agent.status_details"]).and_then(Value::as_array).map(Vec::len);
        match self {
            Self::Dashboard => rows.iter().find_map(statuses).unwrap_or(0),
            _ => rows.len(),
        }
    }
}

fn object<'a>(answer: &'a Value, envelopes: &[&str]) -> (Container, Vec<&'a Value>) {
    for envelope in envelopes {
        if let Some(inner) = field(answer, &[envelope]).filter(|inner| inner.is_object()) {
            return (Container::ObjectIn((*envelope).to_owned()), vec![inner]);
        }
    }
    if answer.is_object() { (Container::Object, vec![answer]) } else { (Container::Neither, vec![]) }
}

/// Where in the answer these very rows stand.
fn path_to(answer: &Value, rows: &[Value]) -> Option<String> {
    answer.as_object()?.iter().find_map(|(key, value)| match value {
        Value::Array(inner) if std::ptr::eq(inner.as_slice(), rows) => Some(key.clone()),
        Value::Object(_) => path_to(value, rows).map(|rest| format!("{key}.{rest}")),
        _ => None,
    })
}

impl fmt::Display for Container {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array => formatter.write_str("a bare array"),
            Self::Envelope(path) => write!(formatter, "rows under `{path}`"),
            Self::Object => formatter.write_str("an object"),
            Self::ObjectIn(name) => write!(formatter, "an object under `{name}`"),
            Self::Neither => formatter.write_str("neither list nor object"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_and_rows() {
        let row = json!({"name": "Bán hàng", "agents": []});
        for (answer, container) in [
            (json!([row]), Container::Array),
            (json!({"total": 1, "data": [row]}), Container::Envelope("data".into())),
            (json!({"data": {"items": [row]}}), Container::Envelope("data.items".into())),
            (json!({"queues": [row]}), Container::Envelope("queues".into())),
        ] {
            let survey = Endpoint::Queues.survey(&answer);
            assert_eq!((survey.container, survey.rows), (container, 1), "{answer}");
            assert_eq!((survey.missing.len(), survey.unknown.len()), (0, 0), "{answer}");
        }
        assert_eq!(Endpoint::Queues.survey(&json!("no")).container, Container::Neither);
        let wrapped = Endpoint::AuthToken.survey(&json!({"data": {"value": "x", "expire": 1}}));
        assert_eq!(wrapped.container, Container::ObjectIn("data".into()));
    }

    #[test]
    fn unknown_names_are_told_with_their_path_and_never_with_their_value() {
        let row = json!({"caller": {"number": "0912345678", "city": "Huế"}, "unix_timestamp": 1,
            "queue_stat": [{"call_id": "c", "mood": "bad", "misses": [{"agent_id": "a", "why": 1}]}], "rating": 5});
        let survey = Endpoint::Histories.survey(&json!([row]));
        let unknown: Vec<&str> = survey.unknown.iter().map(String::as_str).collect();
        assert_eq!(unknown, ["caller.city", "queue_stat[].misses[].why", "queue_stat[].mood", "rating"]);
        assert!(survey.missing.contains(&"status_detail") && !survey.missing.contains(&"caller"));
        assert!(!format!("{survey:?}").contains("0912345678"));
    }

    #[test]
    fn every_alias_of_the_parser_is_known() {
        for id in ["anttel.userId", "userId", "agent_id", "agentId", "_id", "id"] {
            let survey = Endpoint::Agents
                .survey(&json!([{id: "a", "user_name": "b", "display_name": "c", "exts": []}]));
            assert_eq!(survey.unknown, BTreeSet::new(), "{id}");
            assert!(survey.found.contains(id), "{survey:?}");
        }
        let nested = Endpoint::Agents.survey(&json!([{"anttel": {"userId": "a"}}]));
        assert_eq!(nested.unknown, BTreeSet::new());
        assert_eq!(nested.missing, ["username", "name", "ext"]);
    }

    #[test]
    fn an_empty_list_misses_nothing() {
        assert_eq!(Endpoint::Histories.survey(&json!([])).missing, Vec::<&str>::new());
    }
}
