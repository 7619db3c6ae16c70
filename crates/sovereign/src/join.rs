//! Whether two tellings are of one call (`protocols.md` §4.3, join hazard: a webhook's id is a UUID in the examples,
//! REST's looks like `call-_+31623731537_XqaQxRRgAzYc`).

use floor::Millis;

use crate::Call;

/// How far the first known moments of one call may lie apart, in milliseconds (§4.3).
const APART: Millis = 60_000;

/// Why two tellings are taken to be of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    Id,
    /// The same customer on the same line within a minute. Whoever joins takes the nearest, and each call once.
    NumbersAndTime {
        apart: Millis,
    },
}

/// `None` when they are of different calls, or when nothing shows that they are of one.
pub fn same_call(one: &Call, other: &Call) -> Option<Likeness> {
    if one.id == other.id {
        return Some(Likeness::Id);
    }
    let same_number =
        |one: &Option<_>, other: &Option<_>| digits(one).is_some_and(|it| Some(it) == digits(other));
    if !same_number(&one.customer, &other.customer) || !same_number(&one.line, &other.line) {
        return None;
    }
    let apart = one.began()?.abs_diff(other.began()?);
    let apart = Millis::try_from(apart).ok().filter(|apart| *apart <= APART)?;
    Some(Likeness::NumbersAndTime { apart })
}

/// Both sides write E.164; a leading `00` is a `+`, and other characters are for the eye.
fn digits(number: &Option<floor::Text>) -> Option<String> {
    let digits: String = number.as_ref()?.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.strip_prefix("00").unwrap_or(&digits);
    (!significant.is_empty()).then(|| significant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn call(id: &str, customer: &str, line: &str, created: Option<Millis>) -> Call {
        Call {
            customer: Some(customer.into()),
            line: Some(line.into()),
            created,
            ..Call::named(id.into(), Status::InProgress)
        }
    }

    #[test]
    fn by_id_whatever_else_differs() {
        let (one, other) = (call("a", "1", "2", None), call("a", "3", "4", Some(9)));
        assert_eq!(same_call(&one, &other), Some(Likeness::Id));
    }

    #[test]
    fn by_numbers_and_time() {
        let rest = call("call-_+31612345678_abc", "+31612345678", "+31850835037", Some(1_000_000));
        let hook = |customer, line, at| call("5c4d030f", customer, line, Some(at));
        let near = hook("0031 612345678", "+31850835037", 1_060_000);
        assert_eq!(same_call(&rest, &near), Some(Likeness::NumbersAndTime { apart: 60_000 }));
        assert_eq!(same_call(&near, &rest), same_call(&rest, &near));
        for other in [
            hook("+31612345678", "+31850835037", 1_060_001),
            hook("+31612345679", "+31850835037", 1_000_000),
            hook("+31612345678", "+31850835038", 1_000_000),
            hook("", "+31850835037", 1_000_000),
            call("x", "+31612345678", "+31850835037", None),
        ] {
            assert_eq!(same_call(&rest, &other), None, "{other:?}");
        }
    }

    #[test]
    fn two_hidden_numbers_are_not_the_same() {
        let hidden = |id| call(id, "anonymous", "+31850835037", Some(0));
        assert_eq!(same_call(&hidden("a"), &hidden("b")), None);
    }
}
