//! What people type, paste and click as a number. Formats are tolerated; what may be meant otherwise is asked about.
//!
//! AntRing names no format for the number (`protocols.md` §1.4, 12), and its own records write Vietnamese numbers as
//! they are dialled at home (§1.3). So `+84` becomes `0`, and all else stays as it was typed, less its ornaments.

use app::dial::DialReason;

/// A number as it is sent to AntRing, and why a person should be asked first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub dialled: String,
    pub ask_first: Option<DialReason>,
}

/// What cannot be a number, said such that the typist can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    #[error("it holds no digit")]
    NoDigit,
    #[error("it holds something that is no digit")]
    NoNumber,
    #[error("a star or a hash is an order to the telephone, not a number")]
    Code,
    #[error("it is too short")]
    TooShort,
    #[error("it is too long")]
    TooLong,
    #[error("no number was sent with that call")]
    Withheld,
}

/// The longest that is looked at, in characters: a pasted page is no number.
const LONGEST_TEXT: usize = 100;
const FEWEST_DIGITS: usize = 3;
/// E.164 allows 15; a prefix or two may stand before it.
const MOST_DIGITS: usize = 20;
const LONGEST_ABROAD: usize = 15;
/// From here on a run of digits is a number of its own, not a group of one.
const WHOLE_NUMBER: usize = 7;

/// Those of Vietnam (113 police, 114 fire, 115 ambulance, 112 rescue, 111 children), and those that visitors dial.
const EMERGENCY: [&str; 13] =
    ["000", "110", "111", "112", "113", "114", "115", "117", "118", "119", "911", "995", "999"];

/// `is_extension` says whether a short number is a colleague's.
pub fn read(typed: &str, is_extension: impl Fn(&str) -> bool) -> Result<Number, BadNumber> {
    if typed.chars().count() > LONGEST_TEXT {
        return Err(BadNumber::TooLong);
    }
    let plain = without_ornaments(&without_scheme(typed))?;
    let (first, is_one_of_several) = first_number(&plain);
    let has_prefix = first.starts_with('+') || first.starts_with("00");
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    if first.chars().skip(1).any(|sign| sign == '+') {
        return Err(BadNumber::NoNumber);
    }
    match digits.len() {
        0 => return Err(BadNumber::NoDigit),
        1..FEWEST_DIGITS => return Err(BadNumber::TooShort),
        FEWEST_DIGITS..=MOST_DIGITS => {}
        _ => return Err(BadNumber::TooLong),
    }
    if digits.bytes().all(|digit| digit == b'0') && digits != "000" {
        return Err(BadNumber::NoNumber);
    }
    let (dialled, ask_first) = match national(&first, has_prefix, &digits) {
        Some(national) => {
            let ask_first = at_home(&national, is_extension);
            (national, ask_first)
        }
        None if is_emergency(&digits) || digits.strip_prefix("00").is_some_and(is_emergency) => {
            (first.clone(), Some(DialReason::Emergency))
        }
        None if digits.len() > LONGEST_ABROAD + 2 => (first.clone(), Some(DialReason::Long)),
        None => (first.clone(), Some(DialReason::International)),
    };
    // Two numbers are told as such, unless the first is graver.
    let ask_first = match ask_first {
        Some(DialReason::Emergency | DialReason::Premium | DialReason::International) => ask_first,
        _ if is_one_of_several => Some(DialReason::TwoNumbers),
        _ => ask_first,
    };
    Ok(Number { dialled, ask_first })
}

/// As dialled at home; `None` when it is abroad.
fn national(number: &str, has_prefix: bool, digits: &str) -> Option<String> {
    let after_prefix =
        if number.starts_with('+') { digits } else { digits.strip_prefix("00").unwrap_or(digits) };
    // 113, 1800… and 1900… have no area, and so no zero before it.
    let with_zero =
        |rest: &str| match is_emergency(rest) || rest.starts_with("1800") || rest.starts_with("1900") {
            true => rest.to_owned(),
            false => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        };
    match (has_prefix, after_prefix.strip_prefix("84")) {
        (true, Some(rest)) => Some(with_zero(rest)),
        (true, None) => None,
        // Without a prefix only the length tells a country code from a number's own beginning.
        (false, Some(rest)) if (9..=10).contains(&rest.len()) => Some(with_zero(rest)),
        (false, _) => Some(digits.to_owned()),
    }
}

