//! People, by their numbers.

use crate::{Call, Direction};

/// Vietnam's country code: numbers come with it, with `+`, with `00`, or as dialled at home (`protocols.md` §1.4).
const HOME: &str = "84";

/// No line outside has a number of fewer digits: it is a colleague's phone (as `floor::settle` tells them).
const OUTSIDE_DIGITS: usize = 7;

/// Who called, as far as the number tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// The same for every way of writing one number.
    Known(String),
    /// No number was sent: two such calls may be two people or one, so nobody is merged.
    Anonymous,
}

/// `0901234567`, `+84 90 123 45 67`, `84901234567` and `0084901234567` are one caller.
pub fn caller(number: Option<&str>) -> Caller {
    let Some(number) = number else { return Caller::Anonymous };
    // A SIP address tells who in front of the `@`, and "anonymous" there too.
    let user = number.split('@').next().unwrap_or(number);
    let digits: String = user.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || digits.bytes().all(|digit| digit == b'0') {
        return Caller::Anonymous;
    }
    let is_international = user.trim_start().starts_with('+');
    let abroad = if is_international { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    // Some write the trunk's zero after the country code: +84 (0)90.
    let national = |number: &str| {
        number.strip_prefix(HOME).map(|rest| format!("0{}", rest.strip_prefix('0').unwrap_or(rest)))
    };
    Caller::Known(match abroad {
        Some(abroad) => national(abroad).unwrap_or_else(|| format!("+{abroad}")),
        // Without a prefix only a length of 11 or 12 is country code and number: `8401` is an extension.
        None if (11..=12).contains(&digits.len()) => national(&digits).unwrap_or(digits),
        None => digits,
    })
}

/// A colleague calls or is called: whoever that is, no customer was lost.
pub fn is_colleague(call: &Call) -> bool {
    let is_extension = || match caller(call.number.as_deref()) {
        Caller::Known(number) => number.len() < OUTSIDE_DIGITS,
        Caller::Anonymous => false,
    };
    call.direction == Direction::Internal || is_extension()
}
