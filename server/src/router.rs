//! Every URL on one page, each with those who may use it. The same table, for people: `docs/access.md`.

use axum::{Router, middleware};
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::limit::RequestBodyLimitLayer;

use crate::access::whom::{admins, anyone, displays, people, screens, supervisors, viewers, watchers};
use crate::access::{self, Doors};
use crate::app_state::AppState;
use crate::{http, ws};

/// A form or an order is some hundred bytes.
const LARGEST_BODY: usize = 64 * 1024;

pub fn router(state: AppState) -> Router {
    http::pages::prepare();
    doors(&state.leptos)
        .into_router()
        .layer(
            ServiceBuilder::new()
                .layer(CatchPanicLayer::new())
                .layer(middleware::from_fn(http::log::requests))
                .layer(middleware::from_fn_with_state(state.clone(), access::add_headers))
                .layer(middleware::from_fn_with_state(state.clone(), access::receive))
                .layer(RequestBodyLimitLayer::new(LARGEST_BODY)),
        )
        .with_state(state)
}

pub fn doors(built: &LeptosOptions) -> Doors {
    let pages = Doors::default()
        .page("/", supervisors(), http::pages::desk)
        .page("/wall", screens().or_nobody(), http::rooms::wall::show)
        .page("/calls", supervisors(), http::pages::desk)
        .page("/dial", people(), http::pages::desk)
        .page("/preferences", anyone(), http::preferences::set)
        .get("/fragments/drill", supervisors(), http::fragments::drill)
        .get("/fragments/trend", supervisors(), http::fragments::trend)
        .get("/fragments/timeline", supervisors(), http::fragments::timeline)
        .get("/fragments/definitions", supervisors(), http::fragments::definitions)
        .get("/fragments/calls", supervisors(), http::calls_parts::list)
        .get("/fragments/lost", people(), http::lost::fragment)
        .get("/fragments/calls/filters", supervisors(), http::calls_parts::filters)
        .get("/fragments/calls/totals", supervisors(), http::calls_parts::totals)
        .form("/calls/filters", supervisors(), http::saved_filters::keep)
        .form("/calls/filters/{id}/remove", supervisors(), http::saved_filters::remove)
        .get("/fragments/dialer", people(), http::dial_parts::dialer)
        .get("/fragments/recent", people(), http::dial_parts::recent)
        .get("/fragments/mine", people(), http::dial_parts::mine)
        .get("/fragments/caller", people(), http::dial_parts::caller)
        .anything_else(people(), http::pages::not_found);
    let answers = Doors::default()
        .post("/wall/poll", anyone(), http::rooms::wall::poll)
        .post("/wall/again", anyone(), http::rooms::wall::again)
        .post("/wall/beat", displays(), http::rooms::wall::beat)
        .get("/settings/audit.csv", admins(), http::rooms::audit::csv)
        .get("/api/v1/board/{id}", viewers(), http::board::snapshot)
        .get("/api/v1/board/{id}/events", viewers(), http::board_events::events)
        .get("/api/v1/board/{id}/repairs", supervisors(), http::explain::repairs)
        .get("/api/v1/journal", supervisors(), http::journal::journal)
        .get("/api/v1/calls", supervisors(), http::calls::list)
        .get("/api/v1/calls.csv", supervisors(), http::calls::csv)
        .get("/api/v1/kpis", supervisors(), http::kpis::list)
        .get("/api/v1/kpis/{id}", supervisors(), http::kpis::one)
        .get("/api/v1/kpis/{id}/calls", supervisors(), http::kpis::one)
        .get("/api/v1/kpis/{id}/calls.csv", supervisors(), http::kpis::csv)
        .get("/api/v1/lost", people(), http::lost::list)
        .get("/api/v1/lost.csv", supervisors(), http::lost::csv)
        .get("/api/v1/trend", supervisors(), http::trend::trend)
        .get("/api/v1/report", supervisors(), http::report::json)
        .get("/api/v1/report.csv", supervisors(), http::report::csv)
        .get("/api/v1/history/progress", supervisors(), http::history::progress)
        .get("/api/v1/calls/{id}/explain", supervisors(), http::explain::call)
        .post("/api/v1/calls/{id}/reveal", supervisors(), http::reveal::reveal)
        .post("/api/v1/calls", people(), http::dial::call)
        .get("/api/v1/me", people(), http::me::me)
        .get("/api/v1/openapi.json", people(), http::openapi::document)
        .get("/recordings/{call_id}", supervisors(), http::recordings::play)
        .head("/recordings/{call_id}", supervisors(), http::recordings::head)
        .get("/healthz", anyone(), http::health::healthz)
        .get("/readyz", anyone(), http::health::readyz)
        .get("/metrics", watchers(), http::metrics::scrape);
    // Audio is compressed already, and a compressed reply has no ranges; events must leave at once.
    let compressible = SizeAbove::new(512)
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/wasm"));
    pages
        .and(rooms())
        .and(answers)
        .inside(|router| router.layer(CompressionLayer::new().compress_when(compressible)))
        .and(http::assets::doors(built))
        // Outside compression: a websocket is neither compressible nor a page.
        .socket("/live", viewers(), ws::live)
}

/// Accounts, screens and what was done: pages that only the server draws.
fn rooms() -> Doors {
    use http::rooms::{account, audit, displays, login, pair, phone, setup, tokens, user, users};

    let own = people().also_with_first_password();
    Doors::default()
        .page("/login", anyone(), login::show)
        .form("/login", anyone(), login::sign_in)
        .form("/logout", anyone(), login::sign_out)
        .page("/login/oidc", anyone(), http::oidc::leave)
        .page("/login/oidc/callback", anyone(), http::oidc::come_back)
        .page("/login/oidc/out", anyone(), http::oidc::out)
        .page("/setup", anyone(), setup::show)
        .form("/setup", anyone(), setup::make)
        .page("/account", own, account::show)
        .form("/account/password", own, account::change_password)
        .form("/account/sign-out-everywhere", own, account::sign_out_everywhere)
        .form("/account/phone", people(), phone::set_own)
        .form("/account/phone/remove", people(), phone::remove_own)
        .page("/pair", supervisors(), pair::show)
        .form("/pair", supervisors(), pair::approve)
        .page("/settings/displays", supervisors(), displays::show)
        .form("/settings/displays/{id}", supervisors(), displays::change)
        .form("/settings/displays/{id}/identify", supervisors(), displays::identify)
        .form("/settings/displays/{id}/reload", supervisors(), displays::reload)
        .form("/settings/displays/{id}/revoke", supervisors(), displays::revoke)
        .page("/settings/users", admins(), users::show)
        .form("/settings/users", admins(), users::add)
        .page("/settings/users/{id}", admins(), user::show)
        .form("/settings/users/{id}", admins(), user::change)
        .form("/settings/users/{id}/password", admins(), user::reset_password)
        .form("/settings/users/{id}/remove", admins(), user::remove)
        .form("/settings/users/{id}/restore", admins(), user::restore)
        .form("/settings/users/{id}/phone", admins(), phone::set_of_user)
        .form("/settings/users/{id}/phone/remove", admins(), phone::remove_of_user)
        .page("/settings/tokens", admins(), tokens::show)
        .form("/settings/tokens", admins(), tokens::make)
        .form("/settings/tokens/{id}/revoke", admins(), tokens::revoke)
        .page("/settings/audit", admins(), audit::show)
}
