//! Numbers, times, names and phone numbers as people read them. Pure: no clock, no locale of the machine.

use wire::Millis;

use crate::i18n::Words;

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// `1:42`, from an hour `1:02:03`. Never below zero.
pub fn duration(millis: Millis) -> String {
    let seconds = millis.max(0) / SECOND;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Whole minutes as `9′`, nothing under one: 21 timers on a wall shall not tick at once.
pub fn minutes(millis: Millis) -> String {
    match millis.max(0) / MINUTE {
        0 => String::new(),
        minutes => format!("{minutes}′"),
    }
}

/// Whole seconds as `4″`.
pub fn seconds(millis: Millis) -> String {
    format!("{}″", millis.max(0) / SECOND)
}

/// How long ago, in words: `0,8 s`, `3 s`, `2 phút`, `3 giờ`.
pub fn age(millis: Millis, words: &Words) -> String {
    let millis = millis.max(0);
    if millis == 0 {
        "0 s".to_owned()
    } else if millis < SECOND {
        format!("0{}{} s", words.decimal_mark, (millis / 100).max(1))
    } else if millis < MINUTE {
        format!("{} s", millis / SECOND)
    } else if millis < HOUR {
        (words.minutes)(millis / MINUTE)
    } else {
        (words.hours)(millis / HOUR)
    }
}

/// How long ago, short enough for a tile: `12 s`, `3′ 08″`, from an hour `1:02′`.
pub fn age_short(millis: Millis) -> String {
    let seconds = millis.max(0) / SECOND;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{}′ {:02}″", seconds / 60, seconds % 60),
        _ => format!("{}:{:02}′", seconds / 3600, seconds / 60 % 60),
    }
}

/// `1.234` in Vietnamese, `1,234` in English.
pub fn integer(number: u32, words: &Words) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(words.thousands_mark);
        }
        text.push(digit);
    }
    text
}

/// `part` of `of` in whole percent, halves upwards; nothing of nothing is nothing.
pub fn percent(part: u32, of: u32) -> Option<u32> {
    (of > 0).then(|| {
        let share = (u64::from(part) * 200 + u64::from(of)) / (u64::from(of) * 2);
        u32::try_from(share).unwrap_or(u32::MAX)
    })
}

/// `part` of `of` in percent with one decimal: `4,2`, `12`.
pub fn percent_fine(part: u32, of: u32, words: &Words) -> Option<String> {
    let tenths = percent(part.saturating_mul(10), of)?;
    Some(match tenths % 10 {
        0 => format!("{}", tenths / 10),
        tenth => format!("{}{}{tenth}", tenths / 10, words.decimal_mark),
    })
}

/// A phone number grouped for reading: `0901 234 567`. What is masked or is no number stays as it is.
pub fn phone(number: &str) -> String {
    let plain = dialable(number).filter(|_| !number.contains(['x', 'X', '*', '•']));
    let Some(digits) = plain else { return number.to_owned() };
    let groups: &[usize] = match (digits.starts_with('0'), digits.len()) {
        (true, 10) => &[4, 3, 3],
        (true, 11) => &[4, 3, 4],
        (false, 8) => &[4, 4],
        _ => return digits,
    };
    let mut text = String::with_capacity(14);
    let mut rest = digits.as_str();
    for size in groups {
        let (group, after) = rest.split_at(*size);
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(group);
        rest = after;
    }
    text
}

/// What a person typed, as digits to dial: spaces, dots, dashes and brackets go, `+84` becomes `0`.
/// `None` when it cannot be a number (3 to 15 digits).
pub fn dialable(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (plus, rest) = match typed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, typed),
    };
    let mut digits = String::with_capacity(rest.len());
    for sign in rest.chars() {
        match sign {
            '0'..='9' => digits.push(sign),
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '/' => {}
            _ => return None,
        }
    }
    if let Some(national) = digits.strip_prefix("84")
        && (plus || (9..=10).contains(&national.len()))
    {
        digits = format!("0{}", national.trim_start_matches('0'));
    } else if plus {
        digits.insert_str(0, "00");
    }
    (3..=15).contains(&digits.len()).then_some(digits)
}

/// Text as one part of a URL; the signs in `keep` stay as they are.
pub fn percent_encoded(text: &str, keep: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || keep.as_bytes().contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A Vietnamese name's short form, its last two words: `Nguyễn Thị Hồng Nhung` is `Hồng Nhung`.
pub fn short_name(name: &str) -> &str {
    let name = name.trim();
    let mut spaces = name.rmatch_indices(' ').map(|(place, _)| place);
    match spaces.nth(1) {
        Some(place) => &name[place + 1..],
        None => name,
    }
}

/// The site's wall clock, `14:32:07`.
pub fn clock(at: Millis, utc_offset_seconds: i32) -> String {
    let second = day_millis(at, utc_offset_seconds) / SECOND;
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// The site's wall clock without seconds, `14:32`.
pub fn clock_minutes(at: Millis, utc_offset_seconds: i32) -> String {
    let minute = day_millis(at, utc_offset_seconds) / MINUTE;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The site's date, `Th 5, 20/11` or `Thu 20 Nov`.
pub fn date(at: Millis, utc_offset_seconds: i32, words: &Words) -> String {
    let days = local(at, utc_offset_seconds).div_euclid(DAY);
    let (month, day) = month_and_day(days);
    // 1970-01-01 was a Thursday.
    let weekday = usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0);
    (words.date)(words.weekdays[weekday], day, month)
}

/// Milliseconds since 1970 of an RFC 3339 time such as `2026-11-20T07:32:07.123Z`.
pub fn rfc3339(text: &str) -> Option<Millis> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let zone = time.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = time.split_at(zone);
    let mut time = time.splitn(3, ':');
    let hour = time.next()?.parse::<i64>().ok()?;
    let minute = time.next()?.parse::<i64>().ok()?;
    let (second, fraction) = time.next().map(|rest| rest.split_once('.').unwrap_or((rest, "0")))?;
    let second = second.parse::<i64>().ok()?;
    let fraction = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
    let offset = match zone {
        "Z" | "z" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            sign * (hours.parse::<i64>().ok()? * HOUR + minutes.parse::<i64>().ok()? * MINUTE)
        }
    };
    let days = days_since_1970(year, month, day)?;
    Some(days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction - offset)
}

fn local(at: Millis, utc_offset_seconds: i32) -> Millis {
    at + Millis::from(utc_offset_seconds) * SECOND
}

fn day_millis(at: Millis, utc_offset_seconds: i32) -> Millis {
    local(at, utc_offset_seconds).rem_euclid(DAY)
}

/// The proleptic Gregorian calendar by eras of 400 years, which begin on 1 March.
pub(crate) fn month_and_day(days: i64) -> (i64, i64) {
    let day_of_era = (days + 719_468).rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (month, day)
}

fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests;
