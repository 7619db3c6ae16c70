//! The same stands for the same throughout a file: numbers, names and e-mails get stand-ins.
//!
//! First everything is looked through for what is a number or a name by where it stands; then every text is searched for
//! all of them, so that one inside an address, a link or a call id is found too. A queue agent's leg carries the MD5 of
//! the caller's call id (`protocols.md` §1.6): where a call id had to change, so does that.

use std::collections::{BTreeMap, BTreeSet};

use antring::translate::digest;
use serde_json::{Map, Value};

/// Shorter runs of digits are extensions, counts and seconds.
const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Shorter names are only replaced where they stand alone.
const FOUND_ANYWHERE: usize = 3;
/// From here on a run of hexadecimal digits is an id or a digest.
const ID_DIGITS: usize = 24;

/// Names of things, not of people, that end like a person's.
const NO_NAMES: [&str; 6] =
    ["event_name", "app_name", "channel_name", "media_name", "file_name", "codec_name"];
/// Words of a protocol: a person who is called like one must not change them.
const VOCABULARY: [&str; 24] = [
    "status",
    "status_detail",
    "direction",
    "call_direction",
    "other_leg_direction",
    "class",
    "type",
    "event_name",
    "event_category",
    "app_name",
    "app_version",
    "hangup_cause",
    "hangup_code",
    "disposition",
    "authorizing_type",
    "hung_up_by",
    "end_call_reason",
    "reason",
    "abandoned_reason",
    "action",
    "channel_state",
    "channel_call_state",
    "method",
    "dialect",
];
/// Addresses, whose user is a number or a phone's name.
const ADDRESSES: [&str; 7] = ["to", "from", "to_uri", "from_uri", "request", "presence_id", "contact"];

pub(super) struct Pseudonyms {
    secrets: Vec<String>,
    /// By the number without its trunk or country prefix.
    numbers: BTreeMap<String, String>,
    /// Names, e-mails and the company's words; the longest first when searching.
    names: BTreeMap<String, String>,
    searched: Vec<(String, String)>,
    /// Hexadecimal digests of call ids that changed.
    digests: BTreeMap<String, String>,
}

impl Pseudonyms {
    pub fn new(secrets: Vec<String>, words: Vec<(String, String)>) -> Self {
        let mut names = BTreeMap::new();
        for (word, pseudonym) in words {
            if word.chars().count() >= FOUND_ANYWHERE {
                names.insert(word, pseudonym);
            }
        }
        let secrets = secrets.into_iter().filter(|secret| secret.chars().count() > FOUND_ANYWHERE).collect();
        Self { secrets, numbers: BTreeMap::new(), names, searched: vec![], digests: BTreeMap::new() }
    }

    /// Takes in whatever is a number or a name by where it stands.
    pub fn learn(&mut self, value: &Value) {
        self.learn_under("", value);
    }

    /// Everything was learned: stand-ins are given, and digests of changed call ids made.
    pub fn settle(&mut self, lines: &[Value]) {
        let cores: BTreeSet<String> = self.numbers.keys().cloned().collect();
        let mut next = 0_u64;
        for (core, pseudonym) in &mut self.numbers {
            loop {
                next += 1;
                let digits = core.len();
                let tail = format!("{next:0>width$}", width = digits - 1);
                let candidate = format!("9{}", &tail[tail.len() - (digits - 1)..]);
                if !cores.contains(&candidate) {
                    *pseudonym = candidate;
                    break;
                }
            }
        }
        let (mut people, mut users) = (0, 0);
        for (name, pseudonym) in &mut self.names {
            if !pseudonym.is_empty() {
                continue;
            }
            *pseudonym = if name.contains('@') {
                users += 1;
                format!("user{users}@mail.example")
            } else if name.contains(char::is_whitespace) {
                people += 1;
                format!("Name {people}")
            } else {
                users += 1;
                format!("user{users}")
            };
        }
        self.searched = self
            .names
            .iter()
            .filter(|(name, _)| name.chars().count() >= FOUND_ANYWHERE)
            .map(|(name, pseudonym)| (name.clone(), pseudonym.clone()))
            .collect();
        self.searched.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        lines.iter().for_each(|line| self.learn_digests("", line));
    }

    /// The same value with stand-ins.
    pub fn rewritten(&self, value: &Value) -> Value {
        self.rewritten_under("", value)
    }

