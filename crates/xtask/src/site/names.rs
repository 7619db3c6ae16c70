//! The names of published files: with a hash of the content, so that browsers may keep them for ever.

use crate::failure::Failure;
use crate::fingerprint::Fingerprint;
use std::path::Path;

/// One of the three files that leptos names from `hash.txt`.
#[derive(Debug, PartialEq, Eq)]
pub struct Published {
    /// "js", "wasm" or "css": both the key in `hash.txt` and the extension.
    pub kind: &'static str,
    hash: String,
}

impl Published {
    pub fn of(kind: &'static str, file: &Path) -> Result<Self, Failure> {
        let mut hash = Fingerprint::new().with_file(file)?.hex();
        hash.truncate(16);
        Ok(Self { kind, hash })
    }

    /// `callboard.<hash>.<kind>`: how leptos' `HydrationScripts` and leptos_meta's `HashedStylesheet` form it.
    pub fn file_name(&self) -> String {
        format!("callboard.{}.{}", self.hash, self.kind)
    }
}

/// The file beside the executable from which leptos reads the hashes on every page: `kind: hash`, one a line.
pub fn hash_txt(files: &[Published]) -> String {
    files.iter().map(|file| format!("{}: {}\n", file.kind, file.hash)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As leptos 0.8.23 reads it: `line.split_once(':')`, the key compared whole, the value trimmed.
    fn read_by_leptos(text: &str, key: &str) -> Option<String> {
        text.lines()
            .filter_map(|l| l.trim().split_once(':'))
            .find(|(k, _)| *k == key)
            .map(|(_, h)| h.trim().to_owned())
    }

    #[test]
    fn leptos_reads_back_the_names_that_were_written() {
        let files = [
            Published { kind: "js", hash: "0011".into() },
            Published { kind: "wasm", hash: "2233".into() },
            Published { kind: "css", hash: "4455".into() },
        ];
        let text = hash_txt(&files);
        assert_eq!(text, "js: 0011\nwasm: 2233\ncss: 4455\n");
        for file in &files {
            let hash = read_by_leptos(&text, file.kind).expect("every kind has a line");
            assert_eq!(file.file_name(), format!("callboard.{hash}.{}", file.kind));
        }
    }
}
