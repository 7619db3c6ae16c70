use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

/// Where this server listens and keeps its files.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    /// The address people use, where a proxy stands in front.
    pub public_url: Option<Url>,
    pub data_dir: PathBuf,
    /// Proxies whose forwarding headers are believed: addresses, or networks such as `10.0.0.0/8`.
    #[serde(deserialize_with = "super::load::list")]
    pub trusted_proxies: Vec<String>,
    /// Live streams that one user, token or television may hold open at once.
    pub streams_per_user: u32,
    /// What the board is called.
    pub name: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            data_dir: "./data".into(),
            trusted_proxies: Vec::new(),
            streams_per_user: 50,
            name: "Callboard".into(),
        }
    }
}
