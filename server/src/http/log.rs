//! One line a request, at `debug`; slow or failed ones higher. Paths only: queries may hold phone numbers.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;

pub async fn requests(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(%method, path, status, took_ms, "a request failed");
    } else {
        tracing::debug!(%method, path, status, took_ms, "a request was answered");
    }
    response
}
