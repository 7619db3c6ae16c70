use serde::Deserialize;

/// Where history will be kept. Accepted, and not read yet: this version keeps nothing on disk.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    pub url: String,
}

impl Default for Store {
    fn default() -> Self {
        Self { url: "sqlite:callboard.db".into() }
    }
}
