//! The style sheet: one file from `style/main.css` and all it imports.

use crate::failure::Failure;
use crate::fingerprint::{Fingerprint, is_fresh, remember};
use crate::process;
use crate::setup::BuildTools;
use crate::step::{skip, step};
use crate::workspace::Workspace;
use std::path::PathBuf;

/// The path of the finished `callboard.css`.
pub fn build(workspace: &Workspace, tools: &BuildTools) -> Result<PathBuf, Failure> {
    let script = workspace.end2end().join("tools/style.mjs");
    let source = workspace.root.join("style/main.css");
    let output = workspace.parts()?.join("callboard.css");
    let stamp = workspace.parts()?.join("callboard.css.stamp");
    let inputs = Fingerprint::new()
        .with_file(&script)?
        .with_file(&workspace.end2end().join("package-lock.json"))?
        .with_folder(&workspace.root.join("style"))?;
    if is_fresh(&stamp, &inputs, &output) {
        skip("style", "the same");
        return Ok(output);
    }
    step("style", "bundling and minifying style/main.css", || {
        let mut bundle = tools.node.command();
        bundle.arg(&script).arg(&source).arg(&output);
        process::run(&mut bundle, "bundle style/main.css", "mend what lightningcss says above")?;
        remember(&stamp, &inputs)
    })?;
    Ok(output)
}
