//! What a browser may ask of the media server: a part, and whether it has changed.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const CONDITIONS: [HeaderName; 2] = [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE];

/// The headers that are passed on, and no other.
#[derive(Debug, Clone, Default)]
pub struct Asked(HeaderMap);

impl Asked {
    pub fn of(headers: &HeaderMap) -> Self {
        let mut asked = Self::conditions(headers);
        if let Some(range) = headers.get(header::RANGE).filter(|range| is_single(range)) {
            asked.0.insert(header::RANGE, range.clone());
            if let Some(known) = headers.get(header::IF_RANGE) {
                asked.0.insert(header::IF_RANGE, known.clone());
            }
        }
        asked
    }

    /// Its answer tells the size of the whole.
    pub fn first_byte(headers: &HeaderMap) -> Self {
        let mut asked = Self::conditions(headers);
        asked.0.insert(header::RANGE, HeaderValue::from_static("bytes=0-0"));
        asked
    }

    /// From there on (to the last byte, inclusive), if it is still the same.
    ///
    /// `None` when the validator cannot stand in a header.
    pub fn rest(from: u64, last: Option<u64>, same: &HeaderValue) -> Option<Self> {
        let last = last.map(|last| last.to_string()).unwrap_or_default();
        let range = HeaderValue::try_from(format!("bytes={from}-{last}")).ok()?;
        Some(Self([(header::RANGE, range), (header::IF_RANGE, same.clone())].into_iter().collect()))
    }

    pub fn headers(&self) -> &HeaderMap {
        &self.0
    }

    fn conditions(headers: &HeaderMap) -> Self {
        let told = |name: HeaderName| headers.get(&name).map(|value| (name, value.clone()));
        Self(CONDITIONS.into_iter().filter_map(told).collect())
    }
}

/// `bytes=a-b`, `a-` or `-n`. Several ranges at once would come back in parts that no player asked for: they, and what
/// nobody understands, are answered with the whole.
fn is_single(range: &HeaderValue) -> bool {
    let Some((first, last)) =
        range.to_str().ok().and_then(|range| range.strip_prefix("bytes=")?.trim().split_once('-'))
    else {
        return false;
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(first) || !is_number(last) {
        return false;
    }
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) => first <= last,
        (Ok(_), Err(_)) => last.is_empty(),
        (Err(_), Ok(_)) => first.is_empty(),
        (Err(_), Err(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_single_byte_ranges_are_passed_on() {
        let passes = |range| is_single(&HeaderValue::from_static(range));
        for range in ["bytes=0-", "bytes=0-0", "bytes=5-9", "bytes=-500", "bytes=-0"] {
            assert!(passes(range), "{range}");
        }
        for range in ["bytes=0-1,5-9", "lines=1-2", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes=+1-2", "0-1"]
        {
            assert!(!passes(range), "{range}");
        }
    }

    #[test]
    fn cookies_and_secrets_stay_here() {
        let headers = [
            (header::COOKIE, HeaderValue::from_static("__Host-callboard=secret")),
            (header::AUTHORIZATION, HeaderValue::from_static("Bearer secret")),
            (header::ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
            (header::IF_NONE_MATCH, HeaderValue::from_static("\"a\"")),
            (header::IF_RANGE, HeaderValue::from_static("\"a\"")),
        ];
        let asked = Asked::of(&headers.into_iter().collect());
        let names: Vec<&str> = asked.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["if-none-match"], "If-Range means nothing without a range");
    }
}
