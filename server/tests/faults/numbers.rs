//! Customers' numbers: those that the simulated centre knows, and what looks like one in a text.

use std::collections::BTreeSet;

use serde_json::Value;

/// With less digits it is an extension.
const FEWEST: usize = 7;

/// Every run of seven digits or more, also those that spaces, points or dashes divide, without trunk zero and country.
pub fn spellings(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (mut close, mut joined, mut gap) = (String::new(), String::new(), 0);
    let mut end = |run: &mut String| {
        if run.len() >= FEWEST {
            found.insert(bare(run));
        }
        run.clear();
    };
    let text = text.replace("%20", " ").replace("&nbsp;", " ");
    for character in text.chars().chain(['x', 'x']) {
        if character.is_ascii_digit() {
            gap = 0;
            close.push(character);
            joined.push(character);
            continue;
        }
        end(&mut close);
        gap += 1;
        if gap > 1 || !matches!(character, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}') {
            end(&mut joined);
        }
    }
    found
}

/// As the same number is spelt everywhere.
fn bare(digits: &str) -> String {
    let national = digits.strip_prefix("00").unwrap_or(digits);
    let national = national.strip_prefix("84").filter(|rest| rest.len() >= 9).unwrap_or(national);
    national.strip_prefix('0').unwrap_or(national).to_owned()
}

/// What the centre knows.
#[derive(Default)]
pub struct Numbers {
    all: BTreeSet<String>,
    /// Of calls that the one agent talked on or was offered.
    own: BTreeSet<String>,
    call: Option<String>,
}

impl Numbers {
    /// Takes in who calls now.
    pub fn look(&mut self, state: &Value, agent: &str) {
        let lines: BTreeSet<String> = state["queues"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|queue| queue["did_number"].as_str())
            .map(bare)
            .collect();
        for call in state["calls"].as_array().into_iter().flatten() {
            let numbers = [&call["caller"], &call["called"]].into_iter().filter_map(Value::as_str);
            let numbers: Vec<String> =
                numbers.flat_map(spellings).filter(|number| !lines.contains(number)).collect();
            let offered = call["ringing_ids"].as_array().into_iter().flatten();
            let concerned = offered.chain([&call["agent_id"], &call["other_agent_id"]]);
            if concerned.into_iter().any(|id| id == agent) {
                self.own.extend(numbers.clone());
            }
            if !numbers.is_empty() {
                self.call = call["call_id"].as_str().map(str::to_owned);
            }
            self.all.extend(numbers);
        }
    }

    /// Takes in the list of all calls.
    pub fn read(&mut self, csv: &str) {
        let number = |line: &str| line.split(',').nth(3).map(spellings).unwrap_or_default();
        self.all.extend(csv.lines().flat_map(number));
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    pub fn count_own(&self) -> usize {
        self.own.len()
    }

    pub fn some_call(&self) -> Option<String> {
        self.call.clone()
    }

    pub fn is_own(&self, number: &str) -> bool {
        self.own.contains(number)
    }

    pub fn leaked<'a>(&'a self, sent: &'a BTreeSet<String>) -> impl Iterator<Item = &'a String> {
        sent.intersection(&self.all)
    }

    pub fn own_among<'a>(&'a self, sent: &'a BTreeSet<String>) -> impl Iterator<Item = &'a String> {
        sent.intersection(&self.own)
    }
}

#[test]
fn a_number_is_found_in_every_spelling() {
    for text in [
        "0901234678",
        "+84901234678",
        "x 0901 234 678,",
        "84.901.234.678",
        "0901-234-678",
        "tel:%200901%20234678",
    ] {
        assert!(spellings(text).contains("901234678"), "{text}: {:?}", spellings(text));
    }
    assert!(spellings("•••• 678 1016 2026-11-20").iter().all(|found| found != "901234678"));
    assert!(spellings("123456").is_empty());
}
