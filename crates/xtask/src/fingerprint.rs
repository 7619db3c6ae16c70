//! Names for content: which inputs a step saw last, and the hash in a published file's name.

use crate::failure::{Failure, OnFile};
use std::fs;
use std::path::{Path, PathBuf};

/// FNV-1a, 128 bits: stable between compilers, enough to tell versions of our own files apart, and eight lines.
#[derive(Clone)]
pub struct Fingerprint(u128);

impl Fingerprint {
    pub fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// The length goes in too, so that "ab" + "c" is not "a" + "bc".
    pub fn with(mut self, bytes: &[u8]) -> Self {
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        self
    }

    pub fn with_file(self, path: &Path) -> Result<Self, Failure> {
        Ok(self.with(&fs::read(path).on("read", path)?))
    }

    /// Every file below `folder`, in the order of their names.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, Failure> {
        for file in files_below(folder)? {
            let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
            self = self.with(name.as_bytes()).with_file(&file)?;
        }
        Ok(self)
    }

    /// 32 hexadecimal digits.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.0)
    }
}

/// All files below `folder`, sorted; none when there is no such folder.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).on("list", &folder)? {
            let path = entry.on("list", &folder)?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// True when the last successful run of this step had the same inputs and its output is still there.
pub fn is_fresh(stamp: &Path, inputs: &Fingerprint, output: &Path) -> bool {
    output.exists() && fs::read_to_string(stamp).is_ok_and(|seen| seen.trim() == inputs.hex())
}

pub fn remember(stamp: &Path, inputs: &Fingerprint) -> Result<(), Failure> {
    fs::write(stamp, inputs.hex()).on("write", stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hashed_where_makes_a_difference() {
        let hex =
            |parts: &[&str]| parts.iter().fold(Fingerprint::new(), |f, part| f.with(part.as_bytes())).hex();
        assert_eq!(hex(&["ab", "c"]), hex(&["ab", "c"]));
        assert_ne!(hex(&["ab", "c"]), hex(&["a", "bc"]));
        assert_ne!(hex(&["a", "b"]), hex(&["b", "a"]));
        assert_eq!(hex(&[]).len(), 32);
    }
}
