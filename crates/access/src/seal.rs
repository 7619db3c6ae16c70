//! What must be told to others in plain, and yet must not lie on the disk in plain: sealed with XChaCha20-Poly1305 by a
//! key from the settings. Whoever has the file alone, or a backup of it, can open nothing.

use base64ct::{Base64Unpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// Sealed texts are as long as the next multiple of this, so that their length says nothing.
const PADDED_TO: usize = 128;

/// Tells one key from another, and nothing about either.
pub(crate) type Mark = [u8; 8];

/// 256 bits that seal and open.
pub struct Key {
    bytes: SecretBox<[u8; KEY_BYTES]>,
    pub(crate) mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 32 random bytes as 64 hexadecimal digits or as base64; `openssl rand -hex 32` makes one")]
pub struct KeyUnfit;

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// From hexadecimal digits or base64, either alphabet, padded or not.
    ///
    /// # Errors
    /// It is not 32 bytes, or all of them are the same: nobody's random key is.
    pub fn read(text: &str) -> Result<Self, KeyUnfit> {
        let text = text.trim();
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        if text.len() == 2 * KEY_BYTES {
            hex::decode_to_slice(text, bytes.as_mut()).map_err(|_| KeyUnfit)?;
        } else {
            let plain = Zeroizing::new(text.trim_end_matches('=').replace('-', "+").replace('_', "/"));
            let decoded = Base64Unpadded::decode(plain.as_str(), bytes.as_mut()).map_err(|_| KeyUnfit)?;
            if decoded.len() != KEY_BYTES {
                return Err(KeyUnfit);
            }
        }
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(KeyUnfit);
        }
        Ok(Self::of(*bytes))
    }

    fn of(bytes: [u8; KEY_BYTES]) -> Self {
        let digest = Sha256::new().chain_update(b"callboard key\0").chain_update(bytes).finalize();
        let mut mark = Mark::default();
        mark.copy_from_slice(&digest[..8]);
        Self { bytes: SecretBox::new(Box::new(bytes)), mark }
    }

    /// `to` is what the text belongs to: it opens there alone.
    pub(crate) fn seal(&self, text: &[u8], to: &[u8]) -> Vec<u8> {
        let mut padded = Zeroizing::new(Vec::with_capacity(text.len().next_multiple_of(PADDED_TO)));
        padded.extend_from_slice(text);
        padded.resize(text.len().next_multiple_of(PADDED_TO), b' ');
        let mut nonce = [0; NONCE_BYTES];
        OsRng.try_fill_bytes(&mut nonce).expect("the system has random bytes");
        let payload = Payload { msg: &padded, aad: to };
        let sealed =
            self.cipher().encrypt(&XNonce::from(nonce), payload).expect("a short text can be sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// With the blanks behind it. `None`: another key sealed it, it belongs elsewhere, or it was changed.
    pub(crate) fn open(&self, sealed: &[u8], to: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).ok()?;
        let payload = Payload { msg: sealed, aad: to };
        self.cipher().decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes.expose_secret().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_in_every_usual_spelling() {
        let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
        let key = Key::read(hex).expect("a key");
        for same in [
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8",
            " AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=\n",
            &hex.to_uppercase(),
        ] {
            assert_eq!(Key::read(same).map(|key| key.mark), Ok(key.mark), "{same}");
        }
        for unfit in
            ["", "secret", &hex[1..], "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", &"0".repeat(64)]
        {
            assert_eq!(Key::read(unfit).map(|key| key.mark), Err(KeyUnfit), "{unfit}");
        }
        assert_eq!(format!("{key:?}"), "Key");
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_where_it_belongs_and_unchanged() {
        let (key, other) = (Key::of([7; KEY_BYTES]), Key::of([8; KEY_BYTES]));
        let sealed = key.seal(b"s3cret", b"7");
        assert_eq!(key.open(&sealed, b"7").map(|text| text.trim_ascii().to_vec()), Some(b"s3cret".to_vec()));
        assert!(key.open(&sealed, b"8").is_none(), "another's");
        assert!(other.open(&sealed, b"7").is_none(), "another key");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(key.open(&changed, b"7").is_none(), "changed at {place}");
        }
        assert!(key.open(&sealed[..20], b"7").is_none());
        assert_eq!(sealed.len(), key.seal(b"much longer", b"7").len(), "its length tells nothing");
        assert_ne!(sealed, key.seal(b"s3cret", b"7"), "no nonce is used twice");
    }
}
