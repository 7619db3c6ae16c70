//! Passwords: argon2id with OWASP's parameters (19 MiB, two passes, one lane), the crate's defaults.
//! https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::AccessError;

/// Long rather than wild (ASVS 5.0, 6.2.1 and 6.2.5): no rules about kinds of characters.
pub const SHORTEST: usize = 12;
pub const LONGEST: usize = 200;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// Too little of it is left without the name, the words that are tried first, and characters in a row.
    #[error("this password is made of what is tried first: use words that nobody expects together")]
    TooPlain,
    #[error("this is the present password")]
    Same,
}

/// What guessing begins with, as far as it is found in passwords of this length.
const TRIED_FIRST: [&str; 24] = [
    "callboard",
    "wallboard",
    "antbuddy",
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "matkhau",
    "mậtkhẩu",
    "welcome",
    "letmein",
    "iloveyou",
    "administrator",
    "admin",
    "supervisor",
    "changeme",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qazwsxedc",
    "secret",
];

/// # Errors
/// What is wrong with it, to be shown beside its field.
pub fn fits(password: &str, name: &str) -> Result<(), Unfit> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Unfit::TooShort);
    }
    if length > LONGEST {
        return Err(Unfit::TooLong);
    }
    let name = name.to_lowercase();
    let mut rest = password.to_lowercase().replace(char::is_whitespace, "");
    for word in TRIED_FIRST.into_iter().chain([&*name]).filter(|word| !word.is_empty()) {
        rest = rest.replace(word, "");
    }
    if unexpected(&rest) < SHORTEST / 2 { Err(Unfit::TooPlain) } else { Ok(()) }
}

/// Characters that do not just repeat or count on from the one before: `abcd` and `1111` have one.
fn unexpected(text: &str) -> usize {
    let before = [None].into_iter().chain(text.chars().map(Some));
    let is_new = |(character, before): &(char, Option<char>)| {
        before.is_none_or(|before| u32::from(*character).abs_diff(u32::from(before)) > 1)
    };
    text.chars().zip(before).filter(is_new).count()
}

/// Hashing takes 19 MiB and tens of milliseconds of a core. Two at a time, so that a storm of sign-ins takes neither
/// the memory nor the board's processor.
#[derive(Debug)]
pub(crate) struct Hasher {
    turns: Semaphore,
    /// What an unknown name's password is compared with, so that it takes as long as a known one's.
    nobodys: String,
}

const AT_ONCE: usize = 2;

impl Hasher {
    pub(crate) fn new() -> Self {
        Self { turns: Semaphore::new(AT_ONCE), nobodys: hashed("nobody has this password") }
    }

    pub(crate) async fn hash(&self, password: &str) -> Result<String, AccessError> {
        let password = password.to_owned();
        let _turn = self.turns.acquire().await.map_err(|error| AccessError::Disk(error.into()))?;
        tokio::task::spawn_blocking(move || hashed(&password))
            .await
            .map_err(|error| AccessError::Disk(error.into()))
    }

    /// Whether it is that password. `None`, of an unknown name or one without a password, takes as long.
    pub(crate) async fn is(&self, password: &str, kept: Option<&str>) -> Result<bool, AccessError> {
        let password = password.to_owned();
        let is_known = kept.is_some();
        let kept = kept.unwrap_or(&self.nobodys).to_owned();
        let _turn = self.turns.acquire().await.map_err(|error| AccessError::Disk(error.into()))?;
        let is = tokio::task::spawn_blocking(move || {
            Argon2::default().verify_password(password.as_bytes(), kept.as_str()).is_ok()
        })
        .await
        .map_err(|error| AccessError::Disk(error.into()))?;
        Ok(is && is_known)
    }
}

fn hashed(password: &str) -> String {
    // Fails only for parameters out of range, and these are constant.
    Argon2::default().hash_password(password.as_bytes()).expect("argon2's own defaults").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_no_word_that_is_tried_first() {
        assert_eq!(fits("short", "ann"), Err(Unfit::TooShort));
        assert_eq!(fits(&"x".repeat(LONGEST + 1), "ann"), Err(Unfit::TooLong));
        assert_eq!(fits("aaaaaaaaaaaaaa", "ann"), Err(Unfit::TooPlain));
        assert_eq!(fits("Callboard2026", "ann"), Err(Unfit::TooPlain));
        assert_eq!(fits("nguyenthianh1", "NguyenThiAnh"), Err(Unfit::TooPlain));
        for tried_first in ["Password1234", "qwerty123456", "123456789012", "1q2w3e4r5t6y", "admin12345678"] {
            assert_eq!(fits(tried_first, "ann"), Err(Unfit::TooPlain), "{tried_first}");
        }
        assert_eq!(fits("mười hai chữ cái", "ann"), Ok(()));
        assert_eq!(fits("Callboard is on the third floor", "ann"), Ok(()));
    }
}
