//! Every URL on one page.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::routing::{any, get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app_state::AppState;
use crate::{http, ws};

pub fn router(state: AppState) -> Router {
    http::pages::prepare();
    let pages = Router::new()
        .route("/", get(http::pages::desk))
        .route("/wall", get(http::pages::wall))
        .route("/calls", get(http::pages::desk))
        .route("/dial", get(http::pages::desk))
        .route("/fragments/drill", get(http::fragments::drill))
        .route("/fragments/trend", get(http::fragments::trend))
        .route("/fragments/timeline", get(http::fragments::timeline))
        .route("/fragments/definitions", get(http::fragments::definitions))
        .route("/preferences", get(http::preferences::set))
        .fallback(http::pages::not_found);
    let api = Router::new()
        .route("/api/v1/board/{id}", get(http::board::snapshot))
        .route("/api/v1/board/{id}/events", get(http::board_events::events))
        .route("/api/v1/board/{id}/repairs", get(http::explain::repairs))
        .route("/api/v1/journal", get(http::journal::journal))
        .route("/api/v1/calls", get(http::calls::list))
        .route("/api/v1/calls.csv", get(http::calls::csv))
        .route("/api/v1/kpis", get(http::kpis::list))
        .route("/api/v1/kpis/{id}", get(http::kpis::one))
        .route("/api/v1/kpis/{id}/calls", get(http::kpis::one))
        .route("/api/v1/kpis/{id}/calls.csv", get(http::kpis::csv))
        .route("/api/v1/trend", get(http::trend::trend))
        .route("/api/v1/report", get(http::report::json))
        .route("/api/v1/report.csv", get(http::report::csv))
        .route("/api/v1/history/progress", get(http::history::progress))
        .route("/api/v1/calls/{id}/explain", get(http::explain::call))
        .route("/api/v1/calls", post(http::dial::call))
        .route("/recordings/{call_id}", get(http::recordings::play).head(http::recordings::head))
        .route("/healthz", get(http::health::healthz))
        .route("/readyz", get(http::health::readyz));
    // Audio is compressed already, and a compressed reply has no ranges; events must leave at once.
    let compressible = SizeAbove::new(512)
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/wasm"));
    Router::new()
        .merge(pages)
        .merge(api)
        .layer(CompressionLayer::new().compress_when(compressible))
        .merge(http::assets::routes(&state))
        // Above compression: a websocket is neither compressible nor a page.
        .route("/live", any(ws::live))
        .layer(
            ServiceBuilder::new()
                .layer(CatchPanicLayer::new())
                .layer(middleware::from_fn(http::log::requests))
                .layer(middleware::from_fn_with_state(state.clone(), http::host::known))
                .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(fixed(header::REFERRER_POLICY, "same-origin"))
                .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin")),
        )
        .with_state(state)
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