fn at_home(number: &str, is_extension: impl Fn(&str) -> bool) -> Option<DialReason> {
    let after_zero = number.strip_prefix('0');
    let trunk = after_zero.unwrap_or(number);
    if is_emergency(number) {
        return Some(DialReason::Emergency);
    }
    if trunk.starts_with("1900") {
        return Some(DialReason::Premium);
    }
    // The carriers' prefixes for calls abroad: 171 00, 178 00, …
    if number.starts_with("17") && number.get(3..5) == Some("00") {
        return Some(DialReason::International);
    }
    let is_free = number.starts_with("1800") && matches!(number.len(), 8 | 10);
    match (after_zero.is_some(), number.len()) {
        _ if is_free || is_extension(number) => None,
        (true, 10 | 11) => None,
        (true, ..10) | (false, ..10) => Some(DialReason::Short),
        (true, _) => Some(DialReason::Long),
        (false, 10..=LONGEST_ABROAD) => Some(DialReason::International),
        (false, _) => Some(DialReason::Long),
    }
}

/// By itself, behind a digit for the outside line, or behind an area code, as it was dialled from mobile phones.
fn is_emergency(number: &str) -> bool {
    let Some(split) = number.len().checked_sub(3) else { return false };
    let (before, last) = number.split_at(split);
    let is_prefix = match before {
        "" | "0" | "9" | "84" => true,
        area => area.starts_with("02") && (3..=4).contains(&area.len()),
    };
    is_prefix && EMERGENCY.contains(&last)
}

/// `tel:+84901234567;ext=1` is what a link says.
fn without_scheme(typed: &str) -> String {
    let typed = typed.trim();
    let Some((scheme, number)) = typed.split_once(':') else { return typed.to_owned() };
    if !["tel", "callto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return typed.to_owned();
    }
    let number = number.split([';', '?']).next().unwrap_or_default().trim_start_matches('/');
    ["%2B", "%2b"].iter().fold(number.replace("%20", " "), |number, plus| number.replace(plus, "+"))
}

/// Digits, plus signs, and a comma where another number may begin.
fn without_ornaments(typed: &str) -> Result<String, BadNumber> {
    // The zero that is dialled at home alone: +84 (0)90 …
    let typed = if typed.starts_with(['+', '＋']) { typed.replacen("(0)", "", 1) } else { typed.to_owned() };
    let mut plain = String::with_capacity(typed.len());
    for sign in typed.chars() {
        match sign {
            '0'..='9' | '+' => plain.push(sign),
            // As an East Asian keyboard writes them.
            '０'..='９' => plain.extend(char::from_digit(u32::from(sign) - u32::from('０'), 10)),
            '＋' => plain.push('+'),
            '\n' | '\r' | '\t' | ',' | ';' | '|' | '/' | '\\' => plain.push(','),
            // Groups are told apart until it is known whether they are numbers.
            _ if sign.is_whitespace() || is_dash(sign) => plain.push(' '),
            '.' | '(' | ')' | '[' | ']' | '·' | '_' | '\'' => {}
            _ if is_invisible(sign) => {}
            '*' | '#' => return Err(BadNumber::Code),
            _ => return Err(BadNumber::NoNumber),
        }
    }
    Ok(plain)
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What web pages and documents put around a number.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first number, and whether there is another.
fn first_number(plain: &str) -> (String, bool) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let joined = |text: &str| text.chars().filter(|sign| !matches!(sign, ' ' | ',')).collect::<String>();
    let mut parts = plain.split(',').filter(|part| digits(part) > 0);
    let first = parts.next().unwrap_or_default();
    // 028/3822/1234 is one number in groups.
    let (first, has_more) = match digits(first) >= WHOLE_NUMBER {
        true => (first.to_owned(), parts.next().is_some()),
        false => (plain.replace(',', " "), false),
    };
    match second_number(&first) {
        Some(split) => (joined(&first[..split]), true),
        None => (joined(&first), has_more),
    }
}

/// Where, among the groups of one part, a second number begins: one that is complete stands before it, and it begins as
/// numbers begin.
fn second_number(part: &str) -> Option<usize> {
    let mut before = 0;
    for (place, sign) in part.char_indices() {
        let begins = part[..place].ends_with(' ') || sign == '+';
        let after = || part[place..].chars().filter(char::is_ascii_digit).count();
        if before >= 9 && begins && matches!(sign, '0' | '+') && after() >= 9 {
            return Some(place);
        }
        before += usize::from(sign.is_ascii_digit());
    }
    None
}

#[cfg(test)]
mod tests;
