//! What a browser has to fetch, raw and compressed, and the limit it must stay under.

use super::layout::Placed;
use crate::failure::{Failure, OnFile};
use crate::fingerprint::files_below;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Of WASM, JS and CSS together, in bytes after brotli: what a screen on a slow line loads in a few seconds.
const LIMIT: u64 = 300_000;

/// Bytes of one kind of file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Size {
    raw: u64,
    brotli: u64,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, brotli: self.brotli + other.brotli }
    }
}

/// Prints the table; answers what a browser fetches before the page is alive.
pub fn report(placed: &Placed) -> Result<Weight, Failure> {
    let files = files_below(&placed.site)?;
    let size = |extensions: &[&str]| {
        files
            .iter()
            .filter(|file| file.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e)))
            .try_fold(Size::default(), |sum, file| size_of(file).map(|size| sum.and(size)))
    };
    let (wasm, js, css) = (size(&["wasm"])?, size(&["js"])?, size(&["css"])?);
    let total = wasm.and(js).and(css);
    let fonts = size(&["woff2", "woff", "ttf"])?;
    print!(
        "{}",
        table(&[("WASM", wasm), ("JS", js), ("CSS", css), ("WASM + JS + CSS", total), ("fonts", fonts)])
    );
    Ok(Weight(total))
}

/// WASM, JS and CSS together.
#[derive(Debug, Clone, Copy)]
pub struct Weight(Size);

impl Weight {
    /// # Errors
    /// When the page has grown too heavy to ship.
    pub fn keep_within_limit(self) -> Result<(), Failure> {
        if self.0.brotli <= LIMIT {
            return Ok(());
        }
        Err(Failure::new(
            format!("keep the page within {} of WASM, JS and CSS", kilobytes(LIMIT)),
            format!("it is {} after brotli; see what the last change brought in", kilobytes(self.0.brotli)),
        ))
    }
}

/// Files that are not compressed again, such as fonts, travel as they are.
fn size_of(file: &Path) -> Result<Size, Failure> {
    let length = |path: &Path| fs::metadata(path).map(|metadata| metadata.len());
    let raw = length(file).on("measure", file)?;
    let compressed = format!("{}.br", file.display());
    Ok(Size { raw, brotli: length(Path::new(&compressed)).unwrap_or(raw) })
}

fn table(rows: &[(&str, Size)]) -> String {
    let mut text = format!("  {:<16}{:>12}{:>12}\n", "", "raw", "brotli");
    for (name, size) in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:<16}{:>12}{:>12}", kilobytes(size.raw), kilobytes(size.brotli));
    }
    text
}

fn kilobytes(bytes: u64) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lines_up() {
        let rows = [("WASM", Size { raw: 812_340, brotli: 210_050 }), ("fonts", Size::default())];
        let expected = "                           raw      brotli\n  \
                        WASM                812.3 kB    210.1 kB\n  \
                        fonts                 0.0 kB      0.0 kB\n";
        assert_eq!(table(&rows), expected);
    }

    #[test]
    fn only_what_is_over_the_limit_fails() {
        let weight = |brotli| Weight(Size { raw: 2_000_000, brotli });
        assert!(weight(LIMIT).keep_within_limit().is_ok());
        let failure = weight(LIMIT + 100).keep_within_limit().expect_err("over the limit");
        assert!(failure.to_string().contains("300.1 kB after brotli"), "{failure}");
    }
}
