//! Mutations of good messages, and noise.

use serde_json::{Value, json};

/// The longest input.
const LONGEST: usize = 64 * 1024;

/// What tends to hurt, wherever it is put.
const WORDS: [&str; 14] = [
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
    "ễ📞",
    "sha256=",
    "999999999-12-31T00:00:00Z",
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
            1 => (0..self.random.below(2000)).map(|_| self.random.next().to_le_bytes()[3]).collect(),
            2..=12 => self.mutated_json(seed),
            _ => self.mutated_text(seed.as_bytes()),
        };
        if self.random.below(500) == 0 {
            let once = input.clone();
            while !once.is_empty() && input.len() + once.len() < LONGEST {
                input.extend_from_slice(&once);
            }
        }
        input.truncate(LONGEST);
        input
    }

    fn mutated_text(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.random.below(6) {
            let at = self.random.below(bytes.len() + 1);
            match self.random.below(3) {
                0 => bytes.truncate(at),
                1 => {
                    let word = WORDS[self.random.below(WORDS.len())];
                    bytes.splice(at..at, word.bytes());
                }
                _ => {
                    let until = (at + self.random.below(20)).min(bytes.len());
                    bytes.drain(at..until);
                }
            }
        }
        bytes
    }

    /// Still JSON, with some values replaced by values of other kinds.
    fn mutated_json(&mut self, seed: &str) -> Vec<u8> {
        let Ok(mut value) = serde_json::from_str::<Value>(seed) else { return seed.into() };
        for _ in 0..=self.random.below(4) {
            self.replace_one(&mut value);
        }
        value.to_string().into_bytes()
    }

    fn replace_one(&mut self, value: &mut Value) {
        let children: Vec<&mut Value> = match value {
            Value::Object(members) => members.values_mut().collect(),
            Value::Array(items) => items.iter_mut().collect(),
            _ => vec![],
        };
        let count = children.len();
        if count == 0 || self.random.below(6) == 0 {
            *value = self.odd_value();
            return;
        }
        let chosen = self.random.below(count);
        if let Some(child) = children.into_iter().nth(chosen) {
            self.replace_one(child);
        }
    }

    fn odd_value(&mut self) -> Value {
        match self.random.below(9) {
            0 => Value::Null,
            1 => json!(""),
            2 => json!(-1),
            3 => json!(1e300),
            4 => json!(u64::MAX),
            5 => json!([[], {}, null, "a"]),
            6 => json!({"id": {"id": []}}),
            7 => json!(WORDS[self.random.below(WORDS.len())]),
            _ => json!("9".repeat(self.random.below(3000))),
        }
    }
}

/// xorshift64*, enough to be arbitrary and the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}
