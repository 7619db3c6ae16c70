//! Where a link may lead: the hosts of the settings, and by https.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::Url;

use crate::config::AntRing;
use crate::error::AppError;

#[derive(Debug, Clone)]
pub struct Hosts {
    names: Arc<[String]>,
    /// A simulator's media server speaks plain HTTP, as its REST does; a real one must not.
    plain_http: bool,
}

impl Hosts {
    pub fn new(settings: &AntRing) -> Self {
        Self { names: settings.media_hosts.clone().into(), plain_http: settings.base_url.scheme() == "http" }
    }

    /// Asked of the link and of every address that it is redirected to. An address instead of a name is allowed only
    /// where the settings spell it, and then wherever it lies: the operator has written it down.
    pub fn allow(&self, url: &Url) -> Result<(), AppError> {
        let host = url.host_str().unwrap_or_default();
        // The settings may write an IPv6 address without its brackets.
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_listed = |name: &String| name.eq_ignore_ascii_case(host) || name.eq_ignore_ascii_case(bare);
        if !self.names.iter().any(is_listed) {
            return Err(AppError::Upstream(format!(
                "its recordings lie at {host}, which antring.media_hosts does not list"
            )));
        }
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.plain_http => Ok(()),
            _ => Err(AppError::Upstream("its link to the recording is not secure".into())),
        }
    }
}

/// The private networks of `antring.media_networks`.
///
/// # Errors
/// The first entry that is neither an address nor a network.
pub fn networks(entries: &[String]) -> Result<Arc<[IpNet]>, String> {
    let network = |entry: &String| {
        let network = entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
        network.map_err(|_| entry.clone())
    };
    entries.iter().map(network).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(url: &str, base: &str) -> bool {
        let hosts = ["abs1.antbuddy.com", "10.0.0.7", "fd00::7"].map(str::to_owned).into();
        let base_url = Url::parse(base).expect("an address");
        let settings = AntRing { media_hosts: hosts, base_url, ..AntRing::default() };
        Hosts::new(&settings).allow(&Url::parse(url).expect("a link")).is_ok()
    }

    #[test]
    fn only_hosts_of_the_settings_and_only_securely() {
        let antring = "https://openapi.antbuddy.com";
        for link in [
            "https://abs1.antbuddy.com/a",
            "https://ABS1.antbuddy.com/",
            "https://10.0.0.7/",
            "https://[fd00::7]/",
        ] {
            assert!(allows(link, antring), "{link}");
        }
        for link in [
            "http://abs1.antbuddy.com/a",
            "https://abs1.antbuddy.com.evil.example/a",
            "https://abs1.antbuddy.com@evil.example/a",
            "https://evil.example/abs1.antbuddy.com",
            "https://abs1.antbuddy.com./a",
            "https://169.254.169.254/latest",
            "https://2852039166/latest",
            "https://0xa9fea9fe/latest",
            "https://10.0.0.8/",
            "ftp://abs1.antbuddy.com/a",
        ] {
            assert!(!allows(link, antring), "{link}");
        }
        assert!(allows("http://10.0.0.7/", "http://127.0.0.1:5580"), "a simulator speaks plain HTTP");
    }

    #[test]
    fn networks_are_addresses_too() {
        let read = |entry: &str| networks(&[entry.to_owned()]).map(|read| read[0].to_string());
        assert_eq!(read("10.1.0.0/16").as_deref(), Ok("10.1.0.0/16"));
        assert_eq!(read("127.0.0.2").as_deref(), Ok("127.0.0.2/32"));
        assert_eq!(read("pbx"), Err("pbx".into()));
    }
}
