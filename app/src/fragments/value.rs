//! A number as people read it, by its unit.

use wire::Millis;

use crate::explained::Unit;
use crate::format::{duration, integer, percent};
use crate::i18n::Words;

/// A share of fewer events than this is a fraction, without a judgement.
pub const SMALL_SAMPLE: i64 = crate::components::kpis::SMALL_SAMPLE as i64;

pub struct Value {
    pub text: String,
    /// What it is made of; empty where the value itself says it.
    pub made_of: String,
}

pub fn value(unit: Unit, part: i64, of: i64, words: &Words) -> Value {
    let count = |number: i64| integer(u32::try_from(number.max(0)).unwrap_or(u32::MAX), words);
    let nothing = |made_of| Value { text: "–".to_owned(), made_of };
    match unit {
        Unit::Share if of == 0 => nothing(format!("{} ÷ 0", count(part))),
        Unit::Share if of < SMALL_SAMPLE => {
            Value { text: format!("{}/{}", count(part), count(of)), made_of: String::new() }
        }
        Unit::Share => Value { text: share(part, of), made_of: format!("{} ÷ {}", count(part), count(of)) },
        Unit::Mean if of == 0 => nothing(String::new()),
        Unit::Mean => {
            Value { text: duration(part / of), made_of: format!("{} ÷ {}", duration(part), count(of)) }
        }
        Unit::Percentile | Unit::Longest if of == 0 => nothing(String::new()),
        Unit::Percentile | Unit::Longest => Value { text: duration(part), made_of: count(of) },
        Unit::Count if of > 0 => Value { text: count(part), made_of: format!("/ {}", count(of)) },
        Unit::Count => Value { text: count(part), made_of: String::new() },
    }
}

/// Whole percent; "74 %".
pub fn share(part: i64, of: i64) -> String {
    let whole = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    percent(whole(part), whole(of)).map_or_else(|| "–".to_owned(), |share| format!("{share} %"))
}

/// "74 %", "3/4" under five, "–" for nothing.
pub fn share_or_fraction(part: i64, of: i64) -> String {
    match of {
        0 => "–".to_owned(),
        1..SMALL_SAMPLE => format!("{part}/{of}"),
        _ => share(part, of),
    }
}

pub fn time(millis: Option<Millis>) -> String {
    millis.map_or_else(|| "–".to_owned(), duration)
}
