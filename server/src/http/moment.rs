//! A moment in a query: `at=2026-11-20T10:42:00+07:00`, or milliseconds since 1970.

use serde::{Deserialize, Deserializer};
use wire::Millis;

/// Reads RFC 3339 or milliseconds. A plus that a browser took for a space is put back.
pub fn read(text: &str) -> Option<Millis> {
    if let Ok(millis) = text.parse::<Millis>() {
        return Some(millis);
    }
    let text = text.replace(' ', "+");
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// For `Option<Millis>` in a query.
///
/// # Errors
/// A sentence that names both forms.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Millis>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let why = "a moment is RFC 3339, as in 2026-11-20T10:42:00Z, or milliseconds since 1970";
    read(&text).map(Some).ok_or_else(|| serde::de::Error::custom(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let at = Some(1_763_620_327_250);
        assert_eq!(read("1763620327250"), at);
        assert_eq!(read("2025-11-20T06:32:07.250Z"), at);
        assert_eq!(read("2025-11-20T13:32:07.250+07:00"), at);
        assert_eq!(read("2025-11-20T13:32:07.250 07:00"), at, "as a careless link has it");
        assert_eq!(read("10:42"), None);
    }
}
