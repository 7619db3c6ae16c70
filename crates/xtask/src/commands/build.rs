//! `cargo xtask build [--release]`: a runnable `callboard`, whose path is the last line.

use crate::failure::Failure;
use crate::setup;
use crate::site::{self, Alongside, Profile};
use crate::workspace::Workspace;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let profile = match arguments {
        [] => Profile::Release,
        [only] if only == "--release" => Profile::Dist,
        others => {
            return Err(Failure::new(format!("build with {}", others.join(" ")), "only --release is known"));
        }
    };
    let workspace = Workspace::find()?;
    let tools = setup::for_build(&workspace)?;
    let built = site::build(&workspace, &tools, profile, Alongside::Nothing)?;
    built.weight.keep_within_limit()?;
    println!("{}", built.executable.display());
    Ok(())
}
