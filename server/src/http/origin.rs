//! Requests that another site's page made are refused where they would read live data or do something.

use axum::http::{HeaderMap, header};

/// True for our own pages and for callers that are no browser (they send no `Origin`).
pub fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), headers.get(header::HOST).map(|host| host.to_str()))
    else {
        return false;
    };
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "127.0.0.1:8080".parse().expect("a header"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("a header"));
        }
        same_origin(&headers)
    }

    #[test]
    fn only_our_own_pages_and_programs_may() {
        assert!(from(None));
        assert!(from(Some("http://127.0.0.1:8080")));
        assert!(!from(Some("http://127.0.0.1:8081")));
        assert!(!from(Some("http://evil.example")));
        assert!(!from(Some("null")));
        assert!(!from(Some("http://127.0.0.1:8080.evil.example")));
    }
}
