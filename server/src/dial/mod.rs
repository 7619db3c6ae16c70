//! Click to call: one phone, one call at a time, never rung twice for one click.

use std::sync::Arc;

use antring::{Client, Dialled, RestError, SipDevice};
use tokio::sync::Mutex;
use tokio::time::{Duration, Instant};

use crate::error::AppError;

/// The same number again within this time is a double click, not a second call.
const DOUBLE_CLICK: Duration = Duration::from_secs(3);
/// The longest number the world dials, with prefixes (E.164 allows 15 digits).
const MOST_DIGITS: usize = 20;

#[derive(Clone)]
pub struct Dialler {
    client: Client,
    device: Option<SipDevice>,
    /// Held while a request is under way, so that clicks queue up behind it and are then recognised.
    last: Arc<Mutex<Option<(String, Instant)>>>,
}

impl Dialler {
    /// `device`: the phone of the settings; without one, every call is refused with the reason.
    pub fn new(client: Client, device: Option<SipDevice>) -> Self {
        Self { client, device, last: Arc::default() }
    }

    /// Rings the phone, which then dials `number`. Never retried: a time-out may have rung already.
    pub async fn call(&self, number: &str) -> Result<(), AppError> {
        let device = self.device.as_ref().ok_or(AppError::DialNotConfigured)?;
        let number = dialable(number)?;
        let mut last = self.last.lock().await;
        if last.as_ref().is_some_and(|(other, at)| *other == number && at.elapsed() < DOUBLE_CLICK) {
            return Ok(());
        }
        let outcome = self.client.click_to_call(&number, device).await;
        // A time-out may have rung: a click right after it must not ring again.
        if matches!(outcome, Ok(Dialled::Ringing) | Err(RestError::TimedOut)) {
            *last = Some((number, Instant::now()));
        }
        match outcome {
            Ok(Dialled::Ringing) => Ok(()),
            Ok(Dialled::PhoneOffline) => Err(AppError::PhoneOffline),
            Err(error) => Err(error.into()),
        }
    }
}

/// What people type and paste, as digits with an optional leading plus.
fn dialable(typed: &str) -> Result<String, AppError> {
    let mut number = String::new();
    for character in typed.trim().chars() {
        match character {
            '+' if number.is_empty() => number.push('+'),
            '0'..='9' | '*' | '#' => number.push(character),
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}' => {}
            _ => return Err(AppError::BadNumber("it holds something that is no digit")),
        }
    }
    let digits = number.chars().filter(char::is_ascii_digit).count();
    match digits {
        0 => Err(AppError::BadNumber("it holds no digit")),
        digits if digits > MOST_DIGITS => Err(AppError::BadNumber("it is too long")),
        _ => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        let dial = |typed: &str| dialable(typed).ok();
        assert_eq!(dial(" 0901 234.567 ").as_deref(), Some("0901234567"));
        assert_eq!(dial("+84 (90) 123-4567").as_deref(), Some("+84901234567"));
        assert_eq!(dial("1016").as_deref(), Some("1016"));
        assert_eq!(dial("gọi Lan"), None);
        assert_eq!(dial("  "), None);
        assert_eq!(dial("09+1"), None);
        assert_eq!(dial(&"1".repeat(21)), None);
    }
}
