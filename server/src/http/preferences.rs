//! `GET /preferences?lang=vi|en&theme=dark|light&back=/path`: remembers a language or theme in a cookie and goes
//! back, without `back` to the page that it was asked from. A plain link, so that it works without scripts.

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;
use url::Url;

const YEAR_SECONDS: u32 = 365 * 24 * 3600;

#[derive(Debug, Deserialize)]
pub struct Preferences {
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    theme: Option<String>,
    #[serde(default)]
    back: Option<String>,
}

pub async fn set(headers: HeaderMap, Query(preferences): Query<Preferences>) -> impl IntoResponse {
    let lang = preferences.lang.filter(|lang| ["vi", "en"].contains(&lang.as_str()));
    let theme = preferences.theme.filter(|theme| ["dark", "light"].contains(&theme.as_str()));
    let cookies = [("callboard_lang", lang), ("callboard_theme", theme)];
    let cookies =
        cookies.into_iter().filter_map(|(name, value)| Some(cookie(name, &value?))).collect::<Vec<_>>();
    (AppendHeaders(cookies), Redirect::to(&local_path(preferences.back.or_else(|| came_from(&headers)))))
}

fn cookie(name: &str, value: &str) -> (HeaderName, String) {
    (header::SET_COOKIE, format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax"))
}

/// The page whose link this was: path and query, whatever its host was.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let page = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let query = page.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", page.path()))
}

/// Only paths of our own: never a way out to another site.
pub(super) fn local_path(back: Option<String>) -> String {
    let ours = |back: &String| {
        back.starts_with('/')
            && !back.starts_with("//")
            && !back.contains('\\')
            && !back.contains(char::is_control)
    };
    back.filter(ours).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_way_back_it_is_the_page_that_asked() {
        let mut headers = HeaderMap::new();
        assert_eq!(came_from(&headers), None);
        headers.insert(
            header::REFERER,
            "http://127.0.0.1:8080/?drill=waiting&tab=calls".parse().expect("a header"),
        );
        assert_eq!(came_from(&headers), Some("/?drill=waiting&tab=calls".into()));
        headers.insert(header::REFERER, "https://evil.example//evil.example".parse().expect("a header"));
        assert_eq!(local_path(came_from(&headers)), "/");
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        let back = |path: &str| local_path(Some(path.to_owned()));
        assert_eq!(back("/wall?page=2"), "/wall?page=2");
        assert_eq!(back("//evil.example"), "/");
        assert_eq!(back("https://evil.example"), "/");
        assert_eq!(back("/\\evil.example"), "/");
        assert_eq!(back("/\t/evil.example"), "/", "browsers take tabs out of addresses");
        assert_eq!(local_path(None), "/");
    }
}
