//! The wasm-bindgen command, of exactly the version that Cargo.lock has: the two must be equal.

use crate::failure::{Failure, OnFile};
use crate::process;
use crate::step::{skip, step};
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

pub fn ensure(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let lock = workspace.root.join("Cargo.lock");
    let locked = std::fs::read_to_string(&lock).on("read", &lock)?;
    let version = locked_version(&locked, "wasm-bindgen")
        .ok_or_else(|| Failure::new("find wasm-bindgen in Cargo.lock", "restore Cargo.lock from git"))?;
    let own = workspace.tools().join("bin/wasm-bindgen");
    for candidate in [PathBuf::from("wasm-bindgen"), own.clone()] {
        let said = process::answer(Command::new(&candidate).arg("--version")).unwrap_or_default();
        if said.split(' ').nth(1) == Some(version) {
            skip(&format!("wasm-bindgen {version}"), "there");
            return Ok(candidate);
        }
    }
    step(&format!("wasm-bindgen {version}"), "cargo install, 2 to 4 minutes", || {
        let mut install = process::cargo(&workspace.root);
        // Without --locked: its lock file may ask for versions that are no longer, or not yet, in the registry.
        install
            .args(["install", "--quiet", "--force", "--version", version, "wasm-bindgen-cli", "--root"])
            .arg(workspace.tools())
            .env("CARGO_TARGET_DIR", workspace.target.join("tools-build"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        let mend = format!("run `cargo install wasm-bindgen-cli@{version}`, which says why, and try again");
        process::run(&mut install, "install the wasm-bindgen command", &mend)
    })?;
    Ok(own)
}

/// The version of a package in Cargo.lock; the first, should there be several.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_of_exactly_this_package() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}
