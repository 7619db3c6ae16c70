//! Many entries in one compressed row.
//!
//! The plain form is one after the other: the time (8 bytes, little-endian), the body's length (4 bytes), the body.
//! Positions are the first one's and on.

use super::{Entry, Position, Stored};

/// Polls resemble each other, so the window matters more than the level.
const LEVEL: i32 = 6;
/// More is not a segment of ours. Guards memory against a damaged row.
const LARGEST: usize = 256 * 1024 * 1024;

/// Compresses entries; their bodies are below 4 GB each.
pub(crate) fn pack(entries: &[Entry]) -> std::io::Result<(usize, Vec<u8>)> {
    let mut plain = Vec::with_capacity(entries.iter().map(|entry| entry.body.len() + 12).sum());
    for entry in entries {
        let length = u32::try_from(entry.body.len()).map_err(|_| malformed("an entry of 4 GB"))?;
        plain.extend_from_slice(&entry.at.to_le_bytes());
        plain.extend_from_slice(&length.to_le_bytes());
        plain.extend_from_slice(&entry.body);
    }
    Ok((plain.len(), zstd::bulk::compress(&plain, LEVEL)?))
}

/// The entries of a segment that begins at `first` and whose plain form is so long.
pub(crate) fn unpack(first: Position, plain_bytes: usize, packed: &[u8]) -> std::io::Result<Vec<Stored>> {
    if plain_bytes > LARGEST {
        return Err(malformed("a segment larger than any that is written"));
    }
    let plain = zstd::bulk::decompress(packed, plain_bytes)?;
    let mut rest = plain.as_slice();
    let mut entries = Vec::new();
    let mut position = first;
    while !rest.is_empty() {
        let (at, after) = rest.split_first_chunk::<8>().ok_or_else(|| malformed("a time is cut off"))?;
        let (length, after) =
            after.split_first_chunk::<4>().ok_or_else(|| malformed("a length is cut off"))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (body, after) = after.split_at_checked(length).ok_or_else(|| malformed("a body is cut off"))?;
        entries.push(Stored { position, at: i64::from_le_bytes(*at), body: body.to_vec() });
        position.0 += 1;
        rest = after;
    }
    Ok(entries)
}

fn malformed(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, format!("a journal segment is damaged: {what}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(bodies in prop::collection::vec((any::<i64>(), prop::collection::vec(any::<u8>(), 0..50)), 0..40)) {
            let entries: Vec<Entry> = bodies.into_iter().map(|(at, body)| Entry { at, body }).collect();
            let (plain, packed) = pack(&entries).expect("memory");
            let back = unpack(Position(7), plain, &packed).expect("sound");
            let expected: Vec<Stored> = entries
                .into_iter()
                .zip(7..)
                .map(|(entry, position)| Stored { position: Position(position), at: entry.at, body: entry.body })
                .collect();
            prop_assert_eq!(back, expected);
        }

        #[test]
        fn damage_is_an_error_and_no_panic(noise in prop::collection::vec(any::<u8>(), 0..200), plain in 0usize..1_000) {
            let _ = unpack(Position(1), plain, &noise);
        }
    }
}
