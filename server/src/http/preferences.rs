//! `GET /preferences?lang=vi|en&theme=dark|light&back=/path`: remembers a language or theme in a cookie and goes
//! back. A plain link, so that it works without scripts.

use axum::extract::Query;
use axum::http::{HeaderName, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;

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

pub async fn set(Query(preferences): Query<Preferences>) -> impl IntoResponse {
    let lang = preferences.lang.filter(|lang| ["vi", "en"].contains(&lang.as_str()));
    let theme = preferences.theme.filter(|theme| ["dark", "light"].contains(&theme.as_str()));
    let cookies = [("callboard_lang", lang), ("callboard_theme", theme)];
    let cookies =
        cookies.into_iter().filter_map(|(name, value)| Some(cookie(name, &value?))).collect::<Vec<_>>();
    (AppendHeaders(cookies), Redirect::to(&local_path(preferences.back)))
}

fn cookie(name: &str, value: &str) -> (HeaderName, String) {
    (header::SET_COOKIE, format!("{name}={value}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax"))
}

/// Only paths of our own: never a way out to another site.
fn local_path(back: Option<String>) -> String {
    let ours = |back: &String| {
        back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n'])
    };
    back.filter(ours).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_site() {
        let back = |path: &str| local_path(Some(path.to_owned()));
        assert_eq!(back("/wall?page=2"), "/wall?page=2");
        assert_eq!(back("//evil.example"), "/");
        assert_eq!(back("https://evil.example"), "/");
        assert_eq!(back("/\\evil.example"), "/");
        assert_eq!(local_path(None), "/");
    }
}
