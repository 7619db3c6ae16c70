//! The server's executable.

use super::Profile;
use crate::failure::Failure;
use crate::process;
use crate::step::step;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// What is compiled in the same call of cargo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Alongside {
    Nothing,
    /// Dev-dependencies switch on features of crates deep down; a server built without them would be compiled twice
    /// over for `cargo xtask test`, with a good part of what it stands on.
    Tests,
}

pub fn build(workspace: &Workspace, profile: Profile, alongside: Alongside) -> Result<PathBuf, Failure> {
    // Among all default members rather than `-p server`: so the features are those of the tests and the lints.
    let mut arguments = vec!["build", "--profile", profile.name(), "--bin", "callboard"];
    let name = match alongside {
        Alongside::Nothing => "server",
        Alongside::Tests => {
            arguments.push("--tests");
            "server and tests"
        }
    };
    step(name, &format!("cargo {}", arguments.join(" ")), || {
        process::run(
            process::cargo(&workspace.root).args(&arguments),
            &format!("compile the {name}"),
            "mend what the compiler says above",
        )
    })?;
    Ok(workspace.target.join(profile.name()).join("callboard"))
}
