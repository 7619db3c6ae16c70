//! Where things are: the checkout, cargo's target directory, and what this program keeps there.

use crate::failure::{Failure, OnFile};
use crate::process;
use std::fs;
use std::path::{Path, PathBuf};

pub struct Workspace {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target directory; `CARGO_TARGET_DIR` is honoured.
    pub target: PathBuf,
}

impl Workspace {
    pub fn find() -> Result<Self, Failure> {
        // Cargo sets it at run time too; a copy of this program built in another checkout must not build that one.
        let manifest =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = PathBuf::from(manifest).join("../..");
        let root = root.canonicalize().on("find", &root)?;
        let metadata =
            process::cargo(&root).args(["metadata", "--no-deps", "--format-version=1", "--offline"]).output();
        let target = metadata
            .ok()
            .and_then(|output| String::from_utf8(output.stdout).ok())
            .and_then(|json| text_member(&json, "target_directory"))
            .ok_or_else(|| {
                Failure::new("learn cargo's target directory", "`cargo metadata --no-deps` says why")
            })?;
        Ok(Self { root, target: PathBuf::from(target) })
    }

    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// Tools of another version than the one on the machine: `bin/` in it.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Half-made things and stamps, kept from one build to the next.
    pub fn parts(&self) -> Result<PathBuf, Failure> {
        let parts = self.target.join("callboard-parts");
        fs::create_dir_all(&parts).on("make", &parts)?;
        Ok(parts)
    }
}

/// The text of the first `"name":"…"` in a JSON document.
fn text_member(json: &str, name: &str) -> Option<String> {
    let key = format!("\"{name}\":\"");
    let rest = &json[json.find(&key)? + key.len()..];
    let mut text = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => text.push(characters.next()?),
            character => text.push(character),
        }
    }
}

/// Puts a file in place in one move, so that a program running from the old one goes on undisturbed.
pub fn replace_file(from: &Path, to: &Path) -> Result<(), Failure> {
    let part = to.with_extension("part");
    fs::copy(from, &part).on("copy", from)?;
    fs::rename(&part, to).on("write", to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_directory_is_read_from_metadata() {
        let json = r#"{"packages":[],"target_directory":"/var/a \"b\"/target","version":1}"#;
        assert_eq!(text_member(json, "target_directory").as_deref(), Some("/var/a \"b\"/target"));
        assert_eq!(text_member(json, "workspace_root"), None);
    }
}
