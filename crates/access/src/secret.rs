//! What opens doors: 256 random bits, shown once, of which only the SHA-256 is kept. Whoever reads the database can
//! open nothing with it; and finding a hash in a table tells by its time nothing about the secret.

use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

pub(crate) type Hash = [u8; 32];

/// Tells by its beginning what it is for, so that a found one can be named and revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session,
    Token,
    Display,
    FirstAdmin,
}

impl Purpose {
    fn beginning(self) -> &'static str {
        match self {
            Self::Session => "cbs_",
            Self::Token => "cbt_",
            Self::Display => "cbd_",
            Self::FirstAdmin => "cba_",
        }
    }
}

pub(crate) fn make(purpose: Purpose) -> (SecretString, Hash) {
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).expect("the system has random bytes");
    let secret = format!("{}{}", purpose.beginning(), hex::encode(bytes));
    let hash = hash(&secret);
    (secret.into(), hash)
}

pub(crate) fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}