    /// Whether something is still there that must not be.
    pub fn betrayed_by(&self, line: &Value) -> bool {
        self.betrayed_under("", line)
    }

    fn betrayed_under(&self, key: &str, value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields
                .iter()
                .any(|(key, value)| self.betrays(key, true) || self.betrayed_under(&canonical(key), value)),
            Value::Array(items) => items.iter().any(|item| self.betrayed_under(key, item)),
            Value::String(text) => self.betrays(text, VOCABULARY.contains(&key)),
            Value::Number(number) => self.betrays(&number.to_string(), true),
            _ => false,
        }
    }

    /// `is_protocol`: names do not count in it, for a person may be called like one of its words.
    fn betrays(&self, text: &str, is_protocol: bool) -> bool {
        let has_word = |word: &str| occurrences(text, word).any(|at| is_a_word(text, at, word.len()));
        let betrays_name = |(name, pseudonym): &(String, String)| {
            !pseudonym.contains(name.as_str()) && !is_event(text) && has_word(name)
        };
        let has_number = |core: &String| {
            core.len() > 7 && occurrences(text, core).any(|at| stands_as_a_number(text, at, core.len()))
        };
        self.secrets.iter().any(|secret| has_word(secret))
            || (!is_protocol && self.searched.iter().any(betrays_name))
            || self.numbers.keys().any(has_number)
    }

    fn learn_under(&mut self, key: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.learn_under(&canonical(key), value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_under(key, item)),
            Value::Number(number) if is_number_key(key) => self.learn_number(&number.to_string()),
            Value::String(text) => self.learn_text(key, text),
            _ => {}
        }
    }

    fn learn_text(&mut self, key: &str, text: &str) {
        let text = text.trim();
        if VOCABULARY.contains(&key) || text.is_empty() {
            return;
        }
        if is_number_key(key) || is_name_key(key) {
            let user = text.split('@').next().unwrap_or(text);
            if looks_dialled(user) {
                self.learn_number(user);
            } else if !is_event(text) && text.chars().any(char::is_alphabetic) && !is_id(text) {
                self.names.entry(text.to_owned()).or_default();
            }
        } else if ADDRESSES.contains(&key) {
            let user = text.split('@').next().unwrap_or(text).trim_start_matches("sip:");
            if looks_dialled(user) {
                self.learn_number(user);
            } else if user.chars().any(char::is_alphabetic) && !is_id(user) && text.contains('@') {
                self.names.entry(user.to_owned()).or_default();
            }
        } else if key.contains("mail") && text.contains('@') {
            self.names.entry(text.to_owned()).or_default();
        }
        // Anywhere else only what is dialled from here and looks like it: `0912345678`, `+84912345678`.
        for (at, length) in digit_runs(text) {
            let run = &text[at..at + length];
            let national = run.starts_with('0') && (9..=12).contains(&length);
            let international = run.starts_with("84") && (10..=12).contains(&length);
            let alone = stands_as_a_number(text, at, length);
            if alone && (national || international) && !key.contains("time") && !in_an_id(text, at, length) {
                self.learn_number(run);
            }
        }
    }

    fn learn_number(&mut self, number: &str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if NUMBER_DIGITS.contains(&digits.len()) {
            let (_, core) = split(&digits);
            self.numbers.entry(core.to_owned()).or_default();
        }
    }

    fn learn_digests(&mut self, key: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| self.learn_digests(&canonical(key), value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_digests(key, item)),
            Value::String(call_id) if key.ends_with("call_id") || key.ends_with("bridge_id") => {
                let changed = self.text(call_id);
                if changed != *call_id {
                    self.digests.insert(hex(call_id), hex(&changed));
                }
            }
            _ => {}
        }
    }

    fn rewritten_under(&self, key: &str, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| {
                    let name = if key.bytes().any(|byte| byte.is_ascii_digit()) {
                        self.text(key)
                    } else {
                        key.clone()
                    };
                    (name, self.rewritten_under(&canonical(key), value))
                });
                Value::Object(fields.collect::<Map<_, _>>())
            }
            Value::Array(items) => items.iter().map(|item| self.rewritten_under(key, item)).collect(),
            Value::Number(number) if is_number_key(key) => {
                let written = self.with_numbers(&number.to_string());
                written.parse::<serde_json::Number>().map_or_else(|_| Value::String(written), Value::Number)
            }
            Value::String(text) if VOCABULARY.contains(&key) => Value::String(text.clone()),
            Value::String(text) => match self.names.get(text.trim()) {
                Some(pseudonym) if !is_event(text) => Value::String(pseudonym.clone()),
                _ => Value::String(self.text(text)),
            },
            other => other.clone(),
        }
    }

    fn text(&self, text: &str) -> String {
        let mut text = self.with_numbers(text);
        for (name, pseudonym) in &self.searched {
            if text.contains(name.as_str()) {
                text = replaced(&text, name, pseudonym);
            }
        }
        for (old, new) in &self.digests {
            if text.contains(old.as_str()) {
                text = text.replace(old.as_str(), new);
            }
        }
        text
    }

    /// Every run of digits that is a known number, in whatever form, unless it is inside an id.
    fn with_numbers(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        let mut from = 0;
        for (at, length) in digit_runs(text) {
            let run = &text[at..at + length];
            let (prefix, core) = split(run);
            let whole = self.numbers.get(core).map(|pseudonym| format!("{prefix}{pseudonym}"));
            let whole = whole.or_else(|| self.numbers.get(run).cloned());
            if let Some(pseudonym) = whole.filter(|_| !in_an_id(text, at, length)) {
                written.push_str(&text[from..at]);
                written.push_str(&pseudonym);
                from = at + length;
            }
        }
        written.push_str(&text[from..]);
        written
    }
}

