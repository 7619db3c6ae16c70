//! What is derived from a call so that it is found quickly.

use std::collections::BTreeSet;

use kpi::{Call, Caller, Left, Millis, Passage, Text, caller};

use super::words;

/// Calls (and stints) that last longer are kept apart: they are few, and all of them are looked at. Of the others those
/// that touch a span began at most so long before it; so two ranges of one index find every one.
pub(crate) const LONG: Millis = 6 * 60 * 60 * 1000;
/// So many queues have a bit of their own in `calls.queue_bits`; more share them.
pub(crate) const QUEUE_BITS: i64 = 62;
/// So many signs of a leg's id are in the index.
const BEGINNING: usize = 12;
/// Vietnam's country code.
const COUNTRY: &str = "84";
const SHORTEST_WITH_ZERO: usize = 9;

/// From when until when anything of the call happened. `None`: it still does.
pub(crate) fn activity(call: &Call) -> (Millis, Option<Millis>) {
    let (mut first, mut last) = (call.started, call.ended);
    for passage in &call.passages {
        first = first.min(passage.entered);
        let left = passage.left.as_ref().map(Left::at);
        last = match (last, left) {
            (Some(last), Some(left)) => Some(last.max(left).max(passage.entered)),
            _ => None,
        };
    }
    for miss in &call.misses {
        first = first.min(miss.at);
        last = last.map(|last| last.max(miss.at));
    }
    (first, last)
}

pub(crate) fn is_long(first: Millis, last: Option<Millis>) -> bool {
    last.is_none_or(|last| last - first > LONG)
}

pub(crate) fn queues(call: &Call) -> BTreeSet<Text> {
    call.passages.iter().filter_map(|passage| passage.queue.clone()).collect()
}

/// Who talked on it.
pub(crate) fn agents(call: &Call) -> BTreeSet<Text> {
    call.passages.iter().filter_map(Passage::answered_by).chain(&call.agent).cloned().collect()
}

/// Of the queue with this number.
pub(crate) fn queue_bit(no: i64) -> i64 {
    1 << no.rem_euclid(QUEUE_BITS)
}

/// Of the legs that do not give the call its key, as [`beginning`].
pub(crate) fn other_legs(call: &Call) -> BTreeSet<String> {
    call.legs.iter().filter(|leg| **leg != call.key).map(|leg| beginning(leg)).collect()
}

/// By what a leg is found.
pub(crate) fn beginning(leg: &str) -> String {
    words::escaped(leg).chars().take(BEGINNING).collect()
}

/// The digits that identify a number, which are the same where [`caller`] says that it is the same caller: without +, country
/// code and the trunk's 0; extensions as they are.
pub(crate) fn digits(number: &str) -> String {
    let Caller::Known(known) = caller(Some(number)) else {
        return number.chars().filter(char::is_ascii_digit).collect();
    };
    match known.strip_prefix('+').or(known.strip_prefix('0').filter(|_| known.len() >= SHORTEST_WITH_ZERO)) {
        Some(digits) => digits.to_owned(),
        None => known,
    }
}

pub(crate) fn backwards(digits: &str) -> String {
    digits.chars().rev().collect()
}

/// With what a number may begin, as [`digits`] spells it, if a person typed this beginning of it.
pub(crate) fn beginnings(typed: &str) -> Vec<String> {
    let only: String = typed.chars().filter(char::is_ascii_digit).collect();
    let mut all = BTreeSet::from([only.clone(), digits(typed)]);
    if let Some(rest) = only.strip_prefix("0084").or_else(|| only.strip_prefix(COUNTRY)) {
        all.insert(rest.strip_prefix('0').unwrap_or(rest).to_owned());
    }
    if let Some(rest) = only.strip_prefix('0') {
        all.insert(rest.to_owned());
    }
    all.into_iter().filter(|digits| !digits.is_empty()).collect()
}

/// How a number may end, as a person typed it. A whole number ends like itself without its country code.
pub(crate) fn ending(typed: &str) -> String {
    digits(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_in_every_spelling() {
        for number in
            ["0901 234 567", "+84 901 234 567", "84901234567", "0084901234567", "+84 (0)901.234.567"]
        {
            assert_eq!(digits(number), "901234567", "{number}");
        }
        assert_eq!(digits("0901234567@10.0.0.1"), "901234567", "where it was called is no part of it");
        for (number, kept) in [
            ("101", "101"),
            ("0", "0"),
            ("19001234", "19001234"),
            ("8412", "8412"),
            ("+1 212 555 0100", "12125550100"),
        ] {
            assert_eq!(digits(number), kept, "{number}");
        }
    }

    #[test]
    fn a_beginning_may_be_typed_with_zero_with_country_or_bare() {
        for typed in ["0901", "+84901", "84901", "901", "0084901"] {
            assert!(
                beginnings(typed).iter().any(|begins| begins == "901"),
                "{typed}: {:?}",
                beginnings(typed)
            );
        }
    }
}
