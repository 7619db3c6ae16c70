//! Links in the form of S3's signature version 2. The signature itself is our own: a client cannot check it and
//! must pass it on byte for byte.

use sha2::{Digest, Sha256};

/// The documented example's access key.
const ACCESS_KEY: &str = "E7IPYE4LN28Y4I6T4400";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Path and query of a link to a recording, valid for GET until `expires` (unix seconds).
pub fn presigned_path(name: &str, expires: i64, secret: &str) -> String {
    let path = format!("/nkrecord/{}", percent_encoded(name));
    let query = presigned_query(&path, expires, secret);
    format!("{path}?{query}")
}

/// The only query under which `path`, as it is spelled, may be fetched.
pub fn presigned_query(path: &str, expires: i64, secret: &str) -> String {
    let digest = Sha256::digest(format!("{secret}\nGET\n\n\n{expires}\n{path}"));
    let signature = percent_encoded(&base64(&digest[..20]));
    format!("AWSAccessKeyId={ACCESS_KEY}&Expires={expires}&Signature={signature}")
}

/// Everything but letters, digits and `-._~` is escaped, `@` included, as AntRing's storage spells it.
fn percent_encoded(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for position in 0..4 {
            let digit = (bits >> (18 - 6 * position)) & 63;
            text.push(if position <= group.len() { char::from(BASE64[digit as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_looks_like_the_documented_one() {
        let link = presigned_path("call_recording_F5879958@172.16.0.204.mp3", 1_519_640_615, "123456");
        let head = "/nkrecord/call_recording_F5879958%40172.16.0.204.mp3?AWSAccessKeyId=E7IPYE4LN28Y4I6T4400";
        assert!(link.starts_with(&format!("{head}&Expires=1519640615&Signature=")), "{link}");
        assert!(link.ends_with("%3D"));
    }

    #[test]
    fn base64_is_the_usual_one() {
        for (plain, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), expected);
        }
    }
}
