//! Mutations of good messages, and noise.

use serde_json::{Value, json};

/// The longest input. Longer messages are refused by the sockets and by the REST client's limit.
const LONGEST: usize = 256 * 1024;

/// What tends to hurt, wherever it is put.
const WORDS: [&str; 28] = [
    "\u{FFFD}",
    "\u{FFFD}3\u{FFFD}",
    "\u{FFFD}99999999999999999999\u{FFFD}",
    "5:::",
    "0::",
    "42[",
    "40",
    "41",
    "1::",
    "::",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    "null",
    "-1",
    "1e308",
    "18446744073709551616",
    "0.1",
    "ễ📞",
    "undefined",
    "%",
    "/chat,",
    "\"action\":\"reply\"",
    "\"request_id\":\"r1\"",
];

pub struct Inputs<'a> {
    seeds: &'a [String],
    random: Random,
}

impl<'a> Inputs<'a> {
    pub fn new(seeds: &'a [String], seed: u64) -> Self {
        Self { seeds, random: Random(seed) }
    }

    pub fn next_input(&mut self) -> Vec<u8> {
        let seed = &self.seeds[self.random.below(self.seeds.len())];
        let mut input = match self.random.below(20) {
            0 => seed.clone().into_bytes(),
            1 => self.noise(),
            2..=10 => self.mutated_json(seed).unwrap_or_else(|| seed.clone()).into_bytes(),
            _ => self.mutated_text(seed.as_bytes()),
        };
        if self.random.below(3000) == 0 {
            self.repeat(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn noise(&mut self) -> Vec<u8> {
        let length = self.random.below(400);
        (0..length).map(|_| self.random.next() as u8).collect()
    }

    /// A piece of it, over and over, as deep nesting and endless batches are.
    fn repeat(&mut self, input: &mut Vec<u8>) {
        let begin = self.random.below(input.len() + 1);
        let end = (begin + 1 + self.random.below(24)).min(input.len());
        let piece = input[begin..end].to_vec();
        while !piece.is_empty() && input.len() < LONGEST {
            input.extend_from_slice(&piece);
        }
    }

    fn mutated_text(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut text = seed.to_vec();
        for _ in 0..=self.random.below(4) {
            let at = self.random.below(text.len() + 1);
            let until = (at + self.random.below(40)).min(text.len());
            match self.random.below(6) {
                0 => text.truncate(at),
                1 => drop(text.drain(at..until)),
                2 => {
                    let piece = text[at..until].to_vec();
                    text.splice(at..at, piece);
                }
                3 => {
                    let word = WORDS[self.random.below(WORDS.len())];
                    text.splice(at..at, word.bytes());
                }
                4 => {
                    let other = self.seeds[self.random.below(self.seeds.len())].as_bytes();
                    let from = self.random.below(other.len() + 1);
                    text.splice(at..until, other[from..].iter().copied().take(200));
                }
                _ => {
                    if let Some(byte) = text.get_mut(at) {
                        *byte = self.random.next() as u8;
                    }
                }
            }
        }
        text
    }

    /// The JSON in it, from its first brace or bracket on, with a few of its values changed.
    fn mutated_json(&mut self, seed: &str) -> Option<String> {
        let at = seed.find(['{', '['])?;
        let mut value: Value = serde_json::from_str(&seed[at..]).ok()?;
        for _ in 0..=self.random.below(3) {
            self.mutate(&mut value);
        }
        Some(format!("{}{value}", &seed[..at]))
    }

    fn mutate(&mut self, value: &mut Value) {
        let deeper = self.random.below(5) > 0;
        match value {
            Value::Array(items) if deeper && !items.is_empty() => {
                let at = self.random.below(items.len());
                match self.random.below(6) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    _ => self.mutate(&mut items[at]),
                }
            }
            Value::Object(fields) if deeper && !fields.is_empty() => {
                let at = self.random.below(fields.len());
                let key = fields.keys().nth(at).cloned().unwrap_or_default();
                match self.random.below(6) {
                    0 => drop(fields.remove(&key)),
                    1 => {
                        let moved = fields.remove(&key).unwrap_or_default();
                        fields.insert(key.to_uppercase().replace('_', "-"), moved);
                    }
                    _ => self.mutate(fields.entry(key).or_insert(Value::Null)),
                }
            }
            other => *other = self.value(),
        }
    }

    fn value(&mut self) -> Value {
        match self.random.below(12) {
            0 => Value::Null,
            1 => json!(self.random.next() as i64),
            2 => json!(self.random.below(5)),
            3 => json!(f64::from_bits(self.random.next())),
            4 => json!(self.random.below(80_000_000) as u64 * 1000),
            5 => json!(self.random.next().is_multiple_of(2)),
            6 => json!([]),
            7 => json!({}),
            8 => json!("x".repeat(self.random.below(5000))),
            9 => json!(self.random.next().to_string()),
            _ => json!(WORDS[self.random.below(WORDS.len())]),
        }
    }
}

/// SplitMix64: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
