//! The addresses below the feed's URL.

use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use url::Url;

use super::SessionEnd;

/// `events_url` with a path below it. A path in `events_url` stays as a prefix, and its query
/// stays too: a gateway may want a key there.
pub(super) fn below(events_url: &Url, path: &[&str]) -> Option<Url> {
    let mut url = events_url.clone();
    url.set_fragment(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    Some(url)
}

/// The same address for a WebSocket.
pub(super) fn websocket(url: &Url) -> Option<Url> {
    let scheme = match url.scheme() {
        "https" | "wss" => "wss",
        "http" | "ws" => "ws",
        _ => return None,
    };
    with_scheme(url, scheme)
}

/// The same address for ordinary requests.
pub(super) fn http(url: &Url) -> Option<Url> {
    let scheme = match url.scheme() {
        "https" | "wss" => "https",
        "http" | "ws" => "http",
        _ => return None,
    };
    with_scheme(url, scheme)
}

/// Engine.IO's address below the feed's, for requests and upgrades alike.
pub(super) fn engine_io(events_url: &Url, version: &str, transport: &str) -> Option<Url> {
    let mut url = below(events_url, &["socket.io", ""])?;
    url.query_pairs_mut().append_pair("EIO", version).append_pair("transport", transport);
    Some(url)
}

/// The request that opens a WebSocket at `url`; `None`, or an address that is none of the web's, is an error.
pub(super) fn upgrade(url: Option<Url>) -> Result<Request, SessionEnd> {
    let url = url.and_then(|url| websocket(&url)).ok_or_else(no_web_address)?;
    url.as_str().into_client_request().map_err(|error| SessionEnd::of_network(&error))
}

/// How a session ends that has no address to go to.
pub(super) fn no_web_address() -> SessionEnd {
    SessionEnd::Lost("the events URL must begin with https://, http://, wss:// or ws://".into())
}

fn with_scheme(url: &Url, scheme: &str) -> Option<Url> {
    let mut url = url.clone();
    url.set_scheme(scheme).ok()?;
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_schemes() {
        let base = Url::parse("https://ws.antbuddy.com:5557").expect("a URL");
        let upgrade = below(&base, &["socket.io", "1", "websocket", "a b"]).and_then(|url| websocket(&url));
        assert_eq!(
            upgrade.as_ref().map(Url::as_str),
            Some("wss://ws.antbuddy.com:5557/socket.io/1/websocket/a%20b")
        );
        let prefixed = Url::parse("http://gateway/rt/?x=1").expect("a URL");
        let handshake = below(&prefixed, &["socket.io", "1", ""]).and_then(|url| http(&url));
        assert_eq!(handshake.as_ref().map(Url::as_str), Some("http://gateway/rt/socket.io/1/?x=1"));
        assert!(websocket(&Url::parse("ftp://x").expect("a URL")).is_none());
    }
}
