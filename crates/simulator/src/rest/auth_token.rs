//! `POST /oapi/v1/voice/auth_token`: a token for the event feed.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::error::RestError;
use super::query::must_carry_headers;
use crate::live::Live;
use crate::moment::Moment;
use crate::options::ExpireStyle;

pub async fn auth_token(State(live): State<Arc<Live>>, headers: HeaderMap) -> Result<Json<Value>, RestError> {
    must_carry_headers(&headers, &live.options.credentials)?;
    let now = live.clock.now();
    let expires = now.after(live.options.token_seconds as f64);
    let value = live.tokens.issue(now, expires);
    Ok(Json(
        json!({ "value": value, "expire": expire(live.options.expire, live.stamps.of(now), live.stamps.of(expires)) }),
    ))
}

/// The expiry in one of the readings the documentation leaves open (`protocols.md` §1.4 no. 9).
fn expire(style: ExpireStyle, now: Moment, expires: Moment) -> Value {
    match style {
        ExpireStyle::Relative => json!(expires.seconds_since(now)),
        ExpireStyle::Unix => json!(expires.unix_seconds()),
        ExpireStyle::Ms => json!(expires.unix_millis()),
        ExpireStyle::Gregorian => json!(expires.gregorian_seconds()),
        ExpireStyle::Iso => json!(iso(expires)),
    }
}

/// `2026-02-06T05:41:13.000Z`
pub fn iso(moment: Moment) -> String {
    let written = jiff::Timestamp::from_millisecond(moment.unix_millis()).ok();
    written.map_or_else(String::new, |at| at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_writes_the_fixtures_moment() {
        let now = Moment::from_unix_seconds(1_770_352_873);
        let expires = now.after(3600.0);
        for (style, expected) in [
            (ExpireStyle::Relative, json!(3600)),
            (ExpireStyle::Unix, json!(1_770_356_473)),
            (ExpireStyle::Ms, json!(1_770_356_473_000_i64)),
            (ExpireStyle::Gregorian, json!(63_937_575_673_i64)),
            (ExpireStyle::Iso, json!("2026-02-06T05:41:13.000Z")),
        ] {
            assert_eq!(expire(style, now, expires), expected);
        }
    }
}