fn canonical(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

fn is_number_key(key: &str) -> bool {
    key == "number" || key.ends_with("_number") || key == "caller" || key == "callee"
}

fn is_name_key(key: &str) -> bool {
    let named = key == "name" || key.ends_with("_name") || key.ends_with("username") || key == "displayname";
    named && !NO_NAMES.contains(&key)
}

/// `CHANNEL_CREATE` under `name`, in KAZOO 4's envelope and in the recording itself.
fn is_event(text: &str) -> bool {
    ["CHANNEL_", "PARK_", "auth_", "error"].iter().any(|beginning| text.starts_with(beginning))
}

fn looks_dialled(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && text.chars().all(|letter| letter.is_ascii_digit() || "+-. ()".contains(letter))
}

fn is_id(text: &str) -> bool {
    text.len() >= ID_DIGITS && text.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
}

/// Trunk or country prefix, and the rest.
fn split(digits: &str) -> (&str, &str) {
    let prefix = match digits {
        international if international.starts_with("84") && digits.len() >= 10 => 2,
        national if national.starts_with('0') => 1,
        _ => 0,
    };
    digits.split_at(prefix)
}

/// Positions and lengths of runs of digits that could be numbers.
fn digit_runs(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if NUMBER_DIGITS.contains(&length) {
            runs.push((at, length));
        }
        at += length.max(1);
    }
    runs
}

/// Inside a long run of hexadecimal digits.
fn in_an_id(text: &str, at: usize, length: usize) -> bool {
    let hex = |byte: &&u8| byte.is_ascii_hexdigit();
    let before = text.as_bytes()[..at].iter().rev().take_while(hex).count();
    let after = text.as_bytes()[at + length..].iter().take_while(hex).count();
    before + length + after >= ID_DIGITS
}

/// Not a part of a longer word; the country or trunk prefix may stand before it.
fn stands_as_a_number(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].trim_end_matches("84").trim_end_matches('0');
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !letter(before.chars().next_back()) && !letter(text[at + length..].chars().next())
}

fn is_a_word(text: &str, at: usize, length: usize) -> bool {
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !letter(text[..at].chars().next_back()) && !letter(text[at + length..].chars().next())
}

fn occurrences<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(word).map(|(at, _)| at)
}

fn replaced(text: &str, word: &str, by: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for at in occurrences(text, word) {
        if at >= from && is_a_word(text, at, word.len()) {
            written.push_str(&text[from..at]);
            written.push_str(by);
            from = at + word.len();
        }
    }
    written + &text[from..]
}

