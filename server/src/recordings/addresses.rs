//! Which addresses a host name may lead to. Decided where the connection's own look-up is made, so that no later answer
//! of a name server (DNS rebinding) can lead elsewhere.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The machine's own resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is the link's; this one stands for "none".
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

/// Another resolver's answers, without the addresses that no recording may come from.
pub struct PublicNames {
    inner: Arc<dyn Resolve>,
    also: Arc<[IpNet]>,
}

impl PublicNames {
    /// `also`: the private networks of `antring.media_networks`.
    pub fn new(inner: Arc<dyn Resolve>, also: Arc<[IpNet]>) -> Self {
        Self { inner, also }
    }
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let (looking, also) = (self.inner.resolve(name), Arc::clone(&self.also));
        Box::pin(async move {
            let may_be = |found: &SocketAddr| {
                let ip = found.ip().to_canonical();
                is_public(ip) || also.iter().any(|network| network.contains(&ip))
            };
            let found: Vec<SocketAddr> = looking.await?.filter(may_be).collect();
            match found.is_empty() {
                true => Err(NotPublic.into()),
                false => Ok(Box::new(found.into_iter()) as Addrs),
            }
        })
    }
}

/// A name leads only to addresses that recordings may not come from.
#[derive(Debug, Clone, Copy)]
pub struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name leads to no public address")
    }
}

impl std::error::Error for NotPublic {}

/// An address on the open internet, as far as the registries of special addresses (RFC 6890) tell.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        // 240.0.0.0/4 and broadcast with multicast's 224.0.0.0/4.
        || a >= 224
        // Shared by carriers (CGNAT), protocol assignments, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let carried = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // IPv4 in other clothes: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => carried(high, low),
        [0x2002, ..] => carried(second, third),
        // Only 2000::/3 is given out; of it, protocol assignments (Teredo too) and documentation are not places.
        _ => {
            (0x2000..0x4000).contains(&first)
                && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
                && !(first == 0x3fff && second < 0x1000)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::{Mutex, PoisonError};

    use super::*;

    #[test]
    fn the_open_internet_and_nothing_else() {
        for address in ["1.1.1.1", "171.244.10.5", "2606:4700::1111", "2405:4800::1", "64:ff9b::101:101"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fec0::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
        ] {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
    }

    /// Answers one after another, whatever the name.
    struct Changing(Mutex<VecDeque<Vec<IpAddr>>>);

    impl Resolve for Changing {
        fn resolve(&self, _: Name) -> Resolving {
            let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or_default();
            let found = next.into_iter().map(|address| SocketAddr::from((address, 0)));
            let found: Addrs = Box::new(found.collect::<Vec<_>>().into_iter());
            Box::pin(async move { Ok(found) })
        }
    }

    async fn answers(said: &[&[&str]], also: &[&str]) -> Vec<Vec<String>> {
        let address = |text: &&str| text.parse::<IpAddr>().expect("an address");
        let said = said.iter().map(|said| said.iter().map(address).collect::<Vec<IpAddr>>());
        let also = also.iter().map(|network| network.parse().expect("a network"));
        let names = PublicNames::new(Arc::new(Changing(Mutex::new(said.clone().collect()))), also.collect());
        let mut answers = Vec::new();
        for _ in said {
            let found = names.resolve("media.example".parse().expect("a name")).await;
            answers
                .push(found.map_or(Vec::new(), |found| found.map(|found| found.ip().to_string()).collect()));
        }
        answers
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_leads_nowhere_the_second_time() {
        let said: [&[&str]; 4] =
            [&["171.244.10.5"], &["127.0.0.1"], &["10.0.0.9", "171.244.10.5"], &["::ffff:127.0.0.1"]];
        assert_eq!(answers(&said, &[]).await, [vec!["171.244.10.5"], vec![], vec!["171.244.10.5"], vec![]]);
    }

    #[tokio::test]
    async fn a_private_network_that_is_named_opens_itself_alone() {
        let said: [&[&str]; 2] = [&["10.1.0.9", "10.2.0.9"], &["::ffff:10.1.0.9"]];
        let found = answers(&said, &["10.1.0.0/16"]).await;
        assert_eq!(found, [vec!["10.1.0.9"], vec!["::ffff:10.1.0.9"]]);
    }
}
