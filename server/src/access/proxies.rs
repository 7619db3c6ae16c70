//! Who is at the other end: the connection's address, or what a trusted proxy says of it.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The proxies of `server.trusted_proxies`. Nobody else's forwarding headers are read: any client can send them.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Of addresses (`10.0.0.7`) and networks (`10.0.0.0/8`).
    ///
    /// # Errors
    /// The first entry that is neither.
    pub fn read(entries: &[String]) -> Result<Self, String> {
        let net = |entry: &String| {
            let net = entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
            net.map_err(|_| entry.clone())
        };
        entries.iter().map(net).collect::<Result<_, _>>().map(Self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The nearest address that is no proxy of ours: `X-Forwarded-For` is read from its end, where our own proxies
    /// write, and what a client wrote before is not believed.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trust(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut nearest = peer;
        for hop in hops.map(str::trim) {
            let Some(address) = address(hop) else { return nearest };
            nearest = address;
            if !self.trust(address) {
                return nearest;
            }
        }
        nearest
    }

    /// Whether the browser's side of a trusted proxy is encrypted.
    pub fn came_by_https(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        let last = headers.get_all("x-forwarded-proto").iter().next_back();
        let last = last.and_then(|line| line.to_str().ok()?.rsplit(',').next());
        self.trust(peer) && last.is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"))
    }
}

/// Some proxies write the port too.
fn address(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let entries = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].map(str::to_owned);
        let proxies = TrustedProxies::read(&entries).expect("they are right");
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        proxies.client(peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_what_it_wrote_itself() {
        assert_eq!(client("203.0.113.9", &["1.1.1.1"]), "203.0.113.9", "anybody can send the header");
        assert_eq!(client("127.0.0.1", &["198.51.100.4"]), "198.51.100.4");
        assert_eq!(client("127.0.0.1", &["1.1.1.1, 198.51.100.4, 10.2.3.4"]), "198.51.100.4");
        assert_eq!(
            client("127.0.0.1", &["1.1.1.1", "198.51.100.4"]),
            "198.51.100.4",
            "two lines are one list"
        );
        assert_eq!(client("127.0.0.1", &["1.1.1.1, nonsense"]), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(client("::ffff:127.0.0.1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(client("127.0.0.1", &["10.0.0.1, 10.0.0.2"]), "10.0.0.1", "all of them are ours");
    }

    #[test]
    fn what_is_no_address_is_named() {
        assert_eq!(TrustedProxies::read(&["proxy.example".to_owned()]).err(), Some("proxy.example".into()));
    }
}
