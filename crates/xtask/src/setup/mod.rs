//! What a command needs on the machine, each put there only when it is missing.

mod debian;
mod node;
mod rust_std_from_source;
mod wasm_bindgen;
mod wasm_target;

pub use node::Node;

use crate::failure::Failure;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// The tools that build the page.
pub struct BuildTools {
    pub wasm_bindgen: PathBuf,
    pub node: Node,
}

/// Everything that turns this checkout into a runnable `callboard`.
pub fn for_build(workspace: &Workspace) -> Result<BuildTools, Failure> {
    debian::packages(&[debian::PKG_CONFIG, debian::LIBSSL, debian::NODE, debian::NPM])?;
    wasm_target::ensure(workspace)?;
    let node = node::ensure(workspace)?;
    let wasm_bindgen = wasm_bindgen::ensure(workspace)?;
    Ok(BuildTools { wasm_bindgen, node })
}

/// What drives the pages in a browser, on top of [`for_build`].
pub fn for_browser() -> Result<(), Failure> {
    debian::packages(&[debian::CHROMIUM])
}

/// What compiling and linting needs, without the page's tools.
pub fn for_lints(workspace: &Workspace) -> Result<(), Failure> {
    debian::packages(&[debian::PKG_CONFIG, debian::LIBSSL])?;
    wasm_target::ensure(workspace)
}
