//! `Range: bytes=…`, as S3 reads it: one range; anything it does not understand is ignored.

use std::ops::Range;

#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// Everything, with 200.
    Whole,
    /// A part, with 206.
    Part(Range<u64>),
    /// Nothing of it exists: 416.
    Beyond,
}

/// What a `Range` header asks of an object of `length` bytes.
pub fn asked(header: Option<&str>, length: u64) -> Asked {
    let Some((first, last)) = header.and_then(|text| text.strip_prefix("bytes=")?.split_once('-')) else {
        return Asked::Whole;
    };
    match (first.parse::<u64>().ok(), last.parse::<u64>().ok()) {
        (Some(start), _) if start >= length => Asked::Beyond,
        (Some(start), Some(end)) if end >= start => Asked::Part(start..end.saturating_add(1).min(length)),
        (Some(start), None) if last.is_empty() => Asked::Part(start..length),
        (None, Some(0)) if first.is_empty() => Asked::Beyond,
        (None, Some(suffix)) if first.is_empty() => Asked::Part(length.saturating_sub(suffix)..length),
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (header, expected) in [
            (None, Asked::Whole),
            (Some("bytes=0-0"), Asked::Part(0..1)),
            (Some("bytes=10-"), Asked::Part(10..100)),
            (Some("bytes=10-500"), Asked::Part(10..100)),
            (Some("bytes=-30"), Asked::Part(70..100)),
            (Some("bytes=-300"), Asked::Part(0..100)),
            (Some("bytes=100-"), Asked::Beyond),
            (Some("bytes=-0"), Asked::Beyond),
            (Some("bytes=5-2"), Asked::Whole),
            (Some("bytes=0-1,5-6"), Asked::Whole),
            (Some("lines=0-1"), Asked::Whole),
        ] {
            assert_eq!(asked(header, 100), expected, "{header:?}");
        }
    }
}
