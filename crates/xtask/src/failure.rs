//! What could not be done, and how to mend it.

use std::fmt;

/// Shown as one line: "could not …: …".
#[derive(Debug)]
pub struct Failure {
    could_not: String,
    mend: String,
}

impl Failure {
    /// Reads as "could not {could_not}: {mend}".
    pub fn new(could_not: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { could_not: could_not.into(), mend: mend.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}: {}", self.could_not, self.mend)
    }
}

/// Files that cannot be read or written: the path and the system's own words are all there is to say.
pub trait OnFile<T> {
    fn on(self, doing: &str, path: &std::path::Path) -> Result<T, Failure>;
}

impl<T> OnFile<T> for std::io::Result<T> {
    fn on(self, doing: &str, path: &std::path::Path) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(format!("{doing} {}", path.display()), error.to_string()))
    }
}
