//! Structured logs on standard error: text for people, JSON with `CALLBOARD_LOG_FORMAT=json`.

use tracing_subscriber::EnvFilter;

/// Filtered by `RUST_LOG`, like most Rust programs; `info` and above by default.
pub fn start() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,rust_socketio=off"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("CALLBOARD_LOG_FORMAT").is_ok_and(|format| format == "json") {
        logs.json().init();
    } else {
        logs.with_target(false).init();
    }
}
