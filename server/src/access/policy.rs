//! What a page may load and run: the content security policy.

use axum::http::HeaderValue;
use leptos::nonce::Nonce;

/// Of a page: scripts run only with this response's nonce; nothing is loaded from anywhere else. Styles in attributes are
/// refused too, so no page may have any.
pub fn of_page(nonce: &Nonce) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src 'self' data:; media-src 'self'; \
         font-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or_else(|_| of_anything_else())
}

/// Of everything that is no page: should a browser show it as one, it can do nothing.
pub const fn of_anything_else() -> HeaderValue {
    HeaderValue::from_static(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
}
