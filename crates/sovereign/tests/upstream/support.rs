//! Fixtures, and a client of any server.

use std::path::PathBuf;
use std::sync::Once;

use serde_json::Value;
use sovereign::{Client, ClientSettings};
use url::Url;

pub const KEY: &str = "fl_live_5ecr3tOfTheTests";

pub fn text(fixture: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn json(fixture: &str) -> Value {
    serde_json::from_str(&text(fixture)).unwrap_or_else(|error| panic!("{fixture}: {error}"))
}

pub fn client(base_url: &str, settings: ClientSettings) -> Client {
    install_crypto();
    Client::new(Url::parse(base_url).expect("a URL"), KEY.into(), settings).expect("a client")
}

pub fn install_crypto() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().expect("it is the first");
    });
}
