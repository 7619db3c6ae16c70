//! The server's executable.

use super::Profile;
use crate::failure::Failure;
use crate::process;
use crate::step::step;
use crate::workspace::Workspace;
use std::path::PathBuf;

pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    // Among all default members rather than `-p server`: so the features are those of the tests and the lints, and
    // the dependencies are compiled once for all three.
    let arguments = ["build", "--bin", "callboard", "--profile", profile.name()];
    step("server", &format!("cargo {}", arguments.join(" ")), || {
        process::run(
            process::cargo(&workspace.root).args(arguments),
            "compile the server",
            "mend what the compiler says above",
        )
    })?;
    Ok(workspace.target.join(profile.name()).join("callboard"))
}
