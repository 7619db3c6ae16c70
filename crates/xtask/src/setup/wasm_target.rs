//! The standard library for wasm32.

use super::rust_std_from_source;
use crate::failure::Failure;
use crate::process;
use crate::step::{note, skip, step};
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

pub fn ensure(workspace: &Workspace) -> Result<(), Failure> {
    let libraries = target_libraries()?;
    if has_core(&libraries) {
        skip("wasm32 target", "there");
        return Ok(());
    }
    let added = step("wasm32 target", "rustup target add", || {
        let asked =
            process::run(Command::new("rustup").args(["target", "add", TARGET]), "add the target", "");
        Ok(asked.is_ok() && has_core(&libraries))
    })?;
    if added {
        return Ok(());
    }
    note(
        "wasm32 target",
        "rustup could not add it; building its standard library from Debian's rust-src instead",
    );
    step("wasm32 target", "cargo build of std, with bitcode for LTO", || {
        rust_std_from_source::build_into(workspace, &libraries)
    })?;
    if has_core(&libraries) { Ok(()) } else { Err(Failure::new("add the wasm32 target", MEND)) }
}

pub const MEND: &str =
    "run `rustup target add wasm32-unknown-unknown` where rustup can download, and try again";

fn target_libraries() -> Result<PathBuf, Failure> {
    process::answer(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .map(PathBuf::from)
        .ok_or_else(|| {
            Failure::new("ask rustc for its libraries", "install Rust by rustup (https://rustup.rs)")
        })
}

fn has_core(libraries: &Path) -> bool {
    std::fs::read_dir(libraries).is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                name.starts_with("libcore-") && name.ends_with(".rlib")
            })
        })
    })
}