fn hex(call_id: &str) -> String {
    digest(call_id).0.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn scrubbed(lines: &[Value]) -> Vec<Value> {
        let words = vec![("acme".to_owned(), "company".to_owned())];
        let mut pseudonyms = Pseudonyms::new(vec!["s3cr3t".into()], words);
        lines.iter().for_each(|line| pseudonyms.learn(line));
        pseudonyms.settle(lines);
        let rewritten: Vec<Value> = lines.iter().map(|line| pseudonyms.rewritten(line)).collect();
        for line in &rewritten {
            assert!(!pseudonyms.betrayed_by(line), "{line}");
        }
        rewritten
    }

    #[test]
    fn one_number_in_all_its_forms() {
        let lines = scrubbed(&[
            json!({"caller_id_number": "0912345678"}),
            json!({"Callee-ID-Number": "+84912345678", "From": "84912345678@acme.sip.example"}),
            json!({"number": 84_912_345_678_i64, "text": "call 0912345678 back"}),
        ]);
        assert_eq!(lines[0]["caller_id_number"], "0900000001");
        assert_eq!(lines[1]["Callee-ID-Number"], "+84900000001");
        assert_eq!(lines[1]["From"], "84900000001@company.sip.example");
        assert_eq!(lines[2]["number"], 84_900_000_001_i64);
        assert_eq!(lines[2]["text"], "call 0900000001 back");
    }

    #[test]
    fn names_wherever_they_stand_but_no_words_of_the_protocol() {
        let lines = scrubbed(&[
            json!({"name": "Nguyễn Thị Hồng Nhung", "username": "nhungnth", "status": "ready"}),
            json!({"username": "ready", "status": "ready"}),
            json!({"To": "user_nhungnth@acme.sip.example", "note": "Nguyễn Thị Hồng Nhung calls"}),
            json!({"action": "event", "name": "CHANNEL_CREATE", "Event-Name": "CHANNEL_CREATE"}),
        ]);
        let text = format!("{lines:?}");
        assert!(!text.contains("nhungnth") && !text.contains("Nhung"), "{text}");
        assert_eq!((&lines[1]["status"], &lines[0]["status"]), (&json!("ready"), &json!("ready")));
        assert_ne!(lines[1]["username"], "ready");
        assert_eq!(lines[3]["name"], "CHANNEL_CREATE");
        let name = lines[0]["name"].as_str().expect("text");
        assert_eq!(lines[2]["note"], format!("{name} calls"));
    }

    #[test]
    fn a_number_in_a_call_id_changes_the_agents_legs_too() {
        let call = "b2b-0912345678-1@10.0.0.1";
        let kept = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
        let agent = "eab4b2a6c9f04a3b8d1e2f3a4b5c6d7e";
        let leg = format!("{}-{agent}-0a1b2c3d", hex(call));
        let other = format!("{}-{agent}-0a1b2c3d", hex(kept));
        // The agent's leg comes first, in disorder.
        let lines = scrubbed(&[
            json!({"Call-ID": leg}),
            json!({"Call-ID": call, "Caller-ID-Number": "0912345678", "Timestamp": 63_937_575_673_i64}),
            json!({"call_id": other, "msg": "1770356473000123"}),
            json!({"call_id": kept, "recording": format!("call_recording_{call}.mp3")}),
        ]);
        let new = lines[1]["Call-ID"].as_str().expect("an id");
        assert_eq!(new, "b2b-0900000001-1@10.0.0.1");
        assert_eq!(lines[0]["Call-ID"], format!("{}-{agent}-0a1b2c3d", hex(new)));
        assert_eq!((&lines[2]["call_id"], &lines[3]["call_id"]), (&json!(other), &json!(kept)));
        assert_eq!(lines[3]["recording"], format!("call_recording_{new}.mp3"));
        assert_eq!(lines[1]["Timestamp"], 63_937_575_673_i64);
        assert_eq!(lines[2]["msg"], "1770356473000123");
    }

    #[test]
    fn a_secret_that_is_left_is_noticed() {
        let pseudonyms = Pseudonyms::new(vec!["s3cr3t".into()], vec![]);
        assert!(pseudonyms.betrayed_by(&json!({"x": ["a s3cr3t"]})));
        assert!(!pseudonyms.betrayed_by(&json!({"x": "xs3cr3tx"})));
        let mut pseudonyms = Pseudonyms::new(vec![], vec![]);
        let learned = json!({"caller_id_number": "0912345678", "username": "nhungnth"});
        pseudonyms.learn(&learned);
        pseudonyms.settle(&[]);
        for left in [&learned, &json!({"x": "+84912345678"}), &json!({"x": ["user_nhungnth@h"]})] {
            assert!(pseudonyms.betrayed_by(left), "{left}");
        }
    }
}
